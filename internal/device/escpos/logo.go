package escpos

import (
	"bytes"
	"image"
	"image/png"

	"motcua/internal/center"
)

// logo prints the picture of the slip, which the configuration has already made
// small, black and white. A picture that is not so is left out.
func (l *layout) logo(*center.SlipBlock) {
	raw := l.look.Picture
	size, err := png.DecodeConfig(bytes.NewReader(raw))
	if err != nil || size.Width > min(center.LogoWidth, l.page.w) || size.Height > center.LogoHeight {
		return
	}
	m, err := png.Decode(bytes.NewReader(raw))
	if err != nil {
		return
	}
	x := 0
	if l.middle {
		x = (l.page.w - size.Width) / 2
	}
	l.page.grow(l.y + size.Height)
	l.page.stamp(m, image.Pt(x, l.y))
	l.y += size.Height
}
