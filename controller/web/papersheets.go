package web

import (
	"net/http"
	"strconv"

	"motcua/internal/center"
	"motcua/internal/i18n"
)

const (
	mostSheets  = 100
	usualSheets = 20
	sheetsBack  = 7 // days that a visit on paper may lie back
)

// papersView is the page on which sheets of paper are typed in, or printed.
type papersView struct {
	Asked    *center.Questionnaire
	Version  string
	All      []center.Questionnaire
	Codes    []string
	N        int
	Day      center.Day
	First    center.Day
	Counters []center.Counter
}

// papersOf reads which questionnaire is meant; the first for one that is not asked.
func (p *pages) papersOf(pg *page, r *http.Request) papersView {
	v := papersView{All: pg.Center.Questionnaires, Counters: pg.Center.Counters, Day: center.DayOf(pg.Now),
		First: center.DayOf(pg.Now.AddDate(0, 0, -sheetsBack)), N: usualSheets}
	usual := center.UsualQuestionnaire()
	if v.Asked = &usual; len(v.All) > 0 {
		v.Asked = &v.All[0]
	}
	if q, ok := pg.Center.Questionnaire(r.URL.Query().Get("questionnaire")); ok {
		v.Asked = q
	}
	if n, err := strconv.Atoi(r.URL.Query().Get("n")); err == nil {
		v.N = min(max(n, 1), mostSheets)
	}
	v.Version = v.Asked.Version()
	return v
}

// paperRatings is where sheets are typed in.
func (p *pages) paperRatings(w http.ResponseWriter, r *http.Request) {
	pg := p.page(w, r, "sheet.title")
	pg.Data = p.papersOf(pg, r)
	p.show(w, r, http.StatusOK, "paper-ratings.html", pg)
}

// paperSheets are empty sheets to print, each with a code of its own.
func (p *pages) paperSheets(w http.ResponseWriter, r *http.Request) {
	pg := p.page(w, r, "sheet.print-title")
	v := p.papersOf(pg, r)
	v.Codes = p.Sheets(v.N)
	pg.Data = v
	w.Header().Set("Cache-Control", "no-store") // the same code is never printed twice
	p.show(w, r, http.StatusOK, "paper-sheets.html", pg)
}

// numbered is one thing to choose, as a sheet numbers it.
type numbered struct {
	N     int
	Value string
	Text  i18n.Text
}

// Ordered numbers the levels as a sheet does: the best first.
func (v papersView) Ordered() (all []numbered) {
	for i := len(v.Asked.Levels); i > 0; i-- {
		all = append(all, numbered{len(all) + 1, strconv.Itoa(i), v.Asked.Levels[i-1]})
	}
	return all
}

// Options numbers the answers to a further question.
func (v papersView) Options(x center.Item) (all []numbered) {
	if len(x.Options) == 0 {
		return v.Ordered()
	}
	for i, o := range x.Options {
		all = append(all, numbered{i + 1, strconv.Itoa(i + 1), o.Text})
	}
	return all
}

// Reasons numbers the reasons.
func (v papersView) Reasons() (all []numbered) {
	for i, x := range v.Asked.Reasons {
		all = append(all, numbered{i + 1, x.Code, x.Text})
	}
	return all
}

// VersionOf names a questionnaire of the list.
func (v papersView) VersionOf(q center.Questionnaire) string { return q.Version() }

// Group writes a code in groups of four.
func (v papersView) Group(code string) string {
	if len(code) != 12 {
		return code
	}
	return code[:4] + " " + code[4:8] + " " + code[8:]
}
