package controller

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"testing"
	"time"

	"motcua/internal/center"
	"motcua/internal/client"
	"motcua/internal/figures"
	"motcua/internal/queue"
	"motcua/internal/store"
	"motcua/internal/wire"
)

const (
	benchYears  = 5
	benchVisits = 500 // a day
)

// BenchmarkReports asks for reports over five years of 500 visits a day in a
// real store, first with nothing kept beside the log, then with the facts of
// all days kept. It prints what the process held at most meanwhile.
func BenchmarkReports(b *testing.B) {
	path := filepath.Join(b.TempDir(), "log.db")
	c := wardCenter()
	clock := newTestClock()
	years := benchYears
	if testing.Short() {
		years = 1
	}
	first := clock.read().Wall.AddDate(-years, 0, 0)
	days, entries := fiveYears(b, path, c, first, clock.read().Wall)
	b.Logf("%d service days, %d entries", days, entries)
	o := EngineOptions{Center: c, Config: "bench", Store: store.Options{Path: path}, Clock: clock.read, Version: "bench"}
	began := time.Now()
	e, err := OpenEngine(b.Context(), o)
	if err != nil {
		b.Fatal(err)
	}
	defer e.Close()
	b.Logf("open: %v", time.Since(began).Round(time.Millisecond))
	lastYear := figures.Query{From: "2025-11-24", To: "2026-11-23"}
	by := func(q figures.Query, d figures.Dim) figures.Query { q.By = d; return q }
	b.Run("cold/year", func(b *testing.B) { askTable(b, e, by(lastYear, figures.Month)) })
	keepAll(b, e)
	for _, x := range []struct {
		name string
		q    figures.Query
	}{
		{"kept/day", figures.Query{From: "2026-11-20", To: "2026-11-20", By: figures.Service}},
		{"kept/month", figures.Query{From: "2026-10-01", To: "2026-10-31", By: figures.ByDay}},
		{"kept/year", by(lastYear, figures.Month)},
		{"kept/year-by-official", by(lastYear, figures.Official)},
		{"kept/five-years", figures.Query{From: center.DayOf(first), To: "2026-11-23", By: figures.Year}},
		{"kept/five-years-by-day", figures.Query{From: center.DayOf(first), To: "2026-11-23", By: figures.ByDay}},
	} {
		b.Run(x.name, func(b *testing.B) { askTable(b, e, x.q) })
	}
	e.Close() // a hall opens the same log
	h := openHall(b, func(x *Options) {
		x.Center, x.Engine.Store.Path, x.Engine.Config = c, path, o.Config
	})
	h.busy(b)
	for _, path := range []string{"/manager", "/manager/more", "/wall", "/reports", "/api/v1/board"} {
		b.Run("first-view"+path, func(b *testing.B) { h.views(b, path) })
	}
}

// busy is a morning with people at all counters and a queue.
func (h *hall) busy(b *testing.B) {
	for i := range 200 {
		wish := wire.IssueRequest{Service: h.engine.site().Services[i%2].Code, Purpose: center.Submit}
		if _, err := h.all.Issue(b.Context(), client.NewKey(), wish); err != nil {
			b.Fatal(err)
		}
		h.now.pass(20 * time.Second)
	}
	for _, c := range h.engine.site().Counters {
		for _, action := range []string{"open", "next", "start", "finish", "next"} {
			h.now.pass(30 * time.Second)
			if _, err := h.all.Act(b.Context(), client.NewKey(), c.ID, action, wire.ActionRequest{}); err != nil {
				b.Fatal(err)
			}
		}
	}
}

// views asks for a page as somebody who has just logged in, and tells the slowest time in a hundred.
func (h *hall) views(b *testing.B, path string) {
	var took []time.Duration
	for b.Loop() {
		r, err := http.NewRequestWithContext(b.Context(), "GET", h.url+path, nil)
		if err != nil {
			b.Fatal(err)
		}
		r.Header.Set("Authorization", "Bearer "+testToken)
		began := time.Now()
		a, err := http.DefaultClient.Do(r)
		if err != nil {
			b.Fatal(err)
		}
		n, err := io.Copy(io.Discard, a.Body)
		a.Body.Close()
		if took = append(took, time.Since(began)); err != nil || a.StatusCode != http.StatusOK || n < 500 {
			b.Fatalf("%s: %s, %d bytes, %v", path, a.Status, n, err)
		}
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[(len(took)*99+99)/100-1].Microseconds())/1000, "p99-ms")
	b.ReportMetric(peakMB(b), "peak-RSS-MB")
}

