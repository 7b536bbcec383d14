package rating

import (
	"cmp"
	"math"
	"slices"
)

// Change is a week from which on a share is another one than before.
type Change struct {
	From   string  `json:"from"`   // key of the first week of the new level
	Before Share   `json:"before"` // since the change before, or the beginning
	After  Share   `json:"after"`  // until the next change, or the end
	P      float64 `json:"p"`      // how likely chance alone makes as large a change somewhere
}

const (
	// alarm is how many series without any change show one all the same. A series is looked at every week, so
	// it is small; trend_test.go measures it.
	alarm = .002
	// side is how many answers there must be before and after a change.
	side = 30
)

// Changes finds the weeks in which a share changed, in order. Weeks are counts
// in order of time; a week without answers says nothing and does no harm.
//
// It is the likelihood ratio test for a change point in binomial counts at an
// unknown time (Hinkley and Hinkley 1970; Worsley 1983), split again on either
// side of a change (Scott and Knott 1974). The probability of the largest
// ratio of all weeks is the smaller of Bonferroni's bound and the
// approximation for maximally selected statistics (Miller and Siegmund 1982).
// Weeks that differ by more than chance, because other people came with other
// matters, raise more alarms than it says.
func Changes(weeks []Counted) []Change {
	found := split(weeks, 0, len(weeks))
	all := make([]Change, len(found))
	start := 0
	for i, f := range found {
		end := len(weeks)
		if i+1 < len(found) {
			end = found[i+1].week
		}
		before, after := pool(weeks[start:f.week]), pool(weeks[f.week:end])
		all[i] = Change{weeks[f.week].Key, ShareOf(before.Yes, before.N), ShareOf(after.Yes, after.N), f.p}
		start = f.week
	}
	return all
}

type found struct {
	week int
	p    float64
}

// split returns the changes among the weeks from a to b, in order.
func split(weeks []Counted, a, b int) []found {
	best, z := likeliest(weeks, a, b)
	p := chance(weeks, a, b, z)
	if best == 0 || p >= alarm {
		return nil
	}
	return slices.Concat(split(weeks, a, best), []found{{best, p}}, split(weeks, best, b))
}

// likeliest is the week at which the weeks from a to b fall apart most, and how
// far, as the square root of the likelihood ratio; 0 where there are too few answers.
func likeliest(weeks []Counted, a, b int) (best int, z float64) {
	for w := a + 1; w < b; w++ {
		if r := ratio(pool(weeks[a:w]), pool(weeks[w:b])); r > z {
			best, z = w, r
		}
	}
	return best, z
}

// ratio is the square root of twice the logarithm of the likelihood ratio of two shares against one.
func ratio(x, y Counted) float64 {
	if x.N < side || y.N < side {
		return 0
	}
	both := Counted{Yes: x.Yes + y.Yes, N: x.N + y.N}
	return math.Sqrt(max(0, 2*(likelihood(x)+likelihood(y)-likelihood(both))))
}

// likelihood is the logarithm of the largest likelihood of a count, without its constant.
func likelihood(c Counted) float64 {
	yes, no, n := float64(c.Yes), float64(c.N-c.Yes), float64(c.N)
	sum := 0.0
	if yes > 0 {
		sum += yes * math.Log(yes/n)
	}
	if no > 0 {
		sum += no * math.Log(no/n)
	}
	return sum
}

// chance is the probability that weeks a to b without a change fall apart as far as z somewhere.
func chance(weeks []Counted, a, b int, z float64) float64 {
	first, last, splits, total := 0.0, 0.0, 0, pool(weeks[a:b])
	for w := a + 1; w < b; w++ {
		left := pool(weeks[a:w])
		if left.N < side || total.N-left.N < side || weeks[w-1].N == 0 {
			continue
		}
		last = float64(left.N) / float64(total.N)
		first = cmp.Or(first, last)
		splits++
	}
	bound := float64(splits) * beyond(z)
	if z <= 1 || splits < 2 {
		return min(1, bound)
	}
	smooth := density(z) * (4/z + (z-1/z)*math.Log(last*(1-first)/(first*(1-last))))
	return min(1, bound, smooth)
}

func pool(weeks []Counted) (sum Counted) {
	for _, w := range weeks {
		sum.Yes, sum.N = sum.Yes+w.Yes, sum.N+w.N
	}
	return sum
}
