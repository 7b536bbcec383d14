package kit

import "github.com/boombuler/barcode/qr"

const quiet = 4 // modules of white around a QR code (ISO/IEC 18004)

// QR draws a QR code of str, dark on white with its quiet zone, as a square in
// the middle of r. It draws nothing when str is longer than a code can hold.
func (s *Scene) QR(r Rect, str string) {
	code, err := qr.Encode(str, qr.M, qr.Auto)
	if err != nil {
		return
	}
	n := code.Bounds().Dx()
	modules := make([][]bool, n+2*quiet)
	for y := range modules {
		modules[y] = make([]bool, n+2*quiet)
		for x := range modules[y] {
			if x >= quiet && y >= quiet && x < n+quiet && y < n+quiet {
				dark, _, _, _ := code.At(x-quiet, y-quiet).RGBA()
				modules[y][x] = dark == 0
			}
		}
	}
	side := min(r.W, r.H)
	s.Items = append(s.Items, Item{Rect: Rect{r.X + (r.W-side)/2, r.Y + (r.H-side)/2, side, side}, QR: modules})
}
