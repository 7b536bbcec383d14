package main

import (
	"encoding/json"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// asked is how long one question took, as the page saw it, in milliseconds.
type asked struct {
	Awake  float64 `json:"awake"`  // from the official's finish, before it is on disk, to the question on the screen
	Thanks float64 `json:"thanks"` // from the touch to the thanks, with the answer on the tablet's disk
	Trip   float64 `json:"trip"`   // an empty request and its answer, between them
}

// measure touches each question as it comes up. A frame lies behind each state that it notes.
const measure = `(() => {
	window.rounds = [];
	let since = 0, trip = 0, awake = 0;
	const drawn = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
	new MutationObserver(async () => {
		const screen = document.body.dataset.show;
		if (screen === "question") {
			await drawn();
			awake = performance.timeOrigin + performance.now();
			const t = performance.now();
			await fetch("/api/v1/openapi.json", {method: "HEAD"});
			trip = performance.now() - t;
			since = performance.now();
			document.querySelector("#levels [value='5']").click();
		} else if (screen === "thanks") {
			await drawn();
			rounds.push({awake, thanks: performance.now() - since, trip});
		}
	}).observe(document.body, {attributeFilter: ["data-show"]});
	return true;
})()`

// BenchmarkTablet measures what a citizen waits for at a tablet in a real
// browser with a real controller: from the finish to the question, and from the
// touch to the thanks. Both stand beside an empty round trip of the same moment.
func BenchmarkTablet(b *testing.B) {
	const rounds = 200
	h := newHall(b)
	defer h.stop()
	d := &device{t: b, profile: b.TempDir(), hall: h}
	d.start()
	d.do(chromedp.Navigate(h.url + "/login?next=/survey/T1#" + h.tablet))
	d.until("document.body.dataset.show === 'asleep' && navigator.serviceWorker.controller && !document.body.hasAttribute('data-away')")
	if _, err := chromedp.Run(d.ctx, chromedp.Evaluate[bool](measure)); err != nil {
		b.Fatal(err)
	}
	var began []time.Time
	for b.Loop() {
		for range rounds {
			h.passed.Add(int64(time.Minute))
			began = append(began, h.visit())
			d.until("rounds.length === " + strconv.Itoa(len(began)))
		}
	}
	raw, err := chromedp.Run(d.ctx, chromedp.Evaluate[string]("JSON.stringify(rounds)"))
	if err != nil {
		b.Fatal(err)
	}
	var all []asked
	if err := json.Unmarshal([]byte(raw), &all); err != nil {
		b.Fatal(err)
	}
	var awake, thanks, trip []float64
	for i, x := range all {
		awake = append(awake, x.Awake-float64(began[i].UnixMicro())/1000)
		thanks, trip = append(thanks, x.Thanks), append(trip, x.Trip)
	}
	quantiles(b, "awake", awake)
	quantiles(b, "thanks", thanks)
	quantiles(b, "trip", trip)
	slices.Sort(trip)
	middle := trip[len(trip)/2]
	b.ReportMetric(awake[len(awake)/2]/middle, "awake-trips")
	b.ReportMetric(thanks[len(thanks)/2]/middle, "thanks-trips")
}
