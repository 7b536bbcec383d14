package controller

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"motcua/internal/config"
	"motcua/internal/fault"
	"motcua/internal/store"
	"motcua/internal/wire"
)

// configured is a hall whose configuration stands in a file.
type configured struct {
	*hall
	file string
}

func openConfigured(t *testing.T) *configured {
	t.Helper()
	file := filepath.Join(t.TempDir(), "center.toml")
	if err := os.WriteFile(file, config.Example(), 0o600); err != nil {
		t.Fatal(err)
	}
	return &configured{openHall(t, fromFile(t, file)), file}
}

// fromFile makes a hall's center the one of a file.
func fromFile(t *testing.T, file string) func(*Options) {
	return func(o *Options) {
		site, err := config.LoadCenter(file)
		if err != nil {
			t.Fatal(err)
		}
		o.Center, o.Engine.Config, o.Engine.Text = &site.Center, site.SHA256, site.Text
		o.Settings = SettingsOptions{File: file}
	}
}

// ask sends a request about the configuration and reads the answer.
func (o *configured) ask(t *testing.T, method, path string, body, answer any) int {
	t.Helper()
	raw, ok := body.([]byte)
	if !ok && body != nil {
		raw, _ = json.Marshal(body)
	}
	r, err := http.NewRequestWithContext(t.Context(), method, o.url+"/api/v1/settings"+path, bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+testToken)
	r.Header.Set("Accept-Language", "en")
	a, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Body.Close()
	all, err := io.ReadAll(a.Body)
	if err != nil {
		t.Fatal(err)
	}
	if b, ok := answer.(*[]byte); ok {
		*b = all
	} else if answer != nil {
		if err := json.Unmarshal(all, answer); err != nil {
			t.Fatalf("%s %s = %s, %v", method, path, all, err)
		}
	}
	return a.StatusCode
}

// now are the newest settings.
func (o *configured) newest(t *testing.T) (s wire.Settings) {
	t.Helper()
	if status := o.ask(t, "GET", "", nil, &s); status != http.StatusOK {
		t.Fatalf("GET /settings = %d", status)
	}
	return s
}

func TestSettingsAreSavedAndComeIntoForce(t *testing.T) {
	o := openConfigured(t)
	s := o.newest(t)
	if s.Version != 1 || s.By != store.ByFile || s.State != "in-force" || s.Waits {
		t.Fatalf("settings = %+v", s.SettingsVersion)
	}
	s.Values["hours"].(map[string]any)["closed"] = []string{"2027-02-10", "2027-02-11"}
	var saved wire.SettingsAnswer
	if status := o.ask(t, "PUT", "", wire.SettingsRequest{Base: 1, Values: s.Values, Effective: "now"}, &saved); status != http.StatusOK || saved.Version != 2 || len(saved.Changes) != 1 || strings.Join(saved.Changes[0].Path, ".") != "hours.closed" {
		t.Fatalf("PUT = %d, %+v", status, saved)
	}
	if got := o.site().Hours.Closed; len(got) != 2 || got[1] != "2027-02-11" {
		t.Errorf("closed = %v", got)
	}
	text, err := os.ReadFile(o.file)
	if err != nil || !bytes.Contains(text, []byte(`closed = ["2027-02-10", "2027-02-11"]`)) || bytes.Count(text, []byte("\n# ")) != bytes.Count(config.Example(), []byte("\n# ")) {
		t.Errorf("the file has not the change alone: %v", err)
	}
	if before, err := os.ReadFile(o.file + ".before"); err != nil || !bytes.Equal(before, config.Example()) {
		t.Errorf("the file before is lost: %v", err)
	}
	// The same once more: a lost answer asks again.
	if status := o.ask(t, "PUT", "", wire.SettingsRequest{Base: 1, Values: s.Values, Effective: "now"}, &saved); status != http.StatusOK || saved.Version != 2 {
		t.Errorf("PUT again = %d, version %d", status, saved.Version)
	}
	// The second of two managers.
	s.Values["demo"] = true
	var p wire.SettingsProblem
	if status := o.ask(t, "PUT", "", wire.SettingsRequest{Base: 1, Values: s.Values, Effective: "now"}, &p); status != http.StatusConflict || p.Newest == nil || p.Newest.Version != 2 || len(p.Changes) != 1 {
		t.Errorf("a stale version = %d, %+v", status, p)
	}
	entries, err := o.engine.store.Read(t.Context(), 0, 1000)
	if err != nil {
		t.Fatal(err)
	}
	last := ""
	for _, e := range entries {
		if e.Type == wire.ConfigChanged {
			last = string(e.Body)
		}
	}
	if !strings.Contains(last, `"version":2,"by":"all","effective":"now"`) {
		t.Errorf("the log tells %s", last)
	}
}

