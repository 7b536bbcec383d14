package web

import (
	"bytes"
	"crypto/rand"
	"embed"
	"html/template"
	"log/slog"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/i18n"
	"motcua/internal/phone"
	"motcua/internal/ui"
	"motcua/internal/wire"
)

//go:embed templates
var templateFiles embed.FS

// pages is the server of every page.
type pages struct {
	Options
	citizens *phone.Pages
	sets     map[string]*template.Template // one a page: the layout and the page's own blocks
}

// Handler serves every page of this package, without news for open ones.
func Handler(o Options) http.Handler { return New(o) }

// New makes the server of every page of this package. The caller mounts it beside
// the API on the same address; a path it does not know is a 404 page.
func New(o Options) *Server {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.NewKey == nil {
		o.NewKey = rand.Text
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	p := &pages{Options: o, sets: sets()}
	mux := http.NewServeMux()
	feed := newFeed(p, mux)
	mux.HandleFunc("GET /live", feed.live)
	mux.Handle("GET /static/", ui.Static("/static/", assets(o.Tokens)))
	mux.Handle("GET /favicon.ico", http.RedirectHandler("/static/logo.svg", http.StatusMovedPermanently))
	mux.HandleFunc("GET /{$}", p.need(p.home))
	mux.HandleFunc("GET /login", p.loginPage)
	mux.HandleFunc("POST /login", p.login)
	mux.HandleFunc("POST /logout", p.logout)
	mux.HandleFunc("GET /setup", p.setupPage)
	mux.HandleFunc("POST /setup", p.setup)
	mux.HandleFunc("GET /staff", p.need(p.chooseCounter, RoleStaff))
	mux.HandleFunc("GET /staff/{counter}", p.need(p.console, RoleStaff))
	mux.HandleFunc("GET /staff/{counter}/small", p.need(framed(p.console), RoleStaff))
	mux.HandleFunc("GET /greeter", p.need(p.greeter, RoleGreeter))
	mux.HandleFunc("GET /paper-ratings", p.need(p.paperRatings, RoleGreeter, RoleHandler))
	mux.HandleFunc("GET /paper-ratings/sheets", p.need(p.paperSheets, RoleGreeter, RoleHandler))
	p.lead(mux)
	mux.HandleFunc("GET /manager/staffing", p.need(p.staffing, RoleManager, RoleInspector))
	mux.HandleFunc("GET /manager/slip", p.need(p.slip, RoleManager, RoleInspector, RoleTechnician))
	mux.HandleFunc("GET /manager/slip/preview.png", p.need(p.slipPicture, RoleManager, RoleInspector, RoleTechnician))
	mux.HandleFunc("GET /settings", p.need(p.settings, RoleManager, RoleTechnician, RoleInspector))
	mux.HandleFunc("GET /technician", p.need(p.technician, RoleTechnician, RoleManager))
	mux.HandleFunc("GET /technician/labels", p.need(p.labels, RoleTechnician, RoleManager))
	mux.HandleFunc("GET /technician/{device}", p.need(p.technicianDevice, RoleTechnician, RoleManager))
	p.people(mux)
	p.reports(mux)
	if o.Reports != nil {
		mux.HandleFunc("GET /me/figures", p.need(p.own, RoleStaff, RoleGreeter))
	}
	p.verifications(mux)
	mux.Handle("/t/", p.phoneHandler())
	p.visits(mux)
	p.settling(mux)
	if p.Publication != nil {
		mux.HandleFunc("GET "+center.PublishPath, p.public)
	}
	p.lookups(mux)
	if o.Demo != nil {
		mux.HandleFunc("GET /demo", p.need(p.demo, RoleManager, RoleTechnician))
	}
	mux.HandleFunc("/", p.unknown)
	return &Server{headers(http.NewCrossOriginProtection().Handler(mux)), feed}
}

// citizens' pages are for phones and have a layout of their own.
var citizensPages = []string{"lookup.html", "take.html", "book.html", "appointment.html", "feedback.html", "feedback-case.html"}

// shared files hold blocks of other pages and are none themselves.
var shared = []string{"layout.html", "citizen.html", "shared.html", "notices.html", "help.html", "logins.html"}

// sets are the pages' templates: the same for every server of this program, so that they are parsed once.
var sets = sync.OnceValue(parse)

// parse builds one template set a page. The files are embedded, so a failure is a defect.
func parse() map[string]*template.Template {
	base := func(files ...string) *template.Template {
		return template.Must(template.New("").ParseFS(templateFiles, files...))
	}
	layout, citizen := base("templates/layout.html", "templates/shared.html", "templates/notices.html", "templates/help.html", "templates/logins.html"), base("templates/citizen.html")
	files, err := templateFiles.ReadDir("templates")
	if err != nil {
		panic(err)
	}
	sets := map[string]*template.Template{}
	for _, f := range files {
		of := layout
		if slices.Contains(citizensPages, f.Name()) {
			of = citizen
		}
		if f.Name() == "public.html" { // it is a whole page by itself
			of = template.New("")
		}
		if !slices.Contains(shared, f.Name()) {
			sets[f.Name()] = template.Must(template.Must(of.Clone()).ParseFS(templateFiles, "templates/"+f.Name()))
		}
	}
	return sets
}

// mayLoad is what a page may load, and who may frame it.
const mayLoad = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"

// framed lets a page of this address hold the page: the window that stays on top does.
func framed(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", strings.Replace(mayLoad, "frame-ancestors 'none'", "frame-ancestors 'self'", 1))
		next(w, r)
	}
}

