package controller

import (
	"testing"
	"time"

	"motcua/internal/center"
	"motcua/internal/queue"
)

// TestNobodyIsIdleOverLunch leaves a counter open and somebody waiting over lunch.
func TestNobodyIsIdleOverLunch(t *testing.T) {
	h := openHall(t, func(o *Options) {
		o.Center.Hours.Monday = []center.Window{{From: 7 * 60, To: 11*60 + 30}, {From: 13*60 + 30, To: 17 * 60}}
	})
	at := func(hour, minute, want int) {
		t.Helper()
		h.now.pass(time.Date(2026, 11, 23, hour, minute, 0, 0, center.Zone).Sub(h.now.read().Wall))
		if got := h.engine.board().Counters[0].IdleS; got != want*60 {
			t.Errorf("at %02d:%02d idle for %d s, want %d min", hour, minute, got, want)
		}
	}
	at(11, 20, 0)
	if o := h.engine.act(t.Context(), memo{}, "open", queue.Act{Counter: "1"}); o.err != nil {
		t.Fatal(o.err)
	}
	if o := h.engine.issue(t.Context(), memo{}, queue.Wish{Service: "HT", Purpose: center.Submit, Source: "greeter"}); o.err != nil {
		t.Fatal(o.err)
	}
	at(11, 25, 5)
	at(12, 30, 0)
	at(13, 31, 0)
	at(13, 35, 5)
}
