package kit

import (
	"image"
	"math"
	"slices"
	"strings"

	"motcua/internal/ui"
)

// Scene is what a screen shows: items in painting order and the targets that
// can be pressed. Building one needs no graphics card.
type Scene struct {
	Geometry Geometry
	Theme    ui.Theme
	Items    []Item
	Targets  []Target
	Cut      []string // texts that did not fit and were shortened: a layout test wants none
	Title    string   // what guidance says of the whole screen as it comes; see Target.Spoken

	fonts *Fonts
}

// NewScene returns an empty scene on the theme's ground.
func NewScene(g Geometry, theme ui.Theme, fonts *Fonts) *Scene {
	s := &Scene{Geometry: g, Theme: theme, fonts: fonts}
	s.Box(g.All(), theme.Ground)
	return s
}

// Item is one thing to paint. Exactly one of Lines, Icon, QR, Drawing and Picture is
// set for a text, an icon, a QR code, a drawing and a picture; none of them for a box.
type Item struct {
	Rect   Rect
	Color  ui.Color
	Radius float64     // of a box's corners, in pixels
	Stroke float64     // width of a box's border, in pixels; 0 fills it
	Lines  []Line      // of a text
	Size   float64     // of a text, in pixels
	Bold   bool        // of a text
	Icon   string      // name of ui.Icons
	QR     image.Image // of a QR code: one pixel a module

	Drawing *ui.Drawing
	Picture image.Image // of a photograph or poster

	Essential bool   // a text without which the screen cannot be used
	Spoken    string // of a text: what guidance reads; empty: nothing
}

// Line is one line of a text with the place of its upper left corner.
type Line struct {
	Text string
	X, Y float64
}

// Target is a place that can be pressed, named by what it does.
type Target struct {
	ID   string
	Rect Rect
	Hold bool `json:",omitempty"` // it is not pressed but held down, for HoldFor

	// Spoken is what guidance says while the focus is here; empty: the words that stand in Rect.
	Spoken string `json:",omitempty"`
}

// Align places a text in its rectangle.
type Align int

// The alignments.
const (
	Start Align = iota
	Middle
	End
)

// Style says how a text looks. Least is the size down to which it may shrink to fit; 0 is the geometry's least.
type Style struct {
	Size, Least float64 // pixels
	Bold        bool
	Color       ui.Color
	Align       Align // across
	Down        Align // down
	Lines       int   // at most; 0: as many as fit

	Essential bool   // it must be seen at a glance: never smaller than Geometry.Glance
	Unspoken  bool   // guidance passes over it, as over a count of seconds
	Spoken    string // what guidance reads in its place
}

// Box fills a rectangle.
func (s *Scene) Box(r Rect, c ui.Color) { s.Items = append(s.Items, Item{Rect: r, Color: c}) }

// Round fills a rectangle with the corners of the house.
func (s *Scene) Round(r Rect, c ui.Color) {
	r = r.whole()
	s.Items = append(s.Items, Item{Rect: r, Color: c, Radius: s.radius(r)})
}

// Border draws a rounded border of that width in pixels inside r.
func (s *Scene) Border(r Rect, c ui.Color, width float64) {
	r = r.whole()
	s.Items = append(s.Items, Item{Rect: r, Color: c, Radius: s.radius(r), Stroke: math.Max(1, math.Round(width))})
}

func (s *Scene) radius(r Rect) float64 {
	return min(s.Geometry.MM(ui.RadiusMM)*max(1, s.Geometry.Distance/2), r.W/2, r.H/2)
}

