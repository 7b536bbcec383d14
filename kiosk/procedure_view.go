package kiosk

import (
	"motcua/internal/center"
	"motcua/internal/ui/kit"
)

// procedure is one procedure: what to bring, what it costs, how long it takes.
func (v *view) procedure() {
	p := v.f.seeking.about
	st := kit.Style{Size: v.size("title"), Bold: true, Color: v.Theme.Text, Down: kit.Middle}
	if v.Geometry.Portrait() {
		head, body := v.body.Top(v.size("title")*3, v.mm(3))
		st.Down = kit.Start
		v.Text(head, v.shorten(head, p.Name.In(v.f.Lang), st), st)
		if row, above := body.Bottom(v.mm(kit.TargetMM+4), v.mm(6)); v.takeNumber(row) {
			body = above
		}
		share := 0.42
		if v.f.Low { // the way to other papers stands above the facts
			share = 0.36
		}
		facts, papers := body.Bottom(body.H*share, v.mm(5))
		v.facts(facts, p)
		v.papers(papers, p)
		return
	}
	if v.f.Low {
		if row, above := v.body.Bottom(v.mm(kit.TargetMM), v.mm(kit.GapMM)); v.takeNumber(row) {
			v.body = above
		}
	}
	head, body := v.body.Top(v.mm(kit.TargetMM+1), v.mm(4))
	if !v.f.Low {
		_, row := head.Top(v.mm(1), 0) // apart from the guard's corner
		if row, name := row.Right(row.W*0.36, v.mm(8)); v.takeNumber(row) {
			head = name
		}
	}
	v.Text(head, v.shorten(head, p.Name.In(v.f.Lang), st), st)
	papers, facts := body.Left(body.W*0.5, v.mm(8))
	v.facts(facts, p)
	v.papers(papers, p)
}

// takeNumber draws the key that goes on to a number, while there are numbers.
func (v *view) takeNumber(r kit.Rect) bool {
	b := kit.Button{ID: "number", Word: v.f.l("number"), Icon: "ticket", Look: kit.Urged, Size: v.size("lead"), Held: v.held == "number"}
	if !v.FitsButton(r, b) {
		b.Word = v.f.l("number-short")
	}
	if !v.FitsButton(r, b) {
		b.Icon = ""
	}
	if v.f.openNow() {
		v.Button(r, b)
	}
	return v.f.openNow()
}

// papers lists what to bring, on as many pages as it takes.
func (v *view) papers(r kit.Rect, p *center.Procedure) {
	head, r := r.Top(v.size("small")*1.35, v.mm(1))
	v.Text(head, v.f.l("papers"), kit.Style{Size: v.size("small"), Bold: true, Color: v.Theme.Action, Lines: 1})
	if len(p.Papers) == 0 {
		v.Text(r, v.f.l("papers-unsure"), kit.Style{Size: v.size("body"), Color: v.Theme.Text})
		return
	}
	starts := v.pagesOf(r, p)
	if len(starts) > 1 {
		turn, above := r.Bottom(v.mm(kit.TargetMM), v.mm(3))
		starts = v.pagesOf(above, p)
		v.leaf(turn, min(max(v.f.Page, 0), len(starts)-1), len(starts))
		r = above
	}
	page := min(max(v.f.Page, 0), len(starts)-1)
	end := len(p.Papers)
	if page+1 < len(starts) {
		end = starts[page+1]
	}
	for _, paper := range p.Papers[starts[page]:end] {
		at := v.paper(r, paper.In(v.f.Lang))
		_, r = r.Top(at, v.mm(2))
	}
}

// leaf are the keys to other papers.
func (v *view) leaf(r kit.Rect, page, pages int) {
	if v.Geometry.Portrait() {
		v.turns(r, page, pages)
		return
	}
	r = v.arrows(r, page, pages)
	v.Text(r, v.t("page", "page", page+1, "pages", pages), kit.Style{Size: v.size("small"), Color: v.Theme.Muted, Align: kit.End, Down: kit.Middle, Lines: 1})
}

