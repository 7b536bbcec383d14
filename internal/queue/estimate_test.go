package queue

import (
	"math"
	"testing"
	"time"

	"motcua/internal/center"
)

// TestBetaCDF holds the continued fraction against the binomial sum that it
// equals for whole parameters: I_x(a,b) = P(Bin(a+b-1, x) >= a).
func TestBetaCDF(t *testing.T) {
	for _, ab := range [][2]int{{1, 1}, {1, 10}, {2, 3}, {5, 10}, {21, 10}, {40, 12}, {150, 17}} {
		for _, x := range []float64{0, 0.001, 0.1, 0.35, 0.5, 0.77, 0.95, 1} {
			n, want := ab[0]+ab[1]-1, 0.0
			for k := ab[0]; k <= n; k++ {
				want += math.Exp(pick(n, k)) * math.Pow(x, float64(k)) * math.Pow(1-x, float64(n-k))
			}
			if got := betaCDF(x, float64(ab[0]), float64(ab[1])); math.Abs(got-want) > 1e-9 {
				t.Errorf("betaCDF(%g, %d, %d) = %.12f, want %.12f", x, ab[0], ab[1], got, want)
			}
		}
	}
}

func pick(n, k int) float64 {
	a, _ := math.Lgamma(float64(n + 1))
	b, _ := math.Lgamma(float64(k + 1))
	c, _ := math.Lgamma(float64(n - k + 1))
	return a - b - c
}

func TestWaitIsARangeOrNothing(t *testing.T) {
	r := newRun()
	if _, _, ok := r.day.Wait("HT", 0); ok {
		t.Error("a wait was told although no counter is open")
	}
	r.happen([]Event{{Type: CounterOpened, Counter: "1"}})
	if low, high, ok := r.day.Wait("HT", 0); low != 0 || high != soon || !ok {
		t.Errorf("with a free counter Wait(HT, 0) = %v to %v, %v", low, high, ok)
	}
	for range 2 { // one for the counter, one that waits
		events, err := r.day.Issue(Wish{Service: "HT", Purpose: center.Submit}, r.now)
		if err != nil {
			t.Fatal(err)
		}
		r.happen(events)
	}
	r.now.Up += 3 * time.Minute
	r.happen([]Event{{Type: CounterIncident, Counter: "1", Reason: "line"}})
	if low, high, ok := r.day.Wait("HT", 0); high <= soon || !ok {
		t.Errorf("a free counter that does not call still promises %v to %v, %v", low, high, ok)
	}
	var before time.Duration
	for n := range 12 {
		low, high, ok := r.day.Wait("HT", n)
		if !ok || low >= high || high < before || high%time.Minute != 0 {
			t.Errorf("Wait(HT, %d) = %v to %v, %v", n, low, high, ok)
		}
		before = high
	}
	if _, _, ok := r.day.Wait("HT", 500); ok {
		t.Error("a wait beyond four hours was told")
	}
	// One counter, ten minutes a ticket: the tenth call is expected after 100 minutes.
	if low, high, _ := r.day.Wait("HT", 9); low > 100*time.Minute || high < 100*time.Minute {
		t.Errorf("Wait(HT, 9) = %v to %v, want 100 minutes inside", low, high)
	}
}

// TestWaitLearnsThePace lets calls come twice as fast as configured.
func TestWaitLearnsThePace(t *testing.T) {
	r := newRun()
	r.happen([]Event{{Type: CounterOpened, Counter: "1"}})
	for range 60 {
		events, err := r.day.Issue(Wish{Service: "HT", Purpose: center.Submit}, r.now)
		if err != nil {
			t.Fatal(err)
		}
		r.happen(events)
	}
	_, cold, _ := r.day.Wait("HT", 5)
	for range 12 {
		events, err := r.day.Do("next", Act{Counter: "1"}, r.now)
		if err != nil {
			t.Fatal(err)
		}
		r.happen(events)
		r.now.Up, r.now.Wall = r.now.Up+5*time.Minute, r.now.Wall.Add(5*time.Minute)
		events, err = r.day.Do("finish", Act{Counter: "1"}, r.now)
		if err != nil {
			t.Fatal(err)
		}
		r.happen(events)
	}
	if _, warm, _ := r.day.Wait("HT", 5); warm >= cold {
		t.Errorf("after an hour of quick calls the estimate is %v, before %v", warm, cold)
	}
}

// TestWaitBesideAnotherQueue asks for a service nobody waits for, at a counter
// that is between two calls of a long queue of another service.
func TestWaitBesideAnotherQueue(t *testing.T) {
	r := newRun()
	r.do(t, "1", "open", Act{})
	for range 8 {
		r.issue(t, "DD")
	}
	if _, high, ok := r.day.Wait("HT", 0); !ok || high <= soon {
		t.Errorf("Wait(HT, 0) beside eight of DD = at most %v, want more than %v", high, soon)
	}
	r.do(t, "3", "open", Act{})
	r.do(t, "3", "pause", Act{Reason: "break"})
	if _, high, _ := r.day.Wait("HT", 0); high <= soon {
		t.Errorf("a counter that pauses was counted as free")
	}
}
