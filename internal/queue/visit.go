package queue

import (
	"time"

	"motcua/internal/center"
	"motcua/internal/fault"
)

// Cancel gives up a ticket that waits or is parked.
func (d *Day) Cancel(id TicketID, by string) ([]Event, error) {
	t, ok := d.tickets[id]
	if !ok {
		return nil, fault.New(fault.NotFound, "ticket-unknown", "ticket", id)
	}
	switch t.State {
	case Canceled:
		return nil, nil
	case Waiting, Parked, NoShow:
		return []Event{{Type: TicketCanceled, Ticket: t.ID, Number: t.Number, By: by}}, nil
	}
	return nil, fault.New(fault.Conflict, "ticket-state", "number", t.Number, "state", t.State)
}

// CheckIn lets a number that was taken away from the center wait from now on.
func (d *Day) CheckIn(id TicketID, by string) ([]Event, error) {
	t, ok := d.tickets[id]
	switch {
	case !ok:
		return nil, fault.New(fault.NotFound, "ticket-unknown", "ticket", id)
	case t.State == Waiting && !t.Away:
		return nil, nil
	case t.State != Waiting:
		return nil, fault.New(fault.Conflict, "ticket-state", "number", t.Number, "state", t.State)
	}
	return []Event{{Type: TicketCheckedIn, Ticket: t.ID, Number: t.Number, By: by}}, nil
}

// Rejoin lets a missed number wait again within the grace period, as if it had
// just come, and a parked one in its old place.
func (d *Day) Rejoin(id TicketID, by string, now Moment) ([]Event, error) {
	t, ok := d.tickets[id]
	switch {
	case !ok:
		return nil, fault.New(fault.NotFound, "ticket-unknown", "ticket", id)
	case t.State == Waiting:
		return nil, nil
	case t.State != NoShow && t.State != Parked:
		return nil, fault.New(fault.Conflict, "ticket-state", "number", t.Number, "state", t.State)
	}
	grace := d.grace(t)
	if t.State == NoShow && grace > 0 && d.Now(now)-t.missed > grace {
		return nil, fault.New(fault.Gone, "grace-over", "number", t.Number, "until", d.ReturnBy(t))
	}
	return []Event{{Type: TicketRejoined, Ticket: t.ID, Number: t.Number, Service: t.Service, By: by}}, nil
}

// Reclass moves a priority ticket back to ordinary. It keeps its base.
func (d *Day) Reclass(id TicketID, by string) ([]Event, error) {
	t, ok := d.tickets[id]
	switch {
	case !ok:
		return nil, fault.New(fault.NotFound, "ticket-unknown", "ticket", id)
	case t.State != Waiting:
		return nil, fault.New(fault.Conflict, "ticket-state", "number", t.Number, "state", t.State)
	case !t.Priority:
		return nil, nil
	}
	return []Event{{Type: TicketReclassed, Ticket: t.ID, Number: t.Number, By: by}}, nil
}

// Assist marks a number as one whose holder the counter fetches, or takes the mark back.
func (d *Day) Assist(id TicketID, on bool, by string) ([]Event, error) {
	t, ok := d.tickets[id]
	switch {
	case !ok:
		return nil, fault.New(fault.NotFound, "ticket-unknown", "ticket", id)
	case t.Assist == on:
		return nil, nil
	case t.State == Finished || t.State == Canceled || t.State == Expired:
		return nil, fault.New(fault.Conflict, "ticket-state", "number", t.Number, "state", t.State)
	}
	return []Event{{Type: TicketAssisted, Ticket: t.ID, Number: t.Number, Assist: on, By: by}}, nil
}

// Lapse expires numbers taken away from the center whose citizens have not
// checked in in time.
func (d *Day) Lapse(now Moment) []Event {
	if d.center.Remote.Arrive == 0 {
		return nil
	}
	var events []Event
	limit := d.Now(now) - time.Duration(d.center.Remote.Arrive)*time.Minute
	for _, t := range d.order {
		if t.Away && t.State == Waiting && t.Issued < limit {
			events = append(events, Event{Type: TicketExpired, Ticket: t.ID, Number: t.Number, Reason: "away"})
		}
	}
	return events
}

// Rebook moves a waiting ticket to another service: the greeter's correction of a wrong choice.
func (d *Day) Rebook(id TicketID, s center.ServiceCode, by string) ([]Event, error) {
	t, ok := d.tickets[id]
	if !ok {
		return nil, fault.New(fault.NotFound, "ticket-unknown", "ticket", id)
	}
	if _, ok := d.center.Service(s); !ok {
		return nil, fault.New(fault.Invalid, "service-unknown", "service", s)
	}
	if t.State != Waiting {
		return nil, fault.New(fault.Conflict, "ticket-state", "number", t.Number, "state", t.State)
	}
	if t.Service == s && t.Bound == "" {
		return nil, nil
	}
	return []Event{{Type: TicketTransferred, Ticket: t.ID, Number: t.Number, Service: s, By: by}}, nil
}
