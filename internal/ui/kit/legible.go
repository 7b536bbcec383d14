package kit

import (
	"fmt"
	"math"
	"strings"

	"motcua/internal/ui"
)

// Rule is what a screen must reach beyond what its geometry demands of text.
type Rule struct {
	Target, Gap float64 // mm: least side of what is pressed, and least distance of two; 0: nothing is pressed there
	Text, Sign  float64 // least contrast of a text and of an icon with what lies beneath
}

// The rules: of a screen that is touched (Duff et al. 2010; WCAG 2.2, 1.4.3 and
// 1.4.11), and of one that is looked at from afar.
var (
	AtHand = Rule{Target: TargetMM, Gap: GapMM, Text: 4.5, Sign: 3}
	AtFar  = Rule{Text: 4.5, Sign: 3}
)

// half is what pixels that are whole may add to or take from a length.
const half = 0.5

// Violations says in sentences where the scene breaks the rule: a text that is
// cut, too small, too pale, beyond the screen or its ground, or upon something
// else; a target that is too small, beyond the screen, or too near another.
func (s *Scene) Violations(rule Rule) []string {
	c := &checker{Scene: s, rule: rule}
	for _, text := range s.Cut {
		c.say("text %q does not fit", text)
	}
	c.targets()
	for i, item := range s.Items {
		switch {
		case item.Lines != nil:
			c.text(i, item)
		case item.Icon != "":
			c.contrast(i, item, "icon "+item.Icon, rule.Sign)
		}
		c.apart(i, item)
	}
	return c.found
}

type checker struct {
	*Scene
	rule  Rule
	found []string
}

func (c *checker) say(format string, args ...any) {
	c.found = append(c.found, fmt.Sprintf(format, args...))
}

// mm writes a length in pixels as millimeters.
func (c *checker) mm(px float64) string {
	return fmt.Sprintf("%.1f mm", px/c.Geometry.PxPerMM)
}

func (c *checker) targets() {
	g := c.Geometry
	for i, t := range c.Targets {
		if side := min(t.Rect.W, t.Rect.H); side < g.MM(c.rule.Target)-half {
			c.say("target %s is %s small, want at least %g mm", t.ID, c.mm(side), c.rule.Target)
		}
		if !t.Rect.Within(g.All()) {
			c.say("target %s lies beyond the screen", t.ID)
		}
		for _, o := range c.Targets[i+1:] {
			if t.Rect.Overlaps(o.Rect) {
				c.say("targets %s and %s overlap", t.ID, o.ID)
			} else if d := t.Rect.distance(o.Rect); d < g.MM(c.rule.Gap)-2*half {
				c.say("targets %s and %s are %s apart, want at least %g mm", t.ID, o.ID, c.mm(d), c.rule.Gap)
			}
		}
	}
}

// text checks the size, the words, the place and the contrast of one text.
func (c *checker) text(at int, item Item) {
	g, name := c.Geometry, item.words()
	least := g.Least()
	if item.Essential {
		least = max(least, g.Glance())
	}
	if item.Size < least-.01 {
		c.say("text %q has capitals of %s, want at least %s", name, c.mm(item.Size*capital), c.mm(least*capital))
	}
	if strings.ContainsAny(name, "⟦{") {
		c.say("text %q lacks a word", name)
	}
	if !item.Rect.Within(g.All()) || !item.ink().Within(g.All()) {
		c.say("text %q lies beyond the screen", name)
	}
	for _, t := range c.Targets {
		if item.Rect.Overlaps(t.Rect) && !item.Rect.Within(t.Rect) {
			c.say("text %q runs over the edge of target %s", name, t.ID)
		}
	}
	c.contrast(at, item, fmt.Sprintf("text %q", name), c.rule.Text)
}

// contrast compares an item with every ground that it lies upon.
func (c *checker) contrast(at int, item Item, name string, least float64) {
	for _, ground := range c.grounds(at, item.Rect) {
		if got := ui.Contrast(item.Color, ground); got < least {
			c.say("%s has a contrast of %.2f (%v on %v), want at least %g", name, got, item.Color, ground, least)
		}
	}
}

// grounds are the colors that show beneath r before the item at that place was painted.
func (c *checker) grounds(at int, r Rect) (colors []ui.Color) {
	for i := at - 1; i >= 0; i-- {
		below := c.Items[i]
		if !below.box() {
			continue
		}
		if below.Stroke > 0 {
			if r.Overlaps(below.Rect) && !r.Within(below.Rect.Inset(below.Stroke-half)) {
				colors = append(colors, below.Color)
			}
			continue
		}
		if r.Overlaps(below.Rect) {
			colors = append(colors, below.Color)
		}
		if r.Within(below.Rect) {
			return colors
		}
	}
	return colors
}

// apart checks that what is read lies upon nothing else that is read.
func (c *checker) apart(at int, item Item) {
	if item.box() {
		return
	}
	for _, o := range c.Items[:at] {
		if !o.box() && item.Rect.Overlaps(o.Rect) {
			c.say("%s and %s overlap", item.called(), o.called())
		}
	}
}

// box tells an item that is a ground or a border.
func (i Item) box() bool {
	return i.Lines == nil && i.Icon == "" && i.QR == nil && i.Drawing == nil && i.Picture == nil
}

// words is a text on one line.
func (i Item) words() string {
	var lines []string
	for _, l := range i.Lines {
		lines = append(lines, l.Text)
	}
	return strings.Join(lines, " ")
}

func (i Item) called() string {
	switch {
	case i.Lines != nil:
		return fmt.Sprintf("text %q", i.words())
	case i.Icon != "":
		return "icon " + i.Icon
	case i.QR != nil:
		return "a QR code"
	}
	return "drawing " + i.Drawing.Name
}

// ink is where a text may leave ink: from the top of a capital with two marks
// to the foot of a letter with a dot below, which reach beyond a tight line.
func (i Item) ink() Rect {
	first, last := i.Lines[0].Y, i.Lines[len(i.Lines)-1].Y
	const above, below = ascent - tallest, ascent + deepest
	return Rect{i.Rect.X, first + above*i.Size, i.Rect.W, last - first + (below-above)*i.Size}
}

// distance is how far two rectangles that do not overlap are apart.
func (r Rect) distance(o Rect) float64 {
	return math.Hypot(max(r.X-(o.X+o.W), o.X-(r.X+r.W), 0), max(r.Y-(o.Y+o.H), o.Y-(r.Y+r.H), 0))
}
