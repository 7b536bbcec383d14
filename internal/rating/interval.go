package rating

import "math"

// Interval is where the true share lies of which yes out of n answers are a
// sample: the 95 % score interval (Wilson 1927). It is 0 to 1 for no answers.
func Interval(yes, n int) (low, high float64) {
	if n <= 0 {
		return 0, 1
	}
	const z = 1.959964
	p, m := float64(yes)/float64(n), float64(n)
	mid := p + z*z/(2*m)
	half := z * math.Sqrt(p*(1-p)/m+z*z/(4*m*m))
	scale := 1 + z*z/m
	return max(0, (mid-half)/scale), min(1, (mid+half)/scale)
}
