package display

import (
	"math"
	"time"

	"motcua/internal/center"
	"motcua/internal/i18n"
	"motcua/internal/ui"
	"motcua/internal/ui/kit"
)

// head is whose hall this is, the date and the time, or that they can no longer be trusted.
func (v *view) head(in kit.Rect) kit.Rect {
	if since, stale := v.s.Stale(); stale {
		return v.stale(in, since)
	}
	name, clock := v.s.board.Center.In(v.lang), i18n.Clock(v.s.now.In(center.Zone))
	room := in.W - v.Measure(clock, true, v.least) - v.gap*2
	demo := i18n.T(v.lang, "ui.demo")
	if v.Measure(demo, true, v.least)+v.gap*4 > room {
		demo = v.t("demo")
	}
	if v.s.board.Demo {
		room -= v.Measure(demo, true, v.least) + v.gap*4
	}
	if v.Measure(name, true, v.least) > room {
		if rest, ok := v.tall(in, name, clock); ok {
			return rest
		}
		name = ""
	}
	bar, rest := in.Top(v.line(v.least), v.gap)
	inks := v.headColors(bar)
	at, bar := bar.Right(v.Measure(clock, true, v.least)+1, v.gap*2)
	v.Text(at, clock, v.strong(inks.clock, kit.Start))
	if v.s.board.Demo {
		at, bar = bar.Left(v.Measure(demo, true, v.least)+v.gap*2, v.gap*2)
		v.sample(at, demo)
	}
	if v.named = name != ""; v.named {
		at, bar = bar.Left(v.Measure(name, true, v.least)+1, v.gap*2)
		v.Text(at, name, v.strong(inks.name, kit.Start))
	}
	v.date(bar, inks.date)
	return rest
}

// inks are the colors of the head's words.
type inks struct{ clock, name, date ui.Color }

// headColors paints the head's ground, which is another every second hour.
func (v *view) headColors(bar kit.Rect) inks {
	if !v.s.turned() {
		return inks{v.Theme.Text, v.Theme.Action, v.Theme.Muted}
	}
	v.Box(kit.Rect{X: 0, Y: 0, W: v.Geometry.W, H: bar.Y + bar.H + v.gap*0.4}, v.Theme.Action)
	return inks{v.Theme.OnAction, v.Theme.OnAction, v.Theme.OnAction}
}

// tall is a head of two lines, for a name that one does not hold: beside it the time, and
// the date or that all this is a demo. ok is false where the panes need the room.
func (v *view) tall(in kit.Rect, name, clock string) (rest kit.Rect, ok bool) {
	name, wide := v.halves(name)
	demo, corner := v.t("demo"), v.Measure("00/00/0000", false, v.least)
	if v.s.board.Demo {
		corner = v.Measure(demo, true, v.least) + v.gap*2
	}
	if wide+corner+v.gap*2 > in.W {
		corner = v.Measure("00/00", false, v.least)
	}
	corner = max(corner, v.Measure(clock, true, v.least)) + 1
	bar, rest := in.Top(2*v.least*ui.LineHeight, v.gap)
	if wide+corner+v.gap*2 > in.W || !v.legible(rest) || v.s.board.Demo && corner < v.Measure(demo, true, v.least)+v.gap*2 {
		return in, false
	}
	v.named = true
	inks := v.headColors(bar)
	at, bar := bar.Right(corner, v.gap*2)
	v.Text(bar, name, kit.Style{Size: v.least, Bold: true, Color: inks.name, Down: kit.Middle, Lines: 2})
	above, below := at.Top(at.H/2, 0)
	v.Text(above, clock, v.strong(inks.clock, kit.End))
	if v.s.board.Demo {
		v.sample(below, demo)
	} else {
		v.date(below, inks.date)
	}
	return rest, true
}

// legible tells whether every pane can be read in what is left below the head.
func (v *view) legible(rest kit.Rect) bool {
	if len(v.s.setup.Layout.Foot) > 0 {
		rest.H -= v.line(v.least) + v.gap*1.9
	}
	mm := v.Geometry.PxPerMM
	return v.numbers().Fits(v.s.setup.Layout, rest.W/mm, rest.H/mm, v.distance) < 0
}

// halves breaks a name where its two lines are shortest, and measures them.
func (v *view) halves(name string) (text string, wide float64) {
	wide = math.Inf(1)
	for i, c := range name {
		if c != ' ' {
			continue
		}
		if w := max(v.Measure(name[:i], true, v.least), v.Measure(name[i+1:], true, v.least)); w < wide {
			text, wide = name[:i]+"\n"+name[i+1:], w
		}
	}
	return text, wide + 1
}

// sample says that what is shown is made up.
func (v *view) sample(r kit.Rect, word string) {
	v.Round(r, v.Theme.WarnSoft)
	v.Text(r, word, v.strong(v.Theme.Warn, kit.Middle))
}

// dates are ways to write the day, the fullest first.
func (v *view) dates() []string {
	now := v.s.now.In(center.Zone)
	return []string{i18n.Date(v.lang, now), now.Format("02/01/2006"), now.Format("02/01")}
}

// date writes the day as fully as fits.
func (v *view) date(r kit.Rect, ink ui.Color) {
	for _, date := range v.dates() {
		if v.Measure(date, false, v.least) <= r.W {
			v.Text(r, date, kit.Style{Size: v.least, Color: ink, Align: kit.End, Down: kit.Middle, Lines: 1})
			return
		}
	}
}

func (v *view) stale(in kit.Rect, since time.Time) kit.Rect {
	name := "stale"
	if v.s.counter() != "" {
		name = "stale-short"
	}
	at := i18n.Clock(since.In(center.Zone))
	text := v.t(name, "time", at)
	if v.s.counter() != "" && v.Measure(text, true, v.least)+v.least+v.gap*3 > in.W {
		text = v.t("stale-least", "time", at)
	}
	room, _ := in.Top(in.H*0.55, 0)
	room = room.InsetXY(v.gap, v.gap*0.5)
	mark, room := room.Left(v.least, v.gap*0.5)
	ground := len(v.Items)
	v.Box(kit.Rect{}, v.Theme.StaleSoft) // its place follows from the text
	words := v.Text(room, text, kit.Style{Size: v.least, Bold: true, Color: v.Theme.Stale})
	mark.H = mark.W
	v.Icon(mark, "offline", v.Theme.Stale)
	strip, rest := in.Top(words.H+v.gap, v.gap)
	v.Items[ground].Rect = strip
	return rest
}
