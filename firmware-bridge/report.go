package bridge

import (
	"context"
	"maps"
	"time"

	"motcua/internal/center"
	"motcua/internal/client"
	"motcua/internal/device"
	"motcua/internal/wire"
)

// reporter tells the controller how one device is: each change at once, and the
// same again from time to time, together with what was counted. It is for one goroutine.
type reporter struct {
	bridge *Bridge
	id     center.DeviceID
	counts map[string]int64 // see wire.Counts; told with the next report
	told   device.State
	at     time.Time
}

func (b *Bridge) reporter(id center.DeviceID) reporter {
	return reporter{bridge: b, id: id, counts: map[string]int64{}}
}

// report tells s; what cannot be told now is told at the next look.
func (r *reporter) report(ctx context.Context, s device.State) {
	r.bridge.states.note(r.id, s)
	if ctx.Err() != nil || s == r.told && time.Since(r.at) < r.bridge.pace.beat {
		return
	}
	brief, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	report := wire.StateReport{State: s.Presence, Cause: s.Cause, Counts: maps.Clone(r.counts)}
	if err := r.bridge.Client.ReportState(brief, client.NewKey(), r.id, report); err != nil {
		return
	}
	if s != r.told {
		r.bridge.Log.Info("device state changed", "device", r.id, "state", s.Presence, "cause", s.Cause)
	}
	r.told, r.at = s, time.Now()
}
