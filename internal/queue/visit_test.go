package queue

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"motcua/internal/center"
	"motcua/internal/fault"
)

func (r *run) refuse(t *testing.T, want string, events []Event, err error) {
	t.Helper()
	if fault.CodeOf(err) != want {
		t.Errorf("got %v, %v; want the refusal %s", events, err, want)
	}
}

func (r *run) state(t *testing.T, id TicketID, want State) *Ticket {
	t.Helper()
	x, _ := r.day.Ticket(id)
	if x.State != want {
		t.Fatalf("%s is %s, want %s", x.Number, x.State, want)
	}
	return x
}

// TestAVisitOfSeveralServices goes to the land desk first, then to civil
// status, is sent to counter 2 in between, and comes back.
func TestAVisitOfSeveralServices(t *testing.T) {
	r := policyRun(center.Policy{})
	id := r.take(t, Wish{Service: "DD", Also: []center.ServiceCode{"HT"}})
	r.do(t, "1", "open", Act{})
	r.do(t, "2", "open", Act{})
	r.do(t, "1", "next", Act{})
	r.do(t, "1", "transfer", Act{To: "2", Back: true})
	r.pass(time.Minute)
	r.do(t, "2", "next", Act{})
	r.do(t, "2", "finish", Act{})
	x := r.state(t, id, Waiting)
	if x.Bound != "1" || len(x.Legs) != 3 {
		t.Fatalf("after the other counter: bound for %q, %d legs; want counter 1, 3", x.Bound, len(x.Legs))
	}
	r.do(t, "1", "next", Act{})
	r.do(t, "1", "add", Act{Service: "DD"})
	r.do(t, "1", "finish", Act{})
	if x = r.state(t, id, Waiting); x.Service != "HT" || x.Bound != "" {
		t.Fatalf("waits for %s bound to %q, want the planned HT at any counter", x.Service, x.Bound)
	}
	r.do(t, "1", "undo", Act{})
	if x = r.state(t, id, Called); len(x.Plan) != 2 || len(x.Legs) != 3 {
		t.Fatalf("after undo: plan %v, %d legs; want both services still planned, 3", x.Plan, len(x.Legs))
	}
	for range 2 {
		r.do(t, "1", "finish", Act{})
		r.do(t, "1", "next", Act{})
	}
	r.do(t, "1", "finish", Act{})
	if x = r.state(t, id, Finished); len(x.Legs) != 5 {
		t.Errorf("%d legs, want 5", len(x.Legs))
	}
}

// TestUndoTakesBackPassing calls a priority ticket past another and takes it back.
func TestUndoTakesBackPassing(t *testing.T) {
	r := policyRun(center.Policy{})
	first := r.take(t, Wish{})
	r.pass(time.Minute)
	r.take(t, Wish{Priority: true})
	r.do(t, "1", "open", Act{})
	r.do(t, "1", "next", Act{})
	x := r.state(t, first, Waiting)
	c, _ := r.day.Counter("1")
	want := Call{Why: Due, Due: r.now.Wall, Over: "A001", DueOf: r.now.Wall.Add(14 * time.Minute), Passes: 1}
	if diff := cmp.Diff(want, c.Ticket.Call); x.Passed != 1 || diff != "" {
		t.Errorf("passed %d times, want once; call (-want +got):\n%s", x.Passed, diff)
	}
	r.do(t, "1", "undo", Act{})
	if x.Passed != 0 {
		t.Errorf("passed %d times after the undo, want 0", x.Passed)
	}
}

func TestCallByHand(t *testing.T) {
	r := policyRun(center.Policy{})
	first, second := r.take(t, Wish{}), r.take(t, Wish{})
	r.do(t, "1", "open", Act{})
	events, err := r.day.Do("call", Act{Counter: "1", Ticket: second, Reason: "because"}, r.now)
	r.refuse(t, "reason-unknown", events, err)
	r.do(t, "1", "call", Act{Ticket: second, Reason: "needs-help"})
	if x := r.state(t, second, Called); x.Call.Why != ByHand || x.Call.Over != "A001" {
		t.Errorf("call = %+v, want by hand before A001", x.Call)
	}
	if x := r.state(t, first, Waiting); x.Passed != 0 {
		t.Errorf("a call by hand counts as passing: %d", x.Passed)
	}
}

