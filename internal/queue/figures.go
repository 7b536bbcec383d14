package queue

import (
	"slices"
	"time"

	"motcua/internal/center"
)

// Promise is the wait of a leg that provinces promise at most, on average (2025 plans).
const Promise = 15 * time.Minute

// Figures are the day's counts and waits, by the definitions of docs/figures.md.
type Figures struct {
	Issued   int
	Waiting  int
	Longest  time.Duration // of those who wait now
	Legs     int           // answered
	Mean     time.Duration // waiting of the answered legs
	P90      time.Duration
	Within   int // legs answered within the promise
	Left     int // legs that ended unanswered after more than the promise, or wait that long now
	Finished int // visits
	NoShows  int
	Dossiers int
	Outside  int
	OnPaper  int // of Issued: numbers that were given on paper
}

// Figures folds the day's tickets into figures: those of one service, or all
// with "". A leg counts for the service it waited for.
func (d *Day) Figures(s center.ServiceCode, now time.Duration) Figures {
	f := Figures{Longest: d.Longest(s, now)}
	var waits []time.Duration
	for _, t := range d.order {
		if s == "" || t.Legs[0].Service == s {
			f.Issued++
			if t.Taken != nil {
				f.OnPaper++
			}
		}
		if s == "" || t.Service == s {
			f.visit(t)
		}
		for i := range t.Legs {
			if leg := &t.Legs[i]; s == "" || leg.Service == s {
				waits = f.leg(t, leg, now, waits)
			}
		}
	}
	f.Legs = len(waits)
	if f.Legs == 0 {
		return f
	}
	slices.Sort(waits)
	var sum time.Duration
	for _, w := range waits {
		sum += w
	}
	f.Mean = sum / time.Duration(f.Legs)
	f.P90 = waits[(f.Legs*9+9)/10-1]
	return f
}

func (f *Figures) visit(t *Ticket) {
	switch t.State {
	case Waiting:
		if !t.Away {
			f.Waiting++
		}
	case Finished:
		f.Finished++
	case NoShow:
		f.NoShows++
	}
}

func (f *Figures) leg(t *Ticket, leg *Leg, now time.Duration, waits []time.Duration) []time.Duration {
	f.Dossiers += leg.Dossiers
	f.Outside += leg.Outside
	switch {
	case t.Away, leg.Paper: // hours at home are no wait; what people remember is no measurement
	case leg.Answered:
		w := leg.Called - leg.Begin
		if w <= Promise {
			f.Within++
		}
		return append(waits, w)
	case leg.Open && t.State == Waiting:
		if now-leg.Begin > Promise {
			f.Left++
		}
	case !leg.Open && leg.Ended-leg.Begin > Promise:
		f.Left++
	}
	return waits
}

// Share is the part of the legs that kept the promise: answered within it,
// over all answered and all that left or still wait beyond it. n is the
// denominator; with n = 0 there is no share.
func (f Figures) Share() (share float64, n int) {
	n = f.Legs + f.Left
	if n == 0 {
		return 0, 0
	}
	return float64(f.Within) / float64(n), n
}
