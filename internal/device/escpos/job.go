// Package escpos writes slips in the language of receipt printers, ESC/POS, and
// reads what such printers say about themselves.
//
// Vietnamese goes out as pictures, because no two makers agree on a code page
// for it; the number and the QR code are printed by the printer itself, which
// keeps a slip of 80 mm paper below 20 kB. Everything is aligned left: printers differ in how
// they center a picture, and the blank right side of a line costs nothing.
package escpos

// The control characters that begin a command.
const (
	eot = 0x04
	enq = 0x05
	lf  = 0x0A
	dle = 0x10
	dc4 = 0x14
	esc = 0x1B
	gs  = 0x1D
)

// cellW and cellH are the size, in dots, of a character of font A; minLine is
// what a line of text moves the paper at least.
const (
	cellW   = 12
	cellH   = 24
	minLine = 30
)

// partSize is where a part ends, at the next command: a small printer takes so much at once.
const partSize = 1024

// perInch is how many rows a printer prints in an inch.
const perInch = 203

// RowsPerMM is how many rows a printer prints in a millimeter.
const RowsPerMM = 8

// Part is a piece of a slip that ends with a command. Behind it the printer can be asked how it is.
type Part struct {
	Bytes []byte
	Rows  int // that it moves the paper by, the way to the knife included
}

// job collects the bytes of one slip, in parts.
type job struct {
	profile Profile
	part    Part
	parts   []Part
}

func (j *job) bytes(b ...byte) { j.part.Bytes = append(j.part.Bytes, b...) }

func (j *job) moves(rows int) { j.part.Rows += rows }

// pause allows a part to end here, between two commands.
func (j *job) pause() {
	if len(j.part.Bytes) >= partSize {
		j.parts, j.part = append(j.parts, j.part), Part{}
	}
}

// begin resets the printer: whatever was set before is gone, that it tells changes
// by itself too. From then on paper is fed by rows: out of the box many printers
// feed by half a row, Epson's above all.
func (j *job) begin() {
	j.bytes(esc, '@', gs, 'P', perInch, perInch)
	if j.profile.ASB {
		j.bytes(Speak()...)
	}
}

// feed moves the paper by rows dots.
func (j *job) feed(rows int) {
	j.moves(max(rows, 0))
	for ; rows > 0; rows -= maxFeed {
		j.bytes(esc, 'J', byte(min(rows, maxFeed)))
	}
}

// number prints s scale times as large as text, 1 to 8, indent letters from the left, in
// the printer's own bold and smoothed letters. Every byte of s must be visible ASCII.
func (j *job) number(s string, scale, indent int) {
	size := byte(scale - 1)
	j.bytes(esc, 'a', 0, gs, 'b', 1)
	for range indent {
		j.bytes(' ')
	}
	j.bytes(esc, 'E', 1, gs, '!', size<<4|size)
	j.bytes([]byte(s)...)
	j.bytes(lf, gs, '!', 0, esc, 'E', 0)
	j.moves(max(minLine, scale*cellH))
}

// qr prints content as a QR code of error correction M, side modules wide, module dots a module.
func (j *job) qr(content string, side, module int) {
	n := len(content) + 3
	j.bytes(gs, '(', 'k', 4, 0, '1', 'A', '2', 0)
	j.bytes(gs, '(', 'k', 3, 0, '1', 'C', byte(module))
	j.bytes(gs, '(', 'k', 3, 0, '1', 'E', '1')
	j.bytes(gs, '(', 'k', byte(n), byte(n>>8), '1', 'P', '0')
	j.bytes([]byte(content)...)
	j.bytes(gs, '(', 'k', 3, 0, '1', 'Q', '0')
	j.moves(side * module)
}

// end brings the slip out: to the knife, or to the tear bar.
func (j *job) end() []Part {
	switch j.profile.Cut {
	case FeedCut:
		j.bytes(gs, 'V', 'B', 0)
		j.moves(j.profile.Knife)
	case PlainCut:
		j.feed(j.profile.Knife)
		j.bytes(gs, 'V', 1)
	default:
		j.feed(j.profile.Knife)
	}
	return append(j.parts, j.part)
}

// Afresh parts the next slip from whatever the last one left behind: it ends a
// picture that broke off (a printer still waiting for its rest takes the zeros
// for that, any other takes them for nothing), and cuts a half slip off.
func Afresh(p Profile) Part {
	j := &job{profile: p}
	j.bytes(make([]byte, maxData+16)...)
	j.begin()
	if p.Cut != NoCut {
		return j.end()[0]
	}
	return j.part
}
