//go:build !js

package main

import (
	"encoding/json"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"motcua/deploy/packs"
	"motcua/internal/i18n"
	"motcua/internal/ui"
	"motcua/internal/ui/kit"
	"motcua/internal/ui/kit/kittest"
	"motcua/internal/ui/screens"
	"motcua/internal/ui/screens/screenstest"
	"motcua/internal/wire"
)

// statesServer is as much of a demo as the page of states needs.
func statesServer(t *testing.T) *httptest.Server {
	t.Helper()
	pack, err := packs.Files.ReadFile("rad.json")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, s := range states() {
		names = append(names, s.name)
	}
	mux := http.NewServeMux()
	mux.Handle("/screens/", screens.Handler(screens.Options{Screen: func(string, string) (screens.Screen, bool) { return screens.Screen{}, false }, States: true}))
	index := screens.StatesHandler(screens.States{Names: names})
	mux.Handle("/states", index)
	mux.Handle("/states/", index)
	text := func(path, kind, body string) {
		mux.HandleFunc("GET "+path, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", kind)
			_, _ = w.Write([]byte(body))
		})
	}
	text("/static/tokens.css", "text/css", ui.CSS())
	text("/static/base.css", "text/css", string(ui.Base))
	text("/static/live.js", "text/javascript", "export const follow = () => ({stop() {}, again() {}});")
	text("/api/v1/packs/rad", "application/json", string(pack))
	services, err := json.Marshal(wire.Services{Languages: []wire.Language{{Code: "vi"}, {Code: "en"}, {Code: "rad", SHA256: "1"}}})
	if err != nil {
		t.Fatal(err)
	}
	text("/api/v1/services", "application/json", string(services))
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server
}

// TestStatesInABrowser paints the state that the address names, in the language
// of a pack too, and turns the pages of /states.
func TestStatesInABrowser(t *testing.T) {
	if _, err := fs.Stat(screens.Built(), "screens.wasm.gz"); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("screens.wasm.gz is not built: make screens")
		}
		t.Skip("screens.wasm.gz is not built: make screens")
	}
	server, ctx := statesServer(t), screenstest.Browser(t)
	p := screenstest.Open(ctx, t, server.URL+"/screens/states#kiosk-priority,rad,default,21.5", 540, 960)
	p.Wait("the question in Êđê", func(s kit.Status) bool { return s.Detail == "kiosk-priority" && s.Lang == "rad" })
	p.Shot(kittest.Pictures(t), "states-priority-rad")
	evaluate := func(script string) (got string) {
		t.Helper()
		got, err := chromedp.Run(ctx, chromedp.Evaluate[string](script))
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	evaluate(`location.hash = "display-next-crowd,en,night,55"`)
	p.Wait("the hall in English", func(s kit.Status) bool { return s.Detail == "display-next-crowd" && s.Lang == "en" })
	if err := chromedp.Do(ctx, chromedp.Navigate(server.URL+"/states#kiosk-attract,vi,default,k21")); err != nil {
		t.Fatal(err)
	}
	shows := func(want string) {
		t.Helper()
		last := ""
		for deadline := time.Now().Add(60 * time.Second); time.Now().Before(deadline); time.Sleep(30 * time.Millisecond) {
			if last = evaluate(`String(document.getElementById("screen").contentWindow.motcuaState?.())`); strings.Contains(last, `"`+want+`"`) {
				return
			}
		}
		t.Fatalf("the page never showed %s; the last: %s", want, last)
	}
	shows("kiosk-attract")
	evaluate(`document.getElementById("after").click() ?? ""`)
	shows(states()[1].name)
	if got := evaluate(`location.hash`); !strings.HasPrefix(got, "#"+states()[1].name+",vi,") {
		t.Errorf("the address is %q, want one that leads to what is shown", got)
	}
	if i18n.Installed("rad") != nil {
		t.Error("a test has left a pack behind")
	}
}
