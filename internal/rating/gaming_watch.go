package rating

import (
	"maps"
	"slices"
	"time"

	"motcua/internal/center"
)

// Watch sees how answers come about while a day goes on. It lives in memory
// alone and keeps of an answer whether it was odd, never what it said; of the
// last answer of a counter also when it came. What it has seen dies with the
// program: legs that it does not know are in no count.
//
// It is told the times and is not safe for several goroutines.
type Watch struct {
	legs     map[string]*seenLeg
	order    []*seenLeg // as they finished
	counters map[center.CounterID]*seenCounter
	hands    map[hand][]time.Duration // the delays of the last answers on the tablet
	late     map[hand]*Observed
	paper    *sheets
}

type hand struct {
	counter  center.CounterID
	official string
}

type seenLeg struct {
	at       hand // who finished it where
	label    hand // what its class tells of that
	sealed   bool
	finished time.Time
	tablet   bool // one should wake
	woken    bool
	undone   bool
	missed   Observed // Skipped and Dark
	answer   Observed // its counts of answers
	closes   int      // days that it waits for its class
}

// keepDays is how many days a leg waits for its class, as long as its token lives.
const keepDays = 8

type seenCounter struct {
	begins       []time.Time // of services
	lastFinish   time.Time
	lastAnswer   time.Time
	lastAnswered time.Time // the finish of the leg that the last answer was about
}

// NewWatch returns a watch that has seen nothing.
func NewWatch() *Watch {
	return &Watch{legs: map[string]*seenLeg{}, counters: map[center.CounterID]*seenCounter{}, hands: map[hand][]time.Duration{}, late: map[hand]*Observed{}, paper: newSheets()}
}

func (w *Watch) counter(id center.CounterID) *seenCounter {
	if w.counters[id] == nil {
		w.counters[id] = &seenCounter{}
	}
	return w.counters[id]
}

// Begin tells that a counter serves somebody from at on (start, pressed or inferred).
func (w *Watch) Begin(counter center.CounterID, at time.Time) {
	c := w.counter(counter)
	c.begins = append(c.begins, at)
}

// Finish tells that a leg is finished and its question open. Leg is any name
// that Wake, Undo, Answer and Seal use too, tablet whether the counter has one.
// A leg may be finished again after Undo.
func (w *Watch) Finish(leg string, counter center.CounterID, official string, at time.Time, tablet bool) {
	c := w.counter(counter)
	if !c.lastFinish.IsZero() && (len(c.begins) == 0 || !c.begins[len(c.begins)-1].After(c.lastFinish)) {
		c.begins = append(c.begins, at) // nobody pressed start: somebody was served all the same
	}
	c.lastFinish = at
	w.paper.finish(shift{counter, center.DayOf(at)}, official)
	l := &seenLeg{at: hand{counter, official}, finished: at, tablet: tablet}
	if old := w.legs[leg]; old != nil {
		l.undone, l.answer = old.undone, old.answer
		w.order = slices.DeleteFunc(w.order, func(o *seenLeg) bool { return o == old })
	}
	w.legs[leg] = l
	w.order = append(w.order, l)
}

// Wake tells that a tablet has taken the question about a leg.
func (w *Watch) Wake(leg string) {
	if l := w.legs[leg]; l != nil {
		l.woken = true
	}
}

// Undo tells that the finish of a leg was taken back.
func (w *Watch) Undo(leg string) {
	if l := w.legs[leg]; l != nil && l.answer.Answers == 0 {
		l.undone = true
	}
}

// Seal tells that the class of a leg is complete, and which counter and
// official its label names (empty: none). All legs of a class must be told.
func (w *Watch) Seal(leg string, counter center.CounterID, official string) {
	if l := w.legs[leg]; l != nil {
		l.label, l.sealed = hand{counter, official}, true
	}
}

// Given is an answer as the watch is told of it: nothing of what it says.
type Given struct {
	Leg      string // none on paper
	Counter  center.CounterID
	Official string    // of the label of the leg's class, where there is one
	Channel  string    // empty: tablet; phone, link, terminal, paper
	Finished time.Time // when the leg was; on paper any time of that day
	At       time.Time // when the answer was given, by the true clock
}

