// Package button reads push buttons through GPIO pins: pressed is low, with the
// pin's own pull-up, and bounces are one press.
package button

import (
	"context"
	"time"

	"periph.io/x/conn/v3/gpio"

	"motcua/internal/device"
	"motcua/internal/wire"
)

// Only finite, positive time-outs are ever waited for an edge: 0 and -1 mean
// different things to different drivers of periph.
const (
	slice  = 100 * time.Millisecond // one wait for an edge
	quiet  = 20 * time.Millisecond  // without an edge: the contact has come to rest
	noise  = time.Second            // a contact that bounces for longer is no contact
	stuck  = 10 * time.Second       // held for longer than anybody presses
	hasty  = slice / 10             // a wait that ends sooner without an edge has failed
	broken = 5                      // of them in a row: the pin does not work
)

// Button is one button on one pin.
type Button struct {
	pin    gpio.PinIO
	ready  bool // the pin is set up
	down   bool
	since  time.Time // it is down
	failed bool
	early  int // waits in a row that ended too soon
}

var _ device.Button = (*Button)(nil)

// New returns the button on pin, nil where the machine does not have it.
func New(pin gpio.PinIO) *Button { return &Button{pin: pin} }

// Wait waits for a press. A button that is down from the beginning has not been
// pressed: it must come up first.
func (b *Button) Wait(ctx context.Context) bool {
	if ctx.Err() != nil {
		return false
	}
	if !b.setUp() {
		rest(ctx, slice)
		return false
	}
	began := time.Now()
	if b.pin.WaitForEdge(slice) {
		b.early = 0
		b.failed = !b.settle()
	} else {
		b.timing(ctx, time.Since(began))
	}
	down := b.pin.Read() == gpio.Low
	if down == b.down || b.failed {
		return false
	}
	b.down, b.since = down, time.Now()
	return down
}

// setUp makes the pin an input once; it is tried again after a failure.
func (b *Button) setUp() bool {
	if b.pin == nil || b.ready {
		return b.pin != nil
	}
	if err := b.pin.In(gpio.PullUp, gpio.BothEdges); err != nil {
		b.failed = true
		return false
	}
	b.ready, b.failed, b.early = true, false, 0
	b.down, b.since = b.pin.Read() == gpio.Low, time.Now()
	return true
}

// settle waits until the contact is at rest, and tells whether it came to rest.
func (b *Button) settle() bool {
	for began := time.Now(); time.Since(began) < noise; {
		if !b.pin.WaitForEdge(quiet) {
			return true
		}
	}
	return false
}

// timing judges a wait that ended without an edge: a driver that has lost its
// line returns at once, for ever, and must not keep a processor busy.
func (b *Button) timing(ctx context.Context, took time.Duration) {
	if took >= hasty {
		b.early, b.failed = 0, false
		return
	}
	if b.early++; b.early >= broken {
		b.failed, b.ready = true, false
	}
	rest(ctx, slice)
}

// State tells how the button is.
func (b *Button) State() device.State {
	switch {
	case b.pin == nil:
		return device.State{Presence: wire.Absent, Cause: wire.NoBoard}
	case b.failed:
		return device.State{Presence: wire.Broken, Cause: wire.DeviceError}
	case b.down && time.Since(b.since) >= stuck:
		return device.State{Presence: wire.Broken, Cause: wire.KeyStuck}
	}
	return device.State{Presence: wire.Present}
}

func rest(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
	}
}
