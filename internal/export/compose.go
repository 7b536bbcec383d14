package export

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"motcua/internal/advice"
	"motcua/internal/center"
	"motcua/internal/figures"
	"motcua/internal/i18n"
)

// Source is what a report of figures is made of.
type Source struct {
	Lang       i18n.Lang
	Center     *center.Center
	Period     center.Period
	Until      center.Day // the newest service day there is
	Table      figures.Table
	Exceptions []figures.Exception             // runs of days that missed a target
	Output     []advice.Output                 // dossiers of each official in the year up to the period's end; nil: not of this report
	Sort       string                          // column by which the rows stand, the largest first; empty: their own order
	Person     func(id string) (name string)   // of an official; "" where nobody is known
	Ref        func(figure, row string) string // leads to the tickets behind a figure; nil: nowhere
	Order      func(key string) string         // leads to the rows in the order of a column; nil: nowhere
}

// Figures makes the report of one table.
func Figures(s Source) *Report {
	c := &composer{Source: s}
	rows := c.sorted()
	r := Frame(s, c.t("export.title"))
	r.Heads = c.heads()
	for i := range rows {
		r.Keys = append(r.Keys, rows[i].Key)
	}
	r.Tables = append(r.Tables, c.targets(), c.exceptions())
	for _, p := range parts {
		r.Tables = append(r.Tables, c.part(p, rows))
	}
	if c.Output != nil {
		r.Tables = append(r.Tables, c.output())
	}
	r.Notes = append(r.Notes, c.completeness(), c.definitions())
	return r
}

// Frame is a report without any figure: who reports what, of what days, and by
// what it can be made again.
func Frame(s Source, title string) *Report {
	c := &composer{Source: s}
	return &Report{
		Lang: s.Lang, Name: c.fileName(), Office: office(s.Center, s.Lang), Title: title, Demo: s.Center.Demo,
		Period: s.Period.Title(s.Lang), At: endOf(s.Table, s.Period), Facts: c.facts(), Days: len(s.Table.Days),
	}
}

type composer struct{ Source }

func (c *composer) t(key string, args ...any) string { return i18n.T(c.Lang, key, args...) }

func office(x *center.Center, lang i18n.Lang) []string {
	out := []string{x.Name.In(lang)}
	if p := x.Point.In(lang); p != "" {
		out = append(out, p)
	}
	return out
}

// fileName tells apart what differs: the point, the period, the cut, the filter.
func (c *composer) fileName() string {
	_, point, err := center.Slugs(c.Center.Agency)
	if err != nil {
		point = "center"
	}
	parts := []string{point, strings.ReplaceAll(c.Period.String(), "..", "_")}
	if c.Table.By != "" {
		parts = append(parts, string(c.Table.By))
	}
	for _, d := range figures.Dims {
		if v := c.Table.Filter[d]; v != "" {
			parts = append(parts, slug(v))
		}
	}
	return strings.Join(parts, "-")
}

// slug keeps what is plain in a file's name.
func slug(s string) string {
	return strings.Trim(strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
			return r
		}
		return '-'
	}, s), "-")
}

// endOf is the end of the last day with data, or of the period's first without any.
func endOf(t figures.Table, p center.Period) time.Time {
	day := p.From
	if n := len(t.Days); n > 0 {
		day = t.Days[n-1]
	}
	start, err := day.Start()
	if err != nil {
		return time.Unix(0, 0)
	}
	return start.AddDate(0, 0, 1)
}

// facts say what the report covers and by what it can be made again.
func (c *composer) facts() []Fact {
	all := []Fact{{Name: c.t("export.fact-period"), Value: c.Period.Stretch(c.Lang)}}
	if c.Table.By != "" {
		all = append(all, Fact{Name: c.t("export.fact-by"), Value: c.t("export.by-" + string(c.Table.By))})
	}
	for _, d := range figures.Dims {
		if v := c.Table.Filter[d]; v != "" {
			all = append(all, Fact{Name: c.t("export.fact-only", "what", c.t("export.by-"+string(d))), Value: c.Label(d, v)})
		}
	}
	have, planned := c.days()
	all = append(all, Fact{Name: c.t("export.fact-days"), Value: c.t("export.days-of", "n", i18n.Int(c.Lang, have), "of", i18n.Int(c.Lang, planned))})
	if c.Table.Head > 0 {
		all = append(all, Fact{Name: c.t("export.fact-head"), Value: c.t("export.head", "n", i18n.Int(c.Lang, int(c.Table.Head)), "hash", groups(c.Table.Hash))})
	}
	return all
}

