package queue

import (
	"testing"
	"time"

	"motcua/internal/center"
	"motcua/internal/fault"
)

// TestUndoForgetsWhoBeganAnew passes a number that is then missed and comes
// back: its new wait was never passed, so nothing is taken back from it.
func TestUndoForgetsWhoBeganAnew(t *testing.T) {
	r := policyRun(center.Policy{})
	first := r.take(t, Wish{})
	r.pass(time.Minute)
	r.take(t, Wish{Priority: true})
	r.do(t, "1", "open", Act{})
	r.do(t, "2", "open", Act{})
	r.do(t, "1", "next", Act{})
	r.do(t, "2", "call", Act{Ticket: first, Reason: "correction"})
	r.do(t, "2", "no-show", Act{})
	events, err := r.day.Rejoin(first, "", r.now)
	r.must(t, events, err)
	r.do(t, "1", "undo", Act{})
	if x := r.state(t, first, Waiting); x.Passed != 0 {
		t.Errorf("passed %d times, want 0", x.Passed)
	}
}

// TestWhoIsBackIsNotSentBackAgain lets the counter that sent a visit away call it itself.
func TestWhoIsBackIsNotSentBackAgain(t *testing.T) {
	r := newRun()
	id := r.take(t, Wish{Service: "HT", Also: []center.ServiceCode{"CT"}})
	for _, c := range []center.CounterID{"1", "2"} {
		r.do(t, c, "open", Act{})
	}
	r.do(t, "1", "next", Act{})
	r.do(t, "1", "transfer", Act{Service: "DD", Back: true})
	r.do(t, "1", "next", Act{}) // it serves DD too
	r.do(t, "1", "finish", Act{})
	r.do(t, "2", "next", Act{})
	r.do(t, "2", "finish", Act{})
	if x := r.state(t, id, Finished); x.Bound != "" {
		t.Errorf("bound for %s", x.Bound)
	}
}

// TestAPlannedServiceMayGo takes a service that a visit still has to do out of
// the configuration: the visit goes on with the one after it.
func TestAPlannedServiceMayGo(t *testing.T) {
	r := newRun()
	events, err := r.day.Issue(Wish{Service: "HT", Purpose: center.Submit, Also: []center.ServiceCode{"DD", "CT"}}, r.now)
	r.must(t, events, err)
	r.do(t, "1", "open", Act{})
	r.do(t, "1", "next", Act{})
	r = r.refold(func(c *center.Center) { c.Services = append(c.Services[:1:1], c.Services[2]) })
	r.day.Outlook(r.now, still(r.day), Ask{})
	if _, ok := r.day.rules[ruleKey{"DD", false}]; ok {
		t.Error("looking ahead has changed the day")
	}
	r.do(t, "1", "finish", Act{})
	if x := r.state(t, events[0].Ticket, Waiting); x.Service != "CT" || len(x.Plan) != 0 {
		t.Errorf("waits for %s, then %v; want CT, none", x.Service, x.Plan)
	}
}

// TestAClosedCounterKeepsNobody binds numbers to a counter that stays closed:
// after a while they wait for any counter of their service.
func TestAClosedCounterKeepsNobody(t *testing.T) {
	r := newRun()
	r.day.center.Hours = center.Hours{Monday: []center.Window{{From: 7 * 60, To: 11 * 60}, {From: 13 * 60, To: 17 * 60}}}
	r.now.Wall = time.Date(2026, 11, 23, 10, 50, 0, 0, center.Zone)
	id := r.issue(t, "HT")
	r.do(t, "3", "open", Act{})
	r.do(t, "3", "next", Act{})
	r.do(t, "3", "transfer", Act{To: "1"})
	for _, x := range []struct {
		after time.Duration
		freed int
		why   string
	}{
		{2 * time.Minute, 0, "it may still open"}, {58 * time.Minute, 0, "it is lunch"}, {72 * time.Minute, 0, "the afternoon has just begun"},
	} {
		r.pass(x.after)
		if got := r.day.Stranded(r.now); len(got) != x.freed {
			t.Fatalf("%s: %+v, want none", x.why, got)
		}
	}
	r.do(t, "1", "open", Act{})
	r.pass(4 * time.Minute)
	if got := r.day.Stranded(r.now); len(got) != 0 {
		t.Fatalf("counter 1 is open: %+v, want none", got)
	}
	r.do(t, "1", "close", Act{})
	r.pass(4 * time.Minute)
	r.happen(r.day.Stranded(r.now))
	r.do(t, "3", "next", Act{})
	r.state(t, id, Called)
}

