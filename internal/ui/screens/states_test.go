package screens_test

import (
	"net/http"
	"strings"
	"testing"
	"testing/fstest"

	"motcua/internal/ui/screens"
)

// TestStates lists every state and shows the pages of tests locked in.
func TestStates(t *testing.T) {
	h := screens.StatesHandler(screens.States{Names: []string{"kiosk-attract", "kiosk-closed", "display-hall-busy", "display-next-busy"},
		Pages: fstest.MapFS{"phone-called.vi.html": {Data: []byte("<p>Mời ông/bà</p>")}, "label.png": {Data: []byte("png")}}})
	page := body(t, get(t, h, "/states", "Accept-Language", "en"))
	for _, want := range []string{`href="#kiosk-attract"`, `data-state="display-next-busy"`, "Display: hall", `href="/states/page/phone-called.vi.html"`, `value="high-contrast"`, `value="vi"`, `data-inches="21.5"`} {
		if !strings.Contains(page, want) {
			t.Errorf("GET /states lacks %s", want)
		}
	}
	if vi := body(t, get(t, h, "/states")); !strings.Contains(vi, "Mọi màn hình ở mọi trạng thái") || strings.Contains(vi, "⟦") {
		t.Errorf("GET /states in Vietnamese = %s", vi)
	}
	r := get(t, h, "/states/page/phone-called.vi.html")
	if policy := r.Header.Get("Content-Security-Policy"); body(t, r) != "<p>Mời ông/bà</p>" || !strings.Contains(policy, "sandbox") || strings.Contains(policy, "script") {
		t.Errorf("a page of a test has the policy %q", policy)
	}
	for path, want := range map[string]int{"/states/states.js": 200, "/states/states.css": 200, "/states/page/label.png": 404, "/states/page/other.vi.html": 404, "/states/page/..%2Fx.vi.html": 404} {
		if r := get(t, h, path); r.StatusCode != want {
			t.Errorf("GET %s = %d, want %d", path, r.StatusCode, want)
		}
	}
}

// TestStatesScreen is there only for who asked for it.
func TestStatesScreen(t *testing.T) {
	files := fstest.MapFS{"screens.wasm.gz": {Data: packed(t, "wasm")}, "wasm_exec.js": {Data: []byte("go")}}
	for asked, want := range map[bool]int{true: http.StatusOK, false: http.StatusNotFound} {
		h := screens.Handler(screens.Options{Screen: known, Files: files, States: asked})
		if r := get(t, h, "/screens/states"); r.StatusCode != want || asked && !strings.Contains(body(t, r), `data-kind="states"`) {
			t.Errorf("GET /screens/states = %d, want %d", r.StatusCode, want)
		}
	}
}
