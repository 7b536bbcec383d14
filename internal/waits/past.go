package waits

import (
	"cmp"
	"slices"
	"time"

	"motcua/internal/forecast"
	"motcua/internal/queue"
)

// Past is a lived day as the forecast learns from it: one ticket a leg. Who left
// uncalled is left out: the forecast would take them to wait until the evening,
// and every quiet hour since for a busy one.
func Past(d *queue.Day, office string) forecast.Day {
	start, _ := time.Parse(time.DateOnly, string(d.Date))
	past := forecast.Day{Office: office, Date: start}
	midnight, _ := d.Date.Start() // a day that was opened has a date
	for _, t := range d.Tickets() {
		minutes := func(at time.Duration) float64 { return (t.IssuedAt.Sub(midnight) + at - t.Issued).Minutes() }
		for i := range t.Legs {
			leg := &t.Legs[i]
			if leg.Calls == 0 || leg.Called < leg.Begin {
				continue
			}
			x := forecast.Ticket{
				Queue: string(leg.Service), Issued: minutes(leg.Begin), Called: minutes(leg.Called), Finished: forecast.Never, Counter: string(leg.Counter),
			}
			if leg.End == queue.TicketFinished {
				x.Finished = minutes(leg.Ended)
			}
			past.Tickets = append(past.Tickets, x)
		}
	}
	slices.SortStableFunc(past.Tickets, func(a, b forecast.Ticket) int { return cmp.Compare(a.Issued, b.Issued) })
	return past
}
