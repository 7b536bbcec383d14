package controller

import (
	"testing"
	"time"

	"motcua/internal/center"
	"motcua/internal/client"
	"motcua/internal/fault"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

// TestWhoWaitsForAGreeterIsKnown calls from a kiosk and from the door, across a restart.
func TestWhoWaitsForAGreeterIsKnown(t *testing.T) {
	var opts Options
	h := openHall(t, func(o *Options) {
		o.Center.Buttons = append(o.Center.Buttons, center.Button{ID: "H9", Pin: "GPIO9", Action: center.HelpAction})
		opts = *o
	})
	ask := func(device center.DeviceID) wire.HelpCall {
		t.Helper()
		call, err := h.all.Help(t.Context(), client.NewKey(), device)
		if err != nil {
			t.Fatal(err)
		}
		return call
	}
	first := ask("K1")
	h.now.pass(time.Minute)
	if again := ask("K1"); !again.At.Equal(first.At) || again.Kind != "kiosk" {
		t.Errorf("calling again = %+v, want %+v", again, first)
	}
	ask("H9")
	if _, err := h.all.Help(t.Context(), client.NewKey(), "P1"); fault.CodeOf(err) != "device-unknown" {
		t.Errorf("help at a printer = %v", err)
	}
	h = h.restarted(t, opts)
	waiting := func() (at []center.DeviceID) {
		t.Helper()
		b, err := h.all.Board(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range b.Help {
			at = append(at, c.Device)
		}
		return at
	}
	if at := waiting(); len(at) != 2 || at[0] != "K1" || at[1] != "H9" {
		t.Errorf("who waits = %v, want K1 and H9", at)
	}
	for range 2 { // the second changes nothing
		if err := h.all.Helped(t.Context(), client.NewKey(), "K1"); err != nil {
			t.Fatal(err)
		}
	}
	if at := waiting(); len(at) != 1 || at[0] != "H9" {
		t.Errorf("who waits on = %v, want H9", at)
	}
	h.now.pass(nobodyCame)
	h.issue(t, wire.IssueRequest{Service: "HT"}) // the time is looked at
	if at := waiting(); len(at) != 0 {
		t.Errorf("after a quarter of an hour %v still waits", at)
	}
}

// TestNobodyWaitsForAGreeterAllNight calls just before the day is closed: the
// lamp at the greeter's desk must not burn until the next.
func TestNobodyWaitsForAGreeterAllNight(t *testing.T) {
	h := openHall(t, nil)
	h.now.pass(10*time.Hour - time.Minute) // the day is closed an hour after 17:00
	if _, err := h.all.Help(t.Context(), client.NewKey(), "K1"); err != nil {
		t.Fatal(err)
	}
	waiting := func() int {
		t.Helper()
		h.idle(t)
		b, err := h.all.Board(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return len(b.Help)
	}
	h.now.pass(2 * time.Minute)
	n := waiting()
	if open := view(h.engine, func(s *state, _ queue.Moment) bool { return s.open }); open || n != 1 {
		t.Errorf("after closing %d wait and the day is open: %v; want one, who may still stand there", n, open)
	}
	h.now.pass(nobodyCame)
	if n = waiting(); n != 0 {
		t.Errorf("a quarter of an hour after closing %d still wait", n)
	}
}

// TestAMistakenNumberIsChangedWithinAMinute gives another in its place, once.
func TestAMistakenNumberIsChangedWithinAMinute(t *testing.T) {
	var opts Options
	h := openHall(t, func(o *Options) { opts = *o })
	wrong := h.issue(t, wire.IssueRequest{Service: "HT", Kiosk: "K1"})
	if wrong.ChangeBy == nil || !wrong.ChangeBy.Equal(wrong.IssuedAt.Add(queue.ChangeFor)) {
		t.Errorf("a fresh number may be changed until %v", wrong.ChangeBy)
	}
	instead := wire.IssueRequest{Service: "DD", Purpose: center.Submit, Kiosk: "K1", Instead: wrong.ID, Assist: true, Proxy: true}
	key := client.NewKey()
	for range 2 { // the same wish once more
		right, err := h.all.Issue(t.Context(), key, instead)
		if err != nil || right.Service != "DD" || !right.Assist || !right.Proxy {
			t.Fatalf("changed = %+v, %v", right, err)
		}
	}
	if got := h.ticket(t, wrong.ID); got.State != queue.Canceled || got.ChangeBy != nil {
		t.Errorf("the number given back = %+v", got)
	}
	if _, err := h.all.Issue(t.Context(), client.NewKey(), instead); fault.CodeOf(err) != "ticket-state" {
		t.Errorf("changed a second time = %v", err)
	}
	late := h.issue(t, wire.IssueRequest{Service: "HT", Kiosk: "K1"})
	h.now.pass(queue.ChangeFor + time.Second)
	if got := h.ticket(t, late.ID); got.ChangeBy != nil {
		t.Errorf("a number older than a minute may be changed until %v", got.ChangeBy)
	}
	before := h.today()
	for id, code := range map[queue.TicketID]string{late.ID: "change-late", "20261123-Z999": "ticket-unknown"} {
		instead.Instead = id
		if _, err := h.all.Issue(t.Context(), client.NewKey(), instead); fault.CodeOf(err) != code {
			t.Errorf("instead of %s = %v, want %s", id, err, code)
		}
	}
	if after := h.today(); after.Issued != before.Issued || after.Waiting != before.Waiting {
		t.Errorf("a refused change left %+v, before it was %+v", after, before)
	}
	h.restarted(t, opts)
}

// TestWhoIsFetchedMayComeBackForLonger marks a number, and takes the mark back.
func TestWhoIsFetchedMayComeBackForLonger(t *testing.T) {
	h := openHall(t, func(o *Options) { o.Center.Calling.Grace, o.Center.Calling.Assist = 10, 30 })
	h.act(t, "1", "open", wire.ActionRequest{})
	ticket := h.issue(t, wire.IssueRequest{Service: "HT"})
	if got, err := h.all.Assist(t.Context(), client.NewKey(), ticket.ID, true); err != nil || !got.Assist {
		t.Fatalf("marked = %+v, %v", got, err)
	}
	h.act(t, "1", "next", wire.ActionRequest{})
	h.act(t, "1", "no-show", wire.ActionRequest{})
	missed := h.ticket(t, ticket.ID)
	if missed.ReturnBy == nil || missed.ReturnBy.Sub(h.now.read().Wall) != 30*time.Minute {
		t.Errorf("who is fetched may return until %v", missed.ReturnBy)
	}
	h.now.pass(20 * time.Minute)
	if got, err := h.all.Assist(t.Context(), client.NewKey(), ticket.ID, false); err != nil || got.Assist {
		t.Fatalf("no longer marked = %+v, %v", got, err)
	}
	if _, err := h.all.Rejoin(t.Context(), client.NewKey(), ticket.ID); fault.CodeOf(err) != "grace-over" {
		t.Errorf("without the mark after 20 minutes = %v", err)
	}
	if _, err := h.all.Assist(t.Context(), client.NewKey(), ticket.ID, true); err != nil {
		t.Fatal(err)
	}
	if _, err := h.all.Rejoin(t.Context(), client.NewKey(), ticket.ID); err != nil {
		t.Errorf("with the mark after 20 minutes = %v", err)
	}
}
