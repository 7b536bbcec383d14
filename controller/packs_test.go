package controller

import (
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"motcua/internal/center"
	"motcua/internal/client"
	"motcua/internal/fault"
	"motcua/internal/fonts"
	"motcua/internal/i18n"
	"motcua/internal/wire"
)

const aPack = `{
"lang": "rad",
"name": "Klei Êđê",
"vietnamese": "tiếng Êđê",
"direction": "ltr",
"review": {"state": "pending"},
"texts": {"kiosk.yes": "Mâo"},
"services": {"HT": "Hră kkiêng"}
}`

// packs asks for language packs, a good one and what there is not.
func (o *tour) packs() {
	dir := o.TempDir()
	for name, raw := range map[string][]byte{"rad.json": []byte(aPack), "rad.ttf": fonts.Regular, "notes.txt": []byte("?")} {
		put(o, dir, name, raw)
	}
	o.configure(func(c *center.Center) {
		c.Languages = []center.Language{{Lang: "rad", Unreviewed: true}, {Lang: "jra"}}
	})
	o.h.packs.opts.Dir = dir
	o.h.packs.look()
	defer i18n.Install(nil, nil)
	a := o.want(200, "", "", "GET /packs", "")
	for _, want := range []string{`{"code":"rad","name":"Klei Êđê","reviewed":false,"sha256":"`, `{"name":"jra.json","problem":"`, `{"name":"notes.txt","problem":"`} {
		if !strings.Contains(string(a.body), want) {
			o.Errorf("GET /packs = %s, want %s in it", a.body, want)
		}
	}
	if a := o.want(200, "", "", "GET /packs/rad", ""); string(a.body) != aPack {
		o.Errorf("GET /packs/rad = %s", a.body)
	}
	o.want(200, "", "", "GET /packs/rad/font", "")
	o.want(404, "pack-unknown", "", "GET /packs/jra", "")
	o.want(404, "pack-unknown", "", "GET /packs/jra/font", "")
	var s wire.Services
	if err := json.Unmarshal(o.want(200, "", testToken, "GET /services", "").body, &s); err != nil || len(s.Languages) != 3 || s.Languages[2].Code != "rad" {
		o.Errorf("GET /services offers the languages %+v, %v", s.Languages, err)
	}
}

