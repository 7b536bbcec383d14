package queue

import (
	"math"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"motcua/internal/center"
)

// still is a world in which every service takes ten minutes and nobody comes.
func still(d *Day) *World {
	w := &World{Times: map[center.ServiceCode]Times{}}
	for _, s := range d.center.Services {
		w.Times[s.Code] = Empirical([]time.Duration{10 * time.Minute}, Times{})
	}
	return w
}

// TestOutlookCallsAsTheDayDoes checks call by call where nothing is uncertain.
func TestOutlookCallsAsTheDayDoes(t *testing.T) {
	r := newRun()
	issue := func(s center.ServiceCode, priority bool) TicketID {
		events, err := r.day.Issue(Wish{Service: s, Purpose: center.Submit, Priority: priority}, r.now)
		if err != nil {
			t.Fatal(err)
		}
		r.happen(events)
		r.now.Wall, r.now.Up = r.now.Wall.Add(time.Minute), r.now.Up+time.Minute
		return events[0].Ticket
	}
	do := func(action, counter string) {
		events, err := r.day.Do(action, Act{Counter: center.CounterID(counter), Reason: "break"}, r.now)
		if err != nil {
			t.Fatal(err)
		}
		r.happen(events)
	}
	first, second, old, other := issue("HT", false), issue("HT", false), issue("HT", true), issue("CT", false)
	w := still(r.day)
	ask := Ask{N: 4, Newcomer: &Newcomer{Service: "HT", Priority: true}}
	at := func(id TicketID) float64 {
		t.Helper()
		wait, ok := r.day.Outlook(r.now, w, ask).Quantile(id, 0.5)
		if !ok {
			return -1
		}
		return wait.Minutes()
	}
	check := func(id TicketID, want float64) {
		t.Helper()
		if got := at(id); math.Abs(got-want) > 0.01 {
			t.Errorf("wait of %s = %.2f min, want %.2f", id, got, want)
		}
	}
	check(first, -1) // no counter is open
	do("open", "1")
	check(old, 0)
	check("", 10)
	check(first, 20)
	check(second, 30)
	check(other, -1) // counter 1 does not serve it
	do("open", "2")
	do("next", "1")
	do("start", "1")
	r.now.Wall, r.now.Up = r.now.Wall.Add(4*time.Minute), r.now.Up+4*time.Minute
	check("", 6)
	check(other, 0)
	w.Desks = []Desk{{Counter: "2", Services: []center.ServiceCode{"HT", "CT"}}}
	check("", 0) // due earliest of all
	check(first, 6)
	check(second, 10)
	check(other, 20) // second, due earlier, goes before it at 10
	w.Desks = []Desk{{Counter: "1", Off: []Absence{{From: 1, To: r.day.Now(r.now) + 30*time.Minute}}}, {Counter: "3", Back: r.day.Now(r.now) + 5*time.Minute}}
	check("", 5)
	check(first, 15)
	do("pause", "2")
	w.Desks = append(w.Desks, Desk{Counter: "2", Back: r.day.Now(r.now) + time.Hour})
	check(other, 35) // alone counter 3 calls, and the others are due before it
}

// TestOutlookLeavesOutOnlyWhoCannotMatter compares tickets' waits with and
// without those who are due after everybody who waits.
func TestOutlookLeavesOutOnlyWhoCannotMatter(t *testing.T) {
	d, now, w := crowded(t, 0.2)
	few, all := d.Outlook(now, w, Ask{N: 512}), d.Outlook(now, w, Ask{N: 512, Hour: true})
	for _, x := range d.Tickets() {
		if x.State != Waiting {
			continue
		}
		for _, q := range []float64{0.2, 0.5, 0.8} {
			a, _ := few.Quantile(x.ID, q)
			b, _ := all.Quantile(x.ID, q)
			if off := math.Abs((a - b).Minutes()); off > 2+0.03*b.Minutes() {
				t.Errorf("%.0f %% quantile of %s = %v, with everybody %v", 100*q, x.Number, a, b)
			}
		}
	}
}

