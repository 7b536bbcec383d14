package day

import (
	"context"
	"time"

	"motcua/internal/center"
	"motcua/internal/wire"
)

// endService finishes, or sends the citizen for papers, or to another counter.
func (s *desk) endService(ctx context.Context) (time.Duration, error) {
	d := s.day
	s.does = callNext
	switch {
	case !s.second && d.mind.chance(0.03):
		return s.park(ctx)
	case !s.second && d.mind.chance(0.03):
		if to, ok := s.colleague(); ok {
			return s.transfer(ctx, to)
		}
	}
	n, outside := d.mind.dossiers(s.ticket.Purpose)
	if _, err := s.do(ctx, "finish", wire.ActionRequest{Dossiers: n, Outside: outside}); err != nil {
		return 0, err
	}
	d.sum.Served++
	s.served++
	waited := time.Duration(0)
	if s.ticket.CalledAt != nil {
		waited = time.Duration(float64(s.ticket.CalledAt.Sub(s.ticket.IssuedAt)) * d.o.Speed)
	}
	d.later(d.mind.about(6*time.Second, 0.4), func(ctx context.Context) time.Duration { return d.rate(ctx, s.id, waited) })
	s.does = wrapUp
	return d.mind.about(45*time.Second, 0.6), nil
}

func (s *desk) park(ctx context.Context) (time.Duration, error) {
	d := s.day
	if _, err := s.do(ctx, "park", wire.ActionRequest{}); err != nil {
		return 0, err
	}
	d.sum.Parked++
	away := time.Duration(float64(d.mind.about(6*time.Minute, 0.4)) / d.o.Speed)
	s.parked = append(s.parked, parked{s.ticket.ID, d.o.Clock.Now().Add(away)})
	return d.mind.about(5*time.Second, 0.3), nil
}

// colleague returns the counter of another official.
func (s *desk) colleague() (center.CounterID, bool) {
	if len(s.day.desks) < 2 {
		return "", false
	}
	to := s.day.desks[s.day.mind.r.IntN(len(s.day.desks))]
	return to, to != s.id
}

func (s *desk) transfer(ctx context.Context, to center.CounterID) (time.Duration, error) {
	if _, err := s.do(ctx, "transfer", wire.ActionRequest{Counter: to}); err != nil {
		return 0, err
	}
	s.day.sum.Transferred++
	return s.day.mind.about(5*time.Second, 0.3), nil
}

// wrapUp ends the paperwork; half of the officials say so, half just call the next.
func (s *desk) wrapUp(ctx context.Context) (time.Duration, error) {
	if s.day.mind.chance(0.5) {
		if _, err := s.do(ctx, "ready", wire.ActionRequest{}); err != nil {
			return 0, err
		}
	}
	s.does = callNext
	return time.Second, nil
}

// comeBack ends a pause.
func (s *desk) comeBack(ctx context.Context) (time.Duration, error) {
	if _, err := s.do(ctx, "open", wire.ActionRequest{}); err != nil {
		return 0, err
	}
	s.does = callNext
	return 3 * time.Second, nil
}
