package controller

import (
	"slices"
	"strings"
	"time"

	"motcua/internal/center"
	"motcua/internal/queue"
	"motcua/internal/rating"
	"motcua/internal/wire"
)

// The views turn the state into what goes over the wire. They run under the
// engine's lock, for reading or for writing.

func (s *state) ticketView(t *queue.Ticket) wire.Ticket {
	v := wire.Ticket{
		ID: t.ID, Number: t.Number, Series: t.Series, Service: t.Service, Purpose: t.Purpose, Priority: t.Priority,
		State: t.State, IssuedAt: t.IssuedAt, Printer: t.Printer, Assist: t.Assist, Proxy: t.Proxy,
		Plan: t.Plan, Back: t.Back, Appointment: t.Appointment, Slot: t.Slot, Taken: t.Taken, Copy: s.copies[t.ID],
		Notes: len(t.Notes), Forgotten: forgotten(t),
	}
	if _, last := s.newest(t.ID); last.state != "reordered" {
		v.Slip, v.SlipCause = last.state, last.Cause
	}
	s.visitView(t, &v)
	switch t.State {
	case queue.Waiting:
		v.Ahead = s.day.Ahead(t)
		v.Wait, v.Stalled = s.ticketWait(t), s.stalled(t.Service, s.clock())
		v.Counter = t.Bound
	case queue.Called:
		since := t.Since
		v.Counter, v.CalledAt = t.Counter, &since
	case queue.Serving:
		since := t.Since
		v.Counter, v.StartedAt = t.Counter, &since
	default:
		v.Counter = t.Counter
	}
	return v
}

func (s *state) counterView(x *center.Counter, now queue.Moment) wire.Counter {
	c, ok := s.day.Counter(x.ID)
	if !ok {
		c = &queue.Counter{ID: x.ID}
	}
	v := wire.Counter{
		ID: x.ID, Name: x.Name, Post: x.Post, Agency: x.Agency, Services: x.Services, State: counterState(c), Reason: c.Reason,
		Incident: c.Incident, Waiting: s.day.Reach(x.ID), Undo: string(s.day.Undoable(x.ID, now)),
	}
	if !c.Since.IsZero() {
		since := c.Since
		v.Since = &since
	}
	if idle := s.idle(x.ID, now); idle >= time.Duration(s.center.Calling.Idle)*time.Minute {
		v.IdleS = int(idle.Seconds())
	}
	s.deskView(c, &v)
	if c.Ticket != nil {
		t := s.ticketView(c.Ticket)
		v.Ticket = &t
	}
	return v
}

// idle is how long a free counter has left people waiting during opening hours:
// nobody has to call over lunch.
func (s *state) idle(id center.CounterID, now queue.Moment) time.Duration {
	opened, ok := s.center.Hours.Opened(now.Wall)
	if !ok {
		return 0
	}
	return min(s.day.Idle(id, s.day.Now(now)), now.Wall.Sub(opened))
}

func counterState(c *queue.Counter) string {
	switch {
	case !c.Open:
		return wire.Closed
	case c.Paused:
		return wire.Paused
	case c.WrapUp:
		return wire.WrapUp
	}
	return wire.Open
}

func (s *state) countersView(now queue.Moment) []wire.Counter {
	all := make([]wire.Counter, 0, len(s.center.Counters))
	for i := range s.center.Counters {
		all = append(all, s.counterView(&s.center.Counters[i], now))
	}
	return all
}

func (s *state) opening(now queue.Moment) (open bool, next *time.Time) {
	if s.open && s.center.Hours.Open(now.Wall) {
		return true, nil
	}
	if t, ok := s.center.Hours.Next(now.Wall); ok {
		return false, &t
	}
	return false, nil
}

func (s *state) boardView(now queue.Moment, trouble string) wire.Board {
	b := wire.Board{
		Seq: s.seq, At: now.Wall, Day: s.day.Date, Center: s.center.Name, Point: s.center.Point, Demo: s.center.Demo,
		Counters: s.countersView(now), Calls: make([]wire.Call, 0, len(s.calls)), Waiting: s.queuesView(now),
		LongestS: int(s.day.Longest("", s.day.Now(now)).Seconds()), Devices: s.devicesView(now),
		Power: s.power, SelfTest: s.testView(now), Help: s.help, Trouble: trouble,
	}
	b.Open, b.NextOpen = s.opening(now)
	for _, c := range s.calls {
		if t, ok := s.day.Ticket(c.ticket); ok {
			v := wire.Call{Seq: c.seq, Ticket: t.ID, Number: t.Number, Service: t.Service, Counter: c.counter, State: t.State, At: c.at}
			if t.State == queue.NoShow {
				by := s.day.ReturnBy(t)
				v.ReturnBy = &by
			}
			b.Calls = append(b.Calls, v)
		}
	}
	return b
}

