// Package queue is the rules of one service day at one reception point: who may
// be issued a number, who is called next, what a counter may do, and what the
// waiting was. It does no I/O, starts no goroutine and is told the time.
//
// A command looks at the day and answers with the events it would cause; it
// changes nothing. Apply changes the day by one event and never refuses: the
// log is the truth. A day is not safe for concurrent use.
package queue

import (
	"slices"
	"strings"
	"time"

	"motcua/internal/center"
)

// Day is the state of one service day, folded from its events.
type Day struct {
	Date center.Day

	center   *center.Center
	stem     string // of every ticket's id: "20261123-"
	clock    Timeline
	tickets  map[TicketID]*Ticket
	order    []*Ticket // as issued
	given    int       // tickets issued, forgotten ones too
	numbers  map[center.ServiceCode]int
	remote   map[center.ServiceCode]int // of these, taken with a phone
	counters map[center.CounterID]*Counter
	lines    []*line
	reach    map[center.CounterID][]*line // the lines from which a counter calls
	rules    map[ruleKey]*rule            // in force for new tickets
	decreed  bool                         // by an event of the log, not by the configuration alone
	serves   map[center.CounterID][]center.ServiceCode
	target   int // minutes, of appointments
	pace     map[center.ServiceCode]*pace
	booked   []*Appointment
}

// ruleKey tells the rules of walk-ins and of appointments apart.
type ruleKey struct {
	service     center.ServiceCode
	appointment bool
}

// Ticket is one visit.
type Ticket struct {
	ID      TicketID
	Number  string
	Series  Series
	Service center.ServiceCode
	Purpose center.Purpose
	Source  center.DeviceID
	Printer center.DeviceID

	State     State
	Counter   center.CounterID     // that holds it, or held it last
	Bound     center.CounterID     // the only counter that may call it; empty: any that serves Service
	Back      center.CounterID     // where the visit goes on after this service
	Plan      []center.ServiceCode // what the visit still has to do after this service
	Assist    bool                 // the counter comes and fetches the citizen
	Proxy     bool                 // somebody took it for another
	Procedure string               // what it was taken for; empty: not known
	Away      bool                 // waits, but has not checked in: nobody calls it
	IssuedAt  time.Time            // wall clock
	Since     time.Time            // wall clock: when State began
	Issued    time.Duration        // on the day's timeline
	Place                          // in the order of calling, kept for the whole visit
	Legs      []Leg
	Recalls   int
	Call      Call // reason of the last call
	Told      *Told
	Slot      *time.Time // of its appointment
	Taken     *time.Time // given on paper, as people remember it

	Notes       []string // ids of notes for the next counter; never changed, only replaced
	Appointment AppointmentID
	missed      time.Duration // when it became a no-show
	line        *line         // where it waits
	rev         int           // changes with every event of the ticket
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
	Paper    bool // its wait began on paper: no figure of waiting has it
	End      Type // what ended it
	Dossiers int
	Outside  int

	Official  string // whose work it was; empty: nobody known was signed on
	Forgotten bool   // nobody pressed finish: it ended by itself, as of the counter's last sign of life
}

// Counter is what a counter does today.
type Counter struct {
	ID       center.CounterID
	Open     bool
	Paused   bool
	Reason   string     // of the pause
	Until    *time.Time // of the pause, as announced
	Incident string     // that it stands still for; empty: none
	Stands   time.Time  // since when, of the incident
	WrapUp   bool       // finishing paperwork
	Since    time.Time
	Ticket   *Ticket  // held: called or serving
	Staff    []string // officials signed on, who acted last is last; never changed, only replaced
	ordinary int      // calls of ordinary tickets since the last priority one
	since    time.Duration
	alive    time.Duration // last sign of life
	asked    bool          // whether the citizen is still there
	askedAt  time.Duration
	last     *step
}

// step remembers how things stood before a counter's last action, for undo.
type step struct {
	what    Type
	at      time.Duration
	counter Counter
	id      TicketID // empty: no ticket was touched
	ticket  Ticket   // a copy from before
	rev     int      // of the ticket after the action
	passed  []*Place // by the call

	before *step // taken back with it: one action did both
	alone  bool  // it happened by itself: it can be taken back until something else happens
}

// NewDay returns the empty day.
func NewDay(c *center.Center, date center.Day) *Day {
	d := &Day{
		Date: date, center: c, stem: strings.ReplaceAll(string(date), "-", "") + "-",
		tickets: map[TicketID]*Ticket{}, numbers: map[center.ServiceCode]int{}, remote: map[center.ServiceCode]int{},
		counters: map[center.CounterID]*Counter{}, reach: map[center.CounterID][]*line{},
		rules: map[ruleKey]*rule{}, pace: map[center.ServiceCode]*pace{},
	}
	for _, x := range c.Counters {
		d.counters[x.ID] = &Counter{ID: x.ID}
	}
	for _, s := range c.Services {
		d.pace[s.Code] = &pace{}
	}
	d.serves, d.target = servedBy(c), c.Appointments.Target
	d.setRules(configured(c))
	return d
}

// Now returns m on the day's timeline.
func (d *Day) Now(m Moment) time.Duration { return d.clock.At(m) }

// Ticket returns a ticket of the day. It must not be changed.
func (d *Day) Ticket(id TicketID) (*Ticket, bool) { t, ok := d.tickets[id]; return t, ok }

// Tickets returns the day's tickets as issued. They must not be changed.
func (d *Day) Tickets() []*Ticket { return d.order }

