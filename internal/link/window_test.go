package link

import (
	"testing"
	"time"
)

func TestWindow(t *testing.T) {
	now := time.Unix(0, 0)
	w := newWindow(10, Timing{}.withDefaults(), now)
	if w.room() != batchEvents || !w.idle() || w.late(now.Add(time.Hour)) {
		t.Fatalf("a new window = %+v, want one batch of room, idle", w)
	}
	w.sent(111, now)
	if w.room() != 0 || w.late(now.Add(2*time.Second)) || !w.late(now.Add(3*time.Second)) {
		t.Errorf("after a batch: room %d, want 0 and late after 3 s", w.room())
	}
	for range 40 {
		w.advance(w.next-1, now)
		w.sent(w.next+batchEvents, now)
	}
	if w.batches != maxWindow {
		t.Errorf("after 40 moves: %d batches, want %d", w.batches, maxWindow)
	}
	acked := w.acked
	for range 10 {
		w.timeout(now)
	}
	if w.next != acked+1 || w.batches != 1 || w.rto != time.Minute {
		t.Errorf("after 10 time-outs: %+v, want next %d, one batch, 60 s", w, acked+1)
	}
	w.sent(acked+50, now)
	if w.heard(now); w.next != acked+1 || w.rto != 3*time.Second {
		t.Errorf("after a sign of life: %+v, want to begin again at once", w)
	}
	w.sent(acked+50, now)
	if w.heard(now); w.next != acked+50 {
		t.Error("an answer that moves nothing sends again, want it only after a time-out")
	}
	if w.missing(acked, now) {
		t.Error("missing heeded at once, want once a round")
	}
	if !w.missing(acked-5, now) || w.acked != acked-5 {
		t.Errorf("missing(%d) left the watermark at %d", acked-5, w.acked)
	}
}
