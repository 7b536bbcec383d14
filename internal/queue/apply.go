package queue

import "time"

// Apply changes the day by one event of its log that happened at m. A log
// outlives a configuration: what happened at a counter that is gone counts all
// the same. Events of tickets that were never issued change nothing.
func (d *Day) Apply(e Event, m Moment) {
	before := d.line.at
	now := d.line.Pass(m)
	for code, p := range d.pace {
		p.advance(now-before, len(d.waiting[lane{service: code}]) > 0)
	}
	if e.Type == TicketIssued {
		d.issued(e, m.Wall, now)
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
	if e.Type == CounterUndone {
		d.undone(c, t)
		return
	}
	var prior *step
	if c != nil && e.Type != TicketRecalled && e.Type != CounterIncident {
		prior = &step{what: e.Type, at: now, counter: *c}
		prior.counter.last = nil
		if t != nil {
			prior.ticket, prior.id = t.clone(), t.ID
		}
	}
	if t != nil {
		t.rev++
		d.move(t, c, e, m.Wall, now)
	} else {
		c.turn(e, m.Wall)
	}
	if c != nil {
		c.last = prior
		if prior != nil && t != nil {
			prior.rev = t.rev
		}
	}
}

func (d *Day) issued(e Event, wall time.Time, now time.Duration) {
	target := 15 * time.Minute
	if s, ok := d.center.Service(e.Service); ok {
		target = time.Duration(s.Target) * time.Minute
	}
	if e.Priority {
		target = 0
	}
	t := &Ticket{
		ID: e.Ticket, Number: e.Number, Series: e.Series, Service: e.Service, Purpose: e.Purpose, Priority: e.Priority,
		Source: e.Source, Printer: e.Printer, State: Waiting, IssuedAt: wall, Since: wall, Issued: now, Due: now + target,
		index: len(d.order), Legs: []Leg{{Service: e.Service, Begin: now, Open: true}},
	}
	d.tickets[t.ID] = t
	d.order = append(d.order, t)
	d.numbers[e.Service]++
	d.enqueue(t)
}

// move changes a ticket, and the counter that acts, by one event.
func (d *Day) move(t *Ticket, c *Counter, e Event, wall time.Time, now time.Duration) {
	if t.State == Waiting {
		d.dequeue(t)
	}
	switch e.Type {
	case TicketCalled:
		t.call(c, now)
		if p := d.pace[t.Service]; p != nil {
			p.calls++
		}
		t.set(Called, wall)
		c.take(t, wall)
		return
	case TicketRecalled:
		t.Recalls++
		t.leg().Calls++
		return
	case TicketStarted:
		t.leg().Started, t.leg().Answered = now, true
		t.set(Serving, wall)
		return
	case TicketResumed:
		t.Legs = append(t.Legs, Leg{Service: t.Service, Counter: e.Counter, Begin: now, Called: now, Started: now, Answered: true, Open: true})
		t.Counter, t.Bound = e.Counter, ""
		t.set(Serving, wall)
		c.take(t, wall)
		return
	case TicketTransferred:
		t.transfer(e, now)
	case TicketReturned: // the same leg goes on: it was never answered for good
		leg := t.leg()
		leg.Answered, leg.Called, leg.Started = false, 0, 0
		t.set(Waiting, wall)
	default:
		t.end(e, now)
	}
	if s, ends := after[e.Type]; ends {
		t.set(s, wall)
	}
	if t.State == Waiting {
		t.Since = wall
		d.enqueue(t)
	}
	if h := d.counters[t.Counter]; h != nil && h.Ticket == t {
		h.Ticket, h.WrapUp, h.Since = nil, e.Type == TicketFinished, wall
	}
}

var after = map[Type]State{
	TicketFinished: Finished, TicketNoShow: NoShow, TicketParked: Parked, TicketCanceled: Canceled,
	TicketExpired: Expired, TicketTransferred: Waiting,
}

func (t *Ticket) set(s State, wall time.Time) { t.State, t.Since = s, wall }

func (t *Ticket) call(c *Counter, now time.Duration) {
	t.Counter, t.Recalls = c.ID, 0
	leg := t.leg()
	leg.Counter, leg.Called = c.ID, now
	leg.Calls++
}

// end closes the ticket's present leg, if it is open.
func (t *Ticket) end(e Event, now time.Duration) {
	leg := t.leg()
	if !leg.Open {
		return
	}
	leg.Open, leg.Ended, leg.End = false, now, e.Type
	leg.Dossiers, leg.Outside = e.Dossiers, e.Outside
	if e.Inferred {
		leg.Answered, leg.Inferred = true, true
		leg.Started = min(leg.Called+Walking, now)
	}
}

// transfer sends the ticket to another service or counter. One that still
// waits keeps its leg: the greeter only corrected a wrong choice.
func (t *Ticket) transfer(e Event, now time.Duration) {
	if e.Service != "" {
		t.Service, t.Bound = e.Service, ""
	} else {
		t.Bound = e.ToCounter
	}
	if t.State == Waiting {
		t.leg().Service = t.Service
		return
	}
	t.end(e, now)
	t.Legs = append(t.Legs, Leg{Service: t.Service, Begin: now, Open: true})
}

func (c *Counter) take(t *Ticket, wall time.Time) {
	c.Ticket, c.WrapUp, c.Since = t, false, wall
}

// turn changes a counter by an event that touches no ticket.
func (c *Counter) turn(e Event, wall time.Time) {
	switch e.Type {
	case CounterOpened:
		c.Open, c.Paused, c.Reason, c.WrapUp = true, false, "", false
	case CounterClosed:
		c.Open, c.Paused, c.Reason, c.WrapUp = false, false, "", false
	case CounterPaused:
		c.Paused, c.Reason, c.WrapUp = true, e.Reason, false
	case CounterReady:
		c.WrapUp = false
	case CounterIncident:
		c.Incident = e.Reason
		return
	}
	c.Since = wall
}

// undone puts a counter and its ticket back to where they stood before the
// counter's last action.
func (d *Day) undone(c *Counter, t *Ticket) {
	s := c.last
	if s == nil {
		return
	}
	if t != nil && s.ticket != nil {
		if t.State == Waiting {
			d.dequeue(t)
		}
		rev := t.rev + 1
		*t = *s.ticket
		t.rev = rev
		if t.State == Waiting {
			d.enqueue(t)
		}
	}
	*c = s.counter
}

// Walking is the time assumed between a call and the start that nobody pressed.
const Walking = 30 * time.Second
