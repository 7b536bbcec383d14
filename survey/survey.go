// Package survey is the tablet that asks the citizens of one counter how they
// were served. Its page mirrors the counter until a leg finishes there, asks
// once what the questionnaire of that leg says, and sleeps again. A scanner
// that types into it lets the holder of any ticket that can still be rated ask
// to be asked. It reads and writes through the controller's API and needs the
// controller's /static files on the same address.
//
// A tablet never learns which ticket it asks about: it gets a one-time token
// and sends it back with the answer. Its answers are kept in the browser until
// the controller has decided about each; with https, or on the controller's own
// machine, the page itself opens without a line too.
package survey

import (
	"embed"
	"log/slog"
	"net/http"

	"motcua/internal/center"
	"motcua/internal/ui"
)

//go:embed static
var staticFiles embed.FS

// Options is what the page is made of.
type Options struct {
	Center func() *center.Center      // the configuration in force
	May    func(r *http.Request) bool // tells whether the session behind r may run a tablet; nil lets everybody
	Drafts func(r *http.Request) bool // tells whether it may see how a questionnaire is asked that nobody is asked yet; nil: nobody
	Helps  func(r *http.Request) bool // tells whether it may help citizens to answer; nil: nobody
	Shared string                     // names the content of the controller's /static files: another one is another version
	Log    *slog.Logger               // nil discards
}

// Handler serves /survey/{tablet}, what makes it an app, and its files under /survey/static/.
func Handler(o Options) http.Handler {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	s := &server{Options: o, version: version(o.Shared)}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /survey/{tablet}", s.page)
	mux.HandleFunc("GET /survey/preview", s.preview)
	mux.HandleFunc("GET /survey/help", s.help)
	mux.HandleFunc("GET /survey/app/{tablet}", s.manifest)
	mux.HandleFunc("GET /survey/sw.js", s.worker)
	mux.Handle("GET /survey/static/", ui.Static("/survey/static/", assets()))
	return headers(mux)
}

type server struct {
	Options
	version string // of the page and all that it loads
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
