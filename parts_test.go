package main

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
)

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