// pagesOf is with which paper each page begins.
func (v *view) pagesOf(r kit.Rect, p *center.Procedure) (starts []int) {
	items := len(v.Items)
	left := r
	for i, paper := range p.Papers {
		_, text := v.bullet(left)
		if i == 0 || !v.Fits(text, paper.In(v.f.Lang), v.paperStyle()) {
			starts, left = append(starts, i), r
		}
		at := v.paper(left, paper.In(v.f.Lang))
		_, left = left.Top(at, v.mm(2))
	}
	v.Items = v.Items[:items]
	return starts
}

func (v *view) paperStyle() kit.Style {
	return kit.Style{Size: v.size("body"), Least: v.size("small"), Color: v.Theme.Text}
}

func (v *view) bullet(r kit.Rect) (dot, text kit.Rect) { return r.Left(v.mm(3), v.mm(3)) }

// paper draws one paper and returns how high it is.
func (v *view) paper(r kit.Rect, paper string) float64 {
	dot, text := v.bullet(r)
	st := v.paperStyle()
	if !v.Fits(text, paper, st) { // one paper longer than a page
		st.Least = 0
		paper = v.shorten(text, paper, st)
	}
	at := v.Text(text, paper, st)
	v.Round(kit.Rect{X: dot.X, Y: at.Y + v.size("small")*0.5, W: v.mm(2.2), H: v.mm(2.2)}, v.Theme.Action)
	return at.H
}

// facts are fee, days, the law and a code for the phone.
func (v *view) facts(r kit.Rect, p *center.Procedure) {
	if link, word := v.f.link(p); link != "" {
		side := min(r.W*0.36, r.H*0.8, v.mm(62))
		var code kit.Rect
		code, r = r.Right(side, v.mm(6))
		code.H = min(code.H, side)
		v.QR(code, link)
		st := kit.Style{Size: v.Geometry.Least(), Color: v.Theme.Text, Align: kit.Middle}
		below := kit.Rect{X: code.X, Y: code.Y + side, W: side, H: r.H - side}
		v.Text(below, v.shorten(below, word, st), st)
	}
	basis := ""
	if p.Basis != "" {
		basis = v.f.l("basis", "law", p.Basis)
	}
	online := ""
	if p.Online != "" {
		online = v.f.l("online", "site", host(p.Online))
	}
	for i, fact := range []struct{ label, text string }{{v.f.l("fee"), v.f.fee(p)}, {v.f.l("time"), v.f.days(p)}, {"", online}, {"", basis}} {
		if fact.text == "" {
			continue
		}
		r = v.fact(r, fact.label, fact.text, [...]float64{0.42, 0.55, 0.6, 1}[i], [...]float64{0.6, 1, 0.6, 1}[i])
	}
}

// fact draws a label and its text in at most that share of r, or in most of it
// rather than leave words out, and returns the rest.
func (v *view) fact(r kit.Rect, label, text string, share, most float64) kit.Rect {
	if label != "" {
		var head kit.Rect
		head, r = r.Top(v.size("small")*1.3, 0)
		v.Text(head, label, kit.Style{Size: v.size("small"), Bold: true, Color: v.Theme.Action, Lines: 1})
	}
	room := r
	room.H *= share
	st := kit.Style{Size: v.size("body"), Color: v.Theme.Text}
	if label == "" {
		st = kit.Style{Size: v.size("small"), Color: v.Theme.Muted}
	}
	short := v.shorten(room, text, st)
	if short != text {
		room.H = r.H * most
		short = v.shorten(room, text, st)
	}
	if short == "…" || label == "" && short != text { // half a law or address helps nobody
		return r
	}
	at := v.Text(room, short, st)
	_, r = r.Top(at.H, v.mm(3))
	return r
}
