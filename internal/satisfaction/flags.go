package satisfaction

import (
	"cmp"
	"maps"
	"slices"

	"motcua/internal/center"
	"motcua/internal/figures"
	"motcua/internal/rating"
)

// Fortnight is how many days, up to the last one of a report, are looked at for
// answers that staff make themselves.
const Fortnight = 14

// recent is the last days of a report.
type recent struct{ days []*figures.Day }

// add takes the next day, and forgets those that are too old beside it.
func (r *recent) add(d *figures.Day) {
	r.days = append(r.days, d)
	from := Lookback(d.Date)
	r.days = slices.DeleteFunc(r.days, func(x *figures.Day) bool { return x.Date < from })
}

// Lookback is the first of the [Fortnight] that ends with a day; the day itself where it is none.
func Lookback(last center.Day) center.Day {
	t, err := last.Start()
	if err != nil {
		return last
	}
	return center.DayOf(t.AddDate(0, 0, 1-Fortnight))
}

// flags are what the days' answers have come about by, where honest days hardly have.
func (r *recent) flags(n figures.Names) []rating.Flag {
	person := func(id string) string {
		if n.Official == nil || id == "" {
			return id
		}
		return n.Official(id)
	}
	var seen []rating.Observed
	same := map[rating.Copied]int{}
	for _, d := range r.days {
		for _, o := range d.Observed {
			o.Official = person(o.Official)
			seen = append(seen, o)
		}
		for i := range d.Answers {
			if a := &d.Answers[i]; figures.Valid(a) {
				levels, _ := a.Scale()
				same[rating.Copied{Counter: a.Counter, Official: person(a.Official), Version: a.Questionnaire, Pattern: rating.Pattern(levels, a.Overall, a.Reasons, a.Items)}]++
			}
		}
	}
	copies := slices.SortedFunc(maps.Keys(same), func(a, b rating.Copied) int {
		return cmp.Or(cmp.Compare(a.Counter, b.Counter), cmp.Compare(a.Official, b.Official), cmp.Compare(a.Version, b.Version), cmp.Compare(a.Pattern, b.Pattern))
	})
	for i := range copies {
		copies[i].N = same[copies[i]]
	}
	return append([]rating.Flag{}, rating.Detect(seen, copies)...)
}