// TestNewcomersWhoOnlyMightComeDelayNobody asks for one newcomer of each
// service: who waits is called as without them, and each is called about when
// it would be if it alone came.
func TestNewcomersWhoOnlyMightComeDelayNobody(t *testing.T) {
	d, now, w := crowded(t, 0.2)
	var each []Newcomer
	for _, s := range d.center.Services {
		each = append(each, Newcomer{Service: s.Code}, Newcomer{Service: s.Code, Priority: true})
	}
	w.Rates = nil // who comes is drawn until the last who is asked for is called
	alone, all := d.Outlook(now, w, Ask{}), d.Outlook(now, w, Ask{Each: each})
	for _, x := range d.Tickets() {
		if !alone.Has(x.ID) {
			continue
		}
		before, _ := alone.Quantile(x.ID, 0.5)
		if after, _ := all.Quantile(x.ID, 0.5); after != before {
			t.Fatalf("%s is called after %s, with newcomers who only might come after %s", x.Number, before, after)
		}
	}
	for _, n := range each {
		want, _ := d.Outlook(now, w, Ask{Newcomer: &n}).Quantile("", 0.5)
		if got, ok := all.Quantile(n.ID(), 0.5); !ok || (got-want).Abs() > want/10+30*time.Second {
			t.Errorf("%+v: called after %s, alone after %s", n, got, want)
		}
	}
}

// TestADayFoldsTheSameUnderAnotherConfiguration takes a service from a counter,
// and changes the target of appointments, in the middle of a day.
func TestADayFoldsTheSameUnderAnotherConfiguration(t *testing.T) {
	r := newRun()
	r.happen(r.day.Policy())
	first := r.issue(t, "DD")
	slot := r.now.Wall.Add(15 * time.Minute)
	r.happen([]Event{{Type: AppointmentBooked, Appointment: "x", Service: "DD", Purpose: center.Submit, Slot: &slot}})
	events, err := r.day.Issue(Wish{Appointment: "x"}, r.now)
	r.must(t, events, err)
	r.pass(time.Minute)
	events, err = r.day.Issue(Wish{Service: "HT", Purpose: center.Submit, Priority: true}, r.now)
	r.must(t, events, err)
	r.do(t, "1", "open", Act{})
	r.do(t, "1", "next", Act{})
	if x := r.state(t, first, Waiting); x.Passed != 1 {
		t.Fatalf("passed %d times, want once", x.Passed)
	}
	again := r.refold(func(c *center.Center) {
		c.Counters[0].Services = []center.ServiceCode{"HT"}
		c.Appointments.Target = 100
	})
	for _, x := range r.day.Tickets() {
		y, _ := again.day.Ticket(x.ID)
		if got, want := y.due(again.day.clock.at), x.due(r.day.clock.at); got != want || y.Passed != x.Passed {
			t.Errorf("%s is due at %s and passed %d times, was %s and %d", x.Number, got, y.Passed, want, x.Passed)
		}
	}
	again.happen(again.day.Policy())
	if more := again.day.Policy(); len(more) != 0 {
		t.Errorf("set again: %+v", more)
	}
	if n := again.day.Reach("1"); n != 0 {
		t.Errorf("counter 1 may call %d of a service that it lost", n)
	}
}

// TestBookingEndsWithADay books as far ahead as is listed, and not a part of the day after.
func TestBookingEndsWithADay(t *testing.T) {
	c, now := smallCenter(), newRun().now.Wall
	c.Appointments.Ahead = 3
	for days, far := range map[int]bool{3: false, 4: true} {
		slot := time.Date(2026, 11, 23+days, 6, 0, 0, 0, center.Zone)
		_, err := Book(c, nil, Appointment{ID: "x", Service: "DD", Purpose: center.Submit, Slot: slot}, now)
		if far != (err != nil) || far && fault.CodeOf(err) != "slot-unknown" {
			t.Errorf("%d days ahead: %v", days, err)
		}
	}
}

// TestOutlookOfWhoIsBackAlready looks ahead while the counter that sent a visit
// away, to come back, serves it itself: it goes nowhere from there.
func TestOutlookOfWhoIsBackAlready(t *testing.T) {
	r := newRun()
	r.issue(t, "HT")
	r.do(t, "1", "open", Act{})
	r.do(t, "1", "next", Act{})
	r.do(t, "1", "transfer", Act{Service: "DD", Back: true})
	r.do(t, "1", "next", Act{})
	waits := r.issue(t, "DD")
	if _, ok := r.day.Outlook(r.now, still(r.day), Ask{}).Quantile(waits, 0.5); !ok {
		t.Error("nobody is called after it")
	}
}
