package advice

import (
	"fmt"
	"slices"
	"time"

	"motcua/internal/center"
	"motcua/internal/queue"
)

// Rules are when advice is given.
type Rules struct {
	Act      Share         // a counter is opened where the promise is missed with at least this probability
	Safe     Share         // one is closed where it is missed with less than this probability without it
	Patience time.Duration // for how long that must have been so
	Review   time.Duration // for how long a counter stays closed before it can be opened again; 0: for the whole hour
	Lead     time.Duration // from the advice until a counter is open
	Most     int           // counters opened or services added at once
	Day      bool          // the promise is the day's mean: a wait saved in the morning may be spent in the afternoon
	N        int           // replications of each comparison; 0: queue.Replications
}

// Usual are the rules that keep the promise in each hour for each service.
var Usual = Rules{Act: 0.25, Safe: 0.05, Patience: 20 * time.Minute, Review: 20 * time.Minute, Lead: 5 * time.Minute, Most: 3}

// Sparing are the rules that keep the mean of the day with the least counter
// time: what the province counts, at the price of longer waits in quiet hours.
var Sparing = Rules{Act: 0.2, Safe: 0.1, Review: 30 * time.Minute, Lead: 5 * time.Minute, Most: 3, Day: true}

const (
	spendable  = 0.93              // part of the promise that is spent: the rest is for the last visits, whom nothing can help any more
	mostBudget = 2 * queue.Promise // no hour is planned to have a longer mean wait, whatever was saved before
)

// Memory is what is kept from one look at the day to the next. The zero value
// remembers nothing.
type Memory struct {
	Spare bool          // one counter less would be enough
	Since time.Duration // since then, on the day's timeline
	Open  int           // counters that were open then: another number begins anew
}

// Now advises on the counters as they stand. Advice is in the order in which it
// is to be followed; each is reckoned with those before it.
func (r Rules) Now(c *center.Center, d *queue.Day, w *queue.World, now queue.Moment, m Memory) ([]Advice, Memory) {
	l := newLook(r, c, d, w, now)
	var all []Advice
	for len(all) < max(r.Most, len(l.unserved)) {
		a, p, ok := l.help()
		if !ok {
			break
		}
		all = append(all, a)
		if p == nil {
			break
		}
		l.take(*p)
	}
	if len(all) > 0 && all[0].Code != NoMore || len(w.Rates) == 0 { // who knows nothing of those who come spares nobody
		return all, Memory{}
	}
	open := l.plan.count()
	spared := l.spareAll()
	if len(spared) == 0 {
		return all, Memory{}
	}
	if !m.Spare || m.Open != open {
		m = Memory{Spare: true, Since: l.at, Open: open}
	}
	if l.at-m.Since < r.Patience {
		return all, m
	}
	return append(all, spared...), m
}

// spareAll finds the counters that can be closed, each reckoned with those before it.
func (l *look) spareAll() []Advice {
	var all []Advice
	for len(all) < l.rules.Most {
		a, i, ok := l.spare()
		if !ok {
			break
		}
		a.Because = append(a.Because, Because{"spare", Args{"counter": a.Counter, "miss": a.After.Miss, "for": l.rules.Review}})
		all = append(all, a)
		l.take(l.closed(i))
	}
	return all
}

// negligible minutes beyond the promise, summed over the people of an hour, are
// no reason to keep a counter open.
const negligible = 1.0

// option is one change that may help.
type option struct {
	advice Advice
	plan   plan
	gain   float64
}

// help finds what takes most off the minutes beyond the promise, if that is
// needed: a counter to open, or a service to add to one. A service added costs
// no counter, so four fifths of the gain are enough for it to be preferred.
func (l *look) help() (Advice, *plan, bool) {
	if len(l.unserved) == 0 && l.hope.Miss < l.rules.Act {
		return Advice{}, nil, false
	}
	best := option{gain: max(1, 0.02*l.hope.Over)}
	if len(l.unserved) > 0 {
		best.gain = -1e9 // any counter is better than none
	}
	seen := map[string]bool{}
	for i := range l.c.Counters {
		x := &l.c.Counters[i]
		key := fmt.Sprint(l.plan.services(x))
		if l.plan.open[i] || seen[key] || len(l.unserved) > 0 && !slices.Contains(l.plan.services(x), l.unserved[0]) {
			continue
		}
		seen[key] = true
		l.weigh(&best, Advice{Code: Open, Counter: x.ID, Service: l.worst.Service}, l.opened(i), 1)
	}
	for i := range l.c.Counters {
		key := fmt.Sprint(l.plan.services(&l.c.Counters[i]), "add")
		if !l.addable(i) || seen[key] {
			continue
		}
		seen[key] = true
		l.weigh(&best, Advice{Code: Add, Counter: l.c.Counters[i].ID, Service: l.worst.Service}, l.skilled(i, l.worst.Service), 1.25)
	}
	if best.advice.Code == "" {
		a := Advice{Code: NoMore, Service: l.worst.Service}
		l.explain(&a, l.plan)
		return a, nil, len(l.unserved) == 0
	}
	l.explain(&best.advice, best.plan)
	return best.advice, &best.plan, true
}

