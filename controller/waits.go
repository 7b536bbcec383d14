package controller

import (
	"time"

	"motcua/internal/center"
	"motcua/internal/queue"
	"motcua/internal/waits"
	"motcua/internal/wire"
)

// told is what a ticket that is about to be issued is told of its wait, nil
// where no number can be told.
func (s *state) told(e queue.Event, now queue.Moment) *queue.Told {
	if e.Away {
		return nil
	}
	n := queue.Newcomer{Service: e.Service, Priority: e.Priority}
	if e.Slot != nil {
		n.Slot = s.day.Now(now) + max(0, e.Slot.Sub(now.Wall))
	}
	w, ok := s.waits.Newcomer(s.day, n, now)
	if !ok {
		return nil
	}
	return w.Told()
}

// ticketWait is how long a waiting ticket still waits.
func (s *state) ticketWait(t *queue.Ticket) *wire.Range {
	return rangeOf(s.waits.Ticket(s.day, t, s.clock()))
}

// nextWait is how long an ordinary ticket of a service that is issued now will wait.
func (s *state) nextWait(service center.ServiceCode, now queue.Moment) *wire.Range {
	return rangeOf(s.waits.Next(s.day, service, now))
}

func rangeOf(w waits.Wait, ok bool) *wire.Range {
	if !ok {
		return nil
	}
	t := w.Told()
	return &wire.Range{LowS: t.LowS, HighS: t.HighS, P50S: t.P50S, P80S: t.P80S, P90S: t.P90S, By: t.By}
}

// stalled tells since when a service stands still, nil while it moves.
func (s *state) stalled(service center.ServiceCode, now queue.Moment) *time.Time {
	since, yes := s.waits.Stalled(s.day, service, now)
	if !yes {
		return nil
	}
	return &since
}
