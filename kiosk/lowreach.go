package kiosk

import "motcua/internal/ui/kit"

// How much of the screen keeps the keys in low reach mode: the lower half, and
// on small screens what they need. Half of the largest screen, 32 inches on
// end, is 354 mm: from a lower edge 850 mm above the floor the highest key ends
// at 1204 mm, below the 1220 mm of EN 301 549, 8.3.3.1.
const (
	lowShare     = 0.5
	lowPortrait  = 200.0 // mm
	lowLandscape = 115.0
)

// reach is how far from the top of the screen the first key may be, in pixels.
func (v *view) reach() float64 {
	g := v.Geometry
	switch {
	case !v.f.Low:
		return 0
	case g.Portrait():
		return g.H - max(g.H*lowShare, v.mm(lowPortrait))
	}
	return g.H - max(g.H*lowShare, v.mm(lowLandscape))
}

// within parts a place for keys from the text above it, so that the keys are
// within reach. What the keys lose the text gains.
func (v *view) within(text, keys kit.Rect) (kit.Rect, kit.Rect) {
	down := min(max(0, v.reach()-keys.Y), keys.H)
	text.H += down
	keys.Y, keys.H = keys.Y+down, keys.H-down
	return text, keys
}
