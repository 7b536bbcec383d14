package kittest

import (
	"strings"
	"testing"

	"motcua/internal/ui/kit"
)

// CheckLayout fails the test where a text is cut, too small, beyond the screen
// or upon another, or a target is too small, beyond the screen or upon another.
func CheckLayout(t testing.TB, name string, s *kit.Scene) {
	t.Helper()
	g := s.Geometry
	for _, text := range s.Cut {
		t.Errorf("%s: %q does not fit", name, text)
	}
	for i, target := range s.Targets {
		if r := target.Rect; min(r.W, r.H) < g.MM(kit.TargetMM)-.5 {
			t.Errorf("%s: target %s is %.1f x %.1f mm, want at least 20", name, target.ID, r.W/g.PxPerMM, r.H/g.PxPerMM)
		}
		if !target.Rect.Within(g.All()) {
			t.Errorf("%s: target %s lies beyond the screen", name, target.ID)
		}
		for _, o := range s.Targets[i+1:] {
			if target.Rect.Overlaps(o.Rect) {
				t.Errorf("%s: targets %s and %s overlap", name, target.ID, o.ID)
			}
		}
	}
	checkTexts(t, name, s)
}

func checkTexts(t testing.TB, name string, s *kit.Scene) {
	t.Helper()
	g := s.Geometry
	var texts []kit.Item
	for _, item := range s.Items {
		if item.Lines == nil {
			continue
		}
		if !item.Rect.Within(g.All()) {
			t.Errorf("%s: text %q lies beyond the screen", name, item.Lines[0].Text)
		}
		if item.Size < g.Least()-.01 {
			t.Errorf("%s: text %q is %.0f px, want at least %.0f", name, item.Lines[0].Text, item.Size, g.Least())
		}
		for _, l := range item.Lines {
			if strings.Contains(l.Text, "⟦") || strings.Contains(l.Text, "{") {
				t.Errorf("%s: text %q lacks a word", name, l.Text)
			}
		}
		for _, o := range texts {
			if item.Rect.Overlaps(o.Rect) {
				t.Errorf("%s: texts %q and %q overlap", name, item.Lines[0].Text, o.Lines[0].Text)
			}
		}
		texts = append(texts, item)
	}
}
