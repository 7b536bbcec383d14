package kiosk

import (
	"strings"

	"motcua/internal/center"
	"motcua/internal/i18n"
	"motcua/internal/queue"
	"motcua/internal/ui"
	"motcua/internal/ui/kit"
	"motcua/internal/wire"
)

// panel is what is said of a scanned code. Panels compare.
type panel struct {
	what           string // the kind, and of a ticket its state
	icon           string
	tone           ui.Tone
	number         string // of a ticket, written large
	sentence, next string
	link           string // as a QR code
	does, word     string // the one thing to do: its name and its word
	instead, other string // what can be done instead
}

// panel says what the scanned code is.
func (f *Flow) panel() panel {
	s := f.scan
	switch {
	case s.fault != "":
		why, next := f.excuse()
		return panel{what: "failed", icon: "warning", tone: ui.Careful, sentence: why, next: next}
	case s.key != "" && !s.told:
		return panel{what: "asking", icon: "clock", tone: ui.Pressing, sentence: f.t("scan-asking"), next: f.t("working-wait")}
	}
	switch s.answer.Kind {
	case wire.ScanTicket:
		return f.aboutTicket(s.answer.Ticket)
	case wire.ScanAppointment:
		return f.aboutAppointment(s.answer.Appointment)
	case wire.ScanDossier:
		return f.stands(f.aboutDossier(s.answer.Dossier))
	case wire.ScanCard:
		return f.aboutCard(s.answer.Card)
	}
	return panel{what: wire.ScanUnknown, icon: "help", tone: ui.Careful, sentence: f.t("scan-unknown"), next: f.t("scan-what")}
}

func (f *Flow) t(name string, args ...any) string { return i18n.T(f.Lang, "kiosk."+name, args...) }

// excuse is why a code could not be looked up, in the language of the screen,
// and what to do where that sentence does not say it.
func (f *Flow) excuse() (why, next string) {
	s := f.scan
	if s.problem != "" && s.lang == f.Lang {
		return s.problem, ""
	}
	if key := "fault." + s.fault; s.fault != "controller-away" && i18n.Has(key) {
		if sentence := i18n.T(f.Lang, key); !strings.Contains(sentence, "{") {
			return sentence, ""
		}
	}
	return f.t("scan-failed"), f.t("scan-failed-next")
}

// aboutTicket says how a ticket stands and what its holder can do.
func (f *Flow) aboutTicket(t *wire.Ticket) panel {
	if t == nil {
		return panel{what: "ticket-old", icon: "ticket", tone: ui.Aged, sentence: f.t("scan-old"), next: f.t("scan-new")}
	}
	sign := ui.SignOf(string(t.State))
	p := panel{what: "ticket-" + string(t.State), number: t.Number, icon: sign.Icon, tone: sign.Tone}
	at := f.t("scan-counter", "id", string(t.Counter))
	switch t.State {
	case queue.Waiting:
		return f.aboutWaiting(p, t)
	case queue.Called:
		p.sentence, p.next = f.t("scan-called", "counter", at), f.t("scan-called-next")
	case queue.Serving:
		p.sentence = f.t("scan-serving", "counter", at)
	case queue.Parked:
		p.sentence, p.next = f.t("scan-parked"), f.t("scan-parked-next")
	case queue.NoShow:
		p.sentence, p.next = f.t("scan-missed", "number", t.Number), f.t("scan-missed-next")
		if t.ReturnBy != nil {
			p.next = f.t("scan-missed-by", "time", i18n.Clock(t.ReturnBy.In(center.Zone)))
		}
	case queue.Finished:
		p.number, p.sentence, p.next = "", f.t("scan-done"), f.t("scan-done-next", "number", t.Number)
		if p.link = t.URL; p.link != "" { // it can be rated
			p.next = f.t("scan-rate", "number", t.Number)
		}
	default:
		p.number, p.sentence, p.next = "", f.t("scan-void", "number", t.Number), f.t("scan-new")
	}
	return p
}

func (f *Flow) aboutWaiting(p panel, t *wire.Ticket) panel {
	p.next = f.service(t.Service).Name.In(f.Lang) + " · " + i18n.T(f.Lang, "purpose."+string(t.Purpose))
	switch {
	case t.Away:
		p.what, p.tone = "ticket-away", ui.Pressing
		p.sentence, p.next, p.does, p.word = f.t("scan-away"), f.t("scan-away-next"), "arrive", f.t("scan-arrive")
		if f.scan.key != "" {
			p.does, p.next = "", f.t("working-wait")
		}
	case t.Stalled != nil:
		p.tone = ui.Careful
		p.sentence = f.t("scan-stalled", "service", f.service(t.Service).Name.In(f.Lang), "time", i18n.Clock(t.Stalled.In(center.Zone)))
	default:
		p.sentence = lines(Estimate(f.Lang, *t))
	}
	if t.Number == f.lately && t.ChangeBy != nil && f.now.Before(*t.ChangeBy) && f.begins() { // who holds the slip took it here
		p.does, p.word = "change", f.t("change")
	}
	return p
}

