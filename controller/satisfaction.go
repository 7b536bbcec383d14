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
	return satisfaction.Of(e.days(ctx, q.From, q.To), q, e.names(), known)
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
