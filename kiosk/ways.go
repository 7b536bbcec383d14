package kiosk

import (
	"motcua/internal/center"
	"motcua/internal/i18n"
)

// restart goes to the start but keeps the language: the same person stands there.
func (f *Flow) restart() {
	lang, aids := f.Lang, f.Aids
	f.reset()
	f.Lang, f.Aids = lang, aids
}

// answered are the answers that count only on the screen that asks for them: a
// second touch of a trembling hand must not answer what comes next.
var answered = map[string]Step{"purpose": Purpose, "service": Service, "priority": Priority, "take": Confirm, "retry": Refused, "elsewhere": Refused}

func (f *Flow) choose(what, value string) {
	if step, asks := answered[what]; asks && step != f.step {
		return
	}
	switch what {
	case "start":
		if f.Step() == Attract {
			f.enter(Purpose)
		}
	case "purpose":
		r := &f.Wish.Request
		r.Kiosk, r.Purpose, r.Service, r.Appointment = f.Kiosk, center.Purpose(value), "", ""
		f.enter(Service)
		f.wanted()
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
	case "take":
		f.want()
	case "proxy", "assist":
		f.mark(what)
	case "retry":
		f.work()
	case "elsewhere":
		f.enter(Service)
	default:
		f.seek(what, value)
	}
}

// ask goes on to the last question before a number: whether who stands here has
// priority, or, where that is clear, whether the number is wanted.
func (f *Flow) ask() {
	f.Wish.Request.Priority, f.Wish.Request.Procedure = f.Elderly, f.named()
	f.enter(f.lastStep())
}

func (f *Flow) lastStep() Step {
	if len(f.about.Priority.Groups) == 0 || f.Elderly {
		return Confirm
	}
	return Priority
}

// mark sets or takes back what is said about who the number is for. It is a
// wish of the moment: nobody needs to answer it.
func (f *Flow) mark(what string) {
	r := &f.Wish.Request
	switch {
	case f.step != Priority && f.step != Confirm:
	case what == "proxy":
		r.Proxy = !r.Proxy
	default:
		r.Assist = !r.Assist
	}
}

// want asks for a number anew.
func (f *Flow) want() {
	f.Wish.Key = f.newKey()
	f.Dossier = ""
	f.work()
}

func (f *Flow) work() {
	f.enter(Working)
	if f.slips == nil {
		f.slips = map[string]slip{}
	}
	f.due, f.tries, f.Problem, f.code = f.now, 0, "", ""
}

func (f *Flow) back() {
	switch f.step {
	case Help:
		f.goBackTo(f.from)
	case Language:
		f.unfold()
	case Purpose:
		if f.Ticket.ID != "" { // of the number that is being changed or added to
			f.showAgain()
			return
		}
		f.restart()
	case Drop:
		f.drop("no")
	case Service:
		f.Dossier = ""
		f.enter(Purpose)
	case Full, Priority, Confirm, Refused:
		f.again()
	case Code, Guard:
		f.restart()
	case Guide:
		f.enter(Guard)
	default:
		f.seekBack()
	}
}

// goBackTo shows a step once more from which something was looked up.
func (f *Flow) goBackTo(s Step) {
	if s == Result {
		f.showAgain()
		return
	}
	f.enter(s)
}

// again goes back from what was chosen to the choice.
func (f *Flow) again() {
	switch {
	case f.step == Refused && f.Wish.Request.Appointment == "":
		f.enter(f.lastStep())
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
