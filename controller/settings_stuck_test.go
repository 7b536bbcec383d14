package controller

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"motcua/internal/queue"
	"motcua/internal/store"
	"motcua/internal/wire"
)

// TestADayOpensThoughItsConfigurationCannot be put in force: it opens under the
// one before, the settings say why, and the one that waits is tried again.
func TestADayOpensThoughItsConfigurationCannot(t *testing.T) {
	o := openConfigured(t)
	s := o.newest(t)
	s.Values["service"].([]any)[0].(map[string]any)["prefix"] = "Z"
	var saved wire.SettingsAnswer
	if status := o.ask(t, "PUT", "", wire.SettingsRequest{Base: 1, Values: s.Values, Effective: store.Opening}, &saved); status != 200 {
		t.Fatalf("PUT = %d, %+v", status, saved)
	}
	dir := filepath.Dir(o.file)
	if err := os.Rename(dir, dir+"-gone"); err != nil {
		t.Fatal(err)
	}
	o.now.pass(10 * time.Hour)
	o.closes(t)
	o.now.pass(14 * time.Hour)
	until(t, func() bool {
		o.settle(t)
		return view(o.engine, func(s *state, _ queue.Moment) bool { return s.open })
	})
	if got := o.issue(t, wire.IssueRequest{Service: "HT"}); got.Number != "A001" {
		t.Errorf("number = %s, want A001", got.Number)
	}
	if s := o.newest(t); !s.Waits || s.File == "" {
		t.Errorf("settings = waits %t, %q", s.Waits, s.File)
	}
	if err := os.Rename(dir+"-gone", dir); err != nil {
		t.Fatal(err)
	}
	o.now.pass(10 * time.Hour)
	until(t, func() bool { return !o.newest(t).Waits })
	if s := o.newest(t); s.File != "" {
		t.Errorf("settings say %q", s.File)
	}
	o.now.pass(14 * time.Hour)
	if got := o.issue(t, wire.IssueRequest{Service: "HT"}); got.Number != "Z001" {
		t.Errorf("number = %s, want Z001", got.Number)
	}
}