// weigh makes a change the best if its gain is worth more than that of the best so far.
func (l *look) weigh(best *option, a Advice, p plan, worth float64) {
	if len(l.unserved) > 0 {
		a.Service = l.unserved[0]
	}
	if _, after, _ := l.try(p, l.rules.Review); (l.hope.Over-after.Over)*worth > best.gain {
		*best = option{a, p, (l.hope.Over - after.Over) * worth}
	}
}

// addable tells whether a counter could also serve the service most at risk:
// its agency serves it at another counter, so its officials may.
func (l *look) addable(i int) bool {
	x, s := &l.c.Counters[i], l.worst.Service
	return l.plan.open[i] && len(l.unserved) == 0 && !slices.Contains(l.plan.services(x), s) &&
		slices.ContainsFunc(l.c.Counters, func(o center.Counter) bool { return o.Agency == x.Agency && o.Serves(s) })
}

// spare finds the counter without which the promise is safest, one that serves
// nobody before one that does.
func (l *look) spare() (best Advice, which int, found bool) {
	seen := map[string]bool{}
	for i := range l.c.Counters {
		x := &l.c.Counters[i]
		k, _ := l.day.Counter(x.ID)
		key := fmt.Sprint(l.plan.services(x), k.Ticket == nil)
		if !l.plan.open[i] || k.Paused || seen[key] || !l.dispensable(i) {
			continue
		}
		seen[key] = true
		a := Advice{Code: Close, Counter: x.ID, Before: l.hope}
		if k.Ticket != nil {
			a.Code = CloseOne
		}
		var worst queue.Hour
		var hours []queue.Hour
		hours, a.After, worst = l.try(l.closed(i), l.rules.Review)
		if !l.safe(i, hours, a.After) || found && (a.Code > best.Code || a.Code == best.Code && a.After.Over >= best.After.Over) {
			continue
		}
		a.Service = worst.Service
		a.Args = Args{"counter": x.ID}
		a.Because = []Because{{"quiet", Args{"mean": l.hope.Mean}}}
		best, which, found = a, i, true
	}
	return best, which, found
}

// safe tells whether the promise is safe without a counter, or at risk only
// where the counter does not help.
func (l *look) safe(i int, hours []queue.Hour, after Effect) bool {
	if after.Miss < l.rules.Safe {
		return true
	}
	own := l.plan.services(&l.c.Counters[i])
	return after.Over <= l.hope.Over+negligible && !slices.ContainsFunc(hours, func(h queue.Hour) bool {
		return slices.Contains(own, h.Service) && Share(h.Miss) >= l.rules.Safe
	})
}

// dispensable tells whether nobody waits for just this counter and every
// service it serves has another one, as long as anybody may come.
func (l *look) dispensable(i int) bool {
	x := &l.c.Counters[i]
	for _, t := range l.day.Tickets() {
		if t.State == queue.Waiting && t.Bound == x.ID {
			return false
		}
	}
	hours := l.c.Hours.Open(l.now.Wall)
	for _, s := range l.plan.services(x) {
		if (hours || l.wanted(s)) && l.serving(l.plan, s) < 2 {
			return false
		}
	}
	return true
}

// explain fills in what the whole next hour holds with and without the change,
// if nothing else is done, and what speaks for it.
func (l *look) explain(a *Advice, p plan) {
	before, effect, _ := l.try(l.plan, 0)
	a.Before, a.After = effect, effect
	if a.Code != NoMore {
		_, a.After, _ = l.try(p, 0)
	}
	a.Args = Args{"counter": a.Counter, "service": a.Service}
	i := slices.IndexFunc(before, func(h queue.Hour) bool { return h.Service == a.Service })
	h := before[max(i, 0)]
	waiting := l.day.Waiting(a.Service)
	if slices.Contains(l.unserved, a.Service) {
		a.Because = []Because{{"unserved", Args{"service": a.Service, "waiting": waiting}}}
	} else {
		a.Because = []Because{
			{"risk", Args{"service": a.Service, "miss": Share(h.Miss), "mean": h.Mean, "limit": l.allow.Round(time.Minute)}},
			{"people", Args{"service": a.Service, "waiting": waiting, "open": l.serving(l.plan, a.Service)}},
		}
	}
	if a.Code != NoMore {
		a.Because = append(a.Because, Because{"gain", Args{"before": a.Before.Over, "after": a.After.Over}})
	}
}
