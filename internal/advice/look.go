package advice

import (
	"cmp"
	"slices"
	"time"

	"motcua/internal/center"
	"motcua/internal/queue"
)

// plan is which counters work, and what they serve.
type plan struct {
	desks []queue.Desk
	open  []bool // by counter
}

// look compares plans with the same people: each is lived with the same seed,
// so that what differs is the plan.
type look struct {
	rules Rules
	c     *center.Center
	day   *queue.Day
	world *queue.World
	now   queue.Moment
	at    time.Duration
	allow time.Duration // mean wait that the promise still allows

	plan     plan
	hours    []queue.Hour
	hope     Effect
	worst    queue.Hour           // the service most at risk
	unserved []center.ServiceCode // no counter is open for people who wait or are about to come
}

func newLook(r Rules, c *center.Center, d *queue.Day, w *queue.World, now queue.Moment) *look {
	l := &look{rules: r, c: c, day: d, world: w, now: now, at: d.Now(now), allow: queue.Promise}
	if r.Day {
		l.allow = budget(d, w, l.at, now.Wall)
	}
	p := plan{desks: slices.Clone(w.Desks), open: make([]bool, len(c.Counters))}
	for i := range c.Counters {
		k, _ := d.Counter(c.Counters[i].ID)
		p.open[i] = k.Open
	}
	l.take(p)
	return l
}

// budget is the mean wait of everybody still to be called today with which the
// day's mean keeps the promise, within what nobody should wait at all.
func budget(d *queue.Day, w *queue.World, at time.Duration, wall time.Time) time.Duration {
	called, ahead := 0.0, 0.0
	var spent time.Duration
	for _, t := range d.Tickets() {
		if t.State == queue.Waiting {
			ahead++
		}
		for i := range t.Legs {
			if leg := &t.Legs[i]; leg.Answered {
				called++
				spent += leg.Called - leg.Begin
			}
		}
	}
	for _, r := range w.Rates {
		ahead += still(&r, wall)
	}
	if ahead < 1 {
		return queue.Promise
	}
	left := ((called+ahead)*spendable*queue.Promise.Minutes() - spent.Minutes()) / ahead
	return min(max(time.Duration(left*float64(time.Minute)), queue.Promise/2), mostBudget)
}

// still are the people who come after a time of the day.
func still(r *queue.Rates, wall time.Time) float64 {
	wall = wall.In(center.Zone)
	half := float64(wall.Hour()*60+wall.Minute()) / 30
	n := 0.0
	for i := range r.Ordinary {
		n += min(max(float64(i+1)-half, 0), 1) * (r.Ordinary[i] + r.Priority[i]) / 2
	}
	return n
}

// take makes a plan the one that others are compared with.
func (l *look) take(p plan) {
	l.plan = p
	l.hours, l.hope, l.worst = l.try(p, l.rules.Review)
	l.unserved = nil
	for _, s := range l.c.Services {
		if l.wanted(s.Code) && l.serving(p, s.Code) == 0 {
			l.unserved = append(l.unserved, s.Code)
		}
	}
}

// wanted tells whether somebody waits for a service or is about to come for it.
func (l *look) wanted(s center.ServiceCode) bool {
	r, wall := l.world.Rates[s], l.now.Wall.In(center.Zone)
	slot := (wall.Hour()*60 + wall.Minute()) / 30
	return l.day.Waiting(s) > 0 || r.Ordinary[slot]+r.Priority[slot] > 0
}

// serving is how many counters work for a service.
func (l *look) serving(p plan, s center.ServiceCode) int {
	n := 0
	for i := range l.c.Counters {
		if p.open[i] && slices.Contains(p.services(&l.c.Counters[i]), s) {
			n++
		}
	}
	return n
}

// try lives the next hour by a plan; after review, any other counter may help.
func (l *look) try(p plan, review time.Duration) ([]queue.Hour, Effect, queue.Hour) {
	w := *l.world
	w.Desks = p.desks
	if review > 0 {
		for i := range l.c.Counters {
			if !p.open[i] {
				w.Desks = changed(w.Desks, l.c.Counters[i].ID, func(k *queue.Desk) { k.Back = l.at + review })
			}
		}
	}
	o := l.day.Outlook(l.now, &w, queue.Ask{N: l.rules.N, Seed: uint64(l.at), Hour: true, Brief: true, Promise: l.allow})
	var worst queue.Hour
	for i, h := range o.Hours() {
		if i == 0 || cmp.Or(cmp.Compare(h.Miss, worst.Miss), cmp.Compare(h.Over, worst.Over)) > 0 {
			worst = h
		}
	}
	all, _ := o.Hour("")
	e := Effect{Miss: Share(worst.Miss), Over: all.Over, Mean: all.Mean}
	if l.rules.Day {
		e.Miss = Share(all.Miss)
	}
	return o.Hours(), e, worst
}

// changed are the desks with one counter otherwise.
func changed(desks []queue.Desk, id center.CounterID, how func(*queue.Desk)) []queue.Desk {
	desks = slices.Clone(desks)
	i := slices.IndexFunc(desks, func(x queue.Desk) bool { return x.Counter == id })
	if i < 0 {
		i = len(desks)
		desks = append(desks, queue.Desk{Counter: id})
	}
	how(&desks[i])
	return desks
}

// services are what a counter serves by a plan.
func (p *plan) services(x *center.Counter) []center.ServiceCode {
	for _, k := range p.desks {
		if k.Counter == x.ID && k.Services != nil {
			return k.Services
		}
	}
	return x.Services
}

// count is how many counters work by a plan.
func (p *plan) count() int {
	n := 0
	for _, open := range p.open {
		if open {
			n++
		}
	}
	return n
}

// opened is the plan with one counter more.
func (l *look) opened(i int) plan {
	p := plan{open: slices.Clone(l.plan.open)}
	p.open[i] = true
	p.desks = changed(l.plan.desks, l.c.Counters[i].ID, func(k *queue.Desk) { k.Back = max(1, l.at+l.rules.Lead) })
	return p
}

// closed is the plan with one counter less, for as long as it is not reviewed.
func (l *look) closed(i int) plan {
	p := plan{open: slices.Clone(l.plan.open)}
	p.open[i] = false
	until := l.at + cmp.Or(l.rules.Review, 24*time.Hour)
	p.desks = changed(l.plan.desks, l.c.Counters[i].ID, func(k *queue.Desk) {
		k.Off = append([]queue.Absence{{From: l.at, To: until}}, k.Off...)
	})
	return p
}

// skilled is the plan with one service more at a counter.
func (l *look) skilled(i int, s center.ServiceCode) plan {
	x := &l.c.Counters[i]
	more := append(slices.Clone(l.plan.services(x)), s)
	return plan{open: l.plan.open, desks: changed(l.plan.desks, x.ID, func(k *queue.Desk) { k.Services = more })}
}
