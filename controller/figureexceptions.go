package controller

import (
	"context"
	"net/http"

	"motcua/internal/figures"
)

// exceptions are what GET /reports/exceptions answers.
type exceptions struct {
	figures.Query
	Exceptions []figures.Exception `json:"exceptions"`
}

// getExceptions answers the runs of days that missed a target.
func getExceptions(c *Controller, w http.ResponseWriter, r *http.Request, _ caller) error {
	q, err := c.figuresQuery(r)
	if err != nil {
		return err
	}
	all, err := c.engine.exceptions(r.Context(), q)
	if err != nil {
		return err
	}
	return send(w, exceptions{q, all})
}

func (e *Engine) exceptions(ctx context.Context, q figures.Query) ([]figures.Exception, error) {
	return figures.Exceptions(e.days(ctx, q.From, q.To), q, e.names(), e.site().Targets)
}
