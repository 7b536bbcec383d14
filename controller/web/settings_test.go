package web_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"motcua/internal/config"
	"motcua/internal/i18n"
	"motcua/internal/wire"
)

// TestEveryKeyHasWords: a label and a hint in both languages for each key that
// a configuration may have, and a word for each choice that is no code of a maker.
func TestEveryKeyHasWords(t *testing.T) {
	var walk func(fields []config.Field, path string)
	walk = func(fields []config.Field, path string) {
		for _, f := range fields {
			at := strings.TrimPrefix(path+"."+f.Key, ".")
			for _, prefix := range []string{"notices.sms.", "notices.zns."} {
				at = strings.Replace(at, prefix, "gateway.", 1)
			}
			at = strings.NewReplacer("service.policy.", "policy.", "service.slip.", "slip.").Replace(at)
			if at == "service.policy" || at == "service.slip" {
				at = f.Key
			}
			for _, key := range []string{"config.key." + at, "config.key." + at + "-hint"} {
				if !i18n.Has(key) {
					t.Errorf("the catalog has no %s", key)
				}
			}
			walk(f.Fields, at)
		}
	}
	walk(config.Form(), "")
}

// settingsAPI is the interface as far as the page needs it, over the example.
type settingsAPI struct {
	mu    sync.Mutex
	saved wire.SettingsRequest
	acts  []string // what was asked for that changes something, whole configurations
}

func (a *settingsAPI) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var q struct {
		Base      int64           `json:"base"`
		Values    json.RawMessage `json:"values"`
		Effective string          `json:"effective"`
	}
	raw, _ := io.ReadAll(r.Body)
	_ = json.Unmarshal(raw, &q) // a GET has none
	old, _ := config.ReadValues("center.toml", config.Example())
	say := func(v any) { _ = json.NewEncoder(w).Encode(v) }
	switch r.Method + " " + strings.TrimPrefix(r.URL.Path, "/api/v1/settings") {
	case "GET ":
		site, _ := config.ParseCenter("center.toml", config.Example())
		say(wire.Settings{SettingsVersion: wire.SettingsVersion{Version: 2, State: "in-force"}, Values: old, Usual: config.ValuesOf(&site.Center)})
	case "GET /versions":
		say(wire.SettingsVersions{Versions: []wire.SettingsVersion{{Version: 2, At: at, By: "P1", Name: "Trần Thị Bình", State: "in-force"}, {Version: 1, At: at, By: "file", State: "past"}}})
	case "GET /versions/1/changes":
		say(wire.SettingsAnswer{Changes: []wire.SettingsChange{}})
	case "POST /check":
		c := wire.SettingsCheck{Faults: []wire.SettingsFault{}, Changes: []wire.SettingsChange{}, Effects: []string{"A001"}, Restart: []string{}, Days: []wire.SettingsDay{{Day: "2026-11-23", Windows: []string{"07:30-11:30"}}}}
		values, faults := config.FormValues(q.Values)
		if faults == nil {
			_, err := config.ParseCenter("center.toml", config.Rewrite(config.Example(), values))
			for _, f := range config.ProblemsOf(err) {
				faults = append(faults, config.Placed{Path: config.Place(f, values), Fault: f})
			}
			for _, x := range config.Diff(old, values) {
				c.Changes = append(c.Changes, wire.SettingsChange(x))
			}
		}
		for _, f := range faults {
			c.Faults = append(c.Faults, wire.SettingsFault{Path: f.Path, Code: f.Fault.Code, Detail: wire.Sentence(i18n.VI, f.Fault)})
		}
		say(c)
	case "POST /file/check", "POST /versions/1/check":
		a.foresee(w, r, string(raw))
	case "PUT /file", "POST /versions/1/restore":
		a.mu.Lock()
		a.acts = append(a.acts, r.URL.RequestURI()+" "+q.Effective)
		a.mu.Unlock()
		say(wire.SettingsAnswer{SettingsVersion: wire.SettingsVersion{Version: 4, State: "waiting"}})
	case "PUT ":
		a.mu.Lock()
		_ = json.Unmarshal(raw, &a.saved)
		a.mu.Unlock()
		say(wire.SettingsAnswer{SettingsVersion: wire.SettingsVersion{Version: 2, State: "in-force"}})
	default:
		w.WriteHeader(http.StatusNotFound)
	}
}

