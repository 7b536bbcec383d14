package controller

import (
	"net/http"

	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

func postAction(c *Controller, w http.ResponseWriter, r *http.Request, who caller) error {
	var q wire.ActionRequest
	wish, err := read(w, r, who, &q)
	if err != nil {
		return err
	}
	counter := center.CounterID(r.PathValue("counter"))
	if err := c.mayRun(who, counter); err != nil {
		return err
	}
	return answer(w, c.engine.act(r.Context(), wish, r.PathValue("action"), queue.Act{
		Counter: counter, By: who.id, Official: official(who), Ticket: q.Ticket, Service: q.Service, To: q.Counter, Back: q.Back, Reason: q.Reason,
		Finish: q.Finish, Minutes: q.Minutes, Dossiers: q.Dossiers, Outside: q.Outside,
	}))
}

// official is the person who acts, "" for a device that anybody may have pressed.
func official(who caller) string {
	if who.device != "" || !who.may("staff") {
		return ""
	}
	return who.id
}

// mayRun refuses whom the configuration binds to another counter, unless the
// manager has signed that official on here too.
func (c *Controller) mayRun(who caller, id center.CounterID) error {
	if who.counter == "" || who.counter == id {
		return nil
	}
	if view(c.engine, func(s *state, _ queue.Moment) bool { return s.day.Staffed(id, official(who)) }) {
		return nil
	}
	return fault.New(fault.Forbidden, "counter-other", "counter", id)
}

// postStaff lets an official sit at a counter, or leave it, in the manager's name.
func postStaff(c *Controller, w http.ResponseWriter, r *http.Request, who caller) error {
	var q wire.StaffRequest
	wish, err := read(w, r, who, &q)
	if err != nil {
		return err
	}
	if q.Present && c.officialName(q.Official) == q.Official {
		return fault.New(fault.Invalid, "official-unknown")
	}
	action := "sign-off"
	if q.Present {
		action = "sign-on"
	}
	return answer(w, c.engine.act(r.Context(), wish, action, queue.Act{Counter: center.CounterID(r.PathValue("counter")), By: who.id, Official: q.Official}))
}

func getCounters(c *Controller, w http.ResponseWriter, _ *http.Request, who caller) error {
	inside := who.may("greeter", "staff", "manager", "inspector", "technician")
	all := view(c.engine, func(s *state, now queue.Moment) []wire.Counter {
		all := s.countersView(now)
		for i := range all {
			if inside {
				s.insideView(&all[i], now)
			}
		}
		return all
	})
	for i := range all {
		c.name(all[i].Staff)
	}
	return send(w, wire.Counters{Counters: all})
}

// insideView adds what concerns only who works here.
func (s *state) insideView(v *wire.Counter, now queue.Moment) {
	v.Next = s.nextView(v.ID, now)
	if x, ok := s.day.Counter(v.ID); ok {
		for _, id := range x.Staff {
			v.Staff = append(v.Staff, wire.Official{ID: id})
		}
	}
	if a, ok := s.alarm(v.ID); ok {
		v.Alarm = &a.At
	}
}

// officialName is who is behind an opaque id, the id where nobody knows.
func (c *Controller) officialName(id string) string {
	c.engine.mu.RLock()
	defer c.engine.mu.RUnlock()
	return c.engine.nameOf(id)
}

// name fills in what the accounts call officials.
func (c *Controller) name(all []wire.Official) {
	for i := range all {
		all[i].Name = c.officialName(all[i].ID)
	}
}

// deskView adds what a counter's standstill, pause and silence make worth knowing.
func (s *state) deskView(c *queue.Counter, v *wire.Counter) {
	if v.Until = c.Until; c.Incident != "" {
		stands := c.Stands
		v.Stands = &stands
	}
	if since, closeAt, asked := s.day.Still(c.ID); asked {
		v.Still = &wire.Still{Since: since, CloseAt: closeAt}
	}
	v.Lost = s.day.Lost(c.ID)
}

// forgotten tells that a visit's last service ended by itself.
func forgotten(t *queue.Ticket) bool {
	i := answeredLeg(t)
	return i >= 0 && t.Legs[i].Forgotten
}

// inside tells whether an event concerns only who works here: the hall is told
// neither who sits where nor that a counter asks for help.
func inside(kind string) bool {
	switch kind {
	case string(queue.CounterStaffed), string(queue.CounterAsked), string(queue.CounterAttended), string(queue.TicketNoted), wire.CounterAlarmed:
		return true
	}
	return false
}
