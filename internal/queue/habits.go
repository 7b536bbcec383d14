package queue

import (
	"maps"
	"slices"
	"time"

	"motcua/internal/center"
)

// Habits is what a center's own log tells of how its days go: what World is
// made of. Days are lived through it one after the other: See for each event,
// as it is applied to the day, then End. It keeps the latest keepTimes times of
// each kind; who came when counts half after 23 days, absences for 40 days. The
// zero value knows nothing.
type Habits struct {
	n        int     // days
	days     float64 // of these, as far as they are remembered
	times    map[center.ServiceCode][]time.Duration
	walk     []time.Duration
	wrap     []time.Duration
	came     map[center.ServiceCode]*Rates // people, not yet a rate
	calls    int
	finishes int
	silent   int // of these, with an inferred start
	noShows  int
	absent   time.Duration // summed over noShows
	booked   int
	kept     int
	early    time.Duration // summed over kept
	desks    map[center.CounterID]*deskHabits
}

const (
	keepTimes = 2000
	keepDay   = 0.97             // of what came before, each day
	keepSpans = 40               // days
	farApart  = 45 * time.Minute // pauses that begin further apart are two habits
	knownDays = 20               // people of today that weigh as much as what is usual
)

// deskHabits are the absences of one counter, by the time of day.
type deskHabits struct {
	past   []span // of earlier days
	today  []span
	opened []time.Duration // first opening of earlier days
	first  time.Duration   // of today; 0: not yet
}

// span is an absence, since midnight.
type span struct {
	from, to time.Duration // to 0: not over
	day      int
}

// See notes one event of the day.
func (h *Habits) See(e Event, m Moment) {
	if h.desks == nil {
		h.desks = map[center.CounterID]*deskHabits{}
	}
	at := sinceMidnight(m.Wall)
	x := h.desks[e.Counter]
	if x == nil {
		x = &deskHabits{}
		h.desks[e.Counter] = x
	}
	switch e.Type {
	case CounterPaused, CounterClosed:
		if n := len(x.today); n == 0 || x.today[n-1].to != 0 {
			x.today = append(x.today, span{from: at})
		}
	case CounterOpened:
		if x.first == 0 {
			x.first = at
		}
		if n := len(x.today); n > 0 && x.today[n-1].to == 0 {
			x.today[n-1].to = at
		}
	}
}

func sinceMidnight(wall time.Time) time.Duration {
	w := wall.In(center.Zone)
	return time.Duration(w.Hour())*time.Hour + time.Duration(w.Minute())*time.Minute + time.Duration(w.Second())*time.Second
}

// End learns from a day that is over.
func (h *Habits) End(d *Day) {
	// Copies of these habits may be in use: what they share is not changed.
	times, came := map[center.ServiceCode][]time.Duration{}, map[center.ServiceCode]*Rates{}
	maps.Copy(times, h.times)
	for s, r := range h.came {
		came[s] = r.faded()
	}
	h.times, h.came = times, came
	h.n++
	h.days = h.days*keepDay + 1
	byCounter := map[center.CounterID][]*Leg{}
	for _, t := range d.order {
		h.issued(t)
		for i := range t.Legs {
			leg := &t.Legs[i]
			byCounter[leg.Counter] = append(byCounter[leg.Counter], leg)
		}
	}
	for _, a := range d.booked {
		if a.State != Dropped {
			h.booked++
		}
	}
	for _, x := range d.center.Counters {
		h.counter(byCounter[x.ID])
	}
	for _, x := range h.desks {
		x.end(h.n)
	}
}

// issued learns who comes when.
func (h *Habits) issued(t *Ticket) {
	if t.Away { // and never came
		return
	}
	if t.Slot != nil {
		h.kept++
		h.early += max(0, t.Slot.Sub(t.IssuedAt))
		return
	}
	r := h.came[t.Legs[0].Service]
	if r == nil {
		r = &Rates{}
		h.came[t.Legs[0].Service] = r
	}
	came := t.IssuedAt
	if t.Taken != nil {
		came = *t.Taken
	}
	slot := int(sinceMidnight(came) / (30 * time.Minute))
	if t.Priority {
		r.Priority[slot]++
	} else {
		r.Ordinary[slot]++
	}
}

// counter learns how long things take, from what one counter did in a day.
func (h *Habits) counter(legs []*Leg) {
	legs = slices.DeleteFunc(legs, func(l *Leg) bool { return l.Calls == 0 })
	slices.SortFunc(legs, func(a, b *Leg) int { return int(a.Called - b.Called) })
	for i, l := range legs {
		h.calls++
		if l.End == TicketNoShow {
			h.noShows++
			h.absent += l.Ended - l.Called
		}
		if l.End != TicketFinished || !l.Answered || l.Forgotten {
			continue
		}
		if h.finishes++; l.Inferred {
			h.silent++
		}
		// An inferred start divides the time at the counter otherwise; the sum is the same.
		h.walk = keep(h.walk, l.Started-l.Called)
		h.times[l.Service] = keep(h.times[l.Service], l.Ended-l.Started)
		if i+1 < len(legs) && legs[i+1].Begin <= l.Ended && legs[i+1].Called-l.Ended < 10*time.Minute {
			h.wrap = keep(h.wrap, legs[i+1].Called-l.Ended)
		}
	}
}

func keep(all []time.Duration, d time.Duration) []time.Duration {
	if len(all) >= keepTimes {
		all = slices.Clone(all[keepTimes/8:])
	}
	return append(all, d)
}

func (r *Rates) faded() *Rates {
	f := *r
	for i := range f.Ordinary {
		f.Ordinary[i] *= keepDay
		f.Priority[i] *= keepDay
	}
	return &f
}

func (x *deskHabits) end(day int) {
	for len(x.past) > 0 && x.past[0].day <= day-keepSpans {
		x.past = x.past[1:]
	}
	for _, s := range x.today {
		if s.to > s.from {
			s.day = day
			x.past = append(x.past, s)
		}
	}
	if x.first > 0 {
		x.opened = keep(x.opened, x.first)
	}
	x.today, x.first = nil, 0
}
