package voice

import (
	"slices"
	"time"

	"motcua/internal/center"
	"motcua/internal/queue"
)

// fresh is how long after its event a sentence is still worth saying: every
// counter of a hall may call in the same second, and who has come meanwhile is
// called no more. Later the screens have told it.
const fresh = time.Minute

// announcement is one sentence that waits for its turn.
type announcement struct {
	kind    Kind
	ticket  queue.TicketID
	number  string
	counter center.CounterID
	again   bool   // a call that may have been heard before
	test    string // self-test that this sentence belongs to
	seq     int64  // of the event that gave it
	until   time.Time
}

// line is the announcements that wait, the next one first.
type line struct {
	waiting  []announcement
	speaking announcement // what is being said; the zero one: nothing
	over     bool         // it was overtaken meanwhile, and is not said again
	last     int64        // entry up to which events have come
}

// take adds what an event, entry seq of the log, gives to say, at the time it happened. What is
// overtaken by the event is not said any more.
func (l *line) take(e queue.Event, seq int64, at time.Time) {
	a := announcement{kind: Call, ticket: e.Ticket, number: e.Number, counter: e.Counter, seq: seq, until: at.Add(fresh)}
	what := e.Type
	if what == queue.CounterUndone {
		what = undone(e.Undone)
	}
	switch what {
	case queue.TicketCalled, queue.TicketResumed:
		l.drop(e.Ticket)
		l.waiting = append(l.waiting, a)
	case queue.TicketRecalled:
		a.again = !l.drop(e.Ticket)
		l.waiting = append(l.waiting, a)
	case queue.TicketReturned:
		if l.drop(e.Ticket) {
			return // nobody has heard the call
		}
		a.kind = Correction
		l.waiting = slices.Insert(l.waiting, 0, a)
	case queue.TicketStarted, queue.TicketNoShow, queue.TicketParked, queue.TicketTransferred, queue.TicketCanceled, queue.TicketFinished:
		l.drop(e.Ticket)
	}
}

// try adds the sentence of a self-test.
func (l *line) try(id string, seq int64, at time.Time) {
	l.waiting = append(l.waiting, announcement{kind: Test, test: id, seq: seq, until: at.Add(fresh)})
}

// undone is the event whose effect on the hall is the same as taking back t.
func undone(t queue.Type) queue.Type {
	switch t {
	case queue.TicketCalled, queue.TicketResumed:
		return queue.TicketReturned
	case queue.TicketReturned:
		return queue.TicketCalled
	}
	return ""
}

// drop removes what waits for a ticket, and tells whether its first call was
// among it, so that nobody has heard it.
func (l *line) drop(ticket queue.TicketID) (unheard bool) {
	l.over = l.over || l.speaking.ticket == ticket
	l.waiting = slices.DeleteFunc(l.waiting, func(a announcement) bool {
		unheard = unheard || a.ticket == ticket && a.kind == Call && !a.again
		return a.ticket == ticket
	})
	return unheard
}

// next takes the next announcement that is still fresh, and it is being said until done.
func (l *line) next(now time.Time) (announcement, bool) {
	l.waiting = slices.DeleteFunc(l.waiting, func(a announcement) bool { return !now.Before(a.until) })
	if len(l.waiting) == 0 {
		return announcement{}, false
	}
	a := l.waiting[0]
	l.waiting = l.waiting[1:]
	l.speaking, l.over = a, false
	return a, true
}

// done ends what was being said.
func (l *line) done() { l.speaking, l.over = announcement{}, false }

// told is the last entry of the log behind which nothing was left out: what
// waits and what is being said are not told yet.
func (l *line) told() int64 {
	told := l.last
	for _, a := range append(l.waiting, l.speaking) {
		if a.seq > 0 {
			told = min(told, a.seq-1)
		}
	}
	return told
}
