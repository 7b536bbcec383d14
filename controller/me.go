package controller

import (
	"net/http"

	"motcua/internal/figures"
)

// getOwnFigures answers the figures of who asks, day by day: by themselves the
// last 30 days. They are those of every report, cut to one official.
func getOwnFigures(c *Controller, w http.ResponseWriter, r *http.Request, who caller) error {
	from, to, err := c.period(r)
	if err != nil {
		return err
	}
	if err := period(from, to); err != nil {
		return err
	}
	t, err := c.engine.table(r.Context(), figures.Query{From: from, To: to, By: figures.ByDay, Filter: map[figures.Dim]string{figures.Official: who.id}})
	if err != nil {
		return err
	}
	return send(w, t)
}
