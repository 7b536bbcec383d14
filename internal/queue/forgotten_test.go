package queue

import (
	"testing"
	"time"
)

// overlooked finds what nobody pressed, and expects events of the given types.
func (k *played) overlooked(want ...Type) []Event {
	k.t.Helper()
	events := k.day.Overlooked(k.now)
	if len(events) != len(want) {
		k.t.Fatalf("Overlooked = %v, want %v", events, want)
	}
	for i, e := range events {
		if e.Type != want[i] {
			k.t.Fatalf("Overlooked = %v, want %v", events, want)
		}
	}
	k.happen(events)
	return events
}

// TestAForgottenFinish lets an official go without a press: 10 minutes are the
// service's usual time, 20 the center's patience.
func TestAForgottenFinish(t *testing.T) {
	k := newPlayed(t)
	a := k.issue("HT", "CT")
	one := Act{Counter: "1", Official: "P1"}
	k.do("open", one, CounterStaffed, CounterOpened)
	k.do("next", one, TicketCalled)
	k.pass(time.Minute)
	k.do("start", one, TicketStarted)
	started := k.now
	k.pass(29 * time.Minute)
	k.overlooked()
	k.pass(2 * time.Minute)
	k.overlooked(CounterAsked)
	since, closeAt, asked := k.day.Still("1")
	if want := k.now.Wall.Add(20 * time.Minute); !asked || !since.Equal(started.Wall) || !closeAt.Equal(want) {
		t.Errorf("Still = %v, %v, %v; want since %v, closed at %v", since, closeAt, asked, started.Wall, want)
	}
	k.do("still", one, CounterAttended)
	if _, _, asked := k.day.Still("1"); asked {
		t.Error("who has answered is asked on")
	}
	alive := k.day.Now(k.now)
	k.pass(time.Hour) // the machine was off: it asks before it closes
	k.overlooked(CounterAsked)
	k.pass(19 * time.Minute)
	k.overlooked()
	k.pass(2 * time.Minute)
	e := k.overlooked(TicketFinished)[0]
	if e.Reason != Forgotten || e.Silent != 81*60 || e.Official != "P1" || e.Then != "CT" || e.Inferred {
		t.Errorf("closed by %+v", e)
	}
	x := k.ticket(a)
	if l := x.Legs[0]; !l.Forgotten || l.Ended != alive || l.Official != "P1" {
		t.Errorf("its leg = %+v, want it ended at %v", l, alive)
	}
	if l := x.Legs[1]; x.State != Waiting || l.Begin != alive {
		t.Errorf("it waits on as %s since %v, want since %v", x.State, l.Begin, alive)
	}
	if c := k.counter("1"); c.WrapUp || c.Ticket != nil {
		t.Errorf("the counter holds %v, wrap-up %v", c.Ticket, c.WrapUp)
	}
	if got := k.day.Lost("1"); got != "A001" {
		t.Errorf("Lost = %q", got)
	}
	k.pass(30 * time.Minute)
	k.do("undo", one, CounterUndone) // however late: the citizen is still there
	if x := k.ticket(a); x.State != Serving || x.Legs[0].Forgotten || len(x.Legs) != 1 || k.counter("1").Ticket != x {
		t.Errorf("taken back it is %s with %+v", x.State, x.Legs)
	}
	k.overlooked() // it has just been heard of
}

func TestAForgottenCall(t *testing.T) {
	k := newPlayed(t)
	a := k.issue("HT")
	k.do("open", Act{Counter: "1"}, CounterOpened)
	k.do("next", Act{Counter: "1"}, TicketCalled)
	called := k.day.Now(k.now)
	k.pass(31 * time.Minute)
	k.overlooked(CounterAsked)
	k.pass(21 * time.Minute)
	k.overlooked(TicketFinished)
	if l := k.ticket(a).Legs[0]; !l.Answered || !l.Inferred || l.Ended != called || l.Started != called {
		t.Errorf("its leg = %+v", l)
	}
	b := k.issue("HT")
	k.do("next", Act{Counter: "1"}, TicketCalled)
	if got := k.day.Lost("1"); got != "" {
		t.Errorf("%s can still be taken up again after %s was called", got, b)
	}
}

// TestEveryWayOutOfWrapUp goes each of them, and takes each back.
func TestEveryWayOutOfWrapUp(t *testing.T) {
	one := Act{Counter: "1", Reason: "break"}
	for _, way := range []struct {
		action string
		state  string
		ends   bool
	}{{"next", "holds", true}, {"ready", "open", true}, {"pause", "paused", true}, {"close", "closed", true}, {"call", "holds", true},
		{"resume", "holds", true}, {"incident", "wrap-up", false}, {"open", "wrap-up", false}} {
		t.Run(way.action, func(t *testing.T) {
			k := newPlayed(t)
			missed := k.issue("HT")
			k.do("open", one, CounterOpened)
			k.do("next", one, TicketCalled)
			k.do("no-show", one, TicketNoShow)
			if k.counter("1").WrapUp {
				t.Error("a missed number leaves paperwork")
			}
			done := k.issue("HT")
			waits := k.issue("HT")
			k.do("next", one, TicketCalled)
			k.pass(time.Minute)
			k.do("finish", one, TicketFinished)
			finished := k.counter("1").Since
			k.pass(2 * time.Minute)
			a := one
			switch way.action {
			case "call":
				a.Ticket, a.Reason = waits, "needs-help"
			case "resume":
				a.Ticket = missed
			case "incident":
				a.Reason = "power"
			}
			events, err := k.day.Do(way.action, a, k.now)
			if err != nil {
				t.Fatal(err)
			}
			k.happen(events)
			c := k.counter("1")
			if got := deskState(c); got != way.state || c.WrapUp == way.ends {
				t.Errorf("after %s it is %s, wrap-up %v", way.action, got, c.WrapUp)
			}
			if len(events) == 0 {
				return
			}
			k.do("undo", one, CounterUndone)
			if c := k.counter("1"); !c.WrapUp || !c.Since.Equal(finished) || c.Ticket != nil {
				t.Errorf("taking %s back leaves wrap-up %v since %v, holding %v", way.action, c.WrapUp, c.Since, c.Ticket)
			}
			if k.ticket(done).State != Finished {
				t.Errorf("the ticket is %s", k.ticket(done).State)
			}
		})
	}
}

func deskState(c *Counter) string {
	switch {
	case c.Ticket != nil:
		return "holds"
	case !c.Open:
		return "closed"
	case c.Paused:
		return "paused"
	case c.WrapUp:
		return "wrap-up"
	}
	return "open"
}

func TestTheDayClosesInWrapUp(t *testing.T) {
	k := newPlayed(t)
	a := k.issue("HT")
	k.do("open", Act{Counter: "1", Official: "P1"}, CounterStaffed, CounterOpened)
	k.do("next", Act{Counter: "1"}, TicketCalled)
	k.do("start", Act{Counter: "1"}, TicketStarted)
	k.do("incident", Act{Counter: "1", Reason: "line"}, CounterIncident)
	k.happen(k.day.Close())
	c := k.counter("1")
	if l := k.ticket(a).Legs[0]; l.Official != "P1" || l.Forgotten || l.Ended != k.day.Now(k.now) {
		t.Errorf("the day ended its leg as %+v", l)
	}
	if c.Open || c.WrapUp || c.Incident != "" || len(c.Staff) > 0 {
		t.Errorf("closed with the day it is %+v", c)
	}
}
