package export

import (
	"motcua/internal/advice"
	"motcua/internal/figures"
)

// output is what each official has received since the year began, what a whole
// year comes to at that pace, and the target where it applies.
func (c *composer) output() Table {
	t := Table{ID: "output", Title: c.t("export.part-output"), About: []string{c.t("export.about-output")}, Empty: c.t("export.none"),
		Columns: []Column{{Key: "official", Title: c.t("export.by-official"), Kind: Words}, {Key: "since", Title: c.t("export.col-since"), Kind: Words}}}
	for _, key := range []string{"working_days", "received", "projected", "year_target"} {
		t.Columns = append(t.Columns, Column{Key: key, Title: c.t("export.col-" + key), Kind: Count})
	}
	t.Columns = append(t.Columns, Column{Key: "standing", Title: c.t("export.col-standing"), Kind: Words})
	for i := range c.Output {
		t.Rows = append(t.Rows, c.yearOf(&c.Output[i]))
	}
	return t
}

func (c *composer) yearOf(o *advice.Output) []Cell {
	projected, target := Number(float64(o.Projected)), Number(float64(o.Target))
	standing := Word(c.t("export.output-" + o.Standing))
	switch o.Standing {
	case advice.Met:
		standing.Tone = "good"
	case advice.Below:
		standing.Tone = "warn"
	case advice.NotApplied:
		target = Missing("–")
	}
	if o.Days < advice.EarlyDays {
		projected = Missing("–")
	}
	return []Cell{Word(c.Label(figures.Official, o.Official)), Word(shortDay(o.Since)), Number(float64(o.Days)), Number(float64(o.Dossiers)), projected, target, standing}
}
