package advice

import (
	"math"
	"os"
	"testing"
	"time"

	"motcua/internal/center"
	"motcua/internal/queue"
)

// said is a probability and what came of it.
type said struct {
	miss  float64
	came  bool
	r     *replay
	s     center.ServiceCode
	since time.Duration
}

// missed tells, the day after, whether the hour's mean wait broke the promise:
// of who was called in it, and of who still waited beyond the promise at its end.
func (x *said) missed() bool {
	var sum time.Duration
	n := 0
	end := x.since + time.Hour
	for _, t := range x.r.day.Tickets() {
		leg := &t.Legs[0]
		switch {
		case t.Service != x.s || leg.Begin > end:
		case leg.Called > x.since && leg.Called <= end:
			sum, n = sum+leg.Called-leg.Begin, n+1
		case leg.Called > end && end-leg.Begin > queue.Promise:
			sum, n = sum+end-leg.Begin, n+1
		}
	}
	return sum > queue.Promise*time.Duration(n)
}

// TestRiskIsHonest compares the probabilities told every half hour with what
// came, at a center that is a counter short at its peaks.
func TestRiskIsHonest(t *testing.T) {
	days := 16
	if os.Getenv("MOTCUA_SOAK") == "1" {
		days = 100
	}
	h := learned(10)
	var all []said
	for i := range days {
		var today []said
		r := live("2026-12-01", trace(5000+uint64(i)), func(r *replay) {
			for _, id := range []center.CounterID{"1", "2", "4", "5"} {
				r.open(id)
			}
			if r.now%(30*time.Minute) != 0 {
				return
			}
			now := r.moment()
			o := r.day.Outlook(now, h.World(r.day, now), queue.Ask{Hour: true, Brief: true, Seed: uint64(i)})
			for _, x := range Risks(o) {
				today = append(today, said{miss: float64(x.Miss), r: r, s: x.Service, since: r.day.Now(now)})
			}
		})
		for k := range today {
			today[k].r = r
			today[k].came = today[k].missed()
		}
		all = append(all, today...)
	}
	var sum, came, brier float64
	var bins [3][3]float64 // up to 20 %, to 60 %, beyond: n, told, came
	for _, x := range all {
		y := 0.0
		if x.came {
			y = 1
		}
		sum, came, brier = sum+x.miss, came+y, brier+(x.miss-y)*(x.miss-y)
		b := &bins[0]
		if x.miss > 0.6 {
			b = &bins[2]
		} else if x.miss > 0.2 {
			b = &bins[1]
		}
		b[0], b[1], b[2] = b[0]+1, b[1]+x.miss, b[2]+y
	}
	n := float64(len(all))
	skill := 1 - brier/n/(came/n*(1-came/n))
	t.Logf("%d probabilities: %.1f %% told, %.1f %% came; Brier score %.3f, %.0f %% below that of always telling the share", len(all), 100*sum/n, 100*came/n, brier/n, 100*skill)
	for _, b := range bins {
		t.Logf("told %.0f %% on average: came %.0f %% of %.0f", 100*b[1]/b[0], 100*b[2]/b[0], b[0])
		if off := math.Abs(b[1]-b[2]) / b[0]; off > 0.15 {
			t.Errorf("told %.2f, came %.2f", b[1]/b[0], b[2]/b[0])
		}
	}
	if math.Abs(sum-came)/n > 0.05 || skill < 0.3 {
		t.Errorf("told %.2f, came %.2f, skill %.2f; want them within 0.05, skill 0.3", sum/n, came/n, skill)
	}
}
