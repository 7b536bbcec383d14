package display

import (
	"math"
	"strings"

	"motcua/internal/queue"
	"motcua/internal/ui"
	"motcua/internal/ui/kit"
	"motcua/internal/wire"
)

// view lays one display out. All its sizes follow from how far the reader
// stands: the number called is seen at a glance, rows are read, nothing is smaller.
type view struct {
	*kit.Scene
	s                *Show
	call, row, least float64 // text sizes in pixels
	gap              float64
	named            bool // the head says whose hall this is
}

// View returns what the display shows on a screen of that geometry.
func (s *Show) View(g kit.Geometry, fonts *kit.Fonts) *kit.Scene {
	v := &view{Scene: kit.NewScene(g, s.Theme, fonts), s: s, call: g.Call(), row: g.Row(), least: g.Least(), gap: g.Least() * 0.28}
	body := g.All().InsetXY(v.gap*1.6, v.gap)
	shift := math.Round(math.Min(4, v.gap/4)) * float64(s.now.Minute()%2) // panels remember what never moves
	body.X, body.Y = body.X+shift, body.Y+shift
	switch {
	case s.Testing():
		v.testPicture()
	case s.Counter != "":
		v.counter(body)
	default:
		v.hall(v.head(body))
	}
	return v.Scene
}

// line is the room one line of text takes.
func (v *view) line(size float64) float64 { return size * 1.2 }

// hall is the board everybody looks at: the newest call large, the calls before
// it, and one line of what is next, missed and waiting.
func (v *view) hall(in kit.Rect) {
	calls := v.s.calls()
	main, side := in, kit.Rect{}
	if _, stale := v.s.Stale(); !stale {
		in = v.ticker(in)
		main, side = in, kit.Rect{}
		switch {
		case len(calls) > 0 && (len(calls) > 1 || v.s.code() != ""):
			main, side = v.split(in)
		case v.s.code() != "" && v.Geometry.Portrait():
			side, main = in.Bottom(in.H*0.3, v.gap*1.4)
		case v.s.code() != "":
			side, main = in.Right(in.W*0.22, v.gap*1.4)
		}
	}
	if url := v.s.code(); url != "" {
		side = v.qr(side, url, len(calls) < 2)
	}
	if number, ok := v.s.Sorry(); ok {
		v.sorry(main, number)
	} else {
		v.newest(main, calls)
	}
	if side.W > 0 && len(calls) > 1 {
		v.rows(side, calls[1:])
	}
}

// split gives the newest call what it needs and the rows before it the rest.
func (v *view) split(in kit.Rect) (main, side kit.Rect) {
	if v.Geometry.Portrait() {
		return in.Top(max(in.H*0.4, v.line(v.call)+v.line(v.row)+v.line(v.least)+v.gap), v.gap*1.4)
	}
	wide := max(v.Measure("A000", true, v.row)+v.Measure("00", true, v.row)+v.gap*3, v.Measure(v.s.t("called")+v.s.t("counter"), true, v.least)+v.gap*2)
	side, main = in.Right(min(max(wide, in.W*0.36), in.W*0.45), v.gap*1.4)
	return main, side
}

func (v *view) sorry(r kit.Rect, number string) {
	v.Round(r, v.Theme.WarnSoft)
	v.Text(r.Inset(v.gap), v.s.t("sorry", "number", number), kit.Style{Size: v.row, Least: v.least, Bold: true, Color: v.Theme.Warn, Down: kit.Middle})
}

// newest shows one call as large as the place allows, never smaller than a glance takes.
func (v *view) newest(r kit.Rect, calls []wire.Call) {
	if len(calls) == 0 {
		v.nobody(r)
		return
	}
	c := calls[0]
	ground, ink := v.colors(c)
	v.Round(r, ground)
	in := r.InsetXY(v.gap*1.5, v.gap*0.4)
	head, in := in.Top(v.line(v.least), 0)
	v.heading(head, c, ink)
	where := v.s.t("counter") + " " + string(c.Counter)
	number, place := in.Left(max(in.W*0.5, v.Measure(c.Number, true, v.call)+v.gap), v.gap)
	if in.H >= v.line(v.call)+v.line(v.row) {
		number, place = in.Top(max(v.line(v.call), in.H*0.62), 0)
	}
	style := kit.Style{Size: v.largest(number, c.Number), Least: v.call, Bold: true, Color: ink, Down: kit.Middle, Lines: 1}
	v.Text(number, c.Number, style)
	if style.Least, style.Size = v.row, v.row; v.line(v.call) <= place.H && v.Measure(where, true, v.call) <= place.W {
		style.Size = v.call
	}
	v.Text(place, where, style)
}

