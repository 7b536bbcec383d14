package forecast

import (
	"encoding/json"
	"math"
	"reflect"
	"testing"
	"time"
)

// TestClosedForm holds the quantiles against the case with a simple inverse: for
// the next call P(T > t) = (b / (b+t))^a.
func TestClosedForm(t *testing.T) {
	g := gammaPoisson{shape: 12, minutes: 60}
	for _, p := range []float64{.1, .5, .8, .9, .99} {
		want := g.minutes * (math.Pow(1-p, -1/g.shape) - 1)
		if got := g.quantile(p, 0); math.Abs(got-want) > 1e-6*want {
			t.Errorf("quantile(%v, 0) = %v, want %v", p, got, want)
		}
	}
	for _, shape := range []float64{10, 40, 160} {
		for _, ahead := range []int{0, 1, 5, 30, 200} {
			g := gammaPoisson{shape: shape, minutes: 8 * shape}
			exact, near := g.quantile(.5, ahead), g.median(ahead)
			if exact < Farthest && math.Abs(near/exact-1) > 0.04 {
				t.Errorf("shape %v, %d ahead: median(%v) for exactly %v", shape, ahead, near, exact)
			}
		}
	}
}

// TestColdStart asks on the first day ever: the configuration's promise is all
// there is, and the day's own calls take over.
func TestColdStart(t *testing.T) {
	h := NewHall(nil, "center", time.Monday)
	h.Counters("HT", 2, 2.0/10, 450)
	for i := range int64(10) {
		h.Issue("HT", i, 450+float64(i)/100)
	}
	first := h.Predict("HT", Ask{Ahead: 9}, 451)
	if first.P50 < 45 || first.P50 > 60 || first.P80 <= first.P50 || first.P90 <= first.P80 {
		t.Errorf("ten people, two counters, ten minutes each: %+v, want a middle near 50 minutes", first)
	}
	for i := range int64(5) { // they are called every 20 minutes instead of every 5
		h.Call("HT", i, 470+20*float64(i))
	}
	later := h.Predict("HT", Ask{Ahead: 4, Waited: 100}, 551)
	if later.P50 < 40 || later.P50 > 100 {
		t.Errorf("five people left, a call every 20 minutes: %+v, want what today taught", later)
	}
	if early := h.Predict("HT", Ask{Ahead: 4, Waited: 100}, 300); early != later {
		t.Errorf("asked with a clock that ran back: %+v, want as before, %+v", early, later)
	}
	if got := NewHall(nil, "center", time.Monday).Predict("HT", Ask{Ahead: 3}, 480); got.P50 <= 0 || got.P90 > Farthest {
		t.Errorf("Predict with no knowledge at all = %+v", got)
	}
}

// TestKnowsNoFuture changes everything after noon and finds the morning's
// predictions unchanged.
func TestKnowsNoFuture(t *testing.T) {
	h := synthetic(6, 200, 4, 3)
	m := Fit(h[:5], nil)
	const noon = 720
	changed := h[5]
	changed.Tickets = nil
	for _, x := range h[5].Tickets {
		if x.Issued > noon {
			continue
		}
		if x.Called > noon && x.Called < Never {
			x.Called, x.Finished = x.Called+300, Never
		}
		changed.Tickets = append(changed.Tickets, x)
	}
	for _, when := range []moment{atIssue, atLater} {
		a, b := said(m, h[5], when, noon), said(m, changed, when, noon)
		if len(a) < 50 || !reflect.DeepEqual(a, b) {
			t.Errorf("moment %d: %d and %d predictions until noon, not the same", when, len(a), len(b))
		}
	}
}

type saying struct {
	queue string
	ask   Ask
	now   Minutes
	told  Quantiles
	naive [nPredictors]Minutes
}

func said(m *Model, d Day, when moment, until Minutes) (all []saying) {
	m.visit(&prepare(History{d})[0], 0, when, func(v visit) {
		if v.now <= until {
			q := v.place.queue.Name
			all = append(all, saying{q, v.ask, v.now, v.hall.Predict(q, v.ask, v.now), m.naive(v, true)})
		}
	})
	return all
}

