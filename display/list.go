package display

import (
	"motcua/internal/queue"
	"motcua/internal/ui/kit"
	"motcua/internal/wire"
)

// list shows the calls before the newest: whoever is still awaited first, page by
// page where they do not fit, then those just called, as many as there is room for.
func (v *view) list(r kit.Rect) {
	calls := v.s.calls()
	if len(calls) < 2 {
		return
	}
	calls = calls[1:]
	high, between := v.line(v.row), v.gap*0.5
	wide := v.numbers().Number*v.row + v.Measure("000", true, v.row) + v.gap*4
	cols := max(1, int((r.W+v.gap*2)/(wide*1.15+v.gap*2)))
	rows := max(1, int((r.H-v.line(v.least))/(high+between)))
	if cols > 1 {
		cols = min(cols, (len(calls)+rows-1)/rows)
	}
	awaited, called := parted(calls)
	fit := rows * cols
	if pages := (len(awaited) + fit - 1) / fit; pages > 1 {
		page := v.s.page(pages)
		awaited, called = awaited[page*fit:min((page+1)*fit, len(awaited))], nil
	}
	shown := append(awaited, called[:min(len(called), fit-len(awaited))]...)
	for i, column := range r.Grid(cols, 1, v.gap*2) {
		part := shown[min(i*rows, len(shown)):min((i+1)*rows, len(shown))]
		if i > 0 && len(part) == 0 {
			return
		}
		head, column := column.Top(v.line(v.least), between)
		v.listHead(head)
		for _, c := range part {
			var at kit.Rect
			at, column = column.Top(high, between)
			v.listRow(at, c)
		}
	}
}

// listHead names the columns with as many words as there is room for.
func (v *view) listHead(r kit.Rect) {
	style := kit.Style{Size: v.least, Bold: true, Color: v.Theme.Muted, Down: kit.Middle, Lines: 1}
	counter := v.t("counter")
	for _, name := range []string{"called", "number"} {
		if word := v.t(name); v.Measure(word+counter, true, v.least)+v.gap <= r.W {
			v.Text(r, word, style)
			break
		}
	}
	style.Align = kit.End
	v.Text(r, counter, style)
}

func (v *view) listRow(r kit.Rect, c wire.Call) {
	ground, ink := v.colors(c)
	if c.State != queue.Called {
		ground, ink = v.Theme.Ground, v.Theme.Text
	}
	v.Round(r, ground)
	r = r.InsetXY(v.gap*0.6, 0)
	cell := kit.Style{Size: v.row, Bold: true, Color: ink, Down: kit.Middle, Lines: 1}
	v.Text(r, c.Number, cell)
	cell.Align = kit.End
	v.Text(r, string(c.Counter), cell)
}
