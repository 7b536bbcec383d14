package controller

import (
	"context"
	"encoding/json"
	"math"
	"net/http"
	"time"

	"motcua/internal/center"
	"motcua/internal/forecast"
	"motcua/internal/queue"
	"motcua/internal/store"
	"motcua/internal/wire"
)

const (
	habitDays  = 30  // days from which the habits of a center are read
	fitDays    = 366 // days from which waits are learned
	learnCheck = time.Minute
	modelKey   = "forecast" // of the model beside the log
)

// learner reads past days from the log: at the start for the habits of the
// center, and after each closed day to learn its waits anew.
type learner struct {
	e     *Engine
	tried center.Day // the last day that a fit has been tried with
}

// run learns until ctx ends. What goes wrong is logged and tried again with the next day.
func (l *learner) run(ctx context.Context) {
	l.habits(ctx)
	tick := time.NewTicker(learnCheck)
	defer tick.Stop()
	for {
		if day := l.due(); day != "" {
			l.tried = day
			if err := l.fit(ctx, day); err != nil && ctx.Err() == nil {
				l.e.opts.Log.Error("waits not learned", "day", day, "error", err)
			}
			l.habits(ctx)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// due is the newest closed day when it has not been learned from, "" otherwise.
func (l *learner) due() center.Day {
	return view(l.e, func(s *state, _ queue.Moment) center.Day {
		if s.open || s.last == "" || s.last == l.tried {
			return ""
		}
		if m := s.learned.Model; m != nil && m.Until.Format(time.DateOnly) >= string(s.last) {
			return ""
		}
		return s.last
	})
}

// habits reads the last weeks and gives what they teach to the present day.
func (l *learner) habits(ctx context.Context) {
	h := &queue.Habits{}
	until := view(l.e, func(s *state, now queue.Moment) center.Day {
		if s.open || s.last == "" { // the reckoner itself knows what has happened today
			return center.DayOf(now.Wall)
		}
		return dayBefore(s.last, -1)
	})
	see := func(e queue.Event, m queue.Moment) {
		if center.DayOf(m.Wall) < until {
			h.See(e, m)
		}
	}
	err := l.e.past(ctx, dayBefore(until, habitDays), see, func(d *queue.Day) {
		if d.Date < until {
			h.End(d)
		}
	})
	if err != nil {
		if ctx.Err() == nil {
			l.e.opts.Log.Error("habits not read", "error", err)
		}
		return
	}
	l.e.mu.Lock()
	defer l.e.mu.Unlock()
	l.e.learned.Habits, l.e.state.learned.Habits = h, h
	l.e.state.waits.Learn(h)
}

func dayBefore(day center.Day, n int) center.Day {
	start, err := day.Start()
	if err != nil {
		return ""
	}
	return center.DayOf(start.AddDate(0, 0, -n))
}

// fit learns the waits of the last year anew. A model that would have told the
// newest days worse than the one in force is not used; the log says so.
func (l *learner) fit(ctx context.Context, day center.Day) error {
	r := newReviewer(l.e.site().Agency, day)
	if err := l.e.past(ctx, dayBefore(day, fitDays), func(queue.Event, queue.Moment) {}, r.end); err != nil {
		return err
	}
	h := r.history
	before := view(l.e, func(s *state, _ queue.Moment) *forecast.Model { return s.learned.Model })
	m, verdict := forecast.Refit(h, before)
	raw, err := json.Marshal(m)
	if err != nil {
		return err
	}
	received, err := l.e.received(ctx, day)
	if err != nil {
		return err
	}
	staff := r.review(received)
	reviewed, err := json.Marshal(staff)
	if err != nil {
		return err
	}
	return l.e.ask(ctx, memo{}, func(t *tx) (int, any, error) {
		t.remember(modelKey, string(raw))
		t.remember(reviewKey, string(reviewed))
		t.e.review = staff
		t.e.learned.Model, t.learned.Model = m, m
		t.emit(wire.ForecastFitted, &wire.ForecastFittedData{
			Until: day, Days: len(h), Used: verdict.Used, Reason: string(verdict.Reason),
			Tickets: verdict.N, LossMin: hundredths(verdict.Refit), BeforeMin: hundredths(verdict.Previous),
		})
		return http.StatusNoContent, nil, nil
	}).err
}

func hundredths(v float64) float64 { return math.Round(v*100) / 100 }

// past lives the service days since a date again from the log, and shows each
// event behind its application and each day at its end, the present one last.
func (e *Engine) past(ctx context.Context, since center.Day, see func(queue.Event, queue.Moment), end func(*queue.Day)) error {
	e.mu.RLock()
	s := e.store
	e.mu.RUnlock()
	first, err := s.Since(ctx, since)
	if err != nil || first == 0 {
		return err
	}
	var day *queue.Day
	for after := first - 1; ; {
		entries, err := e.Read(ctx, after, page)
		if err != nil {
			return err
		}
		for _, x := range entries {
			after = x.Seq
			b, err := x.Decode()
			if err != nil {
				return err
			}
			if b.Type == wire.DayOpened && (day == nil || day.Date != b.Day) {
				if day != nil {
					end(day)
				}
				day = queue.NewDay(e.site(), b.Day)
			}
			if q, ok, err := b.Queue(); ok && err == nil && day != nil {
				m := momentOf(b)
				day.Apply(q, m)
				see(q, m)
			}
		}
		if len(entries) == 0 {
			break
		}
	}
	if day != nil {
		end(day)
	}
	return nil
}

// recallModel takes over the model of waits that stands beside the log. One that
// this program cannot use is left alone until a new one is learned.
func (e *Engine) recallModel(ctx context.Context, s *store.Store) error {
	raw, err := s.Meta(ctx, modelKey)
	if err != nil || raw == "" {
		return err
	}
	m := &forecast.Model{}
	if err := json.Unmarshal([]byte(raw), m); err != nil || !m.Usable() {
		e.opts.Log.Warn("stored waits model not usable", "error", err)
		return nil
	}
	e.learned.Model = m
	return nil
}
