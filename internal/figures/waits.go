package figures

import (
	"cmp"
	"slices"
	"time"

	"motcua/internal/queue"
)

// Excluded says why no figure of waiting has the leg, empty where one has.
func (l *Leg) Excluded() string {
	switch {
	case l.Paper: // what people remember is no measurement
		return "paper"
	case l.Resumed: // nobody waited for a call
		return "resumed"
	}
	return counted
}

// Missed says why no figure of waiting has the leg of a visit, or why it is not
// among the answered ones: left, waiting; empty where it is.
func (l *Leg) Missed(v *Visit) string { return missed(v, l) }

func missed(v *Visit, l *Leg) string {
	switch {
	case v.Away: // hours at home are no wait
		return "away"
	case l.Excluded() != "":
		return l.Excluded()
	case l.Answered:
		return counted
	case l.Open:
		return "waiting"
	}
	return "left"
}

func waitOf(_ *Day, v *Visit, l *Leg) (time.Duration, string) {
	return l.Called - l.Begin, missed(v, l)
}

func openWait(_ *Day, v *Visit, l *Leg) (time.Duration, string) {
	return l.Called - l.Begin - l.Closed, missed(v, l)
}

func classed(priority bool) func(*Day, *Visit, *Leg) (time.Duration, string) {
	return func(d *Day, v *Visit, l *Leg) (time.Duration, string) {
		if v.Priority != priority {
			return 0, elsewhere
		}
		return waitOf(d, v, l)
	}
}

// visitWait adds up the waits of a finished visit.
func visitWait(open bool) func(*Day, *Visit) (time.Duration, string) {
	return func(_ *Day, v *Visit) (sum time.Duration, why string) {
		if v.State != queue.Finished {
			return 0, unfinished(v)
		}
		for i := range v.Legs {
			l := &v.Legs[i]
			if l.Paper {
				return 0, "paper"
			}
			if missed(v, l) != counted {
				continue
			}
			if sum += l.Called - l.Begin; open {
				sum -= l.Closed
			}
		}
		return sum, counted
	}
}

func unfinished(v *Visit) string {
	switch v.State {
	case queue.NoShow, queue.Canceled, queue.Expired:
		return "left"
	}
	return "going-on"
}

func visitTime(_ *Day, v *Visit) (time.Duration, string) {
	switch last := &v.Legs[len(v.Legs)-1]; {
	case v.State != queue.Finished:
		return 0, unfinished(v)
	case v.Paper:
		return 0, "paper"
	case last.Forgotten:
		return 0, "forgotten"
	default:
		return last.Ended - v.Legs[0].Begin, counted
	}
}

func walk(_ *Day, _ *Visit, l *Leg) (time.Duration, string) {
	switch {
	case !l.Answered:
		return 0, elsewhere
	case l.Resumed:
		return 0, "resumed"
	case l.Inferred:
		return 0, "inferred"
	}
	return l.Started - l.Called, counted
}

// came counts who came within a minute of the call.
func came(d *Day, v *Visit, l *Leg) (time.Duration, string) {
	w, why := walk(d, v, l)
	if why == counted && w > time.Minute {
		return 0, "slow"
	}
	return 0, why
}

func service(_ *Day, _ *Visit, l *Leg) (time.Duration, string) {
	switch {
	case !l.Answered:
		return 0, elsewhere
	case l.Open:
		return 0, "going-on"
	case l.Forgotten:
		return 0, "forgotten"
	}
	return l.Ended - l.Started, counted
}

func wrapUp(_ *Day, _ *Visit, l *Leg) (time.Duration, string) {
	if !l.Wrapped {
		return 0, elsewhere
	}
	return l.WrapUp, counted
}

// waiting is who waits now, and for how long.
func waiting(d *Day, v *Visit) (time.Duration, string) {
	switch {
	case v.State != queue.Waiting:
		return 0, elsewhere
	case v.Away:
		return 0, "away"
	}
	return d.Now - v.Legs[len(v.Legs)-1].Begin, counted
}

// within counts the legs whose wait kept a promise.
func within(limit time.Duration, wait func(*Day, *Visit, *Leg) (time.Duration, string)) func(*Day, *Visit, *Leg) (time.Duration, string) {
	return func(d *Day, v *Visit, l *Leg) (time.Duration, string) {
		w, why := wait(d, v, l)
		if why == counted && w > limit {
			why = "late"
		}
		return w, why
	}
}

// unanswered is how long somebody waited who was not served: until the leg
// ended, or until now.
func unanswered(d *Day, v *Visit, l *Leg, open bool) (w time.Duration, still, ok bool) {
	switch {
	case v.Away, l.Answered, l.Excluded() != "":
		return 0, false, false
	case !l.Open:
		w = l.Ended - l.Begin
	case v.State == queue.Waiting:
		w, still = d.Now-l.Begin, true
	default: // called at this moment
		return 0, false, false
	}
	if open {
		w -= l.Closed
	}
	return w, still, true
}

func leftAfter(limit time.Duration, open bool) func(*Day, *Visit, *Leg) (time.Duration, string) {
	return func(d *Day, v *Visit, l *Leg) (time.Duration, string) {
		if w, _, ok := unanswered(d, v, l, open); ok && w > limit {
			return w, counted
		}
		return 0, elsewhere
	}
}

func leftBefore(limit time.Duration, open bool) func(*Day, *Visit, *Leg) (time.Duration, string) {
	return func(d *Day, v *Visit, l *Leg) (time.Duration, string) {
		if w, still, ok := unanswered(d, v, l, open); ok && !still && w <= limit {
			return w, counted
		}
		return 0, elsewhere
	}
}

// told is the wait of a number that was told a range: from the issue until the
// first call that was answered.
func told(_ *Day, v *Visit) (time.Duration, string) {
	switch l := &v.Legs[0]; {
	case v.Told == nil:
		return 0, "untold"
	case !l.Answered:
		return 0, cmp.Or(map[bool]string{true: "waiting"}[l.Open], "left")
	default:
		return l.Called - v.Issued, counted
	}
}

func toldThat(yes func(seconds int, t *queue.Told) bool, otherwise string) func(*Day, *Visit) (time.Duration, string) {
	return func(d *Day, v *Visit) (time.Duration, string) {
		w, why := told(d, v)
		if why == counted && !yes(int(w.Seconds()), v.Told) {
			why = otherwise
		}
		return w, why
	}
}

// pressed is a visit that is over and of whose served legs somebody pressed both ends.
func pressed(_ *Day, v *Visit) (time.Duration, string) {
	if v.State != queue.Finished {
		return 0, elsewhere
	}
	if slices.ContainsFunc(v.Legs, func(l Leg) bool { return l.over() && (l.Inferred || l.Unpressed) }) {
		return 0, "unpressed"
	}
	return 0, counted
}
