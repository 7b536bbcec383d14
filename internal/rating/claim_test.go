package rating

import (
	"math"
	"testing"
)

// TestUpper holds the exact bounds against those that have a formula: 0 of n
// is 1 − 0.05^(1/n), n − 1 of n solves 1 − pⁿ = 0.05; and against Poisson's
// 4.744 and 6.296 for 1 and 2 of many.
func TestUpper(t *testing.T) {
	for _, n := range []int{1, 5, 30, 299, 10000} {
		if got, want := upper(0, n, .05), 1-math.Pow(.05, 1/float64(n)); math.Abs(got-want) > 1e-9 {
			t.Errorf("upper(0, %d) = %v, want %v", n, got, want)
		}
		if got, want := upper(n-1, n, .05), math.Pow(.95, 1/float64(n)); math.Abs(got-want) > 1e-9 {
			t.Errorf("upper(%d, %d) = %v, want %v", n-1, n, got, want)
		}
	}
	for yes, want := range map[int]float64{1: 4.744, 2: 6.296} {
		if got := 1e5 * upper(yes, 1e5, .05); math.Abs(got-want) > .002 {
			t.Errorf("upper(%d, 100000) = %v, want %v", yes, got, want)
		}
	}
	if upper(7, 7, .05) != 1 || lower(0, 7, .05) != 0 || math.Abs(lower(7, 7, .05)-math.Pow(.05, 1./7)) > 1e-9 {
		t.Error("the bounds of all and none are wrong")
	}
}

func TestNeededFor(t *testing.T) {
	for limit, want := range map[float64]int{.01: 300, .02: 150, .05: 60, .005: 600, .001: 3000, .08: 38} {
		if got := NeededFor(limit); got != want {
			t.Errorf("NeededFor(%v) = %d, want %d", limit, got, want)
		}
	}
}

// TestClaimBelow judges harassment under 1 %: at the edges of what is needed, and far from them.
func TestClaimBelow(t *testing.T) {
	for _, tt := range []struct {
		yes, n, needed int
		want           Verdict
	}{
		{0, 0, 300, NotEnough}, {0, 4, 300, NotEnough}, {0, 5, 300, NotEnough}, {0, 299, 300, NotEnough}, {0, 300, 300, Met},
		{1, 472, 473, NotEnough}, {1, 473, 473, Met}, // Poisson's 4.744 ÷ 1 %
		{2, 400, 628, NotEnough}, {2, 628, 628, Met},
		{3, 300, 0, NotEnough}, // just 1 %: both may be true
		{10, 300, 0, NotMet}, {100, 10000, 0, NotEnough}, {83, 10000, 0, Met}, {120, 10000, 0, NotMet},
		{5, 5, 0, NotMet}, {4, 4, 300, NotEnough}, // nothing is told of four
	} {
		got := ClaimBelow(tt.yes, tt.n, .01)
		if got.Verdict != tt.want || tt.needed != 0 && got.Needed != tt.needed {
			t.Errorf("ClaimBelow(%d, %d) = %s, needs %d, want %s, %d", tt.yes, tt.n, got.Verdict, got.Needed, tt.want, tt.needed)
		}
		if got.Verdict == Met && got.Upper >= .01 || got.Verdict == NotMet && got.Lower < .01 || tt.n < 5 && got.Share.N != 0 {
			t.Errorf("ClaimBelow(%d, %d) = %+v", tt.yes, tt.n, got)
		}
	}
}

func TestClaimAtLeast(t *testing.T) {
	for _, tt := range []struct {
		yes, n int
		want   Verdict
	}{{59, 59, NotEnough}, {60, 60, Met}, {95, 100, NotEnough}, {970, 1000, Met}, {930, 1000, NotMet}, {4, 4, NotEnough}} {
		got := ClaimAtLeast(tt.yes, tt.n, .95)
		if got.Verdict != tt.want || got.Limit != .95 || got.Verdict == Met && got.Lower < .95 || got.Verdict == NotMet && got.Upper >= .95 {
			t.Errorf("ClaimAtLeast(%d, %d) = %+v, want %s", tt.yes, tt.n, got, tt.want)
		}
	}
}
