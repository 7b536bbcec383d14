package simulate

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"motcua/internal/i18n"
)

// Table writes the result for a person at a terminal.
func (r *Result) Table(lang i18n.Lang) string {
	word := func(name string) string { return i18n.T(lang, "simulate."+name) }
	number := func(v float64, digits int) string {
		s := strconv.FormatFloat(v, 'f', digits, 64)
		if lang == i18n.VI {
			s = strings.Replace(s, ".", ",", 1)
		}
		return s
	}
	var b strings.Builder
	b.WriteString(i18n.T(lang, "simulate.title", "name", r.Scenario, "replications", i18n.Int(lang, r.Replications), "seed", r.Seed) + "\n\n")
	rows := [][]string{{word("service"), word("class"), word("n"), word("mean"), word("interval"), "P50", "P80", "P90", "P95", "P99", word("max"),
		word("within15"), word("within30"), word("passed"), word("passed-max"), word("refused"), word("no-shows"), word("unserved")}}
	for _, x := range r.Rows {
		row := []string{x.Service, word(orAll(x.Class)), i18n.Int(lang, x.N)}
		if x.Service == "" {
			row[0] = word("all")
		}
		if w := x.Waits; w != nil {
			interval := ""
			if w.CI95 != nil {
				interval = number(w.CI95[0], 2) + "–" + number(w.CI95[1], 2)
			}
			row = append(row, number(w.Mean, 2), interval)
			for _, v := range []float64{w.P50, w.P80, w.P90, w.P95, w.P99, w.Max} {
				row = append(row, number(v, 1))
			}
			row = append(row, i18n.Percent(lang, w.Within15), i18n.Percent(lang, w.Within30),
				number(x.Overtakes.Mean, 2), i18n.Int(lang, x.Overtakes.Max))
		} else {
			row = append(row, make([]string, 12)...)
		}
		rows = append(rows, append(row, i18n.Int(lang, x.Refused), i18n.Int(lang, x.NoShows), i18n.Int(lang, x.Unserved)))
	}
	align(&b, rows, 2)
	rows = [][]string{{word("counter"), word("served"), word("utilization")}}
	for _, x := range r.Counters {
		rows = append(rows, []string{x.ID, i18n.Int(lang, x.Served), i18n.Percent(lang, x.Utilization)})
	}
	b.WriteByte('\n')
	align(&b, rows, 1)
	return b.String()
}

func orAll(class string) string {
	if class == "" {
		return "all"
	}
	return class
}

// align writes rows in columns as wide as their widest field, the first left
// of them flush left, the others flush right.
func align(b *strings.Builder, rows [][]string, left int) {
	for _, row := range rows {
		for j, field := range row {
			width := 0
			for _, other := range rows {
				width = max(width, utf8.RuneCountInString(other[j]))
			}
			pad := strings.Repeat(" ", width-utf8.RuneCountInString(field))
			switch {
			case j == 0:
				b.WriteString(field + pad)
			case j < left:
				b.WriteString("  " + field + pad)
			default:
				b.WriteString("  " + pad + field)
			}
		}
		b.WriteByte('\n')
	}
}
