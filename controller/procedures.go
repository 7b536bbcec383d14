package controller

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"unicode/utf8"

	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/i18n"
	"motcua/internal/scan"
	"motcua/internal/search"
	"motcua/internal/wire"
)

// Limits of looking things up.
const (
	mostFound   = 50  // entries that a query finds at most
	longestWish = 200 // bytes of a query that are looked at
	mostAsked   = 300 // dossiers that one caller may ask for in a quarter of an hour
	mostPaged   = 30  // and one address on the page that anybody may open
)

// lookup is what citizens look up: procedures in memory, dossiers at the one-stop system.
type lookup struct {
	asking often // dossiers, by the caller who has a name
	paging often // dossiers, by address

	mu      sync.Mutex
	catalog *search.Catalog
	site    *center.Center // of the catalog
}

func newLookup() *lookup {
	return &lookup{asking: often{most: mostAsked}, paging: often{most: mostPaged}}
}

// in is the catalog of a configuration, made anew where another is in force.
func (l *lookup) in(site *center.Center) *search.Catalog {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.site != site {
		l.site, l.catalog = site, search.NewCatalog(site.Services, site.Procedures)
	}
	return l.catalog
}

func getProcedures(c *Controller, w http.ResponseWriter, r *http.Request, _ caller) error {
	return send(w, c.procedures(r.URL.Query().Get("q")))
}

// procedures is everything there is, or what a query finds.
func (c *Controller) procedures(query string) wire.Procedures {
	o := c.site()
	a := wire.Procedures{Agency: o.Agency, Dossiers: c.oneStop().On(), Procedures: []center.Procedure{}, Pages: strings.TrimRight(o.URL, "/") + "/lookup/"}
	if query == "" {
		a.Procedures = append(a.Procedures, o.Procedures...)
		return a
	}
	for len(query) > longestWish {
		_, n := utf8.DecodeLastRuneInString(query)
		query = query[:len(query)-n]
	}
	for _, f := range c.lookup.in(o).Find(query, mostFound) {
		if f.Procedure != nil {
			a.Procedures = append(a.Procedures, *f.Procedure)
		} else {
			a.Services = append(a.Services, f.Service.Code)
		}
	}
	return a
}

func getDossier(c *Controller, w http.ResponseWriter, r *http.Request, who caller) error {
	if err := c.lookup.asking.pass(c.clock().Up, who.id); err != nil {
		return err
	}
	d, err := c.dossier(r.Context(), r.PathValue("code"))
	if err != nil {
		return err
	}
	return send(w, d)
}

// dossier asks the one-stop system for a code that somebody typed or scanned.
func (c *Controller) dossier(ctx context.Context, code string) (wire.Dossier, error) {
	known := scan.Read(code, scan.Rules{})
	if known.Kind != scan.Dossier {
		return wire.Dossier{}, fault.New(fault.Invalid, "dossier-code")
	}
	return c.oneStop().Dossier(ctx, known.Dossier)
}

// lookups is the page on which citizens look things up.
type lookups struct{ c *Controller }

func (l *lookups) Procedures(query string) wire.Procedures { return l.c.procedures(query) }

func (l *lookups) Dossier(r *http.Request, code string) (wire.Dossier, error) {
	if err := l.c.lookup.paging.pass(l.c.clock().Up, site(r.RemoteAddr)); err != nil {
		return wire.Dossier{}, err
	}
	return l.c.dossier(r.Context(), code)
}

// procedureFor is the procedure that a number is taken for, empty where the center has none of that code in the service.
func (c *Controller) procedureFor(q wire.IssueRequest) string {
	if p, ok := c.site().Procedure(q.Procedure); ok && p.Service == q.Service {
		return p.Code
	}
	return ""
}

const mostPrinted = 500 // characters of papers on a slip

// papers are what a slip says to bring: those of the procedure, where it is known.
func (s *state) papers(x *center.Service, procedure string) i18n.Text {
	p, ok := s.center.Procedure(procedure)
	if !ok || p.Service != x.Code || len(p.Papers) == 0 {
		return x.Papers
	}
	return i18n.Text{VI: listed(p.Papers, i18n.VI), EN: listed(p.Papers, i18n.EN)}
}

// listed writes papers one behind the other, as many as a slip has room for.
func listed(papers []i18n.Text, lang i18n.Lang) string {
	var b strings.Builder
	for i, p := range papers {
		paper := p.In(lang)
		if b.Len() > 0 && utf8.RuneCountInString(b.String())+utf8.RuneCountInString(paper) > mostPrinted {
			return b.String() + "; …"
		}
		if i > 0 {
			b.WriteString("; ")
		}
		b.WriteString(paper)
	}
	return b.String()
}
