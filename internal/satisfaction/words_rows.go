package satisfaction

import (
	"cmp"
	"slices"

	"motcua/internal/center"
	"motcua/internal/export"
	"motcua/internal/figures"
	"motcua/internal/i18n"
	"motcua/internal/rating"
)

// ranked are the rows as people read them: by place, those without one behind;
// what follows in time stays in its order.
func (c *composer) ranked() []Row {
	rows := slices.Clone(c.Report.Rows)
	if export.Flows(c.Report.By) {
		return rows
	}
	slices.SortStableFunc(rows, func(a, b Row) int {
		last := func(x Row) int {
			if x.Place == 0 {
				return len(rows) + 1
			}
			return x.Place
		}
		return cmp.Compare(last(a), last(b))
	})
	return rows
}

// rows is the main table: every share with its n and interval.
func (c *composer) rows(rows []Row) export.Table {
	t := export.Table{ID: "rows", Title: c.t("satisfaction.rows"), About: []string{c.t("satisfaction.about-rows")}, Part: true, Empty: c.t("export.none")}
	if export.Flows(c.Report.By) {
		t.About = nil
	}
	if slices.ContainsFunc(rows, func(x Row) bool { return x.Key == "" && x.Overall != nil }) {
		t.About = append(t.About, c.t("satisfaction.about-together", "row", c.name("")))
	}
	t.Columns = []export.Column{{Key: cmp.Or(string(c.Report.By), "all"), Title: c.t("export.by-" + cmp.Or(string(c.Report.By), string(figures.Point)))}}
	add := func(key string, kind export.Kind) {
		t.Columns = append(t.Columns, export.Column{Key: key, Title: c.t("satisfaction.col-" + key), Kind: kind})
	}
	add("place", export.Count)
	for _, key := range []string{"satisfied", "low", "high"} {
		add(key, export.Share)
	}
	add("answers", export.Count)
	add("asked", export.Count)
	for _, key := range []string{"response", "result", "official", "harassment", "pressed"} {
		add(key, export.Share)
	}
	for i := range rows {
		t.Rows = append(t.Rows, c.row(c.name(rows[i].Key), &rows[i]))
	}
	t.Total = c.row(c.t("export.all"), &c.Report.Total)
	if len(rows) > 0 {
		t.Charts = []export.Chart{c.dots(rows)}
	}
	return t
}

// name is what a row is called. Answers without a key are told together with
// others, because too few legs share what would tell them apart.
func (c *composer) name(key string) string {
	if key == "" {
		return c.t("satisfaction.together")
	}
	return c.Label(c.Report.By, key)
}

func (c *composer) row(name string, x *Row) []export.Cell {
	blank := export.Missing("–")
	row := []export.Cell{export.Word(name), blank}
	if x.Place > 0 {
		row[1] = export.Number(float64(x.Place))
	}
	pressed := part(x.Pressed.Yes, x.Pressed.N)
	if x.Overall == nil {
		row = append(row, export.Missing(c.t("satisfaction.too-few")), blank, blank, blank, export.Number(float64(x.Asked)), blank, blank, blank, blank, pressed)
		return row
	}
	response := export.Number(x.Response.Value)
	if response.Known = x.Response.N > 0; !response.Known {
		response = blank
	} else if x.Response.Value < leastResponse {
		response.Tone = "warn"
	}
	return append(row, export.Number(x.Overall.Value), export.Number(x.Overall.Low), export.Number(x.Overall.High), export.Number(float64(x.Overall.N)),
		export.Number(float64(x.Asked)), response, index(x.Result), index(x.Official), part(x.Harassment.Share.Yes, x.Harassment.Share.N), pressed)
}

func part(yes, n int) export.Cell {
	if n == 0 {
		return export.Missing("–")
	}
	return export.Number(float64(yes) / float64(n))
}

func index(x *rating.Index) export.Cell {
	if x == nil || x.Few {
		return export.Missing("–")
	}
	return export.Number(x.Satisfied.Value)
}

