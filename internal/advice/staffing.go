package advice

import (
	"slices"
	"time"

	"motcua/internal/center"
	"motcua/internal/queue"
)

// Group is services that share counters, directly or through others: only
// together can one say how many counters they need.
type Group struct {
	Services []center.ServiceCode `json:"services"`
	Counters []center.CounterID   `json:"counters"`
}

// Groups divides a center into groups, in the order of the configuration.
func Groups(c *center.Center) []Group {
	of := map[center.ServiceCode]int{} // service to the first service of its group
	for i, s := range c.Services {
		of[s.Code] = i
	}
	for range c.Services { // as often as a chain of counters may be long
		for _, x := range c.Counters {
			least := len(c.Services)
			for _, s := range x.Services {
				least = min(least, of[s])
			}
			for _, s := range x.Services {
				of[s] = least
			}
		}
	}
	var all []Group
	for i := range c.Services {
		var g Group
		for _, s := range c.Services {
			if of[s.Code] == i {
				g.Services = append(g.Services, s.Code)
			}
		}
		if len(g.Services) == 0 {
			continue
		}
		for _, x := range c.Counters {
			if slices.ContainsFunc(x.Services, func(s center.ServiceCode) bool { return of[s] == i }) {
				g.Counters = append(g.Counters, x.ID)
			}
		}
		all = append(all, g)
	}
	return all
}

// Need is how many counters a group needs in one half hour. It takes for
// granted that each of its counters serves all of its services: where they do
// not, it is the least that can do.
type Need struct {
	Slot     int     `json:"slot"`     // half hour of the local day; 16 begins at 08:00
	People   float64 `json:"people"`   // expected to come in it
	Load     float64 `json:"load"`     // counters' work on hand: the modified offered load in its middle
	Root     int     `json:"root"`     // ⌈load + β√load⌉
	Counters int     `json:"counters"` // least for a mean wait within the promise (Erlang C)
	Short    int     `json:"short"`    // of these, beyond the counters that the group has
}

// Staffing is what a group needs today.
type Staffing struct {
	Group
	Needs []Need `json:"needs"`
}

// Today says how many counters each half hour of a day needs that begins at
// midnight with what the center expects of it. Half hours in which nobody is
// expected and nothing is on hand are left out.
func Today(c *center.Center, w *queue.World) []Staffing {
	var all []Staffing
	for _, g := range Groups(c) {
		s := Staffing{Group: g}
		load := groupLoad(c, w, g)
		for slot := range 48 {
			if n, ok := load.need(slot, len(g.Counters)); ok {
				s.Needs = append(s.Needs, n)
			}
		}
		all = append(all, s)
	}
	return all
}

// load is the work that a group's people bring.
type load struct {
	parts []part
	extra time.Duration // of each visit beside its service: walking and wrap-up
	noone float64       // share of calls to which nobody comes
}

type part struct {
	rates [48]float64 // people an hour
	times queue.Times
}

func groupLoad(c *center.Center, w *queue.World, g Group) load {
	l := load{extra: w.Walk.Mean() + w.Wrap.Mean(), noone: w.NoShow}
	for _, code := range g.Services {
		p := part{times: w.Times[code]}
		if s, ok := c.Service(code); ok && !p.times.Known() {
			p.times = queue.Lognormal(time.Duration(max(s.Minutes, 1))*time.Minute, 0.5)
		}
		r := w.Rates[code]
		for i := range p.rates {
			p.rates[i] = r.Ordinary[i] + r.Priority[i]
		}
		l.parts = append(l.parts, p)
	}
	return l
}

// need works out one half hour; false where there is nothing to do.
func (l *load) need(slot, have int) (Need, bool) {
	n := Need{Slot: slot}
	middle := time.Duration(slot)*30*time.Minute + 15*time.Minute
	var mean, square, weight float64
	for i := range l.parts {
		p := &l.parts[i]
		n.People += p.rates[slot] / 2
		m := offered(&p.rates, &p.times, l.extra, middle) * (1 - l.noone)
		n.Load += m
		// The mixture of the services, by the people on hand.
		s := (p.times.Mean() + l.extra).Minutes()
		people := m / s
		mean += people * s
		square += people * (s*s + p.times.Scv()*p.times.Mean().Minutes()*p.times.Mean().Minutes())
		weight += people
	}
	if n.Load < 0.05 {
		return n, false
	}
	mean, square = mean/weight, square/weight
	n.Root = squareRoot(n.Load, Beta)
	n.Counters = needed(n.Load, time.Duration(mean*float64(time.Minute)), square/mean/mean-1, queue.Promise)
	n.Short = max(0, n.Counters-have)
	return n, true
}
