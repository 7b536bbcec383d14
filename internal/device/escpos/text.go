package escpos

import (
	"image"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
	"golang.org/x/text/unicode/norm"

	"motcua/internal/fonts"
)

// style is a weight and a size in dots (1 dot = 0.125 mm).
type style struct {
	bold bool
	size int
}

// grain is how many neighboring dots of a letter are alike. Letters of 5 mm and
// more stay smooth to the eye with rows in pairs, and take half the bytes; the
// largest with pairs both ways, a quarter.
type grain struct{ rows, cols int }

func (s style) grain() grain {
	switch {
	case s.size >= 80:
		return grain{2, 2}
	case s.size >= 40:
		return grain{2, 1}
	}
	return grain{1, 1}
}

// leading is the distance of two baselines: 1.4 of the size, so that stacked tone
// marks breathe; 1.25 for large bold lines, which seldom follow each other.
func (s style) leading() int {
	if s.bold && s.size > 32 {
		return (s.size*5/4 + 1) &^ 1 // even, so that a second line keeps the grain
	}
	return (s.size*7 + 4) / 5
}

// ascent is how far above the baseline a line begins. Ế at its tallest needs 1.05 of the size.
func (s style) ascent() int { return s.size * 107 / 100 }

var parsed = sync.OnceValue(func() [2]*opentype.Font {
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

// typesetter keeps the faces of one slip; a face is not safe for two goroutines.
type typesetter struct{ faces map[style]font.Face }

func newTypesetter() *typesetter { return &typesetter{faces: map[style]font.Face{}} }

func (t *typesetter) face(s style) font.Face {
	if f, ok := t.faces[s]; ok {
		return f
	}
	i := 0
	if s.bold {
		i = 1
	}
	f, err := opentype.NewFace(parsed()[i], &opentype.FaceOptions{Size: float64(s.size), DPI: 72})
	if err != nil {
		panic(err) // only a size that no style has
	}
	t.faces[s] = f
	return f
}

// width is how many dots text takes in one line.
func (t *typesetter) width(s style, text string) int {
	return font.MeasureString(t.face(s), text).Ceil()
}

// draw inks one line with its top left corner at p.
func (t *typesetter) draw(b *bitmap, s style, p image.Point, text string) {
	mask := image.NewAlpha(image.Rect(0, 0, t.width(s, text)+s.size/4, s.leading()+s.size/4))
	face, dot, last := t.face(s), fixed.P(0, s.ascent()), rune(-1)
	for _, r := range text {
		if last >= 0 {
			dot.X += face.Kern(last, r)
		}
		at, glyph, from, advance, ok := face.Glyph(dot, r)
		if ok {
			cover(mask, at, glyph.(*image.Alpha), from)
		}
		dot.X, last = dot.X+advance, r
	}
	g := s.grain()
	p.X -= p.X % g.cols
	b.ink(mask, p, g)
}

// cover lays a glyph over mask, where letters may touch.
func cover(mask *image.Alpha, at image.Rectangle, glyph *image.Alpha, from image.Point) {
	shown := at.Intersect(mask.Rect)
	if shown.Empty() {
		return
	}
	from = from.Add(shown.Min.Sub(at.Min))
	for y := range shown.Dy() {
		to := mask.Pix[mask.PixOffset(shown.Min.X, shown.Min.Y+y):][:shown.Dx()]
		for x, v := range glyph.Pix[glyph.PixOffset(from.X, from.Y+y):][:shown.Dx()] {
			to[x] = max(to[x], v)
		}
	}
}

// clean composes letters and tone marks (the rasterizer cannot) and drops what is no text.
func clean(s string) string {
	s = strings.Map(func(r rune) rune {
		if r == '\n' || unicode.IsGraphic(r) {
			return r
		}
		return -1
	}, norm.NFC.String(s))
	return strings.TrimSpace(s)
}

// wrap breaks text into lines of at most width dots, at spaces where it can,
// inside a word that is wider than the line where it must. Line breaks stay.
func (t *typesetter) wrap(s style, width int, text string) []string {
	var lines []string
	for paragraph := range strings.SplitSeq(clean(text), "\n") {
		line := ""
		for _, word := range strings.FieldsFunc(paragraph, func(r rune) bool { return r == ' ' }) {
			if joined := strings.TrimLeft(line+" "+word, " "); t.width(s, joined) <= width {
				line = joined
				continue
			}
			if line != "" {
				lines = append(lines, line)
			}
			whole, rest := t.split(s, width, word)
			lines, line = append(lines, whole...), rest
		}
		if line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

// split cuts a word into full lines and the rest; a word that fits is all rest.
func (t *typesetter) split(s style, width int, word string) (lines []string, rest string) {
	for _, r := range word {
		if rest != "" && t.width(s, rest+string(r)) > width {
			lines, rest = append(lines, rest), ""
		}
		rest += string(r)
	}
	return lines, rest
}

// fit returns the largest size, from s down to floor, at which text takes at most
// rows lines; below floor it takes as many lines as it needs.
func (t *typesetter) fit(s style, floor, width, rows int, text string) (style, []string) {
	for {
		lines := t.wrap(s, width, text)
		if len(lines) <= rows && !t.broken(lines, text) || s.size <= floor {
			return s, lines
		}
		s.size -= 2
	}
}

// places are the words before which the name of an office breaks best.
var places = []string{" phường ", " xã ", " đặc khu ", " thành phố ", " tỉnh "}

// title wraps a name like even, and breaks it before the place it belongs to.
func (t *typesetter) title(s style, width int, text string) []string {
	lines := t.wrap(s, width, text)
	if len(lines) < 2 {
		return lines
	}
	for _, place := range places {
		if head, tail, ok := strings.Cut(clean(text), place); ok {
			text = head + "\n" + strings.TrimPrefix(place, " ") + tail
			break
		}
	}
	return t.even(s, width, text)
}

// even wraps each paragraph into lines that are about equally long: no last line with one word.
func (t *typesetter) even(s style, width int, text string) []string {
	var lines []string
	for part := range strings.SplitSeq(text, "\n") {
		lines = append(lines, t.balance(s, width, part)...)
	}
	return lines
}

// balance wraps at the smallest width, to 4 dots, that needs no further line and breaks no word.
func (t *typesetter) balance(s style, width int, text string) []string {
	best := t.wrap(s, width, text)
	if len(best) < 2 {
		return best
	}
	for low, high := width/3, width; high-low > 4; {
		middle := (low + high) / 2
		lines := t.wrap(s, middle, text)
		if len(lines) > len(best) || t.broken(lines, text) {
			low = middle
		} else {
			best, high = lines, middle
		}
	}
	return best
}

// broken tells whether lines split a word of text.
func (t *typesetter) broken(lines []string, text string) bool {
	return strings.Join(strings.Fields(strings.Join(lines, " ")), " ") != strings.Join(strings.Fields(clean(text)), " ")
}
