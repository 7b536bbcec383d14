package web_test

import (
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"motcua/internal/i18n"
	"motcua/internal/sim/axe"
)

// TestNoPageBreaksARuleOfAccessibility lets axe-core look at every page in the
// first scene that shows it, the languages and themes by turns, and at a page
// with planted mistakes.
func TestNoPageBreaksARuleOfAccessibility(t *testing.T) {
	script := axe.Script(t, "../..")
	var shown atomic.Pointer[http.Handler] // pages of the scene before may still ask
	b := newBrowser(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { (*shown.Load()).ServeHTTP(w, r) }), "")
	look := func(name string) []string {
		t.Helper()
		eval[bool](b, script+"; true")
		lines, err := axe.Violations(eval[string](b, axe.Run))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		return lines
	}
	seen := map[string]bool{}
	for _, s := range scenes {
		if seen[s.path] {
			continue
		}
		seen[s.path] = true
		i := len(seen)
		h := withSession(s.handler(), s.session)
		shown.Store(&h)
		lang, wide := i18n.Langs[i%2], int64(1366)
		if strings.HasPrefix(s.name, "phone") {
			wide = 390
		}
		path := s.path + "?lang=" + string(lang)
		if strings.Contains(s.path, "?") {
			path = s.path + "&lang=" + string(lang)
		}
		b.open(path, wide, 844)
		if i%3 == 0 && wide > 390 {
			eval[bool](b, `(document.documentElement.dataset.theme = "night", true)`)
		}
		for _, line := range look(s.name) {
			t.Errorf("%s in %s: %s", s.name, lang, line)
		}
	}
	eval[bool](b, `(document.body.insertAdjacentHTML("beforeend", "<img src=x><button></button>"), true)`)
	if got := strings.Join(look("planted"), "\n"); !strings.Contains(got, "image-alt") || !strings.Contains(got, "button-name") {
		t.Errorf("two planted mistakes are found as %q", got)
	}
}