func headers(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", mayLoad)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		r.Body = http.MaxBytesReader(w, r.Body, 16<<10)
		next.ServeHTTP(w, r)
	})
}

// need lets a request through whose session has one of the roles (any role, with none named).
func (p *pages) need(next http.HandlerFunc, roles ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		who, ok := p.who(r)
		switch {
		case !ok:
			http.Redirect(w, r, loginFor(r), http.StatusSeeOther)
		case len(roles) > 0 && !who.has(roles...):
			p.fail(w, r, fault.New(fault.Forbidden, "forbidden"))
		default:
			next(w, knownAs(r, who))
		}
	}
}

func (w Who) has(roles ...string) bool {
	return slices.ContainsFunc(roles, func(r string) bool { return slices.Contains(w.Roles, r) })
}

// show writes a page, or with ?live=NAME only that block of it.
func (p *pages) show(w http.ResponseWriter, r *http.Request, status int, file string, pg *page) {
	if pg.pass != nil {
		p.fill(file, status, pg)
		return
	}
	block := "layout"
	if name := r.URL.Query().Get("live"); name != "" {
		block = "live-" + name
	}
	set := p.sets[file]
	if set.Lookup(block) == nil {
		http.NotFound(w, r)
		return
	}
	var b bytes.Buffer
	if err := set.ExecuteTemplate(&b, block, pg); err != nil {
		p.Log.Error("page not written", "page", file, "err", err)
		http.Error(w, i18n.T(pg.Lang, "page.defect"), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Motcua-Seq", strconv.FormatInt(pg.Board.Seq, 10))
	w.WriteHeader(status)
	w.Write(b.Bytes()) //nolint:errcheck // the reader has gone
}

// fill makes the regions of an open page.
func (p *pages) fill(file string, status int, pg *page) {
	set := p.sets[file]
	if status != http.StatusOK {
		return
	}
	for name := range pg.pass.regions {
		var b strings.Builder
		if set.Lookup("live-"+name) == nil {
			return
		}
		if err := set.ExecuteTemplate(&b, "live-"+name, pg); err != nil {
			p.Log.Error("page not written", "page", file, "err", err)
			return
		}
		pg.pass.regions[name] = b.String()
	}
	pg.pass.filled = true
}

func (p *pages) unknown(w http.ResponseWriter, r *http.Request) {
	p.fail(w, r, fault.New(fault.NotFound, "page-unknown"))
}

// fail shows a fault as a page of its own.
func (p *pages) fail(w http.ResponseWriter, r *http.Request, err error) {
	pg := p.page(w, r, "page.fault")
	pg.Problem = wire.Sentence(pg.Lang, err)
	p.show(w, r, wire.Status(err), "fault.html", pg)
}
