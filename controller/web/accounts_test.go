package web_test

import (
	"testing"

	"motcua/internal/i18n"
)

// TestOwnSecondFactor begins a second factor on the own page with the keyboard,
// and looks at what only a form leads to: forms that were opened, a refused
// code, the recovery codes.
func TestOwnSecondFactor(t *testing.T) {
	b := newBrowser(t, newAPI().handler(), "staff")
	look := func(name string, lang i18n.Lang) {
		t.Helper()
		b.shot(name + "." + string(lang))
		for _, line := range b.broken() {
			t.Errorf("%s in %s: %s", name, lang, line)
		}
	}
	for i, lang := range i18n.Langs {
		width := []int64{360, 1280}[i]
		b.open("/me?lang="+string(lang), width, 900)
		eval[bool](b, `(document.querySelectorAll("details").forEach(x => x.open = true), true)`)
		look("me-open", lang)
		b.click(`input[value=totp] ~ label input`)
		b.press("mật khẩu đúng\r")
		b.until("location.pathname === '/me/totp'")
		eval[bool](b, `(document.querySelector("details").open = true)`)
		b.click("input[name=code]")
		b.press("111111\r")
		b.until("document.querySelector('.problem')")
		look("me-totp-wrong", lang)
		b.click("input[name=code]")
		b.press("492039\r")
		b.until("document.querySelectorAll('.codes li').length === 10")
		look("recovery", lang)
		if to := eval[string](b, "document.querySelector('a.button.main').pathname"); to != "/me" {
			t.Errorf("the recovery codes lead on to %s, want /me", to)
		}
	}
}
