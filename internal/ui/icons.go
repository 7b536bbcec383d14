package ui

import (
	"fmt"
	"html/template"
	"maps"
	"slices"
	"strings"
)

// IconGrid is the side of the square icons are drawn on, and IconStroke the
// width of their line, in grid units. Caps and joins are round.
const (
	IconGrid   = 24.0
	IconStroke = 2.0
)

// icons are line pictograms of one family: SVG path data with absolute M, L, C and Z only.
var icons = map[string]string{
	"submit":     "M 14 3 L 6 3 L 6 21 L 18 21 L 18 7 Z M 14 3 L 14 7 L 18 7 M 12 18 L 12 11 M 9 14 L 12 11 L 15 14",
	"collect":    "M 14 3 L 6 3 L 6 21 L 18 21 L 18 7 Z M 14 3 L 14 7 L 18 7 M 9 14 L 11 16.5 L 15 11.5",
	"supplement": "M 14 3 L 6 3 L 6 21 L 18 21 L 18 7 Z M 14 3 L 14 7 L 18 7 M 12 17.5 L 12 11.5 M 9 14.5 L 15 14.5",
	"advice":     "M 4 5 L 20 5 L 20 16 L 12 16 L 8 20 L 8 16 L 4 16 Z M 8 9 L 16 9 M 8 12.2 L 13 12.2",
	"online":     "M 4 5 L 20 5 L 20 16 L 4 16 Z M 9 20 L 15 20 M 12 16 L 12 20 M 9.5 10.5 L 11.5 12.5 L 14.8 8.8",
	"fee":        "M 3 7 L 21 7 L 21 17 L 3 17 Z M 6 10 L 6 14 M 18 10 L 18 14 " + circle(12, 12, 2.4),
	"help":       circle(12, 12, 9) + " M 9.3 9.4 C 9.3 5.6 14.9 5.8 14.9 9.3 C 14.9 11.6 12 11.7 12 14 M 12 17 L 12 17.1",
	"back":       "M 20 12 L 5 12 M 11 6 L 5 12 L 11 18",
	"home":       "M 3 11.5 L 12 4 L 21 11.5 M 6 9.5 L 6 20 L 18 20 L 18 9.5 M 10 20 L 10 14 L 14 14 L 14 20",
	"next":       "M 4 12 L 19 12 M 13 6 L 19 12 L 13 18",
	"touch":      "M 9 12.5 L 9 5.5 C 9 3.5 12 3.5 12 5.5 L 12 11 L 17 12 C 18.4 12.4 19 13.2 18.8 14.6 L 18 19 C 17.8 20.2 17 21 15.8 21 L 12 21 C 10.8 21 10 20.6 9.3 19.6 L 5.6 14.6 C 4.8 13.2 6.4 12 7.6 13 L 9 14.5",
	"ticket":     "M 4 7 L 20 7 L 20 10 C 17.4 10 17.4 14 20 14 L 20 17 L 4 17 L 4 14 C 6.6 14 6.6 10 4 10 Z M 13 9.5 L 13 10.5 M 13 13.5 L 13 14.5",
	"printer":    "M 7 8 L 7 3 L 17 3 L 17 8 M 7 17 L 4 17 L 4 8 L 20 8 L 20 17 L 17 17 M 7 13 L 17 13 L 17 21 L 7 21 Z",
	"qr":         "M 4 4 L 9 4 L 9 9 L 4 9 Z M 15 4 L 20 4 L 20 9 L 15 9 Z M 4 15 L 9 15 L 9 20 L 4 20 Z M 15 15 L 15 17 M 19.5 15 L 19.5 16 M 15 20 L 17 20 M 20 19.5 L 20 20",
	"search":     circle(10.5, 10.5, 6.5) + " M 15.2 15.2 L 21 21",
	"clock":      circle(12, 12, 9) + " M 12 7 L 12 12 L 15.5 14",
	"check":      "M 4 12.5 L 9.5 18 L 20 6.5",
	"warning":    "M 12 3.5 L 22 20.5 L 2 20.5 Z M 12 10 L 12 15 M 12 17.9 L 12 18",
	"offline":    "M 3 3 L 21 21 M 5 11.5 C 6.4 10.2 8 9.3 9.6 8.9 M 14 8.7 C 15.9 9.1 17.6 10.1 19 11.5 M 8 15 C 9.2 13.9 10.6 13.3 12 13.2 M 12 18.4 L 12 18.5",
	"person":     circle(12, 8, 4) + " M 4 21 C 4 15.8 7.5 14 12 14 C 16.5 14 20 15.8 20 21",
	"people":     circle(9, 8.5, 3.5) + " M 2.5 20 C 2.5 15.6 5 14.2 9 14.2 C 13 14.2 15.5 15.6 15.5 20 M 15.5 5.2 C 19.2 5.4 19.2 11.5 15.6 11.8 M 18 14.6 C 20.4 15.2 21.5 16.9 21.5 20",
	"counter":    "M 3 13 L 21 13 L 21 16 L 3 16 Z M 5 16 L 5 21 M 19 16 L 19 21 M 7 13 C 7 9.6 9 8.5 12 8.5 C 15 8.5 17 9.6 17 13 " + circle(12, 5, 2.5),
	"pause":      circle(12, 12, 9) + " M 9.7 8.5 L 9.7 15.5 M 14.3 8.5 L 14.3 15.5",
	"closed":     circle(12, 12, 9) + " M 7 12 L 17 12",
	"bell":       "M 6 17 L 6 11 C 6 3.4 18 3.4 18 11 L 18 17 L 20 18.5 L 4 18.5 Z M 10 21 C 11 22 13 22 14 21",
	"parked":     "M 14 3 L 6 3 L 6 21 L 18 21 L 18 7 Z M 14 3 L 14 7 L 18 7 M 10 11.5 L 10 17 M 14 11.5 L 14 17",
	"absent":     circle(12, 8, 4) + " M 4 21 C 4 15.8 7.5 14 12 14 M 15 16 L 20 21 M 20 16 L 15 21",
	"contrast":   circle(12, 12, 9) + " M 12 3 L 12 21 M 15 5 L 15 19 M 18 7.5 L 18 16.5",
	"language":   circle(12, 12, 9) + " M 3.5 9 L 20.5 9 M 3.5 15 L 20.5 15 M 12 3 C 7.5 7 7.5 17 12 21 M 12 3 C 16.5 7 16.5 17 12 21",
	"aids":       circle(12, 12, 9) + " " + circle(12, 7.6, 1.2) + " M 7.5 10.6 L 16.5 10.6 M 12 10.6 L 12 14 L 9.6 18 M 12 14 L 14.4 18",
	"large":      "M 2.5 19 L 8 5 L 13.5 19 M 4.7 14 L 11.3 14 M 15 19 L 18.2 11 L 21.5 19 M 16.2 16 L 20.3 16",
	"low":        "M 12 3 L 12 15.5 M 6.5 10 L 12 15.5 L 17.5 10 M 4 20.5 L 20 20.5",
	"speaker":    "M 3.5 9.5 L 7.5 9.5 L 12.5 5 L 12.5 19 L 7.5 14.5 L 3.5 14.5 Z M 15.5 9 C 17.3 10.6 17.3 13.4 15.5 15 M 18 6.5 C 21.6 9.6 21.6 14.4 18 17.5",
	"headphones": "M 4 15 L 4 12.5 C 4 2.5 20 2.5 20 12.5 L 20 15 M 4 14 L 7.5 14 L 7.5 20 L 4 20 Z M 16.5 14 L 20 14 L 20 20 L 16.5 20 Z",
	"age":        circle(12, 13, 8) + " M 12 9 L 12 13 L 14.5 14.5 M 9.5 2.5 L 14.5 2.5",
}

