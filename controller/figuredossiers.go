package controller

import (
	"cmp"
	"context"
	"net/http"
	"slices"

	"motcua/internal/advice"
	"motcua/internal/center"
	"motcua/internal/figures"
	"motcua/internal/queue"
)

// dossiers are what GET /reports/dossiers answers: what each official has
// received since the year began, and in a whole year at this pace.
type dossiers struct {
	From      center.Day      `json:"from"`
	To        center.Day      `json:"to"`
	Target    int             `json:"target"` // of an official in a whole year
	Officials []advice.Output `json:"officials"`
}

// getDossiers answers the dossiers of each official in the year of a day, the
// newest without one.
func getDossiers(c *Controller, w http.ResponseWriter, r *http.Request, _ caller) error {
	to := c.asked(r)
	if err := period(to, to); err != nil {
		return err
	}
	v, err := c.engine.dossiers(r.Context(), to)
	if err != nil {
		return err
	}
	return send(w, v)
}

func (e *Engine) dossiers(ctx context.Context, to center.Day) (dossiers, error) {
	c := e.site()
	v := dossiers{From: yearOf(to), To: to, Target: c.Staff.Dossiers, Officials: []advice.Output{}}
	all, err := e.received(ctx, to)
	if err != nil || len(all) == 0 {
		return v, err
	}
	v.Officials, err = advice.Productivity(&c.Hours, all, c.Staff.Dossiers, to)
	return v, err
}

func yearOf(day center.Day) center.Day {
	return center.Day(figures.Period(figures.Year, day) + "-01-01")
}

// received counts the dossiers of each official in the year of a day, since
// the first that they served somebody in it.
func (e *Engine) received(ctx context.Context, to center.Day) ([]advice.Received, error) {
	var all []advice.Received
	for d, err := range e.days(ctx, yearOf(to), to) {
		if err != nil {
			return nil, err
		}
		for i := range d.Visits {
			for _, l := range d.Visits[i].Legs {
				id := e.official(l.Official)
				if id == "" || l.End != queue.TicketFinished {
					continue
				}
				at := slices.IndexFunc(all, func(x advice.Received) bool { return x.Official == id })
				if at < 0 {
					all, at = append(all, advice.Received{Official: id, Since: d.Date}), len(all)
				}
				all[at].Dossiers += l.Dossiers
			}
		}
	}
	slices.SortFunc(all, func(a, b advice.Received) int { return cmp.Compare(a.Official, b.Official) })
	return all, nil
}
