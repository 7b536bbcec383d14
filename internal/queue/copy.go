package queue

import (
	"maps"
	"slices"
)

// Copy returns a copy of the day that shares nothing with it that changes, so
// that another goroutine can look at it at leisure. Nothing can be undone in it.
func (d *Day) Copy() *Day {
	c := *d
	c.tickets, c.order = make(map[TicketID]*Ticket, len(d.tickets)), make([]*Ticket, len(d.order))
	for i, t := range d.order {
		n := new(*t)
		n.ticket, n.line = n, nil
		n.Legs, n.Plan = slices.Clone(t.Legs), slices.Clone(t.Plan)
		c.order[i], c.tickets[n.ID] = n, n
	}
	c.counters = maps.Clone(d.counters)
	for id, x := range c.counters {
		n := *x
		n.last = nil
		if x.Ticket != nil {
			n.Ticket = c.tickets[x.Ticket.ID]
		}
		c.counters[id] = &n
	}
	c.numbers, c.remote, c.rules = maps.Clone(d.numbers), maps.Clone(d.remote), maps.Clone(d.rules)
	c.pace = maps.Clone(d.pace)
	for s, p := range c.pace {
		n := *p
		c.pace[s] = &n
	}
	c.booked = slices.Clone(d.booked)
	for i, a := range c.booked {
		n := *a
		c.booked[i] = &n
	}
	d.copyLines(&c)
	return &c
}

// copyLines lets the tickets of c wait where they wait in d.
func (d *Day) copyLines(c *Day) {
	same := make(map[*line]*line, len(d.lines))
	c.lines = make([]*line, len(d.lines))
	for i, l := range d.lines {
		n := *l
		n.q = make([]*Place, len(l.q))
		for k, p := range l.q {
			t := c.tickets[p.ticket.ID]
			t.line, n.q[k] = &n, &t.Place
		}
		c.lines[i], same[l] = &n, &n
	}
	c.reach = maps.Clone(d.reach)
	for id, lines := range c.reach {
		mine := make([]*line, len(lines))
		for i, l := range lines {
			mine[i] = same[l]
		}
		c.reach[id] = mine
	}
}
