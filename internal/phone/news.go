package phone

import (
	"time"

	"motcua/internal/queue"
)

// What a page calls out, also with a sound where a script may make one.
const (
	called = "called"
	near   = "near"
)

const (
	fewAhead  = 3                // with so many ahead or fewer nobody should be away, where nobody can tell the wait
	soon      = 5                // minutes beside the walk: a call in so short a time is near
	leastAway = 10 * time.Minute // a shorter absence is not worth the walk
	awayStep  = 5 * time.Minute
)

// Alert is what the page calls out now, "" for nothing.
func (v *view) Alert() string {
	t := &v.Ticket
	switch {
	case t.State == queue.Called:
		return called
	case t.State != queue.Waiting || t.Away || t.Stalled != nil:
		return ""
	}
	if low, _, ok := v.left(); t.Ahead == 0 || ok && low <= v.Center.Walk+soon || !ok && t.Ahead <= fewAhead {
		return near
	}
	return ""
}

// Leave is for how many minutes the citizen may go away and when to be back: the
// low end of the wait less the walk. ok is false where the evidence carries no
// number, nothing moves, or the time is too short.
func (v *view) leave() (minutes int, back time.Time, ok bool) {
	t := &v.Ticket
	if t.State != queue.Waiting || t.Away || t.Stalled != nil || t.Wait == nil || v.Alert() != "" || v.Lost() {
		return 0, back, false
	}
	back = v.Heard.Add(time.Duration(t.Wait.LowS)*time.Second - time.Duration(v.Center.Walk)*time.Minute).Truncate(time.Minute)
	away := (back.Sub(v.Now) + time.Minute).Truncate(awayStep) // the time to be back has been cut to the minute
	return int(away.Minutes()), back, away >= leastAway
}

// Leave says for how long the citizen may go away, empty where nobody can tell.
func (v *view) Leave() string {
	n, _, ok := v.leave()
	if !ok {
		return ""
	}
	return v.T("phone.leave", "n", v.Int(n))
}

// Back says when to be back.
func (v *view) Back() string {
	_, back, _ := v.leave()
	return v.T("phone.leave-back", "time", v.Clock(back))
}

// Missed says what to do with a missed number, and until when.
func (v *view) Missed() string {
	t := &v.Ticket
	switch {
	case t.ReturnBy == nil:
		return v.T("phone.is-no-show", "number", t.Number)
	case v.gone():
		return v.T("phone.missed-over", "number", t.Number, "time", v.Clock(*t.ReturnBy))
	}
	return v.T("phone.missed-by", "number", t.Number, "time", v.Clock(*t.ReturnBy))
}

// Why says to the citizen why the number was called when it was. It never
// tells what somebody might guess a person's health from.
func (v *view) Why() string {
	t := &v.Ticket
	if t.Why == nil || t.State != queue.Called && t.State != queue.Serving {
		return ""
	}
	switch w := t.Why; {
	case w.Why == queue.ByHand:
		return v.T("phone.why-by-hand")
	case t.Priority && w.Passes > 0:
		return v.T("phone.why-priority", "number", t.Number)
	case w.Why == queue.Due && w.OverDue != nil:
		return v.T("phone.why-due", "number", t.Number, "due", v.Clock(w.Due), "over", w.Over, "over_due", v.Clock(*w.OverDue))
	case w.Why == queue.Limit:
		return v.T("phone.why-limit", "number", t.Number, "passed", w.Passed, "over", w.Over)
	}
	return t.Why.Sentence(v.Lang)
}

// Further says where the visit goes on, empty once it is over.
func (v *view) Further() string {
	t := &v.Ticket
	switch {
	case v.over():
	case t.Back != "" && len(t.Plan) > 0:
		return v.T("phone.back-then", "counter", t.Back, "services", v.services(t.Plan))
	case t.Back != "":
		return v.T("phone.back-to", "counter", t.Back)
	case len(t.Plan) > 0:
		return v.T("phone.then", "services", v.services(t.Plan))
	}
	return ""
}
