package controller

import (
	"slices"
	"time"

	"motcua/internal/center"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

// visitView adds what a ticket's state makes worth knowing.
func (s *state) visitView(t *queue.Ticket, v *wire.Ticket) {
	switch t.State {
	case queue.Waiting:
		if by := s.day.ChangeBy(t); by.After(s.clock().Wall) {
			v.ChangeBy = &by
		}
		if v.Away = t.Away; v.Away && s.center.Remote.Arrive > 0 {
			by := t.IssuedAt.Add(time.Duration(s.center.Remote.Arrive) * time.Minute)
			v.CheckInBy = &by
		}
	case queue.Called, queue.Serving:
		v.Why = callReason(t.Call)
	case queue.Parked:
		at := s.day.RemindAt(t)
		v.RemindAt = &at
	case queue.NoShow:
		by := s.day.ReturnBy(t)
		v.ReturnBy = &by
	}
}

// callReason is nil for a call that was logged before reasons were.
func callReason(c queue.Call) *wire.CallReason {
	if c.Why == "" {
		return nil
	}
	r := &wire.CallReason{Why: c.Why, Due: c.Due, Over: c.Over, Passes: c.Passes, Passed: c.Passed, Reason: c.Reason}
	if !c.DueOf.IsZero() {
		r.OverDue = &c.DueOf
	}
	return r
}

// eventReason is the reason in the event of a call.
func eventReason(e queue.Event) *wire.CallReason {
	if e.Why == "" || e.Due == nil {
		return nil
	}
	return &wire.CallReason{Why: e.Why, Due: *e.Due, Over: e.Over, OverDue: e.DueOf, Passes: e.Passes, Passed: e.Passed, Reason: e.Reason}
}

// nextView is whom a counter would call now, and why.
func (s *state) nextView(id center.CounterID, now queue.Moment) *wire.NextCall {
	e, ok := s.day.Preview(id, now)
	if !ok {
		return nil
	}
	t, _ := s.day.Ticket(e.Ticket) // the preview has found it
	return &wire.NextCall{Ticket: e.Ticket, Number: e.Number, Service: e.Service, Priority: t.Priority, Why: *eventReason(e)}
}

func (s *state) servicesView(now queue.Moment) wire.Services {
	r := &s.center.Remote
	v := wire.Services{
		Center: s.center.Name, Point: s.center.Point, Demo: s.center.Demo, Services: slices.Clone(s.center.Services),
		Full: s.fullView(now), Left: map[center.ServiceCode]int{}, Priority: s.center.Priority, Phones: r.On, Away: r.On && r.Away, Appointments: len(s.center.Appointments.Slots) > 0,
	}
	for i := range v.Services {
		if len(v.Services[i].Purposes) == 0 {
			v.Services[i].Purposes = center.Purposes
		}
	}
	for i := range s.center.Services {
		if n, limited := s.day.Left(&s.center.Services[i]); limited && s.open {
			v.Left[s.center.Services[i].Code] = n
		}
	}
	v.Open, v.NextOpen = s.opening(now)
	today := center.DayOf(now.Wall)
	v.Hours = []wire.Opening{}
	if start, err := today.Start(); err == nil {
		for _, w := range s.center.Hours.On(today) {
			v.Hours = append(v.Hours, wire.Opening{From: start.Add(time.Duration(w.From) * time.Minute), To: start.Add(time.Duration(w.To) * time.Minute)})
		}
	}
	return v
}

// fullView lists the services that give no more numbers today.
func (s *state) fullView(now queue.Moment) map[center.ServiceCode]wire.Full {
	full := map[center.ServiceCode]wire.Full{}
	if !s.open {
		return full
	}
	var f wire.Full
	if start, err := s.day.Date.Start(); err == nil {
		if next, ok := s.center.Hours.Next(start.AddDate(0, 0, 1)); ok {
			f.Until = &next
		}
	}
	for i := range s.center.Services {
		if x := &s.center.Services[i]; s.day.Full(x, false, now) != nil {
			full[x.Code] = f
		}
	}
	return full
}
