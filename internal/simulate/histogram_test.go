package simulate

import (
	"math"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// TestQuantiles holds the histogram against sorted waits.
func TestQuantiles(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		waits := rapid.SliceOfN(rapid.Int64Range(0, int64(100*24*time.Hour)), 1, 200).Draw(t, "waits")
		var h, other histogram
		for i, w := range waits {
			if i%2 == 0 {
				h.add(time.Duration(w))
			} else {
				other.add(time.Duration(w))
			}
		}
		h.merge(other)
		slices.Sort(waits)
		q := rapid.SampledFrom([]float64{.5, .8, .9, .95, .99, 1}).Draw(t, "q")
		exact := time.Duration(waits[int(math.Ceil(q*float64(len(waits))))-1])
		got := h.quantile(q, len(waits), time.Duration(waits[len(waits)-1]))
		if got < exact-time.Millisecond || got > exact+exact/1000+time.Millisecond {
			t.Errorf("quantile(%v) = %v, want %v", q, got, exact)
		}
	})
}

// TestRatio holds the interval of groups of different size against figures
// worked out by hand: residuals −1, 0, 1 around the mean 2.
func TestRatio(t *testing.T) {
	mean, half := ratio([]sums{{1, 1}, {2, 4}, {3, 7}})
	if want := 4.302653 * math.Sqrt(2*3./2) / 6; mean != 2 || math.Abs(half-want) > 1e-6 {
		t.Errorf("ratio = %v ± %v, want 2 ± %v", mean, half, want)
	}
	if _, half := ratio([]sums{{5, 5}}); !math.IsNaN(half) {
		t.Errorf("half-width of one group = %v, want NaN", half)
	}
}
