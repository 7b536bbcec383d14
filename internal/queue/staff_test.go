package queue

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"motcua/internal/center"
	"motcua/internal/fault"
)

// played is a day that is told what to do.
type played struct {
	*run
	t *testing.T
}

func newPlayed(t *testing.T) *played {
	t.Helper()
	k := &played{newRun(), t}
	k.day.center.Calling.Forgotten = 20
	return k
}

func (k *played) pass(d time.Duration) { k.now.Wall, k.now.Up = k.now.Wall.Add(d), k.now.Up+d }

// issue gives a number.
func (k *played) issue(s center.ServiceCode, also ...center.ServiceCode) TicketID {
	k.t.Helper()
	events, err := k.day.Issue(Wish{Service: s, Purpose: center.Submit, Also: also}, k.now)
	if err != nil {
		k.t.Fatal(err)
	}
	k.happen(events)
	return events[0].Ticket
}

// do acts, and expects the events of the given types.
func (k *played) do(action string, a Act, want ...Type) []Event {
	k.t.Helper()
	events, err := k.day.Do(action, a, k.now)
	if err != nil {
		k.t.Fatalf("%s: %v", action, err)
	}
	var got []Type
	for _, e := range events {
		got = append(got, e.Type)
	}
	if !slices.Equal(got, want) {
		k.t.Fatalf("%s = %v, want %v", action, got, want)
	}
	k.happen(events)
	return events
}

func (k *played) refused(action string, a Act, code string) {
	k.t.Helper()
	if _, err := k.day.Do(action, a, k.now); fault.CodeOf(err) != code {
		k.t.Errorf("%s = %v, want %s", action, err, code)
	}
}

func (k *played) counter(id center.CounterID) *Counter { c, _ := k.day.Counter(id); return c }

func (k *played) ticket(id TicketID) *Ticket { t, _ := k.day.Ticket(id); return t }

// TestWorkBelongsToWhoIsSignedOn follows officials and a keypad.
func TestWorkBelongsToWhoIsSignedOn(t *testing.T) {
	k := newPlayed(t)
	one := Act{Counter: "1", By: "keypad"}
	as := func(a Act, official string) Act { a.Official, a.By = official, official; return a }
	if e := k.do("open", one, CounterOpened)[0]; e.Official != "" {
		t.Errorf("nobody is signed on, and %q opened", e.Official)
	}
	k.do("sign-on", as(one, "P1"), CounterStaffed)
	k.do("sign-on", as(one, "P1"))
	k.do("sign-on", as(Act{Counter: "2"}, "P1"), CounterStaffed) // one official at two counters
	k.do("sign-on", as(one, "P2"), CounterStaffed)               // and two at one
	for range 3 {
		k.issue("HT")
	}
	if e := k.do("next", one, TicketCalled)[0]; e.Official != "P2" || e.By != "keypad" {
		t.Errorf("the keypad's call belongs to %q, want P2", e.Official)
	}
	k.do("start", as(one, "P1"), TicketStarted)
	if e := k.do("finish", one, TicketFinished)[0]; e.Official != "P1" {
		t.Errorf("the keypad's finish belongs to %q, want P1, who acted last", e.Official)
	}
	if !k.day.Staffed("2", "P1") || !k.day.Staffed("1", "P1") || k.day.Staffed("2", "P2") || k.day.Staffed("1", "") {
		t.Errorf("signed on: %v and %v", k.counter("1").Staff, k.counter("2").Staff)
	}
	k.do("next", as(one, "P3"), CounterStaffed, TicketCalled) // who acts, is there
	k.do("undo", as(one, "P3"), CounterUndone)
	if got := k.counter("1").Staff; !slices.Equal(got, []string{"P2", "P1", "P3"}) {
		t.Errorf("after the undo sit there %v", got)
	}
	k.do("sign-off", as(one, "P1"), CounterStaffed)
	k.do("sign-off", as(one, "P2"), CounterStaffed)
	k.do("next", one, TicketCalled)
	k.refused("sign-off", as(one, "P3"), "counter-busy")
	k.refused("sign-off", one, "official-missing")
	k.do("no-show", one, TicketNoShow)
	k.do("close", one, CounterClosed)
	if got := k.counter("1").Staff; len(got) > 0 {
		t.Errorf("%v sit at a closed counter", got)
	}
	k.do("undo", one, CounterUndone)
	if got := k.counter("1").Staff; !slices.Equal(got, []string{"P3"}) {
		t.Errorf("taking the close back leaves %v", got)
	}
}

// TestFinishAndNextIsOneAction holds the one press against the two that it stands for.
func TestFinishAndNextIsOneAction(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := newRun()
		for range rapid.IntRange(10, 50).Draw(t, "steps") {
			r.step(t)
		}
		counter := center.CounterID(rapid.SampledFrom([]string{"1", "2", "3"}).Draw(t, "who"))
		held := r.day.counters[counter].Ticket
		if held == nil {
			return
		}
		before := snapshot(r.day)
		two := &run{day: r.day.Copy(), now: r.now}
		for _, action := range []string{"finish", "next"} {
			events, err := two.day.Do(action, Act{Counter: counter, Dossiers: 2}, two.now)
			if err != nil {
				t.Fatal(err)
			}
			two.happen(events)
		}
		events, err := r.day.Do("next", Act{Counter: counter, Finish: true, Ticket: held.ID, Dossiers: 2}, r.now)
		if err != nil {
			t.Fatal(err)
		}
		r.happen(events)
		if diff := cmp.Diff(snapshot(two.day), snapshot(r.day), unexported); diff != "" {
			t.Fatalf("one press is not what two are (-two +one):\n%s", diff)
		}
		back, err := r.day.Do("undo", Act{Counter: counter}, r.now)
		if err != nil || len(back) != len(events) {
			t.Fatalf("undo = %v, %v", back, err)
		}
		r.happen(back)
		withoutTraces(t, before, snapshot(r.day), "finish and next")
		if diff := cmp.Diff(snapshot(r.day), snapshot(r.folded()), unexported); diff != "" {
			t.Fatalf("the log folds to another day (-lived +folded):\n%s", diff)
		}
	})
}