// TestSettingsThatCannotBe change nothing: not the file, not the log, not what is in force.
func TestSettingsThatCannotBe(t *testing.T) {
	o := openConfigured(t)
	head, site := o.engine.store.Head().Seq, o.site()
	change := func(f func(map[string]any)) any {
		s := o.newest(t)
		f(s.Values)
		return wire.SettingsRequest{Base: 1, Values: s.Values, Effective: "now"}
	}
	service := func(key string, v any) any {
		return change(func(m map[string]any) { m["service"].([]any)[2].(map[string]any)[key] = v })
	}
	for _, x := range []struct {
		body   any
		status int
		path   string // of the first fault
	}{
		{service("prefix", "lower"), 422, "service.2.prefix"},
		{service("prefix", "A"), 422, "service.2.prefix"},
		{service("width", 9), 422, "service.2.width"},
		{service("width", "<script>"), 422, "service.2.width"},
		{service("name", map[string]any{"vi": "a\u202eb"}), 422, "service.2.name.vi"},
		{service("name", map[string]any{"vi": ""}), 422, "service.2.name"},
		{service("name", map[string]any{"vi": strings.Repeat("x", 9000)}), 422, "service.2.name.vi"},
		{service("colour", 1), 422, "service.2"},
		{change(func(m map[string]any) { m["service"] = "x" }), 422, "service"},
		{change(func(m map[string]any) { m["counter"].([]any)[0].(map[string]any)["services"] = []string{"NO"} }), 422, "counter.0.services"},
		{change(func(m map[string]any) { m["hours"].(map[string]any)["closed"] = []string{"8/2/2027"} }), 422, "hours.closed.0"},
		{change(func(m map[string]any) { m["calling"].(map[string]any)["grace"] = 100000 }), 422, "calling.grace"},
		{change(func(m map[string]any) { m["display"].([]any)[0].(map[string]any)["theme"] = "pink" }), 422, "display.0"},
		{change(func(m map[string]any) { m["slip"].(map[string]any)["logo"] = "/etc/passwd" }), 422, "slip.logo"},
		{change(func(m map[string]any) { m["uplink"].(map[string]any)["secret"] = "../../key" }), 422, "uplink.secret"},
		{change(func(m map[string]any) { delete(m, "province") }), 422, "province"},
		{wire.SettingsRequest{Base: 1, Values: o.newest(t).Values, Effective: "never"}, 422, ""},
		{[]byte(`{"base":1,"values":`), 400, ""},
		{[]byte(`{"base":"1"}`), 400, ""},
		{bytes.Repeat([]byte(" "), mostSettings+1), 413, ""},
	} {
		var p wire.SettingsProblem
		status := o.ask(t, "PUT", "", x.body, &p)
		path := ""
		if len(p.Faults) > 0 {
			path = p.Faults[0].Path
		}
		if status != x.status || !strings.HasPrefix(path, x.path) || x.path == "" && path != "" {
			t.Errorf("PUT %.80v = %d at %q, want %d at %q (%+v)", x.body, status, path, x.status, x.path, p)
		}
		for _, f := range p.Faults {
			if f.Detail == "" || strings.ContainsAny(f.Detail, "{}⟦\u202e") {
				t.Errorf("the fault %s reads %q", f.Code, f.Detail)
			}
		}
	}
	text, err := os.ReadFile(o.file)
	if err != nil || !bytes.Equal(text, config.Example()) || o.site() != site || o.newest(t).Version != 1 {
		t.Errorf("something changed: %v", err)
	}
	if now := o.engine.store.Head().Seq; now != head && !onlyLearned(t, o, head) {
		t.Errorf("the log grew from %d to %d", head, now)
	}
}

func onlyLearned(t *testing.T, o *configured, head int64) bool {
	entries, err := o.engine.store.Read(t.Context(), head, 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.Type == wire.ConfigChanged {
			return false
		}
	}
	return true
}

