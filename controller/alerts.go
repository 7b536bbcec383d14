package controller

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"time"

	"motcua/internal/alert"
	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/i18n"
	"motcua/internal/queue"
	"motcua/internal/rating"
	"motcua/internal/wire"
)

const watchEvery = 5 * time.Second // between looks for what the manager has to know of

// watch looks at the center and logs what becomes of its alerts.
func (t *tx) watch() {
	first := t.e.watched == 0
	if !first && t.now.Up-t.e.watched < watchEvery && !t.unheard() {
		return
	}
	t.e.watched = t.now.Up
	if first { // the devices have had no time to report
		return
	}
	serving := t.open && t.center.Hours.Open(t.now.Wall)
	t.alert(t.alerts.Look(alert.Sights(t.center, t.scene(serving)), &t.center.Alerts, serving, t.now))
}

// alert logs what becomes of alerts. A new one is named after its own entry.
func (t *tx) alert(events []alert.Event) {
	for _, e := range events {
		if e.Data.Alert == 0 {
			e.Data.Alert = t.e.store.Head().Seq + int64(len(t.batch.Drafts)) + 1
		}
		t.emit(e.Type, &e.Data)
	}
}

// closeAlerts takes back, as the day ends, what is the day's own.
func (t *tx) closeAlerts() {
	scene := alert.Scene{Harassed: t.harassed()}
	t.alert(t.alerts.Look(alert.Sights(t.center, scene), &t.center.Alerts, false, t.now))
	t.alert(t.alerts.Close())
}

// scene is the center as the rules of alerts see it.
func (s *state) scene(open bool) alert.Scene {
	now := s.clock()
	at := s.day.Now(now)
	x := alert.Scene{Open: open, Harassed: s.harassed()}
	waits := map[center.ServiceCode][]time.Duration{}
	for _, t := range s.day.Tickets() {
		if t.State == queue.Waiting && !t.Away {
			waits[t.Service] = append(waits[t.Service], at-t.Legs[len(t.Legs)-1].Begin)
		}
	}
	for _, c := range s.center.Services {
		x.Services = append(x.Services, alert.Service{Code: c.Code, Waits: waits[c.Code], Counters: s.openFor(c.Code)})
	}
	for _, c := range s.center.Counters {
		x.Counters = append(x.Counters, alert.Counter{ID: c.ID, Idle: s.idle(c.ID, now), Alarmed: s.alarmed(c.ID)})
	}
	for _, k := range s.center.DeviceKinds() {
		d, known := s.devices[k.ID]
		x.Devices = append(x.Devices, alert.Thing{ID: k.ID, Kind: k.Kind, State: d.State, Cause: d.Cause, Known: known, Silent: s.silent(k.ID, now)})
	}
	return x
}

// harassed is how many of today's answers tell of harassment, 0 while the
// answers are too few to be shown.
func (s *state) harassed() int {
	if s.ratings.N < rating.LeastBatch {
		return 0
	}
	return s.ratings.Harassment
}

// unheard tells that a quiet alarm has no alert yet, or an alert no alarm any
// more: neither waits for the next look.
func (s *state) unheard() bool {
	n := 0
	for _, a := range s.alerts.Open() {
		if a.Kind == alert.Alarm {
			n++
		}
	}
	return n != len(s.alarms)
}

// alertsView is every open alert with its words; names tells who is behind an id.
func (s *state) alertsView(now queue.Moment, name func(id string) string) wire.Alerts {
	v := wire.Alerts{At: now.Wall, Day: s.day.Date, Alerts: []wire.Alert{}}
	for _, a := range s.alerts.Open() {
		x := wire.Alert{Alert: a.ID, Kind: a.Kind, Subject: a.Subject, Since: a.Since, Acknowledged: a.Acknowledged, Escalated: a.Escalated}
		if a.By != "" {
			x.By = name(a.By)
		}
		x.Urgent = s.urgent(a, now)
		x.Text = i18n.Text{VI: s.alertText(a, i18n.VI, now), EN: s.alertText(a, i18n.EN, now)}
		x.Todo = i18n.Text{VI: s.alertTodo(a, i18n.VI), EN: s.alertTodo(a, i18n.EN)}
		v.Alerts = append(v.Alerts, x)
	}
	return v
}

func (e *Engine) alertsNow() wire.Alerts {
	e.mu.RLock()
	defer e.mu.RUnlock()
	return e.state.alertsView(e.opts.Clock(), e.nameOf)
}

// nameOf is who is behind an opaque id, as far as it is known here. The lock is held.
func (e *Engine) nameOf(id string) string {
	if a, ok := e.accountByID(id); ok {
		return cmp.Or(a.Person, a.Name)
	}
	return id
}

func getAlerts(c *Controller, w http.ResponseWriter, _ *http.Request, _ caller) error {
	return send(w, c.engine.alertsNow())
}

// postAcknowledge says that somebody sees to an alert: the first one who does, and nobody after.
func postAcknowledge(c *Controller, w http.ResponseWriter, r *http.Request, who caller) error {
	wish, err := read(w, r, who, &struct{}{})
	if err != nil {
		return err
	}
	id, err := strconv.ParseInt(r.PathValue("alert"), 10, 64)
	if err != nil {
		return fault.New(fault.NotFound, "alert-unknown")
	}
	return answer(w, c.engine.ask(r.Context(), wish, func(t *tx) (int, any, error) {
		a, ok := t.alerts.Find(id)
		switch {
		case !ok:
			return 0, nil, fault.New(fault.NotFound, "alert-unknown")
		case a.Acknowledged != nil && a.By != who.id:
			return 0, nil, fault.New(fault.Conflict, "alert-acknowledged", "by", t.e.nameOf(a.By), "time", i18n.Clock(a.Acknowledged.In(center.Zone)))
		case a.Acknowledged == nil:
			t.alert(t.alerts.Acknowledge(a, who.id))
			if n := center.CounterID(a.Subject); a.Kind == alert.Alarm && t.alarmed(n) { // who sees to it comes
				t.emit(wire.AlarmAnswered, &wire.AlarmData{Counter: n, By: who.id})
			}
		}
		return http.StatusOK, t.alertsView(t.now, t.e.nameOf), nil
	}))
}

// alerted folds an event of alerts.
func (s *state) alerted(kind string, d *wire.AlertData, m queue.Moment) { s.alerts.Apply(kind, *d, m) }

// isAlert tells an event of alerts.
func isAlert(kind string) bool {
	return slices.Contains([]string{wire.AlertRaised, wire.AlertAcknowledged, wire.AlertEscalated, wire.AlertTold, wire.AlertCleared}, kind)
}
