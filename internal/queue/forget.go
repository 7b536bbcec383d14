package queue

import "slices"

// Forget drops the tickets that are over, missed ones too, so that a simulated
// day may last for years in the memory of one. Numbers go on; figures and
// habits only know of those who are left. What undo may want is kept.
func (d *Day) Forget() {
	wanted := map[TicketID]bool{}
	for _, c := range d.counters {
		for s := c.last; s != nil; s = s.before {
			wanted[s.id] = true
		}
	}
	d.order = slices.DeleteFunc(d.order, func(t *Ticket) bool {
		switch t.State {
		case Finished, NoShow, Canceled, Expired:
			if !wanted[t.ID] {
				delete(d.tickets, t.ID)
				return true
			}
		}
		return false
	})
}
