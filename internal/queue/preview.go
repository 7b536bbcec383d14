package queue

import "motcua/internal/center"

// Preview returns the call that next would make at a counter as things stand,
// whether or not the counter is free; false when nobody waits for it.
func (d *Day) Preview(id center.CounterID, now Moment) (Event, bool) {
	c, ok := d.counters[id]
	if !ok {
		return Event{}, false
	}
	x := choose(d.reach[id], c.ordinary, d.Now(now))
	if x.place == nil {
		return Event{}, false
	}
	return d.call(c, x, Act{Counter: id}, now), true
}
