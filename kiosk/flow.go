// Package kiosk is the touch screen at which citizens take a number. Flow is
// the whole behavior as a plain state that is told the time; the views lay it
// out; Run connects it to the controller and the screen.
package kiosk

import (
	"crypto/sha256"
	"fmt"
	"strings"
	"time"

	"motcua/internal/center"
	"motcua/internal/i18n"
	"motcua/internal/wire"
)

// Step is where in the conversation a citizen stands.
type Step string

// The steps, in their order. Attract to Result are the ordinary way.
const (
	Attract  Step = "attract"
	Purpose  Step = "purpose"
	Service  Step = "service"
	Code     Step = "code" // of an appointment
	Full     Step = "full" // the service gives no more numbers today, and until when
	Priority Step = "priority"
	Confirm  Step = "confirm" // instead of Priority where it is clear
	Working  Step = "working"
	Result   Step = "result"
	Refused  Step = "refused" // no number, and why
	Drop     Step = "drop"    // whether the number is really given back
	Help     Step = "help"    // whether a person comes
	Language Step = "language"
	Guard    Step = "guard"   // what a guard can do at the printer
	Guide    Step = "guide"   // one step of it, as a picture
	Scanned  Step = "scanned" // over any other: what a scanned code is
	Aiding   Step = "aids"    // over any other: how the screen is used
	Closed   Step = "closed"  // instead of Attract outside opening hours
	Stopped  Step = "stopped" // instead of Attract while no number can be issued
	Away     Step = "away"    // instead of Attract while the controller does not answer
)

// How long the kiosk waits. WCAG 2.2.1 asks for at least 20 s to answer the warning.
const (
	idle     = 60 * time.Second // without a touch, then it asks
	answer   = 30 * time.Second // to say that more time is needed
	patience = 20 * time.Second // to get a number before it is refused
	contact  = 10 * time.Second // without the controller before it is away
	printing = 20 * time.Second // for the paper before its fate is unknown
	taken    = 20 * time.Second // the result stays once the paper is out
	noted    = time.Minute      // the result stays when it must be photographed or scanned
)

// Wish is one number wanted: every try carries the same key, so that the
// controller issues it once.
type Wish struct {
	Key     string
	Lang    i18n.Lang // in which a refusal is told
	Request wire.IssueRequest
}

// Flow is the state of a kiosk. The zero Flow is not ready; use NewFlow.
type Flow struct {
	Kiosk   center.DeviceID
	Printer center.DeviceID // of its slips; empty: the one that the board names
	Lang    i18n.Lang
	Aids
	Sound    Sound // of the guidance
	Page     int   // of the services
	Wish     Wish
	Ticket   wire.Ticket
	Asking   bool        // "do you need more time?"
	Typed    string      // of an appointment's code
	Dossier  string      // whose result is collected
	Elderly  bool        // by a card, whose holder wants the priority of age
	Old      wire.Ticket // the number that another is taken for, or beside
	Dropping string      // where the giving back of a number stands
	Guide    string      // what a guard is shown
	Card     int         // and how far it is, from 0
	Problem  string      // why the number was refused, a sentence; empty: the kiosk has its own

	code    string    // of Problem
	told    i18n.Lang // language of Problem
	step    Step
	from    Step // where Help was asked
	behind  Step // where Language was asked
	leaf    int  // and on which page
	now     time.Time
	entered time.Time // the step
	touched time.Time
	due     time.Time // next try of the wish
	tries   int
	board   wire.Board
	about   wire.Services
	full    string    // which services are full, written down
	heard   time.Time // last contact; zero: never
	slips   map[string]slip
	fate    time.Time // when the slip's outcome was known; zero: it is awaited
	known   string    // that outcome
	got     time.Time // when the number came
	gone    string    // the number that it was taken for
	lately  string    // the last number issued here
	dropKey string    // of the errand that gives a number back
	help    summons
	shelf   *shelf  // of procedures; nil: not known yet
	seeking seeking // what is looked up
	errands []Errand
	newKey  func() string

	scan  *scanned // over the screen; nil: nothing
	later func(*Flow)
	read  struct { // the last code
		sum [sha256.Size]byte
		at  time.Time
	}

	ill   string    // the printer's trouble while a guard is at it
	moved time.Time // when that changed
	cured bool      // from some to none
}

type slip struct{ state, cause string }

