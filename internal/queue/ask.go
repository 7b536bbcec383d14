package queue

import (
	"maps"
	"slices"
	"time"

	"motcua/internal/center"
)

// Capacity returns how many open counters serve s, and the calls a minute that
// the configuration promises with them: each counter shares its time evenly
// among its services that somebody waits for.
func (d *Day) Capacity(s center.ServiceCode) (open int, rate float64) {
	for _, x := range d.center.Counters {
		if c := d.counters[x.ID]; c.Open && !c.Paused && x.Serves(s) {
			open++
		}
	}
	return open, d.capacity(s)
}

// Free is how many counters could call a ticket of s at once.
func (d *Day) Free(s center.ServiceCode) int { return d.free(s) }

// AheadOf returns how many waiting tickets of its service would be due before a
// ticket that is issued now.
func (d *Day) AheadOf(n Newcomer, now Moment) int {
	at := d.Now(now)
	p := &Place{Base: max(at, n.Slot), Priority: n.Priority, rule: d.ruleOf(n.Service, n.Slot > 0), index: d.given}
	due, ahead := p.due(at), 0
	for _, l := range d.lines {
		if l.rule.service != n.Service || l.bound != "" {
			continue
		}
		ahead += l.before(p, due, at)
	}
	return ahead
}

// Today returns a copy of what earlier days have taught, to which the events of
// a day can be shown. A nil h knows nothing.
func (h *Habits) Today() *Habits {
	if h == nil {
		return &Habits{}
	}
	c := *h
	c.desks = maps.Clone(h.desks)
	for id, x := range c.desks {
		y := *x
		y.today, y.first = slices.Clone(x.today), x.first
		c.desks[id] = &y
	}
	return &c
}

// With returns a copy that also knows how long things took on a day that is not
// over: all that a center knows on its first.
func (h *Habits) With(d *Day) *Habits {
	c := h.Today()
	c.times = maps.Clone(h.times)
	if c.times == nil {
		c.times = map[center.ServiceCode][]time.Duration{}
	}
	for s, all := range c.times {
		c.times[s] = slices.Clip(all)
	}
	c.walk, c.wrap = slices.Clip(c.walk), slices.Clip(c.wrap)
	byCounter := map[center.CounterID][]*Leg{}
	for _, t := range d.order {
		for i := range t.Legs {
			byCounter[t.Legs[i].Counter] = append(byCounter[t.Legs[i].Counter], &t.Legs[i])
		}
	}
	for _, x := range d.center.Counters {
		c.counter(byCounter[x.ID])
	}
	return c
}

// Rounded are a wait's bounds as they are told: the lower rounded down, the upper up.
func Rounded(low, high time.Duration) (time.Duration, time.Duration) {
	return low.Truncate(rounding(low)), roundUp(high)
}

// Has tells whether the outlook awaits a ticket.
func (o *Outlook) Has(id TicketID) bool {
	_, ok := o.at[id]
	return ok
}
