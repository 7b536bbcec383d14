package export

import (
	"fmt"
	"html"
	"math"
	"strings"

	"motcua/internal/i18n"
)

// Chart is bars from zero. Seconds are drawn in minutes.
type Chart struct {
	ID    string
	Title string
	Kind  Kind
	Bars  []Bar
	Line  float64 // a mark across all bars, such as 15 minutes; 0: none
	Mark  string  // its word
	Bar   string  // what a bar is: the mean
	High  string  // what its whisker reaches to: P90; empty: no whiskers
	Time  bool    // bars follow each other in time: they stand side by side
	Dots  bool    // dots with whiskers on either side instead of bars: where a share lies
}

// Bar is one value of a chart.
type Bar struct {
	Label string
	Value float64
	Low   float64 // where the whisker of a dot begins
	High  float64 // where the whisker ends; 0: none
	Note  string  // such as n
	Known bool
	Late  bool // drawn as a missed promise
}

// Most is how many bars a chart shows that do not follow each other in time.
const Most = 24

// scale returns the right end of a chart's axis and its step, in the chart's own unit.
func (c *Chart) scale() (end, step float64) {
	top := c.Line * 1.2
	for _, b := range c.Bars {
		top = max(top, b.Value, b.High)
	}
	if c.Kind == Share {
		return 1, 0.25
	}
	unit := 1.0
	if c.Kind == Seconds {
		unit = 60
	}
	top = max(top/unit, 1)
	step = math.Pow(10, math.Floor(math.Log10(top)))
	if c.Kind == Seconds && top > 8 && top <= 120 {
		step = 5
		for top/step > 6 {
			step *= 2
			if step == 20 {
				step = 15
			}
		}
	} else {
		for _, f := range []float64{0.2, 0.5, 1, 2} {
			if top/(step*f) <= 6 {
				step *= f
				break
			}
		}
	}
	if c.Kind == Count {
		step = max(1, math.Round(step))
	}
	return math.Ceil(top/step-1e-9) * step * unit, step * unit
}

// SVG draws the chart. Colors are those of the classes bar, late, high, mark,
// grid and text; the page says what they are. Every word is escaped.
func SVG(lang i18n.Lang, c *Chart) string {
	switch {
	case c.Dots:
		return c.dotted(lang)
	case c.Time:
		return c.standing(lang)
	}
	return c.lying(lang)
}

const (
	chartWide = 900.0 // of the drawing, in its own units
	labelWide = 250.0
	noteWide  = 170.0
	barHigh   = 26.0
	axisHigh  = 26.0

	letterWide = 8.0 // about, of a letter
)

func (c *Chart) lying(lang i18n.Lang) string {
	var b strings.Builder
	bars := c.Bars[:min(len(c.Bars), Most)]
	high := axisHigh + barHigh*float64(len(bars)) + 6
	c.open(&b, high)
	end, step := c.scale()
	at := func(v float64) float64 { return labelWide + v/end*(chartWide-labelWide-noteWide) }
	for v := 0.0; v <= end+step/2; v += step {
		fmt.Fprintf(&b, `<line class="grid" x1="%.1f" y1="%.1f" x2="%.1f" y2="%.1f"/><text class="axis" x="%.1f" y="16" text-anchor="middle">%s</text>`, at(v), axisHigh-4, at(v), high-6, at(v), c.tick(lang, v))
	}
	for i, x := range bars {
		y := axisHigh + barHigh*float64(i)
		fmt.Fprintf(&b, `<text x="%.1f" y="%.1f" text-anchor="end">%s</text>`, labelWide-10, y+17, esc(cut(x.Label, 34)))
		if !x.Known {
			fmt.Fprintf(&b, `<text class="none" x="%.1f" y="%.1f">%s</text>`, labelWide+6, y+17, esc(x.Note))
			continue
		}
		fmt.Fprintf(&b, `<rect class="%s" x="%.1f" y="%.1f" width="%.1f" height="14"/>`, barClass(x), labelWide, y+5, at(x.Value)-labelWide)
		right := at(x.Value)
		if x.High > x.Value {
			right = at(x.High)
			fmt.Fprintf(&b, `<path class="high" d="M%.1f %.1fH%.1fM%.1f %.1fv8"/>`, at(x.Value), y+12, right, right, y+8)
		}
		said := c.said(lang, x)
		if mark := at(c.Line); c.Line > 0 && right < mark && right+10+letterWide*float64(len([]rune(said))) > mark { // the mark would cross the words
			right = mark
		}
		fmt.Fprintf(&b, `<text class="value" x="%.1f" y="%.1f">%s</text>`, right+8, y+17, esc(said))
	}
	c.mark(&b, at(c.Line), axisHigh-4, at(c.Line), high-6)
	b.WriteString(`</svg>`)
	return b.String()
}

