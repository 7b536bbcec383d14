package rating

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// weekly draws weeks of n answers each, a share of p until the change and q from then on.
func weekly(rnd *rand.Rand, weeks, n, change int, p, q float64) []Counted {
	var all []Counted
	for w := range weeks {
		if w == change {
			p = q
		}
		c := Counted{Key: fmt.Sprintf("2026-W%02d", w+1), N: n/2 + rnd.IntN(n+1)}
		for range c.N {
			if rnd.Float64() < p {
				c.Yes++
			}
		}
		all = append(all, c)
	}
	return all
}

// TestNoChange measures how often 26 weeks without a change show one: at most
// as often as the method says, 2 in 1,000, and the scatter of the simulation.
func TestNoChange(t *testing.T) {
	series := 1500
	if racing {
		series = 150
	}
	for _, tt := range []struct {
		n int
		p float64
	}{{10, .9}, {40, .5}, {40, .9}, {40, .98}, {150, .9}, {150, .98}} {
		rnd := rand.New(rand.NewPCG(uint64(tt.n), 1))
		alarms := 0
		for range series {
			if len(Changes(weekly(rnd, 26, tt.n, -1, tt.p, 0))) > 0 {
				alarms++
			}
		}
		t.Logf("%3d answers a week, %2.0f %% satisfied: %d alarms in %d series", tt.n, 100*tt.p, alarms, series)
		if alarms > 3+series/250 { // of 1,500 3 are expected; 9 are 3.5 standard deviations more
			t.Errorf("n %d, p %v: %d alarms in %d series", tt.n, tt.p, alarms, series)
		}
	}
}

// TestYearOfLooks looks at the last 26 weeks every week for a year.
func TestYearOfLooks(t *testing.T) {
	years := 200
	if racing {
		years = 10
	}
	rnd := rand.New(rand.NewPCG(5, 2))
	alarmed := 0
	for range years {
		all := weekly(rnd, 78, 60, -1, .93, 0)
		for end := 27; end <= 78; end++ {
			if len(Changes(all[end-26:end])) > 0 {
				alarmed++
				break
			}
		}
	}
	t.Logf("%d of %d years without a change have an alarm", alarmed, years)
	if alarmed > years/20+2 {
		t.Errorf("%d of %d years without a change have an alarm", alarmed, years)
	}
}

// TestChange measures how often and how exactly real changes are found in 20 weeks after 10.
func TestChange(t *testing.T) {
	series := 200
	if racing {
		series = 20
	}
	for _, tt := range []struct {
		n    int
		p, q float64
		need float64 // share of series in which it is found
	}{{40, .95, .75, .95}, {100, .95, .85, .95}, {100, .97, .90, .95}, {300, .97, .94, .85}, {60, .80, .95, .95}} {
		rnd := rand.New(rand.NewPCG(uint64(tt.n), 3))
		seen, near := 0, 0
		for range series {
			changes := Changes(weekly(rnd, 20, tt.n, 10, tt.p, tt.q))
			if len(changes) == 0 {
				continue
			}
			seen++
			if at := changes[0].From; at >= "2026-W09" && at <= "2026-W13" {
				near++
			}
		}
		t.Logf("%d answers a week, %.0f to %.0f %%: found in %d of %d, within two weeks in %d", tt.n, 100*tt.p, 100*tt.q, seen, series, near)
		if float64(seen) < tt.need*float64(series) || float64(near) < .8*float64(seen) {
			t.Errorf("n %d, %v to %v: found in %d of %d, near in %d", tt.n, tt.p, tt.q, seen, series, near)
		}
	}
}

func TestChangesEdges(t *testing.T) {
	if got := Changes(nil); len(got) != 0 {
		t.Errorf("nothing = %v", got)
	}
	flat := []Counted{{"1", 0, 0}, {"2", 50, 50}, {"3", 0, 0}, {"4", 50, 50}, {"5", 60, 60}}
	if got := Changes(flat); len(got) != 0 {
		t.Errorf("all satisfied = %v", got)
	}
	// 100 of 100 thrice, then 60 of 100 thrice, then 100 of 100 thrice; a week without answers between.
	var steps []Counted
	for i, yes := range []int{100, 100, 100, 60, 60, 60, 0, 100, 100, 100} {
		n := 100
		if yes == 0 {
			n = 0
		}
		steps = append(steps, Counted{fmt.Sprint(i), yes, n})
	}
	var got []string
	for _, c := range Changes(steps) {
		got = append(got, fmt.Sprintf("%s: %d/%d to %d/%d", c.From, c.Before.Yes, c.Before.N, c.After.Yes, c.After.N))
	}
	if len(got) != 2 || got[0] != "3: 300/300 to 180/300" || !slices.Contains([]string{"6: 180/300 to 300/300", "7: 180/300 to 300/300"}, got[1]) {
		t.Errorf("two steps = %q", got)
	}
	if got := Changes([]Counted{{"1", 14, 14}, {"2", 0, 14}}); len(got) != 0 {
		t.Errorf("too few answers = %v", got)
	}
}
