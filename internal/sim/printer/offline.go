package printer

import (
	"fmt"
	"io"
)

// Decode prints data on endless paper of dots printable dots a line, and returns
// what came out and which commands were not understood: none, for a sound slip.
func Decode(dots int, data []byte) (slips []Slip, unknown []string) {
	o := &offline{paper: newSheet(dots), rest: data}
	d := newDecoder(o)
	for len(o.rest) > 0 {
		_ = d.run() // it ends with the data
	}
	o.tear(false)
	return o.slips, o.unknowns
}

// offline is a printer's mechanics without a line, a clock or a fault.
type offline struct {
	paper    *sheet
	rest     []byte
	qr       string
	slips    []Slip
	unknowns []string
}

func (o *offline) next() (byte, error) {
	if len(o.rest) == 0 {
		return 0, io.EOF
	}
	b := o.rest[0]
	o.rest = o.rest[1:]
	return b, nil
}

func (o *offline) advance(rows int) error {
	o.paper.y += rows
	return nil
}

func (o *offline) cut() error {
	o.tear(true)
	return nil
}

func (o *offline) tear(cut bool) {
	if o.paper.ink {
		o.slips = append(o.slips, Slip{N: len(o.slips) + 1, QR: o.qr, Cut: cut, Picture: o.paper.picture()})
	}
	o.paper, o.qr = newSheet(o.paper.dots), ""
}

func (o *offline) unknown(command ...byte) {
	if len(o.unknowns) < 20 {
		o.unknowns = append(o.unknowns, fmt.Sprintf("% x", command))
	}
}

func (o *offline) reset()             { o.tear(false) }
func (o *offline) sheet() *sheet      { return o.paper }
func (o *offline) remember(qr string) { o.qr = qr }
func (o *offline) toKnife() error     { return nil }
func (o *offline) tellPaper() error   { return nil }
func (o *offline) autoBack(bool)      {}
