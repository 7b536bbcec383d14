package web

import (
	"cmp"
	"context"
	"html/template"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"motcua/internal/advice"
	"motcua/internal/center"
	"motcua/internal/export"
	"motcua/internal/fault"
	"motcua/internal/figures"
	"motcua/internal/i18n"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

// Reports is what the pages of reports read. Its methods may take seconds for
// years of days; they are safe for concurrent use.
type Reports interface {
	// Figures are those of a query, of the days there are.
	Figures(ctx context.Context, q figures.Query) (figures.Table, error)
	// Behind is what stands behind a figure of a row; of the whole with a query that is not cut.
	Behind(ctx context.Context, q figures.Query, figure, row string) (figures.Behind, error)
	// Flags are what looks like playing with the queue.
	Flags(ctx context.Context, q figures.Query) ([]figures.Flag, error)
	// Exceptions are the runs of days that missed a target, with the answers to each.
	Exceptions(ctx context.Context, q figures.Query) ([]MissedRun, error)
	// Explained is what officials have said about figures of some days, the newest first.
	Explained(ctx context.Context, from, to center.Day) ([]wire.Explanation, error)
	// Ticket is what happened to a ticket: its number, and the entries of its
	// day that name it. It reports fault.NotFound for one there never was.
	Ticket(ctx context.Context, id queue.TicketID) (number string, events []wire.Body, err error)
	// Output is the dossiers of officials in the year up to a period's end; nil
	// where the report is not of a year, half year or quarter of the whole center.
	Output(ctx context.Context, p center.Period, q figures.Query) ([]advice.Output, error)
	// Satisfaction is what citizens answered in a period, in words and numbers.
	Satisfaction(ctx context.Context, lang i18n.Lang, p center.Period, q figures.Query) (*export.Report, error)
	// Newest is the newest service day, "" before the first.
	Newest() center.Day
	// Person is the name of an official, "" where nobody has that id.
	Person(id string) string
}

// MissedRun is a run of days that missed a target, and what officials say of it.
type MissedRun struct {
	figures.Exception
	Answers []wire.Explanation
}

// reports are the routes of the pages of reports.
func (p *pages) reports(mux *http.ServeMux) {
	if p.Reports == nil {
		return
	}
	mux.HandleFunc("GET /reports", p.need(p.chooseReport, RoleManager, RoleInspector))
	mux.HandleFunc("GET /reports/{period}", p.need(p.report, RoleManager, RoleInspector))
	mux.HandleFunc("GET /reports/{period}/behind", p.need(p.behind, RoleManager, RoleInspector))
	mux.HandleFunc("GET /reports/{period}/flags", p.need(p.flags, RoleManager, RoleInspector))
	mux.HandleFunc("GET /satisfaction", p.need(p.chooseReport, RoleManager, RoleInspector))
	mux.HandleFunc("GET /satisfaction/{period}", p.need(p.satisfaction, RoleManager, RoleInspector))
	mux.HandleFunc("GET /reports/{period}/tickets/{ticket}", p.need(p.reportTicket, RoleManager, RoleInspector))
}

// reportView is one report with what leads on from it.
type reportView struct {
	*export.Report
	Ask     reportAsk
	Before  string // address of the period before, and of the next
	Next    string
	Periods []center.PeriodKind
	Cuts    []figures.Dim
	Files   []string // formats
	Filters []filter
	Said    []wire.Explanation // what officials say about figures of the period
	Answers []answered         // to exceptions
}

// answered is an exception with the answers to it.
type answered struct {
	What string
	Said []wire.Explanation
}

const mostSaid = 50 // explanations on one page

// reportAsk is what a report is about, as it stands in its address.
type reportAsk struct {
	Root   string // of its address: /reports or /satisfaction
	Period center.Period
	Query  figures.Query
	Sort   string
}

// filter is one restriction with a way out of it.
type filter struct {
	What, Value, Without string
}

// chooseReport leads to the report that a form asks for: the present month by
// service where it asks for nothing.
func (p *pages) chooseReport(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	kind, day := center.PeriodKind(q.Get("kind")), center.Day(q.Get("day"))
	if !slices.Contains(center.PeriodKinds, kind) {
		kind = center.Month
	}
	if _, err := day.Start(); err != nil {
		day = p.newest()
	}
	q.Del("kind")
	q.Del("day")
	for key := range q {
		if q.Get(key) == "" {
			q.Del(key)
		}
	}
	to := r.URL.Path + "/" + center.PeriodOf(kind, day).String()
	if len(q) > 0 {
		to += "?" + q.Encode()
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
}

func (p *pages) newest() center.Day {
	if day := p.Reports.Newest(); day != "" {
		return day
	}
	return center.DayOf(p.Now())
}

// ask reads the address of a report.
func (p *pages) ask(r *http.Request) (a reportAsk, err error) {
	a.Root = "/" + strings.Split(r.URL.Path, "/")[1]
	if a.Period, err = center.ReadPeriod(r.PathValue("period")); err != nil {
		return a, err
	}
	q := r.URL.Query()
	a.Query = figures.Query{From: a.Period.From, To: a.Period.To, By: figures.Service, Filter: map[figures.Dim]string{}}
	if by := figures.Dim(q.Get("by")); by != "" {
		if !slices.Contains(figures.Dims, by) {
			return a, fault.New(fault.Invalid, "report-query", "value", export.Clean("by="+string(by)))
		}
		a.Query.By = by
	}
	for _, d := range figures.Dims {
		if v := q.Get(string(d)); v != "" {
			a.Query.Filter[d] = v
		}
	}
	if s := q.Get("sort"); slices.Contains(export.Sorts(), s) {
		a.Sort = s
	}
	return a, nil
}

// query is what a report is about, without its period.
func (a reportAsk) query() url.Values {
	v := url.Values{}
	if a.Query.By != figures.Service {
		v.Set("by", string(a.Query.By))
	}
	for d, x := range a.Query.Filter {
		v.Set(string(d), x)
	}
	if a.Sort != "" {
		v.Set("sort", a.Sort)
	}
	return v
}

// path is the address of the report, or of a page below it.
func (a reportAsk) path(below string, more url.Values) string {
	v := a.query()
	for key, x := range more {
		if v[key] = x; x[0] == "" {
			v.Del(key)
		}
	}
	at := a.Root + "/" + a.Period.String() + below
	if len(v) > 0 {
		at += "?" + v.Encode()
	}
	return at
}

// with is the same question with one thing else.
func (a reportAsk) with(key, value string) string { return a.path("", url.Values{key: {value}}) }

func (a reportAsk) in(p center.Period) string {
	a.Period = p
	return a.path("", nil)
}

// beside are the periods before and after; empty where there is none.
func (a reportAsk) beside(pg *page) (before, next string) {
	if p := a.Period.Before(); p.From != "" {
		before = a.in(p)
	}
	if p := a.Period.Next(); p.From <= center.DayOf(pg.Now) {
		next = a.in(p)
	}
	return before, next
}

// report shows one report.
func (p *pages) report(w http.ResponseWriter, r *http.Request) {
	a, err := p.ask(r)
	if err != nil {
		p.fail(w, r, err)
		return
	}
	t, err := p.Reports.Figures(r.Context(), a.Query)
	missed, err2 := p.Reports.Exceptions(r.Context(), a.Query)
	output, err4 := p.Reports.Output(r.Context(), a.Period, a.Query)
	said, err3 := p.Reports.Explained(r.Context(), a.Period.From, a.Period.To)
	if err := cmp.Or(err, err2, err3, err4); err != nil {
		p.fail(w, r, err)
		return
	}
	pg := p.page(w, r, "page.reports")
	v := reportView{Ask: a, Periods: center.PeriodKinds, Cuts: figures.Dims, Files: slices.Sorted(maps.Keys(export.Formats))}
	v.Report = export.Figures(export.Source{
		Lang: pg.Lang, Center: pg.Center, Period: a.Period, Until: p.newest(), Table: t, Sort: a.Sort, Person: p.Reports.Person,
		Exceptions: runs(missed), Output: output, Ref: a.behind,
		Order: func(key string) string { return a.with("sort", key) },
	})
	v.Before, v.Next = a.beside(pg)
	v.Said = said[:min(len(said), mostSaid)]
	v.answers(pg, missed)
	v.Filters = a.filters(pg, p.Reports.Person)
	pg.Title = v.Report.Title
	pg.Data = v
	p.show(w, r, http.StatusOK, "reports.html", pg)
}

func runs(all []MissedRun) []figures.Exception {
	out := make([]figures.Exception, len(all))
	for i := range all {
		out[i] = all[i].Exception
	}
	return out
}

// answers puts each exception beside what is said of it, or that nobody has
// answered yet. An explanation that answers one is not shown once more.
func (v *reportView) answers(pg *page, all []MissedRun) {
	i := slices.IndexFunc(v.Tables, func(t export.Table) bool { return t.ID == "exceptions" })
	for k := range all {
		row := v.Tables[i].Rows[k]
		v.Answers = append(v.Answers, answered{pg.T("reports.answers-to", "where", row[0].Text, "target", row[1].Text, "days", row[2].Text), all[k].Answers})
		v.Said = slices.DeleteFunc(v.Said, func(x wire.Explanation) bool {
			return slices.ContainsFunc(all[k].Answers, func(y wire.Explanation) bool { return x.ID == y.ID })
		})
	}
}

// filters are the restrictions in force, in the order of the dimensions.
func (a reportAsk) filters(pg *page, person func(string) string) (all []filter) {
	s := export.Source{Lang: pg.Lang, Center: pg.Center, Person: person}
	for _, d := range figures.Dims {
		if v := a.Query.Filter[d]; v != "" {
			all = append(all, filter{pg.T("export.by-" + string(d)), s.Label(d, v), a.with(string(d), "")})
		}
	}
	return all
}

// File is the address of the report as a file.
func (v reportView) File(format string, lang i18n.Lang) string {
	q := v.Ask.query()
	q.Set("by", string(v.Ask.Query.By))
	q.Set("period", v.Ask.Period.String())
	q.Set("format", format)
	q.Set("lang", string(lang))
	return "/api/v1/reports/export?" + q.Encode()
}

// Into leads from a row to its own report: a filter more, cut by what is of interest within.
func (v reportView) Into(row int) string {
	by := v.Ask.Query.By
	key := v.Keys[row]
	if key == "" || v.Ask.Query.Filter[by] == key {
		return ""
	}
	if p, err := center.ReadPeriod(key); err == nil && strings.Contains("day week month quarter half year", string(by)) {
		a := v.Ask
		a.Query.By = within[a.Query.By]
		return a.in(p)
	}
	a := v.Ask
	a.Query.Filter = maps.Clone(a.Query.Filter)
	a.Query.Filter[by] = key
	a.Query.By = within[by]
	return a.path("", nil)
}

// within is what a row is cut by when somebody looks into it.
var within = map[figures.Dim]figures.Dim{
	figures.Point: figures.Service, figures.Agency: figures.Counter, figures.Employer: figures.Official, figures.Service: figures.Counter,
	figures.Purpose: figures.Service, figures.Procedure: figures.Counter, figures.Counter: figures.Hour, figures.Official: figures.ByDay,
	figures.Hour: figures.Service, figures.Weekday: figures.Hour, figures.ByDay: figures.Hour, figures.Week: figures.ByDay,
	figures.Month: figures.ByDay, figures.Quarter: figures.Month, figures.Half: figures.Month, figures.Year: figures.Month,
}

// Chart draws a chart; its words are escaped.
func (p *page) Chart(c export.Chart) template.HTML { return template.HTML(export.SVG(p.Lang, &c)) }

// Legend says what the marks of a chart are.
func (p *page) Legend(c export.Chart) string { return c.Legend(p.Lang) }

// celled is a cell with the words it shows.
type celled struct {
	Page  *page
	Cell  export.Cell
	Shown string
}

// Celled hands a cell to its template.
func (p *page) Celled(k export.Kind, c export.Cell) celled { return celled{p, c, k.Show(p.Lang, c)} }

// CellClass is how a cell of a kind stands.
func (p *page) CellClass(k export.Kind) string {
	if k == export.Words {
		return ""
	}
	return "n"
}

// partOf is a table with the page that writes it.
type partOf struct {
	Page  *page
	Table export.Table
}

// Part hands a table to its template.
func (p *page) Part(t export.Table) partOf { return partOf{p, t} }

// Only is what a dimension is restricted to, "" where it is not.
func (v reportView) Only(d string) string { return v.Ask.Query.Filter[figures.Dim(d)] }

// Rest are the restrictions that the form has no field for.
func (v reportView) Rest() map[string]string {
	rest := map[string]string{}
	for d, x := range v.Ask.Query.Filter {
		if d != figures.Service && d != figures.Counter {
			rest[string(d)] = x
		}
	}
	return rest
}

// Heading is a column's title with its unit.
func (p *page) Heading(c export.Column) string { return c.Heading(p.Lang, false) }
