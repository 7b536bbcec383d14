package forecast

import (
	"math"
	"slices"
	"time"
)

// Version is the version of the stored model. One of another version is not used
// but learned anew.
const Version = 1

// Model is everything a center learned from its log. The zero Model knows
// nothing and predicts by the closed formula from what the configuration
// promises. It encodes as JSON and prediction does not change it.
type Model struct {
	Version int                      `json:"version"`
	Until   time.Time                `json:"until"`  // the last day learned from
	Days    int                      `json:"days"`   // how many days
	Weight  float64                  `json:"weight"` // calls that a learned rate is worth against today's
	Stats   Stats                    `json:"stats"`
	Moments [nRegressions]Regression `json:"moments"` // at issue, and later

	learning bool // a fit is collecting features
}

// Regression corrects the closed formula: the logarithm of the wait is that of
// its median plus the features times Beta.
type Regression struct {
	Rows    int                     `json:"rows"` // tickets learned from
	Beta    []float64               `json:"beta,omitempty"`
	Trust   float64                 `json:"trust"`            // 0: the formula alone, 1: the regression alone
	Losses  [len(trusts)]float64    `json:"losses"`           // of each trust, on days not yet learned from
	Bounds  []Spread                `json:"bounds,omitempty"` // by tickets ahead
	Offices map[string]*Calibration `json:"offices,omitempty"`
}

// Spread is by how much, as a difference of logarithms, 80 and 90 in 100 waits
// exceed the median told.
type Spread struct {
	P80 float64 `json:"p80"`
	P90 float64 `json:"p90"`
}

const (
	coldWeight = 10.0 // calls that a promised rate is worth
	fewestRows = 400  // tickets below which the closed formula predicts alone
	minTold    = 0.5  // minutes: the shortest wait that is told apart from none
	nSpreads   = 6
)

// Usable says whether a stored model is one that this program made.
func (m *Model) Usable() bool {
	return m.Version == Version && !slices.ContainsFunc(m.Moments[:], func(r Regression) bool { return !r.sound() })
}

func (r *Regression) sound() bool {
	for _, c := range r.Offices {
		if c == nil {
			return false
		}
	}
	return len(r.Beta) == 0 || len(r.Beta) == nFeatures && len(r.Bounds) == nSpreads
}

func (m *Model) weight() float64 {
	if m.Weight > 0 {
		return m.Weight
	}
	return coldWeight
}

// learned says whether any prediction needs features.
func (m *Model) learned() bool {
	return m.learning || slices.ContainsFunc(m.Moments[:], func(r Regression) bool { return len(r.Beta) > 0 })
}

// spreadOf is the index of the spread of tickets with so many ahead.
func spreadOf(ahead int) int {
	for i, most := range [...]int{0, 2, 5, 10, 20} {
		if ahead <= most {
			return i
		}
	}
	return nSpreads - 1
}

func (m *Model) regression(a Ask) *Regression {
	return &m.Moments[min(a.moment(), nRegressions-1)]
}

// predict predicts one ticket in its scene, before the correction of the office.
func (m *Model) predict(p *place, s *scene, a Ask) Quantiles {
	r := m.regression(a)
	if len(r.Beta) != nFeatures {
		return s.belief.quantiles(a.Ahead)
	}
	x := m.features(p, s, a)
	y := x[fMedian] + r.Trust*dot(r.Beta, &x)
	b := r.Bounds[spreadOf(a.Ahead)]
	return Quantiles{bounded(y), bounded(y + b.P80), bounded(y + b.P90)}.order()
}

// bounded turns the logarithm of a wait into minutes that may be told.
func bounded(y float64) Minutes {
	return math.Exp(clamp(y, math.Log(minTold), math.Log(Farthest)))
}

// correct applies what the office's own tickets have taught about the bounds.
func (m *Model) correct(office string, a Ask, q Quantiles) Quantiles {
	c := m.regression(a).Offices[office]
	if c == nil {
		return q
	}
	q.P80 = (q.P80+1)*c.Factor80 - 1
	q.P90 = (q.P90+1)*c.Factor90 - 1
	return q.order()
}
