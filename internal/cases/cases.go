// Package cases holds the rules of a case: somebody who was not content, or who
// was asked for something improper, wants an answer and gets one by a due day.
// A case is no official complaint (PAKN); it may carry the reference of one. It
// knows no rating, no ticket and no person: who asked, and what was written,
// stand elsewhere. The rules are pure and are told the day.
package cases

import (
	"regexp"
	"slices"
	"strings"

	"motcua/internal/center"
	"motcua/internal/fault"
)

// ID names a case for ever. It is opaque and leads to nobody.
type ID string

// State is where a case stands.
type State string

// The states of a case.
const (
	Opened    State = "opened"    // nobody has taken it yet
	Assigned  State = "assigned"  // somebody works on the answer
	Answered  State = "answered"  // the citizen may object, or say how good the answer is
	Settled   State = "settled"   // the citizen is content, or has said nothing more in time
	Withdrawn State = "withdrawn" // by the citizen
)

// States lists every state, in the order in which a case may go through them.
var States = []State{Opened, Assigned, Answered, Settled, Withdrawn}

// Verdict is what the citizen says of the answer.
type Verdict int

// The verdicts.
const (
	Unasked     Verdict = 0 // nothing was said
	Satisfied   Verdict = 1
	Unsatisfied Verdict = 2
)

// The matters a case may be about, beside the texts. Harassment has a route of its own.
const (
	AboutService    = "service"
	AboutHarassment = "harassment"
	AboutOther      = "other"
)

// Matters lists the matters in the order pages offer them.
var Matters = []string{AboutService, AboutHarassment, AboutOther}

// Case is one case. Methods return the changed case and leave the receiver as it was.
type Case struct {
	ID     ID
	State  State
	Hour   string     // in which it was opened, "2026-11-23T09": a finer time would lead to a ticket
	Opened center.Day // the day of Hour
	Desk   bool       // somebody who works here opened it for the citizen
	Matter string

	Counter center.CounterID // as the citizen names it; empty: none
	Day     center.Day       // likewise; never empty where Counter is set

	Route     Route      // where the configuration sent it
	Due       center.Day // the answer is late after this day
	Reference string     // of the official complaint; empty: there is none
	Handler   string     // opaque id of who has taken it
	Answered  center.Day // of the newest answer; empty: none yet
	Late      bool       // an answer came after its due day
	Reopened  bool       // the citizen has objected once
	Verdict   Verdict
	Closed    center.Day // when it was settled or withdrawn
}

// Over tells that nothing more happens to the case.
func (c Case) Over() bool { return c.State == Settled || c.State == Withdrawn }

// Waits tells that an answer is owed.
func (c Case) Waits() bool { return c.State == Opened || c.State == Assigned }

// Overdue tells that an answer is owed since before today. No event marks it: time passes by itself.
func (c Case) Overdue(today center.Day) bool { return c.Waits() && today > c.Due }

// Open makes a case that was opened in an hour, such as "2026-11-23T09". Rules
// say how many working days the answer may take.
func Open(c Case, hour string, hours *center.Hours, days int) (Case, error) {
	if !slices.Contains(Matters, c.Matter) {
		return Case{}, fault.New(fault.Invalid, "case-matter")
	}
	c.State, c.Hour, c.Opened = Opened, hour, OpenedOn(hour)
	if c.Counter == "" {
		c.Day = ""
	} else if c.Day == "" {
		c.Day = c.Opened
	}
	if _, err := c.Day.Start(); c.Day != "" && err != nil || c.Day > c.Opened {
		return Case{}, fault.New(fault.Invalid, "case-day")
	}
	c.Due = Due(hours, c.Opened, days)
	return c.Refer(c.Reference, c.Opened)
}

// OpenedOn is the day of an hour such as "2026-11-23T09".
func OpenedOn(hour string) center.Day {
	day, _, _ := strings.Cut(hour, "T")
	return center.Day(day)
}

// Take gives the case to somebody.
func (c Case) Take(by string) (Case, error) {
	if !c.Waits() {
		return c, c.wrong()
	}
	c.State, c.Handler = Assigned, by
	return c, nil
}

// Pass sends the case to another route, where nobody has taken it yet.
func (c Case) Pass(to Route) (Case, error) {
	switch {
	case !slices.Contains(Routes, to):
		return c, fault.New(fault.Invalid, "case-route")
	case !c.Waits():
		return c, c.wrong()
	}
	c.State, c.Route, c.Handler = Opened, to, ""
	return c, nil
}

// Answer gives the answer.
func (c Case) Answer(by string, today center.Day) (Case, error) {
	if !c.Waits() {
		return c, c.wrong()
	}
	c.Late = c.Late || c.Overdue(today)
	c.State, c.Handler, c.Answered, c.Verdict = Answered, by, today, Unasked
	return c, nil
}

// Judge is what the citizen says of the answer, once. Who is content, or cannot
// object any more, has settled the case.
func (c Case) Judge(satisfied bool, today center.Day) (Case, error) {
	switch {
	case c.State != Answered:
		return c, c.wrong()
	case c.Verdict != Unasked:
		return c, fault.New(fault.Conflict, "case-judged")
	}
	c.Verdict = Unsatisfied
	if satisfied {
		c.Verdict = Satisfied
	}
	if satisfied || c.Reopened {
		c.State, c.Closed = Settled, today
	}
	return c, nil
}

// Reopen is the citizen's objection to the answer: once, with a new due day.
func (c Case) Reopen(today center.Day, hours *center.Hours, days int) (Case, error) {
	switch {
	case c.Reopened:
		return c, fault.New(fault.Conflict, "case-reopened")
	case c.State != Answered:
		return c, c.wrong()
	}
	c.State, c.Reopened, c.Verdict, c.Due = Assigned, true, Unasked, Due(hours, today, days)
	return c, nil
}

// Withdraw is the citizen's wish that nothing more is done.
func (c Case) Withdraw(today center.Day) (Case, error) {
	if c.Over() {
		return c, c.wrong()
	}
	c.State, c.Closed = Withdrawn, today
	return c, nil
}

// Silent tells that the citizen has said nothing for so many working days after the answer.
func (c Case) Silent(today center.Day, hours *center.Hours, days int) bool {
	return c.State == Answered && today > Due(hours, c.Answered, days)
}

// Settle closes an answered case.
func (c Case) Settle(today center.Day) (Case, error) {
	if c.State != Answered {
		return c, c.wrong()
	}
	c.State, c.Closed = Settled, today
	return c, nil
}

// referenceForm is wide: nobody has published the form of such a number.
var referenceForm = regexp.MustCompile(`^[\p{L}0-9][\p{L}0-9./_-]{2,39}$`)

// Refer notes the reference of an official complaint, or that there is none with
// "". None is taken away once the case was answered or is late: that would take
// the case out of the shares that are published.
func (c Case) Refer(reference string, today center.Day) (Case, error) {
	switch {
	case reference != "" && !referenceForm.MatchString(reference):
		return c, fault.New(fault.Invalid, "case-reference")
	case reference == "" && c.Reference != "" && (c.Answered != "" || c.Over() || c.Overdue(today)):
		return c, fault.New(fault.Conflict, "case-referred")
	}
	c.Reference = reference
	return c, nil
}

// wrong says that the case does not stand where the wish needs it.
func (c Case) wrong() error { return fault.New(fault.Conflict, "case-state") }
