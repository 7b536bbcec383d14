// Package kit draws the native screens: kiosk and display. A program keeps its
// state in a plain struct; its view turns that state into a Scene, a list of
// boxes, texts and icons laid out in millimeters, which needs no graphics card
// and so is what most tests look at; the kit paints the scene with Ebitengine
// only when it changed and reports which target was pressed.
package kit

import (
	"math"

	"motcua/internal/center"
	"motcua/internal/ui"
)

const (
	mmPerInch = 25.4
	capital   = center.Capital
	ascent    = 1.069 // of Noto Sans, in ems
	descent   = 0.293
	tallest   = 1.048 // top of a capital with two marks above, over the baseline
	deepest   = 0.24  // foot of a letter or a dot below it
)

// Target sizes at a kiosk.
const (
	TargetMM = 20.0 // least side of anything pressed
	GapMM    = 5.0  // between two targets
	SlopMM   = 3.0  // a press this far outside a target still means it: older users miss
)

// Geometry is a screen as its reader meets it: pixels, their size, and how far the reader stands.
type Geometry struct {
	W, H     float64 // pixels
	PxPerMM  float64
	Distance float64 // meters
	Zoom     float64 // by which text is larger than the distance demands, where there is room; 0: it is not
}

// NewGeometry returns the geometry of a screen of w by h pixels with that
// diagonal in inches, read from that distance in meters. Pixels are square.
func NewGeometry(w, h int, diagonal, distance float64) Geometry {
	px := math.Hypot(float64(w), float64(h))
	return Geometry{W: float64(w), H: float64(h), PxPerMM: px / (diagonal * mmPerInch), Distance: distance}
}

// MM returns mm millimeters in pixels.
func (g Geometry) MM(mm float64) float64 { return mm * g.PxPerMM }

// Portrait tells whether the screen is higher than wide.
func (g Geometry) Portrait() bool { return g.H > g.W }

// All is the whole screen.
func (g Geometry) All() Rect { return Rect{0, 0, g.W, g.H} }

// sizes are what the distance demands, in millimeters.
func (g Geometry) sizes() center.Sizes { return center.SizesAt(g.Distance) }

// Call is the size in pixels of text that must be seen at a glance: 0.7 degrees.
func (g Geometry) Call() float64 { return g.zoomed(g.sizes().Call) }

// Glance is the size in pixels below which no essential text goes, though all text be larger.
func (g Geometry) Glance() float64 { return g.MM(g.sizes().Call) }

// Row is the size in pixels of text that is read in rows: 22 minutes of arc.
func (g Geometry) Row() float64 { return g.zoomed(g.sizes().Row) }

// Least is the size in pixels below which no text goes: 16 minutes of arc, and 4.8 mm capitals at arm's length.
func (g Geometry) Least() float64 { return g.MM(g.sizes().Least) }

func (g Geometry) zoomed(mm float64) float64 { return g.MM(mm) * max(g.Zoom, 1) }

// Step returns the size in pixels of a step of the type scale, where body text
// is what the distance demands of a kiosk: 0.7 degrees.
func (g Geometry) Step(name string) float64 {
	for _, s := range ui.Scale {
		if s.Name == name {
			return s.Size * g.Call()
		}
	}
	return g.Call()
}

// Rect is a place on the screen, in pixels.
type Rect struct{ X, Y, W, H float64 }

// Inset returns r smaller by d on every side.
func (r Rect) Inset(d float64) Rect { return Rect{r.X + d, r.Y + d, max(0, r.W-2*d), max(0, r.H-2*d)} }

// InsetXY returns r smaller by dx left and right, dy above and below.
func (r Rect) InsetXY(dx, dy float64) Rect {
	return Rect{r.X + dx, r.Y + dy, max(0, r.W-2*dx), max(0, r.H-2*dy)}
}

// Top splits r into its upper h pixels and the rest below a gap.
func (r Rect) Top(h, gap float64) (top, rest Rect) {
	return Rect{r.X, r.Y, r.W, h}, Rect{r.X, r.Y + h + gap, r.W, max(0, r.H-h-gap)}
}

// Bottom splits r into its lower h pixels and the rest above a gap.
func (r Rect) Bottom(h, gap float64) (bottom, rest Rect) {
	return Rect{r.X, r.Y + r.H - h, r.W, h}, Rect{r.X, r.Y, r.W, max(0, r.H-h-gap)}
}

// Left splits r into its left w pixels and the rest beyond a gap.
func (r Rect) Left(w, gap float64) (left, rest Rect) {
	return Rect{r.X, r.Y, w, r.H}, Rect{r.X + w + gap, r.Y, max(0, r.W-w-gap), r.H}
}

// Right splits r into its right w pixels and the rest before a gap.
func (r Rect) Right(w, gap float64) (right, rest Rect) {
	return Rect{r.X + r.W - w, r.Y, w, r.H}, Rect{r.X, r.Y, max(0, r.W-w-gap), r.H}
}

// Grid splits r into cols by rows cells with a gap between, row by row.
func (r Rect) Grid(cols, rows int, gap float64) []Rect {
	w := (r.W - gap*float64(cols-1)) / float64(cols)
	h := (r.H - gap*float64(rows-1)) / float64(rows)
	cells := make([]Rect, 0, cols*rows)
	for i := range cols * rows {
		cells = append(cells, Rect{r.X + float64(i%cols)*(w+gap), r.Y + float64(i/cols)*(h+gap), w, h})
	}
	return cells
}

// To returns the place from r to o, both included.
func (r Rect) To(o Rect) Rect {
	x, y := min(r.X, o.X), min(r.Y, o.Y)
	return Rect{x, y, max(r.X+r.W, o.X+o.W) - x, max(r.Y+r.H, o.Y+o.H) - y}
}

// Contains tells whether the point lies in r.
func (r Rect) Contains(x, y float64) bool {
	return x >= r.X && x < r.X+r.W && y >= r.Y && y < r.Y+r.H
}

// Within tells whether r lies inside o, give or take half a pixel.
func (r Rect) Within(o Rect) bool {
	return r.X >= o.X-.5 && r.Y >= o.Y-.5 && r.X+r.W <= o.X+o.W+.5 && r.Y+r.H <= o.Y+o.H+.5
}

// Overlaps tells whether r and o share more than half a pixel.
func (r Rect) Overlaps(o Rect) bool {
	return r.X+r.W > o.X+.5 && o.X+o.W > r.X+.5 && r.Y+r.H > o.Y+.5 && o.Y+o.H > r.Y+.5
}

// whole returns r on whole pixels, so that its parts meet without a seam.
func (r Rect) whole() Rect {
	x, y := math.Round(r.X), math.Round(r.Y)
	return Rect{x, y, math.Round(r.X+r.W) - x, math.Round(r.Y+r.H) - y}
}
