package kiosk_test

import (
	"context"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"motcua/internal/i18n"
	"motcua/internal/ui"
	"motcua/internal/ui/kit"
	"motcua/internal/ui/kit/kittest"
	"motcua/kiosk"
)

func TestMain(m *testing.M) {
	if len(os.Args) == 4 && os.Args[1] == "mouth" {
		mouth(os.Args[2], os.Args[3])
		return
	}
	kittest.Main(m, map[string]func(context.Context) error{
		"gallery": func(context.Context) error { return kittest.Gallery(os.Getenv("GALLERY"), pictures) },
		"kiosk":   nativeKiosk,
	})
}

// sizes are the screens a kiosk is built with.
var sizes = map[string]kit.Geometry{
	"portrait":    kit.NewGeometry(1080, 1920, 21.5, 0.6),
	"landscape":   kit.NewGeometry(1920, 1080, 15.6, 0.6),
	"portrait32":  kit.NewGeometry(1080, 1920, 32, 0.6),
	"landscape21": kit.NewGeometry(1920, 1080, 21.5, 0.6),
	"landscape32": kit.NewGeometry(1920, 1080, 32, 0.6),
}

// gallery lays out every screen that is wanted by its name, in both languages.
func gallery(fonts *kit.Fonts, wanted func(name string) bool) map[string]*kit.Scene {
	scenes := map[string]*kit.Scene{}
	for size, g := range sizes {
		for _, lang := range i18n.Langs {
			for _, state := range kiosk.States() {
				if full := "kiosk-" + size + "-" + string(lang) + "-" + state.Name; wanted(full) {
					scenes[full] = state.View(g, fonts, ui.Default, lang)
				}
			}
		}
	}
	return scenes
}

// laidOut is the gallery for tests that only look at it; see kiosk.Every.
var laidOut = sync.OnceValues(func() (map[string]*kit.Scene, error) {
	fonts, err := kit.NewFonts()
	if err != nil {
		return nil, err
	}
	n := 0
	return gallery(fonts, func(string) bool { n++; return n%kiosk.Every == 0 }), nil
})

func everyScene(t *testing.T) map[string]*kit.Scene {
	t.Helper()
	scenes, err := laidOut()
	if err != nil {
		t.Fatal(err)
	}
	return scenes
}

func TestLayout(t *testing.T) {
	scenes := everyScene(t)
	for _, name := range slices.Sorted(maps.Keys(scenes)) {
		kittest.CheckLayout(t, name, scenes[name])
	}
}

// TestPlaces holds the keys every screen shares in one place.
func TestPlaces(t *testing.T) {
	scenes := everyScene(t)
	first := map[string]kit.Rect{}
	for _, name := range slices.Sorted(maps.Keys(scenes)) {
		size := strings.Split(name, "-")[1]
		for _, target := range scenes[name].Targets {
			if !slices.Contains([]string{"back", "home", "help", "aids", "lang"}, target.ID) {
				continue
			}
			place, known := first[size+target.ID]
			if !known {
				first[size+target.ID] = target.Rect
			} else if !place.Within(target.Rect) || !target.Rect.Within(place) {
				t.Errorf("%s: %s is at %+v, elsewhere at %+v", name, target.ID, target.Rect, place)
			}
		}
	}
}

// TestReach keeps what a citizen must press within reach of a seated person on a portrait kiosk.
func TestReach(t *testing.T) {
	for name, s := range everyScene(t) {
		if !strings.HasPrefix(name, "kiosk-portrait") {
			continue
		}
		for _, target := range s.Targets {
			if !target.Hold && target.Rect.Y < 0.3*s.Geometry.H {
				t.Errorf("%s: target %s begins at %.0f %% of the height, want below 30 %%", name, target.ID, 100*target.Rect.Y/s.Geometry.H)
			}
		}
	}
}

// pictures is what TestGallery paints: all where a person asked for them, those
// whose names MOTCUA_STATES matches, else a few.
func pictures(fonts *kit.Fonts) map[string]*kit.Scene {
	return gallery(fonts, func(name string) bool {
		if asked := os.Getenv("MOTCUA_STATES"); asked != "" {
			return regexp.MustCompile(asked).MatchString(name)
		}
		return os.Getenv("MOTCUA_PICTURES") != "" || strings.HasPrefix(name, "kiosk-portrait-vi-result") || strings.HasPrefix(name, "kiosk-landscape-vi-guide-paper-3")
	})
}

// TestGallery paints screens, so that a person can look at them, and lets
// another program read the QR code of each result from the picture.
func TestGallery(t *testing.T) {
	dir := kittest.Pictures(t)
	kittest.Paint(t, "gallery", "GALLERY="+dir)
	if os.Getenv("MOTCUA_STATES") != "" { // a person looks at some
		return
	}
	results, err := filepath.Glob(filepath.Join(dir, "kiosk-*-result-*.png"))
	if err != nil || len(results) < 6 {
		t.Fatalf("pictures of results: %d, %v, want at least 6", len(results), err)
	}
	zbarimg := kittest.Need(t, "zbarimg", "zbar-tools")
	for _, path := range results {
		out, err := exec.Command(zbarimg, "--quiet", "--raw", path).Output()
		if got := strings.TrimSpace(string(out)); err != nil || got != ticket().URL {
			t.Errorf("%s: zbarimg reads %q, %v, want %q", filepath.Base(path), got, err, ticket().URL)
		}
	}
}
