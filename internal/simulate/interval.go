package simulate

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// sums is what one group of visits, a replication or a batch, adds up to.
type sums struct{ n, total float64 }

// Level is the confidence of every interval.
const Level = 0.95

// ratio returns Σtotal/Σn and the half-width of its 95 % interval by Student's
// t over the groups, which differ in size: the residuals of the ratio estimator
// (Cochran, Sampling Techniques, 6.4). The half-width is NaN for fewer than two groups.
func ratio(groups []sums) (mean, half float64) {
	var all sums
	for _, g := range groups {
		all.n += g.n
		all.total += g.total
	}
	mean = all.total / all.n
	k := float64(len(groups))
	if k < 2 {
		return mean, math.NaN()
	}
	squares := 0.0
	for _, g := range groups {
		e := g.total - mean*g.n
		squares += e * e
	}
	return mean, student(k-1) * math.Sqrt(squares*k/(k-1)) / all.n
}

// student is the quantile of Student's t that bounds the interval on both sides.
func student(freedom float64) float64 {
	return distuv.StudentsT{Mu: 0, Sigma: 1, Nu: freedom}.Quantile((1 + Level) / 2)
}
