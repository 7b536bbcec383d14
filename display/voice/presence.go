package voice

import (
	"context"
	"sync"
	"time"

	"motcua/internal/client"
	"motcua/internal/wire"
)

const (
	attendance = 30 * time.Second // between two reports of the same state
	farewell   = 2 * time.Second  // for the report that the voice goes
)

// presence is whether the voice can be heard, as it was last found.
type presence struct {
	changed chan struct{}

	mu      sync.Mutex
	report  wire.StateReport
	refused bool // a clip pack
}

func newPresence() *presence { return &presence{changed: make(chan struct{}, 1)} }

// heard notes what came of an announcement or a trial, and tells whether the
// voice has just gone dumb.
func (p *presence) heard(failed error) (dumb bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := wire.StateReport{State: wire.Present}
	switch {
	case failed != nil:
		now = wire.StateReport{State: wire.Broken, Cause: wire.NoSound}
	case p.refused:
		now.Cause = wire.ClipsRefused
	}
	was := p.report
	p.report = now
	if was.State == now.State && was.Cause == now.Cause {
		return false
	}
	select {
	case p.changed <- struct{}{}:
	default:
	}
	return failed != nil
}

// packs notes whether a clip pack is refused; the next trial tells it.
func (p *presence) packs(refused bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.refused = refused
}

// now is the last known state; false before the first trial has ended.
func (p *presence) now() (wire.StateReport, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.report, p.report.State != ""
}

// attend reports the voice's state at once when it changes, again and again
// while it does not, and that it goes.
func (v *Voice) attend(ctx context.Context) {
	tick := time.NewTicker(attendance)
	defer tick.Stop()
	for {
		select {
		case <-v.state.changed:
		case <-tick.C:
		case <-ctx.Done():
			bye, cancel := context.WithTimeout(context.WithoutCancel(ctx), farewell)
			defer cancel()
			_ = v.opts.Client.ReportState(bye, client.NewKey(), v.opts.Voice.ID, wire.StateReport{State: wire.Absent})
			return
		}
		if report, known := v.state.now(); known { // one that fails is made again at its next turn
			_ = v.opts.Client.ReportState(ctx, client.NewKey(), v.opts.Voice.ID, report)
		}
	}
}