// groups writes the beginning of a hash in groups of four, as people compare it.
func groups(hash string) string {
	hash = hash[:min(len(hash), 16)]
	var out []string
	for len(hash) > 4 {
		out = append(out, hash[:4])
		hash = hash[4:]
	}
	return strings.Join(append(out, hash), " ")
}

// days counts the service days with data, and those on which the center should have worked.
func (c *composer) days() (have, planned int) {
	return len(c.Table.Days), len(c.planned())
}

func (c *composer) planned() (all []center.Day) {
	until := min(c.Period.To, cmp.Or(c.Until, c.Period.To))
	t, err := c.Period.From.Start()
	if err != nil {
		return nil
	}
	for day := c.Period.From; day <= until; day = center.DayOf(t) {
		if len(c.Center.Hours.On(day)) > 0 && (!c.Center.Hours.Always || slices.Contains(c.Table.Days, day)) {
			all = append(all, day)
		}
		t = t.AddDate(0, 0, 1)
	}
	return all
}

// sorted are the rows in the order asked for; those without the figure stand last.
func (c *composer) sorted() []figures.Row {
	rows := slices.Clone(c.Table.Rows)
	slices.SortStableFunc(rows, func(a, b figures.Row) int {
		return cmp.Or(cmp.Compare(c.place(a.Key), c.place(b.Key)), natural(a.Key, b.Key))
	})
	for _, p := range parts {
		for _, x := range p.columns {
			if x.key == c.Sort && c.Sort != "" {
				slices.SortStableFunc(rows, func(a, b figures.Row) int {
					v, w := x.value(&a.Figures), x.value(&b.Figures)
					if v.Known != w.Known {
						return map[bool]int{true: -1, false: 1}[v.Known]
					}
					return cmp.Compare(w.Value, v.Value)
				})
				return rows
			}
		}
	}
	return rows
}

// natural compares codes as people count: counter 2 before counter 10.
func natural(a, b string) int {
	if len(a) != len(b) && a != "" && b != "" && a[0] >= '0' && a[0] <= '9' && b[0] >= '0' && b[0] <= '9' && !strings.ContainsAny(a+b, "-.") {
		return cmp.Compare(len(a), len(b))
	}
	return cmp.Compare(a, b)
}

// place is where the configuration has a row; what it does not know stands last.
func (c *composer) place(key string) int {
	at := -1
	switch c.Table.By {
	case figures.Service:
		at = slices.IndexFunc(c.Center.Services, func(s center.Service) bool { return string(s.Code) == key })
	case figures.Purpose:
		at = slices.Index(center.Purposes, center.Purpose(key))
	case figures.Counter:
		at = slices.IndexFunc(c.Center.Counters, func(x center.Counter) bool { return string(x.ID) == key })
	default:
		if key != "" {
			return 0
		}
	}
	if at < 0 {
		return 1 << 20
	}
	return at
}

// part makes one table of figures.
func (c *composer) part(p part, rows []figures.Row) Table {
	t := Table{ID: p.id, Title: c.t("export.part-" + p.id), About: c.about(p.id), Part: true, Behind: p.behind, Empty: c.t("export.none")}
	if c.Table.By != "" {
		t.Columns = append(t.Columns, Column{Key: string(c.Table.By), Title: c.t("export.by-" + string(c.Table.By)), Kind: Words})
	} else {
		t.Columns = append(t.Columns, Column{Key: "all", Title: "", Kind: Words})
	}
	for _, x := range p.columns {
		h := x.heading(c.Lang)
		if c.Order != nil {
			h.Sort = c.Order(x.key)
		}
		t.Columns = append(t.Columns, h)
	}
	for i := range rows {
		t.Rows = append(t.Rows, c.row(p, rows[i].Key, &rows[i].Figures))
	}
	t.Total = c.row(p, Whole, &c.Table.Total)
	t.Charts = c.charts(p.id, rows)
	return t
}

// Whole is the row of everything, which no key is.
const Whole = "\x00"

func (c *composer) row(p part, key string, f *figures.Figures) []Cell {
	name := c.t("export.all")
	if key != Whole {
		name = c.Label(c.Table.By, key)
	}
	row := []Cell{Word(name)}
	for _, x := range p.columns {
		cell := x.value(f)
		if x.key == "wait_mean" && cell.Known && cell.Value > figures.Promise.Seconds() {
			cell.Tone = "fault"
		}
		if c.Ref != nil && x.figure != "" && !(cell.Known && cell.Value == 0 && x.kind == Count) {
			cell.Ref = c.Ref(x.figure, key)
		}
		row = append(row, cell)
	}
	return row
}

// about is what is said above a part, where something is.
func (c *composer) about(id string) []string {
	if key := "export.about-" + id; i18n.Has(key) {
		return []string{c.t(key)}
	}
	return nil
}
