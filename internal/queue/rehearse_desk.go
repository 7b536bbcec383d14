package queue

import (
	"time"

	"motcua/internal/center"
)

// desk is a counter in a rehearsal.
type desk struct {
	id       center.CounterID
	reach    []*line
	may      []bool // by line: could call from it
	off      []Absence
	pause    *Times // the one that it is in
	start    opening
	ordinary int

	free  time.Duration // when it looks for its next ticket
	idle  time.Duration // since when it has nothing to do; never: it has
	turns int           // calls of ordinary tickets since the last priority one
	away  int           // absences that have begun
	since time.Duration // the present one begins, with its chance
	holds int           // seat whose visit goes on when the counter is free; -1: none

	busy, atWork time.Duration // in the hour, over all replications
}

// opening is what a counter does as the rehearsal begins.
type opening struct {
	state   doing
	until   time.Duration // away: as planned
	elapsed time.Duration
	reached float64 // probability of at most elapsed
	service int     // called, serving
	holds   int
}

type doing uint8

const (
	atOnce  doing = iota // calls at once
	away                 // until a planned time, or never
	pausing              // nobody has said until when
	calling              // a ticket that has not come yet
	serving
	closing // wraps up, or leaves people waiting
)

// begin puts a counter to where it stands now.
func (r *rehearsal) begin(i int) {
	x := &r.desks[i]
	o := &x.start
	x.idle, x.turns, x.away, x.holds = never, x.ordinary, 0, o.holds
	x.since = r.absence(i)
	u, bits := r.dice.draw(forRest, i)
	worked := true
	switch o.state {
	case atOnce:
		x.free = r.now
	case away:
		x.free, worked = o.until, false
	case pausing:
		x.free, worked = r.now+x.pause.rest(o.elapsed, o.reached, u), false
	case calling:
		x.free = r.now + r.w.Walk.rest(o.elapsed, o.reached, u) + r.services[o.service].times.quantile(r.dice.one(forService, -1-i)) + r.w.Wrap.pick(bits)
	case serving:
		x.free = r.now + r.services[o.service].times.rest(o.elapsed, o.reached, u) + r.w.Wrap.pick(bits)
	case closing:
		x.free = r.now + r.w.Wrap.rest(o.elapsed, o.reached, u)
	}
	if x.free == never {
		return
	}
	x.atWork += r.until - r.now
	if worked {
		x.busy += r.within(r.now, x.free)
	} else {
		x.atWork -= r.within(r.now, x.free)
	}
}

// within is how much of the hour lies between two times.
func (r *rehearsal) within(from, to time.Duration) time.Duration {
	return max(0, min(to, r.until)-max(from, r.now))
}

// absence is when a counter's next one begins, never where none is planned.
func (r *rehearsal) absence(i int) time.Duration {
	x := &r.desks[i]
	if x.away == len(x.off) {
		return never
	}
	u := r.dice.one(forAbsence, i*most+x.away)
	return x.off[x.away].From + time.Duration((2*u-1)*float64(r.w.Spread))
}

// turn lets a counter look for its next ticket.
func (r *rehearsal) turn(i int, at time.Duration) {
	x := &r.desks[i]
	if x.holds >= 0 {
		r.goOn(x, at)
	}
	if at >= x.since {
		r.leave(i, at)
		return
	}
	c := choose(x.reach, x.turns, at)
	for c.place != nil && r.seats[c.place.index].ghost {
		r.lines[r.seats[c.place.index].line].remove(c.place)
		r.called(c.place.index, at)
		c = choose(x.reach, x.turns, at)
	}
	if c.place == nil {
		x.free = x.since
		x.idle = min(x.idle, at)
		return
	}
	r.call(i, c.place, at)
}

// leave begins an absence. Whoever is free looks again for what it leaves behind.
func (r *rehearsal) leave(i int, at time.Duration) {
	x := &r.desks[i]
	off := x.off[x.away]
	if x.free = max(off.To, at); off.To == 0 {
		takes := off.Takes
		if takes == nil {
			takes = &r.w.Pause
		}
		x.free = at + takes.quantile(r.dice.one(forPause, i*most+x.away))
	}
	x.idle = never
	x.atWork -= r.within(at, x.free)
	x.away++
	x.since = max(at, r.absence(i))
	for k := range r.desks {
		if other := &r.desks[k]; other.idle != never {
			other.free = at
		}
	}
}

// call gives a place to a counter, as Day.Apply does.
func (r *rehearsal) call(i int, p *Place, at time.Duration) {
	x, s := &r.desks[i], &r.seats[p.index]
	r.lines[s.line].remove(p)
	r.passed = pass(x.reach, p, r.passed[:0])
	if x.turns++; p.Priority {
		x.turns = 0
	}
	r.called(p.index, at)
	x.idle = never
	// A visit that goes on is served by other dice at each service.
	id := p.index + int(s.plan)<<20
	u, bits := r.dice.draw(forService, id)
	if float64(bits&0xfff) < r.w.NoShow*(1<<12) {
		x.free = at + r.w.Absent
	} else {
		takes := &r.services[r.stock[s.line].service].times
		x.free = at + r.w.Walk.pick(bits>>12) + takes.quantile(u) + r.w.Wrap.pick(bits>>28)
		if r.plans[s.plan] >= 0 {
			x.holds = p.index
		}
	}
	x.busy += r.within(at, x.free)
}

// goOn sends the visit that a counter has finished to what it still has to do.
func (r *rehearsal) goOn(x *desk, at time.Duration) {
	i := x.holds
	x.holds = -1
	s, p := &r.seats[i], &r.places[i]
	s.line = r.plans[s.plan]
	s.plan++
	s.begin = at
	l := &r.lines[s.line]
	p.rule = l.rule
	l.insert(p)
	r.wake(s.line, at)
}
