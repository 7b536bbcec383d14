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

// TestADayClosedByAWrongClockGoesOn sets the clock to the evening by mistake,
// and back: the day must go on, under the same date and with new numbers.
func TestADayClosedByAWrongClockGoesOn(t *testing.T) {
	var opts Options
	h := openHall(t, func(o *Options) { opts = *o })
	h.issue(t, wire.IssueRequest{Service: "HT"})
	h.now.jump(11 * time.Hour) // 19:00, an hour after the end
	h.settle(t)
	if h.engine.board().Open || h.today().Waiting != 0 {
		t.Fatal("the day did not close by the clock")
	}
	h.now.jump(-11 * time.Hour)
	if got := h.issue(t, wire.IssueRequest{Service: "HT"}); got.ID != "20261123-A002" {
		t.Errorf("ticket after the clock was right again = %s, want 20261123-A002", got.ID)
	}
	h.act(t, "1", "open", wire.ActionRequest{})
	if got := h.act(t, "1", "next", wire.ActionRequest{}); got.Ticket == nil || got.Ticket.Number != "A002" {
		t.Errorf("next = %+v, want A002", got.Ticket)
	}
	h.stop()

	clock := newTestClock()
	clock.pass(24 * time.Hour)
	again := openHall(t, func(o *Options) { *o = opts; o.Engine.Clock = clock.read })
	if f, err := again.engine.figures(t.Context(), "2026-11-23"); err != nil || f.Issued != 2 {
		t.Errorf("figures of the day = %+v, %v; want both tickets", f, err)
	}
}

