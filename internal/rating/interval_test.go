package rating

import (
	"math"
	"testing"
)

// TestInterval holds the interval against values worked out by hand (Newcombe 1998, table I).
func TestInterval(t *testing.T) {
	for _, tt := range []struct {
		yes, n    int
		low, high float64
	}{{81, 263, 0.2553, 0.3662}, {15, 148, 0.0624, 0.1605}, {0, 20, 0, 0.1611}, {1, 29, 0.0061, 0.1718}, {29, 29, 0.8830, 1}, {0, 0, 0, 1}} {
		low, high := Interval(tt.yes, tt.n)
		if math.Abs(low-tt.low) > 5e-5 || math.Abs(high-tt.high) > 5e-5 {
			t.Errorf("Interval(%d, %d) = %.4f, %.4f, want %.4f, %.4f", tt.yes, tt.n, low, high, tt.low, tt.high)
		}
	}
}
