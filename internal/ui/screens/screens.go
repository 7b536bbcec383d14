// Package screens hosts the native screens in a browser page: the same kiosk and
// displays, compiled to WebAssembly, at /screens/kiosk/{id} and
// /screens/display/{id}. The page talks to the controller beside it with the
// browser's own session and shares its one event stream with all other pages.
package screens

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"html/template"
	"io"
	"io/fs"
	"net/http"
	"strings"
	"time"

	"motcua/internal/i18n"
)

// Files that make build generates.
const (
	wasmFile = "screens.wasm.gz"
	execFile = "wasm_exec.js"
)

//go:embed built
var built embed.FS

//go:embed static
var static embed.FS

var page = template.Must(template.ParseFS(static, "static/screen.html"))

// Built is what make build left to embed; a plain go build has only a README there.
func Built() fs.FS {
	sub, err := fs.Sub(built, "built")
	if err != nil {
		panic(err) // embedded: a defect
	}
	return sub
}

// Screen is a device whose screen a page can show.
type Screen struct {
	Kind     string  // kiosk or display
	ID       string  // of the device
	Counter  string  // of a counter's display
	Diagonal float64 // inches
	Distance float64 // meters from which it is read
	Setup    string  // of a display: all that the configuration says of it, as JSON
}

// Options is what the pages are made of.
type Options struct {
	// Files holds screens.wasm.gz and wasm_exec.js; nil means Built().
	Files fs.FS
	// Screen returns the kiosk or display of that id, false for one the center does not have.
	Screen func(kind, id string) (Screen, bool)
	// States serves /screens/states too, where every state can be looked at.
	States bool
}

// Handler serves everything under /screens/. Who may open it is the caller's
// business; without a session the screen itself finds no controller.
func Handler(o Options) http.Handler {
	if o.Files == nil {
		o.Files = Built()
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /screens/{kind}/{id}", o.screen)
	if o.States {
		mux.HandleFunc("GET /screens/states", o.statesScreen)
	}
	mux.Handle("GET /screens/screens.wasm", file(o.Files, wasmFile, "application/wasm"))
	mux.Handle("GET /screens/wasm_exec.js", file(o.Files, execFile, "text/javascript; charset=utf-8"))
	sub, err := fs.Sub(static, "static")
	if err != nil {
		panic(err) // embedded: a defect
	}
	mux.Handle("GET /screens/screen.js", file(sub, "screen.js", "text/javascript; charset=utf-8"))
	mux.Handle("GET /screens/screen.css", file(sub, "screen.css", "text/css; charset=utf-8"))
	return mux
}

// screen writes the page around one screen of the center.
func (o Options) screen(w http.ResponseWriter, r *http.Request) {
	s, ok := o.Screen(r.PathValue("kind"), r.PathValue("id"))
	if !ok {
		http.NotFound(w, r)
		return
	}
	o.show(w, r, s)
}

// show writes the page around a screen, or what is missing to show it.
func (o Options) show(w http.ResponseWriter, r *http.Request, s Screen) {
	lang := i18n.Parse(r.Header.Get("Accept-Language"))
	data := struct {
		Screen
		Lang                           i18n.Lang
		Shown                          string // language of a display: ?lang=en
		Title, Loading, Failed, Needed string
		Missing                        string
	}{s, lang, r.URL.Query().Get("lang"), i18n.T(lang, "ui.screen-"+s.Kind, "id", s.ID), i18n.T(lang, "ui.screen-loading"), i18n.T(lang, "ui.screen-failed"), i18n.T(lang, "ui.screen-noscript"), ""}
	status := http.StatusOK
	for _, name := range []string{wasmFile, execFile} {
		if _, err := fs.Stat(o.Files, name); errors.Is(err, fs.ErrNotExist) {
			data.Missing = i18n.T(lang, "ui.screen-missing", "file", name)
			status = http.StatusServiceUnavailable
		}
	}
	var b bytes.Buffer
	if err := page.Execute(&b, data); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	secure(w.Header(), "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; object-src 'none'")
	w.WriteHeader(status)
	_, _ = w.Write(b.Bytes())
}

// file serves one file, compressed where its name ends in .gz and the browser takes it so.
func file(files fs.FS, name, kind string) http.Handler {
	raw, err := fs.ReadFile(files, name)
	sum := sha256.Sum256(raw)
	tag := `"` + hex.EncodeToString(sum[:8]) + `"`
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err != nil {
			http.NotFound(w, r)
			return
		}
		h := w.Header()
		h.Set("Content-Type", kind)
		h.Set("Cache-Control", "no-cache")
		h.Set("Etag", tag)
		h.Set("X-Content-Type-Options", "nosniff")
		if !strings.HasSuffix(name, ".gz") {
			http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(raw))
			return
		}
		h.Set("Vary", "Accept-Encoding")
		if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
			h.Set("Content-Encoding", "gzip")
			http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(raw))
			return
		}
		unpacked(w, raw)
	})
}

// unpacked sends gzip data as plain bytes.
func unpacked(w http.ResponseWriter, raw []byte) {
	z, err := gzip.NewReader(bytes.NewReader(raw))
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	_, _ = io.Copy(w, z) // our own file; an error is a browser that went away
}
