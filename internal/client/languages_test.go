package client_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"motcua/internal/center"
	"motcua/internal/client"
	"motcua/internal/i18n"
	"motcua/internal/wire"
)

const aPack = `{"lang": "rad", "name": "Klei Êđê", "vietnamese": "tiếng Êđê", "direction": "ltr", "review": {"state": "pending"},
"texts": {"kiosk.yes": "Mâo"}, "services": {"HT": "Hră kkiêng"}}`

// TestLanguages installs a pack once, again when it changed, and nothing of one that does not come.
func TestLanguages(t *testing.T) {
	asked, pack := 0, aPack
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked++
		switch r.URL.Path {
		case "/api/v1/packs/rad":
			_, _ = w.Write([]byte(pack))
		case "/api/v1/packs/rad/font":
			_, _ = w.Write([]byte("a font"))
		default:
			http.NotFound(w, r)
		}
	}))
	defer srv.Close()
	defer i18n.Install(nil, nil)
	l := client.New(srv.URL, "").Languages()
	name := i18n.Text{VI: "Hộ tịch"}
	offer := func(sha, font string) wire.Services {
		return wire.Services{Services: []center.Service{{Code: "HT", Name: name}},
			Languages: []wire.Language{{Code: "vi"}, {Code: "en"}, {Code: "rad", SHA256: sha, Font: font}}}
	}
	update := func(s wire.Services, change bool, fonts, most int, says string) {
		t.Helper()
		asked = 0
		f, changed, err := l.Update(t.Context(), s)
		if err != nil || changed != change || len(f) != fonts || asked != most {
			t.Errorf("Update = %d fonts, %v, %v after %d questions, want %d, %v after %d", len(f), changed, err, asked, fonts, change, most)
		}
		if got := i18n.T("rad", "kiosk.yes") + " " + name.In("rad"); got != says {
			t.Errorf("the pack says %q, want %q", got, says)
		}
	}
	update(wire.Services{Languages: []wire.Language{{Code: "vi"}, {Code: "en"}}}, false, 0, 0, "Có Hộ tịch")
	update(offer("1", "f"), true, 1, 2, "Mâo Hră kkiêng")
	update(offer("1", "f"), false, 0, 0, "Mâo Hră kkiêng")
	pack = strings.Replace(pack, "Mâo", "Mâo leh", 1)
	update(offer("2", "f"), true, 1, 1, "Mâo leh Hră kkiêng")
	pack = "{"
	if _, changed, err := l.Update(t.Context(), offer("3", "")); err == nil || changed || i18n.T("rad", "kiosk.yes") != "Mâo leh" {
		t.Errorf("a broken pack changed what is installed: %v", err)
	}
	update(wire.Services{}, true, 0, 0, "Có Hộ tịch")
}
