package satisfaction

import (
	"strings"

	"motcua/internal/center"
	"motcua/internal/export"
	"motcua/internal/figures"
	"motcua/internal/rating"
)

// scores are those of TT 01/2018: one table of the organization, one of its
// officials, by quarter and by year.
func (c *composer) scores() []export.Table {
	whole := c.scheme("tt01", "satisfaction.tt01", func(x *rating.SchemeRow) bool { return x.Official == "" })
	people := c.scheme("tt01-officials", "satisfaction.tt01-officials", func(x *rating.SchemeRow) bool { return x.Official != "" })
	names := []string{c.t("satisfaction.indicator-1"), c.t("satisfaction.indicator-3"), c.t("satisfaction.indicator-4"), c.t("satisfaction.indicator-7")}
	whole.About = []string{c.t("satisfaction.about-tt01"), strings.Join(names, " · "), c.t("satisfaction.about-tt01-period")}
	if m := c.missing(); m != "" {
		whole.About = append(whole.About, c.t("satisfaction.tt01-missing", "which", m))
	}
	people.About = []string{c.t("satisfaction.about-tt01-officials")}
	return []export.Table{whole, people}
}

func (c *composer) scheme(id, title string, holds func(*rating.SchemeRow) bool) export.Table {
	t := export.Table{ID: id, Title: c.t(title), Empty: c.t("satisfaction.tt01-none"), Columns: []export.Column{{Key: "period", Title: c.t("satisfaction.col-period")}}}
	people := id != "tt01"
	if people {
		t.Columns = append(t.Columns, export.Column{Key: "official", Title: c.t("export.by-official")})
	}
	t.Columns = append(t.Columns, export.Column{Key: "dossiers", Title: c.t("satisfaction.col-rated"), Kind: export.Count})
	for _, i := range rating.TT01.Indicators {
		if i.Official || !people {
			n := c.n(i.Number)
			t.Columns = append(t.Columns, export.Column{Key: "indicator-" + n, Group: c.t("satisfaction.indicators"), Title: n, Kind: export.Score})
		}
	}
	t.Columns = append(t.Columns, export.Column{Key: "sum", Title: c.t("satisfaction.col-sum"), Kind: export.Score},
		export.Column{Key: "of", Title: c.t("satisfaction.col-of"), Kind: export.Score}, export.Column{Key: "class", Title: c.t("satisfaction.col-class")})
	for i := range c.Report.Scores {
		if x := &c.Report.Scores[i]; holds(x) {
			t.Rows = append(t.Rows, c.score(x))
		}
	}
	return t
}

func (c *composer) score(x *rating.SchemeRow) []export.Cell {
	row := []export.Cell{export.Word(c.period(x.Period))}
	if x.Official != "" {
		row = append(row, export.Word(c.Label(figures.Official, x.Official)))
	}
	row = append(row, export.Number(float64(x.Dossiers)))
	for _, i := range x.Score.Indicators {
		cell := export.Missing("–")
		if i.Score != nil {
			cell = tenths(*i.Score)
			if i.N > 0 {
				cell.Note = c.t("export.n", "n", c.n(i.N))
			}
		}
		row = append(row, cell)
	}
	class := c.t("export.no-data")
	if x.Score.Class != nil {
		class = c.t("rating.class-" + x.Score.Class.Code)
	}
	return append(row, tenths(x.Score.Sum), tenths(x.Score.Of), export.Word(class))
}

func tenths(t rating.Tenths) export.Cell { return export.Number(float64(t) / 10) }

// missing names the indicators of the organization that some period has no data for.
func (c *composer) missing() string {
	without := map[int]bool{}
	for _, x := range c.Report.Scores {
		if x.Official == "" {
			for _, n := range x.Score.Missing {
				without[n] = true
			}
		}
	}
	var out []string
	for _, by := range []rating.Source{rating.ByTime, rating.ByAnswer, rating.ByAttitude, rating.ByOthers} {
		var numbers []string
		for _, i := range rating.TT01.Indicators {
			if i.By == by && without[i.Number] {
				numbers = append(numbers, c.n(i.Number))
			}
		}
		if len(numbers) > 0 {
			out = append(out, c.t("satisfaction.missing-"+string(by), "n", strings.Join(numbers, ", ")))
		}
	}
	return strings.Join(out, "; ")
}

func (c *composer) period(key string) string {
	if p, err := center.ReadPeriod(key); err == nil {
		return p.Title(c.Lang)
	}
	return key
}
