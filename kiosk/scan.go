package kiosk

import (
	"crypto/sha256"
	"errors"
	"time"

	"motcua/internal/center"
	"motcua/internal/client"
	"motcua/internal/i18n"
	"motcua/internal/wire"
)

const (
	lookup   = 12 * time.Second // for what a code is
	readable = 30 * time.Second // what a code is stays without a touch
	again    = 3 * time.Second  // a second reading of one code by the same hand
)

// scanned is a code that lies over the screen until it is closed; what was
// chosen beneath stays as it was.
type scanned struct {
	key     string // of the errand under way; empty: none
	answer  wire.ScanAnswer
	told    bool
	problem string // the controller's sentence, in the language lang
	fault   string // its code
	lang    i18n.Lang
	shown   time.Time // since when it lies there

	standing standing // of a dossier
	touched  time.Time
}

// Scan takes a code that was scanned at the kiosk's own screen.
func (f *Flow) Scan(code string) {
	if code == "" || f.reread(sha256.Sum256([]byte(code))) {
		return
	}
	f.over(func(f *Flow) { f.show(&scanned{}, Errand{Code: code}) })
}

// reread tells whether the code was read just now: who holds a slip before a
// scanner has it read several times. Of the code, which may be a citizen's card, only a sum is kept.
func (f *Flow) reread(sum [sha256.Size]byte) bool {
	before := f.read
	f.read.sum, f.read.at = sum, f.now
	if before.sum != sum || f.now.Sub(before.at) >= again {
		return false
	}
	if f.scan != nil {
		f.scan.touched = f.now
	}
	return true
}

// Overheard takes what a scanner beside the kiosk read; the bridge has asked already.
func (f *Flow) Overheard(a wire.ScanAnswer) {
	if a.Kiosk != f.Kiosk {
		return
	}
	f.over(func(f *Flow) {
		if f.scan != nil && f.scan.told && same(f.scan.answer, a) {
			f.scan.touched = f.now
			return
		}
		f.show(&scanned{answer: a, told: true}, Errand{})
		f.askStanding()
	})
}

// same tells whether two answers are of one code.
func same(a, b wire.ScanAnswer) bool {
	switch {
	case a.Kind != b.Kind || a.Dossier != b.Dossier:
		return false
	case a.Ticket != nil && b.Ticket != nil:
		return a.Ticket.ID == b.Ticket.ID
	case a.Appointment != nil && b.Appointment != nil:
		return a.Appointment.ID == b.Appointment.ID
	case a.Card != nil && b.Card != nil:
		return a.Card.Person == b.Card.Person
	}
	return a.Ticket == b.Ticket && a.Appointment == b.Appointment && a.Card == b.Card
}

// over lays something over the screen, but not before a number that is on its way has come.
func (f *Flow) over(do func(*Flow)) {
	if f.step == Working {
		f.later = do
		return
	}
	do(f)
}

func (f *Flow) show(s *scanned, e Errand) {
	f.Asking, f.touched = false, f.now
	s.shown, s.touched = f.now, f.now
	if f.scan != nil {
		s.shown = f.scan.shown
	}
	f.scan = s
	if e != (Errand{}) {
		f.send(e)
	}
}

// send asks something because of the code.
func (f *Flow) send(e Errand) { f.scan.key, f.scan.touched = f.run(e), f.now }

// Told takes what a code is.
func (f *Flow) Told(key string, a wire.ScanAnswer, err error) {
	if f.scan == nil || f.scan.key != key {
		return
	}
	f.scan.key, f.scan.answer, f.scan.told, f.scan.touched = "", a, err == nil, f.now
	f.scan.fail(err, f.Lang)
	f.askStanding()
}

// Came takes the ticket that was checked in.
func (f *Flow) Came(key string, t wire.Ticket, err error) {
	if f.scan == nil || f.scan.key != key {
		return
	}
	f.scan.key, f.scan.touched = "", f.now
	if f.scan.fail(err, f.Lang); err == nil {
		f.scan.answer.Ticket = &t
	}
}

// fail notes why an errand failed; nil: it did not.
func (s *scanned) fail(err error, lang i18n.Lang) {
	s.problem, s.fault, s.lang = "", "", lang
	var problem *client.Problem
	switch {
	case errors.As(err, &problem):
		s.problem, s.fault = problem.Detail, problem.Fault.Code
	case err != nil:
		s.fault = "controller-away"
	}
}

// tickScan closes what nobody reads any more.
func (f *Flow) tickScan() {
	if f.scan.key != "" && f.now.Sub(f.scan.touched) >= lookup {
		f.scan.key, f.scan.fault, f.scan.touched = "", "controller-away", f.now
	}
	if f.scan.key == "" && f.now.Sub(f.scan.touched) >= f.longer(readable) {
		f.closeScan()
	}
}

// closeScan shows the screen beneath again, where no time has passed.
func (f *Flow) closeScan() {
	if f.step == Result {
		lost := f.now.Sub(f.scan.shown)
		f.entered = f.entered.Add(lost)
		if !f.fate.IsZero() {
			f.fate = f.fate.Add(min(lost, f.now.Sub(f.fate)))
		}
	}
	f.scan, f.touched = nil, f.now
}

// pressScan takes a press while a code lies over the screen, and tells whether it was meant for it.
func (f *Flow) pressScan(what, value string) bool {
	a := f.scan.answer
	f.scan.touched = f.now
	switch what {
	case "back":
		f.closeScan()
	case "scan":
		f.accept(value, a)
	case "help":
		f.closeScan()
		return false
	case "lang", "home", "held":
		return false
	}
	return true
}

// accept does what a code offers.
func (f *Flow) accept(what string, a wire.ScanAnswer) {
	switch {
	case what == "close":
		f.closeScan()
	case f.scan.key != "":
	case what == "arrive" && a.Ticket != nil:
		f.send(Errand{Arrive: a.Ticket.ID})
	case what == "arrive", !f.begins():
	case what == "appointment" && a.Appointment != nil:
		f.closeScan()
		f.Typed = a.Appointment.Code
		f.Wish.Request = wire.IssueRequest{Kiosk: f.Kiosk, Appointment: a.Appointment.Code}
		f.ask()
	case what == "collect":
		f.closeScan()
		f.Dossier = a.Dossier
		f.Wish.Request = wire.IssueRequest{Kiosk: f.Kiosk, Purpose: center.Collect}
		f.enter(Service)
	case what == "change" && a.Ticket != nil:
		f.closeScan()
		f.Old, f.Ticket = *a.Ticket, wire.Ticket{}
		f.Wish.Request = wire.IssueRequest{Kiosk: f.Kiosk, Purpose: a.Ticket.Purpose, Instead: a.Ticket.ID}
		f.enter(Service)
	case what == "other":
		f.closeScan()
		f.enter(Purpose)
	case what == "priority" && a.Card != nil && a.Card.Elderly:
		f.closeScan()
		f.useAge()
	}
}

// begins tells whether a number can be asked for now.
func (f *Flow) begins() bool { return f.step != Attract || f.beneath() == Attract }

// useAge goes on with the priority that a card's holder has chosen to use.
func (f *Flow) useAge() {
	f.Elderly = true
	switch {
	case f.step == Priority:
		f.choose("priority", "yes")
	case f.Step() == Attract, f.step == Result:
		f.Wish = Wish{}
		f.enter(Purpose)
	}
}
