package screens_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"

	"motcua/internal/ui/screens"
)

func known(kind, id string) (screens.Screen, bool) {
	return screens.Screen{Kind: kind, ID: id, Diagonal: 21.5, Distance: 0.6}, kind == "kiosk" && id == "K1"
}

func packed(t *testing.T, s string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write([]byte(s)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func get(t *testing.T, h http.Handler, path string, header ...string) *http.Response {
	t.Helper()
	r := httptest.NewRequest("GET", path, nil)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

func body(t *testing.T, r *http.Response) string {
	t.Helper()
	raw, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func TestPage(t *testing.T) {
	h := screens.Handler(screens.Options{Screen: known, Files: fstest.MapFS{
		"screens.wasm.gz": {Data: packed(t, "wasm")}, "wasm_exec.js": {Data: []byte("go")}}})
	r := get(t, h, "/screens/kiosk/K1")
	page := body(t, r)
	if r.StatusCode != 200 || !strings.Contains(page, `data-id="K1"`) || !strings.Contains(page, `data-diagonal="21.5"`) || !strings.Contains(page, `lang="vi"`) {
		t.Errorf("GET /screens/kiosk/K1 = %d %s", r.StatusCode, page)
	}
	policy := r.Header.Get("Content-Security-Policy")
	if !strings.Contains(policy, "'wasm-unsafe-eval'") || strings.Contains(policy, "unsafe-inline") || strings.Contains(policy, "'unsafe-eval'") {
		t.Errorf("Content-Security-Policy = %q", policy)
	}
	if strings.Contains(page, "<style") || strings.Contains(page, "style=") {
		t.Error("the page has inline style, which its policy forbids")
	}
	for _, path := range []string{"/screens/kiosk/K9", "/screens/display/K1", "/screens/other/K1"} {
		if r := get(t, h, path); r.StatusCode != 404 {
			t.Errorf("GET %s = %d, want 404", path, r.StatusCode)
		}
	}
}

func TestPageSaysWhatIsMissing(t *testing.T) {
	h := screens.Handler(screens.Options{Screen: known, Files: fstest.MapFS{}})
	for lang, want := range map[string]string{"vi": "Chạy make build", "en-GB": "Run make build"} {
		r := get(t, h, "/screens/kiosk/K1", "Accept-Language", lang)
		if page := body(t, r); r.StatusCode != 503 || !strings.Contains(page, want) || strings.Contains(page, "<script") {
			t.Errorf("GET in %s without the program = %d %s, want 503 and %q", lang, r.StatusCode, page, want)
		}
	}
	if r := get(t, h, "/screens/screens.wasm"); r.StatusCode != 404 {
		t.Errorf("GET screens.wasm = %d, want 404", r.StatusCode)
	}
}

func TestProgramIsServedPackedOrPlain(t *testing.T) {
	h := screens.Handler(screens.Options{Screen: known, Files: fstest.MapFS{"screens.wasm.gz": {Data: packed(t, "wasm")}}})
	r := get(t, h, "/screens/screens.wasm", "Accept-Encoding", "gzip, br")
	if r.Header.Get("Content-Encoding") != "gzip" || r.Header.Get("Content-Type") != "application/wasm" || body(t, r) != string(packed(t, "wasm")) {
		t.Errorf("GET for a browser = %v", r.Header)
	}
	if r = get(t, h, "/screens/screens.wasm"); r.Header.Get("Content-Encoding") != "" || body(t, r) != "wasm" {
		t.Errorf("GET without gzip = %v", r.Header)
	}
	tag := r.Header.Get("Etag")
	if r = get(t, h, "/screens/screens.wasm", "Accept-Encoding", "gzip", "If-None-Match", tag); r.StatusCode != 304 {
		t.Errorf("GET again = %d, want 304", r.StatusCode)
	}
}
