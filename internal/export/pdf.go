package export

import (
	"io"
	"strings"
	"time"

	"codeberg.org/go-pdf/fpdf"

	"motcua/internal/fault"
	"motcua/internal/fonts"
	"motcua/internal/i18n"
)

// Margins of the page in millimeters, within those of Decree 30/2020 (left 30
// to 35, right 15 to 20, top and bottom 20 to 25).
const (
	left, right, top, bottom = 30.0, 15.0, 20.0, 20.0
	wide                     = 210 - left - right
	high                     = 297.0
	face                     = "Noto Sans"
	size                     = 9.5    // points of running text
	allPages                 = "#pp#" // stands where the number of pages will
)

// PDF writes the report on A4 upright, with its fonts, so that every
// Vietnamese letter is there on any machine. See docs/reports.md for what of
// the administrative layout is kept.
func PDF(w io.Writer, r *Report) error {
	drawn, err := fonts.Letters(nil)
	if err != nil {
		return fault.Wrap(err, fault.Internal, "report-not-written")
	}
	p := &paper{Fpdf: fpdf.New("P", "mm", "A4", ""), r: r, drawn: drawn}
	p.begin()
	p.letterhead()
	p.facts()
	for i := range r.Tables {
		p.table(&r.Tables[i])
	}
	p.notes()
	p.signatures()
	if err := p.Error(); err != nil {
		return fault.Wrap(err, fault.Internal, "report-not-written")
	}
	if err := p.Output(w); err != nil {
		return err
	}
	return nil
}

// paper is a PDF in the making.
type paper struct {
	*fpdf.Fpdf
	r     *Report
	drawn func(rune) bool
}

func (p *paper) begin() {
	r := p.r
	p.SetCatalogSort(true)
	p.SetCreationDate(r.At.UTC().Truncate(time.Second))
	p.SetModificationDate(r.At.UTC().Truncate(time.Second))
	p.SetTitle(p.text(r.Title+" · "+r.Period), true)
	p.SetAuthor(p.text(strings.Join(r.Office, " · ")), true)
	p.SetProducer("motcua", true)
	p.SetLang(map[i18n.Lang]string{i18n.VI: "vi-VN", i18n.EN: "en"}[r.Lang])
	p.AddUTF8FontFromBytes(face, "", fonts.Regular)
	p.AddUTF8FontFromBytes(face, "B", fonts.Bold)
	p.SetMargins(left, top, right)
	p.SetAutoPageBreak(true, bottom)
	p.AliasNbPages(allPages)
	p.SetFooterFunc(func() {
		p.SetY(-14)
		p.font("", 8)
		p.SetTextColor(90, 90, 90)
		foot := i18n.T(r.Lang, "export.foot", "title", r.Title, "period", r.Period)
		p.CellFormat(wide-20, 5, p.fit(foot, wide-22), "", 0, "L", false, 0, "")
		p.CellFormat(20, 5, i18n.T(r.Lang, "export.page", "n", p.PageNo(), "of", allPages), "", 0, "R", false, 0, "")
		p.SetTextColor(0, 0, 0)
	})
	p.AddPage()
}

func (p *paper) font(style string, points float64) { p.SetFont(face, style, points) }

// text keeps what the fonts draw; what they do not is a question mark.
func (p *paper) text(s string) string {
	return strings.Map(func(r rune) rune {
		if r == ' ' || r == '\u00a0' {
			return r
		}
		if r > 0xffff || !p.drawn(r) {
			return '?'
		}
		return r
	}, Clean(s))
}

// fit cuts a line to a width.
func (p *paper) fit(s string, within float64) string {
	s = p.text(s)
	if p.GetStringWidth(s) <= within {
		return s
	}
	r := []rune(s)
	for len(r) > 1 && p.GetStringWidth(string(r)+"…") > within {
		r = r[:len(r)-1]
	}
	return strings.TrimSpace(string(r)) + "…"
}

// lines breaks a text at words to a width, and inside of a word that is wider.
func (p *paper) lines(s string, within float64) (out []string) {
	line := ""
	for _, word := range strings.FieldsFunc(p.text(s), func(r rune) bool { return r == ' ' }) {
		switch {
		case line == "":
			line = word
		case p.GetStringWidth(line+" "+word) <= within:
			line += " " + word
		default:
			out = append(out, line)
			line = word
		}
		for p.GetStringWidth(line) > within && len([]rune(line)) > 1 {
			r := []rune(line)
			n := len(r) - 1
			for n > 1 && p.GetStringWidth(string(r[:n])) > within {
				n--
			}
			out = append(out, string(r[:n]))
			line = string(r[n:])
		}
	}
	return append(out, line)
}

