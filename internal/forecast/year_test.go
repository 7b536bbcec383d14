package forecast

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"
	"time"
)

// synthetic is a log as a center might have it: queues with one to three
// counters, two peaks of arrivals, slow and fast days; the same for the same seed.
func synthetic(days, tickets, queues int, seed uint64) History {
	random := rand.New(rand.NewPCG(seed, 7))
	var h History
	for date := date(2025, 1, 6); len(h) < days; date = date.AddDate(0, 0, 1) {
		if date.Weekday() == time.Saturday || date.Weekday() == time.Sunday {
			continue
		}
		d := Day{Office: "center", Date: date}
		pace := 0.8 + 0.4*random.Float64()
		for q := range queues {
			d.Tickets = append(d.Tickets, syntheticQueue(random, fmt.Sprintf("Q%02d", q), tickets/queues, 1+q%3, pace)...)
		}
		h = append(h, d)
	}
	return h
}

func syntheticQueue(random *rand.Rand, name string, tickets, counters int, pace float64) []Ticket {
	issued := make([]Minutes, tickets)
	for i := range issued {
		center := 540.0 // the morning's peak
		if random.IntN(3) == 0 {
			center = 870
		}
		issued[i] = clamp(center+60*random.NormFloat64(), 450, 990)
	}
	slices.Sort(issued)
	free := make([]Minutes, counters)
	service := pace * 300 * float64(counters) / float64(tickets)
	all := make([]Ticket, tickets)
	for i, at := range issued {
		c := 0
		for j := range free {
			if free[j] < free[c] {
				c = j
			}
		}
		called := max(at, free[c])
		free[c] = called + service*random.ExpFloat64()
		all[i] = Ticket{Queue: name, Issued: at, Called: called, Finished: free[c], Counter: fmt.Sprint(name, c)}
	}
	return all
}

// BenchmarkFitYear refits a year of a center: 250 days, 500 tickets, 11 queues.
func BenchmarkFitYear(b *testing.B) {
	h := synthetic(250, 500, 11, 1)
	before := Fit(h[:249], nil)
	b.ReportAllocs()
	peak := uint64(0)
	stop := make(chan struct{})
	done := make(chan struct{})
	go func() {
		defer close(done)
		tick := time.NewTicker(20 * time.Millisecond)
		defer tick.Stop()
		for {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			peak = max(peak, m.HeapAlloc)
			select {
			case <-stop:
				return
			case <-tick.C:
			}
		}
	}()
	for b.Loop() {
		Refit(h, before)
	}
	close(stop)
	<-done
	b.ReportMetric(float64(peak)/1e6, "peak-MB")
}

// BenchmarkPredict200 tells one event and predicts 200 waiting tickets of 11 queues anew.
func BenchmarkPredict200(b *testing.B) {
	h := synthetic(20, 500, 11, 1)
	m := Fit(h, nil)
	hall := NewHall(m, "center", time.Monday)
	now := 480.0
	for i := range 200 {
		now += 0.1
		hall.Issue(fmt.Sprintf("Q%02d", i%11), int64(i), now)
	}
	next := int64(200)
	b.ReportAllocs()
	for b.Loop() {
		now += 0.001
		hall.Issue("Q00", next, now)
		hall.Leave("Q00", next, now)
		next++
		for i := range 200 {
			hall.Predict(fmt.Sprint("Q", string(rune('0'+i%11/10)), string(rune('0'+i%11%10))), Ask{Ahead: i / 11, Waited: 20 - float64(i)/10}, now)
		}
	}
}