// foresee tells what a whole configuration would do: over version 2 that
// somebody else was quicker, of prose that it is none.
func (a *settingsAPI) foresee(w http.ResponseWriter, r *http.Request, text string) {
	changes := []wire.SettingsChange{{Path: []string{"counter", "1"}, Old: map[string]any{"id": "1"}}, {Path: []string{"calling", "recalls"}, Old: 3, New: 5}}
	if r.URL.Query().Get("base") == "2" || strings.Contains(text, `"base":2`) {
		w.WriteHeader(http.StatusConflict)
		_ = json.NewEncoder(w).Encode(wire.SettingsProblem{Newest: &wire.SettingsVersion{Version: 3, At: at, By: "P2", Name: "Lê Văn Cường"}, Changes: changes[1:]})
		return
	}
	c := wire.SettingsCheck{Faults: []wire.SettingsFault{}, Changes: changes, Days: []wire.SettingsDay{}, Restart: []string{},
		Effects: []string{i18n.T(i18n.VI, "config.effect-held", "counter", "1 · Hộ tịch", "number", "A012")}}
	if strings.Contains(text, "prose") {
		c = wire.SettingsCheck{Faults: []wire.SettingsFault{{Line: 3, Code: "config-syntax", Detail: "Không hiểu được."}, {Line: 41, Code: "config-unknown-key", Detail: "Không có mục nào tên là recals."}}}
	}
	_ = json.NewEncoder(w).Encode(c)
}

// TestNothingActsBeforeItsEffectsAreSeen: a file and an old version are looked
// at first, again where somebody else was quicker, and act only when told so.
func TestNothingActsBeforeItsEffectsAreSeen(t *testing.T) {
	api := &settingsAPI{}
	mux := http.NewServeMux()
	mux.Handle("/api/v1/settings", api)
	mux.Handle("/api/v1/settings/", api)
	mux.Handle("/", scene{}.handler())
	b := newBrowser(t, mux, "manager")
	acts := func(want ...string) {
		t.Helper()
		api.mu.Lock()
		defer api.mu.Unlock()
		if !slices.Equal(api.acts, want) {
			t.Errorf("acted %q, want %q", api.acts, want)
		}
	}
	look := func(what string) {
		t.Helper()
		for _, line := range b.broken() {
			t.Errorf("%s: %s", what, line)
		}
	}
	choose := func(name, text string) {
		t.Helper()
		eval[bool](b, fmt.Sprintf(`(() => { const d = new DataTransfer(), i = document.getElementById("import"); d.items.add(new File([%q], %q)); i.files = d.files; i.dispatchEvent(new Event("change")); return true })()`, text, name))
	}
	press := func(selector string) {
		t.Helper()
		eval[bool](b, `(document.querySelector("`+selector+`").focus(), true)`)
		b.do("press", chromedp.KeyEvent(kb.Enter))
	}
	said := func(what string, words ...string) {
		t.Helper()
		text := eval[string](b, `document.querySelector("`+what+`").textContent`)
		for _, w := range words {
			if !strings.Contains(text, w) {
				t.Errorf("%s reads %q, want %q", what, text, w)
			}
		}
	}
	b.open("/settings?lang=vi#versions", 1280, 900)
	b.until(`document.getElementById("import")`)
	choose("cu.toml", "demo = true")
	b.until(`document.querySelector("dialog[open] .main")`)
	said("dialog", "Lê Văn Cường", "3")
	press("dialog .main") // look again, at the newest version
	b.until(`document.querySelector("dialog[open] [name=effective]")`)
	said("dialog", "cu.toml", "A012", "Chưa có gì thay đổi")
	look("the effects of a file")
	press("dialog .tools button:last-child")
	b.until(`!document.querySelector("dialog[open]")`)
	acts()
	choose("sai.toml", "prose")
	b.until(`document.querySelector("dialog[open] .main")`)
	press("dialog .main")
	b.until(`document.querySelectorAll(".wrong li").length === 2`)
	said(".wrong", "Dòng 3:", "Dòng 41:")
	look("a file that cannot be used")
	acts()
	choose("moi.toml", "demo = true")
	b.until(`document.querySelector("dialog[open] .main")`)
	press("dialog .main")
	b.until(`document.querySelector("dialog[open] [name=effective]")`)
	eval[bool](b, `(document.querySelector("[name=effective][value=opening]").click(), document.querySelector(".versions").id = "before", true)`)
	press("dialog .main")
	b.until(`document.querySelectorAll(".versions:not(#before) details").length === 2`)
	acts("/api/v1/settings/file?base=3&effective=opening ")
	eval[bool](b, `(document.querySelectorAll(".versions details")[1].open = true, true)`)
	b.until(`document.querySelector(".versions .tools button")`)
	press(".versions .tools button")
	b.until(`document.querySelector("dialog[open] .main")`)
	press("dialog .main")
	b.until(`document.querySelector("dialog[open] [name=effective]")`)
	said("dialog", "phiên bản 1", "A012")
	look("the effects of an old version")
	press("dialog .main")
	b.until(`!document.querySelector("dialog[open]")`)
	acts("/api/v1/settings/file?base=3&effective=opening ", "/api/v1/settings/versions/1/restore now")
}

