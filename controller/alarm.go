package controller

import (
	"net/http"
	"slices"

	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

// withdrawn is an alarm that its official takes back.
const withdrawn = "withdrawn"

// postAlarm asks for the manager, without a word to the hall. Asking again
// changes nothing.
func postAlarm(c *Controller, w http.ResponseWriter, r *http.Request, who caller) error {
	return c.onAlarm(w, r, who, &struct{}{}, func(t *tx, id center.CounterID) error {
		if !t.alarmed(id) {
			t.emit(wire.CounterAlarmed, &wire.AlarmData{Counter: id, By: who.id})
		}
		return nil
	})
}

// postAlarmAnswer says that the manager comes, or that there is nothing to come for.
func postAlarmAnswer(c *Controller, w http.ResponseWriter, r *http.Request, who caller) error {
	var q wire.AlarmRequest
	return c.onAlarm(w, r, who, &q, func(t *tx, id center.CounterID) error {
		switch {
		case q.Reason != "" && q.Reason != withdrawn:
			return fault.New(fault.Invalid, "reason-unknown", "reasons", withdrawn)
		case q.Reason == "" && !who.may("manager"): // colleagues cannot say who comes
			return fault.New(fault.Forbidden, "role", "roles", "manager")
		}
		if t.alarmed(id) {
			t.emit(wire.AlarmAnswered, &wire.AlarmData{Counter: id, By: who.id, Reason: q.Reason})
		}
		return nil
	})
}

// onAlarm reads a request about a counter's alarm and decides it.
func (c *Controller) onAlarm(w http.ResponseWriter, r *http.Request, who caller, q any, decide func(*tx, center.CounterID) error) error {
	wish, err := read(w, r, who, q)
	if err != nil {
		return err
	}
	id := center.CounterID(r.PathValue("counter"))
	if _, ok := c.site().Counter(id); !ok {
		return fault.New(fault.NotFound, "counter-unknown", "counter", id)
	}
	if !who.may("manager") {
		if err := c.mayRun(who, id); err != nil {
			return err
		}
	}
	return answer(w, c.engine.ask(r.Context(), wish, func(t *tx) (int, any, error) {
		if !t.open {
			return 0, nil, fault.New(fault.Conflict, "day-closed")
		}
		return http.StatusNoContent, nil, decide(t, id)
	}))
}

func getAlarms(c *Controller, w http.ResponseWriter, _ *http.Request, _ caller) error {
	all := view(c.engine, func(s *state, _ queue.Moment) []wire.Alarm { return slices.Clone(s.alarms) })
	for i := range all {
		all[i].By.Name = c.officialName(all[i].By.ID)
	}
	return send(w, wire.Alarms{Alarms: append([]wire.Alarm{}, all...)})
}

// alarm is a counter's alarm that nobody has answered.
func (s *state) alarm(id center.CounterID) (wire.Alarm, bool) {
	i := slices.IndexFunc(s.alarms, func(a wire.Alarm) bool { return a.Counter == id })
	if i < 0 {
		return wire.Alarm{}, false
	}
	return s.alarms[i], true
}

// alarmed tells whether a counter's quiet alarm is on.
func (s *state) alarmed(id center.CounterID) bool {
	_, waits := s.alarm(id)
	return waits
}

// onAlarm folds the events of alarms.
func (s *state) onAlarm(kind string, d *wire.AlarmData, m queue.Moment) {
	s.alarms = slices.DeleteFunc(slices.Clone(s.alarms), func(a wire.Alarm) bool { return a.Counter == d.Counter && kind == wire.AlarmAnswered })
	if !s.alarmed(d.Counter) && kind == wire.CounterAlarmed {
		s.alarms = append(s.alarms, wire.Alarm{Counter: d.Counter, At: m.Wall, By: wire.Official{ID: d.By}})
	}
}
