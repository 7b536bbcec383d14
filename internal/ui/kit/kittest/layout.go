package kittest

import (
	"testing"

	"motcua/internal/ui/kit"
)

// CheckLayout fails the test where a scene breaks the rules of legibility: those
// of a screen that is touched where it has targets.
func CheckLayout(t testing.TB, name string, s *kit.Scene) {
	t.Helper()
	rule := kit.AtFar
	if len(s.Targets) > 0 {
		rule = kit.AtHand
	}
	for _, v := range s.Violations(rule) {
		t.Errorf("%s: %s", name, v)
	}
}