// TestNaive checks the predictors that can be done by hand.
func TestNaive(t *testing.T) {
	d := Day{Office: "o", Date: date(2026, 1, 5), Tickets: []Ticket{
		{Queue: "A", Issued: 500, Called: 504, Finished: Never, Counter: "1"},
		{Queue: "A", Issued: 501, Called: 513, Finished: Never, Counter: "2"},
		{Queue: "A", Issued: 505, Called: 530, Finished: Never},
		{Queue: "A", Issued: 509, Called: 540, Finished: Never},
		{Queue: "A", Issued: 512, Called: 550, Finished: Never},
	}}
	checked := false
	(&Model{}).visit(&prepare(History{d})[0], 0, atPoll, func(v visit) {
		if v.ticket != 4 {
			return
		}
		checked = true
		if v.now != 515 || v.ask != (Ask{Ahead: 2, Waited: 3}) || v.wait != 35 {
			t.Errorf("the last ticket was seen at %v as %+v, still waiting %v; want 515, 2 ahead, 35", v.now, v.ask, v.wait)
		}
		got := (&Model{}).naive(v, false)
		for b, want := range map[int]Minutes{byStatic: 15, byInterval: 30, byThroughput60: 90, byThroughput30: 45, byLES: 12, byHOL: 10, byAverage60: 8, byDay: 8, byHistory: 0} {
			if math.Abs(got[b]-want) > 1e-9 {
				t.Errorf("%s = %v, want %v", Predictors[b], got[b], want)
			}
		}
		if got := (&Model{}).naive(v, true); got[byHOL] != 7 || got[byLES] != 9 {
			t.Errorf("with the time waited taken off: HOL %v, LES %v, want 7 and 9", got[byHOL], got[byLES])
		}
	})
	if !checked {
		t.Error("the last ticket was never seen")
	}
}

func TestStalled(t *testing.T) {
	history := synthetic(12, 500, 3, 5)
	learned := Fit(history, nil)
	usual, n := learned.Stats.queue(Queue{"center", "Q01"}).Gaps.quantile(stallShare)
	if n < stallGaps || usual < 5 || usual > 60 {
		t.Fatalf("99 in 100 of %v gaps are below %v minutes: not what the log was made of", n, usual)
	}
	for _, test := range []struct {
		name    string
		model   *Model
		promise float64
		wait    Minutes
		floor   Minutes
		want    bool
	}{
		{"within a usual gap", learned, 0, usual * 0.9, 1, false},
		{"beyond it", learned, 0, usual * 1.1, 1, true},
		{"beyond it, below the floor", learned, 0, usual * 1.1, usual * 2, false},
		{"first day, ten minutes promised, half an hour", nil, 0.1, 30, 10, false},
		{"first day, ten minutes promised, an hour and a half", nil, 0.1, 90, 10, true},
	} {
		h := NewHall(test.model, "center", time.Tuesday)
		h.Counters("Q01", 1, test.promise, 480)
		h.Issue("Q01", 1, 480)
		h.Issue("Q01", 2, 480)
		h.Call("Q01", 1, 490)
		since, got := h.Stalled("Q01", 490+test.wait, test.floor)
		if got != test.want || got && since != 490 {
			t.Errorf("%s: Stalled = %v, %v, want %v since 490", test.name, since, got, test.want)
		}
		h.Call("Q01", 2, 490+test.wait)
		if _, still := h.Stalled("Q01", 900, test.floor); still {
			t.Errorf("%s: an empty queue stands still", test.name)
		}
	}
}

// TestModelIsData stores a model and reads it back.
func TestModelIsData(t *testing.T) {
	h := synthetic(8, 300, 4, 9)
	m := Fit(h[:7], Fit(h[:6], nil))
	raw, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	var back Model
	if err := json.Unmarshal(raw, &back); err != nil {
		t.Fatal(err)
	}
	if !back.Usable() || len(back.Moments[atPoll].Offices) == 0 {
		t.Errorf("the model read back is not usable or lost its corrections")
	}
	if a, b := said(m, h[7], atLater, 1000), said(&back, h[7], atLater, 1000); len(a) < 50 || !reflect.DeepEqual(a, b) {
		t.Errorf("the model read back predicts differently")
	}
	back.Version++
	if back.Usable() || (&Model{Version: Version, Moments: [nRegressions]Regression{{Beta: []float64{1}}}}).Usable() {
		t.Error("a model of another shape is usable")
	}
}
