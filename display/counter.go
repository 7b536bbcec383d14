package display

import (
	"motcua/internal/center"
	"motcua/internal/i18n"
	"motcua/internal/queue"
	"motcua/internal/ui"
	"motcua/internal/ui/kit"
	"motcua/internal/wire"
)

// counter is the small screen above one desk: which desk, who sits there, who is
// there, or why nobody is.
func (v *view) counter(r kit.Rect) {
	head, r := r.Top(v.line(v.row), v.gap*0.5)
	name := v.t("counter") + " " + string(v.s.counter())
	if v.s.setup.Layout.Plain {
		clock := i18n.Clock(v.s.now.In(center.Zone))
		if at, rest := head.Right(v.Measure(clock, true, v.least)+1, v.gap); v.Measure(name, true, v.least) <= rest.W {
			head = rest
			v.Text(at, clock, kit.Style{Size: v.least, Color: v.Theme.Muted, Down: kit.Middle, Lines: 1})
		}
	}
	v.Text(head, name, kit.Style{Size: v.row, Least: v.least, Bold: true, Color: v.Theme.Text, Down: kit.Middle, Lines: 1})
	if number, ok := v.s.Sorry(); ok {
		v.sorry(r, number)
		return
	}
	c, ok := v.s.desk()
	if ok {
		r = v.post(r, c)
	}
	switch {
	case !ok:
		v.plain(r, "absent", v.say("starting"))
	case c.State == wire.Paused && c.Ticket == nil:
		v.plain(r, c.State, v.both(func(lang i18n.Lang) string { return join(i18n.T(lang, "ui.paused"), reason(lang, c.Reason)) }))
	case c.State == wire.Closed:
		v.plain(r, c.State, v.both(func(lang i18n.Lang) string { return i18n.T(lang, "ui.closed") }))
	case c.Ticket != nil:
		v.held(r, *c.Ticket)
	default:
		v.plain(r, "waiting", v.say("wait-here"))
	}
}

// post is what is done at the desk and by whom, where the number leaves room for it.
func (v *view) post(r kit.Rect, c wire.Counter) (rest kit.Rect) {
	name := c.Name.In(v.lang)
	if post := c.Post.In(v.lang); post != "" {
		name = join(name, post)
	}
	room, rest := r.Top(r.H-v.line(v.least)-v.line(v.call)-v.gap*1.5, 0)
	if name == "" || !v.fits(name, room) {
		if name = c.Name.In(v.lang); name == "" || !v.fits(name, room) {
			return r
		}
	}
	at := v.Text(room, name, kit.Style{Size: v.least, Color: v.Theme.Muted})
	_, rest = r.Top(at.H, v.gap*0.5)
	return rest
}

func join(a, b string) string {
	if b == "" {
		return a
	}
	return a + "\n" + b
}

// demo says that all is made up.
func (v *view) demo(in kit.Rect) kit.Rect {
	strip, rest := in.Top(v.line(v.least), v.gap*0.5)
	v.Round(strip, v.Theme.WarnSoft)
	v.Text(strip, i18n.T(v.lang, "ui.demo"), kit.Style{Size: v.least, Bold: true, Color: v.Theme.Warn, Align: kit.Middle, Down: kit.Middle, Lines: 1})
	return rest
}

func reason(lang i18n.Lang, code string) string {
	if key := "pause." + code; code != "" && i18n.Has(key) {
		return i18n.T(lang, key)
	}
	return ""
}

// plain shows a state without a number: sign, word and reason.
func (v *view) plain(r kit.Rect, state, words string) {
	sign := ui.SignOf(state)
	ink := v.Theme.Ink(sign.Tone)
	if _, stale := v.s.Stale(); stale {
		ink = v.Theme.Stale
	}
	mark, text := r.Left(min(v.row*1.4, r.W*0.2), v.gap*2)
	v.Icon(mark, sign.Icon, ink)
	v.text(text, words, kit.Style{Size: v.row, Bold: true, Color: ink, Down: kit.Middle})
}

// held shows the number at the desk as large as the place allows.
func (v *view) held(r kit.Rect, t wire.Ticket) {
	ground, ink := v.colors(wire.Call{State: t.State, Seq: v.s.newest})
	v.Round(r, ground)
	in := r.InsetXY(v.gap*2, v.gap*0.5)
	head, below := in.Top(v.line(v.least), 0)
	if below.H < v.line(v.row) {
		v.Text(in, t.Number, kit.Style{Size: v.row, Least: v.least, Bold: true, Color: ink, Align: kit.Middle, Down: kit.Middle, Lines: 1})
		return
	}
	in = below
	sign := ui.SignOf(string(t.State))
	mark, text := head.Left(v.least*1.1, v.gap)
	v.Icon(mark, sign.Icon, ink)
	word := i18n.T(v.lang, sign.Key)
	if t.State == queue.Called {
		word = v.word("calling", text.W)
	}
	v.Text(text, word, kit.Style{Size: v.least, Bold: true, Color: ink, Down: kit.Middle, Lines: 1})
	least := v.call
	if _, stale := v.s.Stale(); stale || v.s.board.Demo { // beside a notice that takes room
		least = v.row
	}
	v.Text(in, t.Number, kit.Style{Size: v.largest(in, t.Number), Least: v.smallest(in, t.Number, least), Bold: true, Color: ink, Align: kit.Middle, Down: kit.Middle, Lines: 1})
}
