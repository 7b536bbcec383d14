package controller

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"motcua/internal/fault"
	"motcua/internal/wire"
)

// TestSessionSurvivesARestart logs a person in, ends the controller and asks the next one.
func TestSessionSurvivesARestart(t *testing.T) {
	var opts Options
	h := openHall(t, func(o *Options) { opts = *o })
	resp, err := http.Post(h.url+"/api/v1/session", "application/json", strings.NewReader(`{"token":"`+testToken+`"}`))
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if len(resp.Cookies()) != 1 {
		t.Fatalf("log-in answered %d with %d cookies", resp.StatusCode, len(resp.Cookies()))
	}
	cookie := resp.Cookies()[0]
	if _, ok, err := h.engine.store.Session(t.Context(), cookie.Value, 0); ok || err != nil {
		t.Errorf("the store knows the cookie itself: %v, %v", ok, err)
	}
	h.stop()

	again := openHall(t, func(o *Options) { *o = opts })
	ask := func() int {
		req, err := http.NewRequestWithContext(t.Context(), "GET", again.url+"/api/v1/board", nil)
		if err != nil {
			t.Fatal(err)
		}
		req.AddCookie(cookie)
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		return resp.StatusCode
	}
	if got := ask(); got != http.StatusOK {
		t.Errorf("after a restart the session answers %d, want 200", got)
	}
	req, err := http.NewRequestWithContext(t.Context(), "POST", again.url+"/logout", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.AddCookie(cookie)
	if resp, err := http.DefaultTransport.RoundTrip(req); err != nil {
		t.Fatal(err)
	} else {
		resp.Body.Close()
	}
	if got := ask(); got != http.StatusUnauthorized {
		t.Errorf("after the log-out the session answers %d, want 401", got)
	}
}

// TestSessionWhileTheStoreIsAway must not tell somebody who is logged in to log in again.
func TestSessionWhileTheStoreIsAway(t *testing.T) {
	h := openHall(t, nil)
	r := httptest.NewRequestWithContext(t.Context(), "GET", "/api/v1/board", nil)
	w := httptest.NewRecorder()
	if _, err := h.login(w, r, wire.SessionRequest{Token: testToken}); err != nil {
		t.Fatal(err)
	}
	r.AddCookie(w.Result().Cookies()[0])
	if _, err := h.who(r); err != nil {
		t.Fatal(err)
	}
	if err := h.engine.store.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := h.who(r); fault.KindOf(err) != fault.Unavailable {
		t.Errorf("a session that cannot be read = %v, want unavailable", err)
	}
}
