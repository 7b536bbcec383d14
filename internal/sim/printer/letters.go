package printer

import (
	"image"
	"sync"

	"golang.org/x/image/draw"
	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"

	"motcua/internal/fonts"
)

// font is a size of the built-in letters: its cell in dots.
type fontSize struct{ w, h int }

// The fonts of every receipt printer, and the rows of a line of text.
var (
	fontA = fontSize{12, 24}
	fontB = fontSize{9, 17}
)

// How far paper is fed: so many rows an inch, in units of half a row unless GS P
// says otherwise, as makers' manuals have it.
const (
	usualSpacing = 30
	perInch      = 203
	usualUnit    = 2 * perInch
)

var outlines = sync.OnceValue(func() [2]*opentype.Font {
	var f [2]*opentype.Font
	for i, raw := range [][]byte{fonts.Regular, fonts.Bold} {
		p, err := opentype.Parse(raw)
		if err != nil {
			panic(err) // the font is part of the program
		}
		f[i] = p
	}
	return f
})

// letter draws one character, enlarged: smoothed like a printer that obeys GS b, otherwise in steps.
func letter(c cell) *image.Alpha {
	w, h := c.wide*c.font.w, c.high*c.font.h
	if c.smooth {
		return glyph(c.c, w, h, c.bold)
	}
	small := glyph(c.c, c.font.w, c.font.h, c.bold)
	big := image.NewAlpha(image.Rect(0, 0, w, h))
	draw.NearestNeighbor.Scale(big, big.Rect, small, small.Rect, draw.Src, nil)
	return big
}

// glyph fills a cell of cw by ch dots with one character, narrowed where it is wider than the cell.
func glyph(c byte, cw, ch int, bold bool) *image.Alpha {
	i := 0
	if bold {
		i = 1
	}
	cell := image.NewAlpha(image.Rect(0, 0, cw, ch))
	face, err := opentype.NewFace(outlines()[i], &opentype.FaceOptions{Size: float64(ch) * 1.02, DPI: 72})
	if err != nil {
		return cell
	}
	advance := font.MeasureString(face, string(rune(c))).Ceil()
	natural := image.NewAlpha(image.Rect(0, 0, max(advance, 1), ch))
	d := font.Drawer{Dst: natural, Src: image.Opaque, Face: face, Dot: fixed.P(0, ch*7/8)}
	d.DrawString(string(rune(c)))
	width := min(cw, max(advance, 1))
	left := (cw - width) / 2
	draw.ApproxBiLinear.Scale(cell, image.Rect(left, 0, left+width, ch), natural, natural.Rect, draw.Src, nil)
	return cell
}
