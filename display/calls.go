package display

import (
	"math"
	"strings"

	"motcua/internal/center"
	"motcua/internal/queue"
	"motcua/internal/ui"
	"motcua/internal/ui/kit"
	"motcua/internal/wire"
)

// calls shows the newest call as large as the place allows. Where no list or
// table stands beside it, it shows every awaited call: side by side while they
// fit, then in turn, the newest first.
func (v *view) calls(r kit.Rect) {
	if number, ok := v.s.Sorry(); ok {
		v.sorry(r, number)
		return
	}
	calls := v.s.calls()
	if len(calls) == 0 {
		v.nobody(r)
		return
	}
	shown := calls[:1]
	if v.alone || !v.s.setup.Layout.Shows(center.ShowList, center.ShowCounters) {
		shown = v.awaited(r, calls)
	}
	for i, cell := range r.Grid(1, len(shown), v.gap) {
		v.card(cell, shown[i])
	}
}

// awaited is the page of awaited calls that is shown now.
func (v *view) awaited(r kit.Rect, calls []wire.Call) []wire.Call {
	open, _ := parted(calls)
	if len(open) == 0 {
		return calls[:1]
	}
	need := v.line(v.least) + v.line(v.call) + v.line(v.row) + v.gap*0.8
	fit := max(1, int((r.H+v.gap)/(need+v.gap)))
	pages := (len(open) + fit - 1) / fit
	page := v.s.page(pages)
	if v.s.fresh() {
		page = 0
	}
	return open[page*fit : min((page+1)*fit, len(open))]
}

func (v *view) sorry(r kit.Rect, number string) {
	v.Round(r, v.Theme.WarnSoft)
	v.text(r.Inset(v.gap), v.say("sorry", "number", number), kit.Style{Size: v.row, Bold: true, Color: v.Theme.Warn, Down: kit.Middle})
}

// card shows one call as large as the place allows, never smaller than a glance takes.
func (v *view) card(r kit.Rect, c wire.Call) {
	ground, ink := v.colors(c)
	v.Round(r, ground)
	in := r.InsetXY(v.gap*1.5, v.gap*0.4)
	head, in := in.Top(v.line(v.least), 0)
	v.heading(head, c, ink)
	number, place := in.Left(max(in.W*0.5, v.Measure(c.Number, true, v.call)+v.gap), v.gap)
	if share, ok := v.broad(in, c); ok {
		number, place = in.Left(in.W*share, v.gap)
	} else if in.H >= v.line(v.call)+v.line(v.row) {
		number, place = in.Top(max(v.line(v.call), in.H*0.62), 0)
	}
	v.Text(number, c.Number, kit.Style{Size: v.largest(number, c.Number), Least: v.smallest(number, c.Number, v.call), Bold: true, Color: ink, Down: kit.Middle, Lines: 1})
	v.where(place, string(c.Counter), ink)
}

// broad tells whether a place is so much wider than high that the counter stands
// better beside the number than below it, and which share of the width the number then takes.
func (v *view) broad(r kit.Rect, c wire.Call) (share float64, ok bool) {
	number, where := v.Measure(c.Number, true, v.call)+v.gap, v.Measure(v.t("counter")+" "+string(c.Counter), true, v.row)+v.gap
	return max(number/(number+where), 0.45), r.W > 2.4*r.H && number+where+v.gap <= r.W
}

