package display

import (
	"math"

	"motcua/internal/i18n"
	"motcua/internal/queue"
	"motcua/internal/ui"
	"motcua/internal/ui/kit"
	"motcua/internal/wire"
)

// grid shows every counter in its place: the number there, or why there is none.
func (v *view) grid(r kit.Rect) {
	all := v.s.counters()
	if len(all) == 0 {
		return
	}
	cols, rows := v.cells(r, len(all))
	pages := (len(all) + cols*rows - 1) / (cols * rows)
	page := v.s.page(pages)
	shown := all[page*cols*rows : min((page+1)*cols*rows, len(all))]
	for i, cell := range r.Grid(cols, rows, v.gap*0.6) {
		if i < len(shown) {
			v.cell(cell, shown[i])
		}
	}
}

// cells divides r for n counters into as few pages as can be read, all alike.
func (v *view) cells(r kit.Rect, n int) (cols, rows int) {
	l := v.numbers()
	mostCols := max(1, int((r.W+v.gap*0.6)/((l.Number+l.Counter)*v.row+v.gap*3)))
	mostRows := max(1, int((r.H+v.gap*0.6)/(v.line(v.row)+v.gap*0.6)))
	pages := (n + mostCols*mostRows - 1) / (mostCols * mostRows)
	each := (n + pages - 1) / pages
	for cols = 1; cols < mostCols && (each+cols-1)/cols > mostRows; cols++ {
	}
	if tall := cols + 1; tall <= mostCols && (each+cols-1)/cols > 4 { // rather broad and high than a narrow list
		cols = tall
	}
	return cols, (each + cols - 1) / cols
}

// cell shows one counter. Where it is high enough, its number stands below its name and state.
func (v *view) cell(r kit.Rect, c wire.Counter) {
	ground, ink := v.cellColors(c)
	v.Round(r, ground)
	r = r.InsetXY(v.gap*0.7, 0)
	if r.H < v.line(v.least)+v.line(v.row)+v.gap*0.3 {
		v.cellLine(r, c, ink)
		return
	}
	r = r.InsetXY(0, v.gap*0.15)
	head, below := r.Top(v.line(v.least), 0)
	label := v.t("counter") + " " + string(c.ID)
	if v.Measure(label, true, v.least)+v.least*1.4 > head.W {
		label = string(c.ID)
	}
	at := v.Text(head, label, kit.Style{Size: v.least, Bold: true, Color: ink, Down: kit.Middle, Lines: 1})
	sign := ui.SignOf(stateOf(c))
	mark, _ := head.Right(v.least*0.9, 0)
	if c.Ticket != nil {
		if mark.X > at.X+at.W {
			v.Icon(mark, sign.Icon, ink)
		}
		size := min(v.largest(below, c.Ticket.Number), v.call*1.2)
		if v.line(v.call) > below.H || v.Measure(c.Ticket.Number, true, v.call) > below.W {
			size = v.row
		}
		v.Text(below, c.Ticket.Number, kit.Style{Size: size, Least: v.row, Bold: true, Color: ink, Down: kit.Middle, Lines: 1})
		return
	}
	v.state(below, c, ink)
}

// cellLine shows a counter on one line, its ticket close to it: where there are
// two columns, a number must never stand nearer to the counter beside its own.
func (v *view) cellLine(r kit.Rect, c wire.Counter, ink ui.Color) {
	style := kit.Style{Size: v.row, Bold: true, Color: ink, Down: kit.Middle, Lines: 1}
	wide := 0.0
	for _, x := range v.s.counters() {
		wide = max(wide, v.Measure(string(x.ID), true, v.row))
	}
	name, rest := r.Left(wide, v.gap)
	v.Text(name, string(c.ID), style)
	if c.Ticket == nil {
		v.state(rest, c, ink)
		return
	}
	v.Text(rest, c.Ticket.Number, style)
}

// state shows why there is no number at a counter: a sign, and its word where there is room.
func (v *view) state(r kit.Rect, c wire.Counter, ink ui.Color) {
	sign := ui.SignOf(stateOf(c))
	word := i18n.T(v.lang, sign.Key)
	if stateOf(c) == "waiting" {
		word = v.t("free")
	}
	mark, text := r.Left(min(v.least, r.W, r.H), v.gap*0.5)
	v.Icon(mark, sign.Icon, ink)
	if text.W < v.Measure(word, true, v.least) || r.H < v.line(v.least) {
		return
	}
	v.Text(text, word, kit.Style{Size: v.least, Bold: true, Color: ink, Down: kit.Middle, Lines: 1})
}

// stateOf is the state of a counter as its sign is called.
func stateOf(c wire.Counter) string {
	switch {
	case c.Ticket != nil:
		return string(c.Ticket.State)
	case c.State == wire.Paused || c.State == wire.Closed:
		return c.State
	}
	return "waiting"
}

// cellColors: lit while somebody is awaited there, calm while somebody is served, quiet else.
func (v *view) cellColors(c wire.Counter) (ground, ink ui.Color) {
	if c.Ticket != nil {
		call := wire.Call{State: c.Ticket.State, Seq: math.MaxInt64}
		for _, x := range v.s.calls() {
			if x.Ticket == c.Ticket.ID {
				call.Seq = x.Seq
			}
		}
		if call.State == queue.Called || call.State == queue.Serving {
			return v.colors(call)
		}
	}
	if _, stale := v.s.Stale(); stale {
		return v.Theme.StaleSoft, v.Theme.Stale
	}
	if c.State == wire.Paused {
		return v.Theme.WarnSoft, v.Theme.Warn
	}
	return v.Theme.Surface, v.Theme.Muted
}
