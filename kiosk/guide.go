package kiosk

import (
	"fmt"
	"slices"

	"motcua/internal/center"
	"motcua/internal/i18n"
	"motcua/internal/ui"
	"motcua/internal/ui/kit"
	"motcua/internal/wire"
)

// guard offers what can be done at the printer; what its trouble asks for stands out.
func (v *view) guard() {
	cause, _, _ := v.f.trouble()
	rest := v.ready(v.body)
	size := v.size("title")
	head, rest := rest.Top(size*1.4, v.mm(2))
	v.Text(head, v.t("guard"), kit.Style{Size: size, Bold: true, Color: v.Theme.Text, Lines: 1})
	note := v.t("guard-what")
	if key := advice(cause); key != "" {
		note = v.t(key)
	}
	at := v.Text(kit.Rect{X: rest.X, Y: rest.Y, W: rest.W, H: rest.H * 0.25}, note, kit.Style{Size: v.size("body"), Color: v.Theme.Muted})
	_, rest = rest.Top(at.H, v.mm(5))
	cols, rows := len(guides), 1
	if v.Geometry.Portrait() {
		cols, rows = 1, len(guides)
		_, rest = rest.Top(max(0, 0.31*v.Geometry.H-rest.Y), 0) // within reach of a seated person
	}
	for i, cell := range rest.Grid(cols, rows, v.mm(kit.GapMM)) {
		v.choice(cell, guides[i], slices.Contains(guides[i].causes, cause))
	}
}

// choice is one guide as a tile: a picture of it and its name.
func (v *view) choice(r kit.Rect, g guide, urged bool) {
	id := "guide:" + g.name
	ground, edge, width := v.Theme.Surface, v.Theme.Edge, v.mm(0.4)
	if urged || v.held == id {
		ground, edge, width = v.Theme.ActionSoft, v.Theme.Action, v.mm(1)
	}
	v.Round(r, ground)
	v.Border(r, edge, width)
	in := r.InsetXY(v.mm(6), v.mm(4))
	style := kit.Style{Size: v.size("lead"), Bold: true, Color: v.Theme.Text, Down: kit.Middle}
	if v.Geometry.Portrait() {
		left, text := in.Left(in.H*pictureW/pictureH, v.mm(8))
		v.Drawing(left, card(titles[g.name]))
		v.Text(text, v.t("guide-"+g.name), style)
	} else {
		text, above := in.Bottom(style.Size*1.25, v.mm(2))
		v.Drawing(above, card(titles[g.name]))
		style.Align = kit.Middle
		v.Text(text, v.t("guide-"+g.name), style)
	}
	v.Target(id, r)
}

// titles are the pictures that stand for a whole guide.
var titles = map[string]string{"paper": "pull", "jam": "piece", "cover": "shut"}

// advice is the catalog's key of what to do about a cause that no guide is for.
func advice(cause string) string {
	switch cause {
	case "", wire.PaperOut, wire.PaperLow, wire.CutterError, wire.CoverOpen:
		return ""
	case wire.HeadHot:
		return "advice-head-hot"
	case wire.Unreachable, wire.TimedOut:
		return "advice-unreachable"
	}
	return "advice-ask"
}

// guide shows one step: its picture, its sentence, and the way on.
func (v *view) guide() {
	g := guideOf(v.f.Guide)
	n := min(v.f.Card, len(g.cards)-1)
	rest := v.ready(v.body)
	step := v.t("guide-"+g.name) + " · " + v.t("guide-step", "n", n+1, "all", len(g.cards))
	words := v.t(fmt.Sprintf("%s-%d", g.name, n+1))
	var picture, text kit.Rect
	if v.Geometry.Portrait() {
		row, above := rest.Bottom(v.mm(26), v.mm(5))
		v.steps(row, n, len(g.cards))
		text, picture = above.Top(above.H*0.36, v.mm(4))
	} else {
		picture, text = rest.Left(rest.W*0.46, v.mm(8))
		var row kit.Rect
		row, text = text.Bottom(v.mm(24), v.mm(4))
		v.steps(row, n, len(g.cards))
	}
	at := v.Text(kit.Rect{X: text.X, Y: text.Y, W: text.W, H: v.size("body") * 1.4}, step, kit.Style{Size: v.size("body"), Color: v.Theme.Muted, Lines: 1})
	_, text = text.Top(at.H, v.mm(2))
	at = v.Text(text, words, kit.Style{Size: v.size("title"), Bold: true, Color: v.Theme.Text})
	if note := fmt.Sprintf("kiosk.%s-%d-note", g.name, n+1); i18n.Has(note) && v.Geometry.Portrait() {
		_, text = text.Top(at.H, v.mm(2))
		v.Text(text, i18n.T(v.f.Lang, note), kit.Style{Size: v.size("body"), Color: v.Theme.Muted})
	}
	v.Drawing(picture, card(g.cards[n]))
}

