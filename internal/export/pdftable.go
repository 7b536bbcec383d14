package export

import (
	"strings"

	"motcua/internal/i18n"
)

const (
	cellSize = 8.0 // points in tables
	headSize = 7.2 // points in their headings
	lineHigh = 3.9 // millimeters a line of a table
	pad      = 1.2
)

// table writes one table: heading, what is said about it, charts, rows. The
// headings of its columns come again on every page.
func (p *paper) table(t *Table) {
	p.Ln(4)
	p.together(t)
	p.heading(t.Title)
	p.font("", 8.5)
	for _, s := range t.About {
		p.para(left, wide, 4.4, "L", s)
	}
	for i := range t.Charts {
		p.chart(&t.Charts[i])
	}
	if len(t.Rows) == 0 {
		p.font("", size)
		p.para(left, wide, 5, "L", t.Empty)
		return
	}
	w := p.widths(t)
	p.columns(t, w)
	for i, row := range t.Rows {
		if i == len(t.Rows)-1 && t.Total != nil && p.GetY()+4*lineHigh+4*pad > high-bottom { // the whole does not stand alone
			p.AddPage()
			p.columns(t, w)
		}
		p.row(t, w, row, "")
	}
	if t.Total != nil {
		p.row(t, w, t.Total, "B")
	}
}

// together begins a new page where the heading would stand there without what it heads.
func (p *paper) together(t *Table) {
	need := 30.0
	if len(t.Rows) > 0 {
		need += float64(2 * len(t.About))
		if len(t.Charts) > 0 {
			need += t.Charts[0].tall()
		} else {
			need += 16
		}
	}
	p.room(need)
}

const (
	barTall   = 5.2 // millimeters a bar
	chartTall = 44.0
)

// tall is how much of a page a chart takes, in millimeters.
func (c *Chart) tall() float64 {
	if c.Time {
		return chartTall + 24
	}
	return barTall*float64(min(len(c.Bars), Most)) + 20
}

// widths shares the page out: numbers get what the widest needs and a part of
// what is theirs at least, words the rest, by what they need.
func (p *paper) widths(t *Table) []float64 {
	w, numbers, words := p.needs(t), 0.0, 0.0
	for i, c := range t.Columns {
		if c.Kind == Words {
			words += w[i]
		} else {
			numbers += w[i]
		}
	}
	others := float64(max(len(t.Columns)-1, 1))
	spare := max(0, min(20*others, wide*0.72)-numbers) / others
	rest := wide
	for i, c := range t.Columns {
		if c.Kind != Words {
			w[i] += spare
			rest -= w[i]
		}
	}
	for i, c := range t.Columns {
		if c.Kind == Words {
			w[i] *= rest / words
		}
	}
	return w
}

// needs is how wide each column would be with every cell on one line, where that
// is not too wide, and no word of its heading broken.
func (p *paper) needs(t *Table) []float64 {
	w := make([]float64, len(t.Columns))
	for i, c := range t.Columns {
		least, most := 22.0, 60.0
		if c.Kind != Words {
			least, most = 8, 34
		}
		w[i] = least
		p.font("B", headSize)
		for word := range strings.FieldsSeq(c.Heading(p.r.Lang, false)) {
			w[i] = max(w[i], min(p.GetStringWidth(p.text(word))+2*pad+0.5, most))
		}
		for _, row := range t.Rows {
			p.font("", cellSize)
			w[i] = max(w[i], min(p.GetStringWidth(p.text(p.said(c.Kind, row[i])))+2*pad+1, most))
		}
		if t.Total != nil {
			p.font("B", cellSize)
			w[i] = max(w[i], min(p.GetStringWidth(p.text(p.said(c.Kind, t.Total[i])))+2*pad+1, most))
		}
	}
	return w
}

// columns writes the headings.
func (p *paper) columns(t *Table, w []float64) {
	p.font("B", headSize)
	most, heads := 1, make([][]string, len(w))
	for i, c := range t.Columns {
		heads[i] = p.lines(c.Heading(p.r.Lang, false), w[i]-2*pad)
		most = max(most, len(heads[i]))
	}
	tall := float64(most)*3.4 + 2*pad
	p.room(tall + 14)
	p.groups(t, w)
	y, x := p.GetY(), left
	p.SetFillColor(232, 238, 246)
	p.SetDrawColor(150, 160, 175)
	p.Rect(left, y, wide, tall, "F")
	p.font("B", headSize)
	for i, c := range t.Columns {
		for k, l := range heads[i] {
			p.SetXY(x+pad, y+pad+float64(k)*3.4)
			p.CellFormat(w[i]-2*pad, 3.4, l, "", 0, align(c.Kind), false, 0, "")
		}
		x += w[i]
	}
	p.SetXY(left, y+tall)
}

