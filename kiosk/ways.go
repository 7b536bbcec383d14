package kiosk

import (
	"time"

	"motcua/internal/center"
	"motcua/internal/i18n"
	"motcua/internal/wire"
)

// restart goes to the start but keeps the language: the same person stands there.
func (f *Flow) restart() {
	lang, contrast := f.Lang, f.Contrast
	f.reset()
	f.Lang, f.Contrast = lang, contrast
}

func (f *Flow) choose(what, value string) {
	switch what {
	case "start":
		if f.Step() == Attract {
			f.enter(Purpose)
		}
	case "purpose":
		f.Wish.Request = wire.IssueRequest{Kiosk: f.Kiosk, Purpose: center.Purpose(value)}
		f.enter(Service)
	case "service":
		f.Wish.Request.Service = center.ServiceCode(value)
		if _, full := f.about.Full[f.Wish.Request.Service]; full {
			f.enter(Full)
			return
		}
		f.ask()
	case "appointment":
		if f.Step() == Attract && f.about.Appointments {
			f.enter(Code)
		}
	case "key", "erase", "check-in":
		f.typed(what, value)
	case "priority":
		f.Wish.Request.Priority = value == "yes"
		f.want()
	case "retry":
		f.work()
	}
}

// ask goes on to the question of priority, or past it where nobody has priority.
func (f *Flow) ask() {
	f.Wish.Request.Priority = f.Elderly
	if len(f.about.Priority.Groups) == 0 || f.Elderly {
		f.want()
		return
	}
	f.enter(Priority)
}

// want asks for a number anew.
func (f *Flow) want() {
	f.Wish.Key = f.newKey()
	f.Dossier = ""
	f.work()
}

func (f *Flow) work() {
	f.enter(Working)
	f.due, f.tries, f.Problem, f.slips, f.fate, f.known = f.now, 0, "", map[string]slip{}, time.Time{}, slipWaiting
}

func (f *Flow) back() {
	switch f.step {
	case Help:
		f.enter(f.from)
	case Purpose:
		f.restart()
	case Service:
		f.Dossier = ""
		f.enter(Purpose)
	case Full, Priority, Refused:
		f.again()
	case Code, Guard:
		f.restart()
	case Guide:
		f.enter(Guard)
	}
}

// again goes back from what was chosen to the choice.
func (f *Flow) again() {
	switch {
	case f.step == Refused && len(f.about.Priority.Groups) > 0 && !f.Elderly && f.Wish.Request.Appointment == "":
		f.enter(Priority)
	case f.Wish.Request.Appointment != "":
		f.enter(Code)
	default:
		f.enter(Service)
	}
}

func (f *Flow) refuse(sentence string) {
	f.Problem = sentence
	f.touched = f.now
	f.enter(Refused)
}

func other(l i18n.Lang) i18n.Lang {
	if l == i18n.EN {
		return i18n.VI
	}
	return i18n.EN
}

// Offers returns the services given for the purpose chosen.
func (f *Flow) Offers() []center.Service {
	var fit []center.Service
	for _, s := range f.about.Services {
		if s.Offers(f.Wish.Request.Purpose) {
			fit = append(fit, s)
		}
	}
	return fit
}

// service returns the service of that code, or one that is called by its code.
func (f *Flow) service(code center.ServiceCode) center.Service {
	for _, s := range f.about.Services {
		if s.Code == code {
			return s
		}
	}
	return center.Service{Code: code, Name: i18n.Text{VI: string(code)}}
}