const standHigh = 230.0

func (c *Chart) standing(lang i18n.Lang) string {
	var b strings.Builder
	c.open(&b, standHigh+34)
	end, step := c.scale()
	left, top := 48.0, 14.0
	y := func(v float64) float64 { return standHigh - v/end*(standHigh-top) }
	for v := 0.0; v <= end+step/2; v += step {
		fmt.Fprintf(&b, `<line class="grid" x1="%.1f" y1="%.1f" x2="%.1f" y2="%.1f"/><text class="axis" x="%.1f" y="%.1f" text-anchor="end">%s</text>`, left, y(v), chartWide, y(v), left-6, y(v)+5, c.tick(lang, v))
	}
	n := max(len(c.Bars), 1)
	wide := (chartWide - left) / float64(n)
	every := (n*64 + int(chartWide-left) - 1) / int(chartWide-left)
	for i, x := range c.Bars {
		mid := left + wide*(float64(i)+0.5)
		if i%max(every, 1) == 0 {
			fmt.Fprintf(&b, `<text class="axis" x="%.1f" y="%.1f" text-anchor="middle">%s</text>`, mid, standHigh+20, esc(cut(x.Label, 10)))
		}
		if !x.Known {
			continue
		}
		half := min(wide*0.36, 16)
		fmt.Fprintf(&b, `<rect class="%s" x="%.2f" y="%.1f" width="%.2f" height="%.1f"><title>%s</title></rect>`, barClass(x), mid-half, y(x.Value), 2*half, standHigh-y(x.Value), esc(x.Label+": "+c.said(lang, x)))
		if x.High > x.Value && wide >= 8 {
			fmt.Fprintf(&b, `<path class="high" d="M%.2f %.1fV%.1fM%.2f %.1fh%.2f"/>`, mid, y(x.Value), y(x.High), mid-half/2, y(x.High), half)
		}
	}
	c.mark(&b, left, y(c.Line), chartWide, y(c.Line))
	b.WriteString(`</svg>`)
	return b.String()
}

// open begins the drawing. What it shows stands in the table behind it too.
func (c *Chart) open(b *strings.Builder, high float64) {
	fmt.Fprintf(b, `<svg class="chart" viewBox="0 0 %.0f %.0f" role="img" aria-label="%s">`, chartWide, high, esc(c.Title))
}

func (c *Chart) mark(b *strings.Builder, x1, y1, x2, y2 float64) {
	if c.Line > 0 {
		fmt.Fprintf(b, `<line class="mark" x1="%.1f" y1="%.1f" x2="%.1f" y2="%.1f"/>`, x1, y1, x2, y2)
	}
}

func (c *Chart) tick(lang i18n.Lang, v float64) string {
	switch c.Kind {
	case Share:
		return i18n.Int(lang, int(math.Round(100*v))) + "\u00a0%"
	case Seconds:
		v /= 60
	}
	if v == math.Trunc(v) {
		return i18n.Int(lang, int(v))
	}
	return decimal(lang, v)
}

// said is a bar in words: its value, how far the whisker goes, and the note.
func (c *Chart) said(lang i18n.Lang, x Bar) string {
	s := c.Kind.Show(lang, Number(x.Value))
	if x.High > 0 && c.High != "" {
		s += "–" + c.Kind.Show(lang, Number(x.High))
	}
	if x.Note != "" {
		s += " · " + x.Note
	}
	return s
}

func barClass(x Bar) string {
	if x.Late {
		return "bar late"
	}
	return "bar"
}

func cut(s string, most int) string {
	r := []rune(Clean(s))
	if len(r) <= most {
		return string(r)
	}
	return string(r[:most-1]) + "…"
}

func esc(s string) string { return html.EscapeString(Clean(s)) }
