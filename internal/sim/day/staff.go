package day

import (
	"context"
	"slices"
	"time"

	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

// desk is a counter and the official who works there.
type desk struct {
	day    *Day
	id     center.CounterID
	does   step
	ticket wire.Ticket // held while called or serving
	second bool        // the held ticket was parked before: it is finished this time
	calls  int         // how often the held ticket was called
	served int         // since the last pause
	parked []parked
}

type parked struct {
	id   queue.TicketID
	back time.Time // when the citizen returns with the papers
}

// step is what the official does next.
type step int

const (
	sitDown step = iota // look at the counter and take up what it holds
	callNext
	awaitCitizen
	endService
	wrapUp
	comeBack
)

// leftAlone is how long, by the clock, an official leaves a counter to the
// person who works there too, which a conflict shows.
const leftAlone = 10 * time.Minute

// act does the next step and returns how long it keeps the official.
func (s *desk) act(ctx context.Context) time.Duration {
	wait, err := [...]func(context.Context) (time.Duration, error){
		sitDown: s.sitDown, callNext: s.callNext, awaitCitizen: s.awaitCitizen, endService: s.endService, wrapUp: s.wrapUp, comeBack: s.comeBack,
	}[s.does](ctx)
	switch {
	case ctx.Err() != nil:
		return 0
	case err == nil:
		return wait
	case fault.KindOf(err) == fault.Unavailable:
		s.day.sum.Failures++
		return s.day.clocked(patience)
	}
	s.day.o.Log.Debug("simulated official gives way", "counter", s.id, "error", err)
	s.day.sum.Conflicts++
	s.does = sitDown
	return s.day.clocked(leftAlone)
}

// do presses a key. While the controller is away everybody waits, and the same
// key is pressed again: the same idempotency key and the same content.
func (s *desk) do(ctx context.Context, action string, r wire.ActionRequest) (*wire.Ticket, error) {
	key := s.day.key()
	for {
		a, err := s.day.o.Center.Act(ctx, key, s.id, action, r)
		if fault.KindOf(err) != fault.Unavailable || err == nil {
			return a.Ticket, err
		}
		s.day.sum.Failures++
		if stop := s.day.o.Clock.Wait(ctx, patience); stop != nil {
			return nil, stop
		}
	}
}

// sitDown takes up the counter as it is. One that somebody else closed or
// paused during the day stays so for a while.
func (s *desk) sitDown(ctx context.Context) (time.Duration, error) {
	all, err := s.day.o.Center.Counters(ctx)
	if err != nil {
		return 0, err
	}
	i := slices.IndexFunc(all.Counters, func(c wire.Counter) bool { return c.ID == s.id })
	if i < 0 {
		return s.day.clocked(leftAlone), nil // the configuration has it no more
	}
	switch c := all.Counters[i]; {
	case c.Ticket != nil:
		s.hold(*c.Ticket)
		s.does = endService
		if c.Ticket.State == queue.Called {
			s.does = awaitCitizen
		}
		return s.day.mind.about(time.Minute, 0.3), nil
	case c.State == wire.Closed || c.State == wire.Paused:
		if s.served > 0 {
			s.served = 0
			return s.day.clocked(leftAlone), nil
		}
		if _, err := s.do(ctx, "open", wire.ActionRequest{}); err != nil {
			return 0, err
		}
	}
	s.does = callNext
	return s.day.mind.about(3*time.Second, 0.3), nil
}

func (s *desk) hold(t wire.Ticket) {
	s.ticket, s.calls, s.second = t, 1, false
	delete(s.day.waits, t.ID)
}

// callNext takes a break when it is time, then who has come back, then the next.
func (s *desk) callNext(ctx context.Context) (time.Duration, error) {
	d := s.day
	if s.served >= 18 && d.mind.chance(0.3) {
		reasons := []string{"break", "meeting", "paperwork"}
		s.served = 0
		if _, err := s.do(ctx, "pause", wire.ActionRequest{Reason: reasons[d.mind.r.IntN(len(reasons))]}); err != nil {
			return 0, err
		}
		d.sum.Paused++
		s.does = comeBack
		return d.mind.about(7*time.Minute, 0.4), nil
	}
	now := d.o.Clock.Now()
	if i := slices.IndexFunc(s.parked, func(p parked) bool { return !p.back.After(now) }); i >= 0 {
		id := s.parked[i].id
		s.parked = slices.Delete(s.parked, i, i+1)
		t, err := s.do(ctx, "resume", wire.ActionRequest{Ticket: id})
		if err != nil || t == nil {
			return time.Second, err
		}
		d.sum.Resumed++
		s.hold(*t)
		s.second, s.does = true, endService
		return d.mind.about(4*time.Minute, 0.5), nil
	}
	t, err := s.do(ctx, "next", wire.ActionRequest{})
	if err != nil {
		return 0, err
	}
	if t == nil { // nobody waits
		return max(d.mind.about(8*time.Second, 0.3), d.clocked(500*time.Millisecond)), nil
	}
	d.sum.Called++
	s.hold(*t)
	s.does = awaitCitizen
	return d.mind.about(22*time.Second, 0.4), nil
}

// awaitCitizen starts when the citizen has come, calls again, and gives up after the third call.
func (s *desk) awaitCitizen(ctx context.Context) (time.Duration, error) {
	d := s.day
	if !d.gone[s.ticket.ID] && !(s.calls == 1 && d.mind.chance(0.04)) { // some do not hear the first call
		if _, err := s.do(ctx, "start", wire.ActionRequest{}); err != nil {
			return 0, err
		}
		s.does = endService
		return d.mind.service(s.minutes(), s.ticket.Purpose), nil
	}
	if s.calls < 3 {
		if _, err := s.do(ctx, "recall", wire.ActionRequest{}); err != nil {
			return 0, err
		}
		d.sum.Recalled++
		s.calls++
		return d.mind.about(25*time.Second, 0.2), nil
	}
	if _, err := s.do(ctx, "no-show", wire.ActionRequest{}); err != nil {
		return 0, err
	}
	d.sum.NoShows++
	d.sum.GaveUp++
	delete(d.gone, s.ticket.ID)
	s.does = callNext
	return d.mind.about(4*time.Second, 0.3), nil
}

func (s *desk) minutes() int {
	for _, x := range s.day.services {
		if x.Code == s.ticket.Service {
			return x.Minutes
		}
	}
	return 10
}
