package center

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"motcua/internal/fault"
)

const (
	mostLayouts = 50
	mostPanes   = 8
)

var layoutForm = regexp.MustCompile(`^[a-z][a-z0-9-]{0,31}$`)

// layouts checks the center's own layouts, and every display with the one it has.
func (v *validation) layouts() {
	if len(v.c.Layouts) > mostLayouts {
		v.add("center-range", "place", "[[layout]]", "key", "layout", "value", len(v.c.Layouts), "least", 0, "most", mostLayouts)
		return
	}
	sound := map[string]bool{}
	for _, l := range v.c.Layouts {
		place := "[[layout]] " + l.ID
		before := len(v.faults)
		v.id("layout", place, l.ID, layoutForm)
		v.layout(place, l)
		sound[l.ID] = len(v.faults) == before
	}
	for _, d := range v.c.Displays {
		v.display(d, sound)
	}
}

// layout checks one layout by itself.
func (v *validation) layout(place string, l Layout) {
	v.within(place, "pane", float64(len(l.Panes)), 1, mostPanes)
	for _, name := range l.Foot {
		if !slices.Contains(Feet, name) {
			v.add("center-layout-shows", "place", place, "key", "foot", "value", name, "names", strings.Join(Feet, ", "))
		}
	}
	v.panes(place, l)
}

// panes checks what each pane shows and where it lies.
func (v *validation) panes(place string, l Layout) {
	before := len(v.faults)
	for i, p := range l.Panes {
		pane := fmt.Sprintf("%s, pane %d (%s)", place, i+1, p.Shows)
		if i < len(v.begins) {
			pane = fmt.Sprintf("%s:%d (%s)", place, v.begins[i], p.Shows)
		}
		if !slices.Contains(Shown, p.Shows) {
			v.add("center-layout-shows", "place", pane, "key", "shows", "value", p.Shows, "names", strings.Join(Shown, ", "))
		}
		if !onGrid(p.At) {
			v.add("center-layout-at", "place", pane, "key", "at", "value", fmt.Sprint(p.At), "grid", Grid)
		}
		if len(p.Portrait) > 0 && !onGrid(p.Portrait) {
			v.add("center-layout-at", "place", pane, "key", "portrait", "value", fmt.Sprint(p.Portrait), "grid", Grid)
		}
	}
	if len(v.faults) > before {
		return
	}
	for _, portrait := range []bool{false, true} {
		if a, b, found := l.overlap(portrait); found {
			v.add("center-layout-overlap", "place", place, "pane", a+1, "shows", l.Panes[a].Shows, "other", b+1, "covers", l.Panes[b].Shows,
				"key", map[bool]string{false: "at", true: "portrait"}[portrait])
			return
		}
	}
}

func onGrid(at []int) bool {
	return len(at) == 4 && at[0] >= 0 && at[1] >= 0 && at[2] > 0 && at[3] > 0 && at[0]+at[2] <= Grid && at[1]+at[3] <= Grid
}

// display checks one display, and that what it shows can be read from where its readers are.
func (v *validation) display(d Display, sound map[string]bool) {
	place := "[[display]] " + string(d.ID)
	if d.Theme != "" && !slices.Contains(Themes, d.Theme) {
		v.add("center-layout-shows", "place", place, "key", "theme", "value", d.Theme, "names", strings.Join(Themes, ", "))
	}
	for i, lang := range d.Languages {
		if !slices.Contains(v.c.hallLanguages(), lang) || slices.Contains(d.Languages[:i], lang) {
			v.add("center-layout-shows", "place", place, "key", "languages", "value", lang, "names", languageNames(v.c.hallLanguages()))
		}
	}
	for i, c := range d.Counters {
		if _, ok := v.c.Counter(c); !ok {
			v.add("center-unknown", "place", place, "key", "counters", "value", c)
		} else if slices.Contains(d.Counters[:i], c) {
			v.add("center-repeated", "place", place, "key", "counters", "value", c)
		}
	}
	if d.Counter != "" && len(d.Counters) > 0 {
		v.add("center-display-zone", "place", place)
	}
	layout, ok := LayoutOf(v.c.Layouts, d.Uses())
	if !ok {
		v.add("center-unknown", "place", place, "key", "layout", "value", d.Layout)
		return
	}
	if layout.Shows(ShowCounter) && d.Counter == "" {
		v.add("center-display-counter", "place", place, "layout", layout.ID)
	}
	if fine, own := sound[layout.ID]; own && !fine || d.Diagonal < 7 || d.Diagonal > 120 || d.Distance < 0.3 || d.Distance > 30 {
		return
	}
	v.legible(place, d, layout)
}

// legible refuses a layout that cannot be read at the display's distance, and says what to change.
func (v *validation) legible(place string, d Display, layout Layout) {
	l := v.c.Legibility(d)
	w, h := layout.Body(d.Diagonal, d.Portrait, d.Distance)
	pane := 0
	if w > 0 && h > 0 {
		pane = l.Fits(layout, w, h, d.Distance)
	}
	if pane < 0 {
		return
	}
	v.add("center-layout-illegible", "place", place, "layout", layout.ID, "pane", pane+1, "shows", layout.Panes[pane].Shows,
		"distance", d.Distance, "diagonal", d.Diagonal, "farthest", l.Farthest(layout, d.Diagonal, d.Portrait), "inches", l.Smallest(layout, d.Portrait, d.Distance))
}

// CheckLayout returns everything that is wrong with a layout that takes the place
// of the one with its id on the displays that have it. file is how faults call
// it, lines on which line of that file each pane begins.
func (c *Center) CheckLayout(l Layout, file string, lines []int) []*fault.Error {
	if _, known := LayoutOf(c.Layouts, l.ID); !known {
		return []*fault.Error{fault.New(fault.Invalid, "center-layout-unused", "file", file, "value", l.ID)}
	}
	alone := *c
	alone.Layouts, alone.Displays = nil, nil
	for _, d := range c.Displays {
		if d.Uses() == l.ID {
			alone.Displays = append(alone.Displays, d)
		}
	}
	v := &validation{c: &alone, seen: map[string]bool{}, begins: lines}
	v.layout(file, l)
	if len(v.faults) > 0 {
		return v.faults
	}
	for _, d := range alone.Displays {
		v.legible("[[display]] "+string(d.ID), d, l)
	}
	return v.faults
}
