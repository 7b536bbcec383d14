// Package ui holds the one face of every screen: colors, type scale, spacing,
// corners and motion as design tokens, the states with their icon and word, and
// the line icons. The web pages take them as CSS variables (CSS), the native
// screens through internal/ui/kit. A province replaces Action and Turn and its
// names and logo, nothing else; a test computes the contrast of every pair.
package ui

import (
	"fmt"
	"math"
	"time"
)

// Color is an opaque sRGB color, 0xRRGGBB.
type Color uint32

// RGBA makes Color an image/color.Color.
func (c Color) RGBA() (r, g, b, a uint32) {
	return (uint32(c) >> 16 & 0xff) * 0x101, (uint32(c) >> 8 & 0xff) * 0x101, (uint32(c) & 0xff) * 0x101, 0xffff
}

// String writes the color as CSS does: #003b8e.
func (c Color) String() string { return fmt.Sprintf("#%06x", uint32(c)) }

// Luminance is the relative luminance of WCAG 2.2, 0 (black) to 1 (white).
func (c Color) Luminance() float64 {
	linear := func(shift int) float64 {
		s := float64(uint32(c)>>shift&0xff) / 255
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(16) + 0.7152*linear(8) + 0.0722*linear(0)
}

// Contrast is the contrast ratio of WCAG 2.2 between two colors, 1 to 21.
func Contrast(a, b Color) float64 {
	la, lb := a.Luminance(), b.Luminance()
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

// Mix returns the color at share (0 to 1) of the way from a to b.
func Mix(a, b Color, share float64) Color {
	mix := func(shift int) uint32 {
		x, y := float64(uint32(a)>>shift&0xff), float64(uint32(b)>>shift&0xff)
		return uint32(math.Round(x+(y-x)*share)) << shift
	}
	return Color(mix(16) | mix(8) | mix(0))
}

// Theme is one set of colors. Each "On" color is for text upon the color it
// names; each "Soft" color is a ground that carries Text and the color it names.
type Theme struct {
	Name string // default, high-contrast, night

	Ground  Color // behind everything
	Surface Color // of a tile, a table, a field
	Line    Color // quiet rule between things; says nothing by itself
	Edge    Color // border of a control: 3:1 against Ground and Surface
	Text    Color
	Muted   Color // secondary text
	Focus   Color // ring around the focused control

	Action, OnAction, ActionSoft Color // what can be pressed
	Turn, OnTurn, TurnText       Color // "your turn", and nothing else; TurnText is Turn as text on Ground
	Fault, OnFault, FaultSoft    Color // faults and missed promises, never decoration
	Good, OnGood, GoodSoft       Color
	Warn, OnWarn, WarnSoft       Color
	Stale, StaleSoft             Color // data whose age makes them doubtful
}

// Themes are the three faces, the default first.
var Themes = []Theme{Default, HighContrast, Night}

// Default is dark text on near-white with one deep institutional blue.
var Default = Theme{
	Name: "default", Ground: 0xfafbfc, Surface: 0xffffff, Line: 0xd5dae1, Edge: 0x6b7684, Text: 0x14181f, Muted: 0x4a5361, Focus: 0xb45309,
	Action: 0x003b8e, OnAction: 0xffffff, ActionSoft: 0xe8eff9,
	Turn: 0xffc233, OnTurn: 0x1d1300, TurnText: 0x8a4b00,
	Fault: 0xb00020, OnFault: 0xffffff, FaultSoft: 0xfdecee,
	Good: 0x0b5d1e, OnGood: 0xffffff, GoodSoft: 0xe9f5ec,
	Warn: 0x6f5200, OnWarn: 0xffffff, WarnSoft: 0xfff5d6,
	Stale: 0x56606d, StaleSoft: 0xeceff2,
}

// HighContrast is for eyes that need it: white and yellow on black.
var HighContrast = Theme{
	Name: "high-contrast", Ground: 0x000000, Surface: 0x000000, Line: 0xffffff, Edge: 0xffffff, Text: 0xffffff, Muted: 0xf0f0f0, Focus: 0x7fdbff,
	Action: 0xffe04a, OnAction: 0x000000, ActionSoft: 0x2b2600,
	Turn: 0xff9f1c, OnTurn: 0x000000, TurnText: 0xffb44a,
	Fault: 0xff9d9d, OnFault: 0x000000, FaultSoft: 0x330b0b,
	Good: 0x8cf0a4, OnGood: 0x000000, GoodSoft: 0x06260f,
	Warn: 0xffd873, OnWarn: 0x000000, WarnSoft: 0x2b2200,
	Stale: 0xd0d0d0, StaleSoft: 0x222222,
}

// Night is for halls in the evening and consoles on long days.
var Night = Theme{
	Name: "night", Ground: 0x0b1f3a, Surface: 0x12294a, Line: 0x2c4468, Edge: 0x8da0bd, Text: 0xf4f7fb, Muted: 0xbccadd, Focus: 0xffb86b,
	Action: 0x9cc4ff, OnAction: 0x06152b, ActionSoft: 0x1b3862,
	Turn: 0xffd54a, OnTurn: 0x1d1300, TurnText: 0xffd54a,
	Fault: 0xffa3a3, OnFault: 0x2a0006, FaultSoft: 0x3d1a2b,
	Good: 0x8fe3a6, OnGood: 0x04210c, GoodSoft: 0x0f3a37,
	Warn: 0xffdf8f, OnWarn: 0x241b00, WarnSoft: 0x35331f,
	Stale: 0xaab6c6, StaleSoft: 0x22344f,
}

// Pair is text or a sign upon a ground, with the least contrast it must have.
type Pair struct {
	Name   string
	On, By Color
	Least  float64
}

// Pairs lists every pair of the theme that screens put together. Body text has
// 7:1, other text 4.5:1, signs and borders 3:1 (WCAG 2.2, 1.4.3, 1.4.6, 1.4.11).
func (t Theme) Pairs() []Pair {
	var pairs []Pair
	grounds := map[string]Color{"ground": t.Ground, "surface": t.Surface}
	for name, on := range grounds {
		pairs = append(pairs, Pair{"text on " + name, on, t.Text, 7}, Pair{"muted on " + name, on, t.Muted, 7},
			Pair{"edge on " + name, on, t.Edge, 3}, Pair{"focus on " + name, on, t.Focus, 3},
			Pair{"action on " + name, on, t.Action, 4.5}, Pair{"turn text on " + name, on, t.TurnText, 4.5},
			Pair{"fault on " + name, on, t.Fault, 4.5}, Pair{"good on " + name, on, t.Good, 4.5},
			Pair{"warn on " + name, on, t.Warn, 4.5}, Pair{"stale on " + name, on, t.Stale, 4.5})
	}
	pairs = append(pairs, Pair{"on action", t.Action, t.OnAction, 7}, Pair{"on turn", t.Turn, t.OnTurn, 7},
		Pair{"on fault", t.Fault, t.OnFault, 4.5}, Pair{"on good", t.Good, t.OnGood, 4.5}, Pair{"on warn", t.Warn, t.OnWarn, 4.5})
	soft := []struct {
		name     string
		on, sign Color
	}{{"action", t.ActionSoft, t.Action}, {"fault", t.FaultSoft, t.Fault}, {"good", t.GoodSoft, t.Good}, {"warn", t.WarnSoft, t.Warn}, {"stale", t.StaleSoft, t.Stale}}
	for _, s := range soft {
		pairs = append(pairs, Pair{"text on soft " + s.name, s.on, t.Text, 7}, Pair{s.name + " on its soft", s.on, s.sign, 4.5})
	}
	return pairs
}

// Step is a size of the type scale, as a multiple of body text.
type Step struct {
	Name string
	Size float64
}

// Scale is the type scale. Body is 19 CSS pixels on the web; on a native screen
// it is what 0.7 degrees at the reading distance demand (EN 301 549, 5.1.4).
var Scale = []Step{{"small", 16.0 / 19}, {"body", 1}, {"lead", 24.0 / 19}, {"title", 32.0 / 19}, {"head", 48.0 / 19}, {"number", 96.0 / 19}, {"call", 160.0 / 19}}

// Body text of the web pages in CSS pixels, and the line height every screen
// keeps so that stacked tone marks breathe.
const (
	BodyPx     = 19.0
	LineHeight = 1.4
)

// Spaces are the steps of the spacing scale, in units: 4 CSS pixels on the web, 2 mm at a kiosk.
var Spaces = []float64{1, 2, 3, 4, 6, 8, 12, 16}

// Spacing and corners.
const (
	SpacePx  = 4.0 // CSS pixels of one unit on the web
	RadiusPx = 6.0 // CSS pixels of a corner on the web
	RadiusMM = 3.0 // mm of a corner on a native screen
)

// Motion says that something changed and nothing else: a new call fades in, then pulses.
const (
	Fade   = 400 * time.Millisecond
	Pulse  = 800 * time.Millisecond // one pulse: 1.25 a second, well under the 3 flashes a second of WCAG 2.3.1
	Pulses = 3
)
