package simulate

import (
	"context"
	"errors"
	"math"
	"slices"
	"strconv"
	"testing"
	"time"

	"motcua/internal/center"
	"motcua/internal/queue"
)

func counterID(i int) center.CounterID { return center.CounterID(strconv.Itoa(i + 1)) }

func codes(c ...center.ServiceCode) []center.ServiceCode { return c }

// byHand is a counter and a service whose visits take ten minutes, and a trace
// of who comes at which second.
func byHand(t *testing.T, change func(*Scenario), seconds ...int) *Result {
	t.Helper()
	s := &Scenario{Seed: 1, Replications: 1, Trace: "t.csv",
		Services: []Service{{Code: "A", Time: deterministic}},
		Counters: []Counter{{ID: "1", Services: codes("A")}},
	}
	for _, at := range seconds {
		s.trace = append(s.trace, arrival{at: time.Duration(at) * time.Second, takes: -1})
	}
	change(s)
	r, err := Run(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestByHand holds small scenarios against what a person works out on paper.
func TestByHand(t *testing.T) {
	window := func(from, to int) []center.Window { return []center.Window{{From: from, To: to}} }
	for _, test := range []struct {
		name        string
		change      func(*Scenario)
		seconds     []int
		n           int
		mean, most  float64
		utilization float64
		rest        [3]int // refused, not there, unserved
	}{
		{"three in a row", func(*Scenario) {}, []int{0, 60, 120}, 3, 9, 18, 1, [3]int{}},
		{"a break", func(s *Scenario) { s.Counters[0].Breaks = window(5, 15) }, []int{0, 60}, 2, 7, 14, 1, [3]int{}},
		{"a counter that opens later", func(s *Scenario) { s.Counters[0].Hours = window(30, 60) }, []int{0, 60}, 2, 34.5, 39, 0, [3]int{}},
		{"a counter that closes for the night", func(s *Scenario) { s.Counters[0].Hours = window(0, 5) }, []int{0, 60}, 2, 719.5, 1439, 1, [3]int{}},
		{"a day that ends", func(s *Scenario) {
			s.Start, s.Hours = 23*60+30, window(23*60, 24*60)
		}, []int{0, 60, 120, 180}, 3, 9, 18, 1, [3]int{0, 0, 1}},
		{"before the hours", func(s *Scenario) { s.Hours = window(2, 600) }, []int{0, 60, 120}, 1, 0, 0, 0, [3]int{2, 0, 0}},
		{"nobody is there", func(s *Scenario) { s.Services[0].NoShow = 1 }, []int{0, 0, 0}, 0, 0, 0, 0, [3]int{0, 3, 0}},
		{"everybody goes on", func(s *Scenario) {
			s.Services = append(s.Services, Service{Code: "B", Time: deterministic})
			s.Services[0].Transfer = Transfer{"B", 1}
			s.Counters = append(s.Counters, Counter{ID: "2", Services: codes("B")})
		}, []int{0, 0}, 4, 2.5, 10, 0, [3]int{}},
		{"warm-up", func(s *Scenario) { s.WarmUp = 1.5 }, []int{0, 60, 120}, 1, 18, 18, 1, [3]int{}},
		{"a fixed length", func(s *Scenario) { s.Length = 20 }, []int{0, 60, 1200}, 2, 4.5, 9, 1, [3]int{}},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := byHand(t, test.change, test.seconds...)
			row, w := r.Rows[0], r.Rows[0].Waits
			if w == nil {
				w = &Waits{}
			}
			if row.N != test.n || w.Mean != test.mean || w.Max != test.most {
				t.Errorf("n, mean, max = %d, %v, %v, want %d, %v, %v", row.N, w.Mean, w.Max, test.n, test.mean, test.most)
			}
			if got := [3]int{row.Refused, row.NoShows, row.Unserved}; got != test.rest {
				t.Errorf("refused, not there, unserved = %v, want %v", got, test.rest)
			}
			if test.utilization > 0 && r.Counters[0].Utilization != test.utilization {
				t.Errorf("utilization = %v, want %v", r.Counters[0].Utilization, test.utilization)
			}
		})
	}
}

