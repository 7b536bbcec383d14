package simulate

import (
	"math"
	"math/rand/v2"
	"time"
)

// mean returns the law's mean in minutes.
func (l *Law) mean() float64 {
	if l.Law != "empirical" {
		return l.Mean
	}
	sum := 0.0
	for _, v := range l.Values {
		sum += v
	}
	return sum / float64(max(len(l.Values), 1))
}

// draw returns one service time.
func (l *Law) draw(r *rand.Rand) time.Duration {
	switch l.Law {
	case "exp":
		return minutes(l.Mean * r.ExpFloat64())
	case "lognormal":
		v := math.Log1p(l.SCV) // of the logarithm
		return minutes(l.Mean * math.Exp(math.Sqrt(v)*r.NormFloat64()-v/2))
	case "empirical":
		return minutes(l.Values[r.IntN(len(l.Values))])
	}
	return minutes(l.Mean)
}

// The streams of one service in one replication. Each decision has its own, so
// that another policy meets the same people.
const (
	streamArrivals = iota
	streamClass
	streamTime
	streamNoShow
	streamTransfer
	streamBooked
)

// stream returns the random numbers of one kind of decision.
func stream(seed int64, replication, service, kind int) *rand.Rand {
	var key [32]byte
	for i, v := range [...]uint64{uint64(seed), uint64(replication), uint64(service), uint64(kind)} {
		for b := range 8 {
			key[8*i+b] = byte(v >> (8 * b))
		}
	}
	return rand.New(rand.NewChaCha8(key))
}
