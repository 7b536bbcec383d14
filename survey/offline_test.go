package survey_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// installed waits until the page would open without a line.
func (b *tablet) installed() {
	b.t.Helper()
	b.until("navigator.serviceWorker.controller")
}

// TestThePageOpensWithoutALine, asks whoever touches it, and sends later what it was told.
func TestThePageOpensWithoutALine(t *testing.T) {
	c := newController()
	b := newTablet(t, c)
	b.open("/survey/T3")
	b.shows("asleep")
	b.installed()
	if b.is("document.getElementById('touch').checkVisibility()") {
		t.Error("who is not asked may answer although the line is there")
	}
	b.cut()
	b.open("/survey/T3")
	b.until("document.getElementById('touch').checkVisibility()")
	b.shot("away")
	b.fits("away")
	before := time.Now()
	for _, level := range []string{"5", "4"} {
		b.click("#touch")
		b.shows("question")
		b.click("#levels [value='" + level + "']")
		b.shows("thanks")
		b.run("document.querySelector('.done').click()")
		b.shows("asleep")
	}
	b.open("/survey/T3") // and nothing is lost
	b.shows("asleep")
	b.gate(nil)
	b.wait("both answers", func() bool { return len(c.got()) == 2 })
	got := c.got()
	slices.SortFunc(got, func(x, y rating) int { return x.At.Compare(y.At) })
	for i, x := range got {
		if x.Token != "" || x.Counter != "3" || x.Questionnaire != c.questionnaire() || x.Answers.Overall != 5-i || x.At.Before(before.Add(-time.Second)) || !x.Sent.After(x.At) {
			t.Errorf("answer %d = %+v", i, x.request)
		}
	}
	b.until("!document.getElementById('touch').checkVisibility()")
}

// TestAnAnswerToAnUnknownQuestion is kept as one of the counter.
func TestAnAnswerToAnUnknownQuestion(t *testing.T) {
	c := newController()
	c.token, c.refuse = "token-30", http.StatusNotFound
	b := newTablet(t, c)
	b.open("/survey/T3")
	b.shows("question")
	b.click("#levels [value='4']")
	b.wait("the second try", func() bool { return len(c.got()) == 2 })
	got := c.got()
	if got[0].Token != "token-30" || got[1].Token != "" || got[1].Counter != "3" || got[1].Answers.Overall != 4 || got[0].key == got[1].key {
		t.Errorf("tries %+v, want the answer once more, as one of counter 3", got)
	}
	if d := got[1].Sent.Sub(got[1].At) - got[0].Sent.Sub(got[0].At); d < 0 || d > 5*time.Second {
		t.Errorf("the answer has grown older by %v", d)
	}
}

// TestARefusedAnswerStays, and the next page tries it again.
func TestARefusedAnswerStays(t *testing.T) {
	c := newController()
	c.token, c.refuse = "token-31", http.StatusUnprocessableEntity
	b := newTablet(t, c)
	b.hurry() // so that it would try every quarter of a second
	b.open("/survey/T3")
	b.shows("question")
	b.click("#levels [value='4']")
	b.shows("thanks")
	b.shows("asleep")
	b.open("/survey/T3")
	b.wait("the second try", func() bool { return len(c.got()) == 2 })
	if got := c.got(); got[0].key != got[1].key || got[1].status != http.StatusCreated {
		t.Errorf("tries %+v, want the same twice", got)
	}
}

// TestTheAgeOfAnAnswerOutlivesAClockThatIsSet, because what counts is how long ago it was.
func TestTheAgeOfAnAnswerOutlivesAClockThatIsSet(t *testing.T) {
	const aDayAhead = `{
		const now = Date.now, ahead = () => Number(localStorage.getItem("ahead") ?? 86400000);
		Date.now = () => now() + ahead();
	}`
	c := newController()
	b := newTablet(t, c)
	b.before(aDayAhead)
	b.open("/survey/T3")
	b.shows("asleep")
	b.installed()
	b.until("Math.abs(Number(localStorage.getItem('motcua-survey-skew')) + 86400000) < 5000")
	b.cut()
	b.until("document.getElementById('touch').checkVisibility()")
	b.click("#touch")
	b.shows("question")
	b.click("#levels [value='4']")
	b.shows("thanks")
	b.run("localStorage.setItem('ahead', 0)") // somebody sets the clock right
	b.gate(nil)
	b.open("/survey/T3")
	b.wait("the answer", func() bool { return len(c.got()) == 1 })
	if got := c.got()[0]; got.Sent.Sub(got.At).Abs() > time.Minute {
		t.Errorf("an answer of this minute is sent as %v old", got.Sent.Sub(got.At))
	}
}

