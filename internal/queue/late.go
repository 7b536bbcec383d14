package queue

import "motcua/internal/fault"

// Late is the citizen's own word that the call comes too early. Who is called
// gives the place up as if missed, so that the counter goes on at once, and may
// come back within the grace period; who was missed within it waits again, as if
// just come. A number that still waits keeps its place: nothing is lost yet.
func (d *Day) Late(id TicketID, by string, now Moment) ([]Event, error) {
	t, ok := d.tickets[id]
	switch {
	case !ok:
		return nil, fault.New(fault.NotFound, "ticket-unknown", "ticket", id)
	case t.State == Called:
		return []Event{{Type: TicketNoShow, Ticket: t.ID, Number: t.Number, Counter: t.Counter, By: by}}, nil
	case t.State == NoShow:
		return d.Rejoin(id, by, now)
	}
	return nil, fault.New(fault.Conflict, "ticket-state", "number", t.Number, "state", t.State)
}
