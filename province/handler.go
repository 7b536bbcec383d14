package province

import (
	"embed"
	"io/fs"
	"net/http"
	"strings"

	"motcua/internal/fonts"
	"motcua/internal/i18n"
	"motcua/internal/ui"
)

//go:embed templates static
var assets embed.FS

// Handler serves the pages and the JSON interface below /province/.
func (p *Province) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /province/{$}", p.overview)
	mux.HandleFunc("GET /province/points/{point}", p.detail)
	mux.HandleFunc("GET /province/api/points", p.apiPoints)
	mux.HandleFunc("GET /province/api/points/{point}", p.apiPoint)
	mux.HandleFunc("GET /province/api/points/{point}/events", p.apiEvents)
	mux.HandleFunc("GET /province/api/points/{point}/chain", p.apiChain)
	mux.HandleFunc("GET /province/api/points/{point}/verify", p.apiVerify)
	static, _ := fs.Sub(assets, "static") // the name is well formed, the only error there is
	mux.Handle("GET /province/static/", http.StripPrefix("/province/static/", http.FileServerFS(static)))
	serve := func(name, kind string, body []byte) {
		mux.HandleFunc("GET /province/static/"+name, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", kind)
			w.Header().Set("Cache-Control", "max-age=3600")
			w.Write(body)
		})
	}
	serve("tokens.css", "text/css; charset=utf-8", []byte(ui.CSS()))
	serve("noto-sans.ttf", "font/ttf", fonts.Regular)
	serve("noto-sans-bold.ttf", "font/ttf", fonts.Bold)
	return p.guard(mux)
}

// guard sets the headers of every answer and asks for the token where there is one.
func (p *Province) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", "default-src 'self'; frame-ancestors 'self'; base-uri 'none'; form-action 'self'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		if !strings.HasPrefix(r.URL.Path, "/province/static/") {
			h.Set("Cache-Control", "no-store")
			if !p.allowed(r) {
				h.Set("WWW-Authenticate", `Basic realm="motcua province", charset="UTF-8"`)
				problem(w, r, http.StatusUnauthorized, "no-token")
				return
			}
		}
		next.ServeHTTP(w, r)
	})
}

// allowed takes the token as a bearer or, so that a browser can ask for it, as the password of HTTP Basic.
func (p *Province) allowed(r *http.Request) bool {
	if p.o.Token == "" {
		return true
	}
	token, bearer := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !bearer {
		_, token, _ = r.BasicAuth()
	}
	return same(token, p.o.Token)
}

// langOf returns the language of the page: ?lang= wins, Vietnamese without it.
func langOf(r *http.Request) i18n.Lang { return i18n.Parse(r.URL.Query().Get("lang")) }
