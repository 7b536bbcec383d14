package export

import (
	"fmt"
	"math"
	"strings"

	"motcua/internal/i18n"
)

// dotted draws shares as dots with the interval in which each lies. Dots have
// no length, so that the axis need not begin at zero: it begins a quarter
// below, and says where.
func (c *Chart) dotted(lang i18n.Lang) string {
	var b strings.Builder
	bars := c.shown()
	high := axisHigh + barHigh*float64(len(bars)) + 6
	c.open(&b, high)
	from := c.from(bars)
	at := func(v float64) float64 { return labelWide + 8 + (v-from)/(1-from)*(chartWide-labelWide-noteWide-8) }
	for i := range 6 { // steps of 5, 10, 15 or 20 %
		v := from + float64(i)*(1-from)/5
		fmt.Fprintf(&b, `<line class="grid" x1="%.1f" y1="%.1f" x2="%.1f" y2="%.1f"/><text class="axis" x="%.1f" y="16" text-anchor="middle">%s</text>`,
			at(v), axisHigh-4, at(v), high-6, at(v), c.tick(lang, v))
	}
	for i, x := range bars {
		y := axisHigh + barHigh*(float64(i)+.5)
		fmt.Fprintf(&b, `<text x="%.1f" y="%.1f" text-anchor="end">%s</text>`, labelWide-10, y+5, esc(cut(x.Label, 30)))
		if !x.Known {
			fmt.Fprintf(&b, `<text class="none" x="%.1f" y="%.1f">%s</text>`, at(from)+6, y+5, esc(x.Note))
			continue
		}
		fmt.Fprintf(&b, `<path class="high" d="M%.1f %.1fH%.1fM%.1f %.1fv8M%.1f %.1fv8"/><circle class="%s" cx="%.1f" cy="%.1f" r="5.5"/>`,
			at(x.Low), y, at(x.High), at(x.Low), y-4, at(x.High), y-4, barClass(x), at(x.Value), y)
		fmt.Fprintf(&b, `<text class="value" x="%.1f" y="%.1f">%s</text>`, at(1)+12, y+5, esc(c.Kind.Show(lang, Number(x.Value))+" · "+x.Note))
	}
	if c.Line > from {
		c.mark(&b, at(c.Line), axisHigh-4, at(c.Line), high-6)
	}
	b.WriteString(`</svg>`)
	return b.String()
}

// from is where the axis begins: the quarter below all whiskers.
func (c *Chart) from(bars []Bar) float64 {
	low := 0.75
	for _, x := range bars {
		if x.Known {
			low = min(low, math.Floor(x.Low*4)/4)
		}
	}
	return max(0, low)
}

// shown are the bars that there is room for: the first, or the newest.
func (c *Chart) shown() []Bar {
	if c.Time {
		return c.Bars[max(0, len(c.Bars)-Most):]
	}
	return c.Bars[:min(len(c.Bars), Most)]
}
