package kit_test

import (
	"testing"
	"time"

	"motcua/internal/ui/kit"
)

func TestPresser(t *testing.T) {
	start := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	type act struct {
		down, up string
		at       time.Duration
		want     bool
	}
	for _, c := range []struct {
		name string
		acts []act
	}{
		{"released over the target it began on", []act{{"a", "a", 0, true}}},
		{"slid to another target", []act{{"a", "b", 0, false}}},
		{"slid off", []act{{"a", "", 0, false}}},
		{"began beside", []act{{"", "a", 0, false}}},
		{"a trembling finger", []act{{"a", "a", 0, true}, {"b", "b", 499 * time.Millisecond, false}}},
		{"two presses", []act{{"a", "a", 0, true}, {"b", "b", 500 * time.Millisecond, true}}},
		{"a slide does not delay", []act{{"a", "b", 0, false}, {"a", "a", 100 * time.Millisecond, true}}},
	} {
		var p kit.Presser
		for i, a := range c.acts {
			p.Down(a.down)
			if got := p.Up(a.up, start.Add(a.at)); got != a.want {
				t.Errorf("%s: press %d counts = %v, want %v", c.name, i, got, a.want)
			}
		}
	}
}

func TestHeldOnlyOverItsTarget(t *testing.T) {
	var p kit.Presser
	p.Down("a")
	if got := p.Held("a"); got != "a" {
		t.Errorf("Held(a) = %q, want a", got)
	}
	if got := p.Held("b"); got != "" {
		t.Errorf("Held(b) = %q, want nothing", got)
	}
}
