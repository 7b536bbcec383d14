package export

import (
	"motcua/internal/figures"
	"motcua/internal/i18n"
)

// charts are those of a part: waits always, numbers where rows follow each other in time.
func (c *composer) charts(id string, rows []figures.Row) []Chart {
	if len(rows) == 0 {
		return nil
	}
	switch {
	case id == "wait":
		return []Chart{c.waits(rows), c.levels(rows)}
	case id == "visits" && Flows(c.Table.By):
		return []Chart{c.bars("issued", Count, rows, func(f *figures.Figures) Bar {
			return Bar{Value: float64(f.Issued), Known: true}
		})}
	}
	return nil
}

// waits draws the mean wait with its P90, and the 15 minutes.
func (c *composer) waits(rows []figures.Row) Chart {
	x := c.bars("wait", Seconds, rows, func(f *figures.Figures) Bar {
		b := Bar{Value: float64(f.Wait.MeanS), High: float64(f.Wait.P90S), Known: f.Wait.N > 0, Late: float64(f.Wait.MeanS) > figures.Promise.Seconds()}
		b.Note = c.t("export.n", "n", i18n.Int(c.Lang, f.Wait.N))
		return b
	})
	x.High, x.Line, x.Mark = c.t("export.col-p90"), figures.Promise.Seconds(), c.t("export.promise")
	return x
}

// levels draws the share that waited at most 15 minutes.
func (c *composer) levels(rows []figures.Row) Chart {
	return c.bars("within", Share, rows, func(f *figures.Figures) Bar {
		v, n := f.Within15.Share()
		return Bar{Value: v, Known: n > 0, Note: c.t("export.n", "n", i18n.Int(c.Lang, n))}
	})
}

func (c *composer) bars(id string, k Kind, rows []figures.Row, bar func(*figures.Figures) Bar) Chart {
	x := Chart{ID: id, Title: c.t("export.chart-" + id), Kind: k, Bar: c.t("export.bar-" + id), Time: Flows(c.Table.By)}
	for i := range rows {
		b := bar(&rows[i].Figures)
		b.Label = c.Label(c.Table.By, rows[i].Key)
		if x.Time {
			b.Label = c.Short(c.Table.By, rows[i].Key)
		}
		if !b.Known {
			b.Note = c.t("export.no-data")
		}
		x.Bars = append(x.Bars, b)
	}
	return x
}