func TestFinishAndNextMeansOneTicket(t *testing.T) {
	k := newPlayed(t)
	a, b := k.issue("HT"), k.issue("HT")
	one := Act{Counter: "1"}
	k.do("open", one, CounterOpened)
	k.do("next", one, TicketCalled)
	press := Act{Counter: "1", Finish: true, Ticket: a}
	k.refused("next", Act{Counter: "1", Finish: true}, "ticket-missing")
	k.refused("next", Act{Counter: "1", Finish: true, Ticket: b}, "ticket-other")
	k.do("next", press, TicketFinished, TicketCalled)
	k.refused("next", press, "ticket-other") // the same press once more
	k.refused("finish", Act{Counter: "1", Ticket: a}, "ticket-other")
	k.do("next", Act{Counter: "1", Finish: true, Ticket: b}, TicketFinished)
	k.refused("next", Act{Counter: "1", Finish: true, Ticket: b}, "no-ticket")
	if c := k.counter("1"); !c.WrapUp {
		t.Error("finishing with nobody waiting is no wrap-up")
	}
}

func TestAVisitThatGoesOnMayBeNextAtOnce(t *testing.T) {
	k := newPlayed(t)
	a := k.issue("HT", "DD")
	k.pass(time.Minute)
	k.issue("HT")
	k.do("open", Act{Counter: "1"}, CounterOpened)
	k.do("next", Act{Counter: "1"}, TicketCalled)
	events := k.do("next", Act{Counter: "1", Finish: true, Ticket: a}, TicketFinished, TicketCalled)
	if events[1].Ticket != a || events[1].Service != "DD" {
		t.Errorf("called is %s for %s, want the same visit for its second service", events[1].Number, events[1].Service)
	}
	k.do("undo", Act{Counter: "1"}, CounterUndone, CounterUndone)
	if x := k.ticket(a); x.State != Called || len(x.Legs) != 1 || x.Service != "HT" {
		t.Errorf("after the undo it is %s at leg %d of %s", x.State, len(x.Legs), x.Service)
	}
}

func TestAnIncidentEnds(t *testing.T) {
	k := newPlayed(t)
	one := Act{Counter: "1", Reason: "vneid"}
	k.do("open", one, CounterOpened)
	k.do("incident", one, CounterIncident)
	k.do("incident", one)
	since := k.counter("1").Stands
	k.pass(time.Minute)
	if e := k.do("recover", one, CounterRecovered)[0]; e.Reason != "vneid" {
		t.Errorf("over is %q", e.Reason)
	}
	k.do("recover", one)
	k.do("undo", one, CounterUndone)
	if c := k.counter("1"); c.Incident != "vneid" || !c.Stands.Equal(since) {
		t.Errorf("taking its end back leaves %q since %v", c.Incident, c.Stands)
	}
	k.do("close", one, CounterClosed)
	if c := k.counter("1"); c.Incident != "" {
		t.Errorf("a closed counter stands still for %s", c.Incident)
	}
}

func TestAPauseAnnouncesItsEnd(t *testing.T) {
	k := newPlayed(t)
	away := Act{Counter: "1", Reason: "break", Minutes: 15}
	k.do("open", away, CounterOpened)
	e := k.do("pause", away, CounterPaused)[0]
	if want := k.now.Wall.Add(15 * time.Minute); e.Until == nil || !e.Until.Equal(want) {
		t.Errorf("back by %v, want %v", e.Until, want)
	}
	k.do("pause", Act{Counter: "1", Reason: "break"})
	k.pass(10 * time.Minute)
	k.do("pause", away, CounterPaused) // it takes longer
	k.refused("pause", Act{Counter: "1", Reason: "break", Minutes: 241}, "pause-minutes")
	k.do("open", away, CounterOpened)
	if c := k.counter("1"); c.Until != nil || c.Reason != "" {
		t.Errorf("open again, it is away until %v for %q", c.Until, c.Reason)
	}
}

// TestAnAnnouncedEndIsBelieved: the forecast knows when the counter is back.
func TestAnAnnouncedEndIsBelieved(t *testing.T) {
	k := newPlayed(t)
	h := &Habits{}
	for _, e := range append(k.do("open", Act{Counter: "1"}, CounterOpened), k.do("pause", Act{Counter: "1", Reason: "break", Minutes: 12}, CounterPaused)...) {
		h.See(e, k.now)
	}
	k.pass(2 * time.Minute)
	w := h.World(k.day, k.now)
	if got, want := w.desk("1").Back, k.day.Now(k.now)+10*time.Minute; got != want {
		t.Errorf("it is back at %v, want %v", got, want)
	}
	k.pass(11 * time.Minute)
	if got := h.World(k.day, k.now).desk("1").Back; got != 0 {
		t.Errorf("too late, it is back at %v, want whenever", got)
	}
}

func TestATransferHasAReason(t *testing.T) {
	k := newPlayed(t)
	k.issue("HT")
	k.do("open", Act{Counter: "1"}, CounterOpened)
	k.do("next", Act{Counter: "1"}, TicketCalled)
	k.refused("transfer", Act{Counter: "1", To: "3", Reason: "free text"}, "reason-unknown")
	if e := k.do("transfer", Act{Counter: "1", To: "3", Reason: "specialist"}, TicketTransferred)[0]; e.Reason != "specialist" {
		t.Errorf("the reason is %q", e.Reason)
	}
}
