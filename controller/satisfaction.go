package controller

import (
	"context"
	"net/http"

	"motcua/internal/center"
	"motcua/internal/figures"
	"motcua/internal/queue"
	"motcua/internal/satisfaction"
)

// satisfied reports the answers of a period, cut by one dimension.
func (e *Engine) satisfied(ctx context.Context, q figures.Query) (*satisfaction.Report, error) {
	known := func(version string) *center.Questionnaire {
		return view(e, func(s *state, _ queue.Moment) *center.Questionnaire {
			asked, _ := s.questionnaire(version)
			return asked
		})
	}
	return satisfaction.Of(e.days(ctx, q.From, q.To), q, satisfaction.Options{Names: e.names(), Known: known, Limit: harassmentLimit(e.site(), q.To), Detail: true})
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
