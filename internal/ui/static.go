package ui

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strings"
	"sync"
	"time"
)

// Static serves files by their names under a path that ends with a slash, packed
// for browsers that unpack. Names carry no version, so a browser asks each time
// and mostly hears that nothing changed.
func Static(under string, files map[string][]byte) http.Handler {
	all := map[string]*file{}
	for name, b := range files {
		sum := sha256.Sum256(b)
		all[name] = &file{plain: b, tag: hex.EncodeToString(sum[:8])}
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := strings.TrimPrefix(r.URL.Path, under)
		f, ok := all[name]
		if !ok {
			http.NotFound(w, r)
			return
		}
		h, body, tag := w.Header(), f.plain, f.tag
		h.Set("Cache-Control", "no-cache")
		h.Set("Vary", "Accept-Encoding")
		if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") && r.Header.Get("Range") == "" {
			if packed := f.gzip(); packed != nil {
				h.Set("Content-Encoding", "gzip")
				body, tag = packed, tag+"-gzip"
			}
		}
		h.Set("Etag", `"`+tag+`"`)
		http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(body))
	})
}

// file is one file, and its packed form once somebody has asked for it.
type file struct {
	plain, packed []byte
	tag           string
	once          sync.Once
}

// gzip is the packed form, nil where it saves nothing worth it.
func (f *file) gzip() []byte {
	f.once.Do(func() {
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		z.Write(f.plain) //nolint:errcheck // a buffer takes all
		z.Close()        //nolint:errcheck // likewise
		if b.Len() < len(f.plain)*9/10 {
			f.packed = b.Bytes()
		}
	})
	return f.packed
}
