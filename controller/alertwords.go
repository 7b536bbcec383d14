package controller

import (
	"time"
	"unicode"

	"motcua/internal/alert"
	"motcua/internal/center"
	"motcua/internal/i18n"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

// alertText says what is the matter now: the numbers are those of this moment,
// not of the one in which the alert was raised.
func (s *state) alertText(a *alert.Alert, lang i18n.Lang, now queue.Moment) string {
	switch a.Kind {
	case alert.Late, alert.Unserved:
		code := center.ServiceCode(a.Subject)
		longest := s.day.Longest(code, s.day.Now(now))
		key := "alert." + a.Kind
		switch {
		case longest == 0:
			key += "-over"
		case a.Kind == alert.Late && longest > queue.Promise:
			key = "alert.missed"
		}
		return i18n.T(lang, key, "service", s.serviceName(code, lang), "n", s.lateNow(code, now), "waiting", s.day.Waiting(code), "time", i18n.Duration(lang, longest))
	case alert.Idle:
		idle := s.idle(center.CounterID(a.Subject), now)
		if idle == 0 {
			return i18n.T(lang, "alert.idle-over", "counter", a.Subject)
		}
		return i18n.T(lang, "alert.idle", "counter", a.Subject, "n", s.day.Reach(center.CounterID(a.Subject)), "time", i18n.Duration(lang, idle))
	case alert.Harassment:
		if center.DayOf(a.Since) != center.DayOf(now.Wall) { // nobody has read it yet
			return i18n.T(lang, "alert.harassment-day", "n", a.N, "date", i18n.Date(lang, a.Since.In(center.Zone)))
		}
		return i18n.T(lang, "alert.harassment", "n", a.N)
	case alert.Alarm:
		return i18n.T(lang, "alert.alarm", "counter", a.Subject)
	}
	return s.deviceText(a, lang, now)
}

func (s *state) deviceText(a *alert.Alert, lang i18n.Lang, now queue.Moment) string {
	id := center.DeviceID(a.Subject)
	d := s.devices[id]
	kind := []rune(i18n.T(lang, "manager.kind-"+s.kindOf(id)))
	kind[0] = unicode.ToUpper(kind[0]) // it begins the sentence
	what := string(kind) + " " + a.Subject
	switch {
	case s.silent(id, now):
		return i18n.T(lang, "alert.silent", "device", what, "time", i18n.Clock(d.at.In(center.Zone)))
	case d.State == wire.Present && d.Cause == "":
		return i18n.T(lang, "alert.device-over", "device", what)
	case d.Cause != "":
		return i18n.T(lang, "alert.device-cause", "device", what, "cause", i18n.T(lang, "cause."+d.Cause))
	}
	return i18n.T(lang, "alert.device", "device", what, "state", i18n.T(lang, "state."+string(d.State)))
}

// alertTodo says what to do.
func (s *state) alertTodo(a *alert.Alert, lang i18n.Lang) string {
	switch a.Kind {
	case alert.Device, alert.Camera, alert.Paper, alert.Power:
		d := s.devices[center.DeviceID(a.Subject)]
		for _, key := range []string{"devices.todo-" + d.Cause + "-" + s.kindOf(center.DeviceID(a.Subject)), "devices.todo-" + d.Cause} {
			if d.Cause != "" && i18n.Has(key) {
				return i18n.T(lang, key)
			}
		}
	}
	return i18n.T(lang, "alert.todo-"+a.Kind)
}

func (s *state) serviceName(code center.ServiceCode, lang i18n.Lang) string {
	if x, ok := s.center.Service(code); ok {
		return x.Name.In(lang)
	}
	return string(code)
}

func (s *state) kindOf(id center.DeviceID) string {
	for _, k := range s.center.DeviceKinds() {
		if k.ID == id {
			return k.Kind
		}
	}
	return "device"
}

// lateNow is how many wait for a service that are past, or about to be past, the promise.
func (s *state) lateNow(code center.ServiceCode, now queue.Moment) (n int) {
	near := queue.Promise - time.Duration(s.center.Alerts.Near)*time.Minute
	for _, t := range s.day.Tickets() {
		if t.State == queue.Waiting && !t.Away && t.Service == code && s.day.Now(now)-t.Legs[len(t.Legs)-1].Begin >= near {
			n++
		}
	}
	return n
}

// urgent tells an alert that cannot wait: somebody is in need, or a promise is broken already.
func (s *state) urgent(a *alert.Alert, now queue.Moment) bool {
	switch a.Kind {
	case alert.Alarm, alert.Harassment, alert.Power:
		return true
	case alert.Late, alert.Unserved:
		return s.day.Longest(center.ServiceCode(a.Subject), s.day.Now(now)) > queue.Promise
	}
	return s.devices[center.DeviceID(a.Subject)].Cause == wire.PaperOut
}
