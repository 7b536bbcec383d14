package survey_test

import (
	"testing"

	"github.com/chromedp/chromedp"

	"motcua/internal/sim/axe"
)

// TestTheTabletBreaksNoRuleOfAccessibility lets axe-core look at every screen that a citizen may see.
func TestTheTabletBreaksNoRuleOfAccessibility(t *testing.T) {
	script := axe.Script(t, "..")
	c := newController()
	b := newTablet(t, c)
	look := func(screen string) {
		t.Helper()
		b.shows(screen)
		if _, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool](script+"; true")); err != nil {
			t.Fatal(err)
		}
		found, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](axe.Run, chromedp.EvalAwaitPromise))
		if err != nil {
			t.Fatal(err)
		}
		lines, err := axe.Violations(found)
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range lines {
			t.Errorf("%s: %s", screen, line)
		}
	}
	b.open("/survey/T3")
	look("asleep")
	c.happen("token", "ticket.finished", finished)
	look("question")
	b.click("#levels [value='1']")
	look("more")
	b.click("#more .send")
	look("thanks")
}
