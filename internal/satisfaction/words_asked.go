package satisfaction

import (
	"slices"
	"time"

	"motcua/internal/center"
	"motcua/internal/export"
	"motcua/internal/rating"
	"motcua/internal/wire"
)

// asker is a version of a questionnaire that has answers.
type asker struct {
	wire.RatingCounts
	asked           *center.Questionnaire // nil: nobody knows it any more
	title, question string
	since           time.Time
}

// askers are the versions that may be told, the oldest first.
func (c *composer) askers() (all []asker) {
	for _, v := range c.Report.Total.Versions {
		x := asker{RatingCounts: v, title: v.Questionnaire, question: c.t("satisfaction.col-level")}
		if x.asked, x.since = c.Asked(v.Questionnaire); x.asked != nil {
			x.question = x.asked.Question.In(c.Lang)
			if t := x.asked.Title.In(c.Lang); t != "" {
				x.title = t
			}
		}
		all = append(all, x)
	}
	slices.SortStableFunc(all, func(a, b asker) int { return a.since.Compare(b.since) })
	return all
}

// factors is the table in the manner of SIPAS, which it is not.
func (c *composer) factors() export.Table {
	t := export.Table{ID: "factors", Title: c.t("satisfaction.factors"), About: []string{c.t("rating.not-sipas")}, Empty: c.t("satisfaction.factors-none"),
		Columns: []export.Column{{Key: "factor", Title: c.t("satisfaction.col-factor")}, {Key: "satisfied", Title: c.t("satisfaction.col-satisfied"), Kind: export.Share},
			{Key: "low", Title: c.t("satisfaction.col-low"), Kind: export.Share}, {Key: "high", Title: c.t("satisfaction.col-high"), Kind: export.Share},
			{Key: "answers", Title: c.t("satisfaction.col-answers"), Kind: export.Count}}}
	f := c.Report.Total.Factors
	if f == nil {
		return t
	}
	for _, x := range f.Factors {
		name := export.Word(c.t("satisfaction.factor-" + x.Measures))
		if x.Few || x.Satisfied.N < rating.LeastBatch {
			blank := export.Missing("–")
			t.Rows = append(t.Rows, []export.Cell{name, export.Missing(c.t("export.no-data")), blank, blank, blank})
			continue
		}
		t.Rows = append(t.Rows, append([]export.Cell{name}, c.proven(x.Satisfied)...))
	}
	if f.Together.N >= rating.LeastBatch {
		t.Total = append([]export.Cell{export.Word(c.t("satisfaction.factors-together"))}, c.proven(f.Together)...)
	}
	return t
}

// proven are the cells of a share with its interval and n.
func (c *composer) proven(s rating.Share) []export.Cell {
	return []export.Cell{export.Number(s.Value), export.Number(s.Low), export.Number(s.High), export.Number(float64(s.N))}
}
