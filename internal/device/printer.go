package device

import (
	"context"
	"errors"
	"fmt"
	"time"

	"motcua/internal/device/escpos"
	"motcua/internal/wire"
)

// patience is how long a printer driver waits for what.
type patience struct {
	answer time.Duration // one status answer from an idle printer
	print  time.Duration // a whole slip
	part   time.Duration // one status answer from a printer that is printing
	settle time.Duration // a printer that does not mark the end of a slip, beyond the time the paper takes
	look   time.Duration // between two looks at the status while it prints
	quiet  time.Duration // without a byte, after which the line is quiet
}

var usual = patience{
	answer: time.Second, print: 20 * time.Second, part: 4 * time.Second, settle: 2 * time.Second,
	look: 100 * time.Millisecond, quiet: 20 * time.Millisecond,
}

// receipt is the driver of an ESC/POS printer. It keeps the line open, so that
// the printer can speak, and opens it anew when it does not answer, so that one
// that was switched off and on just works.
type receipt struct {
	way     way
	profile escpos.Profile
	wait    patience
	changed chan struct{}
	line    *session // nil: closed
	torn    bool     // the last slip, or one of another life, may have been left half way
}

// NewPrinter returns the driver of the receipt printer at address, which is
// tcp://host:port, a printer device such as /dev/usb/lp0, or a serial port of
// that baud, 0 for the usual 115200. It opens nothing yet. A serial line under
// 38400 baud is never used: each call fails with the cause [wire.SlowLine].
func NewPrinter(address string, baud int, profile escpos.Profile) (Printer, error) {
	w, err := wayTo(address, baud)
	if err != nil {
		return nil, err
	}
	if w.baud != 0 { // no part may take longer than half a second on the line
		profile.Band = min(profile.Band, max(8, w.baud/20/(profile.Dots/8)))
	}
	return &receipt{way: w, profile: profile, wait: usual, changed: make(chan struct{}, 1), torn: true}, nil
}

// PrinterOver returns the driver of a printer that open reaches, by as many lines as it likes.
func PrinterOver(open Opener, profile escpos.Profile) Printer {
	return &receipt{way: way{open: open, shared: true}, profile: profile, wait: usual, changed: make(chan struct{}, 1), torn: true}
}

// Changed receives when the printer has told something by itself.
func (p *receipt) Changed() <-chan struct{} { return p.changed }

// Close lets go of the line.
func (p *receipt) Close() error {
	p.drop()
	return nil
}

func (p *receipt) drop() {
	if p.line != nil {
		p.line.close()
		p.line = nil
	}
}

// failure is why there is no use in asking a printer for anything.
type failure struct {
	state State
	err   error
}

func (f *failure) Error() string { return fmt.Sprintf("%s: %v", f.state.Cause, f.err) }
func (f *failure) Unwrap() error { return f.err }

// ready returns a line on which the printer answers, and what it says of itself.
func (p *receipt) ready(ctx context.Context) (*session, escpos.Status, error) {
	if p.way.baud != 0 && p.way.baud < leastBaud {
		return nil, escpos.Status{}, &failure{State{wire.Broken, wire.SlowLine}, fmt.Errorf("%d baud", p.way.baud)}
	}
	if p.line != nil {
		if status, err := p.line.status(ctx, p.wait.answer); err == nil {
			p.line.speak(ctx, status)
			return p.line, status, nil
		}
		p.drop()
	}
	rw, err := p.way.open(ctx)
	if err != nil {
		return nil, escpos.Status{}, &failure{openState(err), err}
	}
	p.line = newSession(rw, p.profile, p.changed)
	if p.torn { // the first question would otherwise go into half a command
		_ = p.line.write(ctx, escpos.Discard()) // what is wrong with the line is found next
	}
	status, err := p.line.status(ctx, p.wait.answer)
	if err != nil {
		state := p.answerState(err)
		p.drop()
		return nil, escpos.Status{}, &failure{state, err}
	}
	p.line.speak(ctx, status)
	return p.line, status, nil
}

// answerState says what a device is that opens and does not answer as a printer does.
func (p *receipt) answerState(err error) State {
	switch {
	case errors.Is(err, errGone):
		return State{wire.Absent, wire.Unreachable}
	case p.line.strays() == 0:
		return State{wire.Broken, wire.TimedOut}
	case p.way.baud != 0:
		return State{wire.Broken, wire.Garbled}
	}
	return State{wire.Broken, wire.Foreign}
}

// State asks the printer how it is.
func (p *receipt) State(ctx context.Context) State {
	ctx, cancel := context.WithTimeout(ctx, 5*p.wait.answer)
	defer cancel()
	_, status, err := p.ready(ctx)
	if f, ok := errors.AsType[*failure](err); ok {
		return f.state
	}
	if cause := status.Cause(); cause != "" {
		return State{wire.Broken, cause}
	}
	if status.PaperLow {
		return State{wire.Present, wire.PaperLow}
	}
	return State{Presence: wire.Present}
}

// Print puts slip on paper.
func (p *receipt) Print(ctx context.Context, slip wire.Slip) (Receipt, error) {
	return p.print(ctx, escpos.Encode(slip, p.profile))
}

func (p *receipt) print(ctx context.Context, parts []escpos.Part) (Receipt, error) {
	ctx, cancel := context.WithTimeout(ctx, p.wait.print)
	defer cancel()
	s, status, err := p.ready(ctx)
	if f, ok := errors.AsType[*failure](err); ok {
		return Receipt{}, Fail(f.state.Cause, f)
	}
	if cause := status.Cause(); cause != "" {
		return Receipt{}, Fail(cause, nil)
	}
	if p.torn {
		parts = append([]escpos.Part{escpos.Afresh(p.profile)}, parts...)
	}
	select {
	case <-s.alarm: // of before
	default:
	}
	j := &printJob{receipt: p, s: s, parts: parts, strays: s.strays()}
	err = j.run(ctx)
	if p.torn = err != nil; p.torn {
		err = j.giveUp(ctx, err)
		p.drop()
	}
	return Receipt{Millimeters: (j.rows + escpos.RowsPerMM/2) / escpos.RowsPerMM}, err
}
