package simulate

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"testing"
	"time"

	"motcua/internal/center"
	"motcua/internal/theory"
)

// bare is first come first served without any rule: the recursion of Lindley
// (1952) and, for several counters, Kiefer and Wolfowitz (1955). It draws the
// same people as a world does.
type bare struct {
	comes poisson
	takes func() time.Duration // in the order of the calls
	free  []time.Duration      // by counter, the first to be free first
}

func newBare(s *Scenario) *bare {
	law, r := &s.Services[0].Time, stream(s.Seed, 0, 0, streamTime)
	return &bare{
		comes: poisson{a: &s.Services[0].Arrivals, rand: stream(s.Seed, 0, 0, streamArrivals)},
		takes: func() time.Duration { return law.draw(r) },
		free:  make([]time.Duration, len(s.Counters)),
	}
}

// next is one visit: when it came and what it waited.
func (b *bare) next() (at, wait time.Duration) {
	at = b.comes.next()
	begin := max(at, b.free[0])
	end := begin + b.takes()
	i := 1
	for ; i < len(b.free) && b.free[i] < end; i++ {
		b.free[i-1] = b.free[i]
	}
	b.free[i-1] = end
	return at, begin - at
}

type knownMean struct {
	c    int
	rho  float64
	law  Law
	want float64 // minutes
}

func knownMeans() []knownMean {
	return []knownMean{
		{1, .8, exponential, 40}, {2, .8, exponential, 17.77778}, {3, .8, exponential, 10.78652},
		{5, .9, exponential, 15.24986}, {6, .9, exponential, 12.33543}, {10, .9, exponential, 6.68732},
		{20, .9, exponential, 2.75385}, {3, .9, exponential, 27.23537}, {6, .97, exponential, 51.01693},
		{1, .8, deterministic, 20}, {1, .8, lognormal(.5), 30}, {1, .8, lognormal(2), 60},
	}
}

func (k *knownMean) name() string {
	return fmt.Sprintf("c=%d rho=%v %s scv=%v", k.c, k.rho, k.law.Law, k.law.SCV)
}

// far is how many visits the arithmetic plays: its clock ends after 250 years.
func far(visits int) int { return min(long(visits), 5*visits) }

// TestFirstComeFirstServed holds the rules against the bare arithmetic, visit
// sums to the nanosecond, and the arithmetic, which has the time for many more
// visits, against Erlang C and Pollaczek-Khinchine.
func TestFirstComeFirstServed(t *testing.T) {
	for _, k := range knownMeans() {
		t.Run(k.name(), func(t *testing.T) {
			s := steady(k.c, k.rho, k.law, firstCome)
			s.Seed, s.Visits, s.WarmUp = seedBare, long(5_000), 0
			got, err := play(t.Context(), s, nil)
			if err != nil {
				t.Fatal(err)
			}
			_, all := got.classes()
			want := bareBatches(s, s.Visits)
			for i := range all {
				if math.Abs(all[i].total-want[i].total) > 1e-6 || all[i].n != want[i].n {
					t.Fatalf("batch %d = %+v, want %+v as the arithmetic has it", i, all[i], want[i])
				}
			}
			n := 1_000_000
			if k.rho > .95 {
				n = 3_000_000 // it remembers longer
			}
			e := plain(bareBatches(s, far(n)))
			line := fmt.Sprintf("%.3f ± %.3f (%.1f %%), published %.3f", e.mean, e.half, 100*e.half/e.mean, k.want)
			t.Log(line)
			if math.Abs(e.mean-k.want) > e.half {
				t.Error(line)
			}
		})
	}
}

func bareBatches(s *Scenario, visits int) []sums {
	b, groups := newBare(s), make([]sums, batches)
	for i := range visits {
		_, wait := b.next()
		g := &groups[i*batches/visits]
		g.n++
		g.total += wait.Minutes()
	}
	return groups
}

// TestConservation lives the same hours under every policy: who is called
// changes who waits, and never what all wait together
// (Kleinrock 1965), for the rules neither idle nor look at service times.
func TestConservation(t *testing.T) {
	policies := map[string]center.Policy{"first come first served": firstCome, "strict without a cap": strict, "head start without a cap": headStart(30)}
	for name := range center.Presets {
		policies[name] = preset(name)
	}
	for _, k := range []knownMean{{1, .8, lognormal(2), 0}, {6, .95, exponential, 0}} {
		first := 0.0
		for _, name := range slices.Sorted(maps.Keys(policies)) {
			s := steady(k.c, k.rho, k.law, policies[name])
			s.Seed, s.Visits, s.WarmUp = seedBare, long(5_000), 0
			got, err := play(t.Context(), s, nil)
			if err != nil {
				t.Fatal(err)
			}
			_, all := got.classes()
			sum := sums{}
			for _, g := range all {
				sum.n += g.n
				sum.total += g.total
			}
			if first == 0 {
				first = sum.total
			}
			if math.Abs(sum.total/first-1) > 1e-12 || int(sum.n) != s.Visits { // as much as a float64 carries
				t.Errorf("%s, %s: %v visits wait %v min together, want %d visits and %v min", k.name(), name, sum.n, sum.total, s.Visits, first)
			}
			if most, limit := got.row("", "").Overtakes.Max, center.Presets[name].Cap; limit > 0 && most > limit {
				t.Errorf("%s: somebody was passed %d times, the cap is %d", name, most, limit)
			}
		}
	}
}

// TestBareTail holds the share that waits at most 15 minutes against Erlang.
func TestBareTail(t *testing.T) {
	s := steady(6, .9, exponential, firstCome)
	s.Seed, s.Visits, s.WarmUp = seedBare, long(20_000), 0
	got, err := play(t.Context(), s, nil)
	if err != nil {
		t.Fatal(err)
	}
	within := 0
	for b, i := newBare(s), 0; i < s.Visits; i++ {
		if _, wait := b.next(); wait <= 15*time.Minute {
			within++
		}
	}
	if r := got.row("", "").Waits; r.Within15 != round(float64(within)/float64(s.Visits), 4) {
		t.Errorf("within 15 min = %v, want %v as the arithmetic has it", r.Within15, float64(within)/float64(s.Visits))
	}
	groups, n := make([]sums, batches), far(1_000_000)
	for b, i := newBare(s), 0; i < n; i++ {
		g := &groups[i*batches/n]
		g.n++
		if _, wait := b.next(); wait <= 15*time.Minute {
			g.total++
		}
	}
	if e, want := plain(groups), theory.WithinWait(6, 5.4, 1.5); math.Abs(e.mean-want) > e.half {
		t.Errorf("within 15 min = %.4f ± %.4f, want %.4f", e.mean, e.half, want)
	}
}
