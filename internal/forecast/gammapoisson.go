package forecast

import "gonum.org/v1/gonum/mathext"

// gammaPoisson is the belief about a queue's calls a busy minute: a Gamma
// distribution with this shape and these busy minutes. The time to the
// (n+1)-th call is then minutes · beta-prime(n+1, shape).
type gammaPoisson struct {
	shape, minutes float64
}

// believe is the belief after discounted counts, from a prior rate worth weight calls.
func believe(weight, rate, calls, busy float64) gammaPoisson {
	return gammaPoisson{shape: weight + calls, minutes: weight/rate + busy}
}

// rate is the mean of the belief, in calls a busy minute.
func (g gammaPoisson) rate() float64 { return g.shape / g.minutes }

// quantile is the time until the (ahead+1)-th call that is not exceeded with probability p.
func (g gammaPoisson) quantile(p float64, ahead int) Minutes {
	x := mathext.InvRegIncBeta(float64(ahead+1), g.shape, p)
	if x >= 1 {
		return Farthest
	}
	return clamp(g.minutes*x/(1-x), 0, Farthest)
}

// median is the middle of that time by the approximation of a beta's median
// (Kerman 2011), within 1 % for shapes above 2 and a hundred times faster.
func (g gammaPoisson) median(ahead int) Minutes {
	return g.minutes * (float64(ahead) + 2.0/3) / max(g.shape-1.0/3, 1.0/3)
}

func (g gammaPoisson) quantiles(ahead int) Quantiles {
	return Quantiles{g.quantile(.5, ahead), g.quantile(.8, ahead), g.quantile(.9, ahead)}.order()
}
