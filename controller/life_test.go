package controller

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"motcua/internal/center"
	"motcua/internal/client"
	"motcua/internal/fault"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

func (h *hall) issue(t testing.TB, r wire.IssueRequest) wire.Ticket {
	t.Helper()
	if r.Purpose == "" {
		r.Purpose = center.Submit
	}
	ticket, err := h.all.Issue(t.Context(), client.NewKey(), r)
	if err != nil {
		t.Fatalf("Issue(%+v): %v", r, err)
	}
	return ticket
}

func (h *hall) act(t testing.TB, counter center.CounterID, action string, r wire.ActionRequest) wire.ActionAnswer {
	t.Helper()
	a, err := h.all.Act(t.Context(), client.NewKey(), counter, action, r)
	if err != nil {
		t.Fatalf("Act(%s, %s): %v", counter, action, err)
	}
	return a
}

func (h *hall) refused(t testing.TB, counter center.CounterID, action string, r wire.ActionRequest, kind fault.Kind, code string) {
	t.Helper()
	_, err := h.all.Act(t.Context(), client.NewKey(), counter, action, r)
	if fault.KindOf(err) != kind || fault.CodeOf(err) != code {
		t.Errorf("Act(%s, %s) = %v, want %s", counter, action, err, code)
	}
	var p *client.Problem
	if errors.As(err, &p) && (p.Detail == "" || p.Detail[0] == 0xe2) {
		t.Errorf("fault %s has no sentence: %q", code, p.Detail)
	}
}

func TestTicketLife(t *testing.T) {
	h := openHall(t, nil)
	a := h.issue(t, wire.IssueRequest{Service: "HT", Kiosk: "K1"})
	if a.Number != "A001" || a.State != queue.Waiting || a.Ahead != 0 || len(a.URL) < 30 || a.Printer != "P1" || a.ID != "20261123-A001" {
		t.Errorf("first ticket = %+v", a)
	}
	h.now.pass(time.Minute)
	b := h.issue(t, wire.IssueRequest{Service: "HT"})
	c := h.issue(t, wire.IssueRequest{Service: "DD", Priority: true})
	h.refused(t, "1", "next", wire.ActionRequest{}, fault.Conflict, "counter-closed")
	h.act(t, "1", "open", wire.ActionRequest{})
	h.act(t, "2", "open", wire.ActionRequest{})

	if got := h.act(t, "1", "next", wire.ActionRequest{}); got.Ticket.Number != c.Number {
		t.Errorf("priority ticket: next = %s, want %s", got.Ticket.Number, c.Number)
	}
	h.refused(t, "1", "next", wire.ActionRequest{}, fault.Conflict, "counter-busy")
	h.refused(t, "2", "start", wire.ActionRequest{}, fault.Conflict, "no-ticket")
	if got := h.act(t, "2", "next", wire.ActionRequest{}); got.Ticket.Number != a.Number {
		t.Errorf("next = %s, want %s", got.Ticket.Number, a.Number)
	}
	h.act(t, "1", "recall", wire.ActionRequest{})
	h.act(t, "1", "start", wire.ActionRequest{})
	h.refused(t, "1", "no-show", wire.ActionRequest{}, fault.Conflict, "ticket-state")
	if got := h.act(t, "1", "transfer", wire.ActionRequest{Service: "HT"}); got.Counter.Ticket != nil || got.Ticket.State != queue.Waiting || got.Ticket.Service != "HT" {
		t.Errorf("transfer = %+v", got.Ticket)
	}
	// The transferred ticket keeps its first issue time and its priority: it is due first.
	if got := h.act(t, "1", "next", wire.ActionRequest{}); got.Ticket.Number != c.Number {
		t.Errorf("next after transfer = %s, want %s", got.Ticket.Number, c.Number)
	}
	h.act(t, "1", "park", wire.ActionRequest{})
	if got := h.act(t, "1", "resume", wire.ActionRequest{Ticket: c.ID}); got.Ticket.State != queue.Serving {
		t.Errorf("resume = %s, want serving", got.Ticket.State)
	}
	h.refused(t, "1", "finish", wire.ActionRequest{Dossiers: 1, Outside: 2}, fault.Invalid, "dossiers")
	if got := h.act(t, "1", "finish", wire.ActionRequest{Dossiers: 2, Outside: 1}); got.Counter.State != wire.WrapUp || got.Ticket.State != queue.Finished {
		t.Errorf("finish = %+v %+v", got.Counter.State, got.Ticket)
	}
	h.act(t, "1", "ready", wire.ActionRequest{})

	// A finish on a called ticket infers its start.
	h.now.pass(5 * time.Minute)
	h.act(t, "2", "finish", wire.ActionRequest{})
	if got := h.act(t, "2", "next", wire.ActionRequest{}); got.Ticket.Number != b.Number {
		t.Errorf("next = %s, want %s", got.Ticket.Number, b.Number)
	}
	h.act(t, "2", "no-show", wire.ActionRequest{})
	if got := h.act(t, "2", "next", wire.ActionRequest{}); got.Counter.ID != "" {
		t.Errorf("next with nobody waiting = %+v, want no content", got)
	}
	h.refused(t, "2", "pause", wire.ActionRequest{Reason: "coffee with friends"}, fault.Invalid, "reason-unknown")
	h.act(t, "2", "pause", wire.ActionRequest{Reason: "lunch"})
	h.refused(t, "2", "next", wire.ActionRequest{}, fault.Conflict, "counter-paused")
	h.act(t, "2", "open", wire.ActionRequest{})
	h.act(t, "2", "close", wire.ActionRequest{})
	h.act(t, "1", "incident", wire.ActionRequest{Reason: "vneid"})

	today := h.today()
	want := wire.Today{Issued: 3, Legs: 3, MeanWaitS: 20, P90WaitS: 60, Within15: 3, Finished: 2, NoShows: 1, Dossiers: 2, Outside: 1}
	today.Services = nil
	// Both calls of the priority ticket were answered at once, A001 after a minute.
	// For its resumed leg nobody waited: no figure of waiting has it.
	if diff := cmp.Diff(want, today); diff != "" {
		t.Errorf("today (-want +got):\n%s", diff)
	}
}

