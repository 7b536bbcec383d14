package survey_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"testing"

	"github.com/chromedp/chromedp"

	"motcua/internal/wire"
)

const (
	secret = "7k3m5q2xn6t4vj8r9pzc"
	link   = "https://motcua.example.vn/t/" + secret
)

// scan answers a tablet as the controller does: with the kind and the question.
func (c *controller) scan(w http.ResponseWriter, r *http.Request) {
	c.mu.Lock()
	defer c.mu.Unlock()
	var q wire.ScanRequest
	_ = json.NewDecoder(r.Body).Decode(&q) // an empty code is unknown
	c.scans = append(c.scans, q.Code)
	if c.refuse != 0 {
		w.WriteHeader(c.refuse)
		fmt.Fprint(w, `{"detail":"Quét quá nhiều lần. Xin chờ 15 phút."}`)
		c.refuse = 0
		return
	}
	a := wire.ScanAnswer{Kind: wire.ScanUnknown, Counter: "3"}
	if token, ok := c.visits[q.Code]; ok {
		a.Kind = wire.ScanTicket
		if !slices.ContainsFunc(c.ratings, func(x rating) bool { return x.Token == token }) {
			a.Survey = &wire.Survey{Token: token, Questionnaire: c.questionnaire()}
		}
	}
	_ = json.NewEncoder(w).Encode(a)
}

func (c *controller) scanned() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.scans)
}

// typed presses keys with so many ms between them, by the events' own clock.
func (b *tablet) typed(code string, every int) {
	b.t.Helper()
	script := fmt.Sprintf(`[...%q, "Enter"].forEach((key, i) => {
		const e = new KeyboardEvent("keydown", {key, bubbles: true, cancelable: true});
		Object.defineProperty(e, "timeStamp", {value: 1000 + i * %d});
		document.activeElement.dispatchEvent(e);
	})`, code, every)
	b.run(script)
}

func (b *tablet) run(script string) {
	b.t.Helper()
	if _, err := chromedp.Run(b.ctx, chromedp.Evaluate[any](script)); err != nil {
		b.t.Fatalf("%s: %v", script, err)
	}
}

const listening = `window.told = []; new MutationObserver((all) => all.forEach((m) => m.target.id === "said" && told.push(m.target.textContent)))
	.observe(document, {childList: true, subtree: true})`

// says waits until the page has said something of a code, though it may be gone again.
func (b *tablet) says(words string) {
	b.t.Helper()
	b.until("told.some((sentence) => sentence.includes('" + words + "'))")
}

func TestAScannedTicketIsRated(t *testing.T) {
	c := newController()
	c.visits = map[string]string{link: "token-7"}
	b := newTablet(t, c)
	b.open("/survey/T3")
	b.shows("asleep")
	b.do("scan", chromedp.KeyEvent(link+"\r"))
	b.shows("question")
	b.shot("scanned.vi")
	if b.is("document.querySelector('header .own').checkVisibility() || document.getElementById('ask').textContent.includes('quầy')") {
		t.Error("the question about a scanned ticket names this counter")
	}
	b.speak("en")
	b.shot("scanned.en")
	b.fits("scanned.en")
	b.click("#levels [value='4']")
	b.shows("thanks")
	b.wait("the rating arrives", func() bool { return len(c.got()) > 0 })
	b.typed(link, 5) // the slip still lies before the scanner
	b.wait("the second scan", func() bool { return len(c.scanned()) == 2 })
	if got := c.got(); len(got) != 1 || got[0].Token != "token-7" || got[0].Answers.Overall != 4 {
		t.Errorf("ratings %+v, want one of 4 for token-7", got)
	}
	b.until("document.documentElement.lang === 'vi' && document.body.dataset.show === 'asleep'")
	const everywhere = `document.documentElement.outerHTML + location + document.cookie + JSON.stringify({...sessionStorage, ...localStorage}) +
		performance.getEntries().map((e) => e.name)`
	if b.is("(" + everywhere + ").includes('" + secret + "')") {
		t.Error("the page keeps the code of the ticket")
	}
}

// TestACodeThatRatesNothing is answered by one sentence, and the tablet sleeps on.
func TestACodeThatRatesNothing(t *testing.T) {
	c := newController()
	c.visits = map[string]string{link: "token-8"}
	c.ratings = []rating{{request: request{Token: "token-8"}}}
	b := newTablet(t, c)
	b.hurry()
	for lang, words := range map[string]string{"vi": "Mã này chưa có hoặc không còn", "en": "no visit to rate yet"} {
		for _, code := range []string{link, "H19.26.1-261120-0012"} {
			b.open("/survey/T3")
			b.shows("asleep")
			b.speak(lang)
			b.run(listening)
			b.typed(code, 5)
			b.says(words)
			b.until("document.getElementById('said').hidden && document.body.dataset.show === 'asleep'")
		}
	}
	b.open("/survey/T3")
	b.shows("asleep")
	b.run(listening)
	c.mu.Lock()
	c.refuse = http.StatusTooManyRequests
	c.mu.Unlock()
	b.typed(link, 5)
	b.says("Xin chờ 15 phút")
	b.run("window.fetch = () => Promise.reject(new TypeError('no network'))")
	b.typed(link, 5)
	b.says("Tạm mất kết nối, xin quét lại sau.")
	if got := c.scanned(); len(got) != 5 {
		t.Errorf("codes asked for: %q, want each once", got)
	}
}

