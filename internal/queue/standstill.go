package queue

import (
	"slices"
	"strings"
	"time"

	"motcua/internal/fault"
)

// mostAway bounds the minutes that a pause may announce.
const mostAway = 4 * 60

// finishAndNext finishes the held ticket, which the act must name, and calls who
// is due then: one press, and one undo.
func finishAndNext(d *Day, c *Counter, a Act, now Moment) ([]Event, error) {
	if a.Ticket == "" {
		return nil, fault.New(fault.Invalid, "ticket-missing")
	}
	events, err := finish(d, c, a, now)
	if err != nil {
		return nil, err
	}
	if e := events[0]; e.Then != "" || e.Back != "" { // the visit waits again, perhaps for this very counter
		d = d.Copy()
		d.Apply(e, now)
		c = d.counters[c.ID]
	}
	if x := choose(d.reach[c.ID], c.ordinary, d.Now(now)); x.place != nil {
		e := d.call(c, x, Act{By: a.By}, now)
		e.Together = true
		events = append(events, e)
	}
	return events, nil
}

// pause lets nobody be called here for a while. Pausing again for another
// reason, or with another announced end, replaces the pause.
func pause(d *Day, c *Counter, a Act, now Moment) ([]Event, error) {
	switch {
	case c.Paused && c.Reason == a.Reason && a.Minutes == 0:
		return nil, nil
	case c.Ticket != nil:
		return nil, fault.New(fault.Conflict, "counter-busy", "number", c.Ticket.Number)
	case !c.Open:
		return nil, fault.New(fault.Conflict, "counter-closed", "counter", c.ID)
	case !slices.Contains(d.center.PauseReasons, a.Reason):
		return nil, fault.New(fault.Invalid, "reason-unknown", "reasons", strings.Join(d.center.PauseReasons, ", "))
	case a.Minutes < 0 || a.Minutes > mostAway:
		return nil, fault.New(fault.Invalid, "pause-minutes", "most", mostAway)
	}
	e := c.event(CounterPaused, a)
	e.Reason = a.Reason
	if a.Minutes > 0 {
		until := now.Wall.Add(time.Duration(a.Minutes) * time.Minute).Truncate(time.Second)
		e.Until = &until
	}
	return []Event{e}, nil
}

// incident reports a standstill, which lasts until somebody says that it is
// over, or the counter closes. It explains; no figure is left out because of it.
func incident(_ *Day, c *Counter, a Act, _ Moment) ([]Event, error) {
	if !slices.Contains(IncidentReasons, a.Reason) {
		return nil, fault.New(fault.Invalid, "reason-unknown", "reasons", strings.Join(IncidentReasons, ", "))
	}
	if c.Incident == a.Reason {
		return nil, nil
	}
	return []Event{{Type: CounterIncident, Counter: c.ID, By: a.By, Reason: a.Reason}}, nil
}

// recovered says that the incident is over.
func recovered(_ *Day, c *Counter, a Act, _ Moment) ([]Event, error) {
	if c.Incident == "" {
		return nil, nil
	}
	return []Event{{Type: CounterRecovered, Counter: c.ID, By: a.By, Reason: c.Incident}}, nil
}

// undo takes back what the counter did last: the events of one action, the
// newest first.
func undo(d *Day, c *Counter, a Act, now Moment) ([]Event, error) {
	s := c.last
	if s == nil || !s.alone && d.Now(now)-s.at > UndoFor {
		return nil, fault.New(fault.Conflict, "undo-nothing")
	}
	if s.id != "" && d.tickets[s.id].rev != s.rev {
		return nil, fault.New(fault.Conflict, "undo-moved", "number", s.ticket.Number)
	}
	var events []Event
	for ; s != nil; s = s.before {
		if s.before != nil && s.before.id != s.id && d.tickets[s.before.id].rev != s.before.rev {
			return nil, fault.New(fault.Conflict, "undo-moved", "number", s.before.ticket.Number)
		}
		e := Event{Type: CounterUndone, Counter: c.ID, By: a.By, Undone: s.what}
		if s.id != "" {
			e.Ticket, e.Number = s.ticket.ID, s.ticket.Number
		}
		events = append(events, e)
	}
	return events, nil
}