func put(t testing.TB, dir, name string, raw []byte) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), raw, 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestShelf keeps the last good pack whatever happens to its file.
func TestShelf(t *testing.T) {
	dir := t.TempDir()
	site := testCenter()
	site.Languages = []center.Language{{Lang: "rad", Unreviewed: true}}
	fits := func(p *i18n.Pack, _ []byte) error {
		if p.Texts["kiosk.no"] == "wide" {
			return &i18n.PackError{Code: "fit", Line: p.Line("kiosk.no"), Key: "kiosk.no", Value: "21.5\""}
		}
		return nil
	}
	s := newShelf(PackOptions{Dir: dir, Fits: fits}, always(site), slog.New(slog.DiscardHandler))
	defer i18n.Install(nil, nil)
	check := func(what string, offered bool, codes ...string) {
		t.Helper()
		s.look()
		var got []string
		for _, x := range s.refused {
			got = append(got, fault.CodeOf(x.err))
			if said := wire.Sentence(i18n.EN, x.err); strings.Contains(said, "{") || !strings.Contains(said, x.name) && fault.CodeOf(x.err) != "pack-font" {
				t.Errorf("%s: it is told %q", what, said)
			}
		}
		if !slices.Equal(got, codes) || (len(s.offered()) == 1) != offered {
			t.Errorf("%s: refused %v, want %v; offered %v, want %v", what, got, codes, s.offered(), offered)
		}
		if offered != (i18n.T("rad", "kiosk.yes") == "Mâo") || offered != (site.Services[0].Name.In("rad") == "Hră kkiêng") {
			t.Errorf("%s: the pack is installed: %v", what, !offered)
		}
	}
	check("an empty folder", false, "pack-absent")
	put(t, dir, "rad.json", []byte(aPack))
	check("a good pack", true)
	for _, x := range []struct{ what, from, to, code string }{
		{"a key", "kiosk.yes", "kiosk.yess", "pack-key"},
		{"another", `"lang": "rad"`, `"lang": "jra"`, "pack-name"},
		{"a wide text", `"Mâo"`, `"Mâo", "kiosk.no": "wide"`, "pack-fit"},
		{"a sign", "Mâo", "Mâo 🙂", "pack-letter"},
		{"half", `"services"`, "", "pack-json"}, // the one that is there at the restart
	} {
		put(t, dir, "rad.json", []byte(strings.Replace(aPack, x.from, x.to, 1)))
		check(x.what, true, x.code)
	}
	s = newShelf(s.opts, always(site), slog.New(slog.DiscardHandler))
	check("the last good one after a restart", true, "pack-json")
	older := strings.Replace(aPack, `"texts": {`, `"texts": {"kiosk.of-an-older-program": "a", `, 1)
	put(t, dir, "rad.json", []byte(older))
	put(t, dir, "kept/rad.json", []byte(older))
	s = newShelf(s.opts, always(site), slog.New(slog.DiscardHandler))
	check("what an older program kept", true, "pack-key")
	put(t, dir, "rad.json", []byte(strings.Replace(aPack, "pending", "reviewed\", \"by\": \"H'Ƀlơ Niê\", \"date\": \"2026-11-20", 1)))
	put(t, dir, "rad.ttf", []byte("no font"))
	check("a broken font", true, "pack-font")
	put(t, dir, "rad.ttf", fonts.Bold)
	check("a font", true)
	if got := s.offered()[0]; !got.Reviewed || got.Font == "" {
		t.Errorf("offered %+v, want it reviewed and with its font", got)
	}
	hostile(t, dir)
	check("hostile names", true, "pack-stranger", "pack-stranger", "pack-stranger")
	for _, name := range []string{"x.json", "\xff.json", "deep"} {
		if err := os.RemoveAll(filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	put(t, dir, "rad.json", []byte(aPack))
	site.Languages[0].Unreviewed = false
	check("a pending one that nobody wants", false, "pack-unreviewed")
	if err := errors.Join(os.Remove(filepath.Join(dir, "rad.json")), os.Symlink("/etc/hostname", filepath.Join(dir, "rad.json"))); err != nil {
		t.Fatal(err)
	}
	check("a link that leaves", false, "pack-absent")
}

// TestAPackThatMayNotBeReadIsNotGone: a copy that belongs to somebody else takes no language away.
func TestAPackThatMayNotBeReadIsNotGone(t *testing.T) {
	for err, want := range map[error]string{os.ErrPermission: "pack-unread", os.ErrNotExist: "pack-absent"} {
		if got := fault.CodeOf(unread(&os.PathError{Op: "open", Path: "rad.json", Err: err}, "rad")); got != want {
			t.Errorf("%v is told as %s, want %s", err, got, want)
		}
	}
	dir := t.TempDir()
	put(t, dir, "rad.json", []byte(aPack))
	f := openFolder(dir)
	defer f.close()
	before := f.state()
	if err := os.Chmod(filepath.Join(dir, "rad.json"), 0o644); err != nil {
		t.Fatal(err)
	}
	if f.state() == before {
		t.Error("nobody sees that the file may be read now")
	}
}

// hostile puts what nobody asked for into a folder of packs.
func hostile(t *testing.T, dir string) {
	put(t, dir, "x.json", []byte(aPack))
	put(t, dir, "\xff.json", nil)
	if err := os.MkdirAll(filepath.Join(dir, "deep", "rad.json"), 0o700); err != nil {
		t.Fatal(err)
	}
}

// TestPackOnThePhone shows a citizen's page in the language of a pack, with the
// name of the service, and says that nobody has approved it.
func TestPackOnThePhone(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, "rad.json", []byte(strings.Replace(aPack, `"texts": {`, `"texts": {"phone.your-number": "Mrô ih", `, 1)))
	h := openHall(t, func(o *Options) {
		o.Packs.Dir, o.Center.Languages = dir, []center.Language{{Lang: "rad", Unreviewed: true}}
	})
	t.Cleanup(func() { i18n.Install(nil, nil) })
	for deadline := time.Now().Add(10 * time.Second); len(h.packs.offered()) == 0 || i18n.Installed("rad") == nil; time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("the pack was not read")
		}
	}
	ticket, err := h.all.Issue(t.Context(), client.NewKey(), wire.IssueRequest{Service: "HT", Purpose: center.Submit})
	if err != nil {
		t.Fatal(err)
	}
	at, err := url.Parse(ticket.URL)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.Get(h.url + at.Path + "?lang=rad")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`<html lang="rad">`, "Mrô ih", "Hră kkiêng", i18n.T(i18n.VI, "ui.pack-pending"), `hreflang="en"`} {
		if !strings.Contains(string(raw), want) {
			t.Errorf("the page in Êđê lacks %q:\n%s", want, raw)
		}
	}
}
