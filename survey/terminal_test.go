package survey_test

import (
	"net/http"
	"testing"

	"github.com/chromedp/chromedp"

	"motcua/survey"
)

// TestATerminalAsksWhoeverHoldsASlip: by the slip's code, scanned or typed, and nobody by itself.
func TestATerminalAsksWhoeverHoldsASlip(t *testing.T) {
	c := newController()
	c.token, c.visits = "token-of-the-counter", map[string]string{link: "token-51", "48217730": "token-52", "50000000": "token-53"}
	b := newTablet(t, c)
	b.open("/survey/T5")
	b.shows("asleep")
	b.fits("terminal.vi")
	b.shot("terminal.vi")
	b.typed("50000000", 200) // by a hand, on a keyboard
	b.shows("question")
	b.click("#levels [value='4']")
	b.wait("the typed answer", func() bool { return len(c.got()) == 1 })
	b.run("document.querySelector('.done').click()")
	b.shows("asleep")
	c.happen("token-of-the-counter", "ticket.finished", finished)
	for _, digit := range "9482" {
		b.click("#keys [value='" + string(digit) + "']")
	}
	for range 4 {
		b.click("#keys .erase")
	}
	for _, digit := range "48217730" {
		b.click("#keys [value='" + string(digit) + "']")
	}
	b.shows("question")
	b.shot("terminal.question")
	if !b.is("document.getElementById('ask').textContent.includes('phiếu này')") {
		t.Error("the question does not tell that it is about the slip")
	}
	b.click("#levels [value='5']")
	b.shows("thanks")
	b.wait("the touched answer", func() bool { return len(c.got()) == 2 })
	b.run("document.querySelector('.done').click()")
	b.shows("asleep")
	if !b.is("document.getElementById('typed').textContent === '–––– ––––'") {
		t.Error("the terminal remembers the code")
	}
	b.do("scan", chromedp.KeyEvent(link+"\r"))
	b.shows("question")
	b.click("#question .skip-it")
	b.shows("asleep")
	if !b.is("document.getElementById('typed').textContent === '–––– ––––'") {
		t.Error("digits of a scanned code were taken for typed ones")
	}
	if got := c.got(); got[0].Token != "token-53" || got[1].Token != "token-52" || got[0].Helped || got[0].Counter != "" {
		t.Errorf("answers %+v", got)
	}
	b.speak("en")
	b.shot("terminal.en")
	b.fits("terminal.en")
}

// TestWhoHelpsSaysSo with every answer; for others there is no such page.
func TestWhoHelpsSaysSo(t *testing.T) {
	c := newController()
	c.visits = map[string]string{"48217730": "token-60"}
	b := newTablet(t, c)
	pages := survey.Handler(survey.Options{Center: ward, Helps: func(*http.Request) bool { return true }})
	b.gate(func(w http.ResponseWriter, r *http.Request) bool {
		if r.URL.Path != "/survey/help" {
			return true
		}
		pages.ServeHTTP(w, r)
		return false
	})
	b.open("/survey/help")
	b.shows("asleep")
	b.fits("help")
	b.shot("help")
	b.typed("48217730", 150)
	b.shows("question")
	b.click("#helped")
	b.click("#levels [value='5']")
	b.wait("the answer", func() bool { return len(c.got()) == 1 })
	if got := c.got()[0]; !got.Helped || got.Token != "token-60" {
		t.Errorf("answer %+v, want one that somebody helped with", got.request)
	}
	if w := get(survey.Handler(survey.Options{Center: ward}), "/survey/help"); w.Code != http.StatusSeeOther {
		t.Errorf("GET /survey/help without a session = %d", w.Code)
	}
}