// dots draws where each share lies.
func (c *composer) dots(rows []Row) export.Chart {
	x := export.Chart{ID: "satisfied", Title: c.t("satisfaction.chart"), Kind: export.Share, Bar: c.t("satisfaction.col-satisfied"), Time: export.Flows(c.Report.By), Dots: true}
	for i := range rows {
		b := export.Bar{Label: c.name(rows[i].Key), Note: c.t("satisfaction.too-few")}
		if x.Time && rows[i].Key != "" {
			b.Label = c.Short(c.Report.By, rows[i].Key)
		}
		if s := rows[i].Overall; s != nil {
			b.Known, b.Value, b.Low, b.High, b.Note = true, s.Value, s.Low, s.High, c.t("export.n", "n", c.n(s.N))
		}
		x.Bars = append(x.Bars, b)
	}
	return x
}

// reasons are what the dissatisfied named, of all answers.
func (c *composer) reasons() export.Table {
	t := export.Table{ID: "reasons", Title: c.t("satisfaction.reasons"), About: []string{c.t("satisfaction.about-reasons")}, Empty: c.t("satisfaction.reasons-none"),
		Columns: []export.Column{{Key: "reason", Title: c.t("satisfaction.col-reason")}, {Key: "answers", Title: c.t("satisfaction.col-named"), Kind: export.Count},
			{Key: "share", Title: c.t("satisfaction.col-of-answers"), Kind: export.Share}}}
	r := &c.Report.Total
	for _, x := range byCount(r.Reasons) {
		t.Rows = append(t.Rows, []export.Cell{export.Word(c.reason(x.key)), export.Number(float64(x.n)), part(x.n, r.Overall.N)})
	}
	return t
}

// reason is the wording of the newest questionnaire that has the reason.
func (c *composer) reason(code string) string {
	for _, v := range slices.Backward(c.askers()) {
		if v.asked == nil {
			continue
		}
		for _, r := range v.asked.Reasons {
			if r.Code == code {
				return r.Text.In(c.Lang)
			}
		}
	}
	if key := "reason." + code; i18n.Has(key) {
		return c.t(key)
	}
	return code
}

// versions are the levels, each version of a questionnaire for itself: levels
// of different scales are not the same thing.
func (c *composer) versions() (all []export.Table) {
	askers := c.askers()
	for i := range askers {
		t := c.version(&askers[i])
		t.ID = "version-" + c.n(i+1)
		if len(askers) > 1 && i == 0 {
			t.About = append([]string{c.t("satisfaction.mixed", "n", c.n(len(askers)))}, t.About...)
		}
		all = append(all, t)
	}
	return all
}

func (c *composer) version(v *asker) export.Table {
	t := export.Table{Title: c.t("satisfaction.version-unknown", "version", v.Questionnaire), Columns: []export.Column{
		{Key: "level", Title: v.question}, {Key: "answers", Title: c.t("satisfaction.col-answers"), Kind: export.Count}, {Key: "share", Title: c.t("satisfaction.col-share"), Kind: export.Share}}}
	if !v.since.IsZero() {
		t.Title = c.t("satisfaction.version", "title", v.title)
		t.About = []string{c.t("satisfaction.version-since", "day", day(center.DayOf(v.since)), "version", v.Questionnaire)}
	}
	n := 0
	for _, x := range v.Counts {
		n += x
	}
	for level := len(v.Counts); level >= 1; level-- {
		name := c.t("satisfaction.level", "n", c.n(level), "of", c.n(v.Levels))
		if v.asked != nil && level <= len(v.asked.Levels) {
			name = v.asked.Levels[level-1].In(c.Lang)
		}
		cell := export.Word(name)
		if level >= v.Satisfied {
			cell.Note = c.t("satisfaction.counts-as")
		}
		k := v.Counts[level-1]
		t.Rows = append(t.Rows, []export.Cell{cell, export.Number(float64(k)), part(k, n)})
	}
	t.Total = []export.Cell{export.Word(c.t("export.all")), export.Number(float64(n)), part(n, n)}
	return t
}
