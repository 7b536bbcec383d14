package escpos

import (
	"image"

	"github.com/boombuler/barcode/qr"
)

// maxURL is the longest address a slip's code carries; at level M that is 57 modules, 43 mm.
const maxURL = 200

// capacity is how many bytes the versions of a QR code hold at level M, from version 1 on.
var capacity = [...]int{14, 26, 42, 62, 84, 106, 122, 152, 180, 213}

// sideOf is how many modules wide the code of n bytes is, at most maxURL.
func sideOf(n int) int {
	version := 1
	for version < len(capacity) && capacity[version-1] < n {
		version++
	}
	return 17 + 4*version
}

// code puts the QR code of url on the slip, module dots a module or what fits,
// printed by the printer where it can: in the middle of the line it cannot, since
// printers differ there. An address too long for a legible code is left out.
func (l *layout) code(url string, module int) {
	if len(url) > maxURL {
		return
	}
	side := sideOf(len(url))
	module = max(2, min(module, l.page.w/side)&^1) // even: the picture then goes out at half its size
	if l.profile.NativeQR && !l.middle {
		l.flush()
		l.qr(url, side, module)
		return
	}
	code, err := qr.Encode(url, qr.M, qr.Unicode)
	if err != nil {
		return
	}
	side = code.Bounds().Dx()
	left := 0
	if l.middle {
		left = (l.page.w - side*module) / 2 &^ 1
	}
	l.page.grow(l.y + side*module)
	for y := range side {
		for x := range side {
			if r, _, _, _ := code.At(x, y).RGBA(); r == 0 {
				l.page.fill(image.Rect(left+x*module, l.y+y*module, left+(x+1)*module, l.y+(y+1)*module))
			}
		}
	}
	l.y += side * module
}
