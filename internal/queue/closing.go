package queue

import (
	"time"

	"motcua/internal/center"
)

// Strays gives back to the queue who is held by, or bound for, a counter that
// the configuration no longer has: nobody else could call them.
func (d *Day) Strays() []Event {
	gone := func(id center.CounterID) bool {
		_, ok := d.center.Counter(id)
		return id != "" && !ok
	}
	var events []Event
	for _, t := range d.order {
		held := t.State == Called || t.State == Serving
		if held && gone(t.Counter) {
			events = append(events, Event{Type: TicketReturned, Ticket: t.ID, Number: t.Number, Counter: t.Counter, By: "controller"})
		}
		if (t.State == Waiting || held && gone(t.Counter)) && gone(t.Bound) {
			events = append(events, Event{Type: TicketTransferred, Ticket: t.ID, Number: t.Number, Service: t.Service, By: "controller"})
		}
	}
	return events
}

// Stranded lets any counter of their service call who waits for one counter
// that stays closed while the center is open: it may not open again today.
func (d *Day) Stranded(now Moment) []Event {
	patience := time.Duration(d.center.Calling.Idle) * time.Minute
	if hours := &d.center.Hours; !hours.Open(now.Wall) || !hours.Open(now.Wall.Add(-patience)) {
		return nil
	}
	var events []Event
	at := d.Now(now)
	for _, l := range d.lines {
		c := d.counters[l.bound]
		if l.bound == "" || c != nil && c.Open {
			continue
		}
		for _, p := range l.q {
			since := p.ticket.leg().Begin
			if c != nil {
				since = max(since, c.since)
			}
			if at-since > patience {
				events = append(events, Event{Type: TicketTransferred, Ticket: p.ticket.ID, Number: p.ticket.Number, Service: p.ticket.Service, By: "controller"})
			}
		}
	}
	return events
}

// Close ends the day: whoever is being served is finished as of now, every
// other open ticket expires, every counter closes.
func (d *Day) Close() []Event {
	var events []Event
	for _, t := range d.order {
		switch t.State {
		case Serving:
			events = append(events, Event{Type: TicketFinished, Ticket: t.ID, Number: t.Number, Counter: t.Counter, Official: t.leg().Official, Reason: Closing})
		case Waiting, Called, Parked:
			events = append(events, Event{Type: TicketExpired, Ticket: t.ID, Number: t.Number})
		}
	}
	for _, x := range d.center.Counters {
		if d.counters[x.ID].Open {
			events = append(events, Event{Type: CounterClosed, Counter: x.ID, Reason: Closing})
		}
	}
	return events
}
