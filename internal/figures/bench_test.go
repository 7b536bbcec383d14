package figures_test

import (
	"fmt"
	"iter"
	"testing"
	"time"

	"motcua/internal/center"
	"motcua/internal/queue"

	. "motcua/internal/figures"
)

// aDay is the facts of a day with 500 visits at eight counters.
func aDay(date center.Day) *Day {
	start, _ := date.Start()
	d := &Day{Date: date, First: 1, Head: 3500, Hash: "00", Start: start.Add(7 * time.Hour), Over: true, Now: 10 * time.Hour,
		Windows: []center.Window{{From: 7 * 60, To: 17 * 60}}}
	for n := range 500 {
		number := fmt.Sprintf("A%03d", n+1)
		begin := time.Duration(n) * time.Minute
		called := begin + time.Duration(n*7919%1500)*time.Second
		l := Leg{Service: []center.ServiceCode{"HT", "DD"}[n%2], Counter: center.CounterID(fmt.Sprint(n%8 + 1)), Official: fmt.Sprint("official-", n%8), Begin: begin,
			Called: called, Started: called + 30*time.Second, Ended: called + 400*time.Second, Calls: 1, Answered: true, End: queue.TicketFinished,
			Wrapped: true, WrapUp: 20 * time.Second, Dossiers: n % 3}
		d.Visits = append(d.Visits, Visit{Ticket: queue.TicketID("20261123-" + number), Number: number, Service: l.Service, Purpose: center.Submit, Source: "K1",
			State: queue.Finished, Issued: begin, Printed: true, Told: &queue.Told{LowS: 300, HighS: 900, P50S: 500, P80S: 800, P90S: 1000, By: "model"}, Legs: []Leg{l}})
		for k, kind := range []string{Serving, WrapUp, Idle} {
			d.Spans = append(d.Spans, Span{Counter: l.Counter, Official: l.Official, Kind: kind, From: called + time.Duration(k)*time.Minute, To: called + time.Duration(k+1)*time.Minute})
		}
	}
	return d
}

// BenchmarkYear makes a report of 250 days of 500 visits from the form in which
// facts are kept.
func BenchmarkYear(b *testing.B) {
	kept := aDay("2026-11-23").Encode()
	b.Logf("%d bytes a day", len(kept))
	days := func(yield func(*Day, error) bool) {
		for range 250 {
			if !yield(Decode(kept)) {
				return
			}
		}
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Report(iter.Seq2[*Day, error](days), Query{From: "2026-01-01", To: "2026-12-31", By: Official}, names); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkDay makes the figures of one day at hand.
func BenchmarkDay(b *testing.B) {
	d := aDay("2026-11-23")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Report(each([]*Day{d}), Query{From: d.Date, To: d.Date, By: Service}, names); err != nil {
			b.Fatal(err)
		}
	}
}
