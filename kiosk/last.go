package kiosk

import (
	"strings"
	"unicode"

	"motcua/internal/i18n"
	"motcua/internal/ui"
	"motcua/internal/ui/kit"
)

// priority is the last question before a number: what it is for, how long it may
// take and what to bring stand above it, because the answer is final.
func (v *view) priority() {
	v.last(v.t("priority"), v.groups(), []kit.Button{
		{ID: "priority:yes", Word: v.t("yes"), Look: kit.Offered}, {ID: "priority:no", Word: v.t("no"), Look: kit.Offered}})
}

// confirm stands in its place where nobody needs to be asked.
func (v *view) confirm() {
	title, note, word := v.t("confirm"), "", v.t("take")
	if v.f.Elderly {
		title, note, word = v.t("confirm-priority"), "", v.t("scan-priority")
	}
	v.last(title, note, []kit.Button{{ID: "take", Word: word, Look: kit.Urged}})
}

// last lays the last question out: on a portrait screen one below the other, on
// a landscape one what the number is for beside the question.
func (v *view) last(title, note string, answers []kit.Button) {
	high, row := v.mm(44), v.mm(26)
	if !v.Geometry.Portrait() || v.body.H < v.mm(320) {
		high, row = v.mm(25), v.mm(kit.TargetMM)
	}
	var marks kit.Rect
	rest := v.body
	if v.Geometry.Portrait() {
		marks, rest = rest.Bottom(2*row+v.mm(kit.GapMM), min(v.body.H*0.03, v.mm(kit.GapMM*2)))
		v.marks(marks.Grid(1, 2, v.mm(kit.GapMM)))
		keys, above := rest.Bottom(high, v.mm(4))
		v.answers(keys, answers)
		about, question := above.Top(above.H*0.47, v.mm(4))
		v.choosing(about)
		v.asks(question, title, note, "title", "body")
		return
	}
	marks, rest = rest.Bottom(row, v.mm(kit.GapMM))
	v.marks(marks.Grid(2, 1, v.mm(kit.GapMM)))
	question, about := rest.Left(rest.W*0.52, v.mm(8))
	keys, question := question.Bottom(high, v.mm(3))
	v.answers(keys, answers)
	v.asks(question, title, note, "lead", "small")
	v.choosing(about)
}

func (v *view) asks(r kit.Rect, title, note, large, small string) {
	room := r
	if note != "" {
		room.H *= 0.55
	}
	at := v.Text(room, title, kit.Style{Size: v.size(large), Bold: true, Color: v.Theme.Text, Essential: true})
	_, r = r.Top(at.H, v.mm(2))
	v.Text(r, note, kit.Style{Size: v.size(small), Color: v.Theme.Muted})
}

func (v *view) answers(r kit.Rect, answers []kit.Button) {
	for i, cell := range r.Grid(len(answers), 1, v.mm(kit.GapMM*2)) {
		b := answers[i]
		b.Size, b.Middle, b.Held = v.size("title"), true, v.held == b.ID
		v.Button(cell, b)
	}
}

// choosing says what the number is for, how many are ahead, and what to bring.
func (v *view) choosing(r kit.Rect) {
	s := v.f.service(v.f.Wish.Request.Service)
	what := s.Name.In(v.f.Lang) + " · " + i18n.T(v.f.Lang, "purpose."+string(v.f.Wish.Request.Purpose))
	wait, warning := v.f.prospect(s.Code)
	if v.f.Wish.Request.Appointment != "" {
		what, wait, warning = v.t("appointment"), "", ""
	}
	papers, size := v.f.papers(s), v.size("lead")
	if !v.Geometry.Portrait() {
		size = v.size("body")
	}
	r = v.part(r, 0.38, what, kit.Style{Size: size, Bold: true, Color: v.Theme.Action})
	share := 1.0
	if papers != "" {
		share = 0.5
	}
	if warning != "" {
		r = v.part(r, share*0.6, warning, kit.Style{Size: size, Bold: true, Color: v.Theme.Warn})
	}
	r = v.part(r, share, lines(wait), kit.Style{Size: size, Color: v.Theme.Text})
	style := kit.Style{Size: v.size("body"), Color: v.Theme.Text}
	v.Text(r, v.bring(r, papers, style), style)
}

// part writes a text into the upper share of r and returns what is left below it.
func (v *view) part(r kit.Rect, share float64, text string, style kit.Style) (rest kit.Rect) {
	if text == "" {
		return r
	}
	upper := r
	upper.H *= share
	at := v.Text(upper, text, style)
	_, rest = r.Top(at.H, v.mm(2))
	return rest
}

