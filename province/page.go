package province

import (
	"bytes"
	"cmp"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"time"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"motcua/internal/center"
	"motcua/internal/i18n"
	"motcua/internal/ui"
)

// pages are parsed once a process: they are embedded, so a mistake in them shows in every test.
var pages = map[string]*template.Template{
	"overview": parse("overview"),
	"point":    parse("point", "devices"),
	"fault":    parse("fault"),
}

func parse(names ...string) *template.Template {
	files := []string{"templates/layout.html"}
	for _, name := range names {
		files = append(files, "templates/"+name+".html")
	}
	return template.Must(template.ParseFS(assets, files...))
}

// view is what every page has.
type view struct {
	Lang    i18n.Lang
	Now     time.Time
	Demo    bool
	Trouble string // catalog key of what keeps the province from receiving; empty: nothing
	path    string
	query   url.Values
}

func (p *Province) view(r *http.Request) view {
	v := view{Lang: langOf(r), Now: p.o.Now(), Demo: p.o.Demo, path: r.URL.Path, query: r.URL.Query()}
	switch {
	case p.failing.Load():
		v.Trouble = "store-failing"
	case !p.online.Load():
		v.Trouble = "not-receiving"
	}
	return v
}

// T returns a text of the province's catalog.
func (v view) T(name string, args ...any) string { return i18n.T(v.Lang, "province."+name, args...) }

// Int, Clock and When write numbers and times in the page's language.
func (v view) Int(n any) string {
	switch n := n.(type) {
	case int:
		return i18n.Int(v.Lang, n)
	case int64:
		return i18n.Int(v.Lang, int(n))
	}
	return ""
}

// Clock writes a time of day with seconds.
func (v view) Clock(t time.Time) string { return t.In(center.Zone).Format("15:04:05") }

// When writes a time, with its date unless it is today.
func (v view) When(t time.Time) string {
	if center.DayOf(t) == center.DayOf(v.Now) {
		return v.Clock(t)
	}
	return t.In(center.Zone).Format("15:04 02/01/2006")
}

// Icon draws an icon of the family.
func (v view) Icon(name string) template.HTML { return ui.IconSVG(name) }

// tongue is the page in one language; Now is the one it is in.
type tongue struct {
	Lang, Name, URL string
	Now             bool
}

// Langs returns the page's address in each language.
func (v view) Langs() []tongue {
	var all []tongue
	for _, lang := range i18n.Langs {
		q := maps(v.query)
		q.Set("lang", string(lang))
		all = append(all, tongue{string(lang), i18n.T(lang, "common.language"), v.path + "?" + q.Encode(), lang == v.Lang})
	}
	return all
}

// To returns the address of another page in the same language.
func (v view) To(path string) string {
	if v.Lang == i18n.VI {
		return path
	}
	return path + "?lang=" + string(v.Lang)
}

func maps(q url.Values) url.Values {
	c := url.Values{}
	for k, v := range q {
		c[k] = slices.Clone(v)
	}
	return c
}

// overview serves GET /province/.
func (p *Province) overview(w http.ResponseWriter, r *http.Request) {
	all, err := p.Standings(r.Context())
	if err != nil {
		p.fail(w, r, err)
		return
	}
	v := overviewView{view: p.view(r), Sort: r.URL.Query().Get("sort")}
	for _, s := range all {
		v.Rows = append(v.Rows, newRow(v.view, s))
	}
	v.rank()
	v.filter(r.URL.Query().Get("show"))
	v.Total = total(v.view, all)
	order, ok := orders[v.Sort]
	if !ok {
		v.Sort = "name"
		order = orders[v.Sort]
	}
	byName := collate.New(language.Make(string(v.Lang))) // Đ comes after D, not after Z
	slices.SortStableFunc(v.Rows, func(a, b row) int {
		return cmp.Or(order(a, b), byName.CompareString(a.Name, b.Name))
	})
	p.render(w, r, http.StatusOK, "overview", v)
}

// detail serves GET /province/points/{point}.
func (p *Province) detail(w http.ResponseWriter, r *http.Request) {
	ctx := r.Context()
	s, ok, err := p.Standing(ctx, r.PathValue("point"))
	if err != nil {
		p.fail(w, r, err)
		return
	}
	if !ok {
		p.fault(w, r, http.StatusNotFound, "no-point")
		return
	}
	v := pointView{view: p.view(r)}
	v.Row = newRow(v.view, s)
	v.Total = v.Row.figures(v.view)
	if v.Kept, err = p.Quarantine(ctx, s.Point, 20); err != nil {
		p.fail(w, r, err)
		return
	}
	events, err := p.newest(ctx, s.Point, 50)
	if err != nil {
		p.fail(w, r, err)
		return
	}
	v.Events = eventRows(v.view, events)
	changes, err := p.changes(ctx, s.Point)
	if err != nil {
		p.fail(w, r, err)
		return
	}
	v.Changes = changeRows(v.view, changes, kinds(s.Snap))
	p.render(w, r, http.StatusOK, "point", v)
}

// fault says on a page why there is none, and where to go.
func (p *Province) fault(w http.ResponseWriter, r *http.Request, status int, code string) {
	p.render(w, r, status, "fault", struct {
		view
		Code string
	}{p.view(r), code})
}

func (p *Province) render(w http.ResponseWriter, r *http.Request, status int, name string, v any) {
	var b bytes.Buffer
	if err := pages[name].ExecuteTemplate(&b, "layout", v); err != nil {
		p.fail(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	w.Write(b.Bytes())
}
