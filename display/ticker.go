package display

import (
	"strings"

	"motcua/internal/center"
	"motcua/internal/i18n"
	"motcua/internal/queue"
	"motcua/internal/ui/kit"
	"motcua/internal/wire"
)

// note is one page of the line below the calls.
type note struct{ heading, text string }

const between = "   " // numbers of a list

// ticker shows one note after the other, each long enough to be read. Nothing scrolls.
func (v *view) ticker(in kit.Rect) kit.Rect {
	notes := v.notes(in.W - v.gap*2)
	if len(notes) == 0 {
		return in
	}
	n := notes[v.s.page(len(notes))]
	bar, rest := in.Bottom(v.line(v.least)+v.gap*0.5, v.gap*1.4)
	v.Box(kit.Rect{X: bar.X, Y: bar.Y - v.gap*0.7, W: bar.W, H: max(2, v.gap*0.06)}, v.Theme.Line)
	style := kit.Style{Size: v.least, Bold: true, Color: v.Theme.Muted, Down: kit.Middle, Lines: 1}
	at := v.Text(bar, n.heading, style)
	_, text := bar.Left(at.W, v.gap*2)
	style.Color = v.Theme.Text
	v.Text(text, n.text, style)
	return rest
}

// notes returns what there is to tell, in pieces that fit one line of that width.
func (v *view) notes(width float64) []note {
	s := v.s
	var next, missed []string
	var waiting []note
	for _, q := range s.board.Waiting {
		if q.Next != "" {
			next = append(next, q.Next)
		}
		if q.Waiting > 0 {
			waiting = append(waiting, v.queue(q, width)...)
		}
	}
	for _, c := range s.board.Calls {
		if c.State == queue.NoShow && (c.ReturnBy == nil || s.now.Before(*c.ReturnBy)) {
			missed = append(missed, s.missed(c))
		}
	}
	notes := v.pieces(s.t("next"), next, width)
	if s.code() != "" {
		notes = append(v.fitting([]note{{s.t("entry"), s.t("entry-how")}}, width), notes...)
	}
	notes = append(notes, v.pieces(s.t("missed"), missed, width)...)
	return append(notes, v.fitting(waiting, width)...)
}

// missed is a missed number, and until when it may come back.
func (s *Show) missed(c wire.Call) string {
	if c.ReturnBy == nil {
		return c.Number
	}
	return s.t("missed-by", "number", c.Number, "time", until(c))
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
	return notes
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
	line := ""
	for _, word := range strings.Fields(text) {
		longer := strings.TrimSpace(line + " " + word)
		if line != "" && v.Measure(longer, true, v.least) > width {
			notes = append(notes, note{line, ""})
			longer = word
		}
		line = longer
	}
	return append(notes, note{line, ""})
}

// queue says how many wait for a service and how long it may take, as a range
// or not at all, in one note where both fit.
func (v *view) queue(q wire.QueueState, width float64) []note {
	name, n := v.s.name(q.Service), v.s.t("waiting", "n", q.Waiting)
	if q.Stalled != nil {
		return []note{{name, v.s.t("stalled", "time", i18n.Clock(q.Stalled.In(center.Zone)))}}
	}
	if q.Wait == nil {
		return []note{{name, n}}
	}
	low, high := q.Wait.LowS/60, (q.Wait.HighS+59)/60
	wait := v.s.t("wait", "low", low, "high", max(high, low+1))
	if both := n + " · " + wait; v.Measure(name, true, v.least)+v.Measure(both, true, v.least)+v.gap*2 <= width {
		return []note{{name, both}}
	}
	return []note{{name, n}, {name, wait}}
}

// closed says when the center opens again.
func (s *Show) closed() string {
	if s.board.NextOpen == nil {
		return s.t("closed")
	}
	local := s.board.NextOpen.In(center.Zone)
	return s.t("closed") + "\n" + s.t("opens", "time", i18n.Clock(local), "date", i18n.Date(s.Lang, local))
}