// steps are the keys to the step before and the one after.
func (v *view) steps(r kit.Rect, n, all int) {
	prev, next := r.Left(r.W*0.42, v.mm(kit.GapMM))
	if n > 0 {
		v.Button(prev, kit.Button{ID: "card:prev", Word: v.t("card-prev"), Middle: true, Held: v.held == "card:prev"})
	}
	word := v.t("card-next")
	if n == all-1 {
		word = v.t("card-done")
	}
	v.Button(next, kit.Button{ID: "card:next", Word: word, Look: kit.Urged, Middle: true, Held: v.held == "card:next"})
}

// paper says how much is on the roll, and where there is room until when, as far as somebody knows.
func (f *Flow) paper(until bool) string {
	d, _ := f.printer()
	switch {
	case d.State != wire.Present || d.Paper == nil || d.Paper.Slips <= 0:
		return ""
	case until && d.Paper.EndsAt != nil:
		return f.t("paper-until", "n", d.Paper.Slips, "time", i18n.Clock(d.Paper.EndsAt.In(center.Zone)))
	}
	return f.t("paper-left", "n", d.Paper.Slips)
}

// ready tells at the lower edge how the printer is, as it changes.
func (v *view) ready(r kit.Rect) (rest kit.Rect) {
	high := v.mm(17)
	if v.Geometry.Portrait() {
		high = v.mm(24)
	}
	bar, rest := r.Bottom(high, v.mm(4))
	cause, code, _ := v.f.trouble()
	_, has := v.f.printer()
	word, icon, tone, ground := v.t("printer-ready"), "check", ui.Right, v.Theme.GoodSoft
	switch {
	case v.f.now.Sub(v.f.heard) >= contact:
		word, icon, tone, ground, code = v.t("printer-unheard"), "offline", ui.Aged, v.Theme.StaleSoft, ""
	case !has:
		word, icon, tone, ground = v.t("printer-none"), "closed", ui.Aged, v.Theme.StaleSoft
	case cause != "":
		word, icon, tone, ground = v.f.printerWord(cause), "warning", ui.Careful, v.Theme.WarnSoft
	}
	v.Round(bar, ground)
	in := bar.InsetXY(v.mm(5), v.mm(2))
	mark, in := in.Left(min(in.H, v.mm(13)), v.mm(4))
	v.Icon(mark, icon, v.Theme.Ink(tone))
	if code != "" {
		var at kit.Rect
		at, in = in.Right(v.Measure(code, true, v.size("lead"))+v.mm(1), v.mm(4))
		v.Text(at, code, kit.Style{Size: v.size("lead"), Bold: true, Color: v.Theme.Text, Align: kit.End, Down: kit.Middle, Lines: 1})
	}
	below := v.f.paper(v.Geometry.Portrait())
	if v.f.cured {
		below = v.t("returns", "seconds", seconds(v.f.Left()))
	}
	if below != "" {
		var note kit.Rect
		if v.Geometry.Portrait() {
			note, in = in.Bottom(in.H*0.42, 0)
		} else {
			in, note = in.Left(v.Measure(word, true, v.size("lead"))+v.mm(1), v.mm(6))
		}
		v.Text(note, below, kit.Style{Size: v.size("small"), Color: v.Theme.Text, Down: kit.Middle})
	}
	v.Text(in, word, kit.Style{Size: v.size("lead"), Bold: true, Color: v.Theme.Ink(tone), Down: kit.Middle})
	return rest
}
