// Package printer is a receipt printer without the hardware: it listens as such
// printers do on TCP 9100 or on a serial line, obeys ESC/POS, answers status
// queries while it prints, and shows what came out as pictures. Switches take its
// paper away, open its cover and jam its knife. It shares no code with the driver.
package printer

import (
	"context"
	"image"
	"io"
	"sync"
	"sync/atomic"
	"time"
)

const (
	usualBuffer = 64 << 10 // bytes it takes in before it stops reading
	maxSlips    = 24       // kept; the oldest goes first
)

// Switches is what an attendant, or a test, does to the printer.
type Switches struct {
	PaperOut    bool `json:"paper_out"`
	PaperLow    bool `json:"paper_low"`
	CoverOpen   bool `json:"cover_open"`
	CutterError bool `json:"cutter_error"`
	Offline     bool `json:"offline"` // reads nothing and answers nothing
}

func (s Switches) stopped() bool { return s.PaperOut || s.CoverOpen || s.CutterError }

// Slip is one piece of paper that came out.
type Slip struct {
	N       int         `json:"n"` // counts from 1
	At      time.Time   `json:"at"`
	QR      string      `json:"qr"` // content of its QR code, empty where it has none
	Cut     bool        `json:"cut"`
	Picture image.Image `json:"-"` // gray, 8 dots a millimeter, with the margins of the paper
}

// Printer is one simulated printer. Its methods may be called from any goroutine.
type Printer struct {
	id    string
	dots  int
	speed int

	mu       sync.Mutex
	wake     *sync.Cond // broadcast whenever anything below changes
	switches Switches
	room     int // bytes of buffer
	left     int // rows until the paper ends; negative: endless
	buffer   []byte
	cleared  atomic.Int64 // how often the buffer was thrown away
	closed   bool
	host     io.Writer // where queued answers go: the line that sent the last byte
	auto     io.Writer // where changes are told without being asked, nil: nowhere
	paper    *sheet
	qr       string
	n        int
	slips    []Slip
	unknowns []string
}

// New returns a printer for paper of dots printable dots a line (384, 512, 576)
// that prints speed millimeters a second, or at once where speed is 0.
func New(id string, dots, speed int) *Printer {
	p := &Printer{id: id, dots: dots, speed: speed, room: usualBuffer, left: -1, paper: newSheet(dots)}
	p.wake = sync.NewCond(&p.mu)
	return p
}

// ID returns the printer's name.
func (p *Printer) ID() string { return p.id }

// Set puts all switches; waiting jobs go on where they can.
func (p *Printer) Set(s Switches) {
	p.mu.Lock()
	if p.switches.PaperOut && !s.PaperOut {
		p.left = -1 // a new roll
	}
	p.switches = s
	p.wake.Broadcast()
	p.mu.Unlock()
	p.announce()
}

// announce sends the automatic status, where a host has asked for it.
func (p *Printer) announce() {
	p.mu.Lock()
	to, status := p.auto, p.switches.auto()
	if p.switches.Offline {
		to = nil
	}
	p.mu.Unlock()
	if to != nil {
		_, _ = to.Write(status[:]) // a host that has gone does not want it
	}
}

// Switches returns how the switches stand.
func (p *Printer) Switches() Switches {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.switches
}

// EndPaperAfter lets the paper end after that many more rows.
func (p *Printer) EndPaperAfter(rows int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.left = rows
}

// LimitBuffer gives the printer the small buffer of an old model, in bytes.
func (p *Printer) LimitBuffer(room int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.room = room
}

// Slips returns what came out, oldest first.
func (p *Printer) Slips() []Slip {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]Slip(nil), p.slips...)
}

// Unknown returns the first commands that the printer did not understand: none, for a sound slip.
func (p *Printer) Unknown() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]string(nil), p.unknowns...)
}

// WaitSlips returns the slips as soon as there are n of them, or what there is when ctx ends.
func (p *Printer) WaitSlips(ctx context.Context, n int) []Slip {
	defer context.AfterFunc(ctx, p.broadcast)()
	p.mu.Lock()
	defer p.mu.Unlock()
	for p.n < n && ctx.Err() == nil {
		p.wake.Wait()
	}
	return append([]Slip(nil), p.slips...)
}

func (p *Printer) broadcast() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.wake.Broadcast()
}

// tear ends the sheet: it is a slip now, unless nothing is on it.
func (p *Printer) tear(cut bool) {
	if p.paper.ink {
		p.n++
		p.slips = append(p.slips, Slip{N: p.n, At: time.Now(), QR: p.qr, Cut: cut, Picture: p.paper.picture()})
		if len(p.slips) > maxSlips {
			p.slips = p.slips[1:]
		}
	}
	p.paper, p.qr = newSheet(p.dots), ""
	p.wake.Broadcast()
}
