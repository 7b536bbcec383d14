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
	name, clock := v.s.board.Center.In(v.s.Lang), i18n.Clock(v.s.now.In(center.Zone))
	room := in.W - v.Measure(clock, true, v.least) - v.gap*2
	if v.s.board.Demo {
		room -= v.Measure(i18n.T(v.s.Lang, "ui.demo"), true, v.least) + v.gap*4
	}
	if v.Measure(name, true, v.least) > room {
		if rest, ok := v.tall(in, name, clock); ok {
			return rest
		}
		name = ""
	}
	bar, rest := in.Top(v.line(v.least), v.gap)
	at, bar := bar.Right(v.Measure(clock, true, v.least)+1, v.gap*2)
	v.Text(at, clock, v.strong(v.Theme.Text, kit.Start))
	if v.s.board.Demo {
		at, bar = bar.Left(v.Measure(i18n.T(v.s.Lang, "ui.demo"), true, v.least)+v.gap*2, v.gap*2)
		v.sample(at, i18n.T(v.s.Lang, "ui.demo"))
	}
	if v.named = name != ""; v.named {
		at, bar = bar.Left(v.Measure(name, true, v.least)+1, v.gap*2)
		v.Text(at, name, v.strong(v.Theme.Action, kit.Start))
	}
	v.date(bar)
	return rest
}

// tall is a head of two lines, for a name that one does not hold: beside it the time, and
// the date or that all this is a demo. ok is false where the calls need the room.
func (v *view) tall(in kit.Rect, name, clock string) (rest kit.Rect, ok bool) {
	name, wide := v.halves(name)
	demo, corner := v.s.t("demo"), v.Measure("00/00/0000", false, v.least)
	if v.s.board.Demo {
		corner = v.Measure(demo, true, v.least) + v.gap*2
	}
	if wide+corner+v.gap*2 > in.W {
		corner = v.Measure("00/00", false, v.least)
	}
	corner = max(corner, v.Measure(clock, true, v.least)) + 1
	bar, rest := in.Top(2*v.least*ui.LineHeight, v.gap)
	need := v.line(v.least) + v.line(v.call) + v.line(v.row) + v.gap*0.8 // a heading, a number, its counter
	if wide+corner+v.gap*2 > in.W || rest.H-v.line(v.least)-v.gap*1.9 < need || v.s.board.Demo && corner < v.Measure(demo, true, v.least)+v.gap*2 {
		return in, false
	}
	v.named = true
	at, bar := bar.Right(corner, v.gap*2)
	v.Text(bar, name, kit.Style{Size: v.least, Bold: true, Color: v.Theme.Action, Down: kit.Middle, Lines: 2})
	above, below := at.Top(at.H/2, 0)
	v.Text(above, clock, v.strong(v.Theme.Text, kit.End))
	if v.s.board.Demo {
		v.sample(below, demo)
	} else {
		v.date(below)
	}
	return rest, true
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

// strong is how the head's own words look.
func (v *view) strong(ink ui.Color, align kit.Align) kit.Style {
	return kit.Style{Size: v.least, Bold: true, Color: ink, Align: align, Down: kit.Middle, Lines: 1}
}

// sample says that what is shown is made up.
func (v *view) sample(r kit.Rect, word string) {
	v.Round(r, v.Theme.WarnSoft)
	v.Text(r, word, v.strong(v.Theme.Warn, kit.Middle))
}

// date writes the day as fully as fits.
func (v *view) date(r kit.Rect) {
	now := v.s.now.In(center.Zone)
	for _, date := range []string{i18n.Date(v.s.Lang, now), now.Format("02/01/2006"), now.Format("02/01")} {
		if v.Measure(date, false, v.least) <= r.W {
			v.Text(r, date, kit.Style{Size: v.least, Color: v.Theme.Muted, Align: kit.End, Down: kit.Middle, Lines: 1})
			return
		}
	}
}

func (v *view) stale(in kit.Rect, since time.Time) kit.Rect {
	name := "stale"
	if v.s.Counter != "" {
		name = "stale-short"
	}
	text := v.s.t(name, "time", i18n.Clock(since.In(center.Zone)))
	room, _ := in.Top(in.H*0.55, 0)
	room = room.InsetXY(v.gap, v.gap*0.5)
	mark, room := room.Left(v.least, v.gap*0.5)
	ground := len(v.Items)
	v.Box(kit.Rect{}, v.Theme.StaleSoft) // its place follows from the text
	at := v.Text(room, text, kit.Style{Size: v.least, Bold: true, Color: v.Theme.Stale})
	mark.H = mark.W
	v.Icon(mark, "offline", v.Theme.Stale)
	strip, rest := in.Top(at.H+v.gap, v.gap)
	v.Items[ground].Rect = strip
	return rest
}
