package main

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"testing"

	"motcua/internal/center"
	"motcua/internal/client"
	"motcua/internal/fault"
	"motcua/internal/i18n"
	"motcua/internal/wire"
)

// TestABridgeKnowsTheCounters that its transfer keys name, and what stands there.
func TestABridgeKnowsTheCounters(t *testing.T) {
	mux := http.NewServeMux()
	answer := func(path string, v any) {
		mux.HandleFunc("GET /api/v1/"+path, func(w http.ResponseWriter, _ *http.Request) { _ = json.NewEncoder(w).Encode(v) })
	}
	answer("counters", wire.Counters{Counters: []wire.Counter{{ID: "1"}, {ID: "2"}}})
	answer("devices", wire.Devices{Units: []center.Unit{{ID: "N1", Counter: "1"}}, Displays: []center.Display{{ID: "S1"}}, UPS: &center.UPS{ID: "UPS"}})
	controller := httptest.NewServer(mux)
	defer controller.Close()
	site, err := deviceSite(t.Context(), client.New(controller.URL, "token"))
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := site.Counter("2"); !ok || len(site.DeviceKinds()) != 3 {
		t.Errorf("the site = %+v, want both counters and three devices", site)
	}
}

// TestATabletsAnswerIsCarried sends what a browser sends to a plain address in
// the local network: an Origin, and no Sec-Fetch-Site.
func TestATabletsAnswerIsCarried(t *testing.T) {
	controller := httptest.NewServer(guard(nil, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer tablet" || r.Header.Get("Cookie") != "" {
			t.Errorf("the controller got %v", r.Header)
		}
		w.WriteHeader(http.StatusCreated)
	})))
	defer controller.Close()
	target, err := url.Parse(controller.URL)
	if err != nil {
		t.Fatal(err)
	}
	survey := httptest.NewServer(guard(nil, carry(target, "tablet")))
	defer survey.Close()
	for origin, want := range map[string]int{survey.URL: http.StatusCreated, "http://elsewhere.example": http.StatusForbidden} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, survey.URL+"/api/v1/ratings", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Origin", origin)
		r.Header.Set("Cookie", "motcua_session=x")
		resp, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode != want {
			t.Errorf("POST with Origin %s = %d, want %d", origin, resp.StatusCode, want)
		}
	}
}

// TestASearchKnowsTheFileItWritesTo before it asks anything.
func TestASearchKnowsTheFileItWritesTo(t *testing.T) {
	search := &scanCommand{Write: filepath.Join(t.TempDir(), "center.toml")}
	if err := search.Run(&program{ctx: t.Context(), lang: i18n.VI}); fault.CodeOf(err) != "config-missing" {
		t.Errorf("a search that is to write to no file = %v, want config-missing", err)
	}
}
