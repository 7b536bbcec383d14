package bridge

import (
	"context"
	"time"

	"motcua/internal/device/ups"
)

// mains is how often the UPS is asked at least.
const mains = 2 * time.Second

// runUPS tells how the mains and the battery are, until ctx ends.
func (b *Bridge) runUPS(ctx context.Context) {
	c := b.Center.UPS
	told, unit := b.reporter(c.ID), ups.New(c.NUT, c.Name)
	defer unit.Close()
	for ctx.Err() == nil {
		p := unit.Look(ctx)
		clear(told.counts)
		if p.Charge >= 0 {
			told.counts["charge_pct"] = int64(p.Charge)
		}
		if p.Runtime >= 0 {
			told.counts["runtime_s"] = int64(p.Runtime / time.Second)
		}
		told.report(ctx, p.State)
		pause(ctx, min(mains, b.pace.look))
	}
}
