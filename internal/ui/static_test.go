package ui

import (
	"compress/gzip"
	"io"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestStatic(t *testing.T) {
	long := strings.Repeat("body { color: black }\n", 200)
	h := Static("/x/static/", map[string][]byte{"a.css": []byte(long), "b.png": {1, 2, 3}})
	ask := func(path string, header ...string) *httptest.ResponseRecorder {
		r, w := httptest.NewRequest("GET", path, nil), httptest.NewRecorder()
		for i := 0; i < len(header); i += 2 {
			r.Header.Set(header[i], header[i+1])
		}
		h.ServeHTTP(w, r)
		return w
	}
	plain := ask("/x/static/a.css")
	if plain.Body.String() != long || plain.Header().Get("Content-Encoding") != "" || plain.Header().Get("Content-Type") != "text/css; charset=utf-8" {
		t.Errorf("plain = %d bytes, %v", plain.Body.Len(), plain.Header())
	}
	packed := ask("/x/static/a.css", "Accept-Encoding", "gzip, br")
	tag := packed.Header().Get("Etag")
	if packed.Body.Len() > len(long)/10 || packed.Header().Get("Content-Encoding") != "gzip" || tag == plain.Header().Get("Etag") {
		t.Errorf("packed = %d bytes, %v", packed.Body.Len(), packed.Header())
	}
	z, err := gzip.NewReader(packed.Body)
	if err != nil {
		t.Fatal(err)
	}
	if back, err := io.ReadAll(z); string(back) != long || err != nil {
		t.Errorf("unpacked = %d bytes, %v", len(back), err)
	}
	if again := ask("/x/static/a.css", "Accept-Encoding", "gzip", "If-None-Match", tag); again.Code != 304 {
		t.Errorf("the same again = %d", again.Code)
	}
	if part := ask("/x/static/a.css", "Accept-Encoding", "gzip", "Range", "bytes=0-3"); part.Code != 206 || part.Body.String() != "body" {
		t.Errorf("a part = %d %q", part.Code, part.Body)
	}
	if small := ask("/x/static/b.png", "Accept-Encoding", "gzip"); small.Header().Get("Content-Encoding") != "" || small.Body.Len() != 3 {
		t.Errorf("what packing makes larger = %v", small.Header())
	}
	for _, path := range []string{"/x/static/", "/x/static/../a.css", "/x/static/none", "/a.css"} {
		if w := ask(path); w.Code != 404 {
			t.Errorf("%s = %d", path, w.Code)
		}
	}
}
