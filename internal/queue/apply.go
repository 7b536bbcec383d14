package queue

import (
	"slices"
	"time"

	"motcua/internal/center"
)

// Apply changes the day by one event of its log that happened at m. A log
// outlives a configuration: what happened at a counter that is gone counts all
// the same. Events of tickets that were never issued change nothing.
func (d *Day) Apply(e Event, m Moment) {
	now := d.clock.Pass(m)
	switch e.Type {
	case TicketIssued:
		d.issued(e, m.Wall, now)
		return
	case PolicySet:
		d.decree(e)
		return
	case AppointmentBooked, AppointmentDue, AppointmentCanceled:
		d.appointment(e)
		return
	}
	c := d.counters[e.Counter]
	if e.Counter != "" && c == nil {
		c = &Counter{ID: e.Counter}
		d.counters[e.Counter] = c
	}
	t := d.tickets[e.Ticket]
	if e.Ticket != "" && t == nil || c == nil && (t == nil || e.Type == TicketCalled || e.Type == TicketResumed) {
		return
	}
	if c != nil {
		c.hear(e, now)
	}
	if beside(e, c, t, now) {
		return
	}
	if e.Type == CounterUndone {
		d.undone(c, t, now)
		return
	}
	var prior *step
	if c != nil && e.Type != TicketRecalled && e.Type != TicketPlanned {
		prior = c.remember(e, t, now)
	}
	if t != nil {
		t.rev++
		passed := d.move(t, c, e, m.Wall, now)
		if t.State == Waiting && t.line == nil {
			d.enqueue(t)
		}
		if prior != nil {
			prior.passed, prior.rev = passed, t.rev
		}
	} else {
		c.turn(e, m.Wall)
	}
	if c == nil {
		return
	}
	if c.last = prior; e.Type != CounterIncident && e.Type != CounterRecovered {
		c.since = now
	}
}

func (d *Day) issued(e Event, wall time.Time, now time.Duration) {
	base, begin := now, now
	if e.Slot != nil {
		base += max(0, e.Slot.Sub(wall))
		begin = base
	}
	if e.Taken != nil { // it is due as of then; how long it waited, no clock has measured
		base -= max(0, wall.Sub(*e.Taken))
	}
	t := &Ticket{
		ID: e.Ticket, Number: e.Number, Series: e.Series, Service: e.Service, Purpose: e.Purpose,
		Source: e.Source, Printer: e.Printer, State: Waiting, Bound: e.Counter, IssuedAt: wall, Since: wall, Issued: now,
		Place: Place{Base: base, Priority: e.Priority, rule: d.ruleFor(e.Service, e.Slot != nil), index: d.given},
		Plan:  e.Also, Away: e.Away, Appointment: e.Appointment, Slot: e.Slot, Told: e.Told, Taken: e.Taken,
		Assist: e.Assist, Proxy: e.Proxy, Procedure: e.Procedure,
		Legs: []Leg{{Service: e.Service, Begin: begin, Open: true, Paper: e.Taken != nil}},
	}
	t.ticket = t
	d.tickets[t.ID] = t
	d.order = append(d.order, t)
	d.given++
	if e.Series != Paper { // another series: it uses up none of the service's own numbers
		d.numbers[e.Service]++
	}
	if e.Source == Phone {
		d.remote[e.Service]++
	}
	if a := d.booking(e.Appointment); a != nil {
		a.State, a.Ticket = Arrived, t.ID
	}
	d.enqueue(t)
}

