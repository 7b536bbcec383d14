package day

import (
	"math"
	"math/rand/v2"
	"slices"
	"time"

	"motcua/internal/center"
	"motcua/internal/wire"
)

// mind makes every decision that nobody can foresee. It knows no clock and
// calls nobody.
type mind struct{ r *rand.Rand }

func (m mind) chance(p float64) bool { return m.r.Float64() < p }

// gap returns the time until the next citizen comes: arrivals are a Poisson process.
func (m mind) gap(perHour float64) time.Duration {
	return time.Duration(m.r.ExpFloat64() / perHour * float64(time.Hour))
}

// about returns a lognormal duration with that median, as service times are,
// within a sixth and six times the median.
func (m mind) about(median time.Duration, sigma float64) time.Duration {
	x := math.Exp(sigma * m.r.NormFloat64())
	return time.Duration(float64(median) * min(max(x, 1.0/6), 6))
}

// pick returns an index with a chance in proportion to its weight, -1 when no weight is positive.
func (m mind) pick(weights []float64) int {
	total := 0.0
	for _, w := range weights {
		total += w
	}
	x := m.r.Float64() * total
	last := -1
	for i, w := range weights {
		if w <= 0 {
			continue
		}
		last = i
		if x -= w; x < 0 {
			return i
		}
	}
	return last
}

// purposeWeights say why citizens come, in the order of center.Purposes: most
// submit, a quarter collect.
var purposeWeights = []float64{50, 25, 8, 9, 4, 4}

func (m mind) purpose(s *center.Service) center.Purpose {
	weights := make([]float64, len(purposeWeights))
	for i, p := range center.Purposes {
		if s.Offers(p) {
			weights[i] = purposeWeights[i]
		}
	}
	return center.Purposes[max(m.pick(weights), 0)]
}

// service returns how long a citizen is served whose service usually takes that many minutes.
func (m mind) service(minutes int, p center.Purpose) time.Duration {
	median := time.Duration(minutes) * time.Minute * 4 / 5 // the mean of the lognormal is above its median
	if p != center.Submit && p != center.Supplement {
		median /= 2
	}
	return m.about(median, 0.6)
}

// dossiers returns how many dossiers a finished leg received, and how many of
// them from elsewhere in the province.
func (m mind) dossiers(p center.Purpose) (n, outside int) {
	if p != center.Submit && p != center.Supplement {
		return 0, 0
	}
	n = 1
	switch {
	case m.chance(0.01):
		n = 12 + m.r.IntN(12) // a postal courier
	case m.chance(0.1):
		n = 2
	}
	for range n {
		if m.chance(0.08) {
			outside++
		}
	}
	return n, outside
}

var (
	contentWeights = []float64{1, 2, 8, 34, 55}           // levels 1 to 5 of somebody who did not wait long
	waitedWeights  = []float64{6, 14, 30, 30, 20}         // of somebody who waited beyond half an hour
	reasonWeights  = []float64{15, 20, 20, 15, 10, 2, 12} // of center.ReasonCodes but the last, "other"
)

// answer returns what a citizen says who was called after that wait.
func (m mind) answer(q *center.Questionnaire, waited time.Duration) wire.Answers {
	weights, long := contentWeights, waited > 30*time.Minute
	if long {
		weights = waitedWeights
	}
	a := wire.Answers{Overall: m.pick(spread(weights, len(q.Levels))) + 1}
	if a.Overall <= q.WhyUpTo {
		a.Reasons = m.reasons(q, long)
	}
	for _, x := range q.Items {
		if n := x.Choices(q); x.AskUpTo == 0 || a.Overall <= x.AskUpTo {
			if a.Items == nil {
				a.Items = map[string]int{}
			}
			a.Items[x.Code] = m.choice(&x, n, float64(a.Overall)/float64(len(q.Levels)))
		}
	}
	return a
}

// spread fits weights of five levels to n of them.
func spread(weights []float64, n int) []float64 {
	fit := make([]float64, n)
	for i, w := range weights {
		fit[i*n/len(weights)] += w
	}
	return fit
}

func (m mind) reasons(q *center.Questionnaire, long bool) (codes []string) {
	first := center.ReasonCodes[m.pick(reasonWeights)]
	for _, code := range []string{first, "waiting"} {
		if q.HasReason(code) && !slices.Contains(codes, code) && (code == first || long) {
			codes = append(codes, code)
		}
	}
	return codes
}

// choice is the option of a further question by somebody so content, from 0 to
// 1. Where options have points the best ones come first, else last.
func (m mind) choice(x *center.Item, n int, content float64) int {
	at := min(int(content*float64(n)+m.r.Float64()/2), n-1)
	if x.Pointed() {
		return n - at
	}
	return at + 1
}
