package cases

import "motcua/internal/center"

// Figures are counts of cases. The shares that provinces ask for, settled on
// time and satisfied with the answer, are of cases with an official reference alone.
type Figures struct {
	Opened    int // in the period
	Withdrawn int // of these
	Waiting   int // of these: an answer is owed
	Late      int // of these: since before today
	Answered  int // of Opened, at least once

	Referred Referred
}

// Referred counts the cases with an official reference that were not withdrawn.
type Referred struct {
	Opened    int
	Settled   int // that were answered, or whose due day has passed: n of the share settled on time
	OnTime    int // of Settled: every answer came by its due day
	Judged    int // the citizen has said how good the answer is: n of the share satisfied
	Satisfied int // of Judged
}

// Sum counts the cases that were opened from one day to another, both included.
func Sum(all []Case, from, to, today center.Day) (f Figures) {
	for _, c := range all {
		if c.Opened < from || c.Opened > to {
			continue
		}
		f.add(c, today)
	}
	return f
}

func (f *Figures) add(c Case, today center.Day) {
	f.Opened++
	if c.State == Withdrawn {
		f.Withdrawn++
		return
	}
	if c.Waits() {
		f.Waiting++
	}
	if c.Overdue(today) {
		f.Late++
	}
	if c.Answered != "" {
		f.Answered++
	}
	if c.Reference != "" {
		f.Referred.add(c, today)
	}
}

func (r *Referred) add(c Case, today center.Day) {
	r.Opened++
	late := c.Late || c.Overdue(today)
	if late || !c.Waits() {
		r.Settled++
		if !late {
			r.OnTime++
		}
	}
	if c.Verdict != Unasked {
		r.Judged++
		if c.Verdict == Satisfied {
			r.Satisfied++
		}
	}
}