// Answer tells of an answer that was taken. A correction is none.
func (w *Watch) Answer(g Given) {
	if g.Channel == "paper" {
		w.paper.take(shift{g.Counter, center.DayOf(g.Finished)})
		return
	}
	l := w.legs[g.Leg]
	var o *Observed
	if l != nil {
		o = &l.answer
		o.Answers++
	} else {
		who := hand{g.Counter, g.Official}
		if w.late[who] == nil {
			w.late[who] = &Observed{}
		}
		o = w.late[who]
		o.Late++
	}
	switch g.Channel {
	case "":
		if l != nil {
			w.timed(l, g.At)
		}
	case "phone", "link":
		o.Phone++
	}
	c := w.counter(g.Counter)
	if !c.lastAnswer.IsZero() && g.At.Sub(c.lastAnswer).Abs() <= BurstWithin && g.Finished.Sub(c.lastAnswered).Abs() >= ApartBy {
		o.Bursts++
	}
	c.lastAnswer, c.lastAnswered = g.At, g.Finished
}

// timed counts when an answer came on the tablet.
func (w *Watch) timed(l *seenLeg, at time.Time) {
	o, delay := &l.answer, at.Sub(l.finished)
	o.Timed++
	if delay < FastBelow {
		o.Fast++
	}
	last := w.hands[l.at]
	for _, d := range last {
		switch apart := (delay - d).Abs(); {
		case apart <= SameWithin:
			o.Same++
			fallthrough
		case apart <= NearWithin:
			o.Near++
		}
	}
	w.hands[l.at] = append(last[max(0, len(last)+1-pairedWith):], delay)
	next := slices.IndexFunc(w.counter(l.at.counter).begins, func(b time.Time) bool { return b.After(l.finished) })
	if delay > GoneAfter || next >= 0 && at.Sub(w.counter(l.at.counter).begins[next]) > GoneGrace {
		o.Gone++
	}
}

// Close returns what was observed of the legs whose classes are complete, and
// forgets them. It is called after the last Seal of a day.
func (w *Watch) Close(day center.Day) []Observed {
	w.missed()
	sums := map[hand]*Observed{}
	sum := func(who hand) *Observed {
		if sums[who] == nil {
			sums[who] = &Observed{Counter: who.counter, Official: who.official, Day: day}
		}
		return sums[who]
	}
	for name, l := range w.legs {
		l.closes++
		if l.sealed || l.closes > keepDays {
			delete(w.legs, name)
		}
		if l.sealed && l.label.counter != "" {
			sum(l.label).add(l.counts())
		}
	}
	maps.DeleteFunc(sums, func(_ hand, o *Observed) bool { return o.Legs < LeastClass }) // the others were before a restart
	for who, o := range w.late {
		if o.Late >= LeastClass {
			sum(who).add(*o)
		}
	}
	for who, n := range w.paper.close(day) {
		sum(who).Paper = n
	}
	w.order, w.counters, w.late = nil, map[center.CounterID]*seenCounter{}, map[hand]*Observed{}
	var all []Observed
	for _, o := range sums {
		all = append(all, *o)
	}
	slices.SortFunc(all, byDesk)
	return all
}

// missed tells the questions that no tablet took one by one from those that
// none took for long. A tablet whose line was away took some of them unseen:
// they have answers.
func (w *Watch) missed() {
	rows := map[center.CounterID][]*seenLeg{}
	end := func(counter center.CounterID, edge bool) {
		for _, l := range rows[counter] {
			if l.answer.Timed > 0 {
				continue
			}
			if edge || len(rows[counter]) >= darkRow {
				l.missed.Dark = 1
			} else {
				l.missed.Skipped = 1
			}
		}
		delete(rows, counter)
	}
	woke := map[center.CounterID]bool{}
	for _, l := range w.order {
		id := l.at.counter
		switch {
		case !l.tablet:
		case l.woken:
			end(id, !woke[id]) // before the first one the tablet was not on yet
			woke[id] = true
		default:
			rows[id] = append(rows[id], l)
		}
	}
	for id := range rows {
		end(id, true)
	}
}