// move changes a ticket, and the counter that acts, by one event. It returns
// whom a call has passed.
func (d *Day) move(t *Ticket, c *Counter, e Event, wall time.Time, now time.Duration) (passed []*Place) {
	d.dequeue(t)
	switch e.Type {
	case TicketCalled:
		if e.Why != ByHand {
			passed = pass(d.reach[c.ID], &t.Place, nil)
		}
		d.called(t, c, e, wall, now)
		return passed
	case TicketRecalled:
		t.Recalls++
		t.leg().Calls++
		return nil
	case TicketStarted:
		t.leg().Started, t.leg().Answered, t.leg().Official = now, true, e.Official
		t.set(Serving, wall)
		return nil
	case TicketResumed:
		t.Legs = append(t.Legs, Leg{Service: t.Service, Counter: e.Counter, Official: e.Official, Begin: now, Called: now, Started: now, Answered: true, Open: true})
		t.Counter, t.Bound = e.Counter, ""
		t.set(Serving, wall)
		c.take(t, wall)
		return nil
	case TicketPlanned:
		t.Plan = append(t.Plan, e.Also...)
		return nil
	case TicketAssisted:
		t.Assist = e.Assist
		return nil
	case TicketReclassed:
		t.Priority = false
		return nil
	case TicketCheckedIn:
		t.Away, t.leg().Begin = false, now
	case TicketRejoined:
		d.rejoin(t, now)
	case TicketTransferred:
		d.transfer(t, e, now)
	case TicketReturned: // the same leg goes on: it was never answered for good
		leg := t.leg()
		leg.Answered, leg.Called, leg.Started = false, 0, 0
		t.set(Waiting, wall)
	default:
		t.end(e, now)
	}
	if s, ends := after[e.Type]; ends {
		if t.set(s, wall); s == NoShow {
			t.missed = now
		}
	}
	if e.Type == TicketFinished {
		d.goOn(t, e, now)
	}
	if t.State == Waiting {
		t.Since = wall
	}
	if h := d.counters[t.Counter]; h != nil && h.Ticket == t {
		h.Ticket, h.WrapUp, h.Since, h.since = nil, e.Type == TicketFinished && e.Reason != Forgotten, wall, now
	}
	return nil
}

// called gives a ticket to the counter that calls it.
func (d *Day) called(t *Ticket, c *Counter, e Event, wall time.Time, now time.Duration) {
	t.Counter, t.Recalls = c.ID, 0
	t.Call = Call{Why: e.Why, Over: e.Over, Passes: e.Passes, Passed: e.Passed, Reason: e.Reason}
	if e.Due != nil {
		t.Call.Due = *e.Due
	}
	if e.DueOf != nil {
		t.Call.DueOf = *e.DueOf
	}
	leg := t.leg()
	leg.Begin = min(leg.Begin, now) // who has an appointment may be called before it
	leg.Counter, leg.Official, leg.Called = c.ID, e.Official, now
	leg.Calls++
	if p := d.pace[t.Service]; p != nil {
		p.call(now)
	}
	if c.ordinary++; t.Priority {
		c.ordinary = 0
	}
	t.set(Called, wall)
	c.take(t, wall)
}

// rejoin lets a missed or parked ticket wait again. Who was missed begins anew:
// keeping the old base would let a number be parked at the head of the queue.
func (d *Day) rejoin(t *Ticket, now time.Duration) {
	if t.State == NoShow {
		t.Base, t.Passed = now, 0
		for _, c := range d.counters { // no undo takes back what is forgotten
			for s := c.last; s != nil; s = s.before {
				s.passed = slices.DeleteFunc(s.passed, func(p *Place) bool { return p == &t.Place })
			}
		}
	}
	t.Bound = ""
	t.Legs = append(t.Legs, Leg{Service: t.Service, Begin: now, Open: true})
}

var after = map[Type]State{
	TicketFinished: Finished, TicketNoShow: NoShow, TicketParked: Parked, TicketCanceled: Canceled,
	TicketExpired: Expired, TicketTransferred: Waiting, TicketRejoined: Waiting, TicketCheckedIn: Waiting,
}

func (t *Ticket) set(s State, wall time.Time) { t.State, t.Since = s, wall }

// end closes the ticket's present leg, if it is open.
func (t *Ticket) end(e Event, now time.Duration) {
	leg := t.leg()
	if !leg.Open {
		return
	}
	leg.Begin = min(leg.Begin, now)
	if e.Reason == Forgotten { // it ended when somebody was last heard of
		leg.Forgotten = true
		now = max(now-time.Duration(e.Silent)*time.Second, leg.Begin, leg.Called, leg.Started)
	}
	leg.Open, leg.Ended, leg.End = false, now, e.Type
	leg.Dossiers, leg.Outside = e.Dossiers, e.Outside
	if e.Official != "" {
		leg.Official = e.Official
	}
	if e.Inferred {
		leg.Answered, leg.Inferred = true, true
		leg.Started = min(leg.Called+Walking, now)
	}
}

// transfer sends the ticket to another service or counter. One that still
// waits keeps its leg: the greeter only corrected a wrong choice.
func (d *Day) transfer(t *Ticket, e Event, now time.Duration) {
	if e.Service != "" {
		d.sendTo(t, e.Service)
	} else {
		t.Bound = e.ToCounter
	}
	if e.Back != "" {
		t.Back = e.Back
	}
	if t.State == Waiting {
		t.leg().Service = t.Service
		return
	}
	t.end(e, now)
	t.Legs = append(t.Legs, Leg{Service: t.Service, Begin: now, Open: true})
}

