package simulate

import "testing"

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

func BenchmarkVisits(b *testing.B) {
	s := office(6, .9)
	s.Visits = b.N
	s.Services[0].Priority = .2
	if _, err := Run(s); err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "visits/s")
}
