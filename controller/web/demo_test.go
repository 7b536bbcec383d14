package web_test

import (
	"slices"
	"testing"

	"github.com/chromedp/chromedp"
)

func TestTheDemoTouchesEverySimulatedDevice(t *testing.T) {
	a := newAPI()
	b := newBrowser(t, a.handler(), everyRole)
	b.open("/demo", 1366, 768)
	b.until("document.querySelector('.keypad.blinks .digits')?.textContent === 'A012' && document.querySelector('.slips img')?.complete")
	for _, press := range []string{".keys [value='3']", ".keys [value=transfer]", "[data-newest]", "[name=low]"} {
		before := len(a.sent())
		b.click(press)
		for len(a.sent()) == before {
			b.until("true")
		}
	}
	b.do("scan a text", chromedp.SendKeys(chromedp.CSS(".scanner [name=code]"), "K7M2\r"))
	b.click("[data-printer=P1] [name=head_hot]")
	b.until("document.querySelector('[name=dark]').checked")
	for len(a.sent()) < 6 {
		b.until("true")
	}
	b.until("document.querySelector('#messages li b')?.textContent.includes('84912345678')")
	b.shot("demo-touched")
	want := []string{`/sim/unit/N1/press {"key":"3"}`, `/sim/unit/N1/press {"key":"transfer"}`, `/sim/scanner/S1/scan {"code":"https://center.example/t/waiting"}`,
		`/sim/ups/ups {"status":"OB DISCHRG LB","charge":12,"runtime":180}`, `/sim/scanner/S1/scan {"code":"K7M2"}`,
		`/sim/printer/P1/switches {"paper_out":true,"paper_low":false,"cover_open":false,"cutter_error":false,"head_hot":true,"noise":false,"unplugged":false,"offline":false}`}
	if got := a.lines(); !slices.Equal(got, want) {
		t.Errorf("sent %q, want %q", got, want)
	}
	b.quiet()
}

// TestTheDemoTypesIntoATablet presses the keys of the newest slip's code in the tablet's window, which it opens once.
func TestTheDemoTypesIntoATablet(t *testing.T) {
	a := newAPI()
	b := newBrowser(t, a.handler(), everyRole)
	b.open("/demo", 1366, 768)
	eval[bool](b, `(window.opened = [], window.keys = "", window.open = (url) => {
		opened.push(url);
		const body = document.createElement("div");
		body.addEventListener("keydown", (e) => (keys += e.key));
		return {closed: false, document: {body}, addEventListener: (_, loaded) => loaded(), focus() {}};
	}, true)`)
	for _, want := range []string{"https://center.example/t/waitingEnter", "https://center.example/t/waitingEnterhttps://center.example/t/waitingEnter"} {
		b.click("#typing button")
		b.until("keys === '" + want + "'")
	}
	if !eval[bool](b, "opened.length === 1 && opened[0].startsWith('/survey/')") {
		t.Error("the tablet's page is not opened, or opened anew")
	}
	b.shot("demo-typing")
	b.quiet()
}
