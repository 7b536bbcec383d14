package onestop_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"testing"

	"motcua/internal/center"
	"motcua/internal/i18n"
	"motcua/internal/onestop"
	sim "motcua/internal/sim/onestop"
	"motcua/internal/wire"
)

// TestDocument holds docs/onestop.md against the client and the simulator: its
// request is what the client sends, its answer is read, its words are all there are.
func TestDocument(t *testing.T) {
	raw, err := os.ReadFile("../../docs/onestop.md")
	if err != nil {
		t.Fatal(err)
	}
	doc := string(raw)
	body := regexp.MustCompile(`(?m)^\{"code".*\}$`).FindString(doc)
	bearer := regexp.MustCompile(`(?m)^Authorization: Bearer (.*)$`).FindStringSubmatch(doc)
	path := regexp.MustCompile(`(?m)^GET \{url\}(\S+) HTTP/1.1$`).FindStringSubmatch(doc)
	if body == "" || bearer == nil || path == nil {
		t.Fatal("the document has no request, no token or no answer")
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet || r.URL.Path != path[1] || r.Header.Get("Authorization") != "Bearer "+bearer[1] || r.Header.Get("Accept") != "application/json" {
			t.Errorf("the client sends %s %s with %v", r.Method, r.URL.Path, r.Header)
		}
		_, _ = io.WriteString(w, body)
	}))
	defer server.Close()
	code := path[1][strings.LastIndexByte(path[1], '/')+1:]
	got, err := onestop.New(onestop.Options{URL: server.URL, Secret: bearer[1]}).Dossier(t.Context(), code)
	if err != nil || got.State != wire.DossierProcessing || got.Received != "2025-11-23" || got.Due != "2025-12-01" || got.Done != "" {
		t.Errorf("the document's answer is read as %+v, %v", got, err)
	}
	for _, state := range wire.DossierStates {
		said := strings.ReplaceAll(i18n.T(i18n.VI, "lookup.state-"+string(state)), "\u00a0", " ") // a page breaks its own lines
		row := "| `" + string(state) + "` | " + said + " |"
		if state != wire.DossierOther && !strings.Contains(doc, row) {
			t.Errorf("the document lacks the row %q", row)
		}
	}
}

// TestHook moves the simulator as a person at the demo does.
func TestHook(t *testing.T) {
	s := sim.New("H19.26.1", "", now)
	post := func(path, body string) int {
		w := httptest.NewRecorder()
		s.Hook().ServeHTTP(w, httptest.NewRequest("POST", path, strings.NewReader(body)))
		return w.Code
	}
	for _, test := range []struct {
		path, body string
		want       int
	}{
		{"/sim/onestop", `{"mode":"down"}`, 204}, {"/sim/onestop", `{"mode":"asleep"}`, 400}, {"/sim/onestop", `mode`, 400}, {"/sim/onestop", `{"mode":"on"}`, 204},
		{"/sim/onestop/dossier", `{"code":"H19.26.1-251123-0012","status":"ready","finished":"2025-11-28"}`, 204}, {"/sim/onestop/dossier", `{"code":"x"}`, 400},
	} {
		if got := post(test.path, test.body); got != test.want {
			t.Errorf("POST %s %s = %d, want %d", test.path, test.body, got, test.want)
		}
	}
	server := httptest.NewServer(s.Handler())
	defer server.Close()
	d, err := onestop.New(onestop.Options{URL: server.URL}).Dossier(t.Context(), "H19.26.1-251123-0012")
	if err != nil || d.State != wire.DossierReady || d.Done != center.Day("2025-11-28") {
		t.Errorf("the dossier that was moved = %+v, %v", d, err)
	}
	w := httptest.NewRecorder()
	s.Hook().ServeHTTP(w, httptest.NewRequest("GET", "/sim/onestop", nil))
	if !strings.Contains(w.Body.String(), "251123-0012") {
		t.Errorf("GET /sim/onestop = %s", w.Body)
	}
}
