package display

import (
	"math"
	"slices"
	"strings"

	"motcua/internal/center"
	"motcua/internal/i18n"
	"motcua/internal/ui"
	"motcua/internal/ui/kit"
)

// view lays one display out. All its sizes follow from how far the reader
// stands: the number called is seen at a glance, rows are read, nothing is smaller.
type view struct {
	*kit.Scene
	s                *Show
	lang             i18n.Lang
	call, row, least float64 // text sizes in pixels
	gap              float64
	distance         float64 // in meters, for which the sizes are made
	named            bool    // the head says whose hall this is
	alone            bool    // there is room for the first pane only
}

// View returns what the display shows on a screen of that geometry.
func (s *Show) View(g kit.Geometry, fonts *kit.Fonts) *kit.Scene {
	v := &view{Scene: kit.NewScene(g, s.colors(), fonts), s: s, lang: s.lang()}
	v.size()
	body := g.All().InsetXY(v.gap*1.6, v.gap)
	shift := math.Round(math.Min(4, v.gap/4)) * float64(s.now.Minute()%2) // panels remember what never moves
	body.X, body.Y = body.X+shift, body.Y+shift
	switch {
	case s.Testing():
		v.testPicture()
	case s.resting():
		v.rest(body)
	default:
		v.body(body)
	}
	return v.Scene
}

// On a screen that is large for its distance everything is larger than it must
// be, as if it were read from farther away: roomy is how near it then comes to
// the farthest, larger how much at most.
const (
	roomy  = 0.7
	larger = 1.6
)

// size sets the sizes for the distance, or for one farther away where there is room.
func (v *view) size() {
	g := v.Geometry
	inches := math.Hypot(g.W, g.H) / g.PxPerMM / 25.4
	most := v.numbers().Farthest(v.s.setup.Layout, inches, g.Portrait()) * roomy
	v.distance = max(g.Distance, min(most, g.Distance*larger))
	g.Distance = v.distance
	v.call, v.row, v.least = g.Call(), g.Row(), g.Least()
	v.gap = v.least * 0.28
}

// line is the room one line of text takes.
func (v *view) line(size float64) float64 { return size * 1.2 }

func (v *view) t(name string, args ...any) string { return i18n.T(v.lang, "display."+name, args...) }

// both is a text in every language of the display, each on lines of its own.
func (v *view) both(text func(i18n.Lang) string) string {
	var all []string
	for _, lang := range v.s.Langs {
		all = append(all, text(lang))
	}
	return strings.Join(all, "\n")
}

// say is a text of the catalog in every language of the display.
func (v *view) say(name string, args ...any) string {
	return v.both(func(lang i18n.Lang) string { return i18n.T(lang, "display."+name, args...) })
}

// word is a short text in every language that room has for it, the first at least.
func (v *view) word(name string, room float64) string {
	both := strings.ReplaceAll(v.say(name), "\n", " · ")
	if v.Measure(both, true, v.least) <= room {
		return both
	}
	return v.t(name)
}

// body is head, panes and foot.
func (v *view) body(in kit.Rect) {
	layout := v.s.setup.Layout
	if layout.Plain {
		if v.s.board.Demo {
			in = v.demo(in)
		}
	} else {
		in = v.head(in)
	}
	since, stale := v.s.Stale()
	switch {
	case stale && layout.Plain:
		in = v.stale(in, since)
	case !stale && len(layout.Foot) > 0:
		in = v.foot(in)
	}
	for _, p := range v.placed(in) {
		v.pane(p.shows, p.rect)
	}
}

// place is a pane that is shown, and where.
type place struct {
	shows      string
	x, y, w, h int // on the grid
	rect       kit.Rect
}

// placed puts the panes that have something to show on the body. Where a pane
// would be too small to be read, as beside a notice that takes room, the first alone is left.
func (v *view) placed(in kit.Rect) []place {
	layout := v.s.setup.Layout
	mm := v.Geometry.PxPerMM
	if v.numbers().Fits(layout, in.W/mm, in.H/mm, v.distance) >= 0 {
		v.alone = true
		return []place{{shows: layout.Panes[0].Shows, rect: in}}
	}
	var all, empty []place
	for _, p := range layout.Panes {
		x, y, w, h := p.Place(v.Geometry.Portrait())
		one := place{shows: p.Shows, x: x, y: y, w: w, h: h}
		one.rect = v.room(in, one)
		if v.empty(one) {
			empty = append(empty, one)
		} else {
			all = append(all, one)
		}
	}
	share(all, empty)
	for i := range all {
		all[i].rect = v.room(in, all[i])
	}
	return all
}

