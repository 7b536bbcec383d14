package kiosk

import (
	"errors"
	"strings"
	"time"

	"motcua/internal/client"
	"motcua/internal/i18n"
	"motcua/internal/wire"
)

// What has become of the slip.
const (
	slipNone    = "none" // nobody prints this ticket
	slipWaiting = "waiting"
	slipPrinted = "printed"
	slipFailed  = "failed"
	slipUnknown = "unknown"
)

// most outcomes of other kiosks' slips that are remembered while a number is on its way
const mostSlips = 1000

// Send returns the wish when a try of it is due; the caller sends it and brings
// the outcome to Answered. Each try is returned once.
func (f *Flow) Send() (Wish, bool) {
	if f.step != Working || f.due.IsZero() || f.now.Before(f.due) {
		return Wish{}, false
	}
	f.due = time.Time{}
	f.tries++
	f.Wish.Lang = f.Lang
	return f.Wish, true
}

// Answered takes the outcome of a try. A controller that could not be reached is
// tried again with the same key; any other refusal is final and told.
func (f *Flow) Answered(key string, t wire.Ticket, err error) {
	if f.step != Working || key != f.Wish.Key {
		return
	}
	var problem *client.Problem
	switch {
	case err == nil:
		f.receive(t)
	case errors.As(err, &problem):
		f.refuse(problem.Detail)
		f.code, f.told = problem.Fault.Code, f.Wish.Lang
	default:
		f.due = f.now.Add(min(time.Duration(f.tries)*500*time.Millisecond, 3*time.Second))
	}
}

// receive shows the number that has come.
func (f *Flow) receive(t wire.Ticket) {
	f.gone, f.lately = "", t.Number
	if f.Wish.Request.Instead != "" {
		f.gone = f.Old.Number
	}
	f.Ticket, f.got, f.fate, f.known = t, f.now, time.Time{}, slipWaiting
	f.enter(Result)
	f.settle()
}

// Slipped takes what became of a slip, of any ticket: the event may come before the number itself.
func (f *Flow) Slipped(ticket, state, cause string) {
	if f.slips != nil && len(f.slips) < mostSlips {
		f.slips[ticket] = slip{state, cause}
	}
	f.settle()
}

// Pending returns the ticket whose slip's outcome is still awaited.
func (f *Flow) Pending() (id string, ok bool) {
	state := f.slips[string(f.Ticket.ID)].state
	return string(f.Ticket.ID), f.step == Result && f.Ticket.Printer != "" && f.Ticket.Slip != slipPrinted && state != slipPrinted && state != slipFailed
}

// settle notes the moment at which the slip's outcome is known: also that of a
// slip that comes out after all, when somebody sees to the printer.
func (f *Flow) settle() {
	if f.step != Result {
		return
	}
	state, _ := f.Slip()
	if state == f.known {
		return
	}
	f.known, f.fate = state, f.now
	if state == slipWaiting {
		f.fate = time.Time{}
	}
}

// Slip returns what became of the slip and, where it failed, the cause. While
// the printer cannot print nobody is kept waiting for it.
func (f *Flow) Slip() (state, cause string) {
	s := f.slips[string(f.Ticket.ID)]
	if s.state == "" {
		s = slip{f.Ticket.Slip, f.Ticket.SlipCause}
	}
	switch {
	case f.Ticket.Printer == "":
		return slipNone, ""
	case s.state == slipPrinted, s.state == slipFailed && s.cause != wire.Unknown:
		return s.state, s.cause
	case s.state == slipFailed:
		return slipUnknown, ""
	}
	if cause, _, prints := f.trouble(); cause != "" && !prints {
		return slipFailed, cause
	}
	if f.now.Sub(f.entered) >= printing {
		return slipUnknown, ""
	}
	return slipWaiting, ""
}

// reason is why the number was refused, in the language of the screen: the
// controller's sentence is in the one it was asked in.
func (f *Flow) reason() string {
	if f.Problem == "" || f.told == f.Lang {
		return f.Problem
	}
	if key := "fault." + f.code; i18n.Has(key) {
		if sentence := i18n.T(f.Lang, key); !strings.Contains(sentence, "{") {
			return sentence
		}
	}
	return i18n.T(f.Lang, "kiosk.cannot-issue")
}
