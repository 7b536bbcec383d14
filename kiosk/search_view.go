package kiosk

import (
	"sort"
	"strings"

	"motcua/internal/search"
	"motcua/internal/ui/kit"
)

// search is what is typed, what that finds, and the keys to type with.
func (v *view) search() {
	rest := v.keyboard(v.body, true)
	if v.Geometry.Portrait() {
		_, below := v.within(kit.Rect{}, kit.Rect{X: rest.X, Y: max(rest.Y, 0.3*v.Geometry.H), W: rest.W, H: rest.Y + rest.H - max(rest.Y, 0.3*v.Geometry.H)})
		above := kit.Rect{X: rest.X, Y: rest.Y, W: rest.W, H: below.Y - rest.Y - v.mm(6)}
		field, title := above.Bottom(v.size("title")*1.5, v.mm(5))
		v.Text(title, v.f.l("search"), kit.Style{Size: v.size("title"), Bold: true, Color: v.Theme.Text, Down: kit.End, Essential: true})
		v.input(field, v.f.seeking.text.String(), v.f.l("example"))
		v.results(below, 5, 1)
		return
	}
	if v.beside != (kit.Rect{}) { // low keys: what is found stands beside them
		field, hint := rest.Bottom(v.size("title")*1.4, v.mm(2))
		v.input(field, v.f.seeking.text.String(), v.f.l("example"))
		if len(v.f.seeking.found) == 0 {
			v.hint(hint)
		}
		v.results(v.beside, 1, 1)
		return
	}
	field, below := rest.Top(min(v.size("title")*1.4, rest.H*0.38), v.mm(3))
	if below.H < v.mm(kit.TargetMM) { // a notice takes the room
		field, below = rest.Left(rest.W*0.36, v.mm(kit.GapMM))
		field.H = min(field.H, v.size("title")*1.6)
	}
	v.input(field, v.f.seeking.text.String(), v.f.l("example"))
	v.results(below, 1, 2)
}

// input is the line that is typed in.
func (v *view) input(r kit.Rect, typed, example string) {
	v.Round(r, v.Theme.ActionSoft)
	v.Border(r, v.Theme.Action, v.mm(0.6))
	in := r.InsetXY(v.mm(5), v.mm(0.5))
	if typed == "" {
		v.Text(in, example, kit.Style{Size: v.size("lead"), Color: v.Theme.Text, Down: kit.Middle, Lines: 1})
		return
	}
	for v.Measure(typed+"|", true, v.size("small")) > in.W && len(typed) > 1 { // the end is what somebody looks at
		typed = string([]rune(typed)[1:])
	}
	v.Text(in, typed+"|", kit.Style{Size: min(v.size("title"), r.H/1.5), Least: v.size("small"), Bold: true, Color: v.Theme.Action, Down: kit.Middle, Lines: 1})
}

// hint says how to search, or what to do where nothing is found.
func (v *view) hint(r kit.Rect) {
	word := v.f.l("hint")
	if v.f.seeking.text.String() != "" {
		word = v.f.l("none")
	}
	v.Text(r, v.shorten(r, word, kit.Style{Size: v.size("body")}), kit.Style{Size: v.size("body"), Color: v.Theme.Text})
}

// results draws what was found, on pages of so many rows.
func (v *view) results(r kit.Rect, rows, cols int) {
	found := v.f.seeking.found
	if len(found) == 0 {
		if v.beside == (kit.Rect{}) {
			v.hint(r)
		}
		return
	}
	gap := v.mm(kit.GapMM)
	rows = max(1, min(rows, int((r.H+gap)/(v.mm(26)+gap))))
	per := rows * cols
	pages := (len(found) + per - 1) / per
	page := min(max(v.f.Page, 0), pages-1)
	if pages > 1 && rows > 2 {
		rows--
		per = rows * cols
		pages = (len(found) + per - 1) / per
		page = min(page, pages-1)
		r = v.pager(r, page, pages)
	} else if pages > 1 {
		r = v.arrows(r, page, pages)
	}
	high := min((r.H-float64(rows-1)*gap)/float64(rows), v.mm(34))
	r.H = float64(rows)*high + float64(rows-1)*gap
	for i, cell := range r.Grid(cols, rows, gap)[:min(per, len(found)-page*per)] {
		v.hit(cell, found[page*per+i])
	}
}

// arrows are the way to other pages in a row that has no room below it.
func (v *view) arrows(r kit.Rect, page, pages int) kit.Rect {
	for _, turn := range []struct {
		id, icon, word string
		on             bool
	}{{"page:next", "next", "page-after", page < pages-1}, {"page:prev", "back", "page-before", page > 0}} {
		if !turn.on {
			continue
		}
		var key kit.Rect
		key, r = r.Right(v.mm(kit.TargetMM), v.mm(kit.GapMM))
		v.Round(key, v.Theme.Surface)
		v.Border(key, v.Theme.Edge, v.mm(0.4))
		v.Icon(key.Inset(v.mm(4)), turn.icon, v.Theme.Action)
		v.Targets = append(v.Targets, kit.Target{ID: turn.id, Rect: key, Spoken: v.t(turn.word)})
	}
	return r
}

// hit is one thing found: a service in heavy letters, a procedure below the name of its service.
func (v *view) hit(r kit.Rect, f search.Found) {
	if f.Procedure == nil {
		id := "found:service:" + string(f.Service.Code)
		v.entry(r, id, v.f.l("service"), f.Service.Name.In(v.f.Lang), true)
		return
	}
	above := f.Procedure.Code
	if f.Service != nil {
		above = f.Service.Name.In(v.f.Lang)
	}
	v.entry(r, "found:procedure:"+f.Procedure.Code, above, f.Procedure.Name.In(v.f.Lang), false)
}

// entry is a tile with a small line above a name, which is shortened where it must be.
func (v *view) entry(r kit.Rect, id, above, name string, heavy bool) {
	ground, edge, width := v.Theme.Surface, v.Theme.Edge, v.mm(0.4)
	if v.held == id {
		ground, edge, width = v.Theme.ActionSoft, v.Theme.Action, v.mm(0.8)
	}
	v.Round(r, ground)
	v.Border(r, edge, width)
	in := r.InsetXY(v.mm(5), v.mm(1.5))
	small := v.Geometry.Least()
	if above != "" && in.H > small*1.2+v.size("body")*1.2 {
		var line kit.Rect
		line, in = in.Top(small*1.25, v.mm(0.5))
		st := kit.Style{Size: small, Color: v.Theme.Action, Lines: 1}
		v.Text(line, v.shorten(line, above, st), st)
	}
	st := kit.Style{Size: v.size("body"), Bold: heavy, Color: v.Theme.Text, Down: kit.Middle}
	v.Text(in, v.shorten(in, name, st), st)
	v.Targets = append(v.Targets, kit.Target{ID: id, Rect: r, Spoken: name})
}

// shorten returns as many words of s as fit r, with an ellipsis where some are left out.
func (v *view) shorten(r kit.Rect, s string, st kit.Style) string {
	if v.Fits(r, s, st) {
		return s
	}
	words := strings.Fields(s)
	cut := func(n int) string { return strings.Join(words[:n], " ") + " …" }
	n := sort.Search(len(words), func(n int) bool { return !v.Fits(r, cut(n+1), st) }) // fewer words never need more room
	if n == 0 {
		return "…"
	}
	return cut(n)
}
