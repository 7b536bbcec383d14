package controller

import (
	"context"
	"crypto/sha256"
	"net/http"

	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

// memo is one command's right to be remembered: who asks, by which key, and
// the hash of what.
type memo struct {
	Scope, Key string
	Body       [sha256.Size]byte
}

func (e *Engine) ask(ctx context.Context, w memo, run func(*tx) (int, any, error)) outcome {
	return e.do(ctx, &job{reply: replyKey{w.Scope, w.Key}, body: w.Body, run: run})
}

func (e *Engine) issue(ctx context.Context, w memo, q queue.Wish) outcome {
	return e.ask(ctx, w, func(t *tx) (int, any, error) {
		id, err := t.issue(q)
		if err != nil {
			return 0, nil, err
		}
		return http.StatusCreated, wire.TicketAnswer{Ticket: t.issuedView(id)}, nil
	})
}

func (e *Engine) act(ctx context.Context, w memo, action string, a queue.Act) outcome {
	return e.ask(ctx, w, func(t *tx) (int, any, error) {
		nothing, err := t.act(action, a)
		if err != nil {
			return 0, nil, err
		}
		if nothing && action == "next" {
			return http.StatusNoContent, nil, nil
		}
		x, _ := t.center.Counter(a.Counter) // the rules have found it
		answer := wire.ActionAnswer{Counter: t.counterView(x, t.now)}
		answer.Ticket = answer.Counter.Ticket
		if answer.Ticket == nil && len(t.batch.Drafts) > 0 {
			if q, ok := t.batch.Drafts[len(t.batch.Drafts)-1].Data.(queue.Event); ok && !nothing && q.Ticket != "" {
				if left, ok := t.day.Ticket(q.Ticket); ok {
					v := t.ticketView(left)
					answer.Ticket = &v
				}
			}
		}
		return http.StatusOK, answer, nil
	})
}

// change runs a rule about one ticket and answers with the ticket after it.
func (e *Engine) change(ctx context.Context, w memo, id queue.TicketID, rule func(*queue.Day, queue.Moment) ([]queue.Event, error)) outcome {
	return e.ask(ctx, w, func(t *tx) (int, any, error) {
		if !t.open {
			return 0, nil, fault.New(fault.Conflict, "day-closed")
		}
		events, err := rule(t.day, t.now)
		if err != nil {
			return 0, nil, err
		}
		t.happen(events)
		ticket, _ := t.day.Ticket(id) // the rule has found it
		return http.StatusOK, wire.TicketAnswer{Ticket: t.ticketView(ticket)}, nil
	})
}

// confirmClock lets the day of the present wall clock begin although it is far
// from the last one: a person has looked at the date.
func (e *Engine) confirmClock(ctx context.Context, by string) outcome {
	return e.ask(ctx, memo{}, func(t *tx) (int, any, error) {
		t.e.allowed = center.DayOf(t.now.Wall)
		t.emit(wire.ClockJumped, &wire.ClockJumpedData{ConfirmedBy: by})
		return http.StatusNoContent, nil, nil
	})
}

// board is the live state, true at its Seq.
func (e *Engine) board() wire.Board {
	e.mu.RLock()
	defer e.mu.RUnlock()
	now, trouble := e.opts.Clock(), e.unstored()
	if err := e.plausible(now); err != nil && trouble == "" {
		trouble = fault.CodeOf(err)
	}
	return e.state.boardView(now, trouble)
}

// unstored is why no ticket can be stored now, "" when all is well. The lock is held.
func (e *Engine) unstored() string {
	switch {
	case e.trouble != nil:
		return fault.CodeOf(e.trouble)
	case e.full:
		return "disk-full"
	}
	return ""
}

// view reads the state.
func view[T any](e *Engine, read func(s *state, now queue.Moment) T) T {
	e.mu.RLock()
	defer e.mu.RUnlock()
	return read(e.state, e.opts.Clock())
}

// behind returns the entries behind after, from memory where it still has
// them, and what closes at the next publication.
func (e *Engine) behind(ctx context.Context, after int64) ([]wire.Entry, <-chan struct{}, error) {
	entries, ok, wake := e.hub.since(after)
	if ok {
		return entries, wake, nil
	}
	entries, err := e.Read(ctx, after, page)
	return entries, wake, err
}

// Read returns up to limit stored entries behind after.
func (e *Engine) Read(ctx context.Context, after int64, limit int) ([]wire.Entry, error) {
	e.mu.RLock()
	s := e.store
	e.mu.RUnlock()
	return s.Read(ctx, after, limit)
}
