package rating

import (
	"cmp"
	"math"
	"slices"
)

// Counted is yes out of n of somebody or something.
type Counted struct {
	Key    string
	Yes, N int
}

// Ranked is a place in a ranking by the lower bound of the interval: who has
// few answers cannot lead it by luck.
type Ranked struct {
	Key   string `json:"key"`
	Place int    `json:"place"` // 1 is the best; 0: too few answers for a place
	Tied  bool   `json:"tied"`  // shares its place
	Share Share  `json:"share"` // its answers are not told below LeastBatch
}

// Rank orders by the lower bound, then by name. Equal is what looks equal: a
// bound that is the same to a tenth of a percent. The next place after two
// first ones is the third.
func Rank(all []Counted) []Ranked {
	ranked := make([]Ranked, len(all))
	for i, c := range all {
		ranked[i] = Ranked{Key: c.Key, Share: ShareOf(c.Yes, c.N)}
		if c.N < LeastBatch {
			ranked[i].Share = Share{High: 1}
		}
	}
	seen := func(r Ranked) float64 {
		if r.Share.N == 0 {
			return -1
		}
		return math.Round(1000 * r.Share.Low)
	}
	slices.SortFunc(ranked, func(a, b Ranked) int {
		return cmp.Or(cmp.Compare(seen(b), seen(a)), cmp.Compare(a.Key, b.Key))
	})
	for i := range ranked {
		switch r := &ranked[i]; {
		case r.Share.N == 0:
		case i > 0 && seen(ranked[i-1]) == seen(*r):
			r.Place, r.Tied, ranked[i-1].Tied = ranked[i-1].Place, true, true
		default:
			r.Place = i + 1
		}
	}
	return ranked
}
