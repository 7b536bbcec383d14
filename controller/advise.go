package controller

import (
	"context"
	"sync/atomic"
	"time"

	"motcua/controller/web"
	"motcua/internal/advice"
	"motcua/internal/i18n"
	"motcua/internal/queue"
)

const adviseEvery = 30 * time.Second

// advisor reckons what the manager may do, again and again, on a copy of the
// day: nobody who takes or calls a number waits for it.
type advisor struct {
	e      *Engine
	memory advice.Memory
	latest atomic.Pointer[advised]
}

// advised is the advice of a moment.
type advised struct {
	At     time.Time
	Advice []advice.Advice
}

// run reckons until ctx ends.
func (a *advisor) run(ctx context.Context) {
	tick := time.NewTicker(adviseEvery)
	defer tick.Stop()
	for {
		a.look()
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// look reckons once; while the day is closed there is nothing to advise.
func (a *advisor) look() {
	var day *queue.Day
	var world *queue.World
	var at queue.Moment
	view(a.e, func(s *state, now queue.Moment) struct{} {
		if s.open && s.center.Hours.Open(now.Wall) {
			day, world, at = s.day.Copy(), s.waits.World(s.day, now), now
		}
		return struct{}{}
	})
	if day == nil {
		a.memory = advice.Memory{}
		a.latest.Store(nil)
		return
	}
	var all []advice.Advice
	all, a.memory = advice.Usual.Now(a.e.opts.Center, day, world, at, a.memory)
	a.latest.Store(&advised{at.Wall, all})
}

// page is the advice as the manager's page shows it, nil while there is none to give.
func (a *advisor) page() *web.Advice {
	now := a.latest.Load()
	if now == nil {
		return nil
	}
	c := a.e.opts.Center
	v := &web.Advice{At: now.At}
	for i := range now.Advice {
		x := &now.Advice[i]
		p := web.Piece{What: i18n.Text{VI: x.Sentence(c, i18n.VI), EN: x.Sentence(c, i18n.EN)}}
		for k, b := range x.Because {
			if k > 0 {
				p.Because.VI, p.Because.EN = p.Because.VI+" ", p.Because.EN+" "
			}
			p.Because.VI += b.Sentence(c, i18n.VI)
			p.Because.EN += b.Sentence(c, i18n.EN)
		}
		v.Pieces = append(v.Pieces, p)
	}
	return v
}