// room is the part of the body where a pane lies, without the gaps to its neighbors.
func (v *view) room(in kit.Rect, p place) kit.Rect {
	left, right, top, bottom := edge(p.x > 0), edge(p.x+p.w < center.Grid), edge(p.y > 0), edge(p.y+p.h < center.Grid)
	r := kit.Rect{X: in.X + in.W*float64(p.x)/center.Grid, Y: in.Y + in.H*float64(p.y)/center.Grid,
		W: in.W * float64(p.w) / center.Grid, H: in.H * float64(p.h) / center.Grid}
	half := v.gap * 0.7
	return kit.Rect{X: r.X + left*half, Y: r.Y + top*half, W: max(0, r.W-(left+right)*half), H: max(0, r.H-(top+bottom)*half)}
}

func edge(inside bool) float64 {
	if inside {
		return 1
	}
	return 0
}

// share gives the room of empty panes to others. One that has no neighbor goes to
// another empty one first: together they may have one.
func share(all, empty []place) {
	for len(empty) > 0 {
		i := slices.IndexFunc(empty, func(e place) bool { return give(all, e) })
		if i < 0 {
			i = 0
			give(empty[1:], empty[0])
		}
		empty = slices.Delete(empty, i, i+1)
	}
}

// give hands the room of an empty pane to the neighbors that share one whole side with it.
func give(all []place, e place) bool {
	for _, side := range sides {
		var near []int
		covered := 0
		for i, p := range all {
			if side.touches(p, e) {
				near = append(near, i)
				covered += side.along(p)
			}
		}
		if covered == 0 || covered != side.along(e) {
			continue
		}
		for _, i := range near {
			side.grow(&all[i], e)
		}
		return true
	}
	return false
}

// sides are where a neighbor of an empty pane e may lie, and how it takes the room.
var sides = []struct {
	touches func(p, e place) bool
	along   func(place) int
	grow    func(p *place, e place)
}{
	{func(p, e place) bool { return p.y+p.h == e.y && p.beside(e) }, place.across, func(p *place, e place) { p.h += e.h }},
	{func(p, e place) bool { return p.y == e.y+e.h && p.beside(e) }, place.across, func(p *place, e place) { p.y, p.h = e.y, p.h+e.h }},
	{func(p, e place) bool { return p.x+p.w == e.x && p.level(e) }, place.down, func(p *place, e place) { p.w += e.w }},
	{func(p, e place) bool { return p.x == e.x+e.w && p.level(e) }, place.down, func(p *place, e place) { p.x, p.w = e.x, p.w+e.w }},
}

func (p place) across() int { return p.w }
func (p place) down() int   { return p.h }

// beside and level tell whether p lies within the sides of e, from left to right or from top to bottom.
func (p place) beside(e place) bool { return p.x >= e.x && p.x+p.w <= e.x+e.w }
func (p place) level(e place) bool  { return p.y >= e.y && p.y+p.h <= e.y+e.h }

// numbers is what the panes' size depends on beside the screen.
func (v *view) numbers() center.Legibility {
	l := center.Legibility{Number: 2.5, Counter: 0.65, Counters: len(v.s.counters())}
	for _, c := range v.s.calls() {
		l.Number = max(l.Number, v.Measure(c.Number, true, 100)/100)
	}
	for _, c := range v.s.counters() {
		l.Counter = max(l.Counter, v.Measure(string(c.ID), true, 100)/100)
	}
	return l
}

// pane draws what a pane shows.
func (v *view) pane(shows string, r kit.Rect) {
	switch shows {
	case center.ShowCalls:
		v.calls(r)
	case center.ShowList:
		v.list(r)
	case center.ShowCounters:
		v.grid(r)
	case center.ShowCounter:
		v.counter(r)
	case center.ShowNext:
		v.rows(r, "next", v.s.next(v))
	case center.ShowWaiting:
		v.rows(r, "waiting-head", v.s.queues(v))
	case center.ShowMissed:
		v.notices(r, "absent", ui.Careful, v.s.missedTexts(v))
	case center.ShowStandstill:
		v.notices(r, "pause", ui.Careful, v.s.standstills(v))
	case center.ShowAnnouncements, center.ShowSlides:
		v.slide(r, shows == center.ShowSlides)
	case center.ShowClock:
		v.clock(r)
	case center.ShowEntry:
		v.qr(r, v.s.code())
	}
}

const entrySide = 80 // mm that a code needs to be read at arm's length

// empty tells whether a pane has nothing to show now.
func (v *view) empty(p place) bool {
	_, stale := v.s.Stale()
	switch p.shows {
	case center.ShowList:
		return len(v.s.calls()) < 2
	case center.ShowCounters:
		return len(v.s.counters()) == 0
	case center.ShowNext:
		return stale || len(v.s.next(v)) == 0
	case center.ShowWaiting:
		return stale || len(v.s.queues(v)) == 0
	case center.ShowMissed:
		return len(v.s.missedTexts(v)) == 0
	case center.ShowStandstill:
		return len(v.s.standstills(v)) == 0
	case center.ShowAnnouncements:
		return len(v.s.texts()) == 0
	case center.ShowSlides:
		return len(v.s.slides) == 0
	case center.ShowEntry:
		return v.s.code() == "" || min(p.rect.W, p.rect.H) < v.Geometry.MM(entrySide)
	}
	return false
}