// TestAppointmentsGoByDueTime: the appointment of 00:30 is due at 00:35, the
// second walk-in, who came at 00:26, at 00:41.
func TestAppointmentsGoByDueTime(t *testing.T) {
	r := byHand(t, func(s *Scenario) {
		s.Hours = []center.Window{{From: 0, To: 600}}
		s.Services[0].Booked = Booked{Window: center.Window{From: 30, To: 40}, Every: 10, Places: 1}
	}, 25*60, 26*60)
	var got []float64
	for _, class := range []string{Ordinary, Appointment} {
		for _, x := range r.Rows {
			if x.Service == "A" && x.Class == class {
				got = append(got, x.Waits.Mean, x.Waits.Max, x.Overtakes.Mean)
			}
		}
	}
	if want := []float64{9.5, 19, .5, 5, 5, 0}; !slices.Equal(got, want) {
		t.Errorf("mean, max, overtakes of ordinary and appointment = %v, want %v", got, want)
	}
}

// TestWatchedEventsAreALog folds what is watched into another day: it ends as
// the first one did.
func TestWatchedEventsAreALog(t *testing.T) {
	s := ward()
	s.Length, s.Hours = 300, []center.Window{{From: 0, To: 24 * 60}}
	s.Services[0].Booked = Booked{Window: center.Window{From: 0, To: 300}, Every: 20, Places: 2, Late: 20}
	again, finished := queue.NewDay(s.Center(), epoch), 0
	r, err := Watched(t.Context(), s, func(_ int, e queue.Event, m queue.Moment) {
		again.Apply(e, m)
		if e.Type == queue.TicketFinished {
			finished++
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	var sum time.Duration
	waits, done := 0, 0
	for _, x := range again.Tickets() {
		if x.State == queue.Finished {
			done++
		}
		for _, l := range x.Legs {
			if l.Answered {
				sum += l.Called - l.Begin
				waits++
			}
		}
	}
	if done != finished || waits != r.Rows[0].N || finished < 150 {
		t.Errorf("the log folds to %d finished and %d waits, want %d and %d", done, waits, finished, r.Rows[0].N)
	} else if got := (sum / time.Duration(waits)).Minutes(); math.Abs(got-r.Rows[0].Waits.Mean) > 1e-4 {
		t.Errorf("the log's mean wait = %v, want %v", got, r.Rows[0].Waits.Mean)
	}
}

// TestRunEndsWithItsContext plays a scenario that would take minutes.
func TestRunEndsWithItsContext(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	s, n := office(6, .9), 0
	s.Visits = MostVisits
	_, err := Watched(ctx, s, func(int, queue.Event, queue.Moment) {
		if n++; n == 10_000 {
			stop()
		}
	})
	if !errors.Is(err, context.Canceled) || n > 30_000 {
		t.Errorf("Watched = %v after %d events, want canceled soon after 10000", err, n)
	}
}

// TestCapHolds plays centers with shared counters, breaks, transfers and no-shows.
func TestCapHolds(t *testing.T) {
	for _, limit := range []int{1, 3} {
		for seed := range 3 {
			s := ward()
			s.Seed, s.Visits = int64(seed), long(1000)
			s.Policy = center.Policy{Preset: "strict", Cap: &limit}
			for i := range s.Services {
				s.Services[i].Arrivals.PerHour, s.Services[i].Priority = 4.3, .4
				s.Services[i].NoShow, s.Services[i].Transfer = .1, Transfer{s.Services[(i+1)%11].Code, .2}
			}
			for i := range s.Counters {
				s.Counters[i].Breaks = []center.Window{{From: 60 * i, To: 60*i + 20}}
			}
			r, err := Run(t.Context(), s)
			if err != nil {
				t.Fatal(err)
			}
			if got := r.Rows[0].Overtakes.Max; got != limit {
				t.Errorf("seed %d: somebody was passed %d times, want the cap of %d reached and kept", seed, got, limit)
			}
		}
	}
}
