package forecast

import (
	"math"
	"slices"
)

// weights are the worths of a learned rate among which a fit chooses, in calls.
var weights = [...]float64{10, 20, 40, 80, 160}

// fewestDays are the days without which none can be left out, and the closed
// formula predicts alone.
const fewestDays = 2

// mostRows bounds the memory of a fit: of a longer log every second, third, ...
// ticket is learned from.
const mostRows = 100_000

// Fit learns a model from a history. before, the model of yesterday, may be nil,
// and is not used if it is not Usable. It saves time, and how it fared on the
// days it had not seen corrects the bounds and says how far to trust the
// regression; without it, half the history is learned from first. Fit reads the
// history only and takes about a second for 100,000 tickets.
func Fit(h History, before *Model) *Model {
	if before != nil && !before.Usable() {
		before = nil
	}
	return fit(prepare(h), before, plan{moments: []moment{atIssue, atPoll}})
}

// past is a day made ready to be replayed many times.
type past struct {
	*Day
	events []event
	sums   dayStats
}

func prepare(h History) []past {
	all := make([]past, len(h))
	for i := range h {
		all[i] = past{Day: &h[i], events: h[i].events()}
		all[i].sums = all[i].sum()
	}
	return all
}

// plan is at which moments tickets are predicted, and when the clock's polls are:
// phase minutes after each fifth minute.
type plan struct {
	phase   Minutes
	moments []moment
}

// learns says whether the plan needs the regression of a moment.
func (o plan) learns(when moment) bool {
	return slices.ContainsFunc(o.moments, func(m moment) bool { return min(m, nRegressions-1) == when })
}

func fit(days []past, before *Model, o plan) *Model {
	m := &Model{Version: Version}
	if len(days) == 0 {
		return m
	}
	m.Until = days[len(days)-1].Date
	if middle := days[len(days)/2].Date; before == nil && middle.After(days[0].Date) {
		before = fit(slices.DeleteFunc(slices.Clone(days), func(d past) bool { return !d.Date.Before(middle) }), nil, o)
	}
	for i, d := range days {
		m.Stats.add(d.Office, d.sums, 1)
		if i == 0 || !d.Date.Equal(days[i-1].Date) {
			m.Days++
		}
	}
	m.calibrate(before, days, o.phase)
	m.learning = true
	m.Weight = m.chooseWeight(days, o.phase)
	for when := range nRegressions {
		if !o.learns(when) || m.Days < fewestDays {
			continue
		}
		r, to := m.collect(days, o.phase, when), &m.Moments[when]
		if to.Rows = r.len(); to.Rows < fewestRows {
			continue
		}
		var start []float64
		if before != nil {
			start = before.Moments[when].Beta
		}
		to.Beta = lad(r, start)
		to.Trust = to.trust()
		to.Bounds = bounds(r, to)
	}
	m.learning = false
	return m
}

// each shows every ticket of the days at a moment, each day with what the other
// days say about its queues: what a day teaches must not predict that day.
func (m *Model) each(days []past, phase Minutes, when moment, see func(visit)) {
	for i := range days {
		m.Stats.add(days[i].Office, days[i].sums, -1)
		m.visit(&days[i], phase, when, see)
		m.Stats.add(days[i].Office, days[i].sums, 1)
	}
}

// collect makes the rows of a regression: its features and how far, in
// logarithms, the wait was from the closed formula.
func (m *Model) collect(days []past, phase Minutes, when moment) *rows {
	tickets := 0
	for i := range days {
		tickets += len(days[i].Tickets)
	}
	step := tickets/mostRows + 1
	r := newRows(tickets/step + 1)
	n := 0
	m.each(days, phase, when, func(v visit) {
		if n++; n%step != 0 {
			return
		}
		x := m.features(v.place, v.hall.look(v.place, v.now), v.ask)
		r.add(&x, math.Log(max(v.wait, minTold))-x[fMedian], spreadOf(v.ask.Ahead))
	})
	return r
}

// chooseWeight returns the weight with which the closed formula's medians come nearest.
func (m *Model) chooseWeight(days []past, phase Minutes) float64 {
	var off [len(weights)]float64
	m.each(days, phase, atPoll, func(v visit) {
		p := v.place
		rate := m.Stats.day(p.queue, 0)
		for i, w := range weights {
			belief := believe(w, rate, p.counts.calls[middle], p.counts.busy[middle])
			off[i] += math.Abs(belief.median(v.ask.Ahead) - v.wait)
		}
	})
	best := 2
	for i := range off {
		if off[i] < off[best] {
			best = i
		}
	}
	return weights[best]
}

// bounds are the quantiles of what a regression leaves over, by tickets ahead;
// where those are few, of all.
func bounds(r *rows, of *Regression) []Spread {
	var left [nSpreads][]float64
	var every []float64
	for i := range r.len() {
		over := r.y[i] - of.Trust*dot(of.Beta, (*features)(r.row(i)))
		left[r.spread[i]] = append(left[r.spread[i]], over)
		every = append(every, over)
	}
	slices.Sort(every)
	all := make([]Spread, nSpreads)
	for i, l := range left {
		slices.Sort(l)
		if len(l) < fewestBound {
			l = every
		}
		all[i] = Spread{max(l[len(l)*8/10], 0), max(l[len(l)*9/10], 0)}
	}
	return all
}

// fewestBound is the number of tickets from which a quantile is taken.
const fewestBound = 50
