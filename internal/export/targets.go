package export

import (
	"cmp"
	"math"
	"strconv"
	"strings"

	"motcua/internal/center"
	"motcua/internal/i18n"
)

// targets are what the period was to reach, each with the days it is valid on.
// One that is valid on a part of the period alone is shown and not judged.
func (c *composer) targets() Table {
	t := Table{ID: "targets", Title: c.t("export.part-targets"), About: []string{c.t("export.about-targets")}, Empty: c.t("export.targets-none"),
		Columns: c.columns("target", "limit", "valid", "basis", "reached")}
	for i := range c.Center.Targets {
		x := &c.Center.Targets[i]
		if x.From != "" && x.From > c.Period.To || x.Until != "" && x.Until < c.Period.From {
			continue
		}
		t.Rows = append(t.Rows, []Cell{
			Word(c.t("export.target-" + x.Figure)), Word(c.limit(x)), Word(c.valid(x)), Word(cmp.Or(x.Basis, "–")), c.reached(x),
		})
	}
	return t
}

// columns are headings of words.
func (c *composer) columns(keys ...string) (all []Column) {
	for _, key := range keys {
		all = append(all, Column{Key: key, Title: c.t("export.col-" + key), Kind: Words})
	}
	return all
}

// reached is what came of a target in the period.
func (c *composer) reached(x *center.Target) Cell {
	value, ok := c.Table.Total.Value(x.Figure)
	if !ok {
		return Missing(c.t("export.no-data"))
	}
	cell := Word(c.measured(x, value))
	switch {
	case !x.On(c.Period.From) || !x.On(c.Period.To):
		cell.Note = c.t("export.target-part")
	case x.Figure == "harassment" && c.Table.Total.Ratings.N < leastForHarassment:
		cell.Note = c.t("export.least-300")
	case x.Kind().Met(value, x.Limit):
		cell.Tone, cell.Note = "good", c.t("export.met")
	default:
		cell.Tone, cell.Note = "fault", c.t("export.missed")
	}
	return cell
}

// measured writes a value in the unit of a target.
func (c *composer) measured(x *center.Target, v float64) string {
	switch x.Figure {
	case "wait", "visit-wait", "service":
		return c.t("export.minutes-of", "n", decimal(c.Lang, v))
	}
	return i18n.Percent(c.Lang, v/100)
}

// limit writes what a target asks for: at most 15 minutes, at least 95 %.
func (c *composer) limit(x *center.Target) string {
	s := strconv.FormatFloat(math.Round(x.Limit*10)/10, 'f', -1, 64)
	if c.Lang != i18n.EN {
		s = strings.Replace(s, ".", ",", 1)
	}
	switch x.Figure {
	case "wait", "visit-wait", "service":
		s = c.t("export.minutes-of", "n", s)
	default:
		s += "\u00a0%"
	}
	switch k := x.Kind(); {
	case k.Below:
		return c.t("export.below", "n", s)
	case k.Most:
		return c.t("export.at-most", "n", s)
	}
	return c.t("export.at-least", "n", s)
}

func (c *composer) valid(x *center.Target) string {
	switch {
	case x.From == "" && x.Until == "":
		return c.t("export.valid-always")
	case x.From == "":
		return c.t("export.valid-until", "day", shortDay(x.Until))
	case x.Until == "":
		return c.t("export.valid-from", "day", shortDay(x.From))
	}
	return c.t("export.valid", "from", shortDay(x.From), "until", shortDay(x.Until))
}

// exceptions are the runs of days that missed a target.
func (c *composer) exceptions() Table {
	t := Table{ID: "exceptions", Title: c.t("export.part-exceptions"), About: []string{c.t("export.about-exceptions")}, Empty: c.t("export.exceptions-none"),
		Columns: append(c.columns("where", "target", "days-run"), Column{Key: "days", Title: c.t("export.col-days"), Kind: Count}, Column{Key: "worst", Title: c.t("export.col-worst"), Kind: Words},
			Column{Key: "incident", Title: c.t("export.col-incident"), Kind: Count})}
	for i := range c.Exceptions {
		x := &c.Exceptions[i]
		where, touched := c.t("export.all"), 0
		if x.Key != "" {
			where = c.Label(c.Table.By, x.Key)
		}
		for _, d := range x.Days {
			touched += d.Incident
		}
		t.Rows = append(t.Rows, []Cell{
			Word(where), Word(c.t("export.target-"+x.Target.Figure) + ", " + c.limit(&x.Target)), Word(c.t("period.stretch", "from", shortDay(x.From), "to", shortDay(x.To))),
			Number(float64(len(x.Days))), {Text: c.measured(&x.Target, x.Worst), Known: true, Tone: "fault"}, Number(float64(touched)),
		})
	}
	return t
}
