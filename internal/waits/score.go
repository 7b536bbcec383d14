package waits

import (
	"cmp"
	"math"
	"slices"
	"time"

	"motcua/internal/center"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

// Naive is what other systems would have told when a ticket was issued.
type Naive struct {
	HOL        time.Duration // elapsed wait of the head of the line
	Average    time.Duration // mean wait of the calls of the last hour
	Configured time.Duration // minutes of the service × people ÷ open counters
}

// guess reckons as other systems do, for a ticket that has just been issued.
func (r *Reckoner) guess(d *queue.Day, t *queue.Ticket) Naive {
	now := t.Issued
	n := Naive{}
	if first := d.First(t.Service); first != nil && first != t {
		n.HOL = now - first.Legs[len(first.Legs)-1].Begin
	}
	recent := r.waits[t.Service]
	for len(recent) > 0 && now-recent[0].at > time.Hour {
		recent = recent[1:]
	}
	r.waits[t.Service] = recent
	for _, w := range recent {
		n.Average += w.wait / time.Duration(len(recent))
	}
	minutes := 10
	if s, ok := r.center.Service(t.Service); ok {
		minutes = s.Minutes
	}
	open, _ := d.Capacity(t.Service)
	n.Configured = time.Duration(d.Waiting(t.Service)) * time.Duration(minutes) * time.Minute / time.Duration(max(open, 1))
	return n
}

// Of which tickets a score speaks.
type Of struct {
	Service  center.ServiceCode // empty: all
	Priority *bool              // nil: both
}

// Score says how well the waits told at issue were kept by the tickets that
// have been called today, beside what other systems would have told of the same.
func (r *Reckoner) Score(d *queue.Day, of Of) wire.ForecastScore {
	s := wire.ForecastScore{}
	var off []float64
	for _, t := range d.Tickets() {
		if of.Service != "" && t.Legs[0].Service != of.Service || of.Priority != nil && t.Priority != *of.Priority || !t.Legs[0].Answered {
			continue
		}
		if t.Told == nil {
			s.Untold++
			continue
		}
		off = append(off, add(&s, t.Told, t.Legs[0].Called-t.Issued, r.naive[t.ID]))
	}
	if s.N == 0 {
		return s
	}
	for _, sum := range []*float64{&s.MAE, &s.Bias, &s.HOL, &s.Average, &s.Configured} {
		*sum = math.Round(*sum/float64(s.N)*100) / 100
	}
	slices.SortFunc(off, cmp.Compare[float64])
	s.MedianAE = math.Round((off[(len(off)-1)/2]+off[len(off)/2])/2*100) / 100
	return s
}

// add counts one ticket and returns by how many minutes the median told was off.
func add(s *wire.ForecastScore, told *queue.Told, wait time.Duration, n Naive) float64 {
	seconds := int(wait.Seconds())
	s.N++
	count := func(n *int, yes bool) {
		if yes {
			*n++
		}
	}
	count(&s.Kept, seconds <= told.HighS)
	count(&s.Early, seconds < told.LowS)
	count(&s.Over10, seconds > told.P50S+600)
	count(&s.Cover50, seconds <= told.P50S)
	count(&s.Cover80, seconds <= told.P80S)
	count(&s.Cover90, seconds <= told.P90S)
	off := float64(told.P50S-seconds) / 60
	s.Bias += off
	s.MAE += math.Abs(off)
	s.HOL += (n.HOL - wait).Abs().Minutes()
	s.Average += (n.Average - wait).Abs().Minutes()
	s.Configured += (n.Configured - wait).Abs().Minutes()
	return math.Abs(off)
}

// Told is the wait in the form that the log keeps.
func (w Wait) Told() *queue.Told {
	s := func(d time.Duration) int { return int(d.Seconds()) }
	return &queue.Told{LowS: s(w.Low), HighS: s(w.High), P50S: s(w.P50), P80S: s(w.P80), P90S: s(w.P90), By: w.By}
}

// Scores scores the day so far, priority and ordinary apart.
func (r *Reckoner) Scores(d *queue.Day) wire.ForecastScores {
	yes, no := true, false
	return wire.ForecastScores{
		All: r.Score(d, Of{}), Priority: r.Score(d, Of{Priority: &yes}), Ordinary: r.Score(d, Of{Priority: &no}),
	}
}
