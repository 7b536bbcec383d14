// Package forecast predicts how long a waiting ticket still waits, from the log
// of its center alone: a closed formula from the first ticket of the first day,
// a regression refitted each night, bounds that are kept as often as they say,
// and the honest answer that a queue stands still. It does no I/O and reads no
// clock: it is told what happened and when, in minutes after local midnight,
// and knows nothing that was not known by then. docs/forecast.md explains it.
package forecast

import "math"

// Minutes are minutes: a span, or a time of the service day after local midnight.
type Minutes = float64

// Never is the time of what did not happen, such as the call of a ticket whose owner left.
var Never = math.Inf(1)

// Farthest is the longest wait that is ever predicted: a working day.
const Farthest Minutes = 600

// Queue names one queue of one office. In a center the office is the center and
// the queue its service.
type Queue struct {
	Office string
	Name   string
}

// Quantiles are the minutes a ticket still waits: of like tickets half, 80 and
// 90 in 100 are called before them.
type Quantiles struct {
	P50, P80, P90 Minutes
}

// order keeps the quantiles finite, not negative and in their order.
func (q Quantiles) order() Quantiles {
	q.P50 = clamp(q.P50, 0, Farthest)
	q.P80 = clamp(q.P80, q.P50, Farthest)
	q.P90 = clamp(q.P90, q.P80, Farthest)
	return q
}

// clamp holds v within bounds; what is no number becomes the upper bound, for it promises least.
func clamp(v, low, high float64) float64 {
	if math.IsNaN(v) {
		return high
	}
	return min(max(v, low), high)
}

// Ask is one waiting ticket whose wait is to be predicted.
type Ask struct {
	Ahead  int     // waiting tickets that are called before it
	Waited Minutes // how long it has waited already
}
