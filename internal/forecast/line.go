package forecast

import "slices"

// Line is what is known of one queue today. It is fed what happens, in the order
// of time, and costs a few operations an event. It is not safe for concurrent use.
type Line struct {
	now      Minutes
	opened   Minutes // its first event today
	lastCall Minutes // -1: none today
	waiting  []waiter
	counts   counts
	calls    int
	waits    Minutes // sum of the waits of the calls of today
	les      Minutes // wait of the last called
	lesAhead int     // who waited before it when it was issued
	waits60  recent
	calls30  recent
	busy60   recent // spans in which somebody waited
	issues   recent
	idleFrom Minutes // the last time nobody waited, or the opening
	counters int     // open counters that serve it; 0: not told
	shut     bool    // told that none is open: such minutes say nothing of the pace
}

// waiter is a waiting ticket; id is any number that tells it from the others of its queue.
type waiter struct {
	id     int64
	issued Minutes
	ahead  int // waiting when it was issued
}

// NewLine returns a queue of a day of which nothing is known yet.
func NewLine() *Line {
	return &Line{opened: -1, lastCall: -1, waits60: recent{span: 60}, busy60: recent{span: 60}, calls30: recent{span: 30}, issues: recent{span: 30}}
}

// Pass lets time go by until now. Time never runs back: an earlier now changes nothing.
func (l *Line) Pass(now Minutes) {
	if l.opened < 0 {
		l.now, l.opened, l.idleFrom = now, now, now
		return
	}
	if span := now - l.now; span > 0 {
		busy := len(l.waiting) > 0
		l.counts.pass(span, busy && !l.shut)
		switch {
		case !busy:
			l.idleFrom = now
		case !l.shut:
			l.busy60.add(now, span)
		}
		l.now = now
	}
}

// Issue tells that ticket id was issued at now, or waits again since then.
func (l *Line) Issue(id int64, now Minutes) {
	l.Pass(now)
	l.waiting = append(l.waiting, waiter{id, l.now, len(l.waiting)})
	l.issues.add(l.now, 1)
}

// Return tells that ticket id, issued earlier, waits again at its old place:
// after a no-show, a transfer or a call taken back.
func (l *Line) Return(id int64, issued, now Minutes) {
	l.Pass(now)
	at, _ := slices.BinarySearchFunc(l.waiting, issued, func(w waiter, t Minutes) int {
		if w.issued <= t {
			return -1
		}
		return 1
	})
	l.waiting = slices.Insert(l.waiting, at, waiter{id, min(issued, l.now), at})
}

// Call tells that ticket id was called at now. A ticket that does not wait is ignored.
func (l *Line) Call(id int64, now Minutes) {
	l.Pass(now)
	w, ok := l.remove(id)
	if !ok {
		return
	}
	l.counts.call()
	l.calls++
	l.les = l.now - w.issued
	l.lesAhead = w.ahead
	l.waits += l.les
	l.waits60.add(l.now, l.les)
	l.calls30.add(l.now, 1)
	l.lastCall = l.now
}

// Leave tells that ticket id waits no more at now without having been called.
func (l *Line) Leave(id int64, now Minutes) {
	l.Pass(now)
	l.remove(id)
}

// Counters tells how many open counters serve the queue.
func (l *Line) Counters(n int) { l.counters = max(n, 0) }

// Waiting is how many tickets wait.
func (l *Line) Waiting() int { return len(l.waiting) }

// remove takes a waiting ticket out and returns its time of issue.
func (l *Line) remove(id int64) (waiter, bool) {
	for i, w := range l.waiting {
		if w.id == id {
			l.waiting = slices.Delete(l.waiting, i, i+1)
			return w, true
		}
	}
	return waiter{}, false
}

// hol is how long the head of the line has waited, 0 where nobody waits.
func (l *Line) hol() Minutes {
	if len(l.waiting) == 0 {
		return 0
	}
	return l.now - l.waiting[0].issued
}

// quiet is for how long somebody has waited without any call.
func (l *Line) quiet() Minutes { return l.now - max(l.lastCall, l.idleFrom) }
