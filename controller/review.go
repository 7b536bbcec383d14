package controller

import (
	"context"
	"encoding/json"

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
	history forecast.History
	past    []advice.Past
	office  string
	until   center.Day
}

func newReviewer(office string, until center.Day) *reviewer {
	return &reviewer{office: office, until: until}
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

func (r *reviewer) review(received []advice.Received) review {
	return review{Until: r.until, Past: r.past, Received: received}
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