// Counter returns a counter's state. It must not be changed.
func (d *Day) Counter(id center.CounterID) (*Counter, bool) { c, ok := d.counters[id]; return c, ok }

// Waiting returns how many wait for a service.
func (d *Day) Waiting(s center.ServiceCode) int {
	n := 0
	for _, l := range d.lines {
		if l.rule.service == s {
			n += len(l.q)
		}
	}
	return n
}

// unbound returns how many wait for any counter of a service.
func (d *Day) unbound(s center.ServiceCode) int {
	n := 0
	for _, l := range d.lines {
		if l.rule.service == s && l.bound == "" {
			n += len(l.q)
		}
	}
	return n
}

// Ahead returns how many waiting tickets of its queue are due before t, as
// things stand; 0 for a ticket that does not wait.
func (d *Day) Ahead(t *Ticket) int {
	if t.line == nil {
		return 0
	}
	now, n := d.clock.at, 0
	due := t.due(now)
	for _, l := range d.lines {
		if l.rule.service != t.Service || l.bound != t.Bound {
			continue
		}
		n += l.before(&t.Place, due, now)
	}
	return n
}

// DueAt returns the wall-clock time by which t should be called, as things stand.
func (d *Day) DueAt(t *Ticket) time.Time { return d.wall(t.due(d.clock.at)) }

// wall is the wall-clock time of a moment of the timeline, reckoned from the last event.
func (d *Day) wall(at time.Duration) time.Time {
	return d.clock.last.Wall.Add(at - d.clock.at).Truncate(time.Second)
}

// Next returns the ticket that the counter would call now, nil when nobody waits for it.
func (d *Day) Next(id center.CounterID) *Ticket {
	c, ok := d.counters[id]
	if !ok {
		return nil
	}
	if p := choose(d.reach[id], c.ordinary, d.clock.at).place; p != nil {
		return p.ticket
	}
	return nil
}

// Reach returns how many waiting tickets the counter may call.
func (d *Day) Reach(id center.CounterID) int {
	n := 0
	for _, l := range d.reach[id] {
		n += len(l.q)
	}
	return n
}

// First returns the ticket of a service that is due first, nil when nobody waits.
func (d *Day) First(s center.ServiceCode) *Ticket {
	var first *Place
	now := d.clock.at
	for _, l := range d.lines {
		if l.rule.service != s || l.bound != "" || len(l.q) == 0 {
			continue
		}
		if p := l.q[0]; first == nil || before(p.due(now), p, first.due(now), first) {
			first = p
		}
	}
	if first == nil {
		return nil
	}
	return first.ticket
}

// Longest returns the longest time any ticket of the service has waited in its
// present leg; "" stands for all services.
func (d *Day) Longest(s center.ServiceCode, now time.Duration) time.Duration {
	var longest time.Duration
	for _, l := range d.lines {
		if s != "" && l.rule.service != s {
			continue
		}
		for _, p := range l.q {
			longest = max(longest, now-p.ticket.leg().Begin)
		}
	}
	return longest
}

// Idle returns how long a free counter has left people waiting whom it could
// call; 0 where it is closed, paused, busy or nobody waits for it.
func (d *Day) Idle(id center.CounterID, now time.Duration) time.Duration {
	c, ok := d.counters[id]
	if !ok || c.WrapUp || c.free() != nil {
		return 0
	}
	var longest time.Duration
	for _, l := range d.reach[id] {
		for _, p := range l.q {
			longest = max(longest, now-max(p.ticket.leg().Begin, c.since))
		}
	}
	return longest
}

// RemindAt returns when the counter is to be reminded of a parked ticket.
func (d *Day) RemindAt(t *Ticket) time.Time {
	return t.Since.Add(time.Duration(d.center.Calling.Remind) * time.Minute)
}

// ReturnBy returns until when a missed ticket may come back into the queue.
func (d *Day) ReturnBy(t *Ticket) time.Time {
	return t.Since.Add(d.grace(t))
}

// grace is how long a missed number may come back; 0: all day.
func (d *Day) grace(t *Ticket) time.Duration {
	minutes := d.center.Calling.Grace
	if t.Assist && minutes > 0 {
		minutes = max(minutes, d.center.Calling.Assist)
	}
	return time.Duration(minutes) * time.Minute
}

func (t *Ticket) leg() *Leg { return &t.Legs[len(t.Legs)-1] }

// enqueue puts a ticket into the line where it belongs.
func (d *Day) enqueue(t *Ticket) {
	if t.Away {
		return
	}
	t.line = d.lineOf(t)
	t.line.insert(&t.Place)
	d.busy(t.Service)
}

func (d *Day) dequeue(t *Ticket) {
	if t.line == nil {
		return
	}
	t.line.remove(&t.Place)
	t.line = nil
	d.busy(t.Service)
}

// lineOf finds the line of tickets like t, or begins it.
func (d *Day) lineOf(t *Ticket) *line {
	for _, l := range d.lines {
		if l.rule == t.rule && l.bound == t.Bound && l.priority == t.Priority {
			return l
		}
	}
	l := &line{rule: t.rule, bound: t.Bound, priority: t.Priority}
	d.lines = append(d.lines, l)
	d.open(l)
	return l
}

// open lets the counters call from a line that may.
func (d *Day) open(l *line) {
	for id, services := range d.serves {
		if l.bound == id || l.bound == "" && slices.Contains(services, l.rule.service) {
			d.reach[id] = append(d.reach[id], l)
		}
	}
}
