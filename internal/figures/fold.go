package figures

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"motcua/internal/center"
	"motcua/internal/queue"
	"motcua/internal/rating"
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
	watched []rating.Observed
	labeled Labeled
	paper   int
	copies  int
}

type legKey struct {
	ticket queue.TicketID
	leg    int
}

// mark is what a folder remembers of a leg beside the rules.
type mark struct {
	official  string // who last acted on it
	by        string // the credential, for logs from before officials signed on at counters
	byHand    bool
	unpressed bool
	resumed   bool
	wrapped   bool
	wrapUp    time.Duration
}

// desk is a counter as the folder sees it.
type desk struct {
	span   Span          // what it does; closed without a kind
	by     string        // who acted last without having signed on
	wrap   *mark         // the leg that was finished last
	since  time.Duration // its finish
	wanted bool          // somebody waits whom it could call
	marked time.Duration
	saved  []saved
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
	case wire.RatingsObserved:
		return &wire.ObservedData{}
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
	case *wire.ObservedData:
		f.watched = append(f.watched, d.Observed...)
		f.labeled = Labeled{more(f.labeled.Services, d.Services), more(f.labeled.Hours, d.Hours)}
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
	f.wants(now)
}

// mark remembers what an event says of a ticket's present leg.
func (f *Folder) mark(t *queue.Ticket, e queue.Event) {
	if e.Type == queue.CounterUndone {
		f.unmark(t, f.desks[e.Counter])
		return
	}
	if acts[e.Type] == 0 || e.Counter == "" {
		return
	}
	at := len(t.Legs) - 1
	if e.Type == queue.TicketFinished || e.Type == queue.TicketTransferred { // a next leg may have begun
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
	f.desk(e.Counter).save(k, *l, e.Together)
	if acts[e.Type] == undoable {
		return
	}
	if e.Type == queue.TicketCalled {
		l.official, l.by, l.byHand = "", "", e.Why == queue.ByHand
	}
	l.official = cmp.Or(e.Official, l.official)
	if e.By != "controller" {
		l.by = cmp.Or(e.By, l.by)
	}
	l.resumed = l.resumed || e.Type == queue.TicketResumed
	l.unpressed = e.Type == queue.TicketFinished && (e.Reason == queue.Closing || e.Reason == queue.Forgotten)
}

// saved is a leg's mark from before a counter's action.
type saved struct {
	key      legKey
	mark     mark
	together bool // taken back with the action before
}

// save keeps what undo may want: the last action, and what was one with it.
func (d *desk) save(k legKey, m mark, together bool) {
	d.saved = append(d.saved[max(0, len(d.saved)-1):], saved{k, m, together})
}

// unmark takes the marks of a counter's last action back. Legs that it had
// begun have never been.
func (f *Folder) unmark(t *queue.Ticket, d *desk) {
	for again := d != nil; again && len(d.saved) > 0; {
		s := d.saved[len(d.saved)-1]
		d.saved = d.saved[:len(d.saved)-1]
		if l := f.legs[s.key]; l != nil {
			*l = s.mark
		}
		again = s.together
	}
	for i := len(t.Legs); f.legs[legKey{t.ID, i}] != nil; i++ {
		delete(f.legs, legKey{t.ID, i})
	}
}

// acts are the events by which an official acts on a leg, and those that only
// undo must know of.
var acts = map[queue.Type]int{
	queue.TicketCalled: works, queue.TicketStarted: works, queue.TicketFinished: works, queue.TicketParked: works,
	queue.TicketTransferred: works, queue.TicketResumed: works, queue.TicketNoShow: works, queue.TicketReturned: undoable,
}

const (
	undoable = 1
	works    = 2
)

// look notices what a counter does from now on.
func (f *Folder) look(id center.CounterID, e queue.Event, now time.Duration) {
	c, ok := f.day.Counter(id)
	if !ok {
		return
	}
	d := f.desk(id)
	f.stands(c, e, now)
	if e.Type == queue.TicketFinished && e.Counter == id {
		d.wrap, d.since = f.finished(e), now
	}
	if e.Counter == id && e.Official == "" && e.By != "controller" {
		d.by = cmp.Or(e.By, d.by)
	}
	was := d.span
	is := Span{Counter: id, Official: cmp.Or(c.At(), d.by), From: now}
	is.Kind, is.Reason = doing(c)
	switch {
	case is.Kind != was.Kind || is.Reason != was.Reason:
		f.leave(d, e, now)
	case is.Official != was.Official:
		f.end(d, now)
	default:
		return
	}
	d.span, d.wanted, d.marked = is, false, now
}

func (f *Folder) desk(id center.CounterID) *desk {
	d := f.desks[id]
	if d == nil {
		d = &desk{}
		f.desks[id] = d
		f.order = append(f.order, id)
	}
	return d
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

// leave ends what a counter did until now, and with it the paperwork of a leg.
func (f *Folder) leave(d *desk, e queue.Event, now time.Duration) {
	if d.span.Kind == WrapUp && d.wrap != nil && e.Undone != queue.TicketFinished {
		d.wrap.wrapUp, d.wrap.wrapped = now-d.since, f.worked(e, d.since)
	}
	if e.Reason == queue.Closing {
		now = f.left(d, now)
	}
	f.end(d, now)
}

// left is until when somebody was at a counter that nobody closed: the end of
// the opening hours, or what last happened there. The day itself may close much
// later, after a night or a weekend without power.
func (f *Folder) left(d *desk, now time.Duration) time.Duration {
	if len(f.center.Hours.On(f.date)) == 0 {
		return now
	}
	return min(now, max(d.span.From, f.center.Hours.Last(f.date).Sub(f.began)))
}

// worked tells whether the paperwork lasted until e: the official said ready, or
// called a number that had been given before the finish. Whoever goes on
// otherwise, or calls somebody who came later, may have had nothing to do before.
func (f *Folder) worked(e queue.Event, finish time.Duration) bool {
	if e.Type == queue.CounterReady {
		return true
	}
	t, ok := f.day.Ticket(e.Ticket)
	return ok && e.Type == queue.TicketCalled && t.Issued <= finish
}

// end closes a span, unless it is nothing.
func (f *Folder) end(d *desk, now time.Duration) {
	if d.wanted && now > d.marked {
		d.span.Waited += now - d.marked
	}
	if d.span.Kind != "" && now > d.span.From {
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

// stands notices incidents at a counter that begin and end. One that is taken
// back has never been.
func (f *Folder) stands(c *queue.Counter, e queue.Event, now time.Duration) {
	i := slices.IndexFunc(f.stops, func(x Incident) bool { return x.Open && x.Counter == c.ID })
	switch {
	case i >= 0 && f.stops[i].Reason == c.Incident && e.Type != queue.CounterIncident:
		return
	case i >= 0 && e.Undone == queue.CounterIncident:
		f.stops = slices.Delete(f.stops, i, i+1)
	case i >= 0:
		f.stops[i].Open, f.stops[i].To = false, now
	}
	if c.Incident != "" {
		f.stops = append(f.stops, Incident{Counter: c.ID, Reason: c.Incident, From: now, Open: true})
	}
}

// more is the sum of two counts, itself no longer changed.
func more(a, b map[string]int) map[string]int {
	if len(b) == 0 {
		return a
	}
	sum := maps.Clone(b)
	for key, n := range a {
		sum[key] += n
	}
	return sum
}
