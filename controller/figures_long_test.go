package controller

import (
	"context"
	"testing"

	"motcua/internal/fault"
	"motcua/internal/figures"
	"motcua/internal/wire"
)

// TestLongReportsTakeTurns: while one is made, another over years waits for it,
// one over a week does not.
func TestLongReportsTakeTurns(t *testing.T) {
	h := openHall(t, nil)
	h.issue(t, wire.IssueRequest{Service: "HT"})
	h.engine.long <- struct{}{}
	if r, err := h.engine.table(t.Context(), figures.Query{From: "2026-11-20", To: "2026-11-27"}); err != nil || r.Total.Issued != 1 {
		t.Errorf("a week = %d numbers, %v", r.Total.Issued, err)
	}
	gone, stop := context.WithCancel(t.Context())
	stop()
	years := figures.Query{From: "2022-01-01", To: "2026-12-31"}
	if _, err := h.engine.table(gone, years); fault.KindOf(err) != fault.Unavailable {
		t.Errorf("who has gone = %v", err)
	}
	<-h.engine.long
	for range 2 { // the turn is given back
		if r, err := h.engine.table(t.Context(), years); err != nil || r.Total.Issued != 1 {
			t.Errorf("years = %d numbers, %v", r.Total.Issued, err)
		}
	}
}
