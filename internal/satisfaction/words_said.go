package satisfaction

import (
	"motcua/internal/center"
	"motcua/internal/export"
	"motcua/internal/figures"
	"motcua/internal/rating"
)

// sentences is a table of one column: what is to be said in whole sentences.
func (c *composer) sentences(id string) export.Table {
	return export.Table{ID: id, Title: c.t("satisfaction." + id), Empty: c.t("satisfaction." + id + "-none"), Columns: []export.Column{{Key: id, Title: c.t("satisfaction.col-finding")}}}
}

// trend says in which weeks the share of the satisfied became another one.
func (c *composer) trend() export.Table {
	t := c.sentences("trend")
	t.About = []string{c.t("satisfaction.about-trend")}
	for _, x := range c.Report.Changes {
		key := "satisfaction.rose"
		if x.After.Value < x.Before.Value {
			key = "satisfaction.fell"
		}
		t.Rows = append(t.Rows, []export.Cell{export.Word(c.t(key, "week", c.period(x.From), "before", c.pc(x.Before.Value), "n", c.n(x.Before.N),
			"after", c.pc(x.After.Value), "m", c.n(x.After.N)))})
	}
	if len(c.Report.Weeks) < 2 {
		t.Empty = c.t("satisfaction.trend-few")
		return t
	}
	if c.Report.By != figures.Week { // else the rows are the weeks
		chart := export.Chart{ID: "weeks", Title: c.t("satisfaction.chart-weeks"), Kind: export.Share, Bar: c.t("satisfaction.col-satisfied"), Time: true, Dots: true}
		for _, w := range c.Report.Weeks {
			b := export.Bar{Label: c.Short(figures.Week, w.Key), Note: c.t("satisfaction.too-few")}
			if w.Overall.N >= rating.LeastBatch {
				b = export.Bar{Label: b.Label, Known: true, Value: w.Overall.Value, Low: w.Overall.Low, High: w.Overall.High, Note: c.t("export.n", "n", c.n(w.Overall.N))}
			}
			chart.Bars = append(chart.Bars, b)
		}
		t.Charts = []export.Chart{chart}
	}
	return t
}

// bias says which hours and services answer more, or less, than the others.
func (c *composer) bias() export.Table {
	t := c.sentences("bias")
	t.About = []string{c.t("satisfaction.about-bias")}
	for _, cut := range []struct {
		by  figures.Dim
		all []rating.Bias
	}{{figures.Hour, c.Report.Hours}, {figures.Service, c.Report.Matters}} {
		for _, x := range cut.all {
			if !x.Differs {
				continue
			}
			key := "satisfaction.more-often"
			if x.Difference < 0 {
				key = "satisfaction.less-often"
			}
			t.Rows = append(t.Rows, []export.Cell{export.Word(c.t(key, "where", c.Label(cut.by, x.Key), "share", c.pc(x.Response.Value), "n", c.n(x.Response.N), "rest", c.pc(x.Rest.Value)))})
		}
	}
	return t
}

// flags are what looks like answers that staff have made themselves.
func (c *composer) flags() export.Table {
	last := c.Report.To
	if n := len(c.Report.Days); n > 0 {
		last = c.Report.Days[n-1]
	}
	t := export.Table{ID: "flags", Title: c.t("satisfaction.flags"), About: []string{c.t("satisfaction.about-flags", "from", day(Lookback(last)), "to", day(last)), c.t("rating.flag-note")}, Empty: c.t("satisfaction.flags-none"),
		Columns: []export.Column{{Key: "where", Title: c.t("satisfaction.col-where")}, {Key: "flag", Title: c.t("satisfaction.col-flag")},
			{Key: "evidence", Title: c.t("satisfaction.col-evidence")}, {Key: "days", Title: c.t("satisfaction.col-days")}}}
	for i := range c.Report.Flags {
		x := &c.Report.Flags[i]
		where := c.Label(figures.Counter, string(x.Counter))
		if x.Official != "" {
			where = c.Label(figures.Official, x.Official) + " · " + where
		}
		t.Rows = append(t.Rows, []export.Cell{export.Word(where), export.Word(c.t("rating.flag-" + x.Code)), export.Word(c.evidence(x)), export.Word(day(x.From) + "–" + day(x.To))})
	}
	return t
}

func (c *composer) evidence(x *rating.Flag) string {
	return c.t("rating.evidence-"+x.Code, "k", c.n(x.K), "n", c.n(x.N), "share", c.pc(x.Observed), "expected", c.pc(x.Expected), "versions", c.n(x.Versions))
}

// day is a day as people write it.
func day(d center.Day) string {
	t, err := d.Start()
	if err != nil {
		return string(d)
	}
	return t.Format("02/01/2006")
}
