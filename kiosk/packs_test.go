package kiosk

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"motcua/internal/client"
	"motcua/internal/fonts"
	"motcua/internal/i18n"
	"motcua/internal/ui"
	"motcua/internal/ui/kit"
	"motcua/internal/wire"
)

const aPack = `{"lang": "qaa", "name": "Klei Êđê", "vietnamese": "tiếng Êđê", "direction": "ltr", "review": {"state": "pending"},
"texts": {"kiosk.attract": "Djă màn hình čiăng mă mrô"}}`

// TestLearn offers a pack as soon as the controller does, with its font, and
// says above the center's name that nobody has approved it.
func TestLearn(t *testing.T) {
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/api/v1/packs/qaa":
			_, _ = w.Write([]byte(aPack))
		case "/api/v1/packs/qaa/font":
			_, _ = w.Write(fonts.Regular)
		default:
			http.NotFound(w, r)
		}
	}))
	defer srv.Close()
	defer i18n.Install(nil, nil)
	k := New(Options{ID: "K1", Client: client.New(srv.URL, "")})
	about := exampleAbout()
	about.Languages = []wire.Language{{Code: i18n.VI}, {Code: i18n.EN}, {Code: "qaa", Name: "Klei Êđê", SHA256: "1", Font: "2"}}
	k.flow.Heard(exampleBoard(), about, time.Now())
	k.learn(t.Context(), *about)
	if got := k.flow.tongues(); len(got) != 3 || got[2].Name != "Klei Êđê" {
		t.Errorf("tongues() = %+v, want the pack among them", got)
	}
	faces, err := kit.NewFonts()
	if err != nil {
		t.Fatal(err)
	}
	g := kit.NewGeometry(1080, 1920, 21.5, 0.6)
	k.Tick(time.Now(), nil)
	k.View(g, faces, "")
	if k.Tick(time.Now(), nil) {
		t.Error("a kiosk at rest wants another frame")
	}
	k.flow.Lang = "qaa"
	said := map[string]bool{}
	for _, item := range k.flow.layOut(g, faces, ui.Default, "").Items {
		for _, l := range item.Lines {
			said[l.Text] = true
		}
	}
	if !said["Djă màn hình"] || !said[i18n.T(i18n.VI, "ui.pack-pending")] {
		t.Errorf("the start in the pack's language shows %v", said)
	}
	about.Languages = about.Languages[:2]
	k.learn(t.Context(), *about)
	if !k.Tick(time.Now(), nil) || i18n.Installed("qaa") != nil {
		t.Error("a pack that is gone leaves the screen as it was")
	}
}