// groups writes what stands above several columns.
func (p *paper) groups(t *Table, w []float64) {
	if !t.Grouped() {
		return
	}
	y, x := p.GetY(), left
	p.SetFillColor(232, 238, 246)
	p.SetDrawColor(150, 160, 175)
	p.Rect(left, y, wide, 5, "F")
	p.font("B", headSize)
	for _, g := range t.Groups() {
		across := 0.0
		for _, one := range w[g.From : g.From+g.N] {
			across += one
		}
		if g.Title != "" {
			p.SetXY(x+pad, y+0.8)
			p.CellFormat(across-2*pad, 3.6, p.fit(g.Title, across-2*pad), "", 0, "C", false, 0, "")
			p.Line(x+pad, y+4.8, x+across-pad, y+4.8)
		}
		x += across
	}
	p.SetXY(left, y+5)
}

func align(k Kind) string {
	if k == Words {
		return "L"
	}
	return "R"
}

// row writes a row, on a page where it is whole.
func (p *paper) row(t *Table, w []float64, cells []Cell, style string) {
	p.font(style, cellSize)
	most, texts := 1, make([][]string, len(cells))
	for i, c := range cells {
		texts[i] = p.lines(p.said(t.Columns[i].Kind, c), w[i]-2*pad)
		most = max(most, len(texts[i]))
	}
	tall := float64(most)*lineHigh + 2*pad
	if p.GetY()+tall > high-bottom {
		p.AddPage()
		p.columns(t, w)
		p.font(style, cellSize)
	}
	y, x := p.GetY(), left
	for i, lines := range texts {
		if cells[i].Tone == "fault" {
			p.SetTextColor(160, 20, 20)
		}
		for k, l := range lines {
			p.SetXY(x+pad, y+pad+float64(k)*lineHigh)
			p.CellFormat(w[i]-2*pad, lineHigh, l, "", 0, align(t.Columns[i].Kind), false, 0, "")
		}
		p.SetTextColor(0, 0, 0)
		x += w[i]
	}
	p.SetDrawColor(200, 206, 215)
	p.Line(left, y+tall, left+wide, y+tall)
	p.SetXY(left, y+tall)
}

// said is a cell in words; what is missed carries a sign beside its color.
func (p *paper) said(k Kind, c Cell) string {
	s := k.Show(p.r.Lang, c)
	if c.Note != "" {
		return join(s, c.Note)
	}
	if c.Tone == "fault" && k != Words && c.Known {
		s += " !"
	}
	return s
}

// chart draws what SVG draws, on paper.
func (p *paper) chart(c *Chart) {
	if len(c.Bars) == 0 {
		return
	}
	if c.Time && !c.Dots {
		p.standing(c)
		return
	}
	bars := c.shown()
	const label, note, each = 46.0, 34.0, barTall
	p.room(c.tall())
	p.caption(c)
	y0 := p.GetY() + 4
	end, step := c.scale()
	at := func(v float64) float64 { return left + label + v/end*(wide-label-note) }
	p.font("", 7)
	for v := 0.0; v <= end+step/2; v += step {
		p.grid(at(v), y0, at(v), y0+each*float64(len(bars)))
		p.SetXY(at(v)-8, y0-4)
		p.CellFormat(16, 3.5, c.tick(p.r.Lang, v), "", 0, "C", false, 0, "")
	}
	for i, b := range bars {
		y := y0 + each*float64(i)
		p.font("", 7.2)
		p.SetXY(left, y+0.4)
		p.CellFormat(label-2, each-0.8, p.fit(b.Label, label-3), "", 0, "R", false, 0, "")
		if !b.Known {
			p.SetXY(left+label+1, y+0.4)
			p.CellFormat(note, each-0.8, p.fit(b.Note, note), "", 0, "L", false, 0, "")
			continue
		}
		p.fill(b)
		reach := at(b.Value)
		if c.Dots {
			p.SetDrawColor(60, 60, 60)
			p.Line(at(b.Low), y+each/2, reach, y+each/2)
			p.Line(at(b.Low), y+1.4, at(b.Low), y+each-1.4)
			p.Circle(reach, y+each/2, 1, "F")
		} else {
			p.Rect(left+label, y+1, reach-left-label, each-2, "F")
		}
		if b.High > b.Value {
			reach = at(b.High)
			p.SetDrawColor(60, 60, 60)
			p.Line(at(b.Value), y+each/2, reach, y+each/2)
			p.Line(reach, y+1.4, reach, y+each-1.4)
		}
		said := c.said(p.r.Lang, b)
		if mark := at(c.Line); c.Line > 0 && reach < mark && reach+2+p.GetStringWidth(p.text(said)) > mark { // the mark would cross the words
			reach = mark
		}
		p.SetXY(reach+1, y+0.4)
		p.CellFormat(note, each-0.8, p.fit(said, left+wide-reach-1), "", 0, "L", false, 0, "")
	}
	p.promise(c, at(c.Line), y0-0.5, at(c.Line), y0+each*float64(len(bars)))
	p.SetXY(left, y0+each*float64(len(bars))+4)
}

