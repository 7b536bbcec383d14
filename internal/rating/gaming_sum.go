package rating

import (
	"cmp"
	"slices"

	"motcua/internal/center"
)

// counts is a leg with its answers, as Observed counts them.
func (l *seenLeg) counts() Observed {
	o := l.answer
	o.Legs, o.Skipped, o.Dark = 1, l.missed.Skipped, l.missed.Dark
	if l.woken || o.Timed > 0 {
		o.Woken = 1
	}
	if l.undone {
		o.Undone = 1
	}
	return o
}

// Tallies are all counts of o, in the order of the fields.
func (o *Observed) Tallies() []*int {
	return []*int{&o.Legs, &o.Woken, &o.Skipped, &o.Dark, &o.Undone, &o.Answers, &o.Phone, &o.Paper, &o.Late, &o.Timed, &o.Fast, &o.Gone, &o.Near, &o.Same, &o.Bursts}
}

func (o *Observed) add(more Observed) {
	theirs := more.Tallies()
	for i, n := range o.Tallies() {
		*n += *theirs[i]
	}
}

func byDesk(a, b Observed) int {
	return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.Counter, b.Counter), cmp.Compare(a.Official, b.Official))
}

// unit is all that was seen of one person, or of a counter.
type unit struct {
	Observed
	days     []Observed
	patterns map[string]int // answers
	versions map[string]bool
}

// desk is where most of the unit's legs were.
func (u *unit) desk() center.CounterID {
	legs := map[center.CounterID]int{}
	best := u.days[0].Counter
	for _, d := range u.days {
		legs[d.Counter] += d.Legs
		if legs[d.Counter] > legs[best] {
			best = d.Counter
		}
	}
	return best
}

// byPerson tells who answers for what was seen: the official, or the counter where nobody is known.
func byPerson(w hand) hand {
	if w.official != "" {
		return hand{official: w.official}
	}
	return w
}

func byCounter(w hand) hand { return hand{counter: w.counter} }

// units sums what was seen by who answers for it.
func units(days []Observed, copies []Copied, who func(hand) hand) []*unit {
	all := map[hand]*unit{}
	find := func(counter center.CounterID, official string) *unit {
		w := who(hand{counter, official})
		if all[w] == nil {
			all[w] = &unit{Observed{Counter: w.counter, Official: w.official}, nil, map[string]int{}, map[string]bool{}}
		}
		return all[w]
	}
	for _, d := range slices.SortedFunc(slices.Values(days), byDesk) {
		u := find(d.Counter, d.Official)
		u.days = append(u.days, d)
		u.add(d)
	}
	for _, c := range copies {
		u := find(c.Counter, c.Official)
		u.patterns[c.Pattern] += c.N
		u.versions[c.Version] = true
	}
	var list []*unit
	for _, u := range all {
		if len(u.days) > 0 {
			u.Counter = u.desk()
			list = append(list, u)
		}
	}
	slices.SortFunc(list, func(a, b *unit) int { return byDesk(a.Observed, b.Observed) })
	return list
}
