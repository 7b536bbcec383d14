package simulate

import (
	"math/bits"
	"time"
)

// histogram counts waits in buckets whose width is at most a thousandth of the
// wait, and never below a millisecond. Adding histograms loses nothing.
type histogram []int

const fine = 10 // bits of a wait in milliseconds that tell buckets apart

func bucket(d time.Duration) int {
	ms := uint64(max(d, 0) / time.Millisecond)
	shift := max(bits.Len64(ms)-fine-1, 0)
	return shift<<fine + int(ms>>shift)
}

// upper is the largest wait of a bucket.
func upper(b int) time.Duration {
	shift := max(b>>fine-1, 0)
	ms := (uint64(b-shift<<fine) + 1) << shift
	return time.Duration(ms)*time.Millisecond - 1
}

func (h *histogram) add(d time.Duration) {
	b := bucket(d)
	if b >= len(*h) {
		*h = append(*h, make([]int, b+1-len(*h))...)
	}
	(*h)[b]++
}

func (h *histogram) merge(o histogram) {
	if len(o) > len(*h) {
		*h = append(*h, make([]int, len(o)-len(*h))...)
	}
	for b, n := range o {
		(*h)[b] += n
	}
}

// quantile returns the smallest wait that at least the share q of n waits do
// not exceed, up to the width of a bucket and never above most.
func (h histogram) quantile(q float64, n int, most time.Duration) time.Duration {
	need := int(q * float64(n))
	if float64(need) < q*float64(n) {
		need++
	}
	seen := 0
	for b, k := range h {
		if seen += k; seen >= max(need, 1) {
			if b == 0 {
				return 0
			}
			return min(upper(b), most)
		}
	}
	return most
}
