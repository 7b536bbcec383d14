package bridge

import (
	"context"
	"time"

	"motcua/internal/center"
	"motcua/internal/client"
	"motcua/internal/device"
)

// reporter tells the controller how one device is: each change at once, and the
// same again from time to time. It is for one goroutine.
type reporter struct {
	bridge *Bridge
	id     center.DeviceID
	told   device.State
	at     time.Time
}

func (b *Bridge) reporter(id center.DeviceID) reporter { return reporter{bridge: b, id: id} }

// report tells s; what cannot be told now is told at the next look.
func (r *reporter) report(ctx context.Context, s device.State) {
	if ctx.Err() != nil || s == r.told && time.Since(r.at) < r.bridge.pace.beat {
		return
	}
	brief, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	if err := r.bridge.Client.Report(brief, client.NewKey(), r.id, s.Presence, s.Cause); err != nil {
		return
	}
	if s != r.told {
		r.bridge.Log.Info("device state changed", "device", r.id, "state", s.Presence, "cause", s.Cause)
	}
	r.told, r.at = s, time.Now()
}
