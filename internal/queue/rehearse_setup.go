package queue

import (
	"cmp"
	"math"
	"slices"
	"time"

	"motcua/internal/center"
)

// rehearsal prepares the rest of the day for 2^bits replications.
func (d *Day) rehearsal(now Moment, w *World, ask Ask, bits uint) *rehearsal {
	at := d.Now(now)
	wall := now.Wall.In(center.Zone)
	clock := time.Duration(wall.Hour())*time.Hour + time.Duration(wall.Minute())*time.Minute + time.Duration(wall.Second())*time.Second
	r := &rehearsal{
		w: w, now: at, until: at, midnight: at - clock, plans: []int32{-1}, held: map[TicketID]int{},
		dice: dice{seed: mix(ask.Seed + 1), bits: bits},
	}
	for _, s := range d.center.Services {
		r.services = append(r.services, stage{s.Code, w.usual(d, s.Code)})
	}
	r.seatAll(d)
	if ask.Newcomer != nil {
		r.newcomer(d, ask.Newcomer, "", false)
	}
	for i := range ask.Each {
		r.newcomer(d, &ask.Each[i], ask.Each[i].ID(), true)
	}
	r.expected(d, ask.Hour)
	r.awaited(d, wall)
	r.makeRoom()
	for i := range d.center.Counters {
		r.desks = append(r.desks, r.desk(d, &d.center.Counters[i]))
	}
	r.calls = make([]int32, len(r.ids)<<bits)
	for i := range r.calls {
		r.calls[i] = int32(farthest / time.Millisecond) // until they are called
	}
	r.end, r.promise = at+farthest, cmp.Or(ask.Promise, Promise)
	if ask.Hour {
		r.until += time.Hour
		if ask.Brief {
			r.end = r.until
		}
		r.waits = make([]wait, len(r.services)<<bits)
	}
	return r
}

// line finds the line of tickets of one rule, counter and class, or begins it.
func (r *rehearsal) line(rl *rule, bound center.CounterID, priority bool) int32 {
	for i := range r.lines {
		if l := &r.lines[i]; l.rule == rl && l.bound == bound && l.priority == priority {
			return int32(i)
		}
	}
	service := slices.IndexFunc(r.services, func(s stage) bool { return s.code == rl.service })
	if service < 0 { // of a log that outlives its configuration
		service = len(r.services)
		r.services = append(r.services, stage{rl.service, Lognormal(10*time.Minute, 0.5)})
	}
	r.lines = append(r.lines, line{rule: rl, bound: bound, priority: priority})
	r.stock = append(r.stock, stock{service: service})
	return int32(len(r.lines) - 1)
}

// seatAll gives everybody who waits, or will wait again after being served, a seat.
func (r *rehearsal) seatAll(d *Day) {
	for _, t := range d.order {
		held := t.State == Called || t.State == Serving
		if t.line == nil && !(held && (t.Back != "" || len(t.Plan) > 0)) {
			continue
		}
		s := seat{line: r.line(t.rule, t.Bound, t.Priority), plan: r.plan(d, t), ask: -1, begin: t.leg().Begin}
		if t.line != nil {
			s.ask = int32(len(r.ids))
			r.ids = append(r.ids, t.ID)
		}
		if held {
			r.held[t.ID] = len(r.first.seats)
		}
		p := t.Place
		p.index, p.ticket = len(r.first.seats), nil
		r.first.places = append(r.first.places, p)
		r.first.seats = append(r.first.seats, s)
	}
}

// plan is where a visit goes after its present service, as an index of plans.
func (r *rehearsal) plan(d *Day, t *Ticket) int32 {
	if t.Back == "" && len(t.Plan) == 0 {
		return 0
	}
	at := int32(len(r.plans))
	if t.Back != "" && t.Back != t.Counter {
		r.plans = append(r.plans, r.line(t.rule, t.Back, t.Priority))
	}
	for _, s := range t.Plan {
		r.plans = append(r.plans, r.line(d.ruleOf(s, false), "", t.Priority))
	}
	r.plans = append(r.plans, -1)
	return at
}

// newcomer seats one who is about to come, or only might: then nobody is
// served later because of it.
func (r *rehearsal) newcomer(d *Day, n *Newcomer, id TicketID, ghost bool) {
	i, base := len(r.first.seats), max(r.now, n.Slot)
	var bound center.CounterID
	if n.Slot > 0 {
		slot := d.wall(n.Slot)
		bound = d.receiver(n.Service, &slot)
	}
	rl := d.ruleOf(n.Service, n.Slot > 0)
	s := seat{line: r.line(rl, bound, n.Priority), ask: int32(len(r.ids)), begin: base, ghost: ghost}
	r.ids = append(r.ids, id)
	r.first.places = append(r.first.places, Place{Base: base, Priority: n.Priority, rule: rl, index: i})
	r.first.seats = append(r.first.seats, s)
}

// expected prepares who comes without an appointment, in the order of the
// configuration: where only tickets are asked for, those who may be called
// before one of them.
func (r *rehearsal) expected(d *Day, everybody bool) {
	for _, s := range d.center.Services {
		rates, ok := r.w.Rates[s.Code]
		if !ok {
			continue
		}
		rl := d.ruleOf(s.Code, false)
		for _, k := range []kind{
			{line: r.line(rl, "", false), rates: &rates.Ordinary, last: r.overtakes(rl, false)},
			{line: r.line(rl, "", true), rates: &rates.Priority, last: r.overtakes(rl, true)},
		} {
			if everybody {
				k.last = never
			}
			if k.last >= r.now {
				r.kinds = append(r.kinds, k)
			}
		}
	}
	for slot := range r.rates {
		for i := range r.kinds {
			r.rates[slot] += r.kinds[i].rates[slot]
			r.kinds[i].upTo[slot] = r.rates[slot]
		}
		for i := range r.kinds {
			if r.rates[slot] > 0 {
				r.kinds[i].upTo[slot] /= r.rates[slot]
			}
		}
		r.rates[slot] /= float64(time.Hour)
	}
	for i := range r.kinds {
		r.last = max(r.last, r.kinds[i].last)
	}
}

