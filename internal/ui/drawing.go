package ui

// Part is what a part of a drawing is, and so which color of the theme it takes.
type Part string

// The parts.
const (
	None    Part = ""
	Bright  Part = "bright" // paper, what faces the light
	Shade   Part = "shade"  // a side
	Deep    Part = "deep"   // the inside
	Outline Part = "line"
	Mark    Part = "mark" // what to touch, and where to
	Hint    Part = "hint" // what the step is about
	Done    Part = "done" // right
	Never   Part = "never"
)

// Paint returns the color of a part of a drawing.
func (t Theme) Paint(p Part) Color {
	switch p {
	case Shade:
		return t.StaleSoft
	case Deep:
		return Mix(t.StaleSoft, t.Stale, 0.45)
	case Outline:
		return t.Text
	case Mark:
		return t.Action
	case Hint:
		return Mix(t.Surface, t.Action, 0.16)
	case Done:
		return t.Good
	case Never:
		return t.Fault
	}
	return t.Surface
}

// Shape is one part of a drawing: a path that is filled, outlined, or both.
type Shape struct {
	Path  string  // as icons have it: absolute M, L, C and Z
	Fill  Part    // None: not filled
	Line  Part    // None: no outline
	Width float64 // of the outline, in units of the drawing's grid
}

// Drawing is a picture made of shapes, later ones over earlier ones. Equal names mean equal drawings.
type Drawing struct {
	Name   string
	W, H   float64 // the grid
	Shapes []Shape
}
