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

func TestHolding(t *testing.T) {
	start := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	type look struct {
		at   time.Duration
		over string
		want bool
	}
	for _, c := range []struct {
		name  string
		looks []look
	}{
		{"held", []look{{0, "a", false}, {1999 * time.Millisecond, "a", false}, {2 * time.Second, "a", true}, {3 * time.Second, "a", false}}},
		{"slid off and back", []look{{0, "a", false}, {time.Second, "", false}, {2 * time.Second, "a", false}, {4 * time.Second, "a", true}}},
		{"over another", []look{{0, "b", false}, {3 * time.Second, "b", false}}},
	} {
		var p kit.Presser
		p.Down("a")
		for i, l := range c.looks {
			if got := p.Long(l.over, start.Add(l.at)); got != l.want {
				t.Errorf("%s: look %d: Long(%q) = %v, want %v", c.name, i, l.over, got, l.want)
			}
		}
	}
	var p kit.Presser
	p.Down("a")
	p.Long("a", start)
	p.Long("a", start.Add(kit.HoldFor))
	if p.Up("a", start.Add(3*time.Second)) {
		t.Error("Up() after it was held = true, want false")
	}
}
