package kit

import (
	"bytes"
	"image"
	"math"
	"strings"

	"github.com/hajimehoshi/ebiten/v2"
	"github.com/hajimehoshi/ebiten/v2/text/v2"
	"golang.org/x/text/unicode/norm"

	"motcua/internal/fault"
	"motcua/internal/fonts"
	"motcua/internal/ui"
)

// Fonts measures and draws text in Noto Sans. It is not safe for concurrent use.
type Fonts struct {
	regular, bold *text.GoTextFaceSource
	more          []*text.GoTextFaceSource // for what these two lack, in their order
	faces         map[face]text.Face
	widths        map[line]float64 // in ems
	sprites       map[sprite]*ebiten.Image
	drawings      map[picture]*ebiten.Image
	shown         struct { // the last picture painted
		of    image.Image
		image *ebiten.Image
	}
	qr struct { // the last code painted
		of    image.Image
		image *ebiten.Image
	}
}

type face struct {
	bold bool
	size float64
}

// NewFonts loads the embedded fonts.
func NewFonts() (*Fonts, error) {
	regular, err := text.NewGoTextFaceSource(bytes.NewReader(fonts.Regular))
	if err != nil {
		return nil, err
	}
	bold, err := text.NewGoTextFaceSource(bytes.NewReader(fonts.Bold))
	if err != nil {
		return nil, err
	}
	return &Fonts{regular: regular, bold: bold, faces: map[face]text.Face{}, widths: map[line]float64{}, sprites: map[sprite]*ebiten.Image{},
		drawings: map[picture]*ebiten.Image{}}, nil
}

// most bytes a further font may have, and most further fonts there may be
const (
	mostFont  = 16 << 20
	mostFonts = 8
)

// Add has a font draw what the fonts before it lack, such as the letters of a
// language pack. It reports
// fault.Invalid for what is no font.
func (f *Fonts) Add(ttf []byte) error {
	if len(ttf) > mostFont || len(f.more) >= mostFonts {
		return fault.New(fault.Invalid, "font-bad")
	}
	source, err := text.NewGoTextFaceSource(bytes.NewReader(ttf))
	if err != nil {
		return fault.Wrap(err, fault.Invalid, "font-bad")
	}
	f.more = append(f.more, source)
	clear(f.faces)
	clear(f.widths)
	return nil
}

func (f *Fonts) face(bold bool, size float64) text.Face {
	key := face{bold, size}
	if made, ok := f.faces[key]; ok {
		return made
	}
	source := f.regular
	if bold {
		source = f.bold
	}
	var made text.Face = &text.GoTextFace{Source: source, Size: size}
	if len(f.more) > 0 {
		all := []text.Face{made}
		for _, m := range f.more {
			all = append(all, &text.GoTextFace{Source: m, Size: size})
		}
		if multi, err := text.NewMultiFace(all...); err == nil { // all are written from left to right
			made = multi
		}
	}
	f.faces[key] = made
	return made
}

// Widths are measured once, at this size in pixels, and scaled: no hints bend
// them. Letters of a broken size advance as those of the next whole one do.
const (
	measured   = 256.0
	mostWidths = 4096 // kept
)

// line is a line whose width is known.
type line struct {
	text string
	bold bool
}

// width is the advance of one line, in pixels.
func (f *Fonts) width(s string, bold bool, size float64) float64 {
	key := line{s, bold}
	w, ok := f.widths[key]
	if !ok {
		if len(f.widths) >= mostWidths {
			clear(f.widths)
		}
		w = text.Advance(s, f.face(bold, measured)) / measured
		f.widths[key] = w
	}
	return w * math.Ceil(size)
}

// bound keeps a dash or a dot with the word before it: no line begins with one.
var bound = strings.NewReplacer(" - ", "\u00a0- ", " – ", "\u00a0– ", " · ", "\u00a0· ")

// wrap breaks s into lines no wider than w where words allow it. A single word
// wider than w stays whole, and fits is false.
func (f *Fonts) wrap(s string, bold bool, size, w float64) (lines []string, fits bool) {
	fits = true
	for para := range strings.SplitSeq(bound.Replace(norm.NFC.String(s)), "\n") {
		line := ""
		for _, word := range strings.Split(para, " ") {
			longer := word
			if line != "" {
				longer = line + " " + word
			}
			if line != "" && f.width(longer, bold, size) > w {
				lines = append(lines, line)
				longer = word
			}
			if f.width(word, bold, size) > w {
				fits = false
			}
			line = longer
		}
		lines = append(lines, line)
	}
	return lines, fits
}

// fit finds the largest size from size down to least at which s fits into w by
// h in at most most lines (0: any number). When none does, it returns the text
// at least, shortened with an ellipsis, and false.
func (f *Fonts) fit(s string, bold bool, size, least, w, h float64, most int) (lines []string, at float64, ok bool) {
	least = min(least, size)
	for at = size; ; at = max(at*0.94, least) {
		lines, ok = f.wrap(s, bold, at, w)
		if ok && (most == 0 || len(lines) <= most) && float64(len(lines))*at*leading(len(lines)) <= h+.5 {
			return f.balance(s, bold, at, w), at, true
		}
		if at == least {
			break
		}
	}
	room := max(1, int((h+.5)/(at*leading(2))))
	if most > 0 {
		room = min(room, most)
	}
	if len(lines) > room {
		lines = lines[:room]
		lines[room-1] += " …"
	}
	return lines, at, false
}

// leading is the line height in ems: a single line needs no room for the marks of the next.
func leading(lines int) float64 {
	if lines == 1 {
		return 1.2
	}
	return ui.LineHeight
}

// balance breaks each paragraph of s into as many lines as before, as even in width as words allow.
func (f *Fonts) balance(s string, bold bool, size, w float64) (lines []string) {
	for para := range strings.SplitSeq(s, "\n") {
		best, _ := f.wrap(para, bold, size, w)
		low, high := w/2, w
		for range 7 {
			if len(best) < 2 {
				break
			}
			mid := (low + high) / 2
			if even, fits := f.wrap(para, bold, size, mid); fits && len(even) == len(best) {
				best, high = even, mid
			} else {
				low = mid
			}
		}
		lines = append(lines, best...)
	}
	return lines
}
