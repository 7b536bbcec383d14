package controller

import (
	"time"

	"motcua/controller/web"
	"motcua/internal/queue"
)

// lastCall is when the last of those who wait now is called: of the tickets that
// wait, the one that is called latest, as four in five simulations have it. Where
// one of them is called only beyond four hours, nobody can tell.
func lastCall(d *queue.Day, o *queue.Outlook, at queue.Moment) *web.Ahead {
	v := &web.Ahead{At: at.Wall}
	var from, to time.Duration
	for _, t := range d.Tickets() {
		if t.State != queue.Waiting || t.Away {
			continue
		}
		v.Waiting++
		low, lowKnown := o.Quantile(t.ID, .1)
		high, highKnown := o.Quantile(t.ID, .9)
		if !lowKnown || !highKnown {
			return &web.Ahead{At: at.Wall}
		}
		from, to = max(from, low), max(to, high)
	}
	if v.Waiting > 0 {
		v.From, v.To = at.Wall.Add(from), at.Wall.Add(to)
	}
	return v
}

var _ web.Watch = (*watcher)(nil)

// watcher is what the manager's pages know beside the board.
type watcher struct{ c *Controller }

func (w *watcher) Watched() web.Watched {
	v := web.Watched{Alerts: w.c.engine.alertsNow().Alerts}
	v.Rated = view(w.c.engine, func(s *state, _ queue.Moment) time.Time { return s.ratedAt })
	if a := w.c.advisor.latest.Load(); a != nil {
		v.Ahead = a.ahead
	}
	return v
}