// nobody says, while there is no call, what to do, and whose hall this is where the head does not.
func (v *view) nobody(r kit.Rect) {
	text, ink := v.s.t("nobody"), v.Theme.Text
	if !v.s.board.Open && !v.s.heard.IsZero() {
		text = v.s.closed()
	}
	if _, stale := v.s.Stale(); stale {
		ink = v.Theme.Stale
	}
	v.Round(r, v.Theme.ActionSoft)
	in := r.InsetXY(v.gap*1.5, v.gap)
	sentence := in
	if name, _ := in.Top(in.H*0.4, v.gap); !v.named && (v.s.code() == "" || v.fits(v.s.board.Center.In(v.s.Lang), name)) {
		at := v.Text(name, v.s.board.Center.In(v.s.Lang), kit.Style{Size: v.least, Bold: true, Color: v.Theme.Action})
		_, sentence = in.Top(at.H, v.gap)
	}
	v.Text(sentence, text, kit.Style{Size: v.row, Least: v.least, Bold: true, Color: ink, Down: kit.Middle})
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

// heading says in sign and word whether the number is being called or was.
func (v *view) heading(r kit.Rect, c wire.Call, ink ui.Color) {
	word, icon := v.s.t("called"), "check"
	if c.State == queue.Called {
		word, icon = v.s.t("calling"), "bell"
	}
	mark, text := r.Left(v.least*1.1, v.gap)
	v.Icon(mark, icon, ink)
	v.Text(text, word, kit.Style{Size: v.least, Bold: true, Color: ink, Down: kit.Middle, Lines: 1})
}

// colors of a call: lit while the citizen is awaited, calm once served, gray when the knowledge is old.
func (v *view) colors(c wire.Call) (ground, ink ui.Color) {
	if _, stale := v.s.Stale(); stale {
		return v.Theme.StaleSoft, v.Theme.Stale
	}
	if c.State != queue.Called {
		return v.Theme.ActionSoft, v.Theme.Action
	}
	if c.Seq == v.s.newest {
		return ui.Mix(v.Theme.Surface, v.Theme.Turn, v.s.glow()), v.Theme.OnTurn
	}
	return v.Theme.Turn, v.Theme.OnTurn
}

// rows lists the other calls: whoever is still awaited first, page by page where
// they do not fit, then those just called, as many as there is room for.
func (v *view) rows(r kit.Rect, calls []wire.Call) {
	high := v.line(v.row)
	head, r := r.Top(v.line(v.least), v.gap*0.5)
	style := kit.Style{Size: v.least, Bold: true, Color: v.Theme.Muted, Down: kit.Middle, Lines: 1}
	word := v.s.t("called")
	if v.Measure(word+v.s.t("counter"), true, v.least)+v.gap > head.W {
		word = v.s.t("number") // shorter
	}
	v.Text(head, word, style)
	style.Align = kit.End
	v.Text(head, v.s.t("counter"), style)
	fit := int((r.H + v.gap*0.5) / (high + v.gap*0.5))
	if fit < 1 {
		return
	}
	awaited, called := parted(calls)
	if pages := (len(awaited) + fit - 1) / fit; pages > 1 {
		page := v.s.page(pages)
		awaited, called = awaited[page*fit:min((page+1)*fit, len(awaited))], nil
	}
	for _, c := range append(awaited, called[:min(len(called), fit-len(awaited))]...) {
		var at kit.Rect
		at, r = r.Top(high, v.gap*0.5)
		ground, ink := v.colors(c)
		if c.State != queue.Called {
			ground, ink = v.Theme.Ground, v.Theme.Text
		}
		v.Round(at, ground)
		at = at.InsetXY(v.gap*0.6, 0)
		cell := kit.Style{Size: v.row, Bold: true, Color: ink, Down: kit.Middle, Lines: 1}
		v.Text(at, c.Number, cell)
		cell.Align = kit.End
		v.Text(at, string(c.Counter), cell)
	}
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
