package controller

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"motcua/internal/center"
	"motcua/internal/client"
	"motcua/internal/queue"
	"motcua/internal/store"
	"motcua/internal/wire"
)

// BenchmarkIssue takes tickets over HTTP, each durable before it is told, and
// prints the bare fsync rate of the same disk in the same run beside it.
func BenchmarkIssue(b *testing.B) {
	for _, clients := range []int{1, 4, 16} {
		b.Run(fmt.Sprintf("clients=%d", clients), func(b *testing.B) {
			h := openHall(b, func(o *Options) { o.Center = busyCenter(clients) })
			bare := fsyncRate(b)
			var n atomic.Int64
			done := make(chan error, clients)
			b.ResetTimer()
			for i := range clients {
				go func() {
					for n.Add(1) <= int64(b.N) {
						if _, err := take(context.Background(), h.all, fmt.Sprintf("K%d", i+1), client.NewKey()); err != nil {
							done <- err
							return
						}
					}
					done <- nil
				}()
			}
			for range clients {
				if err := <-done; err != nil {
					b.Fatal(err)
				}
			}
			b.StopTimer()
			rate := float64(b.N) / b.Elapsed().Seconds()
			b.ReportMetric(rate, "tickets/s")
			b.ReportMetric(bare, "fsyncs/s")
			b.ReportMetric(rate/bare, "tickets/fsync")
		})
	}
}

// fsyncRate appends 4 KiB and syncs, for a second: what one durable commit costs at least.
func fsyncRate(b *testing.B) float64 {
	f, err := os.Create(filepath.Join(b.TempDir(), "fsync"))
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	page := make([]byte, 4096)
	n := 0
	start := time.Now()
	for time.Since(start) < time.Second {
		if _, err := f.Write(page); err != nil {
			b.Fatal(err)
		}
		if err := f.Sync(); err != nil {
			b.Fatal(err)
		}
		n++
	}
	return float64(n) / time.Since(start).Seconds()
}

// BenchmarkIssueWithHistory compares a log of 200,000 old tickets with an empty
// one: nine interleaved pairs, the median of their ratios.
func BenchmarkIssueWithHistory(b *testing.B) {
	empty := openHall(b, nil)
	old := openHall(b, func(o *Options) { history(b, o, 200_000) })
	const tickets = 300
	once := func(h *hall) float64 {
		start := time.Now()
		for range tickets {
			h.issue(b, wire.IssueRequest{Service: "HT", Kiosk: "K2"})
		}
		return time.Since(start).Seconds()
	}
	once(empty)
	once(old)
	for b.Loop() {
		var ratios []float64
		for i := range 9 {
			var slow, fast float64
			if i%2 == 0 {
				slow, fast = once(old), once(empty)
			} else {
				fast, slow = once(empty), once(old)
			}
			ratios = append(ratios, slow/fast)
		}
		slices.Sort(ratios)
		b.ReportMetric(ratios[4], "old/empty")
		b.ReportMetric(ratios[0], "min")
		b.ReportMetric(ratios[8], "max")
	}
}

// history writes old days into the log that o will open: each ticket issued, called and finished.
func history(b *testing.B, o *Options, tickets int) {
	s, err := store.Open(b.Context(), o.Engine.Store)
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	const perDay = 500
	at := queue.Moment{Wall: time.Date(2025, 10, 15, 8, 0, 0, 0, center.Zone), Boot: "old"}
	for n := 0; n < tickets; n += perDay {
		day := center.DayOf(at.Wall)
		batch := &store.Batch{Drafts: []store.Draft{{Type: wire.DayOpened, At: at, Day: day}}}
		for i := range perDay {
			number := fmt.Sprintf("A%03d", i+1)
			e := queue.Event{Ticket: queue.TicketID(string(day) + number), Number: number, Series: queue.Ordinary, Service: "HT", Purpose: center.Submit}
			for _, kind := range []queue.Type{queue.TicketIssued, queue.TicketCalled, queue.TicketFinished} {
				if kind != queue.TicketIssued {
					e.Counter = "1"
				}
				batch.Drafts = append(batch.Drafts, store.Draft{Type: string(kind), At: at, Day: day, Data: e})
			}
		}
		batch.Drafts = append(batch.Drafts, store.Draft{Type: wire.DayClosed, At: at, Day: day, Data: &wire.DayClosedData{}})
		if _, err := s.Commit(b.Context(), batch); err != nil {
			b.Fatal(err)
		}
		at.Wall, at.Up = at.Wall.AddDate(0, 0, 1), at.Up+24*time.Hour
	}
}

// BenchmarkStart opens a log with a day of 500 tickets behind years of history.
func BenchmarkStart(b *testing.B) {
	var opts Options
	h := openHall(b, func(o *Options) {
		history(b, o, 200_000)
		opts = *o
	})
	for range 500 {
		h.issue(b, wire.IssueRequest{Service: "HT", Kiosk: "K2"})
	}
	h.stop()
	for b.Loop() {
		c, err := New(b.Context(), opts)
		if err != nil {
			b.Fatal(err)
		}
		c.Close()
	}
}
