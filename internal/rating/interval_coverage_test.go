package rating

import (
	"math"
	"math/rand/v2"
	"testing"
)

// TestCoverage measures how often the interval holds the true share. No
// interval of counts can hold it in exactly 95 %: the coverage jumps with n and
// p (Brown, Cai and DasGupta 2001). It must lie in the band
// that is known of the Wilson interval: 95 % on average, not under 83 % in the
// spikes near 0 and 1, not under 92 % where 5 are expected on either side. The
// simulation must agree with the exact sum, which knows nothing of chance.
func TestCoverage(t *testing.T) {
	draws := 4000
	if racing {
		draws = 200
	}
	rnd := rand.New(rand.NewPCG(2001, 2))
	worst := 1.0
	for _, n := range []int{5, 10, 20, 30, 50, 100, 300, 1000} {
		mean, points := 0.0, 0
		for _, p := range []float64{.005, .01, .02, .05, .1, .2, .3, .5, .7, .8, .9, .95, .98, .99, .995} {
			exact, drawn := covers(n, p), 0
			for range draws {
				if holds(draw(rnd, n, p), n, p) {
					drawn++
				}
			}
			simulated := float64(drawn) / float64(draws)
			if off := math.Abs(simulated - exact); off > 5*math.Sqrt(exact*(1-exact)/float64(draws))+1e-9 {
				t.Errorf("n %d, p %v: simulated %.4f, exact %.4f", n, p, simulated, exact)
			}
			least := .83
			if float64(n)*min(p, 1-p) >= 5 {
				least = .92
			}
			if exact < least {
				t.Errorf("n %d, p %v: covers %.4f, want %v", n, p, exact, least)
			}
			worst = min(worst, exact)
		}
		for p := .001; p < 1; p += .001 {
			c := covers(n, p)
			mean, points, worst = mean+c, points+1, min(worst, c)
		}
		t.Logf("n %4d: covers %.4f on average", n, mean/float64(points))
		if mean /= float64(points); mean < .945 || mean > .965 {
			t.Errorf("n %d: covers %.4f on average, want about .95", n, mean)
		}
	}
	t.Logf("worst %.4f", worst)
	if worst < .83 {
		t.Errorf("covers %.4f at the worst", worst)
	}
}

func holds(yes, n int, p float64) bool {
	low, high := Interval(yes, n)
	return low <= p && p <= high
}

// covers sums the probabilities of all counts whose interval holds p.
func covers(n int, p float64) (sum float64) {
	for yes := range n + 1 {
		if holds(yes, n, p) {
			sum += binomial(yes, n, p)
		}
	}
	return sum
}

func draw(rnd *rand.Rand, n int, p float64) (yes int) {
	for range n {
		if rnd.Float64() < p {
			yes++
		}
	}
	return yes
}
