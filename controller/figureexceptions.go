package controller

import (
	"context"
	"net/http"

	"motcua/internal/figures"
	"motcua/internal/wire"
)

// exceptions are what GET /reports/exceptions answers.
type exceptions struct {
	figures.Query
	Exceptions []exception `json:"exceptions"`
}

// exception is a run of days that missed a target, with what officials said of
// the same figure on these days.
type exception struct {
	figures.Exception
	Answers []wire.Explanation `json:"answers"`
}

// getExceptions answers the runs of days that missed a target.
func getExceptions(c *Controller, w http.ResponseWriter, r *http.Request, _ caller) error {
	q, err := c.figuresQuery(r)
	if err != nil {
		return err
	}
	all, err := c.exceptions(r.Context(), q)
	if err != nil {
		return err
	}
	return send(w, exceptions{q, all})
}

// exceptions are the runs of days that missed a target.
func (e *Engine) exceptions(ctx context.Context, q figures.Query) ([]figures.Exception, error) {
	return figures.Exceptions(e.days(ctx, q.From, q.To), q, e.names(), e.site().Targets)
}

// exceptions adds to each exception what officials said.
func (c *Controller) exceptions(ctx context.Context, q figures.Query) ([]exception, error) {
	found, err := c.engine.exceptions(ctx, q)
	if err != nil {
		return nil, err
	}
	all := make([]exception, 0, len(found))
	if len(found) == 0 {
		return all, nil
	}
	said, err := c.explanations(ctx, "", q.From, q.To)
	if err != nil {
		return nil, err
	}
	for _, x := range found {
		all = append(all, exception{x, answersTo(x, q.By, said)})
	}
	return all, nil
}

// explains says of which target's figure an explanation speaks.
var explains = map[string]string{"wait": "wait", "visit-wait": "wait", "within-15": "wait", "within-30": "wait", "service": "service"}

func answersTo(x figures.Exception, by figures.Dim, said []wire.Explanation) []wire.Explanation {
	all := []wire.Explanation{}
	for _, s := range said {
		theirs := by != figures.Official || x.Key == "" || s.By.ID == x.Key
		if theirs && s.Figure == explains[x.Target.Figure] && x.From <= s.Day && s.Day <= x.To {
			all = append(all, s)
		}
	}
	return all
}