// TestAHandIsNoScanner: what is typed slowly is asked of nobody, and Enter presses what has the focus.
func TestAHandIsNoScanner(t *testing.T) {
	c := newController()
	c.token, c.visits = "token-9", map[string]string{link: "token-10"}
	b := newTablet(t, c)
	b.open("/survey/T3")
	b.shows("question")
	b.typed(link, 120)
	b.typed("12345", 5)
	b.do("focus", chromedp.Focus(chromedp.CSS("#levels [value='2']")))
	b.do("scan", chromedp.KeyEvent(link+"\r")) // its Enter presses nothing
	b.until("'scanned' in document.body.dataset && document.body.dataset.show === 'question'")
	if got := c.scanned(); !slices.Equal(got, []string{link}) {
		t.Errorf("codes asked for: %q, want the scanner's alone", got)
	}
	b.do("press", chromedp.Focus(chromedp.CSS("#levels [value='2']")), chromedp.KeyEvent("\r"))
	b.shows("more")
}

// TestAScanLosesNoQuestion of the counter's own finishes, nor the answer that somebody is giving.
func TestAScanLosesNoQuestion(t *testing.T) {
	c := newController()
	c.token = "own"
	c.visits = map[string]string{link + "b": "b", link + "c": "c", link + "own": "own"}
	b := newTablet(t, c)
	b.open("/survey/T3")
	b.shows("question")
	b.run(listening)
	b.typed("unknown code", 5)
	b.says("Mã này")
	b.shot("own-and-said.vi")
	b.shows("question")
	b.typed(link+"own", 5) // he stands before his question
	b.until("document.getElementById('said').hidden")
	b.typed(link+"b", 5)
	b.until("'scanned' in document.body.dataset")
	c.happen("own", "counter.undone", `{"counter":"3","undone":"counter.paused"}`)
	b.click("#levels [value='1']")
	b.shows("more")
	b.typed(link+"c", 5) // waits for who is choosing
	b.wait("the scan", func() bool { return len(c.scanned()) == 4 })
	b.click("#choices [value='waiting']")
	b.click("#more .send")
	b.wait("the next question", func() bool { return len(c.got()) == 1 })
	b.until("'scanned' in document.body.dataset && document.body.dataset.show === 'question'")
	b.click("#levels [value='5']")
	b.until("!('scanned' in document.body.dataset) && document.body.dataset.show === 'question'")
	b.click("#levels [value='4']")
	b.wait("three ratings", func() bool { return len(c.got()) == 3 })
	given := map[string]int{}
	for _, x := range c.got() {
		given[x.Token] = x.Answers.Overall
	}
	if want := map[string]int{"b": 1, "c": 5, "own": 4}; !maps.Equal(given, want) {
		t.Errorf("answers %v, want %v", given, want)
	}
}

// TestAFinishWaitsForWhoScanned, and its undoing takes back its own question alone.
func TestAFinishWaitsForWhoScanned(t *testing.T) {
	c := newController()
	c.visits = map[string]string{link: "b"}
	b := newTablet(t, c)
	b.open("/survey/T3")
	b.shows("asleep")
	b.typed(link, 5)
	b.shows("question")
	c.happen("own", "ticket.finished", finished)
	c.happen("", "counter.undone", `{"counter":"3","undone":"ticket.finished"}`)
	c.happen("own", "ticket.finished", finished)
	b.until("performance.getEntriesByName(location.origin + '/api/v1/counters/3/survey').length > 2")
	b.run(listening)
	b.typed("unknown code", 5)
	b.says("Mã này") // behind what the page asked
	if !b.is("'scanned' in document.body.dataset && document.body.dataset.show === 'question'") {
		t.Error("a finish takes the question from who scanned")
	}
	b.click("#question .skip-it")
	b.until("!('scanned' in document.body.dataset) && document.body.dataset.show === 'question'")
}

// TestWhoSkipsInEnglishIsAskedOnce, though the page is loaded anew in Vietnamese.
func TestWhoSkipsInEnglishIsAskedOnce(t *testing.T) {
	c := newController()
	c.token = "token-11"
	b := newTablet(t, c)
	b.open("/survey/T3")
	b.shows("question")
	b.speak("en")
	b.click("#question .skip-it")
	b.until("document.documentElement.lang === 'vi'")
	b.open("/survey/T3")
	b.until("performance.getEntriesByName(location.origin + '/api/v1/counters/3/survey').length > 0")
	b.run(listening)
	b.typed("unknown code", 5)
	b.says("Mã này") // behind what the page asked as it was loaded
	if !b.is("document.body.dataset.show === 'asleep'") {
		t.Error("the question that was skipped is on the screen again")
	}
	c.happen("token-12", "ticket.finished", finished)
	b.shows("question")
	b.click("#levels [value='5']")
	b.wait("the rating arrives", func() bool { return len(c.got()) == 1 })
	if got := c.got()[0]; got.Token != "token-12" {
		t.Errorf("rated %s, want token-12", got.Token)
	}
}
