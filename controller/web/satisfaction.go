package web

import (
	"maps"
	"net/http"
	"slices"
	"strings"

	"motcua/internal/center"
	"motcua/internal/export"
	"motcua/internal/figures"
	"motcua/internal/i18n"
)

// satisfactionCuts are what answers are cut by: what a label of five legs may name.
var satisfactionCuts = []figures.Dim{figures.Counter, figures.Official, figures.Service, figures.Purpose, figures.Hour, figures.Week, figures.Month}

// satisfactionView is what citizens answered in a period.
type satisfactionView struct {
	reportView
	Live bool // the period goes on
}

// satisfaction shows what citizens answered.
func (p *pages) satisfaction(w http.ResponseWriter, r *http.Request) {
	a, err := p.ask(r)
	if err != nil {
		p.fail(w, r, err)
		return
	}
	a.Sort = ""
	pg := p.page(w, r, "satisfaction.title")
	report, err := p.Reports.Satisfaction(r.Context(), pg.Lang, a.Period, a.Query)
	if err != nil {
		p.fail(w, r, err)
		return
	}
	v := satisfactionView{Live: a.Period.Has(p.newest())}
	v.reportView = reportView{Report: report, Ask: a, Periods: center.PeriodKinds, Cuts: satisfactionCuts, Files: slices.Sorted(maps.Keys(export.Formats))}
	v.Filters = a.filters(pg, p.Reports.Person)
	v.Before, v.Next = a.beside(pg)
	pg.Data = v
	p.show(w, r, http.StatusOK, "satisfaction.html", pg)
}

// File is the address of the report as a file.
func (v satisfactionView) File(format string, lang i18n.Lang) string {
	return strings.Replace(v.reportView.File(format, lang), "?", "?report=satisfaction&", 1)
}

// Said tells that a table is whole sentences.
func (v satisfactionView) Said(t export.Table) bool { return len(t.Columns) == 1 }

// Into leads from a row to its own report.
func (v satisfactionView) Into(row int) string {
	a := v.Ask
	switch key := v.Keys[row]; {
	case key == "" || a.Query.Filter[a.Query.By] == key:
		return ""
	case a.Query.By == figures.Week || a.Query.By == figures.Month:
		return v.reportView.Into(row)
	default:
		a.Query.Filter = map[figures.Dim]string{a.Query.By: key}
		a.Query.By = figures.Week
		return a.path("", nil)
	}
}
