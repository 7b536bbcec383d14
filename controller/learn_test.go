package controller

import (
	"testing"
	"time"

	"motcua/internal/center"
	"motcua/internal/queue"
)

// TestHabitsOfYesterday lives a Monday and the beginning of a Tuesday: what the
// Monday taught is known in the same night, and the Tuesday is not seen twice.
func TestHabitsOfYesterday(t *testing.T) {
	h := openHall(t, nil)
	act := func(at time.Time, action string, a queue.Act) {
		t.Helper()
		h.now.pass(at.Sub(h.now.read().Wall))
		a.Counter = "1"
		if o := h.engine.act(t.Context(), memo{}, action, a); o.err != nil {
			t.Fatal(o.err)
		}
	}
	on := func(day, hour, minute int) time.Time {
		return time.Date(2026, 11, day, hour, minute, 0, 0, center.Zone)
	}
	act(on(23, 8, 1), "open", queue.Act{})
	act(on(23, 10, 0), "pause", queue.Act{Reason: "break"})
	act(on(23, 10, 20), "open", queue.Act{})
	h.now.pass(10 * time.Hour)
	if err := h.Alive(t.Context()); err != nil {
		t.Fatal(err)
	}
	l := &learner{e: h.engine}
	l.habits(t.Context())
	h.now.pass(on(24, 7, 30).Sub(h.now.read().Wall))
	if err := h.Alive(t.Context()); err != nil {
		t.Fatal(err)
	}
	desk := func() queue.Desk {
		t.Helper()
		w := view(h.engine, func(s *state, now queue.Moment) *queue.World { return s.waits.World(s.day, now) })
		if len(w.Desks) == 0 {
			t.Fatal("nothing is known of any counter")
		}
		return w.Desks[0]
	}
	if d := desk(); len(d.Off) != 1 {
		t.Errorf("on Tuesday morning %+v, want yesterday's break ahead", d)
	}
	act(on(24, 8, 0), "open", queue.Act{})
	act(on(24, 8, 30), "pause", queue.Act{Reason: "break"})
	act(on(24, 8, 35), "open", queue.Act{})
	act(on(24, 10, 0), "pause", queue.Act{Reason: "break"})
	l.habits(t.Context())
	if d := desk(); d.Pause == nil || d.Pause.Mean() != 20*time.Minute {
		t.Errorf("in the usual break %+v, want that it lasts as long as yesterday's", d)
	}
}
