package export

import (
	"fmt"

	"github.com/xuri/excelize/v2"

	"motcua/internal/i18n"
)

const mostPoints = 400 // of a chart in a workbook

// chart draws a native chart from numbers laid below the table, and returns
// the first row behind it. The mark is a line of its own: Excel has no other.
func (b *book) chart(sheet string, row int, c *Chart) int {
	bars := c.Bars[:min(len(c.Bars), mostPoints)]
	if len(bars) == 0 {
		return row
	}
	first := row
	names := []string{c.Bar}
	if c.High != "" {
		names = append(names, c.High)
	}
	if c.Line > 0 {
		names = append(names, c.Mark)
	}
	b.word(sheet, 1, row, i18n.T(b.r.Lang, "export.chart-data", "title", c.Title), "bold")
	row++
	for i, n := range names {
		b.word(sheet, i+2, row, n, "bold")
	}
	for _, x := range bars {
		row++
		b.word(sheet, 1, row, x.Label, "words")
		if !x.Known {
			continue
		}
		b.put(sheet, 2, row, c.Kind, Number(x.Value))
		if c.High != "" {
			b.put(sheet, 3, row, c.Kind, Number(x.High))
		}
		if c.Line > 0 {
			b.put(sheet, len(names)+1, row, c.Kind, Number(c.Line))
		}
	}
	b.draw(sheet, first, row, names, c)
	return max(row, first+22)
}

// draw places the chart beside its numbers.
func (b *book) draw(sheet string, first, last int, names []string, c *Chart) {
	series := func(i int, color string) excelize.ChartSeries {
		col, err := excelize.ColumnNumberToName(i + 2)
		b.ok(err)
		ref := func(col string, from, to int) string {
			return fmt.Sprintf("'%s'!$%s$%d:$%s$%d", sheet, col, from, col, to)
		}
		return excelize.ChartSeries{
			Name: fmt.Sprintf("'%s'!$%s$%d", sheet, col, first+1), Categories: ref("A", first+2, last), Values: ref(col, first+2, last),
			Fill:   excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{color}},
			Line:   excelize.LineOptions{Type: excelize.LineSolid, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{color}}, Width: 1.75},
			Marker: excelize.ChartMarker{Symbol: "none"},
		}
	}
	main := &excelize.Chart{
		Type: excelize.Col, Series: []excelize.ChartSeries{series(0, "1F4E8C")},
		Title:      excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: Clean(c.Title), Font: &excelize.Font{Size: 12, Bold: true}}}},
		Legend:     excelize.ChartLegend{Position: map[bool]string{true: "bottom", false: "none"}[len(names) > 1]},
		VaryColors: ptr(false),
		Dimension:  excelize.ChartDimension{Width: 820, Height: 400},
		XAxis:      excelize.ChartAxis{Font: excelize.Font{Size: 9, Color: "404040"}},
		YAxis:      excelize.ChartAxis{Font: excelize.Font{Size: 9, Color: "404040"}, Minimum: ptr(0.0), MajorGridLines: true, Title: excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: c.Kind.Unit(b.r.Lang, false)}}}},
	}
	if c.Kind == Share {
		main.YAxis.Maximum, main.YAxis.NumFmt = ptr(1.0), excelize.ChartNumFmt{CustomNumFmt: "0%"}
	}
	n := 1
	if c.High != "" {
		main.Series = append(main.Series, series(n, "9DB7D9"))
		n++
	}
	var combos []*excelize.Chart
	if c.Line > 0 {
		combos = append(combos, &excelize.Chart{Type: excelize.Line, Series: []excelize.ChartSeries{series(n, "333333")}, XAxis: main.XAxis, YAxis: main.YAxis})
	}
	at, err := excelize.CoordinatesToCellName(len(names)+3, first)
	b.ok(err)
	b.ok(b.AddChart(sheet, at, main, combos...))
}