// askTable asks for a report again and again, and tells the most memory that was held.
func askTable(b *testing.B, e *Engine, q figures.Query) {
	debug.FreeOSMemory()
	_ = os.WriteFile("/proc/self/clear_refs", []byte("5"), 0) // the peak begins anew
	var n int
	for b.Loop() {
		t, err := e.table(b.Context(), q)
		if err != nil {
			b.Fatal(err)
		}
		n = t.Total.Wait.N
	}
	if n < benchVisits/2 {
		b.Fatalf("the report has %d waits", n)
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	b.ReportMetric(float64(m.HeapSys-m.HeapReleased)/1e6, "heap-MB")
	b.ReportMetric(peakMB(b), "peak-RSS-MB")
	b.ReportMetric(float64(n), "legs")
}

// peakMB is the most memory the process has held since the peak was begun anew.
func peakMB(b *testing.B) float64 {
	raw, err := os.ReadFile("/proc/self/status")
	if err != nil {
		b.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(raw), "VmHWM:")
	var kb float64
	if _, err := fmt.Sscan(rest, &kb); err != nil {
		b.Fatal(err)
	}
	return kb / 1000
}

// keepAll keeps the facts of all days, as the factKeeper does in its time.
func keepAll(b *testing.B, e *Engine) {
	began, n := time.Now(), 0
	for after := center.Day(""); ; n++ {
		p, ok, err := e.store.Unkept(b.Context(), after, figures.Version)
		if err != nil {
			b.Fatal(err)
		}
		if !ok {
			break
		}
		f, err := factsToKeep(b.Context(), e.store, p, e.site())
		if err != nil {
			b.Fatal(err)
		}
		if _, err := e.store.Commit(b.Context(), &store.Batch{Facts: []store.Facts{f}}); err != nil {
			b.Fatal(err)
		}
		after = p.Day
	}
	b.Logf("facts of %d days kept in %v", n, time.Since(began).Round(time.Second))
}

func wardCenter() *center.Center {
	c := testCenter()
	c.Counters = nil
	for i := range 8 {
		c.Counters = append(c.Counters, center.Counter{ID: center.CounterID(fmt.Sprint(i + 1)), Agency: "UBND", Services: []center.ServiceCode{"HT", "DD"}})
	}
	return c
}

// fiveYears fills a log with working days of 500 visits at eight counters.
func fiveYears(b *testing.B, path string, c *center.Center, from, to time.Time) (days int, entries int64) {
	s, err := store.Open(b.Context(), store.Options{Path: path})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	began := time.Now()
	r := rand.New(rand.NewPCG(5, 500))
	for t := from; t.Before(to); t = t.AddDate(0, 0, 1) {
		day := center.DayOf(t)
		if len(c.Hours.On(day)) == 0 || day == center.DayOf(to) {
			continue
		}
		if err := oneDay(b.Context(), s, r, day, c); err != nil {
			b.Fatal(err)
		}
		days++
	}
	b.Logf("log made in %v", time.Since(began).Round(time.Second))
	return days, s.Head().Seq
}

// oneDay commits a day in which people come all day long and each counter
// serves one after the other.
func oneDay(ctx context.Context, s *store.Store, r *rand.Rand, day center.Day, c *center.Center) error {
	start, _ := day.Start()
	var drafts []store.Draft
	add := func(at time.Duration, kind string, data any) {
		up := at.Truncate(time.Millisecond)
		drafts = append(drafts, store.Draft{Type: kind, Day: day, Data: data, At: queue.Moment{Wall: start.Add(up), Up: up, Boot: "b" + string(day)}})
	}
	tell := func(at time.Duration, e queue.Event) { add(at, string(e.Type), e) }
	open := 7 * time.Hour
	free := make([]time.Duration, len(c.Counters))
	for i := range free {
		free[i] = open
		tell(open, queue.Event{Type: queue.CounterOpened, Counter: c.Counters[i].ID, By: fmt.Sprint("official-", i), Official: fmt.Sprint("official-", i)})
	}
	for n := range benchVisits {
		came := open + time.Duration(r.IntN(9*3600_000))*time.Millisecond
		i := r.IntN(len(free))
		number := fmt.Sprintf("A%03d", n+1)
		id, who := queue.TicketID(strings.ReplaceAll(string(day), "-", "")+"-"+number), fmt.Sprint("official-", i)
		at := c.Counters[i].ID
		called := max(came+5*time.Second, free[i])
		started := called + time.Duration(10_000+r.IntN(40_000))*time.Millisecond
		finished := started + time.Duration(60_000+r.IntN(600_000))*time.Millisecond
		ready := finished + time.Duration(r.IntN(60_000))*time.Millisecond
		free[i] = ready
		tell(came, queue.Event{Type: queue.TicketIssued, Ticket: id, Number: number, Series: queue.Ordinary, Service: c.Services[n%2].Code, Purpose: center.Submit,
			Priority: n%9 == 0, Source: "K1", Printer: "P1", Told: &queue.Told{LowS: 300, HighS: 900, P50S: 500, P80S: 800, P90S: 1000, By: "model"}})
		add(came+time.Second, wire.SlipClaimed, wire.SlipData{Ticket: id, Printer: "P1"})
		add(came+2*time.Second, wire.SlipPrinted, wire.SlipData{Ticket: id, Printer: "P1", MM: 120})
		tell(called, queue.Event{Type: queue.TicketCalled, Ticket: id, Number: number, Service: c.Services[n%2].Code, Counter: at, By: who, Official: who, Why: "due"})
		tell(started, queue.Event{Type: queue.TicketStarted, Ticket: id, Number: number, Counter: at, By: who, Official: who})
		tell(finished, queue.Event{Type: queue.TicketFinished, Ticket: id, Number: number, Counter: at, By: who, Official: who, Dossiers: n % 3})
		tell(ready, queue.Event{Type: queue.CounterReady, Counter: at, By: who, Official: who})
	}
	slices.SortStableFunc(drafts, func(a, b store.Draft) int { return cmp.Compare(a.At.Up, b.At.Up) })
	opened := store.Draft{Type: wire.DayOpened, Day: day, At: queue.Moment{Wall: start.Add(open), Up: open, Boot: "b" + string(day)}}
	_, err := s.Commit(ctx, &store.Batch{Drafts: append([]store.Draft{opened}, drafts...)})
	return err
}
