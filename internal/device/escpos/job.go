// Package escpos writes slips in the language of receipt printers, ESC/POS, and
// reads what such printers say about themselves.
//
// Vietnamese goes out as pictures, because no two makers agree on a code page
// for it; the number and the QR code are printed by the printer itself, which
// keeps a slip of 80 mm paper near 30 kB. Everything is aligned left: printers differ in how
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

// Profile says what one model of printer can do.
type Profile struct {
	Dots     int  // printable dots a line, at 8 dots a millimeter: 384, 512 or 576
	NativeQR bool // knows GS ( k; otherwise the QR code goes out as a picture
	Cut      bool // has a cutter; otherwise the slip is fed to the tear bar
}

// ProfileFor returns the profile of a printer that prints dots a line. Printers
// for 58 mm paper (384 dots) seldom have a cutter.
func ProfileFor(dots int) Profile {
	return Profile{Dots: dots, NativeQR: true, Cut: dots > 384}
}

// cellW is the width, in dots, of a character of font A.
const cellW = 12

// partSize is where a part ends, at the next command: a small printer takes so much at once.
const partSize = 1024

// job collects the bytes of one slip, in parts that end with a command.
type job struct {
	profile Profile
	buf     []byte
	parts   [][]byte
}

func (j *job) bytes(b ...byte) { j.buf = append(j.buf, b...) }

// pause allows a part to end here, between two commands.
func (j *job) pause() {
	if len(j.buf) >= partSize {
		j.parts, j.buf = append(j.parts, j.buf), nil
	}
}

// begin resets the printer: whatever was set or half received before is gone.
func (j *job) begin() { j.bytes(esc, '@') }

// feed moves the paper by rows dots.
func (j *job) feed(rows int) {
	for ; rows > 0; rows -= maxFeed {
		j.bytes(esc, 'J', byte(min(rows, maxFeed)))
	}
}

// number prints s as large as the line allows, up to eight times, in the
// printer's own bold and smoothed letters. Every byte of s must be visible ASCII.
func (j *job) number(s string) {
	scale := byte(min(8, max(1, (j.profile.Dots-cellW)/(cellW*len(s)))) - 1)
	j.bytes(esc, 'a', 0, gs, 'b', 1, esc, 'E', 1, gs, '!', scale<<4|scale)
	j.bytes([]byte(s)...)
	j.bytes(lf, gs, '!', 0, esc, 'E', 0)
}

// qr prints content as a QR code of error correction M, module dots a module.
func (j *job) qr(content string, module int) {
	n := len(content) + 3
	j.bytes(gs, '(', 'k', 4, 0, '1', 'A', '2', 0)
	j.bytes(gs, '(', 'k', 3, 0, '1', 'C', byte(module))
	j.bytes(gs, '(', 'k', 3, 0, '1', 'E', '1')
	j.bytes(gs, '(', 'k', byte(n), byte(n>>8), '1', 'P', '0')
	j.bytes([]byte(content)...)
	j.bytes(gs, '(', 'k', 3, 0, '1', 'Q', '0')
}

// end brings the slip out: to the knife, or to the tear bar 12 mm above the head.
func (j *job) end() [][]byte {
	if j.profile.Cut {
		j.bytes(gs, 'V', 'B', 0)
	} else {
		j.feed(96)
	}
	return append(j.parts, j.buf)
}
