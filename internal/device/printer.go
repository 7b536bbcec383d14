package device

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"time"

	"motcua/internal/device/escpos"
	"motcua/internal/fault"
	"motcua/internal/wire"
)

// patience is how long a printer driver waits for what.
type patience struct {
	answer time.Duration // one status answer from an idle printer
	print  time.Duration // a whole slip
	part   time.Duration // one part of a slip, from a printer that is printing
	settle time.Duration // the mark behind a slip, from a printer that may not know it
	look   time.Duration // between two looks at the status while it prints
}

var usual = patience{answer: time.Second, print: 20 * time.Second, part: 4 * time.Second, settle: 4 * time.Second, look: 100 * time.Millisecond}

// receipt is the driver of an ESC/POS printer. It opens the way anew for each
// job and each look, so that a printer that was switched off and on just works.
type receipt struct {
	open    opener
	profile escpos.Profile
	wait    patience
}

// NewPrinter returns the driver of the receipt printer at address, which is
// tcp://host:port or the path of a character device. It opens nothing yet.
func NewPrinter(address string, profile escpos.Profile) (Printer, error) {
	if host, ok := strings.CutPrefix(address, "tcp://"); ok && host != "" {
		return &receipt{tcp(host), profile, usual}, nil
	}
	if filepath.IsAbs(address) {
		return &receipt{character(address), profile, usual}, nil
	}
	return nil, fault.New(fault.Invalid, "center-printer-address", "place", "[[printer]]", "value", address)
}

// State asks the printer how it is.
func (p *receipt) State(ctx context.Context) State {
	ctx, cancel := context.WithTimeout(ctx, 5*p.wait.answer)
	defer cancel()
	rw, err := p.open(ctx)
	if err != nil {
		return State{wire.Absent, wire.Unreachable}
	}
	s := newSession(rw)
	defer s.close()
	status, err := s.status(ctx, p.wait.answer)
	switch cause := status.Cause(); {
	case err != nil:
		return State{wire.Broken, wire.TimedOut}
	case cause != "":
		return State{wire.Broken, cause}
	case status.PaperLow:
		return State{wire.Present, wire.PaperLow}
	}
	return State{Presence: wire.Present}
}

// Print puts slip on paper.
func (p *receipt) Print(ctx context.Context, slip wire.Slip) error {
	parts := append(escpos.Encode(slip, p.profile), escpos.Marker())
	ctx, cancel := context.WithTimeout(ctx, p.wait.print)
	defer cancel()
	rw, err := p.open(ctx)
	if err != nil {
		return Fail(wire.Unreachable, err)
	}
	s := newSession(rw)
	defer s.close()
	status, err := s.status(ctx, p.wait.answer)
	if err != nil {
		return Fail(wire.TimedOut, err)
	}
	if cause := status.Cause(); cause != "" {
		return Fail(cause, nil)
	}
	if err = p.send(ctx, s, parts); err == nil {
		err = p.settle(ctx, s)
	}
	if err != nil {
		return p.giveUp(ctx, s, err)
	}
	return nil
}

// send sends the parts of a slip and looks at the printer between them: one that
// has stopped soon takes nothing more, and could then not be asked either.
func (p *receipt) send(ctx context.Context, s *session, parts [][]byte) error {
	for _, part := range parts {
		b, err := s.ask(ctx, p.wait.part, 1)
		if err != nil {
			return err
		}
		var status escpos.Status
		if status.Apply(1, b); status.Offline {
			if status, err = s.status(ctx, p.wait.part); err != nil {
				return err
			}
			if cause := status.Cause(); cause != "" {
				return Fail(cause, nil)
			}
		}
		if err := s.write(ctx, part); err != nil {
			return err
		}
	}
	return nil
}

// settle returns nil once the slip is out and the printer is well.
func (p *receipt) settle(ctx context.Context, s *session) error {
	enough := time.Now().Add(p.wait.settle)
	for {
		status, err := s.status(ctx, p.wait.part)
		if err != nil {
			return err
		}
		if cause := status.Cause(); cause != "" {
			return Fail(cause, nil)
		}
		if s.marked || time.Now().After(enough) {
			return nil
		}
		if err := s.await(ctx, p.wait.look); err != nil {
			return err
		}
	}
}

// giveUp finds out why a slip that was begun did not end, and makes the printer forget the rest of it.
func (p *receipt) giveUp(ctx context.Context, s *session, cause error) error {
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*p.wait.answer)
	defer cancel()
	if fault.CodeOf(cause) == "device-failed" {
		_ = s.write(last, escpos.Discard()) // the best that can be done
		return cause
	}
	s.abort()
	if errors.Is(context.Cause(ctx), context.Canceled) {
		return Fail(wire.Unknown, cause)
	}
	rw, err := p.open(last)
	if err != nil {
		return Fail(wire.Unknown, cause)
	}
	again := newSession(rw)
	defer again.close()
	status, err := again.status(last, p.wait.answer)
	_ = again.write(last, escpos.Discard())
	if why := status.Cause(); err == nil && why != "" {
		return Fail(why, cause)
	}
	return Fail(wire.Unknown, cause)
}
