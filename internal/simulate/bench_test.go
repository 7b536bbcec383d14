package simulate

import (
	"testing"

	"motcua/internal/center"
)

// office is a scenario of c equal counters and one service of mean 10 min.
func office(c int, rho float64) *Scenario {
	s := &Scenario{Seed: 1, Replications: 1, Services: []Service{{
		Code: "HT", Arrivals: Arrivals{PerHour: 6 * rho * float64(c)}, Time: Law{Law: "exp", Mean: 10},
	}}}
	for i := range c {
		s.Counters = append(s.Counters, Counter{ID: counterID(i), Services: codes("HT")})
	}
	return s
}

// BenchmarkVisits counts visits a second through the rules: one visit is an
// issue, a call and a finish, each decided and applied. The arithmetic beside
// it is the least that first come first served can cost: the same people, the
// same waits, no rules. GOMAXPROCS=1 gives the figure of one core.
func BenchmarkVisits(b *testing.B) {
	for _, x := range []struct {
		name     string
		scenario *Scenario
	}{
		{"first-come", steady(6, .9, exponential, firstCome)},
		{"fair", steady(6, .9, exponential, preset("fair"))},
		{"strong", steady(6, .9, exponential, preset("strong"))},
		{"strict", steady(6, .9, exponential, preset("strict"))},
		{"turns", steady(6, .9, exponential, preset("turns"))},
		{"ward", ward()},
	} {
		b.Run(x.name, func(b *testing.B) {
			b.ReportAllocs()
			x.scenario.Visits = b.N
			if _, err := Run(b.Context(), x.scenario); err != nil {
				b.Fatal(err)
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "visits/s")
		})
	}
	b.Run("arithmetic", func(b *testing.B) {
		bareBatches(steady(6, .9, exponential, firstCome), max(b.N, batches))
		b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "visits/s")
	})
}

// ward is a center of 8 counters and 11 services that share them, each counter
// serving five: the load of a busy day, for as long as it takes.
func ward() *Scenario {
	s := &Scenario{Seed: 1, Replications: 1}
	for i := range 11 {
		code := center.ServiceCode("S" + string(rune('A'+i)))
		s.Services = append(s.Services, Service{Code: code, Priority: .2, Arrivals: Arrivals{PerHour: 3.6}, Time: lognormal(.5)})
	}
	for i := range 8 {
		c := Counter{ID: counterID(i)}
		for j := range 5 {
			c.Services = append(c.Services, s.Services[(i*3+j*2)%11].Code)
		}
		s.Counters = append(s.Counters, c)
	}
	return s
}
