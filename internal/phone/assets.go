package phone

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"html/template"
	"net/http"
	"strings"

	"motcua/internal/ui"
)

var (
	//go:embed assets/phone.css
	Style []byte // of every citizen's page, beside ui.Base
	//go:embed assets/phone.js
	script []byte
	//go:embed assets/page.html
	html string
	//go:embed assets/notice.html
	noticeHTML string

	//go:embed assets/want.html
	wantHTML string

	tmpl = template.Must(template.New("phone").Parse(html + noticeHTML + wantHTML))
)

// assets is what the page loads. Names are no secrets: those have 20 letters.
func assets() map[string]http.Handler {
	style := slicesOf([]byte(ui.PhoneCSS()), ui.Base, Style)
	return map[string]http.Handler{
		"page.css": file("text/css; charset=utf-8", style), "page.js": file("text/javascript; charset=utf-8", script),
		"logo.svg": file("image/svg+xml", ui.Logo), "faces.svg": file("image/svg+xml", ui.Faces),
	}
}

func slicesOf(parts ...[]byte) []byte { return bytes.Join(parts, []byte("\n")) }

// file serves a body that only a new program changes, packed for who takes it so.
func file(kind string, body []byte) http.Handler {
	var packed bytes.Buffer
	z, _ := gzip.NewWriterLevel(&packed, gzip.BestCompression) // the level is one
	z.Write(body)                                              //nolint:errcheck // into memory
	z.Close()                                                  //nolint:errcheck // likewise
	sum := sha256.Sum256(body)
	tag := `"` + hex.EncodeToString(sum[:8]) + `"`
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Type", kind)
		h.Set("Cache-Control", "max-age=3600")
		h.Set("Etag", tag)
		h.Set("Vary", "Accept-Encoding")
		if r.Header.Get("If-None-Match") == tag {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		send := body
		if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
			h.Set("Content-Encoding", "gzip")
			send = packed.Bytes()
		}
		w.Write(send) //nolint:errcheck // the reader has gone
	})
}
