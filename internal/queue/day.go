// Package queue is the rules of one service day at one reception point: who may
// be issued a number, who is called next, what a counter may do, and what the
// waiting was. It does no I/O, starts no goroutine and is told the time.
//
// A command looks at the day and answers with the events it would cause; it
// changes nothing. Apply changes the day by one event and never refuses: the
// log is the truth. A day is not safe for concurrent use.
package queue

import (
	"cmp"
	"slices"
	"time"

	"motcua/internal/center"
)

// Day is the state of one service day, folded from its events.
type Day struct {
	Date center.Day

	center   *center.Center
	line     Timeline
	tickets  map[TicketID]*Ticket
	order    []*Ticket // as issued
	numbers  map[center.ServiceCode]int
	counters map[center.CounterID]*Counter
	waiting  map[lane][]*Ticket // each in calling order
	pace     map[center.ServiceCode]*pace
}

// lane is where a ticket waits: for any counter of a service, or for one counter.
type lane struct {
	service center.ServiceCode
	counter center.CounterID
}

// Ticket is one visit.
type Ticket struct {
	ID       TicketID
	Number   string
	Series   Series
	Service  center.ServiceCode
	Purpose  center.Purpose
	Priority bool
	Source   center.DeviceID
	Printer  center.DeviceID

	State    State
	Counter  center.CounterID // that holds it, or held it last
	Bound    center.CounterID // the only counter that may call it; empty: any that serves Service
	IssuedAt time.Time        // wall clock
	Since    time.Time        // wall clock: when State began
	Issued   time.Duration    // on the day's timeline
	Due      time.Duration    // on the day's timeline: issue + target, kept for the whole visit
	Legs     []Leg
	Recalls  int
	index    int // position in the order of issue: breaks ties
	rev      int // changes with every event of the ticket
}

// Leg is one waiting and one service at one counter. Times are on the day's timeline.
type Leg struct {
	Service  center.ServiceCode
	Counter  center.CounterID
	Begin    time.Duration // of the waiting
	Called   time.Duration // the call that was answered, or the last one
	Started  time.Duration
	Ended    time.Duration
	Calls    int
	Answered bool // the citizen came: started, or finished with an inferred start
	Inferred bool // nobody pressed start
	Open     bool // not over yet
	End      Type // what ended it
	Dossiers int
	Outside  int
}

// Counter is what a counter does today.
type Counter struct {
	ID       center.CounterID
	Open     bool
	Paused   bool
	Reason   string // of the pause
	Incident string // last one reported today
	WrapUp   bool   // finishing paperwork
	Since    time.Time
	Ticket   *Ticket // held: called or serving
	last     *step
}

// step remembers how things stood before a counter's last action, for undo.
type step struct {
	what    Type
	at      time.Duration
	counter Counter
	ticket  *Ticket // a copy from before; nil: no ticket was touched
	id      TicketID
	rev     int // of the ticket after the action
}

// NewDay returns the empty day.
func NewDay(c *center.Center, date center.Day) *Day {
	d := &Day{
		Date: date, center: c,
		tickets: map[TicketID]*Ticket{}, numbers: map[center.ServiceCode]int{},
		counters: map[center.CounterID]*Counter{}, waiting: map[lane][]*Ticket{},
		pace: map[center.ServiceCode]*pace{},
	}
	for _, x := range c.Counters {
		d.counters[x.ID] = &Counter{ID: x.ID}
	}
	for _, s := range c.Services {
		d.pace[s.Code] = &pace{}
	}
	return d
}

// Now returns m on the day's timeline.
func (d *Day) Now(m Moment) time.Duration { return d.line.At(m) }

// Ticket returns a ticket of the day. It must not be changed.
func (d *Day) Ticket(id TicketID) (*Ticket, bool) { t, ok := d.tickets[id]; return t, ok }

// Tickets returns the day's tickets as issued. They must not be changed.
func (d *Day) Tickets() []*Ticket { return d.order }

// Counter returns a counter's state. It must not be changed.
func (d *Day) Counter(id center.CounterID) (*Counter, bool) { c, ok := d.counters[id]; return c, ok }

// Waiting returns how many wait for a service.
func (d *Day) Waiting(s center.ServiceCode) int {
	n := 0
	for l, q := range d.waiting {
		if l.service == s {
			n += len(q)
		}
	}
	return n
}

// Ahead returns how many waiting tickets of its queue are due before t; 0 for
// a ticket that does not wait.
func (d *Day) Ahead(t *Ticket) int {
	if t.State != Waiting {
		return 0
	}
	i, _ := slices.BinarySearchFunc(d.waiting[t.lane()], t, byDue)
	return i
}

// Next returns the ticket that the counter would call now, nil when nobody waits for it.
func (d *Day) Next(id center.CounterID) *Ticket {
	x, ok := d.center.Counter(id)
	if !ok {
		return nil
	}
	var best *Ticket
	take := func(l lane) {
		if q := d.waiting[l]; len(q) > 0 && (best == nil || byDue(q[0], best) < 0) {
			best = q[0]
		}
	}
	for _, s := range x.Services {
		take(lane{service: s})
	}
	for _, s := range d.center.Services {
		take(lane{s.Code, id})
	}
	return best
}

// Reach returns how many waiting tickets the counter may call.
func (d *Day) Reach(id center.CounterID) int {
	x, ok := d.center.Counter(id)
	if !ok {
		return 0
	}
	n := 0
	for l, q := range d.waiting {
		if l.counter == id || l.counter == "" && x.Serves(l.service) {
			n += len(q)
		}
	}
	return n
}

// First returns the ticket of a service that is due first, nil when nobody waits.
func (d *Day) First(s center.ServiceCode) *Ticket {
	if q := d.waiting[lane{service: s}]; len(q) > 0 {
		return q[0]
	}
	return nil
}

// Longest returns the longest time any ticket of the service has waited in its
// present leg; "" stands for all services.
func (d *Day) Longest(s center.ServiceCode, now time.Duration) time.Duration {
	var longest time.Duration
	for l, q := range d.waiting {
		if s != "" && l.service != s {
			continue
		}
		for _, t := range q {
			longest = max(longest, now-t.leg().Begin)
		}
	}
	return longest
}

func (t *Ticket) lane() lane {
	if t.Bound != "" {
		return lane{t.Service, t.Bound}
	}
	return lane{service: t.Service}
}

func (t *Ticket) leg() *Leg { return &t.Legs[len(t.Legs)-1] }

// clone copies a ticket so that undo can put it back.
func (t *Ticket) clone() *Ticket {
	c := *t
	c.Legs = slices.Clone(t.Legs)
	return &c
}

// byDue is the calling order: smallest due time first, ties by the order of issue.
func byDue(a, b *Ticket) int {
	return cmp.Or(cmp.Compare(a.Due, b.Due), cmp.Compare(a.index, b.index))
}

func (d *Day) enqueue(t *Ticket) {
	l := t.lane()
	i, _ := slices.BinarySearchFunc(d.waiting[l], t, byDue)
	d.waiting[l] = slices.Insert(d.waiting[l], i, t)
}

func (d *Day) dequeue(t *Ticket) {
	l := t.lane()
	if i, ok := slices.BinarySearchFunc(d.waiting[l], t, byDue); ok {
		d.waiting[l] = slices.Delete(d.waiting[l], i, i+1)
	}
}
