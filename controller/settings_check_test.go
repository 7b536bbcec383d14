package controller

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"motcua/internal/config"
	"motcua/internal/store"
	"motcua/internal/wire"
)

// TestAFileAndAnOldVersionShowTheirEffectsFirst: who asks changes nothing, and
// is told of the numbers that a counter or a service would leave behind.
func TestAFileAndAnOldVersionShowTheirEffectsFirst(t *testing.T) {
	o := openConfigured(t)
	o.issue(t, wire.IssueRequest{Service: "HT"})
	o.act(t, "1", "open", wire.ActionRequest{})
	o.act(t, "1", "next", wire.ActionRequest{})
	s := o.newest(t)
	s.Values["counter"] = s.Values["counter"].([]any)[1:]
	s.Values["tablet"], s.Values["unit"], s.Values["lamp"] = nil, nil, nil
	s.Values["display"] = s.Values["display"].([]any)[:1]
	fewer := o.written(t, s.Values)
	var c wire.SettingsCheck
	if status := o.ask(t, "POST", "/file/check?base=1", fewer, &c); status != 200 || len(c.Faults) > 0 || len(c.Days) != 14 || !strings.Contains(strings.Join(c.Effects, "\n"), "A001: it goes back") {
		t.Fatalf("check of a file = %d, %+v", status, c)
	}
	if !changesAt(c.Changes, "counter.1") {
		t.Errorf("changes = %+v, want counter 1 gone", c.Changes)
	}
	if v := o.newest(t); v.Version != 1 || len(o.site().Counters) != 8 {
		t.Fatalf("asking changed something: version %d, %d counters", v.Version, len(o.site().Counters))
	}
	if status := o.ask(t, "PUT", "/file?base=1&effective=opening", fewer, nil); status != 200 {
		t.Fatalf("PUT /file = %d", status)
	}
	c = wire.SettingsCheck{}
	if status := o.ask(t, "POST", "/versions/1/check", wire.SettingsRequest{Base: 2}, &c); status != 200 || len(c.Faults) > 0 || !changesAt(c.Changes, "counter.1") {
		t.Errorf("check of version 1 = %d, %+v", status, c)
	}
	var p wire.SettingsProblem
	for path, body := range map[string]any{"/file/check?base=1": fewer, "/versions/1/check": wire.SettingsRequest{Base: 1}} {
		p = wire.SettingsProblem{}
		if status := o.ask(t, "POST", path, body, &p); status != 409 || p.Newest == nil || p.Newest.Version != 2 || !changesAt(p.Changes, "counter.1") {
			t.Errorf("POST %s = %d, %+v", path, status, p)
		}
	}
	if v := o.newest(t); v.Version != 2 || v.State != "waiting" {
		t.Errorf("asking changed something: %+v", v.SettingsVersion)
	}
}

// written is the file that a form would be saved as.
func (o *configured) written(t *testing.T, form map[string]any) []byte {
	t.Helper()
	raw, err := json.Marshal(form)
	if err != nil {
		t.Fatal(err)
	}
	values, faults := config.FormValues(raw)
	if faults != nil {
		t.Fatal(faults)
	}
	return config.Rewrite(config.Example(), values)
}

func changesAt(all []wire.SettingsChange, path string) bool {
	for _, x := range all {
		if strings.Join(x.Path, ".") == path {
			return true
		}
	}
	return false
}

// TestAFileThatCannotBeTellsItsLines, asked and acted upon alike, and changes nothing.
func TestAFileThatCannotBeTellsItsLines(t *testing.T) {
	o := openConfigured(t)
	example := string(config.Example())
	lineOf := func(text, part string) int { return 1 + strings.Count(text[:strings.Index(text, part)], "\n") }
	for _, x := range []struct {
		name, text, part string // of the line
		code             string
	}{
		{"prose", strings.Replace(example, "recalls = 3", "this is prose", 1), "this is prose", "config-syntax"},
		{"an unknown key", strings.Replace(example, "recalls = 3", "recals = 3", 1), "recals = 3", "config-unknown-key"},
		{"a word for a number", strings.Replace(example, "recalls = 3", `recalls = "ba"`, 1), `recalls = "ba"`, "config-syntax"},
		{"a prefix twice", strings.Replace(example, `prefix = "B"`, `prefix = "A"`, 1), `prefix = "A"`, "center-prefix-taken"},
		{"a file elsewhere", strings.Replace(example, "[slip]", "[slip]\nlogo = \"/etc/passwd\"", 1), `logo = "/etc`, "settings-path"},
	} {
		want := lineOf(x.text, x.part)
		if x.code == "center-prefix-taken" {
			want = 1 + strings.Count(x.text[:strings.LastIndex(x.text, x.part)], "\n")
		}
		var c wire.SettingsCheck
		var p wire.SettingsProblem
		first, second := o.ask(t, "POST", "/file/check?base=1", []byte(x.text), &c), o.ask(t, "PUT", "/file?base=1&effective=now", []byte(x.text), &p)
		if first != 200 || second != 422 || len(c.Faults) == 0 || len(p.Faults) == 0 {
			t.Errorf("%s = %d and %d, %+v, %+v", x.name, first, second, c.Faults, p.Faults)
			continue
		}
		for _, f := range []wire.SettingsFault{c.Faults[0], p.Faults[0]} {
			if f.Line != want || f.Code != x.code || f.Detail == "" || strings.Contains(f.Detail, "center.toml") {
				t.Errorf("%s: %+v, want %s on line %d", x.name, f, x.code, want)
			}
		}
	}
	if text, err := os.ReadFile(o.file); err != nil || !bytes.Equal(text, config.Example()) || o.newest(t).Version != 1 {
		t.Errorf("something changed: %v", err)
	}
}

// TestAnOldVersionThatCannotBeAnyMore says why before anything is asked.
func TestAnOldVersionThatCannotBeAnyMore(t *testing.T) {
	o := openConfigured(t)
	old := store.Version{N: 2, By: "x", SHA256: mark([]byte("demo = 3\n")), Text: []byte("demo = 3\n"), Effective: store.Now, Since: 1}
	if _, err := o.engine.store.Commit(t.Context(), &store.Batch{Versions: []store.Version{old}}); err != nil {
		t.Fatal(err)
	}
	var c wire.SettingsCheck
	if status := o.ask(t, "POST", "/versions/2/check", wire.SettingsRequest{Base: 2}, &c); status != 200 || len(c.Faults) == 0 || c.Faults[0].Line != 1 {
		t.Errorf("check = %d, %+v", status, c)
	}
}
