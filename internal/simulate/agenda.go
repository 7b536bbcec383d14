package simulate

import "time"

// kind orders what happens at one moment: counters become free before somebody comes.
type kind uint8

const (
	finishes kind = iota // counter i is done with who it holds
	turns                // counter i opens, closes or pauses
	comes                // a visitor of service i, or the next of the trace
	keeps                // the person of appointment i
)

// item is something that will happen.
type item struct {
	at   time.Duration
	kind kind
	i    int
}

func (a item) before(b item) bool {
	switch {
	case a.at != b.at:
		return a.at < b.at
	case a.kind != b.kind:
		return a.kind < b.kind
	}
	return a.i < b.i
}

// agenda is a binary heap of what will happen, the earliest first.
type agenda []item

func (a *agenda) push(x item) {
	h := append(*a, x)
	i := len(h) - 1
	for i > 0 {
		up := (i - 1) / 2
		if !x.before(h[up]) {
			break
		}
		h[i] = h[up]
		i = up
	}
	h[i] = x
	*a = h
}

// pop takes the earliest item; the agenda must not be empty.
func (a *agenda) pop() item {
	h := *a
	first, x := h[0], h[len(h)-1]
	h = h[:len(h)-1]
	*a = h
	if len(h) == 0 {
		return first
	}
	i := 0
	for {
		down := 2*i + 1
		if down >= len(h) {
			break
		}
		if r := down + 1; r < len(h) && h[r].before(h[down]) {
			down = r
		}
		if !h[down].before(x) {
			break
		}
		h[i] = h[down]
		i = down
	}
	h[i] = x
	return first
}
