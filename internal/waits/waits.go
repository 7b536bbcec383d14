// Package waits reckons what citizens are told of their wait, and how well it
// was kept. It puts the three ways of reckoning together: the closed formula
// and the learned model of package forecast where a service is called in the
// order of coming, and living the rest of the day with the real rules (the
// queue's outlook) where priorities, appointments or shared counters change
// that order. Where nothing moves it tells no number.
package waits

import (
	"slices"
	"sync"
	"time"

	"motcua/internal/center"
	"motcua/internal/forecast"
	"motcua/internal/queue"
)

// Who reckoned a wait.
const (
	ByPace       = "pace"       // the closed formula
	ByModel      = "model"      // the regression learned from the center's log
	ByFree       = "free"       // a counter is free
	BySimulation = "simulation" // the rest of the day, lived many times
)

const (
	farthest   = 4 * time.Hour   // beyond it no number is told
	soon       = 2 * time.Minute // a free counter calls within this
	mostPeople = 400             // waiting tickets up to which the day is lived ahead
	knowFor    = 20 * time.Second
	keepFor    = time.Second  // an outlook serves that long although something happened
	pressed    = keepFor / 20 // where many take numbers at once, they are told the same that long
	patience   = 10           // minutes without a call that are never a standstill
)

// Wait is the wait of one ticket from now on, as it may be told.
type Wait struct {
	Low, High     time.Duration // rounded: a fifth of like tickets is called before Low, a fifth after High
	P50, P80, P90 time.Duration
	By            string
}

// Learned is what earlier days have taught. It must not change once it is given.
type Learned struct {
	Model  *forecast.Model
	Habits *queue.Habits
}

// Reckoner follows one service day. See must be called for every event behind
// Day.Apply, by one goroutine while nobody asks; asking is safe from several.
type Reckoner struct {
	center  *center.Center
	learned Learned
	hall    *forecast.Hall
	lined   map[queue.TicketID]spot
	naive   map[queue.TicketID]Naive
	waits   map[center.ServiceCode][]timed // of the calls of the last hour
	desks   []happening                    // events of counters: what the habits of today are made of
	begin   time.Duration                  // timeline at the first event
	midday  float64                        // minutes after midnight then
	events  int

	mu      sync.Mutex // guards what follows, and the hall
	habits  *queue.Habits
	outlook *queue.Outlook
	each    []queue.Newcomer                  // whom it awaits beside those who wait
	born    map[queue.TicketID]queue.TicketID // tickets issued since, by the newcomer that each was
	at      time.Duration
	of      int // events when it was made
	world   *queue.World
	knownAt time.Duration
	knownBy int // events of counters when it was worked out
}

type spot struct {
	service center.ServiceCode
	id      int64
}

type timed struct{ at, wait time.Duration }

type happening struct {
	e queue.Event
	m queue.Moment
}

// New returns the reckoner of an empty day.
func New(c *center.Center, date center.Day, l Learned) *Reckoner {
	weekday := time.Monday
	if start, err := date.Start(); err == nil {
		weekday = start.Weekday()
	}
	r := &Reckoner{
		center: c, learned: l, hall: forecast.NewHall(l.Model, c.Agency, weekday),
		born: map[queue.TicketID]queue.TicketID{}, lined: map[queue.TicketID]spot{}, naive: map[queue.TicketID]Naive{}, waits: map[center.ServiceCode][]timed{},
	}
	for _, s := range c.Services {
		r.each = append(r.each, queue.Newcomer{Service: s.Code})
	}
	r.Learn(l.Habits)
	return r
}

// Learn takes over habits that were read from the log after the day had begun.
func (r *Reckoner) Learn(h *queue.Habits) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.habits, r.outlook, r.world = h.Today(), nil, nil
	for _, x := range r.desks {
		r.habits.See(x.e, x.m)
	}
}

// minutes are minutes after midnight that never run back.
func (r *Reckoner) minutes(d *queue.Day, m queue.Moment) float64 {
	return r.midday + (d.Now(m) - r.begin).Minutes()
}

// See follows an event that has been applied to the day.
func (r *Reckoner) See(d *queue.Day, e queue.Event, m queue.Moment) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.events == 0 {
		start, _ := d.Date.Start()
		r.begin, r.midday = d.Now(m), m.Wall.Sub(start).Minutes()
	}
	r.events++
	now := r.minutes(d, m)
	if e.Counter != "" && e.Ticket == "" || e.Type == queue.CounterUndone {
		r.desks = append(r.desks, happening{e, m})
		r.habits.See(e, m)
		r.counters(d, now)
	}
	if t, ok := d.Ticket(e.Ticket); ok {
		if e.Type == queue.TicketIssued {
			r.naive[t.ID] = r.guess(d, t)
			r.bear(d, t)
		}
		r.line(t, e, now)
		if e.Type == queue.TicketCalled {
			leg := t.Legs[len(t.Legs)-1]
			r.waits[t.Service] = append(r.waits[t.Service], timed{leg.Called, leg.Called - leg.Begin})
		}
	}
}