// NewFlow returns a kiosk at rest. newKey makes idempotency keys.
func NewFlow(id center.DeviceID, now time.Time, newKey func() string) *Flow {
	return &Flow{Kiosk: id, Lang: i18n.VI, step: Attract, now: now, entered: now, touched: now, newKey: newKey}
}

// Step returns the screen to show: the step of the conversation, or what
// stands in for Attract while no conversation can begin.
func (f *Flow) Step() Step {
	switch {
	case f.Aiding:
		return Aiding
	case f.scan != nil:
		return Scanned
	}
	return f.beneath()
}

// beneath is the step without what was scanned.
func (f *Flow) beneath() Step {
	if f.step != Attract {
		return f.step
	}
	switch {
	case f.heard.IsZero() || f.now.Sub(f.heard) >= contact:
		return Away
	case f.board.Trouble != "":
		return Stopped
	case !f.board.Open:
		return Closed
	}
	return Attract
}

// Heard takes the live state and the services; it is a contact with the controller.
func (f *Flow) Heard(b wire.Board, about *wire.Services, now time.Time) {
	f.board, f.heard = b, now
	if about != nil {
		f.about, f.full = *about, fmt.Sprint(about.Full)
	}
	f.heed()
}

// Tick moves the time on.
func (f *Flow) Tick(now time.Time) {
	f.now = now
	if f.scan != nil {
		f.tickScan()
		return
	}
	if do := f.later; do != nil && f.step != Working {
		f.later = nil
		do(f)
		return
	}
	switch f.step {
	case Attract:
		f.tickRest()
	case Working:
		if now.Sub(f.entered) >= patience {
			f.refuse("")
		}
	case Result:
		f.tickResult()
	case Guard, Guide:
		f.tickGuard()
	case Drop:
		f.tickDrop()
	default:
		f.tickIdle()
	}
}

// tickIdle asks who has touched nothing for long, and clears the screen where nobody answers.
func (f *Flow) tickIdle() {
	f.Asking = f.now.Sub(f.touched) >= f.longer(idle)
	if f.now.Sub(f.touched) >= f.longer(idle+answer) {
		f.reset()
	}
}

func (f *Flow) tickResult() {
	f.settle()
	if f.Left() <= 0 {
		f.reset()
	}
}

// Left is how long the present screen stays: the result, or the question
// whether more time is needed. It is meaningless on other screens.
func (f *Flow) Left() time.Duration {
	if f.scan != nil {
		return f.longer(readable) - f.now.Sub(f.scan.touched)
	}
	if f.step == Guard || f.step == Guide {
		return f.guardLeft()
	}
	if f.step != Result {
		return f.longer(idle+answer) - f.now.Sub(f.touched)
	}
	if f.fate.IsZero() {
		return printing
	}
	stay := noted
	if state, _ := f.Slip(); state == slipPrinted {
		stay = taken
	}
	return f.longer(stay) - f.now.Sub(f.lingering())
}

func (f *Flow) reset() {
	*f = Flow{Kiosk: f.Kiosk, Printer: f.Printer, Sound: f.Sound, Lang: i18n.VI, step: Attract, now: f.now, entered: f.now, touched: f.now,
		board: f.board, about: f.about, full: f.full, heard: f.heard, newKey: f.newKey, read: f.read,
		lately: f.lately, errands: f.errands, shelf: f.shelf}
}

func (f *Flow) enter(s Step) { f.step, f.entered, f.Page = s, f.now, 0 }

// Press takes a press on the target of that name.
func (f *Flow) Press(target string) {
	f.touched = f.now
	if f.Asking {
		f.Asking = false
		return
	}
	what, value, _ := strings.Cut(target, ":")
	if f.pressAids(what, value) {
		return
	}
	if f.scan != nil && f.pressScan(what, value) {
		return
	}
	switch what {
	case "lang":
		f.speak(value)
	case "home":
		f.restart()
	case "help":
		f.seekHelp()
	case "dismiss":
		f.dismiss()
	case "back":
		f.back()
	case "held":
		f.guard()
	case "guide", "card":
		f.turn(what, value)
	case "page":
		f.Page += map[string]int{"next": 1, "prev": -1}[value]
	case "change", "another", "cancel", "drop":
		f.correct(what, value)
	default:
		f.choose(what, value)
	}
}
