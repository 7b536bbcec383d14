package bridge

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

const (
	bounce   = 20 * time.Millisecond // that the firmware looks at a key before it believes it
	thinking = 2 * time.Millisecond  // of a unit and of the operating system, together, beyond the silences
	seed     = 4
)

// latency is how long it took from keys going down to calls reaching the controller.
type latency struct {
	p50, p95, max time.Duration
	formula       time.Duration // what the wire alone makes of p95
	n             int
}

// keysToCalls presses keys at random on a line of n units, the last dead ones
// switched off, and measures the way through the bus, the bridge and its
// connection to the controller, on a virtual clock.
func keysToCalls(t *testing.T, baud, n, dead int, d time.Duration) (l latency) {
	synctest.Test(t, func(t *testing.T) {
		h := newHall(t, baud, n, dead)
		h.line.Slow(thinking)
		stop := h.run()
		after(20 * time.Second) // the dead are found
		r, down := rand.New(rand.NewPCG(seed, uint64(baud*n+dead))), map[string]time.Time{}
		for end := time.Now().Add(d); time.Now().Before(end); {
			u := h.units[r.IntN(n-dead)]
			at := time.Now()
			after(bounce)
			u.Press("next")
			boot, seq := u.Newest()
			down[fmt.Sprintf("%s-%08x-%d", u.ID(), boot, seq)] = at
			after(280*time.Millisecond + time.Duration(r.Int64N(int64(700*time.Millisecond))))
		}
		after(10 * time.Second)
		var took []time.Duration
		for _, a := range h.taken() {
			took = append(took, a.at.Sub(down[a.key]))
		}
		stop()
		if len(took) != len(down) {
			t.Fatalf("%d presses came to %d calls", len(down), len(took))
		}
		slices.Sort(took)
		l = latency{took[len(took)/2], took[len(took)*95/100], took[len(took)-1], formula(baud, n-dead), len(took)}
	})
	return l
}

// formula is the 95th percentile that the wire leaves: the key is debounced,
// waits for 95 in 100 of a round of short polls, and is then read.
//
//	conversation = (8 + answer) x 11 / baud + 2 x 3.5 characters (1.75 ms above 19200) + unit and system
func formula(baud, live int) time.Duration {
	conversation := func(answer int) time.Duration {
		rest := 35 * 11 * time.Second / time.Duration(10*baud)
		if baud > 19200 {
			rest = 1750 * time.Microsecond
		}
		return time.Duration((8+answer)*11)*time.Second/time.Duration(baud) + 2*rest + thinking
	}
	return bounce + time.Duration(live)*conversation(9)*95/100 + conversation(11)
}

// TestDeviceKeyToCall holds the bar: 20 units at 115200 baud, 3 of them dead.
func TestDeviceKeyToCall(t *testing.T) {
	l := keysToCalls(t, 115200, 20, 3, 4*time.Minute)
	t.Logf("20 units at 115200 baud, 3 dead: p50 %v, p95 %v, max %v of %d; the wire alone makes p95 %v", l.p50, l.p95, l.max, l.n, l.formula)
	if l.p95 > 150*time.Millisecond {
		t.Errorf("95 in 100 presses reach the controller within %v, want 150 ms", l.p95)
	}
}

// BenchmarkDeviceKeyToCall prints what each speed and each number of units makes
// of it, beside what the wire alone does.
func BenchmarkDeviceKeyToCall(b *testing.B) {
	for _, c := range []struct{ baud, units, dead int }{
		{115200, 20, 3}, {115200, 5, 0}, {115200, 10, 0}, {115200, 30, 0},
		{19200, 5, 0}, {19200, 10, 0}, {19200, 20, 3}, {9600, 5, 0}, {9600, 10, 0},
	} {
		b.Run(fmt.Sprintf("baud=%d/units=%d/dead=%d", c.baud, c.units, c.dead), func(b *testing.B) {
			var l latency
			for b.Loop() {
				onVirtualClock(b, func(t *testing.T) { l = keysToCalls(t, c.baud, c.units, c.dead, 5*time.Minute) })
			}
			for name, d := range map[string]time.Duration{"p50-ms": l.p50, "p95-ms": l.p95, "max-ms": l.max, "wire-p95-ms": l.formula} {
				b.ReportMetric(float64(d)/1e6, name)
			}
			b.ReportMetric(0, "ns/op") // it would say how fast this machine simulates
		})
	}
}

// onVirtualClock runs f as a test, which a virtual clock needs.
func onVirtualClock(b *testing.B, f func(*testing.T)) {
	all := func(string, string) (bool, error) { return true, nil }
	if !testing.RunTests(all, []testing.InternalTest{{Name: b.Name(), F: f}}) {
		b.Fatal("the simulation failed")
	}
}
