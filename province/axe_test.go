package province

import (
	"net/http/httptest"
	"testing"

	"github.com/chromedp/chromedp"

	"motcua/internal/sim/axe"
)

// TestNoPageOfTheProvinceBreaksARuleOfAccessibility lets axe-core look at the overview, a point and the page of a fault.
func TestNoPageOfTheProvinceBreaksARuleOfAccessibility(t *testing.T) {
	script := axe.Script(t, "..")
	b := newTab(t)
	p := sample(t, "")
	server := httptest.NewServer(p.Handler())
	t.Cleanup(server.Close)
	for _, path := range []string{"/province/", "/province/points/h19-26-1?lang=en", "/province/points/h19-28", "/province/points/nowhere"} {
		b.open(server.URL+path, 1366, 768)
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
			t.Errorf("%s: %s", path, line)
		}
	}
}