// bring names the papers to bring, of many as many as fit.
func (v *view) bring(r kit.Rect, papers string, style kit.Style) string {
	if papers == "" {
		return ""
	}
	mark := ", "
	if strings.Contains(papers, "; ") {
		mark = "; "
	}
	all, sentence := strings.Split(papers, mark), v.t("papers", "papers", papers)
	for n := len(all) - 1; n > 0 && !v.Fits(r, sentence, style); n-- {
		sentence = v.t("papers-more", "papers", strings.Join(all[:n], mark), "n", len(all)-n)
	}
	return v.shorten(r, sentence, style) // one paper alone may be long
}

// marks are what can be said about who the number is for; nobody has to.
func (v *view) marks(cells []kit.Rect) {
	r := v.f.Wish.Request
	v.mark(cells[0], "proxy", v.t("proxy"), r.Proxy)
	v.mark(cells[1], "assist", v.t("assist"), r.Assist)
}

// mark is a key that stays down: a box with a tick, and its words.
func (v *view) mark(r kit.Rect, id, word string, on bool) {
	ground, edge, width := v.Theme.Surface, v.Theme.Edge, v.mm(0.4)
	if on || v.held == id {
		ground, edge, width = v.Theme.ActionSoft, v.Theme.Action, v.mm(0.8)
	}
	v.Round(r, ground)
	v.Border(r, edge, width)
	in := r.InsetXY(v.mm(4), v.mm(1))
	box, text := in.Left(v.mm(10), v.mm(5))
	box.Y, box.H = in.Y+(in.H-box.W)/2, box.W
	v.Border(box, v.Theme.Action, v.mm(0.8))
	if on {
		v.Icon(box.Inset(v.mm(1)), "check", v.Theme.Action)
	}
	v.Text(text, word, kit.Style{Size: v.size("small"), Color: v.Theme.Text, Down: kit.Middle})
	state := "off"
	if on {
		state = "on"
	}
	v.Targets = append(v.Targets, kit.Target{ID: id, Rect: r, Spoken: v.g("toggle", "item", word, "state", strings.ToLower(v.g(state)))})
}

// groups names who has priority, as the center has configured.
func (v *view) groups() string {
	var names []string
	for _, g := range v.f.about.Priority.Groups {
		names = append(names, i18n.T(v.f.Lang, "priority."+g))
	}
	sentence := []rune(strings.Join(names, ", ") + ".")
	sentence[0] = unicode.ToUpper(sentence[0])
	return string(sentence)
}

// giveBack asks whether a number is really given back, and says when it is.
func (v *view) giveBack() {
	number := v.f.Ticket.Number
	keep := kit.Button{ID: "drop:no", Word: v.t("drop-no", "number", number), Look: kit.Urged}
	switch v.f.Dropping {
	case dropUnder:
		v.message(v.body, "clock", ui.Pressing, v.t("drop-under", "number", number), v.t("working-wait"))
	case dropDone:
		v.message(v.body, "check", ui.Right, v.t("drop-done", "number", number), v.t("drop-slip"))
	case dropRefused:
		v.decide("warning", ui.Careful, v.t("drop-refused", "number", number), v.t("help-where"), keep, kit.Button{})
	default:
		v.decide("ticket", ui.Careful, v.t("drop", "number", number), v.t("drop-note"), keep,
			kit.Button{ID: "drop:yes", Word: v.t("drop-yes"), Look: kit.Offered})
	}
}

// decide lays a question out with its two answers: side by side, or on a portrait screen one below the other.
func (v *view) decide(icon string, tone ui.Tone, sentence, next string, first, other kit.Button) {
	keys := []kit.Button{first}
	if other.ID != "" {
		keys = append(keys, other)
	}
	cols, rows := len(keys), 1
	if v.Geometry.Portrait() {
		cols, rows = 1, len(keys)
	}
	row, rest := v.body.Bottom(float64(rows)*v.mm(33)-v.mm(kit.GapMM), v.mm(6))
	v.message(rest, icon, tone, sentence, next)
	for i, cell := range row.Grid(cols, rows, v.mm(kit.GapMM)) {
		b := keys[i]
		b.Size, b.Middle, b.Held = v.size("lead"), true, v.held == b.ID
		v.Button(cell, b)
	}
}