// Text writes str into r, wrapped, and shrunk where it must be. It returns the
// rectangle the text takes.
func (s *Scene) Text(r Rect, str string, st Style) Rect {
	if str == "" {
		return Rect{r.X, r.Y, 0, 0}
	}
	lines, size, ok := s.fonts.fit(str, st.Bold, st.Size, st.least(s.Geometry), r.W, r.H, st.Lines)
	if !ok {
		s.Cut = append(s.Cut, str)
	}
	height := float64(len(lines)) * size * leading(len(lines))
	y := r.Y + (r.H-height)*float64(st.Down)/2
	item := Item{Color: st.Color, Size: size, Bold: st.Bold, Essential: st.Essential, Spoken: str, Rect: Rect{r.X + r.W, y, 0, height}}
	if st.Unspoken || st.Spoken != "" {
		item.Spoken = st.Spoken
	}
	pad := size * (leading(len(lines)) - ascent - descent) / 2
	for i, l := range lines {
		w := s.fonts.width(l, st.Bold, size)
		x := r.X + (r.W-w)*float64(st.Align)/2
		item.Lines = append(item.Lines, Line{l, x, y + pad + float64(i)*size*leading(len(lines))})
		item.Rect.X, item.Rect.W = min(item.Rect.X, x), max(item.Rect.W, w)
	}
	s.Items = append(s.Items, item)
	return item.Rect
}

// Fits tells whether str fits r in that style.
func (s *Scene) Fits(r Rect, str string, st Style) bool {
	_, _, ok := s.fonts.fit(str, st.Bold, st.Size, st.least(s.Geometry), r.W, r.H, st.Lines)
	return ok
}

// Size returns the size in pixels at which str would be written into r.
func (s *Scene) Size(r Rect, str string, st Style) float64 {
	_, size, _ := s.fonts.fit(str, st.Bold, st.Size, st.least(s.Geometry), r.W, r.H, st.Lines)
	return size
}

func (st Style) least(g Geometry) float64 {
	least := st.Least
	if least == 0 {
		least = g.Least()
	}
	if st.Essential {
		least = max(least, g.Glance())
	}
	return least
}

// Measure returns the width of one line of text in pixels.
func (s *Scene) Measure(str string, bold bool, size float64) float64 {
	return s.fonts.width(str, bold, size)
}

// Icon draws a line icon into the square at the middle of r.
func (s *Scene) Icon(r Rect, name string, c ui.Color) {
	side := min(r.W, r.H)
	s.Items = append(s.Items, Item{Rect: Rect{r.X + (r.W-side)/2, r.Y + (r.H-side)/2, side, side}, Color: c, Icon: name})
}

// Spoken returns what guidance says of a target.
func (s *Scene) Spoken(t Target) string {
	if t.Spoken != "" {
		return t.Spoken
	}
	var words []string
	for _, item := range s.Items {
		if item.Spoken != "" && item.Rect.Within(t.Rect) {
			words = append(words, item.Spoken)
		}
	}
	return strings.Join(words, ". ")
}

// Screen is the title without its digits: two scenes with one screen differ
// only in what is counted there, such as seconds.
func (s *Scene) Screen() string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return -1
		}
		return r
	}, s.Title)
}

// Reading returns what is written by the items from that place on, apart from
// what stands in targets, as sentences.
func (s *Scene) Reading(from int) string {
	var all []string
	for _, item := range s.Items[from:] {
		if item.Spoken != "" && !s.inTarget(item.Rect) {
			all = append(all, item.Spoken)
		}
	}
	return strings.Join(all, ". ")
}

func (s *Scene) inTarget(r Rect) bool {
	return slices.ContainsFunc(s.Targets, func(t Target) bool { return r.Within(t.Rect) })
}

// Target makes a rectangle pressable.
func (s *Scene) Target(id string, r Rect) { s.Targets = append(s.Targets, Target{ID: id, Rect: r}) }

// Holdable makes a rectangle a target that is held down, and that a mere press does not move.
func (s *Scene) Holdable(id string, r Rect) {
	s.Targets = append(s.Targets, Target{ID: id, Rect: r, Hold: true})
}

// At returns the target a press at that point means: the one it lies in, or
// else the nearest within the slop.
func (s *Scene) At(x, y float64) (string, bool) {
	t := s.at(x, y)
	return t.ID, t.ID != ""
}

func (s *Scene) at(x, y float64) (nearest Target) {
	slop := s.Geometry.MM(SlopMM)
	best := slop * slop
	for _, t := range s.Targets {
		dx := max(t.Rect.X-x, 0, x-(t.Rect.X+t.Rect.W))
		dy := max(t.Rect.Y-y, 0, y-(t.Rect.Y+t.Rect.H))
		if d := dx*dx + dy*dy; d < best || d == 0 {
			best, nearest = d, t
			if d == 0 {
				break
			}
		}
	}
	return nearest
}
