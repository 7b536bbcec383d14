package web

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/i18n"
	"motcua/internal/wire"
)

// Lookup is what citizens look up, on a touch screen of the center or a phone.
type Lookup interface {
	// Procedures is what GET /procedures answers to a query, all with "".
	Procedures(query string) wire.Procedures
	// Dossier is how the dossier of a code stands. Who asks without end is refused.
	Dossier(r *http.Request, code string) (wire.Dossier, error)
}

type lookupView struct {
	Query    string
	Asked    bool               // something was looked for
	Field    center.ServiceCode // whose procedures are listed
	Services []center.Service
	Found    []center.Procedure
	Dossiers bool
	About    *center.Procedure
	Code     string // of a dossier, as it was typed
	Dossier  *wire.Dossier
}

const longestCode = 120 // bytes of what is typed as a dossier's code: its link fits

func (p *pages) lookups(mux *http.ServeMux) {
	if p.Lookup == nil {
		return
	}
	mux.HandleFunc("GET /lookup", p.lookup)
	mux.HandleFunc("GET /lookup/{code}", p.lookupProcedure)
	mux.HandleFunc("POST /lookup/dossier", p.lookupDossier)
	mux.HandleFunc("GET /lookup/dossier", backTo("/lookup")) // of another language; the code is in no address
}

// lookup finds procedures by a query or by their service.
func (p *pages) lookup(w http.ResponseWriter, r *http.Request) {
	pg := p.page(w, r, "lookup.page")
	q := r.URL.Query()
	v := lookupView{Query: strings.TrimSpace(q.Get("q")), Field: center.ServiceCode(q.Get("field"))}
	all := p.Lookup.Procedures(v.Query)
	v.Dossiers, v.Asked = all.Dossiers, v.Query != "" || v.Field != ""
	switch {
	case v.Query != "":
		v.Found = all.Procedures
		for _, code := range all.Services {
			if s, ok := pg.Center.Service(code); ok {
				v.Services = append(v.Services, *s)
			}
		}
	case v.Field != "":
		v.Found = slices.DeleteFunc(slices.Clone(all.Procedures), func(x center.Procedure) bool { return x.Service != v.Field })
	default:
		for _, s := range pg.Center.Services {
			if slices.ContainsFunc(all.Procedures, func(x center.Procedure) bool { return x.Service == s.Code }) {
				v.Services = append(v.Services, s)
			}
		}
	}
	pg.Data = v
	p.show(w, r, http.StatusOK, "lookup.html", pg)
}

func (p *pages) lookupProcedure(w http.ResponseWriter, r *http.Request) {
	pg := p.page(w, r, "lookup.page")
	about, ok := pg.Center.Procedure(r.PathValue("code"))
	if !ok {
		pg.Data = lookupView{Dossiers: p.Lookup.Procedures("").Dossiers}
		p.showTried(w, r, "lookup.html", pg, fault.New(fault.NotFound, "procedure-unknown"))
		return
	}
	pg.Title, pg.Data = about.Name.In(pg.Lang), lookupView{About: about}
	p.show(w, r, http.StatusOK, "lookup.html", pg)
}

// lookupDossier answers for a code that stands in the body, not in an address that is kept and logged.
func (p *pages) lookupDossier(w http.ResponseWriter, r *http.Request) {
	pg := p.page(w, r, "lookup.dossier")
	code := strings.TrimSpace(r.PostFormValue("code"))
	v := lookupView{Code: code[:min(len(code), longestCode)], Dossiers: true}
	d, err := p.Lookup.Dossier(r, v.Code)
	if err == nil {
		v.Dossier = &d
	}
	pg.Data = v
	p.showTried(w, r, "lookup.html", pg, err)
}

// Fee says what a procedure costs.
func (p *page) Fee(x *center.Procedure) string {
	switch {
	case x.Fee == nil:
		return p.T("lookup.unsure")
	case *x.Fee == 0:
		return join(", ", p.T("lookup.free"), x.FeeNote.In(p.Lang))
	}
	return join(", ", p.T("lookup.dong", "sum", i18n.Int(p.Lang, int(*x.Fee))), x.FeeNote.In(p.Lang))
}

// Days says how long a procedure takes.
func (p *page) Days(x *center.Procedure) string {
	if x.Days == nil {
		return p.T("lookup.unsure")
	}
	key := cmp.Or(map[int]string{0: "lookup.same-day", 1: "lookup.one-day"}[*x.Days], "lookup.days")
	return join(". ", p.T(key, "n", *x.Days), x.DaysNote.In(p.Lang))
}

func join(by, first, second string) string {
	if second == "" {
		return first
	}
	return first + by + second
}

// CodeEnd is what others may see of a dossier's code.
func (p *page) CodeEnd(code string) string {
	return "…" + code[max(strings.LastIndexByte(code, '-'), 0):]
}

// DateOf writes a day of the calendar, empty for none.
func (p *page) DateOf(d center.Day) string {
	at, err := d.Start()
	if err != nil {
		return ""
	}
	return i18n.Date(p.Lang, at)
}
