package figures

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"motcua/internal/center"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

// Folder makes the facts of a service day from its entries, in their order. It
// rests on the rules' own state of the day and adds what the rules forget: who
// acted, what the counters did meanwhile, and the answers of the survey.
type Folder struct {
	center  *center.Center
	date    center.Day
	day     *queue.Day
	own     bool // the day is the folder's to apply events to
	began   time.Time
	known   bool // began is known
	now     time.Duration
	over    bool
	first   int64
	head    int64
	hash    string
	legs    map[legKey]*mark
	printed map[queue.TicketID]bool
	desks   map[center.CounterID]*desk
	order   []center.CounterID
	spans   []Span
	stops   []Incident
	answers []wire.RatingData
	paper   int
	copies  int
}

type legKey struct {
	ticket queue.TicketID
	leg    int
}

// mark is what a folder remembers of a leg beside the rules.
type mark struct {
	official  string
	byHand    bool
	unpressed bool
	forgotten bool
	resumed   bool
	wrapped   bool
	wrapUp    time.Duration
}

// desk is a counter as the folder sees it.
type desk struct {
	span   Span
	closed bool
	wrap   *mark // the leg whose paperwork goes on
	wanted bool  // somebody waits whom it could call
	marked time.Duration
}

// New begins a service day whose entries all go through [Folder.Entry].
func New(c *center.Center, date center.Day) *Folder {
	f := Follow(c, queue.NewDay(c, date))
	f.own = true
	return f
}

// Follow begins a service day whose events somebody else applies to day before
// telling [Folder.See] of each.
func Follow(c *center.Center, day *queue.Day) *Folder {
	return &Folder{center: c, date: day.Date, day: day, legs: map[legKey]*mark{}, printed: map[queue.TicketID]bool{}, desks: map[center.CounterID]*desk{}}
}

// Entry folds the next entry of the log. It fails on one that cannot be read.
func (f *Folder) Entry(x wire.Entry) error {
	b, err := x.Decode()
	if err != nil {
		return err
	}
	f.Passed(x.Seq, x.Hash)
	e, ok, err := b.Queue()
	if err != nil {
		return err
	}
	if ok {
		m := queue.Moment{Wall: b.At, Up: time.Duration(b.Up) * time.Millisecond, Boot: b.Boot}
		f.day.Apply(e, m)
		f.See(e, m)
		return nil
	}
	if data := Data(b.Type); data != nil {
		if err := json.Unmarshal(b.Data, data); err != nil {
			return fmt.Errorf("entry %d: %w", b.Seq, err)
		}
		f.Note(b.Type, data)
	}
	return nil
}

// Passed remembers up to which entry the facts go.
func (f *Folder) Passed(seq int64, hash wire.Hash) {
	if f.first == 0 {
		f.first = seq
	}
	f.head, f.hash = seq, hash.String()
}

// Data is what the data of an event beside the queue's are read into; nil for
// one that no figure needs.
func Data(kind string) any {
	switch kind {
	case wire.DayOpened, wire.DayClosed:
		return &struct{}{}
	case wire.SlipPrinted, wire.SlipReordered:
		return &wire.SlipData{}
	case wire.PaperServed:
		return &wire.PaperServedData{}
	case wire.RatingsAdmitted:
		return &wire.RatingsData{}
	}
	return nil
}

// Note folds an event that is not the queue's, with its data as [Data] makes them.
func (f *Folder) Note(kind string, data any) {
	switch d := data.(type) {
	case *wire.SlipData:
		switch kind {
		case wire.SlipPrinted:
			f.printed[d.Ticket] = true
		case wire.SlipReordered:
			f.copies++
		}
	case *wire.PaperServedData:
		f.paper++
	case *wire.RatingsData:
		f.answers = append(f.answers, d.Answers...)
	default:
		switch kind {
		case wire.DayOpened: // once more, after it was closed
			f.over = false
		case wire.DayClosed:
			f.over = true
		}
	}
}

// See folds an event of the queue that has just been applied to the day.
func (f *Folder) See(e queue.Event, m queue.Moment) {
	now := f.day.Now(m)
	if !f.known {
		f.began, f.known = m.Wall.Add(-now), true
	}
	f.now = now
	if t, ok := f.day.Ticket(e.Ticket); ok {
		f.mark(t, e)
		f.look(t.Counter, e, now)
	}
	f.look(e.Counter, e, now)
	if e.Type == queue.CounterIncident {
		f.stops = append(f.stops, Incident{Counter: e.Counter, Reason: e.Reason, From: now, Open: true})
	}
	f.recovered(e, now)
	f.wants(now)
}

