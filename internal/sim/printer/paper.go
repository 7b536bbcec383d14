package printer

import (
	"bytes"
	"image"
	"image/color"
)

const (
	maxRows = 6000 // of one slip, 75 cm: more is not a slip, and is torn off
	margin  = 32   // unprintable dots left and right: 576 dots lie on 80 mm of paper
)

// sheet is the paper between two cuts, at 8 dots a millimeter.
type sheet struct {
	dots int
	img  *image.Gray
	y    int  // the row under the head
	ink  bool // something is printed on it
}

var (
	white = color.Gray{0xFC}
	black = color.Gray{0x1C}
)

func newSheet(dots int) *sheet {
	return &sheet{dots: dots, img: image.NewGray(image.Rect(0, 0, dots, 0))}
}

// reserve makes room for rows more rows.
func (s *sheet) reserve(rows int) {
	need := min(s.y+rows, maxRows) - s.img.Rect.Dy()
	if need <= 0 {
		return
	}
	s.img.Pix = append(s.img.Pix, bytes.Repeat([]byte{white.Y}, need*s.img.Stride)...)
	s.img.Rect.Max.Y += need
}

// dot burns one dot, x dots from the left, y rows below the head; beyond the paper there is nothing to burn.
func (s *sheet) dot(x, y int) {
	if y += s.y; x < s.dots && y < s.img.Rect.Dy() {
		s.img.Pix[y*s.img.Stride+x] = black.Y
		s.ink = true
	}
}

// picture returns the sheet as it looks in the hand, with the margins of the roll.
func (s *sheet) picture() *image.Gray {
	h := min(s.y, s.img.Rect.Dy())
	out := image.NewGray(image.Rect(0, 0, s.dots+2*margin, h+2*margin))
	copy(out.Pix, bytes.Repeat([]byte{white.Y}, len(out.Pix)))
	for y := range h {
		copy(out.Pix[(margin+y)*out.Stride+margin:], s.img.Pix[y*s.img.Stride:][:s.dots])
	}
	return out
}