// TestSettingsWaitForTheOpening, through a restart, and then come into force.
func TestSettingsWaitForTheOpening(t *testing.T) {
	o := openConfigured(t)
	s := o.newest(t)
	s.Values["service"].([]any)[0].(map[string]any)["prefix"] = "Z"
	var saved wire.SettingsAnswer
	if status := o.ask(t, "PUT", "", wire.SettingsRequest{Base: 1, Values: s.Values, Effective: "opening"}, &saved); status != 200 || saved.State != "waiting" {
		t.Fatalf("PUT = %d, %+v", status, saved)
	}
	if got := o.issue(t, wire.IssueRequest{Service: "HT"}); got.Number != "A001" || !o.newest(t).Waits {
		t.Errorf("number = %s, want A001", got.Number)
	}
	path, now := o.opts.Engine.Store.Path, o.now
	o.stop()
	now.pass(24 * time.Hour)
	again := &configured{openHall(t, func(x *Options) {
		fromFile(t, o.file)(x)
		x.Engine.Store.Path, x.Engine.Clock = path, now.read
	}), o.file}
	again.now = now
	until(t, func() bool { return !again.newest(t).Waits })
	if got := again.issue(t, wire.IssueRequest{Service: "HT"}); got.Number != "Z001" {
		t.Errorf("number = %s, want Z001", got.Number)
	}
	if text, err := os.ReadFile(o.file); err != nil || !bytes.Contains(text, []byte(`prefix = "Z"`)) {
		t.Errorf("the file is not the version in force: %v", err)
	}
}

