package kiosk

import (
	"strings"
	"time"

	"motcua/internal/center"
	"motcua/internal/i18n"
	"motcua/internal/queue"
	"motcua/internal/ui/kit"
)

// look is everything a view depends on, so that equal looks need no new frame.
type look struct {
	step            Step
	lang            i18n.Lang
	aids            Aids
	silent          bool
	asking          bool
	page            int
	purpose         center.Purpose
	problem         string
	number          string
	slip, cause     string
	left            int
	clock           string
	center, point   i18n.Text
	demo            bool
	trouble, fault  string
	prints, stale   bool
	scans           bool
	guide, paper    string
	card            int
	panel           panel
	dossier         string
	opens           string
	offers, startup int
	typed, full     string
	appointments    bool
	sought          string // of what is looked up
	said            string // of what waits, of a change, of help and of hours
	marked, other   bool
	correctable     bool
}

func (f *Flow) look() look {
	l := look{step: f.Step(), lang: f.Lang, aids: f.Aids, silent: f.Sound.Silent, asking: f.Asking, page: f.Page, purpose: f.Wish.Request.Purpose,
		problem: f.Problem, number: f.Ticket.Number, clock: i18n.Clock(f.now.In(center.Zone)), center: f.board.Center,
		point: f.board.Point, demo: f.board.Demo, trouble: f.board.Trouble, offers: len(f.about.Services),
		typed: f.Typed, full: f.full, appointments: f.about.Appointments}
	l.slip, l.cause = f.Slip()
	l.fault = f.FaultCode()
	_, _, l.prints = f.trouble()
	if f.step == Guard || f.step == Guide {
		l.paper = f.paper(true)
	}
	l.guide, l.card, l.stale = f.Guide, f.Card, f.now.Sub(f.heard) >= contact
	if f.Asking || f.step == Result || f.cured || f.scan != nil {
		l.left = seconds(f.Left())
	}
	l.dossier, l.scans = f.Dossier, f.scans()
	if f.scan != nil {
		l.panel = f.panel()
	}
	if f.board.NextOpen != nil {
		l.opens = f.board.NextOpen.String()
	}
	l.said, l.correctable, l.sought = f.said(), f.correctable(), f.sought()
	l.marked, l.other = f.Wish.Request.Proxy, f.Wish.Request.Assist
	if f.heard.IsZero() && f.now.Sub(f.entered) >= contact {
		l.startup = 1
	}
	return l
}

// said is what the present step shows that changes while it is looked at.
func (f *Flow) said() string {
	switch f.Step() {
	case Attract, Closed:
		at, _ := f.awaited()
		return f.hours() + f.cutoff() + at.String()
	case Service:
		var all []string
		for _, s := range f.Offers() {
			word, _, _ := f.tile(s.Code)
			all = append(all, word)
		}
		return strings.Join(all, "\n") + f.note()
	case Priority, Confirm:
		wait, warning := f.prospect(f.Wish.Request.Service)
		return wait + warning
	case Help:
		return f.Help() + f.help.at.String()
	case Drop:
		return f.Dropping
	case Purpose:
		return f.note()
	}
	return f.gone
}

// Tick takes what arrived and was pressed; see kit.App.
func (k *Kiosk) Tick(now time.Time, pressed []string) bool {
	k.flow.Tick(now)
	for range len(k.inbox) {
		(<-k.inbox)(k.flow)
	}
	for _, target := range pressed {
		k.flow.Press(target)
	}
	if wish, ok := k.flow.Send(); ok {
		k.wishes <- wish // never full: the flow waits for the answer
	}
	if len(k.errands) == 0 { // the one before has been taken up
		if e, ok := k.flow.Errand(); ok {
			k.errands <- e
		}
	}
	id, waiting := k.flow.Pending()
	k.mu.Lock()
	if k.pending = ""; waiting {
		k.pending = queue.TicketID(id)
	}
	k.mu.Unlock()
	k.listen()
	l := k.flow.look()
	changed := l != k.look || k.learned.fresh
	k.look = l
	return changed
}

// Scanned takes what a scanner typed that is a keyboard; see kit.Scans.
func (k *Kiosk) Scanned(code string) { k.flow.Scan(code) }

// View lays the flow out; see kit.App.
func (k *Kiosk) View(g kit.Geometry, fonts *kit.Fonts, held string) *kit.Scene {
	k.draw(fonts)
	k.status = k.flow.Status()
	k.status.Seq = k.seq
	return k.flow.View(g, fonts, held)
}

// Status is what the last view showed; see kit.App.
func (k *Kiosk) Status() kit.Status { return k.status }

// Drawn does nothing: a kiosk's frames are not measured.
func (k *Kiosk) Drawn(time.Time) {}

// Status says what the flow shows.
func (f *Flow) Status() kit.Status {
	s := kit.Status{Screen: string(f.Step()), Lang: string(f.Lang)}
	if f.Asking {
		s.Screen = "asking"
	}
	switch {
	case f.scan != nil:
		p := f.panel()
		s.Number, s.Detail = p.number, p.what
	case f.step == Result:
		s.Number = f.Ticket.Number
		s.Detail, _ = f.Slip()
	case f.step == Help:
		s.Detail = f.Help()
	case f.step == Drop:
		s.Detail = f.Dropping
	case f.step == Guide:
		s.Detail = guideOf(f.Guide).cards[f.Card]
	}
	return s
}
