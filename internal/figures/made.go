package figures

import (
	"cmp"
	"time"

	"motcua/internal/queue"
)

// Facts are the facts up to now, on the day's timeline. They share nothing
// that goes on changing.
func (f *Folder) Facts(now time.Duration) *Day {
	now = max(now, f.now)
	d := &Day{
		Date: f.date, First: f.first, Head: f.head, Hash: f.hash, Start: f.began, Now: now, Over: f.over,
		Windows: f.center.Hours.On(f.date), Answers: f.answers[:len(f.answers):len(f.answers)], Observed: f.watched[:len(f.watched):len(f.watched)], Labeled: f.labeled, Paper: f.paper, Reprints: f.copies,
	}
	d.Spans = append(d.Spans, f.spans...)
	for _, id := range f.order {
		if x := f.desks[id]; x.span.Kind != "" && now > x.span.From {
			s := x.span
			if s.To = now; x.wanted {
				s.Waited += now - x.marked
			}
			d.Spans = append(d.Spans, s)
		}
	}
	for _, x := range f.stops {
		if x.Open {
			x.To = now
		}
		d.Incidents = append(d.Incidents, x)
	}
	d.Visits = make([]Visit, 0, len(f.day.Tickets()))
	for _, t := range f.day.Tickets() {
		d.Visits = append(d.Visits, f.visit(d, t))
	}
	return d
}

func (f *Folder) visit(d *Day, t *queue.Ticket) Visit {
	v := Visit{
		Ticket: t.ID, Number: t.Number, Service: t.Legs[0].Service, Purpose: t.Purpose, Procedure: t.Procedure, Source: t.Source,
		State: t.State, Issued: t.Issued, Priority: t.Priority, Paper: t.Taken != nil, Booked: t.Slot != nil, Away: t.Away,
		Printed: f.printed[t.ID], Told: t.Told, Legs: make([]Leg, 0, len(t.Legs)),
	}
	for i := range t.Legs {
		v.Legs = append(v.Legs, f.leg(d, t, i))
	}
	return v
}

func (f *Folder) leg(d *Day, t *queue.Ticket, i int) Leg {
	x := &t.Legs[i]
	l := Leg{
		Service: x.Service, Counter: x.Counter, Begin: x.Begin, Called: x.Called, Started: x.Started, Ended: x.Ended, Calls: x.Calls,
		End: x.End, Answered: x.Answered, Inferred: x.Inferred, Open: x.Open, Paper: x.Paper, Dossiers: x.Dossiers, Outside: x.Outside,
	}
	if k := f.legs[legKey{t.ID, i}]; k != nil {
		l.Official, l.ByHand, l.Unpressed, l.Resumed = cmp.Or(k.official, k.by), k.byHand, k.unpressed, k.resumed
		l.Forgotten, l.Wrapped, l.WrapUp = k.unpressed, k.wrapped, k.wrapUp
	}
	if l.Counter == "" { // nobody has called it
		l.Official = ""
	}
	until := d.Now
	switch {
	case l.Answered:
		until = l.Called
	case !l.Open:
		until = l.Ended
	}
	l.Closed = d.closed(l.Begin, until)
	for _, s := range d.Incidents {
		if s.Counter == l.Counter && s.From < max(until, l.Ended) && s.To > l.Begin {
			l.Incident = true
		}
	}
	return l
}

// closed is how much of a stretch of the day the center was closed.
func (d *Day) closed(from, to time.Duration) time.Duration {
	if len(d.Windows) == 0 || to <= from {
		return 0
	}
	start, err := d.Date.Start()
	if err != nil {
		return 0
	}
	zero := d.Start.Sub(start) // of the timeline, after midnight
	open := time.Duration(0)
	for _, w := range d.Windows {
		a := max(from+zero, time.Duration(w.From)*time.Minute)
		b := min(to+zero, time.Duration(w.To)*time.Minute)
		open += max(0, b-a)
	}
	return to - from - open
}
