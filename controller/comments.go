package controller

import (
	"net/http"

	"motcua/internal/store"
	"motcua/internal/wire"
)

// getComments lists what citizens wrote, for who sees to it. The id of a
// comment is random, so that nothing says in which order they came in a day.
func getComments(c *Controller, w http.ResponseWriter, r *http.Request, who caller) error {
	from, to, err := c.period(r)
	if err != nil {
		return err
	}
	s, _ := view2(c.engine, func(*state) bool { return true })
	all, err := s.Comments(r.Context(), from, to)
	if err != nil {
		return err
	}
	v := wire.Comments{Comments: []wire.Comment{}}
	for _, x := range all {
		if x.Label.Official != who.id { // nobody sees to what is about oneself
			v.Comments = append(v.Comments, commentView(x))
		}
	}
	return send(w, v)
}

func commentView(x store.Comment) wire.Comment {
	return wire.Comment{ID: x.ID, Day: x.Day, Text: x.Text, Counter: x.Label.Counter, Service: x.Label.Service,
		Purpose: x.Label.Purpose, Official: x.Label.Official}
}
