package controller

import (
	"testing"
	"time"

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
	h.issue(t, wire.IssueRequest{Service: "HT"})
	h.act(t, "1", "next", wire.ActionRequest{})
	h.act(t, "1", "finish", wire.ActionRequest{})
	if n := len(h.engine.tokens); n != 1 {
		t.Fatalf("%d tokens after a finish, want 1", n)
	}
	for range 3 {
		h.now.pass(24 * time.Hour)
		h.settle(t)
	}
	if n := len(h.engine.tokens); n != 0 {
		t.Errorf("%d tokens in memory three days later, want none", n)
	}
	if kept, err := h.engine.store.Tokens(t.Context()); err != nil || len(kept) != 0 {
		t.Errorf("%d tokens in the store three days later, %v; want none", len(kept), err)
	}
}
