package rating

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// TestResponseBias: 200 of 400 in the morning, 100 of 400 in the afternoon, worked out by hand.
func TestResponseBias(t *testing.T) {
	got := ResponseBias([]Counted{{"morning", 200, 400}, {"afternoon", 100, 400}, {"lunch", 1, 3}})
	if len(got) != 2 || got[0].Key != "morning" || got[1].Key != "afternoon" {
		t.Fatalf("cells = %+v: too small ones are left out, the order stays", got)
	}
	// 200/400 against 101/403 = 0.25062; pooled 301/803 = 0.37484;
	// z = 0.24938 / sqrt(0.37484 × 0.62516 × (1/400 + 1/403)) = 7.2994
	m := got[0]
	if math.Abs(m.Difference-.24938) > 1e-5 || m.P > 1e-11 || !m.Differs || m.Rest.Yes != 101 || m.Rest.N != 403 {
		t.Errorf("morning = %+v", m)
	}
	// Newcombe (1998), table II, method 10: 56/70 − 48/80 is 0.2000, from 0.0524 to 0.3339.
	n := ResponseBias([]Counted{{"a", 56, 70}, {"b", 48, 80}})[0]
	if math.Abs(n.Low-.0524) > 5e-5 || math.Abs(n.High-.3339) > 5e-5 {
		t.Errorf("interval = %.4f to %.4f, want .0524 to .3339", n.Low, n.High)
	}
	for _, none := range [][]Counted{nil, {{"only", 5, 10}}, {{"a", 0, 0}, {"b", 0, 0}}, {{"a", 0, 50}, {"b", 0, 50}}} {
		if got := ResponseBias(none); len(got) != 0 {
			t.Errorf("ResponseBias(%v) = %+v", none, got)
		}
	}
}

// TestHolm: three tests by hand, 0.01 × 3, 0.02 × 2, and 0.03 not below the one before.
func TestHolm(t *testing.T) {
	all := []Bias{{P: .03}, {P: .01}, {P: .02}}
	holm(all)
	for i, want := range []float64{.04, .03, .04} {
		if math.Abs(all[i].P-want) > 1e-12 || !all[i].Differs {
			t.Errorf("adjusted %d = %v, want %v", i, all[i].P, want)
		}
	}
}

// TestNoBias: where hours do not differ, one look in twenty says that some does.
func TestNoBias(t *testing.T) {
	rnd := rand.New(rand.NewPCG(4, 4))
	const looks = 2000
	wrong := 0
	for range looks {
		var cells []Counted
		for hour := range 9 {
			c := Counted{Key: fmt.Sprint(hour + 7), N: 20 + rnd.IntN(150)}
			for range c.N {
				if rnd.Float64() < .4 {
					c.Yes++
				}
			}
			cells = append(cells, c)
		}
		for _, b := range ResponseBias(cells) {
			if b.Differs {
				wrong++
				break
			}
		}
	}
	t.Logf("%d of %d looks see a difference", wrong, looks)
	if wrong > looks*7/100 || wrong < looks*2/100 { // 100 ± 4 standard deviations; cells share their rest
		t.Errorf("%d of %d looks see a difference where there is none", wrong, looks)
	}
}