// circle returns a circle as four Bézier curves.
func circle(x, y, r float64) string {
	k := 0.5523 * r
	return fmt.Sprintf("M %g %g C %g %g %g %g %g %g C %g %g %g %g %g %g C %g %g %g %g %g %g C %g %g %g %g %g %g Z", x-r, y,
		x-r, y-k, x-k, y-r, x, y-r, x+k, y-r, x+r, y-k, x+r, y, x+r, y+k, x+k, y+r, x, y+r, x-k, y+r, x-r, y+k, x-r, y)
}

// Icons lists the names of all icons, sorted.
func Icons() []string { return slices.Sorted(maps.Keys(icons)) }

// IconPath returns the SVG path data of an icon: absolute M, L, C and Z
// commands, numbers parted by spaces. It is empty for an unknown name.
func IconPath(name string) string { return icons[name] }

// IconSVG returns an icon as inline SVG that takes the text's color and size.
// It is hidden from screen readers: a word stands beside every icon.
func IconSVG(name string) template.HTML {
	return template.HTML(`<svg class="icon" viewBox="0 0 24 24" width="1.25em" height="1.25em" fill="none" stroke="currentColor" ` +
		`stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false"><path d="` +
		strings.TrimSpace(icons[name]) + `"/></svg>`)
}
