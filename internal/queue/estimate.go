package queue

import (
	"math"
	"time"

	"motcua/internal/center"
)

// The estimate is the Gamma-Poisson predictor of the first ticket of the first
// day: calls of a queue while somebody waits are events of a rate that is known
// as well as priorCalls observed calls, and learned from the day's own calls,
// older ones counting half every halfLife. The time to the (n+1)-th call is then
// beta-prime distributed.
const (
	priorCalls = 10.0
	halfLife   = 20 * time.Minute
	lowShare   = 0.2 // of like tickets are called before the low end
	highShare  = 0.8 // are called before the high end
	farthest   = 4 * time.Hour
	soon       = 2 * time.Minute // a free counter calls within this
)

// pace is the discounted evidence of one queue.
type pace struct {
	calls float64 // calls
	busy  float64 // minutes in which somebody waited
	at    time.Duration
	wait  bool          // somebody waits
	last  time.Duration // when somebody was last called, or began to wait with nobody before
}

// advance lets time pass: the evidence so far counts less, and the minutes since count.
func (p *pace) advance(now time.Duration) {
	d := now - p.at
	if d <= 0 {
		return
	}
	p.at = now
	keep := math.Exp2(-float64(d) / float64(halfLife))
	p.calls *= keep
	p.busy *= keep
	if p.wait {
		p.busy += halfLife.Minutes() / math.Ln2 * (1 - keep)
	}
}

func (p *pace) call(now time.Duration) {
	p.advance(now)
	p.calls++
	p.last = now
}

// busy notes whether anybody waits for a service, after its lines have changed.
func (d *Day) busy(s center.ServiceCode) {
	p := d.pace[s]
	if p == nil {
		return
	}
	waits := d.unbound(s) > 0
	if waits == p.wait {
		return
	}
	p.advance(d.clock.at)
	if p.wait = waits; waits {
		p.last = d.clock.at
	}
}

// Wait estimates how long a ticket of service s with n waiting tickets ahead
// will wait from now: rounded bounds between which three like tickets in five
// are called. ok is false where the evidence carries no number: no open counter
// serves it, or the answer would be beyond four hours.
func (d *Day) Wait(s center.ServiceCode, n int) (low, high time.Duration, ok bool) {
	if n < d.free(s) {
		return 0, soon, true
	}
	low, ok = d.Quantile(s, n, lowShare)
	if !ok {
		return 0, 0, false
	}
	high, _ = d.Quantile(s, n, highShare)
	if high > farthest {
		return 0, 0, false
	}
	low, high = Rounded(low, high)
	return low, high, true
}

// Quantile is the q-quantile of the wait of a ticket of service s with n waiting
// tickets ahead, from now; false where no open counter serves it.
func (d *Day) Quantile(s center.ServiceCode, n int, q float64) (time.Duration, bool) {
	p, rate := d.pace[s], d.capacity(s)
	if p == nil || rate <= 0 {
		return 0, false
	}
	now := *p
	now.advance(d.clock.at)
	return callTime(q, n, priorCalls+now.calls, priorCalls/rate+now.busy), true
}

// free is how many counters could call a ticket of s at once, those left out
// for which others wait too: none once a ticket has waited longer than soon all
// the same, for then nobody is there.
func (d *Day) free(s center.ServiceCode) int {
	if t := d.First(s); t != nil && d.clock.at-t.leg().Begin > soon {
		return 0
	}
	n := 0
	for _, x := range d.center.Counters {
		if x.Serves(s) && d.counters[x.ID].free() == nil && d.Reach(x.ID) == d.unbound(s) {
			n++
		}
	}
	return n
}

// capacity is the calls a minute that configuration promises for s: each open
// counter shares its time evenly among its services that somebody waits for.
func (d *Day) capacity(s center.ServiceCode) float64 {
	service, ok := d.center.Service(s)
	if !ok || service.Minutes <= 0 {
		return 0
	}
	share := 0.0
	for _, x := range d.center.Counters {
		c := d.counters[x.ID]
		if !c.Open || c.Paused || !x.Serves(s) {
			continue
		}
		wanted := 1
		for _, other := range x.Services {
			if other != s && d.unbound(other) > 0 {
				wanted++
			}
		}
		share += 1 / float64(wanted)
	}
	return share / float64(service.Minutes)
}

// callTime is the q-quantile of the time to the (n+1)-th call: busy·x/(1−x)
// minutes with x the q-quantile of Beta(n+1, shape).
func callTime(q float64, n int, shape, busy float64) time.Duration {
	lo, hi := 0.0, 1.0
	for range 40 {
		mid := (lo + hi) / 2
		if betaCDF(mid, float64(n+1), shape) < q {
			lo = mid
		} else {
			hi = mid
		}
	}
	return time.Duration(busy * lo / (1 - lo) * float64(time.Minute))
}

// betaCDF is the regularized incomplete beta function by its continued fraction
// (Abramowitz and Stegun 26.5.8), evaluated with the modified Lentz method.
func betaCDF(x, a, b float64) float64 {
	if x <= 0 {
		return 0
	}
	if x >= 1 {
		return 1
	}
	if x > (a+1)/(a+b+2) {
		return 1 - betaCDF(1-x, b, a)
	}
	la, _ := math.Lgamma(a)
	lb, _ := math.Lgamma(b)
	lab, _ := math.Lgamma(a + b)
	front := math.Exp(lab-la-lb+a*math.Log(x)+b*math.Log1p(-x)) / a
	const tiny = 1e-300
	f, c, d := 1.0, 1.0, 0.0
	for i := range 500 {
		m := float64(i / 2)
		var num float64
		switch {
		case i == 0:
			num = 1
		case i%2 == 0:
			num = m * (b - m) * x / ((a + 2*m - 1) * (a + 2*m))
		default:
			num = -(a + m) * (a + b + m) * x / ((a + 2*m) * (a + 2*m + 1))
		}
		d = 1 / atLeast(1+num*d, tiny)
		c = atLeast(1+num/c, tiny)
		f *= c * d
		if math.Abs(1-c*d) < 1e-10 {
			break
		}
	}
	return front * (f - 1)
}

func atLeast(v, tiny float64) float64 {
	if math.Abs(v) < tiny {
		return tiny
	}
	return v
}

// rounding is the step to which a shown wait is rounded: 2 minutes up to 10, 5 up to 30, then 10.
func rounding(d time.Duration) time.Duration {
	switch {
	case d <= 10*time.Minute:
		return 2 * time.Minute
	case d <= 30*time.Minute:
		return 5 * time.Minute
	}
	return 10 * time.Minute
}

func roundUp(d time.Duration) time.Duration {
	step := rounding(d)
	return max((d + step - 1).Truncate(step), step)
}