func (s *state) queuesView(now queue.Moment) []wire.QueueState {
	at := s.day.Now(now)
	all := make([]wire.QueueState, 0, len(s.center.Services))
	for _, x := range s.center.Services {
		n := s.day.Waiting(x.Code)
		q := wire.QueueState{
			Service: x.Code, Waiting: n, LongestS: int(s.day.Longest(x.Code, at).Seconds()),
			Counters: s.openFor(x.Code), Wait: s.nextWait(x.Code, now), Stalled: s.stalled(x.Code, now),
		}
		if t := s.day.First(x.Code); t != nil {
			q.Next = t.Number
		}
		all = append(all, q)
	}
	return all
}

func (s *state) openFor(code center.ServiceCode) int {
	n := 0
	for i := range s.center.Counters {
		x := &s.center.Counters[i]
		if c, ok := s.day.Counter(x.ID); ok && c.Open && !c.Paused && x.Serves(code) {
			n++
		}
	}
	return n
}

func (s *state) slipView(t *queue.Ticket, k wire.SlipKey) wire.Slip {
	v := s.ticketView(t)
	slip := wire.Slip{
		Ticket: t.ID, Printer: s.slips[k].Printer, Copy: k.Copy, Number: t.Number, Center: s.center.Name, Point: s.center.Point, Purpose: t.Purpose,
		Priority: t.Priority, Ahead: v.Ahead, Wait: v.Wait, IssuedAt: t.IssuedAt, URL: s.url(t.ID), Demo: s.center.Demo,
	}
	if x, ok := s.center.Service(t.Service); ok {
		slip.Service, slip.Papers = x.Name, s.papers(x, t.Procedure)
	}
	if look := s.center.SlipOf(t.Service); !look.Usual() {
		slip.Layout = look
	}
	if s.center.Terminals() {
		slip.Code = rating.Code(s.key, string(t.ID))
	}
	if k.Copy > 0 {
		slip.CopyAt = s.clock().Wall
	}
	var at []string
	for _, c := range s.center.Counters {
		if t.Bound == c.ID || t.Bound == "" && c.Serves(t.Service) {
			at = append(at, string(c.ID))
		}
	}
	slip.Counters = strings.Join(at, ", ")
	return slip
}

func (s *state) url(id queue.TicketID) string {
	return strings.TrimRight(s.center.PageURL(), "/") + "/t/" + s.secret(id)
}

// issuedView is the ticket as told to who took it, with its own page.
func (s *state) issuedView(id queue.TicketID) wire.Ticket {
	t, _ := s.day.Ticket(id)
	v := s.ticketView(t)
	v.URL = s.url(id)
	return v
}

func (s *state) today(now queue.Moment) wire.Today {
	t := todayView(s.factsAt(now), s.center)
	if scores := s.waits.Scores(s.day); scores.All.N > 0 {
		t.Forecast = &scores
	}
	return t
}

func (s *state) snap(now queue.Moment) wire.Snap {
	open, _ := s.opening(now)
	v := wire.Snap{
		V: 1, At: now.Wall, Seq: s.seq, Day: s.day.Date, Name: s.center.Name.VI, Open: open, Today: s.today(now),
		Waiting: s.queuesView(now), Devices: s.devicesView(now), Power: s.power, SelfTest: s.testView(now),
	}
	for i := range s.center.Counters {
		c, _ := s.day.Counter(s.center.Counters[i].ID)
		v.Counters = append(v.Counters, wire.SnapCounter{ID: c.ID, State: counterState(c)})
	}
	return v
}

// find lists today's tickets whose number is or ends in query, newest first.
func (s *state) find(query string) []wire.Ticket {
	query = strings.ToUpper(strings.TrimSpace(query))
	var found []wire.Ticket
	for _, t := range slices.Backward(s.day.Tickets()) {
		if query != "" && strings.HasSuffix(t.Number, query) {
			if found = append(found, s.issuedView(t.ID)); len(found) == 20 {
				break
			}
		}
	}
	return found
}