func (h *hall) today() wire.Today {
	return view(h.engine, func(s *state, now queue.Moment) wire.Today { return s.today(now) })
}

func TestUndoTakesBackTheCall(t *testing.T) {
	h := openHall(t, nil)
	a := h.issue(t, wire.IssueRequest{Service: "HT"})
	h.act(t, "1", "open", wire.ActionRequest{})
	h.act(t, "1", "next", wire.ActionRequest{})
	h.now.pass(9 * time.Second)
	got := h.act(t, "1", "undo", wire.ActionRequest{})
	if got.Counter.Ticket != nil || got.Ticket.State != queue.Waiting {
		t.Errorf("undo = %+v, ticket %+v", got.Counter, got.Ticket)
	}
	if b := h.engine.board(); len(b.Calls) != 0 {
		t.Errorf("board still shows %d calls", len(b.Calls))
	}
	h.act(t, "1", "next", wire.ActionRequest{})
	h.now.pass(11 * time.Second)
	h.refused(t, "1", "undo", wire.ActionRequest{}, fault.Conflict, "undo-nothing")
	if got, _ := h.all.Ticket(t.Context(), a.ID); got.State != queue.Called {
		t.Errorf("state = %s, want called", got.State)
	}
}

func TestClosedHoursAndDayEnd(t *testing.T) {
	h := openHall(t, nil)
	h.issue(t, wire.IssueRequest{Service: "HT"})
	h.now.pass(9*time.Hour + time.Minute) // 17:01
	_, err := h.all.Issue(t.Context(), client.NewKey(), wire.IssueRequest{Service: "HT", Purpose: "submit"})
	var p *client.Problem
	if !errors.As(err, &p) || p.Fault.Code != "closed-hours" || p.Detail != "Ngoài giờ làm việc. Mở cửa lại lúc 07:00, thứ Ba, 24/11/2026." {
		t.Errorf("issue after closing = %v (%+v)", err, p)
	}
	h.now.pass(time.Hour)
	h.engine.do(t.Context(), &job{run: func(*tx) (int, any, error) { return 204, nil, nil }})
	if h.today().Waiting != 0 {
		t.Error("the ticket did not expire at closing")
	}
	h.now.pass(14 * time.Hour)
	if got := h.issue(t, wire.IssueRequest{Service: "HT"}); got.Number != "A001" || got.ID != "20261124-A001" {
		t.Errorf("first ticket of the next day = %+v", got)
	}
}

