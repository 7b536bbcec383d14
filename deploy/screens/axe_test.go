//go:build !js

package main

import (
	"testing"

	"github.com/chromedp/chromedp"

	"motcua/internal/sim/axe"
	"motcua/internal/ui/screens/screenstest"
)

// TestThePageOfStatesBreaksNoRuleOfAccessibility lets axe-core look at the page around the screens.
func TestThePageOfStatesBreaksNoRuleOfAccessibility(t *testing.T) {
	script := axe.Script(t, "../..")
	server, ctx := statesServer(t), screenstest.Browser(t)
	for _, path := range []string{"/states?lang=vi", "/states?lang=en"} {
		if err := chromedp.Do(ctx, chromedp.Navigate(server.URL+path)); err != nil {
			t.Fatal(err)
		}
		if _, err := chromedp.Run(ctx, chromedp.Evaluate[bool](script+`; document.getElementById("screen").remove(); true`)); err != nil {
			t.Fatal(err)
		}
		found, err := chromedp.Run(ctx, chromedp.Evaluate[string](axe.Run, chromedp.EvalAwaitPromise))
		if err != nil {
			t.Fatal(err)
		}
		lines, err := axe.Violations(found)
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range lines {
			t.Errorf("%s: %s", path, line)
		}
	}
}
