package display

import (
	"math"
	"strings"

	"motcua/internal/ui"
	"motcua/internal/ui/kit"
)

// stack is the height of texts below each other, or none that fits where a word is too wide.
func (v *view) stack(all []string, w float64) (h float64) {
	for _, text := range all {
		if !v.fits(text, kit.Rect{W: w, H: math.MaxFloat64}) {
			return math.MaxFloat64
		}
		h += v.height(text, w) + v.gap*0.5
	}
	return h - v.gap*0.5
}

// text writes a text as large as fits down to the least size, and what does not fit then page by page.
func (v *view) text(r kit.Rect, text string, style kit.Style) {
	parts := v.cut(text, r.W, r.H)
	style.Least = v.least
	v.Text(r, parts[v.s.page(len(parts))], style)
}

// height is the room a bold text of the least size takes in that width.
func (v *view) height(text string, w float64) float64 {
	n := len(v.lines(text, w))
	if n == 1 {
		return v.line(v.least)
	}
	return float64(n)*v.least*ui.LineHeight + 1
}

// lines breaks a bold text of the least size between words.
func (v *view) lines(text string, w float64) (lines []string) {
	for para := range strings.SplitSeq(text, "\n") {
		line := ""
		for _, word := range strings.Fields(para) {
			longer := strings.TrimSpace(line + " " + word)
			if line != "" && v.Measure(longer, true, v.least) > w {
				lines = append(lines, line)
				longer = word
			}
			line = longer
		}
		lines = append(lines, line)
	}
	return lines
}

// cut parts a text into pieces that fit w by h at the least size, between lines:
// pieces alike, so that no page holds a last word alone.
func (v *view) cut(text string, w, h float64) (parts []string) {
	lines := v.lines(text, w)
	fit := max(1, int((h-1)/(v.least*ui.LineHeight)))
	if len(lines) <= fit {
		return []string{text}
	}
	pages := (len(lines) + fit - 1) / fit
	for ; pages > 0; pages-- {
		n := (len(lines) + pages - 1) / pages
		parts = append(parts, strings.Join(lines[:n], "\n"))
		lines = lines[n:]
	}
	return parts
}

// fits tells whether a bold text of the least size fits r, broken between words.
func (v *view) fits(text string, r kit.Rect) bool {
	lines := v.lines(text, r.W)
	for _, l := range lines {
		if v.Measure(l, true, v.least) > r.W {
			return false
		}
	}
	return v.height(text, r.W) <= r.H
}
