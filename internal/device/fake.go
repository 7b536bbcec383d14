package device

import (
	"context"
	"sync"

	"motcua/internal/wire"
)

// FakePrinter is a printer of pure memory, for tests of whoever uses one. The
// zero FakePrinter is absent; Set makes it present. It may be used from any goroutine.
type FakePrinter struct {
	mu    sync.Mutex
	state State
	slips []wire.Slip
}

var _ Printer = (*FakePrinter)(nil)

// Set puts the printer into a state.
func (f *FakePrinter) Set(s State) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.state = s
}

// Slips returns what was printed, oldest first.
func (f *FakePrinter) Slips() []wire.Slip {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([]wire.Slip(nil), f.slips...)
}

// Print keeps the slip, of 100 mm, or fails as the state has it.
func (f *FakePrinter) Print(ctx context.Context, slip wire.Slip) (Receipt, error) {
	if err := ctx.Err(); err != nil {
		return Receipt{}, Fail(wire.TimedOut, err)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	switch f.state.Presence {
	case wire.Present:
		f.slips = append(f.slips, slip)
		return Receipt{Millimeters: 100}, nil
	case wire.Broken:
		return Receipt{}, Fail(f.state.Cause, nil)
	}
	return Receipt{}, Fail(wire.Unreachable, nil)
}

// Changed never receives: a fake says nothing by itself.
func (f *FakePrinter) Changed() <-chan struct{} { return nil }

// Close does nothing.
func (f *FakePrinter) Close() error { return nil }

// State returns what Set put, Absent before.
func (f *FakePrinter) State(context.Context) State {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.state.Presence == "" {
		return State{wire.Absent, wire.Unreachable}
	}
	return f.state
}
