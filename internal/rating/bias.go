package rating

import (
	"cmp"
	"math"
	"slices"
)

// Bias compares how many answer in one cell (an hour, a service) and in all
// the others together. Where the afternoon hardly answers, the figure is the
// morning's.
type Bias struct {
	Key        string  `json:"key"`
	Response   Share   `json:"response"`
	Rest       Share   `json:"rest"`
	Difference float64 `json:"difference"` // Response − Rest
	Low        float64 `json:"low"`        // its 95 % interval
	High       float64 `json:"high"`
	P          float64 `json:"p"`       // adjusted for the number of cells
	Differs    bool    `json:"differs"` // P under 5 %
}

// fewestExpected is the smallest expected count of the test (Cochran 1954).
const fewestExpected = 5

// ResponseBias holds every cell against the rest: Yes answers of N asked. It
// is the two-proportion test with pooled variance, adjusted by Holm (1979) so
// that in all cells together chance makes a difference in one of twenty looks;
// the interval of the difference is Newcombe's (1998, method 10). Cells that
// are too small to be told or tested are left out. The order is that of cells.
func ResponseBias(cells []Counted) []Bias {
	total := pool(cells)
	var all []Bias
	for _, c := range cells {
		rest := Counted{Yes: total.Yes - c.Yes, N: total.N - c.N}
		share := float64(total.Yes) / float64(max(total.N, 1))
		if least := float64(min(c.N, rest.N)); least < LeastBatch || least*min(share, 1-share) < fewestExpected {
			continue
		}
		b := Bias{Key: c.Key, Response: ShareOf(c.Yes, c.N), Rest: ShareOf(rest.Yes, rest.N)}
		b.Difference = b.Response.Value - b.Rest.Value
		b.Low = b.Difference - math.Hypot(b.Response.Value-b.Response.Low, b.Rest.High-b.Rest.Value)
		b.High = b.Difference + math.Hypot(b.Response.High-b.Response.Value, b.Rest.Value-b.Rest.Low)
		b.P = beyond(b.Difference / math.Sqrt(share*(1-share)*(1/float64(c.N)+1/float64(rest.N))))
		all = append(all, b)
	}
	holm(all)
	return all
}

// holm adjusts the probabilities of several tests (Holm 1979).
func holm(all []Bias) {
	order := make([]*Bias, len(all))
	for i := range all {
		order[i] = &all[i]
	}
	slices.SortFunc(order, func(a, b *Bias) int { return cmp.Compare(a.P, b.P) })
	least := 0.0
	for i, b := range order {
		least = max(least, min(1, b.P*float64(len(order)-i)))
		b.P, b.Differs = least, least < .05
	}
}
