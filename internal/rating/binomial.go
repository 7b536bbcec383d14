package rating

import "math"

// binomial is the probability of k out of n, 0 < p < 1.
func binomial(k, n int, p float64) float64 {
	a, _ := math.Lgamma(float64(n + 1))
	b, _ := math.Lgamma(float64(k + 1))
	c, _ := math.Lgamma(float64(n - k + 1))
	return math.Exp(a - b - c + float64(k)*math.Log(p) + float64(n-k)*math.Log1p(-p))
}

// upper is the largest true share at which yes or fewer out of n still have
// the probability risk: the exact one-sided bound (Clopper and Pearson 1934).
func upper(yes, n int, risk float64) float64 {
	if yes >= n {
		return 1
	}
	low, high := float64(yes)/float64(n), 1.0
	for range 60 { // halving: to the last bit that matters
		p := (low + high) / 2
		below := 0.0
		for k := range yes + 1 {
			below += binomial(k, n, p)
		}
		if below > risk {
			low = p
		} else {
			high = p
		}
	}
	return high
}

// lower is the smallest true share at which yes or more out of n have the probability risk.
func lower(yes, n int, risk float64) float64 { return 1 - upper(n-yes, n, risk) }

// beyond is the probability that a standard normal variable is farther than z from 0.
func beyond(z float64) float64 { return math.Erfc(math.Abs(z) / math.Sqrt2) }

// density is that of the standard normal distribution.
func density(z float64) float64 { return math.Exp(-z*z/2) / math.Sqrt(2*math.Pi) }
