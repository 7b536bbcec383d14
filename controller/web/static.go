package web

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"maps"
	"net/http"
	"path"
	"slices"
	"time"

	"motcua/internal/fonts"
	"motcua/internal/phone"
	"motcua/internal/ui"
)

//go:embed static
var staticFiles embed.FS

// Sum names the content of all that /static/ serves: another one is another name.
func Sum(tokens []byte) string {
	h, files := sha256.New(), assets(tokens)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		h.Write([]byte(name)) // a hash takes every byte
		h.Write(files[name])
	}
	return hex.EncodeToString(h.Sum(nil)[:6])
}

// static serves scripts, styles, pictures and letters. Files have no version in
// their name, so a browser asks each time and mostly hears that nothing changed.
func static(tokens []byte) http.Handler {
	files := assets(tokens)
	tags := map[string]string{}
	for name, b := range files {
		sum := sha256.Sum256(b)
		tags[name] = `"` + hex.EncodeToString(sum[:8]) + `"`
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := path.Base(r.URL.Path)
		body, ok := files[name]
		if !ok || r.URL.Path != "/static/"+name {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Etag", tags[name])
		w.Header().Set("Cache-Control", "no-cache")
		http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(body))
	})
}

// assets are the files by their names.
func assets(tokens []byte) map[string][]byte {
	files := map[string][]byte{"tokens.css": tokens, "noto-sans.ttf": fonts.Regular, "noto-sans-bold.ttf": fonts.Bold,
		"base.css": ui.Base, "logo.svg": ui.Logo, "faces.svg": ui.Faces, "phone.css": phone.Style}
	names, err := staticFiles.ReadDir("static")
	if err != nil {
		panic(err) // embedded: a defect
	}
	for _, f := range names {
		if files[f.Name()], err = staticFiles.ReadFile("static/" + f.Name()); err != nil {
			panic(err)
		}
	}
	return files
}
