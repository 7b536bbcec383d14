package link

import "time"

const (
	batchEvents = 100       // most events in a batch
	batchBytes  = 256 << 10 // and about as many bytes
	maxWindow   = 16        // most batches in flight
)

// window decides what may be sent: like TCP, it opens by one batch each time
// the watermark moves and halves when it does not. It is pure and told the time.
type window struct {
	acked   int64         // the watermark
	next    int64         // next sequence to send
	batches int           // batches that may be in flight
	rto     time.Duration // how long the watermark may stand still
	rto0    time.Duration
	rtoMax  time.Duration
	moved   time.Time // when the watermark moved, sending began or we last went back
}

func newWindow(acked int64, t Timing, now time.Time) window {
	return window{acked: acked, next: acked + 1, batches: 1, rto: t.RTO, rto0: t.RTO, rtoMax: t.RTOMax, moved: now}
}

// room tells how many events may be sent now.
func (w *window) room() int {
	return int(max(int64(w.batches)*batchEvents-(w.next-w.acked-1), 0))
}

// sent notes that everything before next is on its way.
func (w *window) sent(next int64, now time.Time) {
	if w.idle() {
		w.moved = now
	}
	w.next = next
}

// idle tells that nothing is in flight.
func (w *window) idle() bool { return w.next == w.acked+1 }

// late tells whether the watermark has stood still for too long.
func (w *window) late(now time.Time) bool { return !w.idle() && now.Sub(w.moved) >= w.rto }

// advance moves the watermark up to seq.
func (w *window) advance(seq int64, now time.Time) {
	w.acked = seq
	w.next = max(w.next, seq+1)
	w.batches = min(w.batches+1, maxWindow)
	w.rto, w.moved = w.rto0, now
}

// timeout goes back to the watermark, more carefully.
func (w *window) timeout(now time.Time) {
	w.next, w.moved = w.acked+1, now
	w.batches = max(w.batches/2, 1)
	w.rto = min(2*w.rto, w.rtoMax)
}

// heard is told of an answer that moves nothing. After a time-out it shows that
// the province is back, so the waiting is over; otherwise it changes nothing,
// or every duplicate would cause another.
func (w *window) heard(now time.Time) {
	if w.rto > w.rto0 {
		w.next, w.moved, w.rto = w.acked+1, now, w.rto0
	}
}

// missing goes back to seq because the province lacks seq+1. Every batch in
// flight repeats that, so it is heeded once a round.
func (w *window) missing(seq int64, now time.Time) bool {
	if seq >= w.acked && now.Sub(w.moved) < w.rto0/2 {
		return false
	}
	w.acked, w.next, w.moved = seq, seq+1, now
	w.batches = max(w.batches/2, 1)
	return true
}
