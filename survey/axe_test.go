package survey_test

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"

	"motcua/internal/sim/axe"
)

// TestTheTabletBreaksNoRuleOfAccessibility lets axe-core look at every screen that a citizen may see.
func TestTheTabletBreaksNoRuleOfAccessibility(t *testing.T) {
	script := axe.Script(t, "..")
	c := newController()
	b := newTablet(t, c)
	check := func(screen string) {
		t.Helper()
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
	look := func(screen string) {
		t.Helper()
		b.shows(screen)
		for _, size := range [][2]int64{{800, 1280}, {1280, 800}} {
			b.do("turn", chromedp.EmulateViewport(size[0], size[1]))
			check(fmt.Sprint(screen, " ", size))
		}
	}
	b.open("/survey/T3")
	b.installed()
	look("asleep")
	q := *ready(t, "ket-qua")
	q.Comment = true
	c.mu.Lock()
	c.form, c.ticket = &q, `{"number":"A012","state":"serving"}`
	c.mu.Unlock()
	c.happen("token", "ticket.finished", finished)
	look("question")
	b.click("#levels [value='1']")
	for range 5 { // reasons, three pages of further questions, own words
		look("more")
		b.click("#more .send")
	}
	look("thanks")
	b.run("document.querySelector('.done').click()")
	b.cut()
	b.until("document.getElementById('touch').checkVisibility()")
	look("asleep")
	b.speak("en")
	look("asleep")
	b.gate(nil)
	b.open("/survey/T5")
	look("asleep")
}