// until waits for what a running part of the controller does by itself.
func until(t *testing.T, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); !ok(); {
		if time.Now().After(end) {
			t.Fatal("it does not happen")
		}
		select {
		case <-t.Context().Done():
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// TestSettingsFollowTheFile that somebody writes by hand; a broken one changes nothing and is told.
func TestSettingsFollowTheFile(t *testing.T) {
	o := openConfigured(t)
	put := func(old, new string) {
		t.Helper()
		text := strings.Replace(string(config.Example()), old, new, 1)
		if err := os.WriteFile(o.file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	put("recalls = 3", "recalls = many")
	until(t, func() bool { return o.newest(t).File != "" })
	if s := o.newest(t); s.Version != 1 || o.site().Calling.Recalls != 3 || !strings.Contains(s.File, "center.toml") {
		t.Errorf("settings = %+v, %q", s.SettingsVersion, s.File)
	}
	put("recalls = 3", "recalls = 5")
	until(t, func() bool { return o.newest(t).Version == 2 })
	if s := o.newest(t); s.By != store.ByFile || s.File != "" || o.site().Calling.Recalls != 5 {
		t.Errorf("settings = %+v, %q", s.SettingsVersion, s.File)
	}
}

// TestSettingsVersions lists, compares, exports, imports and takes back.
func TestSettingsVersions(t *testing.T) {
	o := openConfigured(t)
	s := o.newest(t)
	s.Values["calling"].(map[string]any)["recalls"] = 5
	if status := o.ask(t, "PUT", "", wire.SettingsRequest{Base: 1, Values: s.Values, Effective: "now"}, nil); status != 200 {
		t.Fatalf("PUT = %d", status)
	}
	var text []byte
	if status := o.ask(t, "GET", "/file", nil, &text); status != 200 || !bytes.Contains(text, []byte("recalls = 5")) {
		t.Errorf("GET /file = %d", status)
	}
	text = bytes.Replace(text, []byte("# The slip."), []byte("# Our slip."), 1)
	text = bytes.Replace(text, []byte("recalls = 5"), []byte("recalls = 2"), 1)
	var a wire.SettingsAnswer
	if status := o.ask(t, "PUT", "/file?base=2&effective=now", text, &a); status != 200 || a.Version != 3 || len(a.Changes) != 1 {
		t.Errorf("PUT /file = %d, %+v", status, a)
	}
	if status := o.ask(t, "PUT", "/file?base=3&effective=now", []byte("colour = 1\n"), nil); status != 422 {
		t.Errorf("PUT /file with an unknown key = %d", status)
	}
	if status := o.ask(t, "PUT", "/file?base=3&effective=now", []byte("this is prose\n"), nil); status != 422 {
		t.Errorf("PUT /file with prose = %d", status)
	}
	if status := o.ask(t, "GET", "/versions/3", nil, &text); status != 200 || !bytes.Contains(text, []byte("# Our slip.")) {
		t.Errorf("GET /versions/3 = %d", status)
	}
	if status := o.ask(t, "GET", "/versions/3/changes", nil, &a); status != 200 || len(a.Changes) != 1 || a.Changes[0].Old != 5.0 || a.Changes[0].New != 2.0 {
		t.Errorf("GET /versions/3/changes = %d, %+v", status, a)
	}
	if status := o.ask(t, "POST", "/versions/1/restore", wire.SettingsRequest{Base: 3, Effective: "now"}, &a); status != 200 || a.Version != 4 || o.site().Calling.Recalls != 3 {
		t.Errorf("POST restore = %d, %+v", status, a)
	}
	if got, err := os.ReadFile(o.file); err != nil || !bytes.Equal(got, config.Example()) {
		t.Errorf("the file is not that of version 1 again: %v", err)
	}
	var all wire.SettingsVersions
	if status := o.ask(t, "GET", "/versions", nil, &all); status != 200 || len(all.Versions) != 4 || all.Versions[0].State != "in-force" || all.Versions[1].State != "past" {
		t.Errorf("GET /versions = %d, %+v", status, all)
	}
	if status := o.ask(t, "GET", "/versions/99", nil, nil); status != 404 {
		t.Errorf("GET /versions/99 = %d", status)
	}
}

// TestSettingsCheckSaysWhatHappens before it does.
func TestSettingsCheckSaysWhatHappens(t *testing.T) {
	o := openConfigured(t)
	o.issue(t, wire.IssueRequest{Service: "HT"})
	o.issue(t, wire.IssueRequest{Service: "CU"})
	o.act(t, "1", "open", wire.ActionRequest{})
	o.act(t, "1", "next", wire.ActionRequest{})
	s := o.newest(t)
	s.Values["counter"] = s.Values["counter"].([]any)[1:]
	s.Values["tablet"], s.Values["unit"], s.Values["lamp"] = nil, nil, nil
	s.Values["display"] = s.Values["display"].([]any)[:1]
	s.Values["kiosk"] = append(s.Values["kiosk"].([]any), map[string]any{"id": "K3"})
	var c wire.SettingsCheck
	if status := o.ask(t, "POST", "/check", wire.SettingsRequest{Base: 1, Values: s.Values}, &c); status != 200 || len(c.Faults) > 0 || len(c.Days) != 14 {
		t.Fatalf("check = %d, %+v", status, c)
	}
	said := strings.Join(c.Effects, "\n")
	for _, want := range []string{"A001: it goes back", "K3", "K1"} {
		if want != "K1" && !strings.Contains(said, want) {
			t.Errorf("effects = %q, want %q", said, want)
		}
	}
	if o.newest(t).Version != 1 || len(o.site().Counters) != 8 {
		t.Error("asking changed something")
	}
	var picture []byte
	if status := o.ask(t, "POST", "/slip?service=CT", wire.SettingsRequest{Base: 1, Values: s.Values}, &picture); status != 200 || !bytes.HasPrefix(picture, []byte("\x89PNG")) {
		t.Errorf("slip = %d, %.20q", status, picture)
	}
}

// TestSettingsFileThatCannotBeWritten leaves everything as it was.
func TestSettingsFileThatCannotBeWritten(t *testing.T) {
	o := openConfigured(t)
	site := o.site()
	if err := os.RemoveAll(filepath.Dir(o.file)); err != nil {
		t.Fatal(err)
	}
	_, _, err := o.settings.save(t.Context(), 1, store.Now, "x", func(v store.Version, _ config.Values) (config.Values, []byte, error) {
		now, err := config.ReadValues("center.toml", bytes.Replace(v.Text, []byte("demo = false"), []byte("demo = true"), 1))
		return now, config.Rewrite(v.Text, now), err
	})
	if fault.CodeOf(err) != "settings-file" || o.site() != site {
		t.Errorf("save = %v", err)
	}
	if v, _, err := o.engine.store.NewestVersion(t.Context()); err != nil || v.N != 1 {
		t.Errorf("newest = %d, %v", v.N, err)
	}
}
