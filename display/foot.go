package display

import (
	"strings"

	"motcua/internal/center"
	"motcua/internal/i18n"
	"motcua/internal/ui"
	"motcua/internal/ui/kit"
	"motcua/internal/wire"
)

// note is one page of the line at the foot.
type note struct{ heading, text string }

const between = "   " // numbers of a list

// foot shows one note after the other, each long enough to be read, in each
// language of the display. Nothing scrolls.
func (v *view) foot(in kit.Rect) kit.Rect {
	var notes []note
	for _, lang := range v.s.Langs {
		v.lang = lang
		notes = append(notes, v.notes(in.W-v.gap*2)...)
	}
	v.lang = v.s.lang()
	if len(notes) == 0 {
		return in
	}
	n := notes[v.s.page(len(notes))]
	bar, rest := in.Bottom(v.line(v.least)+v.gap*0.5, v.gap*1.4)
	quiet, ink := v.Theme.Muted, v.Theme.Text
	if v.s.turned() { // every other hour, so that no line is always where it was
		v.Box(kit.Rect{X: 0, Y: bar.Y - v.gap*0.2, W: v.Geometry.W, H: v.Geometry.H - bar.Y + v.gap*0.2}, v.Theme.Action)
		quiet, ink = v.Theme.OnAction, v.Theme.OnAction
	} else {
		v.Box(kit.Rect{X: bar.X, Y: bar.Y - v.gap*0.7, W: bar.W, H: max(2, v.gap*0.06)}, v.Theme.Line)
	}
	at := v.Text(bar, n.heading, v.strong(quiet, kit.Start))
	_, text := bar.Left(at.W, v.gap*2)
	v.Text(text, n.text, v.strong(ink, kit.Start))
	return rest
}

// notes returns what the layout's foot tells, in pieces that fit one line of that width.
func (v *view) notes(width float64) (notes []note) {
	for _, name := range v.s.setup.Layout.Foot {
		switch name {
		case center.ShowEntry:
			if v.s.code() != "" {
				word := v.t("entry")
				if v.Measure(word, true, v.least) > width {
					word = v.t("entry-short")
				}
				notes = append(notes, v.fitting([]note{{word, v.t("entry-how")}}, width)...)
			}
		case center.ShowNext:
			var next []string
			for _, e := range v.s.next(v) {
				next = append(next, e.lead)
			}
			notes = append(notes, v.pieces(v.t("next"), next, width)...)
		case center.ShowMissed:
			var missed []string
			for _, c := range v.s.missed() {
				missed = append(missed, v.missedShort(c))
			}
			notes = append(notes, v.pieces(v.t("missed"), missed, width)...)
		case center.ShowWaiting:
			notes = append(notes, v.waiting(width)...)
		case center.ShowStandstill:
			for _, text := range v.s.standstills(v) {
				notes = append(notes, v.broken(strings.Split(text, "\n")[0], width)...)
			}
		}
	}
	return notes
}

// missedShort is a missed number, and until when it may come back.
func (v *view) missedShort(c wire.Call) string {
	if c.ReturnBy == nil {
		return c.Number
	}
	return v.t("missed-by", "number", c.Number, "time", until(c))
}

// until is when a missed number may come back at the latest, empty for no limit.
func until(c wire.Call) string {
	if c.ReturnBy == nil {
		return ""
	}
	return i18n.Clock(c.ReturnBy.In(center.Zone))
}

// pieces breaks a list into notes that fit.
func (v *view) pieces(heading string, list []string, width float64) (notes []note) {
	room := width - v.Measure(heading, true, v.least) - v.gap*2
	for len(list) > 0 {
		n := 1
		for n < len(list) && v.Measure(strings.Join(list[:n+1], between), true, v.least) <= room {
			n++
		}
		notes = append(notes, note{heading, strings.Join(list[:n], between)})
		list = list[n:]
	}
	return v.fitting(notes, width)
}

// fitting shows a heading and its text one after the other where they do not fit side by side.
func (v *view) fitting(notes []note, width float64) (fit []note) {
	for _, n := range notes {
		if v.Measure(n.heading, true, v.least)+v.Measure(n.text, true, v.least)+v.gap*2 <= width {
			fit = append(fit, n)
			continue
		}
		fit = append(fit, v.broken(n.heading, width)...)
		fit = append(fit, v.broken(n.text, width)...)
	}
	return fit
}

// broken breaks a sentence into notes of whole words.
func (v *view) broken(text string, width float64) (notes []note) {
	for _, line := range v.lines(text, width) {
		notes = append(notes, note{line, ""})
	}
	return notes
}

// waiting says how many wait for each service and how long it may take, as a
// range or not at all, in one note where both fit.
func (v *view) waiting(width float64) (notes []note) {
	for _, q := range v.s.board.Waiting {
		if q.Waiting == 0 || !v.s.mine(q.Service) {
			continue
		}
		name, n, wait := v.s.name(v.lang, q.Service), v.t("waiting", "n", q.Waiting), v.wait(q)
		both := n + " · " + wait
		switch {
		case q.Stalled != nil:
			notes = append(notes, note{name, wait})
		case wait == "":
			notes = append(notes, note{name, n})
		case v.Measure(name, true, v.least)+v.Measure(both, true, v.least)+v.gap*2 <= width:
			notes = append(notes, note{name, both})
		default:
			notes = append(notes, note{name, n}, note{name, wait})
		}
	}
	return v.fitting(notes, width)
}

// strong is how the words of head and foot look.
func (v *view) strong(ink ui.Color, align kit.Align) kit.Style {
	return kit.Style{Size: v.least, Bold: true, Color: ink, Align: align, Down: kit.Middle, Lines: 1}
}
