package printer

import (
	"errors"
	"image"

	"github.com/boombuler/barcode/qr"
)

// errCleared ends a job that was thrown away half way (DLE ENQ 2, DLE DC4 8).
var errCleared = errors.New("buffer cleared")

// machine is what a decoder moves: the paper, the knife, and the line back to the host.
type machine interface {
	next() (byte, error)       // the next byte of the buffer; waits for one
	advance(rows int) error    // moves the paper; waits while the printer cannot
	toKnife() error            // moves the paper to the knife
	cut() error                // cuts the slip off; waits while the knife is stuck
	reset()                    // ESC @
	tellPaper() error          // GS r 1; waits like advance
	autoBack(on bool)          // GS a: tell the host of every change, without being asked
	unknown(command ...byte)   // a command this printer does not have
	sheet() *sheet             // the paper under the head
	remember(qrContent string) // for the list of slips
}

// decoder reads a stream of ESC/POS. It knows the commands that a slip needs and
// says which others it met. It shares no code with the encoder: it is there to disagree.
type decoder struct {
	machine
	font         fontSize
	wide, high   int // enlargement of text, 1 to 8
	bold, smooth bool
	spacing      int    // of lines of text, in rows
	unit         int    // of feeds: so many an inch
	x            int    // dots from the left, of the line in the buffer
	line         []cell // text waiting for its line feed
	qrData       string
	qrModule     int
	stored       *raster // by GS ( L, until it is printed
}

type cell struct {
	c            byte
	font         fontSize
	wide, high   int
	bold, smooth bool
}

func newDecoder(m machine) *decoder {
	d := &decoder{machine: m}
	d.defaults()
	return d
}

func (d *decoder) defaults() {
	d.font, d.wide, d.high, d.bold, d.smooth, d.spacing, d.unit = fontA, 1, 1, false, false, usualSpacing, usualUnit
	d.x, d.line, d.qrData, d.qrModule, d.stored = 0, nil, "", 3, nil
}

// run reads commands until the machine has no more.
func (d *decoder) run() error {
	for {
		b, err := d.next()
		if err != nil {
			return err
		}
		if err := d.command(b); err != nil {
			return err
		}
	}
}

func (d *decoder) command(b byte) error {
	switch {
	case b == 0x0A:
		return d.newline()
	case b == 0x10:
		return d.skipRealtime()
	case b == 0x1B:
		return d.escape()
	case b == 0x1D:
		return d.group()
	case b == 0x1C:
		return d.kanji()
	case b >= 0x20 && b < 0x7F:
		d.put(b)
	case b != 0x0D && b != 0x00:
		d.unknown(b)
	}
	return nil
}

// skipRealtime passes over a command that was obeyed when it arrived.
func (d *decoder) skipRealtime() error {
	second, err := d.next()
	if err != nil {
		return err
	}
	length := map[byte]int{0x04: 1, 0x05: 1, 0x14: 8}[second]
	for range length {
		if _, err := d.next(); err != nil {
			return err
		}
	}
	return nil
}

func (d *decoder) put(b byte) {
	width := d.font.w * d.wide
	if d.x+width > d.sheet().dots {
		d.unknown('w', 'r', 'a', 'p') // a real printer wraps; our slips must not come to that
		return
	}
	d.line = append(d.line, cell{b, d.font, d.wide, d.high, d.bold, d.smooth})
	d.x += width
}

// rows is how far a feed of n units moves the paper.
func (d *decoder) rows(n byte) int { return int(n) * perInch / d.unit }

// newline prints the text in the buffer and moves on by its height, at least by the line spacing.
func (d *decoder) newline() error {
	height := d.spacing
	for _, c := range d.line {
		height = max(height, c.high*c.font.h)
	}
	s := d.sheet()
	s.reserve(height)
	x := 0
	for _, c := range d.line {
		mask := letter(c)
		burn(s, mask, x, height-c.high*c.font.h)
		x += c.wide * c.font.w
	}
	d.x, d.line = 0, nil
	return d.advance(height)
}

func burn(s *sheet, mask *image.Alpha, x, y int) {
	for my := range mask.Rect.Dy() {
		for mx, alpha := range mask.Pix[my*mask.Stride:][:mask.Rect.Dx()] {
			if alpha > 127 {
				s.dot(x+mx, y+my)
			}
		}
	}
}

func (d *decoder) escape() error {
	b, err := d.next()
	if err != nil {
		return err
	}
	if b == '@' {
		d.defaults()
		d.reset()
		return nil
	}
	if b == '2' {
		d.spacing = usualSpacing
		return nil
	}
	if n, known := parameters[[2]byte{0x1B, b}]; known {
		return d.pass(n, 0x1B, b)
	}
	n, err := d.next()
	if err != nil {
		return err
	}
	switch b {
	case 'J':
		rows := d.rows(n)
		d.sheet().reserve(rows)
		return d.advance(rows)
	case 'E':
		d.bold = n&1 == 1
	case 'M':
		d.font = fontA
		if n == 1 || n == '1' {
			d.font = fontB
		}
	case '3':
		d.spacing = d.rows(n)
	case 'a':
		if n != 0 && n != '0' {
			d.unknown(0x1B, b, n)
		}
	default:
		d.unknown(0x1B, b, n)
	}
	return nil
}

// parameters is how many bytes follow the commands that other programs send and
// this printer passes over. All others beside those it obeys are taken to have one.
var parameters = map[[2]byte]int{
	{0x1B, '2'}: 0, {0x1B, '$'}: 2, {0x1B, '\\'}: 2, {0x1C, '.'}: 0, {0x1C, '&'}: 0, {0x1C, 'S'}: 2, {0x1D, 'L'}: 2, {0x1D, 'W'}: 2,
}

// pass takes the n parameters of a command that is not obeyed.
func (d *decoder) pass(n int, command ...byte) error {
	d.unknown(command...)
	_, err := d.take(n)
	return err
}

// kanji reads the commands that begin with FS, none of which is obeyed.
func (d *decoder) kanji() error {
	b, err := d.next()
	if err != nil {
		return err
	}
	if b == '(' {
		return d.function()
	}
	n, known := parameters[[2]byte{0x1C, b}]
	if !known {
		n = 1
	}
	return d.pass(n, 0x1C, b)
}

// printQR prints the stored code, error correction M.
func (d *decoder) printQR() error {
	code, err := qr.Encode(d.qrData, qr.M, qr.Unicode)
	if d.qrData == "" || err != nil {
		d.unknown('q', 'r')
		return nil
	}
	side, m, s := code.Bounds().Dx(), d.qrModule, d.sheet()
	if side*m > s.dots {
		d.unknown('q', 'r') // a real printer prints nothing either
		return nil
	}
	s.reserve(side * m)
	for y := range side * m {
		for x := range side * m {
			if r, _, _, _ := code.At(x/m, y/m).RGBA(); r == 0 {
				s.dot(x, y)
			}
		}
	}
	d.remember(d.qrData)
	return d.advance(side * m)
}
