package queue

import (
	"math"
	"slices"
	"time"

	"motcua/internal/center"
)

// World is what the habits let expect of the rest of a day.
func (h *Habits) World(d *Day, now Moment) *World {
	w := &World{
		Times: map[center.ServiceCode]Times{}, Rates: map[center.ServiceCode]Rates{}, Kept: 0.8,
		Walk:   Empirical(h.walk, Lognormal(Walking, 0.5)),
		Wrap:   Empirical(h.wrap, Lognormal(30*time.Second, 1)),
		Absent: time.Minute,
		Early:  15 * time.Minute,
	}
	for _, s := range d.center.Services {
		w.Times[s.Code] = Empirical(h.times[s.Code], Lognormal(time.Duration(max(s.Minutes, 1))*time.Minute, 0.5))
	}
	if h.calls > 0 {
		w.NoShow = float64(h.noShows) / float64(h.calls+20)
	}
	if h.finishes > 0 {
		w.Silent = float64(h.silent) / float64(h.finishes)
	}
	if h.noShows > 0 {
		w.Absent = h.absent / time.Duration(h.noShows)
	}
	if h.booked > 0 {
		w.Kept = (float64(h.kept) + 4) / float64(h.booked+5)
	}
	if h.kept > 0 {
		w.Early = h.early / time.Duration(h.kept)
	}
	h.rates(d, now, w)
	h.absences(d, now, w)
	return w
}

// rates are what is usual, more or less in the measure in which today is busier
// or quieter than usual so far.
func (h *Habits) rates(d *Day, now Moment, w *World) {
	if h.days == 0 {
		return
	}
	clock := sinceMidnight(now.Wall)
	usual := 0.0
	for _, s := range d.center.Services {
		came := h.came[s.Code]
		if came == nil {
			continue
		}
		var r Rates
		for i := range came.Ordinary {
			r.Ordinary[i], r.Priority[i] = smooth(&came.Ordinary, i)*2/h.days, smooth(&came.Priority, i)*2/h.days
			past := min(max(float64(clock-time.Duration(i)*30*time.Minute)/float64(30*time.Minute), 0), 1)
			usual += past * (came.Ordinary[i] + came.Priority[i]) / h.days
		}
		w.Rates[s.Code] = r
	}
	today := 0.0
	for _, t := range d.order {
		if t.Slot == nil {
			today++
		}
	}
	factor := (today + knownDays) / (usual + knownDays)
	for s, r := range w.Rates {
		for i := range r.Ordinary {
			r.Ordinary[i] *= factor
			r.Priority[i] *= factor
		}
		w.Rates[s] = r
	}
}

// smooth evens out neighboring half hours, but never across a closed one.
func smooth(n *[48]float64, i int) float64 {
	if n[i] == 0 {
		return 0
	}
	sum, weight := 2*n[i], 2.0
	for _, k := range []int{i - 1, i + 1} {
		if k >= 0 && k < len(n) && n[k] > 0 {
			sum, weight = sum+n[k], weight+1
		}
	}
	return sum / weight
}

// habit is an absence that a counter has on most days.
type habit struct {
	from, spread time.Duration
	takes        []time.Duration
	last         time.Duration
}

// absences expects what each counter does on most days and has not done yet.
func (h *Habits) absences(d *Day, now Moment, w *World) {
	clock, midnight := sinceMidnight(now.Wall), d.Now(now)-sinceMidnight(now.Wall)
	var all []time.Duration
	var squares, n float64
	for _, c := range d.center.Counters {
		x := h.desks[c.ID]
		if x == nil {
			continue
		}
		k := Desk{Counter: c.ID}
		for _, b := range x.habits(float64(min(h.n, keepSpans))) {
			all = append(all, b.takes...)
			squares, n = squares+b.spread.Seconds()*b.spread.Seconds(), n+1
			takes := Empirical(b.takes, Times{})
			done := slices.IndexFunc(x.today, func(s span) bool { return s.from > b.from-farApart && s.from < b.last+farApart })
			switch {
			case done >= 0 && x.today[done].to == 0:
				k.Pause = &takes
				if !d.counters[c.ID].Open {
					k.Back = midnight + max(clock, x.today[done].from+takes.mean)
				}
			case done < 0 && clock < b.last+farApart:
				k.Off = append(k.Off, Absence{From: midnight + b.from, Takes: &takes})
			}
		}
		if x.first == 0 && len(x.opened) > 0 {
			k.Back = max(d.Now(now), midnight+mean(x.opened))
		}
		if until := d.counters[c.ID].Until; until != nil && until.After(now.Wall) {
			k.Back = d.Now(now) + until.Sub(now.Wall) // as the official has announced
		}
		w.Desks = append(w.Desks, k)
	}
	w.Pause = Empirical(all, Lognormal(15*time.Minute, 0.3))
	if n > 0 {
		w.Spread = time.Duration(math.Sqrt(3*squares/n) * float64(time.Second))
	}
}

// habits are the absences of at least half the days, in the order of the day.
func (x *deskHabits) habits(days float64) []habit {
	past := slices.Clone(x.past)
	slices.SortFunc(past, func(a, b span) int { return int(a.from - b.from) })
	var all []habit
	for len(past) > 0 {
		n := 1
		for n < len(past) && past[n].from-past[n-1].from < farApart {
			n++
		}
		if float64(n) >= days/2 {
			all = append(all, habitOf(past[:n]))
		}
		past = past[n:]
	}
	return all
}

func habitOf(spans []span) habit {
	b := habit{last: spans[len(spans)-1].from}
	var from []time.Duration
	for _, s := range spans {
		from, b.takes = append(from, s.from), append(b.takes, s.to-s.from)
	}
	b.from = mean(from)
	sum := 0.0
	for _, f := range from {
		sum += (f - b.from).Seconds() * (f - b.from).Seconds()
	}
	b.spread = time.Duration(math.Sqrt(sum/float64(len(from))) * float64(time.Second))
	return b
}

func mean(all []time.Duration) time.Duration {
	sum := 0.0
	for _, d := range all {
		sum += float64(d)
	}
	return time.Duration(sum / float64(len(all)))
}
