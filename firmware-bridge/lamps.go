package bridge

import (
	"context"
	"time"

	"motcua/internal/center"
	"motcua/internal/device"
	"motcua/internal/device/lamp"
	"motcua/internal/wire"
)

// light is one lamp with what it shows.
type light struct {
	device.Lamp
	reporter
	config center.Lamp
}

// runLamps keeps every lamp as the counters are, and tells how they are, until
// ctx ends; then all are dark.
func (b *Bridge) runLamps(ctx context.Context) {
	var all []*light
	for _, c := range b.Center.Lamps {
		all = append(all, &light{lamp.New(b.Pins(c.Pin), c.Invert), b.reporter(c.ID), c})
	}
	if len(all) == 0 {
		return
	}
	tick := time.NewTicker(b.pace.look)
	defer tick.Stop()
	for ctx.Err() == nil {
		changed, tested := b.view.next(), b.trial.next()
		for _, x := range all {
			_ = x.Set(b.trial.on() || b.lit(x.config)) // State tells
		}
		for _, x := range all {
			x.report(ctx, x.State())
		}
		select {
		case <-ctx.Done():
		case <-changed:
		case <-tested:
		case <-tick.C:
		}
	}
	for _, x := range all {
		_ = x.Set(false)
	}
}

// lit tells whether a lamp has something to show now.
func (b *Bridge) lit(c center.Lamp) bool {
	f := b.view.at(c.Counter)
	switch c.Shows {
	case center.ShowsOpen:
		return f.State == wire.Open || f.State == wire.WrapUp
	case center.ShowsPaused:
		return f.State == wire.Paused
	case center.ShowsAlarm:
		return b.view.alarm()
	case center.ShowsHelp:
		return b.view.helping()
	}
	return f.Called
}
