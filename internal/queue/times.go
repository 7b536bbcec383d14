package queue

import (
	"math"
	"slices"
	"time"
)

// steps is into how many equally likely parts Times divides a distribution.
const steps = 256

// priorTimes is how many observations the time that configuration states is worth.
const priorTimes = 10

// Times is the distribution of a duration by its quantiles, so that drawing
// from it costs a look-up. The zero value is always zero.
type Times struct {
	at   []time.Duration // steps+1 quantiles, rising
	mean time.Duration
}

// Mean returns the mean.
func (t *Times) Mean() time.Duration { return t.mean }

// Known tells whether the distribution was set at all.
func (t *Times) Known() bool { return t.at != nil }

// Lognormal is the distribution of service times that configuration alone
// promises. scv is the variance over the squared mean.
func Lognormal(mean time.Duration, scv float64) Times {
	sigma := math.Sqrt(math.Log1p(scv))
	mu := math.Log(float64(mean)) - sigma*sigma/2
	quantile := func(u float64) time.Duration {
		return time.Duration(math.Exp(mu + sigma*math.Sqrt2*math.Erfinv(2*u-1)))
	}
	t := Times{at: make([]time.Duration, steps+1), mean: mean}
	for i := range t.at {
		t.at[i] = quantile(min(max(float64(i)/steps, 0.2/steps), 1-0.2/steps))
	}
	return t
}

// Empirical is the distribution of what was seen, to which a prior adds ten
// observations: with few samples the prior speaks, with many the samples do.
func Empirical(seen []time.Duration, prior Times) Times {
	all := slices.Clone(seen)
	if prior.Known() {
		for i := range priorTimes {
			all = append(all, prior.quantile((float64(i)+0.5)/priorTimes))
		}
	}
	if len(all) == 0 {
		return Times{}
	}
	slices.Sort(all)
	t := Times{at: make([]time.Duration, steps+1)}
	sum := 0.0
	for _, d := range all {
		sum += float64(d)
	}
	t.mean = time.Duration(sum / float64(len(all)))
	for i := range t.at {
		at := float64(i) / steps * float64(len(all)-1)
		k := min(int(at), len(all)-1)
		next := all[min(k+1, len(all)-1)]
		t.at[i] = all[k] + time.Duration((at-float64(k))*float64(next-all[k]))
	}
	return t
}

// quantile is the u-quantile, 0 <= u < 1.
func (t *Times) quantile(u float64) time.Duration {
	if t.at == nil {
		return 0
	}
	at := u * steps
	i := int(at)
	return t.at[i] + time.Duration((at-float64(i))*float64(t.at[i+1]-t.at[i]))
}

// Beyond is the probability of more than d.
func (t *Times) Beyond(d time.Duration) float64 { return 1 - t.reached(d) }

// Scv is the variance over the squared mean; 0 for the zero value.
func (t *Times) Scv() float64 {
	if t.mean == 0 {
		return 0
	}
	sum := 0.0
	for i := range steps {
		off := float64(t.at[i]+t.at[i+1])/2 - float64(t.mean)
		sum += off * off
	}
	return sum / steps / float64(t.mean) / float64(t.mean)
}

// pick is the quantile at 16 random bits.
func (t *Times) pick(bits uint64) time.Duration {
	if t.at == nil {
		return 0
	}
	i := bits >> 8 & 0xff
	return t.at[i] + (t.at[i+1]-t.at[i])*time.Duration(bits&0xff)>>8
}

// reached is the probability of at most d.
func (t *Times) reached(d time.Duration) float64 {
	if t.at == nil || d < t.at[0] {
		return 0
	}
	i, _ := slices.BinarySearch(t.at, d+1) // the first beyond d
	if i > steps {
		return 1
	}
	low := t.at[i-1]
	return (float64(i-1) + float64(d-low)/float64(t.at[i]-low)) / steps
}

// rest is what remains of a duration of which elapsed have passed, at u of the
// distribution conditional on that; p is reached(elapsed). What lasts longer
// than everything seen has no memory: half a mean is still to come, on average.
func (t *Times) rest(elapsed time.Duration, p, u float64) time.Duration {
	if p >= 1-1.0/steps {
		return time.Duration(-math.Log1p(-u) * float64(t.mean) / 2)
	}
	return max(0, t.quantile(p+(1-p)*u)-elapsed)
}
