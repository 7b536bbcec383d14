package rating

import (
	"cmp"
	"slices"

	"motcua/internal/center"
)

// Flag says that the answers about an official (or a counter, where nobody is
// known) came about in a way that honest days hardly do, with the evidence. It
// asks for a look and proves nothing; no answer is ever left out because of it.
type Flag struct {
	Code     string           `json:"code"`
	Counter  center.CounterID `json:"counter"` // where most of it happened
	Official string           `json:"official,omitempty"`
	From     center.Day       `json:"from"`
	To       center.Day       `json:"to"`
	K        int              `json:"k"` // odd ones
	N        int              `json:"n"` // of so many
	Observed float64          `json:"observed"`
	Expected float64          `json:"expected"` // at most; at least for "silent"
	Versions int              `json:"versions,omitempty"`
}

// kind is one way in which figures are made up. An honest share is at most
// twice the middle one of the others at the center, never held to less than
// floor nor excused beyond most.
type kind struct {
	code        string
	floor, most float64
	count       func(u *unit) (k, n int)
}

// kinds are the kinds of evidence that are too much of something. Floors lie above what nearly all honest counters
// of the simulation do, which differ as halls do; docs/satisfaction.md has what that finds and what it misses.
var kinds = []kind{
	{"fast", .11, .30, func(u *unit) (int, int) { return u.Fast, u.Timed }},
	{"same", .39, .45, func(u *unit) (int, int) { return u.Same, u.Near }},
	{"burst", .03, .10, func(u *unit) (int, int) { return u.Bursts, u.Answers + u.Late }},
	{"gone", .06, .25, func(u *unit) (int, int) { return u.Gone, u.Timed }},
	{"skipped", .09, .25, func(u *unit) (int, int) { return u.Skipped, u.Skipped + u.Woken }},
	{"undone", .07, .20, func(u *unit) (int, int) { return u.Undone, u.Legs }},
	{"paper", .08, .25, paperLegs},
	{"phone", .16, .36, phoneLegs},
	{"copies", .35, .35, func(u *unit) (int, int) { return u.alike(isRich) }}, // people have different reasons
	{"copies", .70, .80, copiedLegs},                                          // most of all people served said the very same
	{"copies", .82, .82, func(u *unit) (int, int) { return u.alike(isLong) }}, // long forms differ somewhere
	{"copies", .955, .955, func(u *unit) (int, int) { return u.alike(isAny) }},
}

const (
	// doubt is how likely chance may make a flag of somebody whose true share is the expected one. Honest people
	// lie well below that, so few flags are chance's.
	doubt = 1e-3
	// fewest is how many there must be for any figure.
	fewest = 12
)

// phoneLegs leaves out the days on which the tablet was broken for a while, and
// counters that have none: people should use something else then.
func phoneLegs(u *unit) (k, n int) {
	for _, d := range u.days {
		if d.tablet() {
			k, n = k+d.Phone, n+d.Legs+d.Late
		}
	}
	return k, n
}

// tablet tells whether there was one to answer on, for most of the day.
func (o *Observed) tablet() bool { return o.Woken+o.Skipped > 0 && 5*o.Dark < o.Legs }

// copiedLegs are all people served, and those who gave the very same answer as most others.
func copiedLegs(u *unit) (k, n int) {
	k, _ = u.alike(isAny)
	return k, u.Legs - u.Dark
}

// Detect looks at the days, at best those of the last two weeks, of one center,
// and at the answers of the same time. It looks at people, and at counters as
// a whole where several share one. Flags are in order of counter and official;
// a code appears once for each.
func Detect(days []Observed, copies []Copied) []Flag {
	people, desks := units(apart(days), copies, byPerson), units(days, copies, byCounter)
	flags := look(people)
	known := map[Flag]bool{}
	for _, f := range flags {
		for _, d := range days {
			if d.Official == f.Official && f.Official != "" || d.Counter == f.Counter && f.Official == "" {
				known[Flag{Code: f.Code, Counter: d.Counter}] = true
			}
		}
	}
	for _, f := range look(desks) {
		if !known[Flag{Code: f.Code, Counter: f.Counter}] {
			flags = append(flags, f)
		}
	}
	slices.SortStableFunc(flags, func(a, b Flag) int {
		return cmp.Or(cmp.Compare(a.Counter, b.Counter), cmp.Compare(a.Official, b.Official))
	})
	return flags
}

