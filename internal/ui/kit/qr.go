package kit

import (
	"image"

	"github.com/boombuler/barcode/qr"
	"github.com/hajimehoshi/ebiten/v2"
)

const quiet = 4 // modules of white around a QR code (ISO/IEC 18004)

// QR draws a QR code of str, dark on white with its quiet zone, as a square in
// the middle of r. It draws nothing when str is longer than a code can hold.
func (s *Scene) QR(r Rect, str string) {
	code, err := qr.Encode(str, qr.M, qr.Auto)
	if err != nil {
		return
	}
	modules := float64(code.Bounds().Dx() + 2*quiet)
	module := float64(int(min(r.W, r.H) / modules)) // whole pixels, so that phones read it
	side := module * modules
	s.Items = append(s.Items, Item{Rect: Rect{r.X + (r.W-side)/2, r.Y + (r.H-side)/2, side, side}.whole(), QR: code, Color: 0xffffff})
}

// code returns the picture of a QR code, one pixel a module; only the last one is kept.
func (f *Fonts) code(code image.Image) *ebiten.Image {
	if f.qr.of == code {
		return f.qr.image
	}
	if f.qr.image != nil {
		f.qr.image.Deallocate()
	}
	n := code.Bounds().Dx()
	side := n + 2*quiet
	pixels := make([]byte, 4*side*side)
	for i := range pixels {
		x, y := i/4%side-quiet, i/4/side-quiet
		pixels[i] = 0xff
		if x >= 0 && x < n && y >= 0 && y < n && i%4 != 3 {
			r, _, _, _ := code.At(x, y).RGBA()
			pixels[i] = byte(r >> 8)
		}
	}
	f.qr.of, f.qr.image = code, ebiten.NewImage(side, side)
	f.qr.image.WritePixels(pixels)
	return f.qr.image
}
