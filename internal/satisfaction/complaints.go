package satisfaction

import (
	"cmp"
	"slices"

	"motcua/internal/cases"
	"motcua/internal/center"
	"motcua/internal/rating"
)

// Complaints are the shares that provinces ask for, of cases with an official
// reference alone. Each is absent below five.
type Complaints struct {
	OnTime    *rating.Share `json:"on_time,omitempty"`   // settled on time, of those opened in the period
	Satisfied *rating.Share `json:"satisfied,omitempty"` // satisfied with the answer, of those settled in the period
}

// ComplaintsOf reports what came of complaints in a period, nil where nothing
// may be told. What citizens say of an answer enters five at a time, as their
// other answers do; whether an answer came on time is the center's own doing.
func ComplaintsOf(all []cases.Case, p PublishedPeriod, until, today center.Day) *Complaints {
	var x Complaints
	if f := cases.Sum(all, p.From, p.To, today).Referred; f.Settled >= rating.LeastBatch {
		share := rating.ShareOf(f.OnTime, f.Settled)
		x.OnTime = &share
	}
	if c := judged(all, p, until); c.n > 0 {
		by := c.of(2)
		share := rating.ShareOf(by[satisfiedWith], c.n)
		x.Satisfied = &share
	}
	if x == (Complaints{}) {
		return nil
	}
	return &x
}

const satisfiedWith = 1 // place of the satisfied among the counts of verdicts

// judged counts the verdicts of cases that were settled in a period, in steps
// within their quarter.
func judged(all []cases.Case, p PublishedPeriod, until center.Day) (shown counts) {
	var over []cases.Case
	for _, c := range all {
		if c.State == cases.Settled && c.Reference != "" && c.Verdict != cases.Unasked && c.Closed >= p.From && c.Closed <= min(p.To, until) {
			over = append(over, c)
		}
	}
	slices.SortStableFunc(over, func(a, b cases.Case) int { return cmp.Compare(a.Closed, b.Closed) })
	var s steps
	for i, c := range over {
		if i > 0 && center.PeriodOf(center.Quarter, c.Closed) != center.PeriodOf(center.Quarter, over[i-1].Closed) {
			shown.plus(s.shown)
			s = steps{}
		}
		verdict := 1
		if c.Verdict == cases.Satisfied {
			verdict += satisfiedWith
		}
		s.waiting.add(verdict, false)
		if i == len(over)-1 || over[i+1].Closed != c.Closed {
			s.settle()
		}
	}
	shown.plus(s.shown)
	return shown
}
