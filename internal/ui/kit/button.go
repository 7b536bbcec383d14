package kit

import "motcua/internal/ui"

// Look is how much a button asks to be pressed.
type Look int

// The looks.
const (
	Quiet   Look = iota // an outline: the way back, the language
	Offered             // a tile: one of several answers
	Urged               // filled: the one thing to do now
)

// Button is a target with a word.
type Button struct {
	ID, Word string
	Spoken   string // what guidance says of it; empty: the word
	Icon     string // before the word; empty: none
	Look     Look
	Size     float64 // of the word in pixels, shrunk where it must be; 0: what the look has
	Middle   bool    // the word stands in the middle
	Held     bool    // the pointer is down on it
}

// Button draws a button in r and makes it a target.
func (s *Scene) Button(r Rect, b Button) {
	t, mm := s.Theme, s.Geometry.MM
	ground, ink, edge, width, sign := t.Surface, t.Text, t.Edge, mm(0.4), t.Action
	switch {
	case b.Look == Urged:
		ground, ink, edge, sign = t.Action, t.OnAction, t.Action, t.OnAction
		if b.Held {
			ground = ui.Mix(t.Action, t.OnAction, 0.15)
		}
	case b.Held:
		ground, edge, width = t.ActionSoft, t.Action, mm(0.8)
	}
	s.Round(r, ground)
	s.Border(r, edge, width)
	mark, in := b.parts(s.Geometry, r)
	if b.Icon != "" {
		s.Icon(mark, b.Icon, sign)
	}
	s.Text(in, b.Word, b.style(s.Geometry, ink))
	s.Targets = append(s.Targets, Target{ID: b.ID, Rect: r, Spoken: b.Spoken})
}

// FitsButton tells whether the word of a button fits r in letters as large as they are to be.
func (s *Scene) FitsButton(r Rect, b Button) bool {
	_, in := b.parts(s.Geometry, r)
	st := b.style(s.Geometry, s.Theme.Text)
	st.Least = s.Geometry.Call()
	return s.Fits(in, b.Word, st)
}

// parts are the places of the icon and of the word.
func (b Button) parts(g Geometry, r Rect) (mark, word Rect) {
	in := b.inner(g, r)
	if b.Icon == "" {
		return Rect{}, in
	}
	return in.Left(b.side(g, r), g.MM(3))
}

func (b Button) style(g Geometry, ink ui.Color) Style {
	st := Style{Size: b.size(g), Bold: b.Look != Quiet, Color: ink, Down: Middle, Essential: b.Look != Quiet}
	if b.Middle {
		st.Align = Middle
	}
	return st
}

func (b Button) size(g Geometry) float64 {
	switch {
	case b.Size > 0:
		return b.Size
	case b.Look == Quiet:
		return g.Step("small")
	}
	return g.Step("lead")
}

func (b Button) inner(g Geometry, r Rect) Rect {
	if b.Look == Quiet {
		return r.InsetXY(g.MM(4), g.MM(1))
	}
	if b.Middle {
		return r.InsetXY(min(g.MM(4), r.W*0.12), g.MM(2))
	}
	return r.InsetXY(g.MM(6), g.MM(2))
}

func (b Button) side(g Geometry, r Rect) float64 { return min(b.size(g)*1.5, g.MM(22), r.H*0.7) }

// Row draws buttons side by side, each as wide as its share of the row, all
// with words of one size. A button without a word leaves its place empty.
func (s *Scene) Row(r Rect, shares []float64, gap float64, buttons ...Button) {
	total := 0.0
	for _, w := range shares {
		total += w
	}
	unit := (r.W - gap*float64(len(buttons)-1)) / total
	var cells []Rect
	size := s.Geometry.Step("small")
	for i, b := range buttons {
		var cell Rect
		cell, r = r.Left(unit*shares[i], gap)
		cells = append(cells, cell)
		_, in := b.parts(s.Geometry, cell)
		if b.Word != "" {
			_, at, _ := s.fonts.fit(b.Word, b.Look != Quiet, size, s.Geometry.Least(), in.W, in.H, 0)
			size = min(size, at)
		}
	}
	for i, b := range buttons {
		if b.Size = size; b.Word != "" && b.ID != "" {
			s.Button(cells[i], b)
		}
	}
}
