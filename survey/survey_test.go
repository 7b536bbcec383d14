package survey_test

import (
	"flag"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"motcua/internal/center"
	"motcua/internal/i18n"
	"motcua/internal/ui"
	"motcua/survey"
)

var update = flag.Bool("update", false, "write the golden pages anew")

func ward() *center.Center {
	return &center.Center{
		Name:     i18n.Text{VI: "Trung tâm Phục vụ hành chính công phường Trảng Dài", EN: "Trang Dai Ward Public Administration Service Center"},
		Counters: []center.Counter{{ID: "3", Name: i18n.Text{VI: "Tiếp nhận Hộ tịch, Chứng thực", EN: "Civil status and certification reception"}}},
		Tablets:  []center.Tablet{{ID: "T3", Counter: "3"}, {ID: "T9", Counter: "9"}, {ID: "T5"}},
		Feedback: center.Feedback{Hotline: "1022", Portal: "https://dichvucong.gov.vn"},
		URL:      "https://motcua.example.vn",
		Demo:     true,
	}
}

func get(h http.Handler, path string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest("GET", path, nil))
	return w
}

func TestPageIsGolden(t *testing.T) {
	h := survey.Handler(survey.Options{Center: ward})
	tests := []struct {
		name, path string
		status     int
	}{
		{"tablet", "/survey/T3", 200}, {"unknown", "/survey/T7", 404}, {"no-counter", "/survey/T9", 404},
	}
	forbidden := regexp.MustCompile(`(?i)<style|\sstyle=|<script(?: type="module"[^>]*)?>[^<]|\son[a-z]+\s*=|"(?:https?:)?//|⟦|ZgotmplZ|<no value>`)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := get(h, tt.path)
			if w.Code != tt.status {
				t.Fatalf("GET %s = %d, want %d", tt.path, w.Code, tt.status)
			}
			if m := forbidden.FindString(w.Body.String()); m != "" {
				t.Errorf("page has %q", m)
			}
			if csp := w.Header().Get("Content-Security-Policy"); !strings.HasPrefix(csp, "default-src 'self'") {
				t.Errorf("policy %q", csp)
			}
			file := filepath.Join("testdata", tt.name+".html")
			got := regexp.MustCompile(`data-version="[0-9a-f]{12}"`).ReplaceAllString(w.Body.String(), `data-version="0"`)
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("%s differs from its golden file; run go test ./survey -update and read the diff", file)
			}
		})
	}
}

func TestOnlyATabletsSessionOpensThePage(t *testing.T) {
	h := survey.Handler(survey.Options{Center: ward, May: func(*http.Request) bool { return false }})
	w := get(h, "/survey/T3")
	if got := w.Header().Get("Location"); w.Code != http.StatusSeeOther || got != "/login?next=%2Fsurvey%2FT3" {
		t.Errorf("GET /survey/T3 = %d to %q, want the log-in page that leads back", w.Code, got)
	}
}

// weight is what a tablet loads, compressed, in bytes. The shared files come from the controller.
const weight = 60_000

func TestThePageIsLight(t *testing.T) {
	sent := 0
	load := func(h http.Handler, path string) {
		r, w := httptest.NewRequest("GET", path, nil), httptest.NewRecorder()
		r.Header.Set("Accept-Encoding", "gzip")
		if h.ServeHTTP(w, r); w.Code != 200 {
			t.Fatalf("GET %s = %d", path, w.Code)
		}
		sent += w.Body.Len()
	}
	h := survey.Handler(survey.Options{Center: ward})
	own, err := filepath.Glob("static/*.*s") // scripts and styles
	if err != nil || len(own) < 5 {
		t.Fatalf("the page's own files are %q, %v", own, err)
	}
	for _, path := range append(own, "T3", "sw.js", "app/T3") {
		load(h, "/survey/"+path)
	}
	files := map[string][]byte{"tokens.css": []byte(ui.CSS()), "base.css": ui.Base, "faces.svg": ui.Faces, "logo.svg": ui.Logo}
	for _, name := range []string{"live.js", "hub.js", "events.js", "api.js"} {
		if files[name], err = os.ReadFile(filepath.Join("../controller/web/static", name)); err != nil {
			t.Fatal(err)
		}
	}
	for name := range files {
		load(ui.Static("/static/", files), "/static/"+name)
	}
	if sent > weight {
		t.Errorf("the tablet is sent %d bytes, want at most %d", sent, weight)
	}
	t.Logf("%d bytes", sent)
}