func (p *paper) standing(c *Chart) {
	const tall = chartTall
	p.room(c.tall())
	p.caption(c)
	y0, x0 := p.GetY()+2, left+10
	w := wide - 10
	end, step := c.scale()
	y := func(v float64) float64 { return y0 + tall - v/end*tall }
	p.font("", 7)
	for v := 0.0; v <= end+step/2; v += step {
		p.grid(x0, y(v), left+wide, y(v))
		p.SetXY(left, y(v)-1.8)
		p.CellFormat(9, 3.6, c.tick(p.r.Lang, v), "", 0, "R", false, 0, "")
	}
	each := w / float64(max(len(c.Bars), 1))
	every := max(1, int(14/each+0.99))
	for i, b := range c.Bars {
		mid := x0 + each*(float64(i)+0.5)
		if i%every == 0 {
			p.SetXY(mid-8, y0+tall+0.6)
			p.CellFormat(16, 3.6, p.fit(b.Label, 16), "", 0, "C", false, 0, "")
		}
		if !b.Known {
			continue
		}
		half := min(each*0.36, 3)
		p.fill(b)
		p.Rect(mid-half, y(b.Value), 2*half, y0+tall-y(b.Value), "F")
		if b.High > b.Value && each >= 1.5 {
			p.SetDrawColor(60, 60, 60)
			p.Line(mid, y(b.Value), mid, y(b.High))
			p.Line(mid-half/2, y(b.High), mid+half/2, y(b.High))
		}
	}
	p.promise(c, x0, y(c.Line), left+wide, y(c.Line))
	p.SetXY(left, y0+tall+7)
}

// caption says what a chart shows, in words.
func (p *paper) caption(c *Chart) {
	p.Ln(1.5)
	p.font("B", 8.5)
	s := c.Title
	if u := c.Kind.Unit(p.r.Lang, false); u != "" {
		s += " (" + u + ")"
	}
	p.para(left, wide, 4.6, "L", s)
	p.font("", 7.5)
	p.para(left, wide, 4, "L", c.Legend(p.r.Lang))
}

// Legend says in words what the marks of a chart are.
func (c *Chart) Legend(lang i18n.Lang) string {
	s := i18n.T(lang, "export.legend-bar", "bar", c.Bar)
	if c.Dots {
		s = i18n.T(lang, "export.legend-dot", "dot", c.Bar)
	} else if c.High != "" {
		s += " · " + i18n.T(lang, "export.legend-high", "high", c.High)
	}
	if c.Line > 0 {
		s += " · " + i18n.T(lang, "export.legend-line", "mark", c.Mark)
	}
	return s
}

func (p *paper) grid(x1, y1, x2, y2 float64) {
	p.SetDrawColor(220, 224, 230)
	p.SetLineWidth(0.15)
	p.Line(x1, y1, x2, y2)
	p.SetLineWidth(0.2)
}

func (p *paper) promise(c *Chart, x1, y1, x2, y2 float64) {
	if c.Line <= 0 {
		return
	}
	p.SetDrawColor(20, 20, 20)
	p.SetDashPattern([]float64{1, 0.8}, 0)
	p.SetLineWidth(0.35)
	p.Line(x1, y1, x2, y2)
	p.SetLineWidth(0.2)
	p.SetDashPattern([]float64{}, 0)
}

func (p *paper) fill(b Bar) {
	if b.Late {
		p.SetFillColor(179, 38, 30)
		return
	}
	p.SetFillColor(31, 78, 140)
}