// settle waits until the engine has looked at the clock.
func (h *hall) settle(t testing.TB) {
	t.Helper()
	if err := h.Alive(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// TestSpentTokensAreForgotten keeps what years of ratings leave behind small.
func TestSpentTokensAreForgotten(t *testing.T) {
	h := openHall(t, nil)
	h.act(t, "1", "open", wire.ActionRequest{})
	for range 5 {
		h.finish(t)
	}
	if n := len(h.engine.tokens); n != 5 {
		t.Fatalf("%d tokens after five finishes", n)
	}
	for range 9 {
		h.now.pass(24 * time.Hour)
		h.settle(t)
	}
	if n := len(h.engine.tokens); n != 0 {
		t.Errorf("%d tokens in memory nine days later, want none", n)
	}
	if kept, err := h.engine.store.Tokens(t.Context()); err != nil || len(kept) != 0 {
		t.Errorf("%d tokens in the store nine days later, %v; want none", len(kept), err)
	}
}

// TestMidnightInACenterThatNeverCloses ends a day with a ticket in every state.
func TestMidnightInACenterThatNeverCloses(t *testing.T) {
	var opts Options
	h := openHall(t, func(o *Options) { o.Center.Hours = center.Hours{Always: true}; opts = *o })
	h.now.pass(16*time.Hour - 10*time.Second) // 23:59:50
	h.act(t, "1", "open", wire.ActionRequest{})
	h.act(t, "2", "open", wire.ActionRequest{})
	var ids []queue.TicketID
	for range 5 {
		ids = append(ids, h.issue(t, wire.IssueRequest{Service: "HT", Kiosk: "K1"}).ID)
	}
	h.act(t, "1", "next", wire.ActionRequest{})
	h.act(t, "1", "finish", wire.ActionRequest{}) // finished, its question open
	h.act(t, "1", "next", wire.ActionRequest{})
	h.act(t, "1", "start", wire.ActionRequest{}) // serving
	h.act(t, "2", "next", wire.ActionRequest{})
	h.act(t, "2", "park", wire.ActionRequest{}) // parked
	h.act(t, "2", "next", wire.ActionRequest{}) // called, and the fifth waits
	tablet := client.New(h.url, "tablet")
	s, ok, err := tablet.Survey(t.Context(), "1")
	if !ok || err != nil {
		t.Fatalf("Survey = %v, %v", ok, err)
	}
	if _, err := h.all.ClaimSlip(t.Context(), client.NewKey(), wire.SlipKey{Ticket: ids[4]}); err != nil {
		t.Fatal(err)
	}
	h.now.pass(20 * time.Second)
	if err := tablet.Rate(t.Context(), client.NewKey(), wire.RatingRequest{Token: s.Token, Answers: wire.Answers{Overall: 4}}); err != nil {
		t.Errorf("an answer ten seconds after midnight: %v", err)
	}
	if _, ok, err := tablet.Survey(t.Context(), "1"); ok || err != nil {
		t.Errorf("the tablet asks again after midnight: %v, %v", ok, err)
	}
	h.refused(t, "1", "finish", wire.ActionRequest{}, fault.Conflict, "no-ticket")
	h.refused(t, "2", "undo", wire.ActionRequest{}, fault.Conflict, "undo-nothing")
	h.refused(t, "2", "resume", wire.ActionRequest{Ticket: ids[2]}, fault.Conflict, "counter-closed")
	if b := h.engine.board(); !b.Open || b.Day != "2026-11-24" || len(b.Calls) != 0 || b.Counters[0].State != wire.Closed || b.Counters[0].Ticket != nil {
		t.Errorf("board after midnight = %+v", b)
	}
	if got := h.issue(t, wire.IssueRequest{Service: "HT"}); got.ID != "20261124-A001" {
		t.Errorf("first ticket of the day = %s", got.ID)
	}
	f, err := h.engine.figures(t.Context(), "2026-11-23")
	if err != nil || f.Issued != 5 || f.Finished != 2 || f.Waiting != 0 || f.Legs != 3 {
		t.Errorf("figures of the day before = %+v, %v", f, err)
	}
	h.stop()
	again := openHall(t, func(o *Options) { *o = opts; o.Engine.Clock = h.now.read })
	if got := again.issue(t, wire.IssueRequest{Service: "HT"}); got.ID != "20261124-A002" {
		t.Errorf("ticket after a restart = %s", got.ID)
	}
}

// TestAClockSetADayAheadByMistake must not end the day that people wait in:
// until somebody confirms the date, or sets the clock right, nothing rolls over.
func TestAClockSetADayAheadByMistake(t *testing.T) {
	h := openHall(t, nil)
	first := h.issue(t, wire.IssueRequest{Service: "HT"})
	h.now.jump(24 * time.Hour)
	_, err := h.all.Issue(t.Context(), client.NewKey(), wire.IssueRequest{Service: "HT", Purpose: center.Submit})
	if fault.CodeOf(err) != "clock-ahead" {
		t.Errorf("issue under tomorrow's date = %v, want clock-ahead", err)
	}
	if got := h.engine.board().Trouble; got != "clock-ahead" {
		t.Errorf("the board says %q, want clock-ahead", got)
	}
	h.now.pass(time.Minute)
	h.act(t, "1", "open", wire.ActionRequest{})
	if got := h.act(t, "1", "next", wire.ActionRequest{}); got.Ticket == nil || got.Ticket.ID != first.ID {
		t.Errorf("next = %+v, want %s", got.Ticket, first.ID)
	}
	h.now.jump(-24 * time.Hour)
	if got := h.issue(t, wire.IssueRequest{Service: "HT"}); got.ID != "20261123-A002" {
		t.Errorf("ticket after the clock was set right = %s, want 20261123-A002", got.ID)
	}

	h.now.pass(24 * time.Hour) // the day that was in doubt has come
	if got := h.issue(t, wire.IssueRequest{Service: "HT"}); got.ID != "20261124-A001" {
		t.Errorf("first ticket of the next day = %s, want 20261124-A001", got.ID)
	}

	h.now.jump(24 * time.Hour)
	h.settle(t)
	if o := h.engine.confirmClock(t.Context(), "all"); o.err != nil {
		t.Fatal(o.err)
	}
	if got := h.issue(t, wire.IssueRequest{Service: "HT"}); got.ID != "20261125-A001" {
		t.Errorf("ticket after the date was confirmed = %s, want 20261125-A001", got.ID)
	}
}

// TestAClockSetRightInTheMorning is a machine without a battery: it starts with
// the time it was switched off at, and learns the date once it is on.
func TestAClockSetRightInTheMorning(t *testing.T) {
	var opts Options
	h := openHall(t, func(o *Options) { opts = *o })
	h.issue(t, wire.IssueRequest{Service: "HT"})
	h.stop()
	clock := newTestClock()
	clock.boot, clock.up = "boot-2", time.Minute
	again := openHall(t, func(o *Options) { *o = opts; o.Engine.Clock = clock.read })
	clock.jump(24 * time.Hour)
	if got := again.issue(t, wire.IssueRequest{Service: "HT"}); got.ID != "20261124-A001" {
		t.Errorf("first ticket of the morning = %s, want 20261124-A001", got.ID)
	}
}
