package main

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"motcua/deploy/packs"
	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/i18n"
	"motcua/internal/wire"
)

func samplePack(t *testing.T) string {
	t.Helper()
	raw, err := packs.Files.ReadFile("rad.json")
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// TestPackCheck accepts the sample, which fits every state of the kiosk, and
// says which text does not fit, and in which line.
func TestPackCheck(t *testing.T) {
	sample := samplePack(t)
	line := func(raw, key string) int { return 1 + strings.Count(raw[:strings.Index(raw, `"`+key+`":`)], "\n") }
	check := func(what, raw, code string, at int) {
		t.Helper()
		path := filepath.Join(t.TempDir(), "rad.json")
		if err := os.WriteFile(path, []byte(raw), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := openPack(path)
		if got := fault.CodeOf(err); err != nil && got != code || err == nil && code != "" {
			t.Errorf("%s: openPack = %v, want %q", what, err, code)
			return
		}
		if bad := wire.Sentence(i18n.VI, err); code != "" && !strings.Contains(bad, "rad.json, dòng "+strconv.Itoa(at)+":") {
			t.Errorf("%s: it is told %q, want line %d", what, bad, at)
		}
	}
	check("the sample", sample, "", 0)
	wide := strings.Replace(sample, `"kiosk.take": "`, `"kiosk.take": "`+strings.Repeat("mrômă", 8), 1)
	check("a long text", wide, "pack-fit", line(wide, "kiosk.take"))
	check("a word of ours", strings.Replace(sample, `"kiosk.take"`, `"kiosk.takes"`, 1), "pack-key", line(sample, "kiosk.take"))
}

// TestShows finds a text with its places filled.
func TestShows(t *testing.T) {
	for _, x := range []struct {
		shown, text string
		want        bool
	}{
		{"Mrô A012 leh êgao.", "Mrô {number} leh êgao.", true}, {"Mrô A012 leh êgao.", "Mrô {number} leh", false}, {"1+1", "1+1", true}, {"11", "1+1", false},
	} {
		if got := shows(x.shown, x.text); got != x.want {
			t.Errorf("shows(%q, %q) = %v", x.shown, x.text, got)
		}
	}
}

// TestSampleIsLaid puts the sample where there is none, leaves a file of that
// name alone, and offers it once.
func TestSampleIsLaid(t *testing.T) {
	dir, c := filepath.Join(t.TempDir(), "packs"), &center.Center{}
	for range 2 {
		if err := layPacks(dir, c); err != nil {
			t.Fatal(err)
		}
	}
	raw, err := os.ReadFile(filepath.Join(dir, "rad.json"))
	if err != nil || string(raw) != samplePack(t) || len(c.Languages) != 1 || !c.Languages[0].Unreviewed {
		t.Errorf("the sample was laid: %v, languages %+v", err, c.Languages)
	}
	if err := os.WriteFile(filepath.Join(dir, "rad.json"), []byte("own"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := layPacks(dir, c); err != nil {
		t.Fatal(err)
	}
	if raw, _ := os.ReadFile(filepath.Join(dir, "rad.json")); string(raw) != "own" {
		t.Errorf("a file of the center's own was replaced by %q", raw)
	}
}
