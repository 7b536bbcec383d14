package survey

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"net/http"
	"slices"
	"strings"

	"motcua/internal/i18n"
	"motcua/internal/ui"
)

// workerText is the service worker; what stands in its first two lines is filled in.
//
//go:embed worker.js
var workerText string

// shared are the controller's files that the page loads, beside its own.
var shared = []string{"/static/tokens.css", "/static/base.css", "/static/api.js", "/static/live.js", "/static/hub.js", "/static/events.js", "/static/faces.svg", "/static/logo.svg"}

// shell lists what the page loads: with it the page opens without a line.
func shell() []string {
	files := slices.Clone(shared)
	names, err := fs.Glob(staticFiles, "static/*.*s") // .js and .css; icons are for who installs
	if err != nil {
		panic(err) // the pattern is wrong: a defect
	}
	for _, name := range names {
		files = append(files, "/survey/"+name)
	}
	return files
}

// version names the content of all that the page is made of but the
// configuration: 12 hex digits of a SHA-256.
func version(shared string) string {
	h := sha256.New()
	fmt.Fprintln(h, shared, pageText, terminalText, workerText, string(ui.Base), ui.CSS(), string(ui.Faces), string(ui.Logo))
	files := assets()
	for _, name := range slices.Sorted(maps.Keys(files)) {
		fmt.Fprintln(h, name, len(files[name]))
		h.Write(files[name])
	}
	return hex.EncodeToString(h.Sum(nil)[:6])
}

// assets are the tablet's own scripts, styles and pictures by their names.
func assets() map[string][]byte {
	all, err := staticFiles.ReadDir("static")
	if err != nil {
		panic(err) // embedded: a defect
	}
	files := map[string][]byte{}
	for _, f := range all {
		if files[f.Name()], err = staticFiles.ReadFile("static/" + f.Name()); err != nil {
			panic(err)
		}
	}
	return files
}

// worker serves the service worker: another version of the shell is another worker.
func (s *server) worker(w http.ResponseWriter, _ *http.Request) {
	files, err := json.Marshal(shell())
	if err != nil {
		panic(err) // strings alone: a defect
	}
	w.Header().Set("Content-Type", "text/javascript; charset=utf-8")
	fmt.Fprint(w, strings.NewReplacer("VERSION", s.version, "[/* files */]", string(files)).Replace(workerText))
}

// manifest makes the page an app that a tablet can open by itself.
func (s *server) manifest(w http.ResponseWriter, r *http.Request) {
	tablet := r.PathValue("tablet")
	c := s.Center()
	type icon struct {
		Src     string `json:"src"`
		Sizes   string `json:"sizes"`
		Type    string `json:"type"`
		Purpose string `json:"purpose,omitempty"`
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(map[string]any{
		"id": "/survey/" + tablet, "start_url": "/survey/" + tablet, "scope": "/survey/",
		"name": i18n.T(i18n.VI, "survey.app", "tablet", tablet), "short_name": tablet, "description": c.Name.In(i18n.VI),
		"lang": "vi", "display": "fullscreen", "display_override": []string{"fullscreen", "standalone"}, "orientation": "any",
		"background_color": "#ffffff", "theme_color": "#003b8e",
		"icons": []icon{
			{"/static/logo.svg", "any", "image/svg+xml", ""},
			{"/survey/static/icon-192.png", "192x192", "image/png", ""},
			{"/survey/static/icon-512.png", "512x512", "image/png", "any"},
			{"/survey/static/icon-512.png", "512x512", "image/png", "maskable"},
		},
	}); err != nil {
		panic(err) // strings alone: a defect
	}
	w.Header().Set("Content-Type", "application/manifest+json")
	w.Write(b.Bytes()) //nolint:errcheck // the reader has gone
}
