package web_test

import (
	"strings"
	"testing"

	"motcua/internal/sim/axe"
)

// rules is the script of axe-core.
func (c *chromium) rules(t *testing.T) string {
	t.Helper()
	c.Lock()
	defer c.Unlock()
	if c.axe == "" {
		c.axe = axe.Script(t, "../..")
	}
	return c.axe
}

// broken is the rules of accessibility that the open page breaks, one line each.
func (b *browser) broken() []string {
	b.t.Helper()
	eval[bool](b, shared.rules(b.t)+"; true")
	lines, err := axe.Violations(eval[string](b, axe.Run))
	if err != nil {
		b.t.Fatal(err)
	}
	return lines
}

// TestBrokenRulesAreFound plants two mistakes.
func TestBrokenRulesAreFound(t *testing.T) {
	b := newBrowser(t, newAPI().handler(), "")
	b.open("/login", 1280, 800)
	eval[bool](b, `(document.body.insertAdjacentHTML("beforeend", "<img src=x><button></button>"), true)`)
	if got := strings.Join(b.broken(), "\n"); !strings.Contains(got, "image-alt") || !strings.Contains(got, "button-name") {
		t.Errorf("two planted mistakes are found as %q", got)
	}
}