// look holds every unit against the others.
func look(all []*unit) []Flag {
	flags := make([][]Flag, len(all))
	for _, k := range kinds {
		shares := sharesOf(all, k.count)
		for i, s := range shares {
			expected := min(max(2*middle(shares, i), k.floor), k.most)
			if s.n >= fewest && s.over(expected) {
				flags[i] = raise(flags[i], all[i], Flag{Code: k.code, K: s.k, N: s.n, Expected: expected})
			}
		}
	}
	shares := sharesOf(all, answered)
	for i, s := range shares {
		expected := middle(shares, i) / 3
		if s.n >= fewest && expected > 0 && s.under(expected) {
			flags[i] = raise(flags[i], all[i], Flag{Code: "silent", K: s.k, N: s.n, Expected: expected})
		}
		if u := all[i]; darkDays(u) >= 6 && 2*u.Dark > u.Legs {
			flags[i] = raise(flags[i], u, Flag{Code: "dark", K: u.Dark, N: u.Legs, Expected: .5})
		}
	}
	return slices.Concat(flags...)
}

// answered are the answers to legs of which none is on paper, of legs at which a
// tablet was on. Who has fewer than a third of the others' share is silent.
func answered(u *unit) (k, n int) { return u.Answers, u.Woken + u.Skipped }

// darkDays are the days on which the tablet was off most of the time. A broken
// one is replaced within two or three.
func darkDays(u *unit) (n int) {
	more := map[center.Day]int{} // dark legs less the others
	for _, d := range u.days {
		more[d.Day] += 2*d.Dark - d.Legs
	}
	for _, m := range more {
		if m > 0 {
			n++
		}
	}
	return n
}

func raise(flags []Flag, u *unit, f Flag) []Flag {
	if slices.ContainsFunc(flags, func(o Flag) bool { return o.Code == f.Code }) {
		return flags
	}
	f.Counter, f.Official, f.From, f.To = u.Counter, u.Official, u.days[0].Day, u.days[len(u.days)-1].Day
	f.Observed = float64(f.K) / float64(f.N)
	if f.Code == "copies" {
		f.Versions = len(u.versions)
	}
	return append(flags, f)
}

type share struct{ k, n int }

func sharesOf(all []*unit, count func(*unit) (k, n int)) []share {
	shares := make([]share, len(all))
	for i, u := range all {
		k, n := count(u)
		shares[i] = share{min(k, n), n}
	}
	return shares
}

// middle is the median share of all but one who have enough to count, 0 for nobody.
func middle(shares []share, but int) float64 {
	var others []float64
	for i, s := range shares {
		if i != but && s.n >= fewest {
			others = append(others, float64(s.k)/float64(s.n))
		}
	}
	if len(others) == 0 {
		return 0
	}
	slices.Sort(others)
	return (others[(len(others)-1)/2] + others[len(others)/2]) / 2
}

// over tells whether chance hardly makes so many where the true share is p (exact binomial test, one-sided).
func (s share) over(p float64) bool {
	if float64(s.k) <= p*float64(s.n) {
		return false
	}
	tail := 0.0
	for i := s.k; i <= s.n && tail < doubt; i++ {
		more := binomial(i, s.n, p)
		if tail += more; more < doubt/1e6 {
			break // beyond the middle the terms only shrink
		}
	}
	return tail < doubt
}

// under tells whether chance hardly makes so few.
func (s share) under(p float64) bool { return share{s.n - s.k, s.n}.over(1 - p) }