// TestSettingsByKeyboard adds a holiday without a mouse, sees a wrong letter at
// its field, takes it back, and saves; no part of the page breaks a rule of
// accessibility.
func TestSettingsByKeyboard(t *testing.T) {
	api := &settingsAPI{}
	pages := scene{setup: nil}.handler()
	mux := http.NewServeMux()
	mux.Handle("/api/v1/settings", api)
	mux.Handle("/api/v1/settings/", api)
	mux.Handle("/", pages)
	b := newBrowser(t, mux, "manager")
	look := func(what string) {
		t.Helper()
		for _, line := range b.broken() {
			t.Errorf("%s: %s", what, line)
		}
	}
	press := func(keys string) { t.Helper(); b.do("press", chromedp.KeyEvent(keys)) }
	b.open("/settings?lang=vi", 1280, 900)
	b.until(`document.querySelector(".quick a")`)
	look("start")
	eval[bool](b, `(document.querySelector(".quick a").focus(), true)`)
	press(kb.Enter)
	b.until(`document.activeElement.id === "f-hours-closed-add"`)
	eval[bool](b, `(document.activeElement.value = "2027-09-03", true)`) // how a date is typed is the browser's
	eval[bool](b, `(document.activeElement.nextElementSibling.focus(), true)`)
	press(kb.Enter)
	b.until(`document.getElementById("count").textContent.includes("1")`)
	look("hours")
	eval[bool](b, `(location.hash = "service/0", true)`)
	b.until(`document.activeElement.id === "f-service-0-code"`)
	eval[bool](b, `(document.getElementById("f-service-0-prefix").select(), document.getElementById("f-service-0-prefix").focus(), true)`)
	press("b")
	b.until(`document.getElementById("f-service-0-prefix-fault").textContent !== ""`)
	look("a fault")
	if !eval[bool](b, `document.getElementById("review").disabled`) {
		t.Error("what is wrong can be saved")
	}
	eval[bool](b, `(document.getElementById("undo").focus(), true)`)
	press(kb.Enter)
	b.until(`!document.getElementById("review").disabled`)
	eval[bool](b, `(document.getElementById("review").focus(), true)`)
	press(kb.Enter)
	b.until(`document.querySelector("dialog[open] .main")`)
	look("the question")
	eval[bool](b, `(document.querySelector("dialog .main").focus(), true)`)
	press(kb.Enter)
	b.until(`!document.getElementById("notice").hidden`)
	api.mu.Lock()
	defer api.mu.Unlock()
	hours, _ := api.saved.Values["hours"].(map[string]any)
	if days, _ := hours["closed"].([]any); api.saved.Base != 2 || api.saved.Effective != "now" || !slices.Contains(days, any("2027-09-03")) {
		t.Errorf("saved %d, %q, %v", api.saved.Base, api.saved.Effective, hours["closed"])
	}
}

// TestEveryPartOfTheSettings shows every part in both languages: nothing is
// wider than a phone's window, and axe finds nothing in parts of each shape.
func TestEveryPartOfTheSettings(t *testing.T) {
	mux := http.NewServeMux()
	mux.Handle("/api/v1/settings", &settingsAPI{})
	mux.Handle("/api/v1/settings/", &settingsAPI{})
	mux.Handle("/", scene{}.handler())
	b := newBrowser(t, mux, "manager")
	for i, wide := range []int64{360, 1280} {
		b.open("/settings?lang="+string(i18n.Langs[i%2]), wide, 900)
		b.until(`document.querySelector(".quick a")`)
		for _, part := range eval[[]string](b, `[...document.querySelectorAll("#parts a")].map((a) => a.hash)`) {
			eval[bool](b, `(location.hash = "`+part+`", true)`)
			b.until(`document.querySelector("#parts a[aria-current]")?.hash === "` + part + `" && document.querySelector("#pane h2")`)
			eval[bool](b, `([...document.querySelectorAll("#pane details")].slice(0, 2).forEach((d) => (d.open = true)), true)`)
			if over := eval[int](b, `document.documentElement.scrollWidth - innerWidth`); over > 0 {
				t.Errorf("%s at %d is %d pixels too wide", part, wide, over)
			}
			if wide != 1280 || !slices.Contains([]string{"#center", "#counter", "#slip", "#layout", "#voice", "#notices", "#unit", "#versions"}, part) {
				continue
			}
			for _, line := range b.broken() {
				t.Errorf("%s: %s", part, line)
			}
		}
	}
}
