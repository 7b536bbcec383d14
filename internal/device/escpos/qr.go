package escpos

import (
	"image"

	"github.com/boombuler/barcode/qr"
)

// maxURL is the longest address a slip's code carries; at level M that is 57 modules, 43 mm.
const maxURL = 200

// code puts the QR code of url on the slip, printed by the printer where it can.
// An address too long for a legible code is left out.
func (l *layout) code(url string) {
	if len(url) > maxURL {
		return
	}
	code, err := qr.Encode(url, qr.M, qr.Unicode)
	if err != nil {
		return
	}
	side := code.Bounds().Dx()
	module := max(3, min(l.scale.module, l.page.w/side))
	if l.profile.NativeQR {
		l.flush()
		l.qr(url, side, module)
		return
	}
	l.page.grow(l.y + side*module)
	for y := range side {
		for x := range side {
			if r, _, _, _ := code.At(x, y).RGBA(); r == 0 {
				l.page.fill(image.Rect(x*module, l.y+y*module, (x+1)*module, l.y+(y+1)*module))
			}
		}
	}
	l.y += side * module
}
