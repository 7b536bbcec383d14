package center

import (
	"math"
	"slices"
	"sort"
	"strings"
)

// Capital is the height of a capital of Noto Sans, in ems.
const Capital = 0.714

// Type sizes in millimeters a meter of distance, by the height of a capital.
const (
	perCall  = 12.2 / Capital // 0.7 degrees (EN 301 549, 5.1.4)
	perRow   = 6.4 / Capital  // 22 minutes of arc (ISO 9241-3)
	perLeast = 4.65 / Capital // 16 minutes of arc: nothing is smaller
	armLeast = 4.8 / Capital  // mm, within a meter: a kiosk never goes below (ADA 707.7.2)
)

const (
	oneLine   = 1.2 // height of a line that stands alone, in ems
	manyLines = 1.4 // of each of several
	mostPages = 3   // of counters: whoever looks for one does not wait longer
	mmPerInch = 25.4
	wide      = 16.0 // a screen's form
	high      = 9.0
)

// Sizes are what a reader at a distance needs, in millimeters.
type Sizes struct {
	Call, Row, Least float64 // type
	Gap              float64
}

// SizesAt returns the sizes for a distance in meters.
func SizesAt(distance float64) Sizes {
	s := Sizes{Call: perCall * distance, Row: perRow * distance, Least: perLeast * distance}
	if distance <= 1 {
		s.Least = armLeast
	}
	s.Gap = 0.28 * s.Least
	return s
}

// Legibility is what a layout's size depends on beside the screen.
type Legibility struct {
	Number   float64 // width of the widest number in ems
	Counter  float64 // width of the widest counter in ems
	Counters int     // that are shown
}

// Legibility returns it for a display of the center.
func (c *Center) Legibility(d Display) Legibility {
	l := Legibility{Number: 2.5, Counter: 0.65}
	for _, s := range c.Services {
		if s.Width <= 5 { // else it is refused for that
			l.Number = max(l.Number, ems(s.Prefix)+digitEm*float64(s.Width))
		}
	}
	for _, x := range c.Counters {
		if d.Covers(x.ID) {
			l.Counters++
			l.Counter = max(l.Counter, ems(string(x.ID)))
		}
	}
	return l
}

// digitEm is the width of a bold digit of Noto Sans, rounded up.
const digitEm = 0.58

// ems is at least as wide as a bold text of capitals and digits.
func ems(text string) (w float64) {
	for _, c := range text {
		switch {
		case c >= '0' && c <= '9':
			w += digitEm
		case strings.ContainsRune("MWQOG", c):
			w += 1
		default:
			w += 0.8
		}
	}
	return w
}

// need is the least width and height of a pane. A code that phones read is left
// out where it is too small: whoever reads it comes near.
func (l Legibility) need(shows string, s Sizes) (w, h float64) {
	line, row, call := oneLine*s.Least, oneLine*s.Row, oneLine*s.Call
	words := 10 * s.Least
	switch shows {
	case ShowCalls:
		w, h = max(l.Number*s.Call, 5.2*s.Row)+3*s.Gap, line+call+row+0.8*s.Gap
	case ShowCounter:
		w, h = max(l.Number*s.Call+4*s.Gap, words), row+line+call+1.5*s.Gap
	case ShowList:
		w, h = l.cell(s), line+row+s.Gap
	case ShowCounters:
		w, h = l.cell(s), row+0.5*s.Gap
	case ShowNext, ShowWaiting:
		w, h = max(l.Number*s.Row, words)+2*s.Gap, line+row+3*manyLines*s.Least+s.Gap
	case ShowMissed, ShowStandstill, ShowAnnouncements, ShowSlides:
		w, h = words+2*s.Gap, 3*manyLines*s.Least+s.Gap
	case ShowClock:
		w, h = max(5*digitEm*s.Row, 10*digitEm*s.Least)+2*s.Gap, row+line
	}
	return w, h
}

// cell is the width of a number beside its counter.
func (l Legibility) cell(s Sizes) float64 { return (l.Number+l.Counter)*s.Row + 2.4*s.Gap }

// Pages is how many pages the counters take in a place of w by h millimeters.
func (l Legibility) Pages(w, h float64, s Sizes) int {
	cols := int((w + s.Gap*0.6) / (l.cell(s) + s.Gap*0.6))
	rows := int((h + s.Gap*0.5) / (oneLine*s.Row + s.Gap))
	if cols < 1 || rows < 1 {
		return math.MaxInt
	}
	return (l.Counters + cols*rows - 1) / (cols * rows)
}

// Fits looks for a pane that is too small for the distance on a body of w by h
// millimeters. It returns its number, or -1 where every pane can be read.
func (l Legibility) Fits(x Layout, w, h, distance float64) (pane int) {
	s := SizesAt(distance)
	for i, p := range x.Panes {
		px, py, pw, ph := p.Place(h > w)
		roomW, roomH := inner(w, px, pw, s.Gap), inner(h, py, ph, s.Gap)
		needW, needH := l.need(p.Shows, s)
		if roomW < needW || roomH < needH || p.Shows == ShowCounters && l.Pages(roomW, roomH, s) > mostPages {
			return i
		}
	}
	return -1
}

// inner is the length of a pane without the gaps to its neighbors.
func inner(all float64, from, length int, gap float64) float64 {
	room := all * float64(length) / Grid
	if from > 0 {
		room -= 0.7 * gap
	}
	if from+length < Grid {
		room -= 0.7 * gap
	}
	return room
}

// Body is what is left of a screen of that diagonal in inches between head and foot, in millimeters.
func (x Layout) Body(diagonal float64, portrait bool, distance float64) (w, h float64) {
	mm := diagonal * mmPerInch / math.Hypot(wide, high)
	w, h = wide*mm, high*mm
	if portrait {
		w, h = h, w
	}
	s := SizesAt(distance)
	w, h = w-3.2*s.Gap, h-2*s.Gap
	if !x.Plain {
		h -= oneLine*s.Least + s.Gap
	}
	if len(x.Foot) > 0 {
		h -= oneLine*s.Least + 1.9*s.Gap
	}
	return w, h
}

// Farthest is the distance in meters, in steps of 0.1, from which every pane can
// be read on a screen of that diagonal in inches; 0: from nowhere.
func (l Legibility) Farthest(x Layout, diagonal float64, portrait bool) float64 {
	nearest := sort.Search(300, func(i int) bool { // the first step that is too far
		d := float64(i+1) / 10
		w, h := x.Body(diagonal, portrait, d)
		return w <= 0 || h <= 0 || l.Fits(x, w, h, d) >= 0
	})
	return float64(nearest) / 10
}

// Smallest is the diagonal in whole inches from which every pane can be read at
// that distance in meters; 0: no screen is large enough.
func (l Legibility) Smallest(x Layout, portrait bool, distance float64) float64 {
	for inch := 7.0; inch <= 120; inch++ {
		if w, h := x.Body(inch, portrait, distance); w > 0 && h > 0 && l.Fits(x, w, h, distance) < 0 {
			return inch
		}
	}
	return 0
}

// overlap finds two panes that lie upon each other.
func (x Layout) overlap(portrait bool) (a, b int, found bool) {
	for i, p := range x.Panes {
		ax, ay, aw, ah := p.Place(portrait)
		j := slices.IndexFunc(x.Panes[:i], func(o Pane) bool {
			bx, by, bw, bh := o.Place(portrait)
			return ax < bx+bw && bx < ax+aw && ay < by+bh && by < ay+ah
		})
		if j >= 0 {
			return j, i, true
		}
	}
	return 0, 0, false
}
