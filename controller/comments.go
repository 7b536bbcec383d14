package controller

import (
	"context"
	"maps"
	"net/http"
	"slices"

	"motcua/internal/cases"
	"motcua/internal/center"
	"motcua/internal/queue"
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
	v, err := c.engine.commentsFor(r.Context(), who.id, from, to)
	if err != nil {
		return err
	}
	return send(w, v)
}

// commentsFor lists the comments that somebody may read: nobody reads what is
// about oneself, nor, where a comment names no official, what is about a counter
// at which one worked that day.
func (e *Engine) commentsFor(ctx context.Context, id string, from, to center.Day) (wire.Comments, error) {
	v := wire.Comments{Comments: []wire.Comment{}}
	log, _ := view2(e, func(*state) bool { return true })
	all, err := log.Comments(ctx, from, to)
	if err != nil {
		return v, err
	}
	there := map[center.Day]worked{}
	for _, x := range all {
		day := commentDay(x)
		if w, known := there[day]; x.Label.Official == "" && x.Label.Counter != "" && !known {
			if w, err = e.workedAt(ctx, day); err != nil {
				return v, err
			}
			there[day] = w
		}
		about := store.Case{Case: cases.Case{Counter: x.Label.Counter, Day: day}, Apart: slices.Collect(maps.Keys(there[day][x.Label.Counter]))}
		if x.Label.Official != id && (x.Label.Official != "" || !view(e, func(*state, queue.Moment) bool { return e.apart(about, id) })) {
			v.Comments = append(v.Comments, commentView(x))
		}
	}
	return v, nil
}

// commentDay is the day of the visit where the label keeps it, else the one on
// which the comment came.
func commentDay(x store.Comment) center.Day {
	if day := cases.OpenedOn(x.Label.Hour); day != "" {
		return day
	}
	return x.Day
}

func commentView(x store.Comment) wire.Comment {
	return wire.Comment{ID: x.ID, Day: x.Day, Text: x.Text, Counter: x.Label.Counter, Service: x.Label.Service,
		Purpose: x.Label.Purpose, Official: x.Label.Official}
}