// bear lets an outlook that was asked for a newcomer tell of the ticket that it became.
func (r *Reckoner) bear(d *queue.Day, t *queue.Ticket) {
	n := queue.Newcomer{Service: t.Service, Priority: t.Priority}
	if t.Slot != nil {
		n.Slot = t.Base
	}
	if r.outlook != nil && t.Issued-r.at < keepFor && r.outlook.Has(n.ID()) {
		r.born[t.ID] = n.ID()
	}
}

// line tells the hall where a ticket waits now. Who waits for one counter waits
// apart: whether that counter calls says nothing of the others.
func (r *Reckoner) line(t *queue.Ticket, e queue.Event, now float64) {
	was, waited := r.lined[t.ID]
	waits := t.State == queue.Waiting && !t.Away && t.Bound == ""
	if waited && (!waits || was.service != t.Service) {
		if e.Type == queue.TicketCalled {
			r.hall.Call(string(was.service), was.id, now)
		} else {
			r.hall.Leave(string(was.service), was.id, now)
		}
		delete(r.lined, t.ID)
		waited = false
	}
	if !waits || waited {
		return
	}
	x := spot{t.Service, int64(r.events)}
	r.lined[t.ID] = x
	if e.Type == queue.TicketIssued {
		r.hall.Issue(string(x.service), x.id, now)
	} else {
		r.hall.Return(string(x.service), x.id, r.midday+(t.Base-r.begin).Minutes(), now)
	}
}

// counters tells the hall who is open.
func (r *Reckoner) counters(d *queue.Day, now float64) {
	for _, s := range r.center.Services {
		open, promised := d.Capacity(s.Code)
		r.hall.Counters(string(s.Code), open, promised, now)
	}
}

