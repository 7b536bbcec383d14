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
		for i := range days {
			if len(old.Beta) > 0 && days[i].Date.After(before.Until) {
				before.fared(&days[i], phase, when, kept)
			}
		}
		for _, c := range kept {
			c.settle()
		}
		m.Moments[when].Offices = kept
	}
}

// fared adds how the bounds of m held on a day.
func (m *Model) fared(d *past, phase Minutes, when moment, offices map[string]*Calibration) {
	c := offices[d.Office]
	if c == nil {
		c = &Calibration{}
		offices[d.Office] = c
	}
	m.visit(d, phase, when, func(v visit) {
		c.add(m.predict(v.place, v.hall.look(v.place, v.now), v.ask), v.wait)
	})
}
