package advice

import (
	"math"
	"time"

	"motcua/internal/queue"
	"motcua/internal/theory"
)

// needed is how many counters keep the mean wait within the promise at a steady
// load of a counters' work: the least c whose wait as an M/G/c queue is within it.
// No load needs no counter.
func needed(a float64, service time.Duration, scv float64, within time.Duration) int {
	if a <= 0 {
		return 0
	}
	for c := int(a) + 1; ; c++ {
		wait := theory.ManyServers(c, a, scv) * service.Minutes()
		if wait <= within.Minutes() {
			return c
		}
	}
}

// squareRoot is the square-root staffing rule ⌈m + β√m⌉ at offered load m.
func squareRoot(m, beta float64) int { return int(math.Ceil(m + beta*math.Sqrt(m) - 1e-9)) }

// Beta is the margin of the square-root rule: with .5 about one in two waits,
// none of them long (Green, Kolesar and Whitt 2007 review .3 to .8).
const Beta = 0.5

// offered is the modified offered load, the mean number of counters that would
// be busy at a time if nobody ever had to wait: ∫ λ(t−u)·P(S>u) du. rates are
// people an hour in each half hour of the day; at is since midnight; extra is
// added to each service time.
func offered(rates *[48]float64, s *queue.Times, extra, at time.Duration) float64 {
	const step = time.Minute
	m := 0.0
	for u := step / 2; u < 6*time.Hour && u < at; u += step {
		slot := int((at - u) / (30 * time.Minute))
		if slot >= len(rates) || rates[slot] == 0 {
			continue
		}
		left := 1.0
		if u > extra {
			left = s.Beyond(u - extra)
		}
		m += rates[slot] * left * step.Hours()
	}
	return m
}
