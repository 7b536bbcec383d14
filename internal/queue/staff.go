package queue

import (
	"slices"
	"time"

	"motcua/internal/center"
	"motcua/internal/fault"
)

// beside applies what changes neither the order nor the state of anything:
// what a counter did last can still be taken back after it.
func beside(e Event, c *Counter, t *Ticket, now time.Duration) bool {
	switch e.Type {
	case CounterStaffed:
		if c != nil && e.Official != "" {
			c.staffed(e.Official, e.Present)
		}
	case TicketNoted, NoteErased:
		if t != nil {
			t.noted(e)
		}
	case CounterAsked:
		if c != nil {
			c.asked, c.askedAt = c.Ticket != nil, now
		}
	case CounterAttended: // it has been heard
	default:
		return false
	}
	return true
}

// hear notes that somebody is at the counter, and who acted last.
func (c *Counter) hear(e Event, now time.Duration) {
	if e.Type == CounterAsked || e.Reason == Forgotten || e.Reason == Closing {
		return
	}
	c.alive, c.asked = now, false
	if i := slices.Index(c.Staff, e.Official); i >= 0 && i < len(c.Staff)-1 && e.Type != CounterStaffed {
		c.staffed(e.Official, true)
	}
}

// staffed signs an official on, as the one who acted last, or off.
func (c *Counter) staffed(id string, present bool) {
	all := slices.DeleteFunc(slices.Clone(c.Staff), func(x string) bool { return x == id })
	if present {
		all = append(all, id)
	}
	c.Staff = all
}

// join is a and who of b is not in it.
func join(a, b []string) []string {
	all := slices.Clone(a)
	for _, x := range b {
		if !slices.Contains(all, x) {
			all = append(all, x)
		}
	}
	return all
}

// At is the official whose work at the counter is when nobody says who pressed:
// of those who are signed on, who acted last; "" with nobody signed on.
func (c *Counter) At() string {
	if len(c.Staff) == 0 {
		return ""
	}
	return c.Staff[len(c.Staff)-1]
}

// owned says of what happens at a counter whose work it is. Who acts there
// without having signed on, signs on with it.
func (c *Counter) owned(action string, a Act, events []Event) []Event {
	if len(events) == 0 || action == "sign-on" || action == "sign-off" {
		return events
	}
	official := a.Official
	if official == "" {
		official = c.At()
	}
	for i := range events {
		events[i].Official = official
	}
	if a.Official == "" || slices.Contains(c.Staff, a.Official) || action == "close" || action == "undo" {
		return events
	}
	return slices.Insert(events, 0, Event{Type: CounterStaffed, Counter: c.ID, By: a.By, Official: a.Official, Present: true})
}

// signOn lets an official sit at a counter, beside who sits there. Nobody has
// to leave one counter to sit at another.
func signOn(_ *Day, c *Counter, a Act, _ Moment) ([]Event, error) {
	switch {
	case a.Official == "":
		return nil, fault.New(fault.Invalid, "official-missing")
	case slices.Contains(c.Staff, a.Official):
		return nil, nil
	}
	return []Event{{Type: CounterStaffed, Counter: c.ID, By: a.By, Official: a.Official, Present: true}}, nil
}

// signOff lets an official leave a counter; the last one not while it holds a ticket.
func signOff(_ *Day, c *Counter, a Act, _ Moment) ([]Event, error) {
	switch {
	case a.Official == "":
		return nil, fault.New(fault.Invalid, "official-missing")
	case !slices.Contains(c.Staff, a.Official):
		return nil, nil
	case c.Ticket != nil && len(c.Staff) == 1:
		return nil, fault.New(fault.Conflict, "counter-busy", "number", c.Ticket.Number)
	}
	return []Event{{Type: CounterStaffed, Counter: c.ID, By: a.By, Official: a.Official}}, nil
}

// Staffed tells whether an official is signed on at a counter.
func (d *Day) Staffed(id center.CounterID, official string) bool {
	c, ok := d.counters[id]
	return ok && official != "" && slices.Contains(c.Staff, official)
}

// Forgotten, as the reason of a finish: nobody pressed it.
const Forgotten = "forgotten"

// Closing, as the reason of a finish or a close: the day ended.
const Closing = "closing"

// attended says that the citizen is still there.
func attended(_ *Day, c *Counter, a Act, _ Moment) ([]Event, error) {
	if err := c.held(Called, Serving); err != nil {
		return nil, err
	}
	return []Event{c.event(CounterAttended, a)}, nil
}

// patience is how long nobody needs to be heard of while a counter holds t: the
// service's usual time, and what the center gives beyond it.
func (d *Day) patience(t *Ticket) time.Duration {
	minutes := 10
	if s, ok := d.center.Service(t.Service); ok && s.Minutes > 0 {
		minutes = s.Minutes
	}
	return time.Duration(minutes+d.center.Calling.Forgotten) * time.Minute
}

// Overlooked finds finishes that nobody presses: a counter that holds a ticket
// and has not been heard of beyond the service's usual time is asked, and where
// that brings no sign of life, its service ends as of the last one.
func (d *Day) Overlooked(now Moment) []Event {
	more := time.Duration(d.center.Calling.Forgotten) * time.Minute
	if more == 0 {
		return nil
	}
	var events []Event
	for _, x := range d.center.Counters {
		c := d.counters[x.ID]
		if c.Ticket == nil {
			continue
		}
		at := d.Now(now)
		silent := at - c.alive
		e := c.event(CounterAsked, Act{By: "controller"})
		e.Silent, e.Official = int(silent.Seconds()), c.At()
		switch {
		case silent < d.patience(c.Ticket) || c.asked && at-c.askedAt < more:
			continue
		case c.asked:
			e.Type, e.Reason, e.Inferred = TicketFinished, Forgotten, c.Ticket.State == Called
			d.goesOn(c.Ticket, &e)
		}
		events = append(events, e)
	}
	return events
}

// Still tells since when nobody has been heard of at a counter that was asked
// whether its citizen is still there, and when its service ends by itself.
func (d *Day) Still(id center.CounterID) (since, closeAt time.Time, asked bool) {
	c, ok := d.counters[id]
	if !ok || !c.asked || c.Ticket == nil {
		return time.Time{}, time.Time{}, false
	}
	more := time.Duration(d.center.Calling.Forgotten) * time.Minute
	return d.wall(c.alive), d.wall(c.askedAt + more), true
}

// Lost is the number whose service at a counter ended by itself and can still be taken up again by undo.
func (d *Day) Lost(id center.CounterID) string {
	c, ok := d.counters[id]
	if !ok || c.last == nil || !c.last.alone || c.last.id == "" || d.tickets[c.last.id].rev != c.last.rev {
		return ""
	}
	return c.last.ticket.Number
}