// overtakes is until when somebody of a class may come who is due before
// anybody who waits now: nobody due later is ever called before them, by a
// counter that could call either.
func (r *rehearsal) overtakes(rl *rule, priority bool) time.Duration {
	latest := time.Duration(math.MinInt64)
	for i := range r.first.places {
		p := &r.first.places[i]
		latest = max(latest, p.Base+p.rule.target)
	}
	switch {
	case latest < 0:
		return latest
	case !priority:
		return latest - rl.target
	case rl.Weight > 1 || rl.Every > 0:
		return never
	}
	return latest - rl.target + rl.head
}

// awaited prepares who comes for an appointment, and holds.
func (r *rehearsal) awaited(d *Day, wall time.Time) {
	grace := time.Duration(d.center.Appointments.Grace) * time.Minute
	for _, a := range d.booked {
		slot := r.now + a.Slot.Sub(wall)
		if a.State != Booked || slot+grace < r.now {
			continue
		}
		r.bookings = append(r.bookings, booking{
			line: r.line(d.ruleOf(a.Service, true), d.receiver(a.Service, &a.Slot), false), slot: slot, late: slot + grace,
		})
	}
}

// makeRoom seats who waits now in the lines, with room for who comes.
func (r *rehearsal) makeRoom() {
	coming := make([]float64, len(r.lines))
	total := 0.0
	from := int((r.now - r.midnight) / (30 * time.Minute))
	for i := range r.kinds {
		for slot := max(from, 0); slot < min(from+9, 48); slot++ {
			coming[r.kinds[i].line] += r.kinds[i].rates[slot] / 2
			total += r.kinds[i].rates[slot] / 2
		}
	}
	most := len(r.first.seats) + int(total+8*math.Sqrt(total)) + len(r.bookings) + 16
	r.places, r.seats = make([]Place, most), make([]seat, 0, most)
	copy(r.places, r.first.places)
	for k := range r.first.seats {
		x := &r.first.seats[k]
		if s := &r.stock[x.line]; x.ask >= 0 {
			s.first = append(s.first, &r.places[k])
			if r.places[k].capped() {
				s.capped++
			}
		}
	}
	for i := range r.stock {
		s := &r.stock[i]
		slices.SortFunc(s.first, byBase)
		s.room = make([]*Place, 0, len(s.first)+int(coming[i]+4*math.Sqrt(coming[i]))+len(r.bookings)+len(r.plans)+8)
	}
}

// desk prepares a counter as it stands and as it is planned.
func (r *rehearsal) desk(d *Day, x *center.Counter) desk {
	c, plan := d.counters[x.ID], r.w.desk(x.ID)
	if plan.Services == nil {
		plan.Services = x.Services
	}
	pause := &r.w.Pause
	if plan.Pause != nil {
		pause = plan.Pause
	}
	k := desk{id: x.ID, ordinary: c.ordinary, pause: pause, off: plan.Off[:min(len(plan.Off), most)], may: make([]bool, len(r.lines))}
	people := time.Duration(-1)
	for i := range r.lines {
		l := &r.lines[i]
		if l.bound == x.ID || l.bound == "" && slices.Contains(plan.Services, l.rule.service) {
			k.reach, k.may[i] = append(k.reach, l), true
			for _, p := range r.stock[i].first {
				people = max(people, r.now-r.first.seats[p.index].begin)
			}
		}
	}
	k.start = r.opening(d, c, plan.Back, pause, people)
	return k
}

// opening is what a counter does now. waited is for how long somebody has
// waited whom it could call; negative: nobody does.
func (r *rehearsal) opening(d *Day, c *Counter, back time.Duration, pause *Times, waited time.Duration) opening {
	o := opening{elapsed: r.now - c.since, holds: -1}
	switch {
	case (!c.Open || c.Paused) && back > 0:
		o.state, o.until = away, max(back, r.now)
	case !c.Open:
		o.state, o.until = away, never
	case c.Paused:
		o.state, o.reached = pausing, pause.reached(o.elapsed)
	case c.Ticket != nil:
		r.inHand(d, c, &o)
	default:
		// Who has had nothing to do calls whoever comes at once. Who leaves people
		// waiting has something else to do, wrap-up or not.
		o.reached = r.w.Wrap.reached(o.elapsed)
		if c.WrapUp && o.reached < 1 || waited > soon {
			o.state = closing
		}
	}
	return o
}

// inHand is the ticket that a counter holds.
func (r *rehearsal) inHand(d *Day, c *Counter, o *opening) {
	t := c.Ticket
	leg := t.leg()
	o.service = slices.IndexFunc(r.services, func(s stage) bool { return s.code == t.Service })
	if o.service < 0 {
		o.service = 0
	}
	o.state, o.elapsed = calling, r.now-leg.Called
	switch {
	case t.State == Serving:
		o.state, o.elapsed = serving, r.now-leg.Started
	case r.w.Silent > 0.5 && o.elapsed > Walking: // as the finish will infer it
		o.state, o.elapsed = serving, o.elapsed-Walking
	}
	if o.state == serving {
		o.reached = r.services[o.service].times.reached(o.elapsed)
	} else {
		o.reached = r.w.Walk.reached(o.elapsed)
	}
	if n, ok := r.held[t.ID]; ok && r.plans[r.first.seats[n].plan] >= 0 {
		o.holds = n
	}
}
