package store

import (
	"context"
	"testing"
	"time"

	"motcua/internal/center"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

// TestPartsHoldNoConnection reads the log amid as many reports as there are
// connections: each of them would otherwise keep one while it waits for another.
func TestPartsHoldNoConnection(t *testing.T) {
	s := open(t, Options{})
	first := time.Date(2026, 1, 1, 7, 0, 0, 0, center.Zone)
	const days = 2*partsPage + 1
	for i := range days {
		at := first.AddDate(0, 0, i)
		d := Draft{Type: wire.DayOpened, At: queue.Moment{Wall: at, Boot: "b"}, Day: center.DayOf(at)}
		if _, err := s.Commit(t.Context(), &Batch{Drafts: []Draft{d}}); err != nil {
			t.Fatal(err)
		}
	}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	var report func(more int) int
	report = func(more int) (n int) {
		for p, err := range s.Parts(ctx, center.DayOf(first), center.DayOf(first.AddDate(0, 0, days)), 1) {
			if err != nil {
				t.Fatal(err)
			}
			if want := center.DayOf(first.AddDate(0, 0, n)); p.Day != want || p.First != int64(n+1) {
				t.Fatalf("part %d = %s from %d, want %s", n, p.Day, p.First, want)
			}
			if n++; n == 1 && more > 0 {
				report(more - 1)
			}
			if _, err := s.Read(ctx, p.First-1, 1); err != nil {
				t.Fatalf("read amid reports: %v", err)
			}
		}
		return n
	}
	if n := report(readers); n != days {
		t.Errorf("%d days, want %d", n, days)
	}
}