// TestOutlookChangesNothing looks ahead from random days, whatever they are like.
func TestOutlookChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := newRun()
		h := &Habits{}
		for range rapid.IntRange(1, 60).Draw(t, "steps") {
			r.step(t)
		}
		for i, e := range r.events {
			h.See(e, r.at[i])
		}
		if rapid.Bool().Draw(t, "learned") {
			h.End(r.day)
		}
		before := snapshot(r.day)
		w := h.World(r.day, r.now)
		o := r.day.Outlook(r.now, w, Ask{N: 4, Hour: true, Newcomer: &Newcomer{Service: "HT"}})
		if diff := cmp.Diff(before, snapshot(r.day), unexported); diff != "" {
			t.Fatalf("an outlook changed the day:\n%s", diff)
		}
		for _, x := range r.day.Tickets() {
			low, ok := o.Quantile(x.ID, 0.2)
			high, okHigh := o.Quantile(x.ID, 0.8)
			if (ok || okHigh) && x.line == nil || okHigh && (!ok || low < 0 || high < low) {
				t.Fatalf("%s, %s, is called in %v (%v) to %v (%v)", x.Number, x.State, low, ok, high, okHigh)
			}
		}
		for _, x := range o.Hours() {
			if x.Miss < 0 || x.Miss > 1 || x.Late < 0 || x.Late > 1 || x.Mean < 0 || x.Over < 0 {
				t.Fatalf("%+v", x)
			}
		}
		if again := r.day.Outlook(r.now, w, Ask{N: 4, Hour: true, Newcomer: &Newcomer{Service: "HT"}}); !cmp.Equal(o.calls, again.calls) {
			t.Fatal("the same seed gives another outlook")
		}
	})
}

func TestFirstCome(t *testing.T) {
	r := newRun()
	issue := func(w Wish) {
		w.Purpose = center.Submit
		events, err := r.day.Issue(w, r.now)
		if err != nil {
			t.Fatal(err)
		}
		r.happen(events)
	}
	check := func(s center.ServiceCode, want bool) {
		t.Helper()
		if got := r.day.FirstCome(s); got != want {
			t.Errorf("FirstCome(%s) = %v, want %v", s, got, want)
		}
	}
	r.happen([]Event{{Type: CounterOpened, Counter: "1"}})
	issue(Wish{Service: "HT"})
	check("HT", true)
	issue(Wish{Service: "DD"})
	check("HT", false) // counter 1 serves both
	check("CT", true)
	issue(Wish{Service: "CT", Priority: true})
	check("CT", false)
}

func TestTimes(t *testing.T) {
	x := Lognormal(10*time.Minute, 0.5)
	sum := 0.0
	dice := dice{bits: 12}
	for rep := range uint64(1 << 12) {
		dice.rep = rep
		sum += x.quantile(dice.one(forService, 3)).Minutes()
	}
	if got := sum / (1 << 12); math.Abs(got-10) > 0.15 {
		t.Errorf("mean of Lognormal(10 min) = %.2f min", got)
	}
	seen := make([]time.Duration, 100)
	for i := range seen {
		seen[i] = time.Duration(i+1) * time.Minute
	}
	y := Empirical(seen, Times{})
	if got := y.reached(50 * time.Minute); math.Abs(got-0.5) > 0.02 {
		t.Errorf("reached(50 min) = %.3f, want 0.5", got)
	}
	if got := y.rest(50*time.Minute, 0.5, 0.5); math.Abs(got.Minutes()-25) > 1 {
		t.Errorf("rest(50 min) at one half = %v, want 25 min", got)
	}
	if got := y.rest(300*time.Minute, y.reached(300*time.Minute), 0.5); got <= 0 || got > time.Hour {
		t.Errorf("rest of what lasts beyond everything seen = %v", got)
	}
}

func TestSorter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		most := int32(farthest / time.Millisecond)
		all := rapid.SliceOfN(rapid.OneOf(rapid.Just(most), rapid.Int32Range(0, most), rapid.Int32Range(0, 9)), 1, 200).Draw(t, "times")
		want := slices.Sorted(slices.Values(all))
		newSorter(len(all)).sort(all)
		if !slices.Equal(all, want) {
			t.Fatalf("sort = %v, want %v", all, want)
		}
	})
}