func TestIdempotency(t *testing.T) {
	h := openHall(t, nil)
	r := wire.IssueRequest{Service: "HT", Purpose: center.Submit}
	first, err := h.all.Issue(t.Context(), "k1", r)
	if err != nil {
		t.Fatal(err)
	}
	again, err := h.all.Issue(t.Context(), "k1", r)
	if err != nil || again.ID != first.ID {
		t.Errorf("same key = %s, %v; want %s", again.ID, err, first.ID)
	}
	r.Priority = true
	if _, err := h.all.Issue(t.Context(), "k1", r); fault.CodeOf(err) != "key-reused" {
		t.Errorf("same key, other body = %v, want key-reused", err)
	}
	if _, err := h.all.Issue(t.Context(), "", r); fault.CodeOf(err) != "key-missing" {
		t.Errorf("no key = %v, want key-missing", err)
	}
	if got := h.today().Issued; got != 1 {
		t.Errorf("issued = %d, want 1", got)
	}
}

func TestRestartKeepsEverything(t *testing.T) {
	var opts Options
	h := openHall(t, func(o *Options) { opts = *o })
	a := h.issue(t, wire.IssueRequest{Service: "HT"})
	h.issue(t, wire.IssueRequest{Service: "DD"})
	h.act(t, "1", "open", wire.ActionRequest{})
	h.act(t, "1", "next", wire.ActionRequest{})
	before := h.engine.board()
	h.stop()

	again := openHall(t, func(o *Options) { *o = opts })
	after := again.engine.board()
	if after.Seq <= before.Seq || len(after.Calls) != 1 || after.Counters[0].Ticket == nil || after.Counters[0].Ticket.ID != a.ID {
		t.Errorf("board after restart = %+v", after)
	}
	if got := again.issue(t, wire.IssueRequest{Service: "HT"}); got.Number != "A002" {
		t.Errorf("next number = %s, want A002", got.Number)
	}
	if n, err := again.engine.store.Verify(t.Context(), 0); err != nil || n != again.engine.store.Head().Seq {
		t.Errorf("Verify = %d, %v", n, err)
	}
}

// TestRestartWithoutACounter starts again in the middle of the day with the
// counter that holds a ticket gone, and the prefixes of the services swapped.
func TestRestartWithoutACounter(t *testing.T) {
	var opts Options
	h := openHall(t, func(o *Options) { opts = *o })
	done, held := h.issue(t, wire.IssueRequest{Service: "HT"}), h.issue(t, wire.IssueRequest{Service: "HT"})
	h.act(t, "1", "open", wire.ActionRequest{})
	h.act(t, "1", "next", wire.ActionRequest{})
	h.act(t, "1", "finish", wire.ActionRequest{Dossiers: 1})
	h.act(t, "1", "next", wire.ActionRequest{})
	h.stop()

	again := openHall(t, func(o *Options) {
		*o = opts
		o.Center = testCenter()
		o.Center.Counters = o.Center.Counters[1:]
		o.Center.Tablets = nil
		o.Center.Services[0].Prefix, o.Center.Services[1].Prefix = "B", "A"
	})
	if got := again.today(); got.Finished != 1 || got.Dossiers != 1 || got.Waiting != 1 {
		t.Errorf("figures = %+v, want one visit finished and one waiting", got)
	}
	if got := again.issue(t, wire.IssueRequest{Service: "DD"}); got.Number != "A003" {
		t.Errorf("number = %s, want A003", got.Number)
	}
	again.act(t, "2", "open", wire.ActionRequest{})
	if got := again.act(t, "2", "next", wire.ActionRequest{}); got.Ticket == nil || got.Ticket.ID != held.ID {
		t.Errorf("next = %+v, want %s, not %s", got.Ticket, held.ID, done.ID)
	}
	again.refused(t, "1", "finish", wire.ActionRequest{}, fault.NotFound, "counter-unknown")
}
