package rating

import (
	"slices"

	"motcua/internal/center"
)

// sheets are answers on paper that the watch counts until there are enough. A
// sheet knows its counter and the day of its visit, and no leg.
type sheets struct {
	typed  map[shift]int
	worked map[shift]map[string]bool // who finished legs there
}

type shift struct {
	counter center.CounterID
	day     center.Day
}

func newSheets() *sheets {
	return &sheets{map[shift]int{}, map[shift]map[string]bool{}}
}

func (p *sheets) finish(at shift, official string) {
	if p.worked[at] == nil {
		p.worked[at] = map[string]bool{}
	}
	p.worked[at][official] = true
}

// take counts a sheet. One that names no counter is about nobody.
func (p *sheets) take(at shift) {
	if at.counter != "" {
		p.typed[at]++
	}
}

// about is the counter with the official who alone worked there that day, if one did.
func (p *sheets) about(at shift) hand {
	if len(p.worked[at]) == 1 {
		for official := range p.worked[at] {
			return hand{at.counter, official}
		}
	}
	return hand{counter: at.counter}
}

// close returns how many sheets came in about whom, where they are LeastClass
// or more, and forgets these. Fewer wait for the next days, and twice keepDays
// after the visit for nobody.
func (p *sheets) close(today center.Day) map[hand]int {
	sums := map[hand]int{}
	for at, n := range p.typed {
		sums[p.about(at)] += n
	}
	for at := range p.typed {
		if sums[p.about(at)] >= LeastClass || past(at.day, today) {
			delete(p.typed, at)
		}
	}
	for at := range p.worked {
		if past(at.day, today) {
			delete(p.worked, at)
		}
	}
	for who, n := range sums {
		if n < LeastClass {
			delete(sums, who)
		}
	}
	return sums
}

func past(day, today center.Day) bool {
	t, err := day.Start()
	return err != nil || center.DayOf(t.AddDate(0, 0, 2*keepDays)) < today
}

// paperLegs are the sheets about legs at which a tablet was on. A sheet is
// counted on the day on which it is typed in, so each leg without a tablet
// excuses one, whenever that was: people should use something else then.
func paperLegs(u *unit) (k, n int) {
	n = u.Woken + u.Skipped
	return max(0, u.Paper-(u.Legs-n)), n
}

// apart returns the days without what names none of the officials who sign on
// at a counter, such as sheets of a day that two shared: it is held against all
// legs of the counter alone.
func apart(days []Observed) []Observed {
	signed := map[center.CounterID]bool{}
	for _, d := range days {
		signed[d.Counter] = signed[d.Counter] || d.Official != ""
	}
	return slices.DeleteFunc(slices.Clone(days), func(d Observed) bool { return d.Official == "" && signed[d.Counter] })
}
