package forecast

import (
	"math"
	"slices"
)

// Calibration is the rolling conformal correction of one office: how the waits
// of its latest tickets compared with the bounds told them, as ratios
// (wait+1)/(bound+1). Multiplied by the quantile of those ratios, bounds are
// kept as often as they say, whatever the regression got wrong.
type Calibration struct {
	Factor80 float64   `json:"factor80"`
	Factor90 float64   `json:"factor90"`
	Ratio80  []float32 `json:"ratio80"` // the latest, a ring
	Ratio90  []float32 `json:"ratio90"`
	Next     int       `json:"next"` // where the ring goes on
}

const (
	calibrationMost = 2000 // tickets remembered an office
	calibrationHalf = 500  // tickets at which half of a correction is believed: about a day, whose tickets share its troubles
	factorMost      = 3.0  // no bound is stretched or cut by more
)

// add remembers one ticket: what was told before correction, and what came.
func (c *Calibration) add(told Quantiles, wait Minutes) {
	r80, r90 := float32((wait+1)/(told.P80+1)), float32((wait+1)/(told.P90+1))
	if len(c.Ratio80) < calibrationMost {
		c.Ratio80, c.Ratio90 = append(c.Ratio80, r80), append(c.Ratio90, r90)
		return
	}
	c.Next %= calibrationMost
	c.Ratio80[c.Next], c.Ratio90[c.Next] = r80, r90
	c.Next++
}

// settle computes the factors.
func (c *Calibration) settle() {
	c.Factor80, c.Factor90 = factor(c.Ratio80, .8), factor(c.Ratio90, .9)
}

// factor is the quantile of ratios, pulled towards one while they are few.
func factor(ratios []float32, p float64) float64 {
	n := len(ratios)
	if n == 0 {
		return 1
	}
	sorted := slices.Sorted(slices.Values(ratios))
	q := clamp(float64(sorted[min(int(math.Ceil(p*float64(n+1))), n)-1]), 1/factorMost, factorMost)
	return math.Exp(math.Log(q) * float64(n) / float64(n+calibrationHalf))
}

// calibrate carries the corrections of the model before on and adds how it fared
// on those of the days that it had not seen.
func (m *Model) calibrate(before *Model, days []past, phase Minutes) {
	if before == nil {
		return
	}
	for when := range nRegressions {
		old, kept := &before.Moments[when], map[string]*Calibration{}
		for office, c := range old.Offices {
			kept[office] = &Calibration{Ratio80: slices.Clone(c.Ratio80), Ratio90: slices.Clone(c.Ratio90), Next: c.Next}
		}
		for i, loss := range old.Losses {
			m.Moments[when].Losses[i] = loss * math.Pow(float64(before.Days)/float64(m.Days), lossFades)
		}
		for i := range days {
			if len(old.Beta) > 0 && days[i].Date.After(before.Until) {
				before.fared(&days[i], phase, when, kept, &m.Moments[when].Losses)
			}
		}
		for _, c := range kept {
			c.settle()
		}
		m.Moments[when].Offices = kept
	}
}

// fared adds how the bounds of m held on a day, and how far each trust was off.
func (m *Model) fared(d *past, phase Minutes, when moment, offices map[string]*Calibration, losses *[len(trusts)]float64) {
	c := offices[d.Office]
	if c == nil {
		c = &Calibration{}
		offices[d.Office] = c
	}
	beta := m.Moments[when].Beta
	m.visit(d, phase, when, func(v visit) {
		s := v.hall.look(v.place, v.now)
		c.add(m.predict(v.place, s, v.ask), v.wait)
		x := m.features(v.place, s, v.ask)
		more := dot(beta, &x)
		for i, trust := range trusts {
			losses[i] += math.Abs(bounded(x[fMedian]+trust*more) - v.wait)
		}
	})
}

// trusts are the shares of the regression among which a model chooses.
var trusts = [...]float64{0, 0.2, 0.4, 0.6, 0.8, 1}

// lossFades says how fast losses count less as the log grows: with n of m days
// learned they told of another regression.
const lossFades = 3

// firstTrust is the share before any day could tell.
const firstTrust = 0.4

// trust is the share of the regression that was the least off on days that were
// predicted before they were learned from.
func (r *Regression) trust() float64 {
	best := 0
	for i, loss := range r.Losses {
		if loss < r.Losses[best] {
			best = i
		}
	}
	if r.Losses[best] <= 0 {
		return firstTrust
	}
	return trusts[best]
}
