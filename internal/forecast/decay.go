package forecast

import "math"

// halfLives are the half-lives of the discounted counts, in minutes.
var halfLives = [4]Minutes{10, 20, 40, 120}

// middle is the index of the half-life that feeds the closed formula, 20 minutes;
// longest that of a queue without a past: 2 hours.
const (
	middle  = 1
	longest = len(halfLives) - 1
)

// counts are the calls of a queue and the minutes in which somebody waited
// there, older ones counting half every half-life.
type counts struct {
	calls, busy [len(halfLives)]float64
}

// pass lets span minutes go by.
func (c *counts) pass(span Minutes, busy bool) {
	if span <= 0 {
		return
	}
	for i, half := range halfLives {
		keep := math.Exp2(-span / half)
		c.calls[i] *= keep
		c.busy[i] *= keep
		if busy {
			c.busy[i] += (1 - keep) * half / math.Ln2
		}
	}
}

// call counts one call.
func (c *counts) call() {
	for i := range c.calls {
		c.calls[i]++
	}
}

// recent is a window of the last minutes: how many things fell into it and the sum of their values.
type recent struct {
	span  Minutes
	at    []Minutes
	value []float64
	first int
	sum   float64
}

func (r *recent) add(at Minutes, value float64) {
	r.drop(at)
	if r.first > 64 && r.first > len(r.at)/2 {
		r.at = append(r.at[:0], r.at[r.first:]...)
		r.value = append(r.value[:0], r.value[r.first:]...)
		r.first = 0
	}
	r.at, r.value = append(r.at, at), append(r.value, value)
	r.sum += value
}

// drop forgets what is older than the window.
func (r *recent) drop(now Minutes) {
	for r.first < len(r.at) && r.at[r.first] <= now-r.span {
		r.sum -= r.value[r.first]
		r.first++
	}
	if r.first == len(r.at) {
		r.at, r.value, r.first, r.sum = r.at[:0], r.value[:0], 0, 0
	}
}

func (r *recent) count(now Minutes) int {
	r.drop(now)
	return len(r.at) - r.first
}

// mean is the mean value in the window; ok is false where nothing fell into it.
func (r *recent) mean(now Minutes) (mean float64, ok bool) {
	n := r.count(now)
	if n == 0 {
		return 0, false
	}
	return r.sum / float64(n), true
}

// total is the sum of the values in the window.
func (r *recent) total(now Minutes) float64 {
	r.drop(now)
	return r.sum
}
