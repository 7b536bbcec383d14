package controller

import (
	"context"
	"net/http"
	"time"

	"motcua/internal/center"
	"motcua/internal/export"
	"motcua/internal/figures"
	"motcua/internal/i18n"
	"motcua/internal/queue"
	"motcua/internal/satisfaction"
)

// satisfied reports the answers of a period, cut by one dimension, up to the
// last entry that they can depend on: the same period is the same report.
func (e *Engine) satisfied(ctx context.Context, q figures.Query) (*satisfaction.Report, error) {
	known := func(version string) *center.Questionnaire {
		asked, _ := e.askedBy(version)
		return asked
	}
	newest := view(e, func(s *state, _ queue.Moment) center.Day { return s.last })
	from := min(q.From, satisfaction.Lookback(min(q.To, newest)))
	o := satisfaction.Options{Names: e.names(), Known: known, Limit: harassmentLimit(e.site(), q.To), Detail: true}
	r, err := satisfaction.Of(e.days(ctx, from, q.To), q, o)
	if err != nil {
		return nil, err
	}
	return r, e.settle(ctx, &r.Head, &r.Hash)
}

// askedBy is what a version of a questionnaire asks, and since when it is
// asked, nil for one that never was asked here.
func (e *Engine) askedBy(version string) (*center.Questionnaire, time.Time) {
	type asked struct {
		q     *center.Questionnaire
		since time.Time
	}
	x := view(e, func(s *state, _ queue.Moment) (x asked) {
		x.q, _ = s.questionnaire(version)
		for _, p := range s.questionnaires {
			if p.Version == version {
				x.since = p.Since
			}
		}
		return x
	})
	return x.q, x.since
}

// makeSatisfaction makes the report of what citizens answered.
func (c *Controller) makeSatisfaction(ctx context.Context, o order) (*export.Report, error) {
	r, err := c.engine.satisfied(ctx, o.query)
	if err != nil {
		return nil, err
	}
	x := &reports{c}
	return satisfaction.Words(satisfaction.Source{Report: r, Asked: c.engine.askedBy,
		Source: export.Source{Lang: o.lang, Center: c.site(), Period: o.period, Until: x.Newest(), Person: x.Person}}), nil
}

// Satisfaction is the report of a period, in words.
func (x *reports) Satisfaction(ctx context.Context, lang i18n.Lang, p center.Period, q figures.Query) (*export.Report, error) {
	return x.c.makeSatisfaction(ctx, order{period: p, query: q, lang: lang})
}

// harassmentLimit is the share below which harassment is to stay on a day.
func harassmentLimit(c *center.Center, day center.Day) float64 {
	for _, t := range c.TargetsOn(day) {
		if t.Figure == "harassment" && t.Limit > 0 && t.Limit < 100 {
			return t.Limit / 100
		}
	}
	return .01 // what the plans of the provinces ask for
}

// getSatisfaction answers what people may read of the answers of a period.
func getSatisfaction(c *Controller, w http.ResponseWriter, r *http.Request, _ caller) error {
	q, err := c.figuresQuery(r)
	if err != nil {
		return err
	}
	report, err := c.engine.satisfied(r.Context(), q)
	if err != nil {
		return err
	}
	return send(w, report)
}