// sendTo lets any counter of a service call the ticket. The base is kept, so
// that nobody starts again.
func (d *Day) sendTo(t *Ticket, s center.ServiceCode) {
	if t.Service != s {
		t.Service, t.rule = s, d.ruleFor(s, false)
	}
	t.Bound = ""
}

// goOn sends a finished visit to what it still has to do.
func (d *Day) goOn(t *Ticket, e Event, now time.Duration) {
	if t.Back == e.Counter { // it is back already
		t.Back = ""
	}
	switch {
	case e.Back != "":
		t.Bound, t.Back = e.Back, ""
	case e.Then != "":
		d.sendTo(t, e.Then)
		t.Plan = t.Plan[slices.Index(t.Plan, e.Then)+1:]
	default:
		return
	}
	t.State = Waiting
	if e.Reason == Forgotten {
		now = t.leg().Ended
	}
	t.Legs = append(t.Legs, Leg{Service: t.Service, Begin: now, Open: true})
}

func (c *Counter) take(t *Ticket, wall time.Time) {
	c.Ticket, c.WrapUp, c.Since = t, false, wall
}

// turn changes a counter by an event that touches no ticket.
func (c *Counter) turn(e Event, wall time.Time) {
	switch e.Type {
	case CounterIncident:
		c.Incident, c.Stands = e.Reason, wall
		return
	case CounterRecovered:
		c.Incident, c.Stands = "", time.Time{}
		return
	case CounterOpened, CounterClosed, CounterPaused:
		c.Open, c.Paused, c.WrapUp = e.Type != CounterClosed, e.Type == CounterPaused, false
		c.Reason, c.Until = "", nil
		switch e.Type {
		case CounterPaused:
			c.Reason, c.Until = e.Reason, e.Until
		case CounterClosed: // nobody is there any more, and nothing stands still
			c.Staff, c.Incident, c.Stands = nil, "", time.Time{}
		}
	case CounterReady:
		c.WrapUp = false
	}
	c.Since = wall
}

// remember notes how things stand before the counter acts on t, or on nobody.
// What it noted before its last action can no longer be wanted, unless both are
// one action: the new note takes its memory.
func (c *Counter) remember(e Event, t *Ticket, now time.Duration) *step {
	s, before := c.last, (*step)(nil)
	if e.Together && s != nil && s.what == TicketFinished {
		before, s = s, nil
	}
	if s == nil {
		s = &step{}
	}
	legs := s.ticket.Legs[:0]
	*s = step{what: e.Type, at: now, counter: *c, before: before, alone: e.Reason == Forgotten}
	s.counter.last = nil
	if t != nil {
		s.id, s.ticket = t.ID, *t
		s.ticket.Legs, s.ticket.Plan = append(legs, t.Legs...), slices.Clone(t.Plan)
	}
	return s
}

// undone puts a counter and its ticket back to where they stood before the
// counter's last action, and takes back that a call passed others.
func (d *Day) undone(c *Counter, t *Ticket, now time.Duration) {
	s := c.last
	if s == nil {
		return
	}
	if t != nil && s.id != "" {
		d.dequeue(t)
		rev, passed, notes := t.rev+1, t.Passed, t.Notes
		*t = s.ticket
		t.rev, t.Passed, t.Notes, t.line = rev, passed, notes, nil
		if t.State == Waiting {
			d.enqueue(t)
		}
	}
	for _, p := range s.passed {
		if l := p.ticket.line; l != nil {
			l.count(p, -1)
		} else if p.Passed > 0 {
			p.Passed--
		}
	}
	c.restore(s, now)
}

// restore puts the counter back to before s. Who has come meanwhile is there.
func (c *Counter) restore(s *step, now time.Duration) {
	staff, held, alive := c.Staff, c.Ticket, c.alive
	*c = s.counter
	if s.what == CounterClosed {
		staff = join(c.Staff, staff)
	}
	if s.id == "" {
		c.Ticket = held
	}
	c.Staff, c.alive, c.asked, c.last = staff, alive, false, s.before
	if s.what != CounterIncident && s.what != CounterRecovered {
		c.since = now
	}
}

// Walking is the time assumed between a call and the start that nobody pressed.
const Walking = 30 * time.Second
