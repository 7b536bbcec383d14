package main

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"testing"

	"motcua/controller"
	"motcua/internal/config"
	"motcua/internal/store"
)

// TestManagersSeeDraftsOnTheTablet: the page in the frame of the questionnaires
// is for those who may look at the configuration, and for nobody else.
func TestManagersSeeDraftsOnTheTablet(t *testing.T) {
	site, err := config.ParseCenter("center.toml", config.Example())
	if err != nil {
		t.Fatal(err)
	}
	who := &config.Credentials{}
	for _, role := range []string{"manager", "tablet"} {
		who.Credentials = append(who.Credentials, config.Credential{ID: role, SHA256: config.HashToken(role), Roles: []string{role}})
	}
	ctl, err := controller.New(t.Context(), controller.Options{
		Engine: controller.EngineOptions{Store: store.Options{Path: filepath.Join(t.TempDir(), "log.db")}, Clock: controller.MachineClock()},
		Center: &site.Center, Version: "test", Credentials: who,
	})
	if err != nil {
		t.Fatal(err)
	}
	defer ctl.Close()
	all := pages(ctl, &site.Center, slog.New(slog.DiscardHandler))
	for role, want := range map[string]int{"manager": http.StatusOK, "tablet": http.StatusNotFound, "": http.StatusNotFound} {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/survey/preview", nil)
		if role != "" {
			r.Header.Set("Authorization", "Bearer "+role)
		}
		w := httptest.NewRecorder()
		if all.ServeHTTP(w, r); w.Code != want {
			t.Errorf("GET /survey/preview of %q = %d, want %d", role, w.Code, want)
		}
	}
}