func TestRecallLimit(t *testing.T) {
	r := policyRun(center.Policy{})
	r.take(t, Wish{})
	r.do(t, "1", "open", Act{})
	r.do(t, "1", "next", Act{})
	for range 3 {
		r.do(t, "1", "recall", Act{})
	}
	events, err := r.day.Do("recall", Act{Counter: "1"}, r.now)
	r.refuse(t, "recall-limit", events, err)
}

// TestMissedNumbersComeBack rejoin within the grace period, behind who came meanwhile.
func TestMissedNumbersComeBack(t *testing.T) {
	r := policyRun(center.Policy{})
	missed := r.take(t, Wish{})
	r.do(t, "1", "open", Act{})
	r.do(t, "1", "next", Act{})
	r.do(t, "1", "no-show", Act{})
	r.pass(10 * time.Minute)
	r.take(t, Wish{})
	r.pass(49 * time.Minute)
	events, err := r.day.Rejoin(missed, "x", r.now)
	r.must(t, events, err)
	if got := r.day.Next("1").Number; got != "A002" {
		t.Errorf("next = %s, want A002: who was missed begins anew", got)
	}
	r.calls(t, "1", 1)
	r.do(t, "1", "next", Act{})
	r.do(t, "1", "no-show", Act{})
	r.pass(61 * time.Minute)
	events, err = r.day.Rejoin(missed, "x", r.now)
	r.refuse(t, "grace-over", events, err)
}

// TestParkedNumbersComeBack keep their place.
func TestParkedNumbersComeBack(t *testing.T) {
	r := policyRun(center.Policy{})
	parked := r.take(t, Wish{})
	r.do(t, "1", "open", Act{})
	r.do(t, "1", "next", Act{})
	r.do(t, "1", "park", Act{})
	r.pass(10 * time.Minute)
	r.take(t, Wish{})
	events, err := r.day.Rejoin(parked, "x", r.now)
	r.must(t, events, err)
	if got := r.day.Next("1").Number; got != "A001" {
		t.Errorf("next = %s, want A001, which came first", got)
	}
}

func TestReclass(t *testing.T) {
	r := policyRun(center.Policy{})
	r.take(t, Wish{})
	id := r.take(t, Wish{Priority: true})
	events, err := r.day.Reclass(id, "x")
	r.must(t, events, err)
	if got := r.day.Next("1").Number; got != "A001" {
		t.Errorf("next = %s, want A001: the other is ordinary now", got)
	}
}

// TestAwayTicketsWaitFromCheckIn are not called before, and lapse without it.
func TestAwayTicketsWaitFromCheckIn(t *testing.T) {
	r := policyRun(center.Policy{})
	comes, stays := r.take(t, Wish{Away: true}), r.take(t, Wish{Away: true})
	if x := r.day.Next("1"); x != nil {
		t.Fatalf("next = %s, want nobody: both are away", x.Number)
	}
	r.pass(50 * time.Minute)
	events, err := r.day.CheckIn(comes, "x")
	r.must(t, events, err)
	r.pass(11 * time.Minute)
	r.happen(r.day.Lapse(r.now))
	r.state(t, stays, Expired)
	if w := r.day.Longest("HT", r.day.Now(r.now)); w != 11*time.Minute {
		t.Errorf("waits %s, want 11m: the time at home does not count", w)
	}
}

// TestPolicyAppliesFromThenOn changes the head start while two wait.
func TestPolicyAppliesFromThenOn(t *testing.T) {
	r := policyRun(center.Policy{})
	r.happen(r.day.Policy())
	if again := r.day.Policy(); again != nil {
		t.Errorf("Policy() twice = %v, want none", again)
	}
	r.take(t, Wish{})
	r.pass(time.Minute)
	r.take(t, Wish{Priority: true})
	zero := 0
	c := *r.day.center
	c.Policy.HeadStart = &zero
	again := &run{day: NewDay(&c, r.day.Date), now: r.now}
	for i, e := range r.events {
		again.day.Apply(e, r.at[i])
	}
	again.happen(again.day.Policy())
	again.take(t, Wish{Priority: true})
	got := again.calls(t, "1", 3)
	if want := []string{"A002 due", "A001 due", "A003 only"}; !cmp.Equal(got, want) {
		t.Errorf("calls = %v, want %v: the rule of its issue", got, want)
	}
}