// TestTwoTabsSendEachAnswerOnce by its key, although both see it waiting.
func TestTwoTabsSendEachAnswerOnce(t *testing.T) {
	c := newController()
	b := newTablet(t, c)
	b.open("/survey/T3")
	b.installed()
	ctx, stop := chromedp.NewContext(b.ctx)
	defer stop()
	other := &tablet{t, ctx, b.base, c, b.server}
	other.before(patient)
	other.open("/survey/T3")
	b.cut()
	for i, x := range []*tablet{b, other, b, other} {
		x.do("front", chromedp.Func(func(ctx context.Context, t *chromedp.Target) error { return nil }))
		x.until("document.getElementById('touch').checkVisibility()")
		x.run("document.getElementById('touch').click()")
		x.shows("question")
		x.run("document.querySelector(\"#levels [value='" + []string{"5", "4", "5", "4"}[i] + "']\").click()")
		x.shows("thanks")
		x.run("document.querySelector('.done').click()")
		x.shows("asleep")
	}
	b.gate(nil)
	counted := func() map[string]int {
		all := map[string]int{}
		for _, x := range c.got() {
			all[x.key] = x.Answers.Overall
		}
		return all
	}
	b.wait("four answers", func() bool { return len(counted()) == 4 })
	for _, x := range []*tablet{b, other} {
		x.until(`new Promise((done) => indexedDB.open("motcua-survey").onsuccess = (e) =>
			e.target.result.transaction("answers").objectStore("answers").count().onsuccess = (e) => done(e.target.result === 0))`)
	}
	if got := counted(); len(got) != 4 {
		t.Errorf("%d answers by key, want 4", len(got))
	}
}

// TestTheTabletTellsHowItIs, with and without a page that opens without a line.
func TestTheTabletTellsHowItIs(t *testing.T) {
	const battery = `if (isSecureContext) navigator.getBattery = () => Promise.resolve({level: 0.17, charging: false})`
	c := newController()
	b := newTablet(t, c)
	b.before(battery)
	b.open("/survey/T3")
	b.installed()
	b.open("/survey/T3")
	told := func() (n int) {
		c.mu.Lock()
		defer c.mu.Unlock()
		return len(c.reports)
	}
	b.wait("two reports", func() bool { return told() >= 2 })
	c.mu.Lock()
	got := c.reports[len(c.reports)-1]
	c.reports = nil
	c.mu.Unlock()
	if got.State != "present" || got.Cause != "charge-low" || got.Counts["charge_pct"] != 17 || got.Counts["power_ok"] != 0 || got.Counts["offline_ok"] != 1 || len(got.Version) != 12 {
		t.Errorf("the tablet tells %+v", got)
	}
	b.base = strings.Replace(b.base, "127.0.0.1", lanName, 1) // no secure context
	b.open("/survey/T3")
	b.wait("a report", func() bool { return told() > 0 })
	c.mu.Lock()
	defer c.mu.Unlock()
	if got := c.reports[0]; got.Cause != "reduced" || got.Counts["offline_ok"] != 0 {
		t.Errorf("over plain http the tablet tells %+v", got)
	}
}

// TestTheAppIsWhole: what the worker keeps is there, and another content is another version.
func TestTheAppIsWhole(t *testing.T) {
	c := newController()
	server := httptest.NewServer(c.handler())
	defer server.Close()
	b := newTablet(t, c)
	b.open("/survey/T3")
	b.installed()
	if !b.is(`caches.keys().then(async (names) => names.length === 1 && (await (await caches.open(names[0])).keys()).length > 15)`) {
		t.Error("the worker keeps less than the page loads")
	}
	if !b.is(`fetch(document.querySelector("[rel=manifest]").href).then((r) => r.json()).then(async (m) =>
		m.start_url === "/survey/T3" && m.display === "fullscreen" && (await Promise.all(m.icons.map((i) => fetch(i.src)))).every((r) => r.ok))`) {
		t.Error("the manifest is not one of an app")
	}
}
