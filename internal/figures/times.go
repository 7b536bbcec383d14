package figures

import (
	"slices"
	"time"
)

// fewTimes is how many times are kept one by one before they are counted by
// the second, which bounds the memory of a report over years.
const fewTimes = 4096

// times sums up durations. The seconds it gives are exact: rounding down and
// taking a rank can be exchanged.
type times struct {
	n    int
	sum  time.Duration
	list []int32  // seconds, rounded down
	hist []uint32 // how many of each second, once list is full
}

func (t *times) add(d time.Duration) {
	t.n++
	t.sum += d
	s := int32(max(0, d) / time.Second)
	if t.hist != nil {
		t.count(s)
		return
	}
	if t.list = append(t.list, s); len(t.list) == fewTimes {
		for _, s := range t.list {
			t.count(s)
		}
		t.list = nil
	}
}

func (t *times) count(s int32) {
	if n := int(s) + 1; n > len(t.hist) {
		t.hist = append(t.hist, make([]uint32, n-len(t.hist))...)
	}
	t.hist[s]++
}

func (t *times) dist() Dist {
	if t.n == 0 {
		return Dist{}
	}
	slices.Sort(t.list)
	return Dist{
		N: t.n, MeanS: int(t.sum / time.Duration(t.n) / time.Second),
		P50S: t.rank((t.n + 1) / 2), P90S: t.rank((t.n*9 + 9) / 10), MaxS: t.rank(t.n),
	}
}

// rank is the k-th smallest, the first with 1. The list is in order.
func (t *times) rank(k int) int {
	if t.hist == nil {
		return int(t.list[k-1])
	}
	for s, n := range t.hist {
		if k -= int(n); k <= 0 {
			return s
		}
	}
	return 0
}