// Ticket reckons how long a waiting ticket still waits; false where no number can be told.
func (r *Reckoner) Ticket(d *queue.Day, t *queue.Ticket, now queue.Moment) (Wait, bool) {
	if t.State != queue.Waiting || t.Away {
		return Wait{}, false
	}
	if x, ok := d.Counter(t.Bound); t.Bound != "" && (!ok || !x.Open) {
		return Wait{}, false
	}
	waited := d.Now(now) - t.Legs[len(t.Legs)-1].Begin
	if w, sure, ok := r.plain(d, t.Service, d.Ahead(t), waited, kindOf(t.Priority, t.Bound != ""), now); sure {
		return w, ok
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.lived(d, now, t.ID, nil, keepFor)
}

// Newcomer reckons how long a ticket that is issued now will wait.
func (r *Reckoner) Newcomer(d *queue.Day, n queue.Newcomer, now queue.Moment) (Wait, bool) {
	return r.newcomer(d, n, now, pressed)
}

// Next reckons the same of an ordinary ticket for a screen: many services at
// once, and a second late where much happens.
func (r *Reckoner) Next(d *queue.Day, s center.ServiceCode, now queue.Moment) (Wait, bool) {
	return r.newcomer(d, queue.Newcomer{Service: s}, now, keepFor)
}

func (r *Reckoner) newcomer(d *queue.Day, n queue.Newcomer, now queue.Moment, late time.Duration) (Wait, bool) {
	if w, sure, ok := r.plain(d, n.Service, d.AheadOf(n, now), 0, kindOf(n.Priority, n.Slot > 0), now); sure {
		return w, ok
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.lived(d, now, n.ID(), &n, late)
}

// kind is how a ticket stands to the order of coming.
type kind uint8

const (
	ordinary kind = iota
	priority      // it is called out of that order
	apart         // by one counter, or not before its time
)

func kindOf(first, alone bool) kind {
	switch {
	case alone:
		return apart
	case first:
		return priority
	}
	return ordinary
}

// plain reckons where no outlook is needed: nothing moves, a counter is free, or
// the service is called in the order of coming. sure is false where it is not.
func (r *Reckoner) plain(d *queue.Day, s center.ServiceCode, ahead int, waited time.Duration, k kind, now queue.Moment) (w Wait, sure, ok bool) {
	open, _ := d.Capacity(s)
	if _, stalled := r.still(d, s, now); stalled || open == 0 && k != apart {
		return Wait{}, true, false
	}
	if ahead < d.Free(s) && k != apart {
		return Wait{High: soon, P50: soon / 2, P80: soon, P90: soon, By: ByFree}, true, true
	}
	if many := len(r.lined) > mostPeople; !many && (k != ordinary || !d.FirstCome(s)) {
		return Wait{}, false, false
	} else if many && k == apart {
		return Wait{}, true, false
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	q := r.hall.Predict(string(s), forecast.Ask{Ahead: ahead, Waited: waited.Minutes()}, r.minutes(d, now))
	by := ByPace
	if r.learned.Model != nil && r.learned.Model.Days > 0 {
		by = ByModel
	}
	p50, p80, p90 := span(q.P50), span(q.P80), span(q.P90)
	low := p50
	if q.P80 > 0 { // as of a lognormal wait, whose logarithm is symmetric
		low = span(q.P50 * q.P50 / q.P80)
	}
	w, ok = told(low, p50, p80, p90, by)
	return w, true, ok
}

func span(m float64) time.Duration { return time.Duration(m * float64(time.Minute)) }

func told(low, p50, p80, p90 time.Duration, by string) (Wait, bool) {
	if p80 > farthest {
		return Wait{}, false
	}
	w := Wait{P50: p50, P80: p80, P90: p90, By: by}
	w.Low, w.High = queue.Rounded(low, p80)
	return w, true
}

// lived is what living the day ahead tells of a ticket or a newcomer. An outlook
// awaits everybody who waits and an ordinary newcomer of each service, so that
// one serves a whole screen: until something happens, and as late after that as
// the asker allows. The lock is held.
func (r *Reckoner) lived(d *queue.Day, now queue.Moment, id queue.TicketID, n *queue.Newcomer, late time.Duration) (Wait, bool) {
	at, known := d.Now(now), id
	if was, ok := r.born[id]; ok {
		known = was
	}
	fresh := r.of == r.events && at-r.at < 10*keepFor || at-r.at < late
	if r.outlook == nil || !fresh || !r.outlook.Has(known) {
		each := slices.Clone(r.each)
		if n != nil && !slices.Contains(each, *n) {
			each = append(each, *n)
		}
		r.outlook = d.Outlook(now, r.know(d, now), queue.Ask{Seed: uint64(r.events), Each: each})
		r.at, r.of, r.born = at, r.events, map[queue.TicketID]queue.TicketID{}
		known = id
	}
	return simulated(r.outlook, known, at-r.at)
}

func simulated(o *queue.Outlook, id queue.TicketID, age time.Duration) (Wait, bool) {
	var q [4]time.Duration
	for i, p := range []float64{.2, .5, .8, .9} {
		var ok bool
		if q[i], ok = o.Quantile(id, p); !ok && p < .9 {
			return Wait{}, false
		}
		q[i] = max(0, q[i]-age)
	}
	return told(q[0], q[1], q[2], q[3], BySimulation)
}

// World is what is known of how the day may go on. It must not be changed.
func (r *Reckoner) World(d *queue.Day, now queue.Moment) *queue.World {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.know(d, now)
}

// know works out the world, again every few moments: what it says changes
// slowly, but for the counters. The lock is held.
func (r *Reckoner) know(d *queue.Day, now queue.Moment) *queue.World {
	at := d.Now(now)
	if r.world == nil || at-r.knownAt > knowFor || r.knownBy != len(r.desks) {
		r.world, r.knownAt, r.knownBy = r.habits.With(d).World(d, now), at, len(r.desks)
	}
	return r.world
}

// Stalled tells since when a service stands still during opening hours: people
// wait, and nobody was called for longer than is usual. Before the center opens,
// over lunch and in the first minutes after, nobody is expected to call.
func (r *Reckoner) Stalled(d *queue.Day, s center.ServiceCode, now queue.Moment) (since time.Time, stalled bool) {
	since, stalled = r.still(d, s, now)
	opened, open := r.center.Hours.Opened(now.Wall)
	if !stalled || !open {
		return time.Time{}, false
	}
	if since.Before(opened) {
		since = opened
	}
	return since, now.Wall.Sub(since) > patience*time.Minute
}

// still is the same at any hour: then no number is told.
func (r *Reckoner) still(d *queue.Day, s center.ServiceCode, now queue.Moment) (since time.Time, still bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	minutes := r.minutes(d, now)
	from, still := r.hall.Stalled(string(s), minutes, patience)
	return now.Wall.Add(span(from - minutes)).Truncate(time.Second), still
}
