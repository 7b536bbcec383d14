package bridge

import (
	"context"
	"time"

	"motcua/internal/center"
	"motcua/internal/device"
	"motcua/internal/wire"
)

// runDigits shows the number of a counter on one display until ctx ends; then it is dark.
func (b *Bridge) runDigits(ctx context.Context, c center.Digits) {
	told := b.reporter(c.ID)
	for ctx.Err() == nil {
		row, port, err := b.openDigits(c)
		if err != nil {
			told.report(ctx, stateOf(err))
			pause(ctx, b.pace.most)
			continue
		}
		b.showNumber(ctx, row, &told, c.Counter)
		_ = row.Dark()
		_ = port.Close()
	}
}

// showNumber writes the number at each change and each look: a display whose
// voltage dropped for a moment has forgotten it, and its settings with it.
func (b *Bridge) showNumber(ctx context.Context, row device.Digits, told *reporter, id center.CounterID) {
	tick := time.NewTicker(b.pace.look)
	defer tick.Stop()
	for ctx.Err() == nil {
		changed, tested := b.view.next(), b.trial.next()
		if b.trial.on() {
			_ = row.Test() // State tells
		} else {
			_ = row.Show(b.view.at(id).text())
		}
		told.report(ctx, row.State())
		select {
		case <-ctx.Done():
		case <-changed:
		case <-tested:
		case <-tick.C:
		}
	}
}

// text is what the digits at a counter show: the number that is called or
// served, dashes while the counter is open and free, and else nothing.
func (f face) text() string {
	switch {
	case f.Number != "":
		return f.Number
	case f.State == wire.Open || f.State == wire.WrapUp:
		return "--"
	}
	return ""
}
