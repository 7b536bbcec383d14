package kiosk_test

import (
	"net/http"
	"testing"

	"motcua/internal/center"
	"motcua/internal/ui/kit/kittest"
	"motcua/internal/wire"
	"motcua/kiosk"
)

// lookups serves what citizens look up, where the test has put it.
func (c *controller) lookups(mux *http.ServeMux) {
	mux.HandleFunc("GET /api/v1/procedures", func(w http.ResponseWriter, _ *http.Request) {
		c.mu.Lock()
		defer c.mu.Unlock()
		if c.shelf == nil {
			answer(w, 404, wire.Problem{Type: wire.ProblemType + "call-unknown", Status: 404})
			return
		}
		answer(w, 200, c.shelf)
	})
	mux.HandleFunc("GET /api/v1/dossiers/{code}", func(w http.ResponseWriter, r *http.Request) {
		answer(w, 200, wire.Dossier{Code: r.PathValue("code"), State: wire.DossierReady, Done: "2026-11-20", At: start})
	})
}

// TestNativeLookup types on the screen with a real pointer, reads a procedure,
// takes a number for it, and asks how a dossier stands.
func TestNativeLookup(t *testing.T) {
	if kiosk.Every > 1 {
		t.Skip("a long walk: make test takes it without the race detector, which TestNative has")
	}
	t.Parallel()
	c, server := newController(t)
	shelf := kiosk.ExampleShelf()
	c.shelf = &shelf
	s := kittest.Start(t, "kiosk", 1080, 1920, "CONTROLLER="+server.URL)
	for _, target := range []string{"lookup", "search", "type:k", "type:h", "type:a", "type:i", "found:procedure:1.001193"} {
		s.Press(target)
	}
	s.Wait("the procedure", func(f kittest.Frame) bool { return f.Status.Screen == "procedure" })
	s.Shot(kittest.Pictures(t), "kiosk-native-procedure")
	for _, target := range []string{"number", "purpose:submit", "priority:no"} {
		s.Press(target)
	}
	s.Wait("the result", func(f kittest.Frame) bool { return f.Status.Screen == "result" })
	asked := c.requests()
	if len(asked) != 1 || asked[0].Service != "S0" || asked[0].Purpose != center.Submit || asked[0].Procedure != "1.001193" {
		t.Errorf("tickets asked for: %+v", asked)
	}
	s.Press("home")
	for _, target := range []string{"lookup", "lookup:dossier", "type:2", "type:5", "type:1", "type:1", "type:2", "type:3", "type:0", "type:0", "type:1", "type:2", "lookup:ask"} {
		s.Press(target)
	}
	s.Wait("how the dossier stands", func(f kittest.Frame) bool { return f.Status.Screen == "scanned" && f.Status.Detail == "dossier-ready" })
	s.Shot(kittest.Pictures(t), "kiosk-native-dossier")
}
