// Package survey is the tablet that asks the citizens of one counter how they
// were served. The page sleeps until a leg finishes at its counter, asks once,
// and sleeps again. A scanner that types into it lets the holder of any ticket
// that can still be rated ask to be asked. It reads and writes through the controller's API and needs
// the controller's /static files on the same address.
//
// A tablet never learns which ticket it asks about: it gets a one-time token
// and sends it back with the answer.
package survey

import (
	"bytes"
	"embed"
	"html/template"
	"log/slog"
	"net/http"
	"net/url"
	"slices"

	"motcua/internal/center"
	"motcua/internal/i18n"
	"motcua/internal/rating"
)

//go:embed page.html
var pageText string

//go:embed static
var staticFiles embed.FS

var pageTemplate = template.Must(template.New("survey").Parse(pageText))

// Options is what the page is made of.
type Options struct {
	Center func() *center.Center      // the configuration in force
	May    func(r *http.Request) bool // tells whether the session behind r may run a tablet; nil lets everybody
	Log    *slog.Logger               // nil discards
}

// Handler serves /survey/{tablet} and its files under /survey/static/.
func Handler(o Options) http.Handler {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /survey/{tablet}", o.page)
	mux.Handle("GET /survey/static/", http.StripPrefix("/survey/", http.FileServerFS(staticFiles)))
	return headers(mux)
}

func headers(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cache-Control", "no-cache")
		next.ServeHTTP(w, r)
	})
}

// view is what the template sees.
type view struct {
	Lang    i18n.Lang
	Center  *center.Center
	Tablet  center.DeviceID
	Counter *center.Counter // nil for a tablet that the configuration does not know
	Levels  []int           // best first
	Reasons []string
}

func (o Options) page(w http.ResponseWriter, r *http.Request) {
	if o.May != nil && !o.May(r) {
		http.Redirect(w, r, "/login?next="+url.QueryEscape(r.URL.Path), http.StatusSeeOther)
		return
	}
	c := o.Center()
	v := view{Lang: i18n.Parse(r.URL.Query().Get("lang")), Center: c, Tablet: center.DeviceID(r.PathValue("tablet")), Reasons: rating.Reasons}
	for level := rating.Levels; level > 0; level-- {
		v.Levels = append(v.Levels, level)
	}
	code := http.StatusNotFound
	if i := slices.IndexFunc(c.Tablets, func(t center.Tablet) bool { return t.ID == v.Tablet }); i >= 0 {
		if counter, ok := c.Counter(c.Tablets[i].Counter); ok {
			v.Counter, code = counter, http.StatusOK
		}
	}
	var b bytes.Buffer
	if err := pageTemplate.Execute(&b, v); err != nil {
		o.Log.Error("page not written", "page", "survey", "err", err)
		http.Error(w, i18n.T(v.Lang, "page.defect"), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(code)
	w.Write(b.Bytes()) //nolint:errcheck // the reader has gone
}

// T is the text of a key in the page's language.
func (v view) T(key string, args ...any) string { return i18n.T(v.Lang, key, args...) }

// Name is a configured name in the page's language.
func (v view) Name(t i18n.Text) string { return t.In(v.Lang) }

// Other is the language the page can change to, and its own name.
func (v view) Other() i18n.Lang {
	if v.Lang == i18n.VI {
		return i18n.EN
	}
	return i18n.VI
}

// Language is a language's own name.
func (v view) Language(lang i18n.Lang) string { return i18n.T(lang, "common.language") }
