package controller

import (
	"testing"
	"time"

	"motcua/internal/client"
	"motcua/internal/fault"
	"motcua/internal/wire"
)

// TestANumberOnPaperIsDueAsOfWhenItWasTaken types one in after the power is
// back: it comes before who came later, and is in no figure of waiting.
func TestANumberOnPaperIsDueAsOfWhenItWasTaken(t *testing.T) {
	var opts Options
	h := openHall(t, func(o *Options) { opts = *o })
	h.now.pass(time.Hour) // nine
	later := h.issue(t, wire.IssueRequest{Service: "HT"})
	h.now.pass(10 * time.Minute)
	taken := h.now.read().Wall.Add(-40 * time.Minute)
	paper := h.issue(t, wire.IssueRequest{Service: "HT", Paper: &wire.PaperTicket{Number: " p7 ", Taken: taken}})
	if paper.Number != "P07" || paper.Series != "paper" || paper.Ahead != 0 || !paper.Taken.Equal(taken) || paper.ID != "20261123-P07" {
		t.Errorf("a number on paper = %+v", paper)
	}
	if next := h.issue(t, wire.IssueRequest{Service: "HT"}); next.Number != "A002" {
		t.Errorf("the number after it = %s, want A002: paper numbers are another series", next.Number)
	}
	if got := h.today(); got.LongestS != 600 || got.Waiting != 3 || got.OnPaper != 1 {
		t.Errorf("while it waits: longest %d s, %d waiting, %d on paper; want what the machine knows: 600, 3, 1", got.LongestS, got.Waiting, got.OnPaper)
	}
	h.act(t, "1", "open", wire.ActionRequest{})
	if got := h.act(t, "1", "next", wire.ActionRequest{}); got.Ticket.ID != paper.ID {
		t.Errorf("next = %s, want %s", got.Ticket.Number, paper.Number)
	}
	h.act(t, "1", "finish", wire.ActionRequest{Dossiers: 1})
	if got := h.act(t, "1", "next", wire.ActionRequest{}); got.Ticket.ID != later.ID {
		t.Errorf("then = %s, want %s", got.Ticket.Number, later.Number)
	}
	got := h.today()
	if got.Issued != 3 || got.Finished != 1 || got.Dossiers != 1 || got.Legs != 0 || got.LeftAfter != 0 {
		t.Errorf("figures = %+v, want a visit finished and nobody's wait", got)
	}
	book, err := h.all.Calls(t.Context(), "")
	if err != nil || len(book.Calls) != 2 || !book.Calls[0].Paper || book.Calls[1].Paper {
		t.Errorf("the day book = %+v, %v", book, err)
	}
	h.restarted(t, opts)
}

func TestWhoWasServedOnPaperIsCountedApart(t *testing.T) {
	var opts Options
	h := openHall(t, func(o *Options) { opts = *o })
	before := h.today()
	taken := h.now.read().Wall.Add(-20 * time.Minute)
	called, finished := taken.Add(5*time.Minute), taken.Add(15*time.Minute)
	r := wire.PaperServedRequest{Service: "HT", Purpose: "submit", Number: "P001", Taken: taken, Counter: "1", Called: &called, Finished: &finished}
	if err := h.all.PaperServed(t.Context(), client.NewKey(), r); err != nil {
		t.Fatal(err)
	}
	if err := h.all.PaperServed(t.Context(), client.NewKey(), r); fault.CodeOf(err) != "paper-known" {
		t.Errorf("the same number again = %v, want paper-known", err)
	}
	r.Service = "DD" // another service has its own paper
	if err := h.all.PaperServed(t.Context(), client.NewKey(), r); err != nil {
		t.Error(err)
	}
	after := h.today()
	if after.PaperServed != 2 {
		t.Errorf("%d served on paper, want 2", after.PaperServed)
	}
	after.PaperServed = 0
	if after.Issued != before.Issued || after.Finished != before.Finished || after.Legs != before.Legs {
		t.Errorf("figures after = %+v, before %+v", after, before)
	}
	a := h.csv(t, "/reports/calls?format=csv")
	if len(a) != 3 || a[1][2] != "P001" || a[1][12] != "x" || a[2][3] != "Đất đai" {
		t.Errorf("the day book for a spreadsheet = %q", a)
	}
	h = h.restarted(t, opts)
	h.now.pass(24 * time.Hour)
	h.idle(t)
	if f, err := h.engine.figures(t.Context(), "2026-11-23"); err != nil || f.PaperServed != 2 {
		t.Errorf("figures of the day before = %+v, %v", f, err)
	}
	if got := h.today().PaperServed; got != 0 {
		t.Errorf("on the next day %d served on paper", got)
	}
}
