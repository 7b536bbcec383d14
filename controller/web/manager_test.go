package web_test

import (
	"slices"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"motcua/internal/i18n"
)

// TestTheManagerSeesToAnAlert with the keyboard alone: it then stands among those
// that somebody sees to, and the others stay where they are.
func TestTheManagerSeesToAnAlert(t *testing.T) {
	t.Parallel() // it mostly waits
	a := newAPI()
	b := newBrowser(t, a.handler(), "manager")
	b.open("/manager", 1366, 900)
	b.listen(a)
	for range 60 {
		if eval[string](b, "document.activeElement.id") == "alert-4801" {
			break
		}
		b.press(kb.Tab)
	}
	b.press(kb.Enter)
	b.until("document.querySelectorAll('.alerts .seen li').length === 2 && !document.getElementById('alert-4801')")
	if want := []string{"/api/v1/alerts/4801/acknowledge {}"}; !slices.Equal(a.lines(), want) {
		t.Errorf("commands %q, want %q", a.lines(), want)
	}
	if got := eval[string](b, "document.querySelector('.alerts .seen li b').textContent"); got != "lan.nt" {
		t.Errorf("who sees to it is %q", got)
	}
	b.quiet()
}

// TestAnInspectorOnlyLooks finds no button on the manager's console.
func TestAnInspectorOnlyLooks(t *testing.T) {
	a := newAPI()
	b := newBrowser(t, a.handler(), "inspector")
	b.open("/manager", 1366, 900)
	if n := eval[int](b, "document.querySelectorAll('main button').length"); n != 0 {
		t.Errorf("an inspector finds %d buttons", n)
	}
}

// TestTheWallFitsItsScreen: nothing is cut off at 1280 by 720 nor at 1920 by 1080, with the most there can be.
func TestTheWallFitsItsScreen(t *testing.T) {
	a := newAPI()
	a.fake.watched.Alerts = append(a.fake.watched.Alerts, a.fake.watched.Alerts...)
	b := newBrowser(t, a.handler(), "display")
	for _, size := range [][2]int64{{1280, 720}, {1920, 1080}, {3840, 2160}} {
		for _, lang := range i18n.Langs {
			b.open("/wall?lang="+string(lang), size[0], size[1])
			if low := eval[int](b, "Math.max(...[...document.querySelectorAll('.wall main *')].filter((e) => e.checkVisibility()).map((e) => Math.ceil(e.getBoundingClientRect().bottom))) - innerHeight"); low > 0 {
				t.Errorf("%dx%d in %s: %d px are below the screen", size[0], size[1], lang, low)
			}
			if wide := eval[int](b, "Math.max(...[...document.querySelectorAll('.wall .tiles p, .wall .alerts p')].map((e) => e.scrollWidth - e.clientWidth))"); wide > 1 {
				t.Errorf("%dx%d in %s: a text is %d px too wide", size[0], size[1], lang, wide)
			}
			b.shot("wall")
		}
	}
	if got := eval[int](b, "document.querySelectorAll('main button, main a').length"); got != 0 {
		t.Errorf("the wall has %d things to press", got)
	}
	b.quiet()
}
