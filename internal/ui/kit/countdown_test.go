package kit

import (
	"testing"
	"time"

	"motcua/internal/ui"
)

func TestCountdown(t *testing.T) {
	at := Rect{10, 10, 300, 12}
	for left, want := range map[time.Duration]float64{40 * time.Second: 300, 30 * time.Second: 300, 15 * time.Second: 150, time.Second: 0, 0: 0, -time.Second: 0} {
		s := NewScene(NewGeometry(400, 300, 15.6, 0.6), ui.Default, nil)
		s.Countdown(at, left, 30*time.Second)
		last := s.Items[len(s.Items)-1]
		got := last.Rect.W
		if last.Color == ui.Default.Line {
			got = 0
		}
		if got != want {
			t.Errorf("%s left of 30 s: a bar of %g pixels, want %g", left, got, want)
		}
	}
}