// mark remembers what an event says of a ticket's present leg.
func (f *Folder) mark(t *queue.Ticket, e queue.Event) {
	at := len(t.Legs) - 1
	switch e.Type {
	case queue.TicketFinished, queue.TicketTransferred: // a next leg may have begun
		for at > 0 && t.Legs[at].Open && t.Legs[at].Calls == 0 && !t.Legs[at].Answered {
			at--
		}
	}
	k := legKey{t.ID, at}
	l := f.legs[k]
	if l == nil {
		l = &mark{}
		f.legs[k] = l
	}
	if official := f.person(e); official != "" && acts[e.Type] {
		l.official = official
	}
	switch e.Type {
	case queue.TicketCalled:
		l.byHand = e.Why == queue.ByHand
	case queue.TicketResumed:
		l.resumed = true
	case queue.TicketFinished:
		l.forgotten = e.Reason != ""
		l.unpressed = l.forgotten
	case queue.CounterUndone:
		if e.Undone == queue.TicketFinished {
			l.forgotten, l.unpressed, l.wrapped = false, false, false
		}
	}
}

// acts are the events by which an official acts on a leg.
var acts = map[queue.Type]bool{
	queue.TicketCalled: true, queue.TicketStarted: true, queue.TicketFinished: true, queue.TicketParked: true,
	queue.TicketTransferred: true, queue.TicketResumed: true, queue.TicketNoShow: true,
}

// person is who acted: not the controller itself.
func (f *Folder) person(e queue.Event) string {
	if e.By == "controller" || e.Counter == "" {
		return ""
	}
	return e.By
}

// look notices what a counter does from now on.
func (f *Folder) look(id center.CounterID, e queue.Event, now time.Duration) {
	c, ok := f.day.Counter(id)
	if !ok {
		return
	}
	d := f.desks[id]
	if d == nil {
		d = &desk{closed: true}
		f.desks[id] = d
		f.order = append(f.order, id)
	}
	kind, reason := doing(c)
	if kind != d.span.Kind || reason != d.span.Reason {
		f.leave(d, now)
		d.span = Span{Counter: id, Official: d.span.Official, Kind: kind, Reason: reason, From: now}
		d.closed = kind == ""
		d.wanted, d.marked = false, now
	}
	if by := f.person(e); by != "" && e.Counter == id {
		d.span.Official = by
	}
	if e.Type == queue.TicketFinished && kind == WrapUp && e.Counter == id {
		d.wrap = f.finished(e)
	}
}

// doing is what a counter does now; empty while it is closed.
func doing(c *queue.Counter) (kind, reason string) {
	switch {
	case c.Ticket != nil:
		return Serving, ""
	case !c.Open:
		return "", ""
	case c.Paused:
		return Paused, c.Reason
	case c.WrapUp:
		return WrapUp, ""
	}
	return Idle, ""
}

// leave ends what a desk did until now.
func (f *Folder) leave(d *desk, now time.Duration) {
	if d.wanted {
		d.span.Waited += now - d.marked
	}
	if d.span.Kind == WrapUp && d.wrap != nil {
		d.wrap.wrapUp, d.wrap.wrapped = now-d.span.From, true
	}
	d.wrap = nil
	if !d.closed && now > d.span.From {
		d.span.To = now
		f.spans = append(f.spans, d.span)
	}
}

// finished is the leg that a finish has ended.
func (f *Folder) finished(e queue.Event) *mark {
	t, ok := f.day.Ticket(e.Ticket)
	if !ok {
		return nil
	}
	for i := range slices.Backward(t.Legs) {
		if t.Legs[i].End == queue.TicketFinished && t.Legs[i].Counter == e.Counter {
			return f.legs[legKey{t.ID, i}]
		}
	}
	return nil
}

// wants remembers which free counters leave people waiting.
func (f *Folder) wants(now time.Duration) {
	for _, id := range f.order {
		d := f.desks[id]
		if d.span.Kind != Idle {
			continue
		}
		if d.wanted {
			d.span.Waited += now - d.marked
		}
		d.wanted, d.marked = f.day.Reach(id) > 0, now
	}
}

// recovered ends the incidents of a counter once it goes on.
func (f *Folder) recovered(e queue.Event, now time.Duration) {
	over := e.Type == queue.CounterClosed
	for i := range f.stops {
		if x := &f.stops[i]; x.Open && over && x.Counter == e.Counter {
			x.Open, x.To = false, now
		}
	}
}
