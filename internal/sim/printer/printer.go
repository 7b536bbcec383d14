// Package printer is a receipt printer without the hardware: it listens as such
// printers do on TCP 9100 or on a serial line, obeys ESC/POS, answers status
// queries while it prints, and shows what came out as pictures. Switches take its
// paper away, open its cover and jam its knife. It shares no code with the driver.
package printer

import (
	"context"
	"image"
	"io"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"time"
)

// maxSlips is how many slips are kept; the oldest goes first.
const maxSlips = 24

// Switches is what an attendant, or a test, does to the printer.
type Switches struct {
	PaperOut    bool `json:"paper_out"`
	PaperLow    bool `json:"paper_low"`
	CoverOpen   bool `json:"cover_open"`
	CutterError bool `json:"cutter_error"`
	HeadHot     bool `json:"head_hot"`  // waits until it has cooled down
	Presented   bool `json:"presented"` // a slip waits in the presenter of a model that has one
	Offline     bool `json:"offline"`   // reads nothing and answers nothing
	Unplugged   bool `json:"unplugged"` // no power: its lines break, and it forgets what it had
	Noise       bool `json:"noise"`     // its answers come mutilated, and others with them
}

func (s Switches) stopped() bool { return s.PaperOut || s.CoverOpen || s.CutterError || s.HeadHot }

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
	model    Model
	left     int // rows until the paper ends; negative: endless
	fed      int // rows of paper that went through, ever
	due      []appointment
	lines    map[*line]bool
	random   *rand.Rand // of the noise
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
	p := &Printer{
		id: id, dots: dots, speed: speed, model: Usual(dots), left: -1, paper: newSheet(dots),
		lines: map[*line]bool{}, random: rand.New(rand.NewPCG(1, 1)),
	}
	p.wake = sync.NewCond(&p.mu)
	return p
}

// ID returns the printer's name.
func (p *Printer) ID() string { return p.id }

// Set puts all switches; waiting jobs go on where they can.
func (p *Printer) Set(s Switches) { p.Change(func(now *Switches) { *now = s }) }

// Change moves some switches and leaves the others as they are.
func (p *Printer) Change(move func(*Switches)) {
	p.mu.Lock()
	s := p.switches
	move(&s)
	if p.switches.PaperOut && !s.PaperOut {
		p.left = -1 // a new roll
	}
	if s.Unplugged {
		p.forget()
		p.hangUp()
	}
	p.switches = s
	p.wake.Broadcast()
	p.mu.Unlock()
	p.announce()
}

// forget throws away what has not been printed. The caller holds the lock.
func (p *Printer) forget() {
	p.buffer = nil
	p.cleared.Add(1)
	p.wake.Broadcast()
}

// announce sends the automatic status, where a host has asked for it.
func (p *Printer) announce() {
	p.mu.Lock()
	to := p.auto
	status := p.switches.auto(p.model)
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

// tear ends the sheet: it is a slip now, unless nothing is on it or it never moved.
func (p *Printer) tear(cut bool) {
	if p.paper.ink && p.paper.y > 0 {
		p.n++
		p.slips = append(p.slips, Slip{N: p.n, At: time.Now(), QR: p.qr, Cut: cut, Picture: p.paper.picture()})
		if len(p.slips) > maxSlips {
			p.slips = p.slips[1:]
		}
	}
	p.paper, p.qr = newSheet(p.dots), ""
	p.wake.Broadcast()
}