// where says to which counter: as large as the number where there is room, the counter never smaller than a row.
func (v *view) where(r kit.Rect, counter string, ink ui.Color) {
	style := kit.Style{Size: v.call, Least: v.row, Bold: true, Color: ink, Down: kit.Middle, Lines: 1}
	word := v.t("counter") + " "
	for style.Size > v.row && (v.line(style.Size) > r.H || v.Measure(word+counter, true, style.Size) > r.W) {
		style.Size = max(v.row, math.Floor(style.Size*0.9))
	}
	if v.Measure(word+counter, true, v.row) <= r.W {
		high := v.line(style.Size) + v.line(v.least)
		_, below, two := strings.Cut(v.say("counter"), "\n")
		if below += " " + counter; two && r.H >= high && v.Measure(below, true, v.least) <= r.W {
			r = kit.Rect{X: r.X, Y: r.Y + (r.H-high)/2, W: r.W, H: high}
			top, bottom := r.Top(v.line(style.Size), 0)
			v.Text(top, word+counter, style)
			v.Text(bottom, below, kit.Style{Size: v.least, Bold: true, Color: ink, Down: kit.Middle, Lines: 1})
			return
		}
		v.Text(r, word+counter, style)
		return
	}
	left, rest := r.Left(v.Measure(word, true, v.least)+1, v.gap*0.5)
	v.Text(left, strings.TrimSpace(word), kit.Style{Size: v.least, Bold: true, Color: ink, Down: kit.Middle, Lines: 1})
	v.Text(rest, counter, style)
}

// nobody says, while there is no call, what to do, and whose hall this is where the head does not.
func (v *view) nobody(r kit.Rect) {
	ink := v.Theme.Text
	if _, stale := v.s.Stale(); stale {
		ink = v.Theme.Stale
	}
	v.Round(r, v.Theme.ActionSoft)
	room := r.InsetXY(v.gap*1.5, v.gap)
	if top, _ := room.Top(room.H*0.4, v.gap); !v.named && v.fits(v.s.board.Center.In(v.lang), top) {
		at := v.Text(top, v.s.board.Center.In(v.lang), kit.Style{Size: v.least, Bold: true, Color: v.Theme.Action})
		_, room = room.Top(at.H, v.gap)
	}
	v.text(room, v.say("nobody"), kit.Style{Size: v.row, Bold: true, Color: ink, Down: kit.Middle})
}

// largest is a size for a number in r, never less than a glance takes. All
// numbers of one length have the same, as if they began with the widest letter:
// a number looks the same each time, and the memory that holds the shapes of
// letters does not grow with every size.
func (v *view) largest(r kit.Rect, number string) float64 {
	widest := strings.Map(func(c rune) rune {
		if c >= '0' && c <= '9' {
			return '0'
		}
		return 'M'
	}, number)
	return max(math.Floor(min(r.H/1.2, r.W/(v.Measure(widest, true, 100)/100))), v.call)
}

// smallest is the least size of a number. Only where a number is wider than any
// that the configuration knows of does it go below least: rather small than cut.
func (v *view) smallest(r kit.Rect, number string, least float64) float64 {
	return min(least, r.W/(v.Measure(number, true, 100)/100)-1)
}

// heading says in sign and word whether the number is being called or was.
func (v *view) heading(r kit.Rect, c wire.Call, ink ui.Color) {
	word, icon := "called", "check"
	if c.State == queue.Called {
		word, icon = "calling", "bell"
	}
	mark, text := r.Left(v.least*1.1, v.gap)
	v.Icon(mark, icon, ink)
	v.Text(text, v.word(word, text.W), kit.Style{Size: v.least, Bold: true, Color: ink, Down: kit.Middle, Lines: 1})
}

// colors of a call: lit while the citizen is awaited, calm once served, gray when the knowledge is old.
func (v *view) colors(c wire.Call) (ground, ink ui.Color) {
	if _, stale := v.s.Stale(); stale {
		return v.Theme.StaleSoft, v.Theme.Stale
	}
	if c.State != queue.Called {
		return v.Theme.ActionSoft, v.Theme.Action
	}
	if c.Seq != v.s.newest {
		return v.Theme.Turn, v.Theme.OnTurn
	}
	ground = ui.Mix(v.Theme.Surface, v.Theme.Turn, v.s.glow())
	if ui.Contrast(v.Theme.Text, ground) > ui.Contrast(v.Theme.OnTurn, ground) {
		return ground, v.Theme.Text
	}
	return ground, v.Theme.OnTurn
}

// parted splits calls into those still awaited and those answered.
func parted(calls []wire.Call) (awaited, called []wire.Call) {
	for _, c := range calls {
		if c.State == queue.Called {
			awaited = append(awaited, c)
		} else {
			called = append(called, c)
		}
	}
	return awaited, called
}
