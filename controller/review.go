package controller

import (
	"cmp"
	"context"
	"encoding/json"
	"maps"
	"slices"

	"motcua/internal/advice"
	"motcua/internal/center"
	"motcua/internal/forecast"
	"motcua/internal/queue"
	"motcua/internal/store"
	"motcua/internal/waits"
)

const reviewKey = "review" // beside the log

// review is what past days say of staffing. It names officials only by their
// opaque ids.
type review struct {
	Until    center.Day        `json:"until"`
	Past     []advice.Past     `json:"past"`     // who came when, of the last quarter
	Received []advice.Received `json:"received"` // dossiers of each official in the year of Until
}

const reviewDays = 92 // of Past

// reviewer reads a review and a history of waits in one pass over the log.
type reviewer struct {
	history   forecast.History
	past      []advice.Past
	officials map[string]*advice.Received
	last      map[center.CounterID]queue.Event // finish that an undo would take back
	office    string
	until     center.Day
}

func newReviewer(office string, until center.Day) *reviewer {
	return &reviewer{office: office, until: until, officials: map[string]*advice.Received{}, last: map[center.CounterID]queue.Event{}}
}

// see counts the dossiers of each official, in the year of the last day.
func (r *reviewer) see(e queue.Event, m queue.Moment) {
	day := center.DayOf(m.Wall)
	if day > r.until || len(r.until) < 4 || day < r.until[:4] {
		return
	}
	count := func(by string, n int) {
		x := r.officials[by]
		if x == nil {
			x = &advice.Received{Official: by, Since: day}
			r.officials[by] = x
		}
		x.Dossiers += n
	}
	switch {
	case e.Type == queue.TicketFinished && e.By != "":
		count(e.By, e.Dossiers)
		r.last[e.Counter] = e
	case e.Type == queue.CounterUndone && e.Undone == queue.TicketFinished:
		if f, ok := r.last[e.Counter]; ok {
			count(f.By, -f.Dossiers)
			delete(r.last, e.Counter)
		}
	}
}

// end takes a lived day over.
func (r *reviewer) end(d *queue.Day) {
	if d.Date > r.until {
		return
	}
	r.history = append(r.history, waits.Past(d, r.office))
	if d.Date >= dayBefore(r.until, reviewDays) {
		r.past = append(r.past, advice.Remember(d))
	}
}

func (r *reviewer) review() review {
	v := review{Until: r.until, Past: r.past}
	for _, id := range slices.SortedFunc(maps.Keys(r.officials), cmp.Compare[string]) {
		v.Received = append(v.Received, *r.officials[id])
	}
	return v
}

// recallReview takes over the review that stands beside the log.
func (e *Engine) recallReview(ctx context.Context, s *store.Store) error {
	raw, err := s.Meta(ctx, reviewKey)
	if err != nil || raw == "" {
		return err
	}
	var v review
	if err := json.Unmarshal([]byte(raw), &v); err != nil {
		e.opts.Log.Warn("stored review not usable", "error", err)
		return nil
	}
	e.review = v
	return nil
}
