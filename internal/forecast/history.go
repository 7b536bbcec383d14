package forecast

import (
	"cmp"
	"slices"
	"time"
)

// Ticket is one ticket of a log.
type Ticket struct {
	Queue    string
	Issued   Minutes
	Called   Minutes // Never: not called that day
	Finished Minutes // Never: not known
	Counter  string  // where it was called, empty: not known
}

// Day is one day of one office: its tickets in the order of issue within each queue.
type Day struct {
	Office  string
	Date    time.Time // midnight UTC of the civil date
	Tickets []Ticket
}

// History is days in the order of their dates, the offices of one date in any order.
type History []Day

// Until returns the days up to date, and those after it.
func (h History) Until(date time.Time) (before, after History) {
	i, _ := slices.BinarySearchFunc(h, date, func(d Day, t time.Time) int {
		if d.Date.After(t) {
			return 1
		}
		return -1
	})
	return h[:i], h[i:]
}

// Dates returns the dates of a history, each once.
func (h History) Dates() []time.Time {
	var all []time.Time
	for _, d := range h {
		if len(all) == 0 || !all[len(all)-1].Equal(d.Date) {
			all = append(all, d.Date)
		}
	}
	return all
}

// pollEvery is the time between two looks at the queues when a log is replayed.
const pollEvery Minutes = 5

type eventKind uint8

const (
	issued eventKind = iota
	called
	finished
)

type event struct {
	at     Minutes
	kind   eventKind
	ticket int32
}

// events are what happened on a day, in the order of time; what falls on one
// moment in the order issue, call, finish.
func (d *Day) events() []event {
	all := make([]event, 0, 2*len(d.Tickets))
	for i := range d.Tickets {
		t := &d.Tickets[i]
		all = append(all, event{t.Issued, issued, int32(i)})
		if t.Called < Never {
			all = append(all, event{t.Called, called, int32(i)})
		}
		if t.Finished < Never {
			all = append(all, event{t.Finished, finished, int32(i)})
		}
	}
	slices.SortStableFunc(all, func(a, b event) int {
		return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.kind, b.kind), cmp.Compare(a.ticket, b.ticket))
	})
	return all
}