// para writes a text in lines of a height, within a width, and moves below it.
func (p *paper) para(x, within, height float64, align, s string) {
	for _, l := range p.lines(s, within) {
		p.SetX(x)
		p.CellFormat(within, height, l, "", 1, align, false, 0, "")
	}
}

// room begins a new page where less than so many millimeters are left.
func (p *paper) room(need float64) {
	if p.GetY()+need > high-bottom {
		p.AddPage()
	}
}

// letterhead is who reports on the left, the country and its motto on the
// right, then what it is.
func (p *paper) letterhead() {
	const office, gap = 72.0, 5.0
	y := p.GetY()
	p.font("B", 9.5)
	for i, o := range p.r.Office {
		if i > 0 {
			p.font("", 9.5)
		} else {
			o = strings.ToUpper(o)
		}
		p.para(left, office, 4.8, "C", o)
	}
	under := p.GetY() + 0.8
	p.Line(left+office/2-10, under, left+office/2+10, under)
	p.SetY(y)
	x, w := left+office+gap, wide-office-gap
	p.font("B", 9.5)
	p.para(x, w, 4.8, "C", i18n.T(p.r.Lang, "export.country"))
	p.font("B", 9.5)
	p.para(x, w, 4.8, "C", i18n.T(p.r.Lang, "export.motto"))
	motto := p.GetStringWidth(i18n.T(p.r.Lang, "export.motto"))
	p.Line(x+w/2-motto/2, p.GetY()+0.8, x+w/2+motto/2, p.GetY()+0.8)
	p.SetY(max(under, p.GetY()) + 9)
	p.font("B", 14)
	p.para(left, wide, 7, "C", strings.ToUpper(p.r.Title))
	p.font("", 11)
	p.para(left, wide, 6, "C", p.r.Period)
	if p.r.Demo {
		p.font("B", size)
		p.para(left, wide, 6, "C", i18n.T(p.r.Lang, "page.demo"))
	}
	p.Ln(4)
}

// facts is what the report goes by, and the figures that come first.
func (p *paper) facts() {
	p.font("", size)
	for _, f := range p.r.Facts {
		p.pair(f, 48, "")
	}
	if len(p.r.Heads) == 0 {
		return
	}
	p.Ln(3)
	p.heading(i18n.T(p.r.Lang, "export.heads"))
	for _, f := range p.r.Heads {
		p.pair(f, 62, "B")
	}
}

func (p *paper) pair(f Fact, name float64, style string) {
	p.font("", size)
	p.room(10)
	y := p.GetY()
	p.para(left, name-2, 4.9, "L", f.Name)
	below := p.GetY()
	p.SetY(y)
	p.font(style, size)
	value := p.text(f.Value)
	if style != "" && f.Note != "" && p.GetStringWidth(value) < 40 {
		p.SetX(left + name)
		v := p.GetStringWidth(value) + 3
		p.CellFormat(v, 4.9, value, "", 0, "L", false, 0, "")
		p.font("", 8.5)
		p.para(left+name+v, wide-name-v, 4.9, "L", f.Note)
	} else {
		p.para(left+name, wide-name, 4.9, "L", join(f.Value, f.Note))
	}
	p.SetY(max(below, p.GetY()) + 0.6)
}

func (p *paper) heading(s string) {
	p.room(24)
	p.font("B", 11)
	p.para(left, wide, 6, "L", s)
	p.Ln(0.8)
}

// notes are the definitions and what else a reader must know.
func (p *paper) notes() {
	for _, n := range p.r.Notes {
		p.Ln(4)
		p.heading(n.Title)
		p.font("", 8.5)
		for _, s := range n.Lines {
			p.room(9)
			p.SetX(left)
			p.CellFormat(4, 4.4, "–", "", 0, "L", false, 0, "")
			p.para(left+4, wide-4, 4.4, "L", s)
			p.Ln(0.5)
		}
	}
}

// signatures are places to sign on paper.
func (p *paper) signatures() {
	p.room(48)
	p.Ln(8)
	y := p.GetY()
	for i, key := range []string{"export.sign-made", "export.sign-head"} {
		p.SetY(y)
		x := left + float64(i)*wide/2
		p.font("B", size)
		p.para(x, wide/2, 5, "C", i18n.T(p.r.Lang, key))
		p.font("", 8.5)
		p.para(x, wide/2, 4.5, "C", i18n.T(p.r.Lang, "export.sign"))
	}
}
