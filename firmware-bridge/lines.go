package bridge

import (
	"context"
	"maps"
	"sync"
	"time"

	"motcua/internal/center"
	"motcua/internal/device"
	"motcua/internal/device/bus"
	"motcua/internal/fault"
	"motcua/internal/wire"
)

// runLine drives one RS-485 line with its units until ctx ends. Each unit has
// goroutines of its own for presses and for what it shows: a press in hand
// never keeps the line waiting.
func (b *Bridge) runLine(ctx context.Context, config center.Bus, line *bus.Bus) {
	var wg sync.WaitGroup
	for _, u := range line.Units() {
		wg.Go(func() { b.runKeys(ctx, u) })
		wg.Go(func() { b.runFace(ctx, u) })
	}
	wg.Go(func() { b.tellLine(ctx, line) })
	b.hold(ctx, config, line)
	wg.Wait()
}

// hold keeps the line open: what is lost is opened again, ever more seldom.
func (b *Bridge) hold(ctx context.Context, config center.Bus, line *bus.Bus) {
	wait := b.pace.first
	for ctx.Err() == nil {
		open, err := b.Lines(ctx, config)
		if err == nil {
			began := time.Now()
			err = line.Run(ctx, open)
			_ = open.Close()
			if time.Since(began) > b.pace.most {
				wait = b.pace.first
			}
		}
		if ctx.Err() != nil {
			return
		}
		line.Lost(lossOf(err))
		pause(ctx, wait)
		wait = min(2*wait, b.pace.most)
	}
}

// lossOf is why there is no line: one that was open and ended was unplugged.
func lossOf(err error) string {
	if fault.CodeOf(err) == "device-failed" {
		return device.CauseOf(err)
	}
	return wire.Unreachable
}

// tellLine reports the line and its units, each change at once, until ctx ends.
func (b *Bridge) tellLine(ctx context.Context, line *bus.Bus) {
	type told struct {
		reporter
		of interface {
			State() device.State
			Counts() map[string]int64
		}
	}
	all := []*told{{b.reporter(line.ID()), line}}
	for _, u := range line.Units() {
		all = append(all, &told{b.reporter(u.ID()), u})
	}
	tick := time.NewTicker(b.pace.look)
	defer tick.Stop()
	for ctx.Err() == nil {
		for _, x := range all {
			if s := x.of.State(); s != (device.State{}) {
				maps.Copy(x.counts, x.of.Counts())
				x.report(ctx, s)
			}
		}
		select {
		case <-ctx.Done():
		case <-line.Changed():
		case <-tick.C:
		}
	}
}

// everything lights every segment of the longest display.
const everything = "8.8.8.8.8.8.8.8."

// runFace shows on a unit what its counter does, until ctx ends. The unit itself
// shows when nobody writes to it any more.
func (b *Bridge) runFace(ctx context.Context, u *bus.Unit) {
	tested := false
	for ctx.Err() == nil {
		changed, trial := b.view.next(), b.trial.next()
		if on := b.trial.on(); on {
			u.Show(everything, bus.On)
			if !tested {
				u.Beep(1)
			}
			tested = true
		} else {
			tested = false
			f := b.view.at(u.Counter())
			u.Show(f.text(), lampOf(f))
		}
		select {
		case <-ctx.Done():
		case <-changed:
		case <-trial:
		}
	}
}

func lampOf(f face) bus.Lamp {
	switch {
	case f.Ticket == "":
		return bus.Off
	case f.Called:
		return bus.Blinking
	}
	return bus.On
}
