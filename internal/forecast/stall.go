package forecast

// StallFloor is the least time without a call that is ever a standstill, unless
// the center configures another, in minutes.
const StallFloor Minutes = 10

const (
	stallShare = 0.99 // of the gaps between two calls are shorter than a standstill
	stallGaps  = 100  // gaps from which the log's own quantile is believed
)

// Stalled says whether queue stands still at now: somebody waits there and
// nobody was called for longer than 99 in 100 gaps between two calls of this
// queue, and at least for floor minutes. since is when it last moved.
//
// Before the log holds 100 gaps, the gap is the one that the closed formula
// exceeds once in a hundred. A standstill has no predicted end.
func (h *Hall) Stalled(queue string, now, floor Minutes) (since Minutes, stalled bool) {
	p := h.lines[queue]
	if p == nil || p.Waiting() == 0 {
		return 0, false
	}
	p.Pass(now)
	quiet := p.quiet()
	if quiet <= floor || quiet <= h.longestGap(p) {
		return 0, false
	}
	return p.now - quiet, true
}

// longestGap is the time without a call that is still usual.
func (h *Hall) longestGap(p *place) Minutes {
	known := h.model.Stats.queue(p.queue)
	if gap, n := known.Gaps.quantile(stallShare); n >= stallGaps {
		return gap
	}
	rate := h.model.Stats.day(p.queue, p.promised)
	weight := min(h.model.weight(), known.Total.Calls+coldWeight)
	return believe(weight, rate, 0, 0).quantile(stallShare, 0)
}