// aboutAppointment offers to check an appointment in.
func (f *Flow) aboutAppointment(a *wire.Appointment) panel {
	p := panel{what: "appointment", icon: "clock", tone: ui.Pressing}
	if a == nil {
		p.what, p.tone, p.sentence, p.next = "appointment-unknown", ui.Careful, i18n.T(f.Lang, "fault.appointment-unknown"), ""
		return p
	}
	local := a.Slot.In(center.Zone)
	p.sentence = f.t("scan-slot", "time", i18n.Clock(local))
	p.next = f.service(a.Service).Name.In(f.Lang) + " · " + i18n.T(f.Lang, "purpose."+string(a.Purpose))
	switch {
	case a.State == queue.Arrived:
		p.what, p.tone, p.next = "appointment-used", ui.Careful, i18n.T(f.Lang, "fault.appointment-used")
	case a.State == queue.Dropped:
		p.what, p.tone, p.next = "appointment-canceled", ui.Careful, i18n.T(f.Lang, "fault.appointment-canceled")
	case center.DayOf(a.Slot) != center.DayOf(f.now):
		p.what, p.tone = "appointment-other-day", ui.Careful
		p.sentence, p.next = f.t("scan-slot-other", "time", i18n.Clock(local), "date", i18n.Date(f.Lang, local)), f.t("scan-slot-day")
	case f.begins():
		p.does, p.word = "appointment", f.t("check-in")
	}
	return p
}

// aboutDossier offers a number to collect its result.
func (f *Flow) aboutDossier(code string) panel {
	p := panel{what: wire.ScanDossier, icon: "collect", tone: ui.Pressing, sentence: f.t("scan-dossier"), next: code}
	if f.begins() {
		p.does, p.word, p.instead, p.other = "collect", f.t("scan-collect"), "scan:other", f.t("scan-other")
	}
	return p
}

// aboutCard offers the priority of age, and never more than offers it.
func (f *Flow) aboutCard(c *wire.Card) panel {
	elderly := false
	for _, g := range f.about.Priority.Groups {
		elderly = elderly || g == "elderly" && c != nil && c.Elderly
	}
	if !elderly || !f.begins() {
		return panel{what: wire.ScanCard, icon: "person", tone: ui.Aged, sentence: f.t("scan-not-elderly"), next: f.t("scan-privacy")}
	}
	return panel{what: "card-elderly", icon: "person", tone: ui.Pressing, sentence: f.t("scan-elderly"), next: f.t("scan-privacy"),
		does: "priority", word: f.t("scan-priority"), instead: "scan:close", other: f.t("scan-no-card")}
}

// scanned lays a panel out.
func (v *view) scanned() {
	p := v.f.panel()
	foot, body := v.body.Bottom(v.Geometry.Least()*1.4, v.mm(2))
	if p.what != "asking" {
		v.Text(foot, v.t("scan-closes", "seconds", seconds(v.f.Left())), kit.Style{Size: v.Geometry.Least(), Color: v.Theme.Muted, Down: kit.Middle, Lines: 1})
	}
	body = v.offers(body, p)
	if p.link != "" {
		var code kit.Rect
		if v.Geometry.Portrait() {
			code, body = body.Bottom(min(body.H*0.5, v.mm(110)), v.mm(6))
			code.W = min(code.W, code.H)
		} else {
			code, body = body.Right(min(body.H, body.W*0.36), v.mm(8))
		}
		v.QR(code, p.link)
	}
	if p.number == "" {
		v.message(body, p.icon, p.tone, p.sentence, p.next)
		return
	}
	share := 0.36
	if !v.Geometry.Portrait() {
		share = 0.4
	}
	card, body := body.Top(body.H*share, v.mm(6))
	v.large(card, v.t("your-number"), p.number)
	mark, text := body.Left(v.size("title")*1.3, v.mm(4))
	mark.H = mark.W
	v.Icon(mark, p.icon, v.Theme.Ink(p.tone))
	room := text
	room.H *= 0.62
	at := v.Text(room, p.sentence, kit.Style{Size: v.size("lead"), Bold: true, Color: v.Theme.Text})
	_, text = text.Top(at.H, v.mm(3))
	v.Text(text, p.next, kit.Style{Size: v.size("body"), Color: v.Theme.Muted})
}

// offers draws what can be done about a code: one touch, never without it.
func (v *view) offers(r kit.Rect, p panel) (rest kit.Rect) {
	if p.does == "" {
		return r
	}
	id := "scan:" + p.does
	main := kit.Button{ID: id, Word: p.word, Look: kit.Urged, Size: v.size("lead"), Middle: true, Held: v.held == id}
	second := kit.Button{ID: p.instead, Word: p.other, Look: kit.Offered, Size: v.size("lead"), Middle: true, Held: v.held == p.instead}
	row, rest := r.Bottom(v.mm(26), v.mm(6))
	if second.ID == "" {
		v.Button(row, main)
		return rest
	}
	left, right := row.Left(row.W*0.55, v.mm(kit.GapMM))
	v.Button(left, main)
	v.Button(right, second)
	return rest
}
