package bus

import (
	"testing"
	"time"

	"motcua/internal/center"
	"motcua/internal/device"
	wires "motcua/internal/wire"
)

// TestSilenceIsToldLate: a machine that stalls for a moment makes no fault of it; a unit that never answered is one at once.
func TestSilenceIsToldLate(t *testing.T) {
	start := time.Date(2026, 11, 23, 7, 0, 0, 0, time.UTC)
	mute := device.State{Presence: wires.Broken, Cause: wires.TimedOut}
	var h health
	h.note(good, start)
	for range misses {
		h.note(silent, start.Add(time.Second))
	}
	for after, want := range map[time.Duration]device.State{time.Second: {Presence: wires.Present}, notice: mute} {
		if got := h.state(true, start.Add(after)); got != want {
			t.Errorf("%v after the last answer: %v, want %v", after, got, want)
		}
	}
	var never health
	never.note(silent, start)
	if got := never.state(true, start); got != mute {
		t.Errorf("a unit that never answered: %v, want %v", got, mute)
	}
}

// TestALineIsToldDeadWithItsUnits and no sooner: one whose only unit is silent for a moment is well.
func TestALineIsToldDeadWithItsUnits(t *testing.T) {
	b, err := New(center.Bus{ID: "B1", Baud: 19200}, []center.Unit{{ID: "N1", Bus: "B1", Driver: "motcua"}})
	if err != nil {
		t.Fatal(err)
	}
	start := time.Date(2026, 11, 23, 7, 0, 0, 0, time.UTC)
	h := &b.Units()[0].health
	h.note(good, start)
	for range misses {
		h.note(silent, start.Add(time.Second))
	}
	for _, c := range []struct {
		after time.Duration
		want  device.State
	}{{time.Second, device.State{Presence: wires.Present}}, {notice, device.State{Presence: wires.Broken, Cause: wires.TimedOut}}} {
		b.judge(start.Add(c.after))
		if got := b.State(); got != c.want {
			t.Errorf("%v after the last answer the line is %v, want %v", c.after, got, c.want)
		}
	}
}
