package kiosk

import (
	"slices"
	"strings"
	"testing"

	"motcua/internal/i18n"
)

// TestEveryStepIsAmongTheStates, so that no screen goes unseen.
func TestEveryStepIsAmongTheStates(t *testing.T) {
	seen := map[Step]bool{}
	for _, bring := range plays() {
		seen[bring(i18n.EN).Step()] = true
	}
	for step := range (&view{}).laidOut() {
		if !seen[step] {
			t.Errorf("no state shows the step %q", step)
		}
	}
	states := States()
	if states[0].Name != string(Attract) || !slices.IsSortedFunc(states[1:], func(a, b State) int { return strings.Compare(a.Name, b.Name) }) {
		t.Error("the start is not the first state, or the others are not in order")
	}
}
