package display

import (
	"motcua/internal/center"
	"motcua/internal/i18n"
	"motcua/internal/queue"
	"motcua/internal/ui"
	"motcua/internal/ui/kit"
	"motcua/internal/wire"
)

// counter is the small screen above one desk: which desk, who is there, or why nobody is.
func (v *view) counter(in kit.Rect) {
	if since, stale := v.s.Stale(); stale {
		in = v.stale(in, since)
	}
	if v.s.board.Demo {
		in = v.demo(in)
	}
	head, in := in.Top(v.line(v.row), v.gap*0.5)
	clock := i18n.Clock(v.s.now.In(center.Zone))
	at, head := head.Right(v.Measure(clock, true, v.least)+1, v.gap)
	v.Text(at, clock, kit.Style{Size: v.least, Color: v.Theme.Muted, Down: kit.Middle, Lines: 1})
	v.Text(head, v.s.t("counter")+" "+string(v.s.Counter), kit.Style{Size: v.row, Bold: true, Color: v.Theme.Text, Down: kit.Middle, Lines: 1})
	if number, ok := v.s.Sorry(); ok {
		v.sorry(in, number)
		return
	}
	c, ok := v.s.desk()
	switch {
	case !ok:
		v.word(in, "absent", v.s.t("starting"), "")
	case c.State == wire.Paused && c.Ticket == nil:
		v.word(in, c.State, i18n.T(v.s.Lang, "ui.paused"), v.s.reason(c.Reason))
	case c.State == wire.Closed:
		v.word(in, c.State, i18n.T(v.s.Lang, "ui.closed"), "")
	case c.Ticket != nil:
		v.held(in, *c.Ticket)
	default:
		v.word(in, "waiting", v.s.t("wait-here"), "")
	}
}

func (v *view) demo(in kit.Rect) kit.Rect {
	strip, rest := in.Top(v.line(v.least), v.gap*0.5)
	v.Round(strip, v.Theme.WarnSoft)
	v.Text(strip, i18n.T(v.s.Lang, "ui.demo"), kit.Style{Size: v.least, Bold: true, Color: v.Theme.Warn, Align: kit.Middle, Down: kit.Middle, Lines: 1})
	return rest
}

// desk returns the counter this display belongs to.
func (s *Show) desk() (wire.Counter, bool) {
	for _, c := range s.board.Counters {
		if c.ID == s.Counter {
			return c, true
		}
	}
	return wire.Counter{}, false
}

func (s *Show) reason(code string) string {
	if key := "pause." + code; code != "" && i18n.Has(key) {
		return i18n.T(s.Lang, key)
	}
	return ""
}

// word shows a state without a number: sign, word and reason.
func (v *view) word(r kit.Rect, state, word, reason string) {
	sign := ui.SignOf(state)
	ink := v.Theme.Ink(sign.Tone)
	if _, stale := v.s.Stale(); stale {
		ink = v.Theme.Stale
	}
	mark, text := r.Left(min(v.row*1.4, r.W*0.2), v.gap*2)
	v.Icon(mark, sign.Icon, ink)
	if reason != "" {
		word += "\n" + reason
	}
	v.Text(text, word, kit.Style{Size: v.row, Least: v.least, Bold: true, Color: ink, Down: kit.Middle})
}

// held shows the number at the desk as large as the place allows.
func (v *view) held(r kit.Rect, t wire.Ticket) {
	ground, ink := v.colors(wire.Call{State: t.State, Seq: v.s.newest})
	v.Round(r, ground)
	in := r.InsetXY(v.gap*2, v.gap*0.5)
	head, in := in.Top(v.line(v.least), 0)
	sign := ui.SignOf(string(t.State))
	word := i18n.T(v.s.Lang, sign.Key)
	if t.State == queue.Called {
		word = v.s.t("calling")
	}
	mark, text := head.Left(v.least*1.1, v.gap)
	v.Icon(mark, sign.Icon, ink)
	v.Text(text, word, kit.Style{Size: v.least, Bold: true, Color: ink, Down: kit.Middle, Lines: 1})
	v.Text(in, t.Number, kit.Style{Size: v.largest(in, t.Number), Least: v.least, Bold: true, Color: ink, Align: kit.Middle, Down: kit.Middle, Lines: 1})
}
