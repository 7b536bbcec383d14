package kiosk_test

import (
	"context"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"motcua/internal/i18n"
	"motcua/internal/ui/kit"
	"motcua/internal/ui/kit/kittest"
)

func TestMain(m *testing.M) {
	kittest.Main(m, map[string]func(context.Context) error{
		"gallery": func(context.Context) error { return kittest.Gallery(os.Getenv("GALLERY"), gallery) },
		"kiosk":   nativeKiosk,
	})
}

// sizes are the screens a kiosk is built with.
var sizes = map[string]kit.Geometry{
	"portrait":  kit.NewGeometry(1080, 1920, 21.5, 0.6),
	"landscape": kit.NewGeometry(1920, 1080, 15.6, 0.6),
}

// gallery lays out every screen in both languages.
func gallery(fonts *kit.Fonts) map[string]*kit.Scene {
	scenes := map[string]*kit.Scene{}
	for size, g := range sizes {
		for _, lang := range i18n.Langs {
			for name, flow := range everyScreen(lang) {
				scenes["kiosk-"+size+"-"+string(lang)+"-"+name] = flow.View(g, fonts, "")
			}
		}
	}
	return scenes
}

func TestLayout(t *testing.T) {
	fonts, err := kit.NewFonts()
	if err != nil {
		t.Fatal(err)
	}
	scenes := gallery(fonts)
	for _, name := range slices.Sorted(maps.Keys(scenes)) {
		checkLayout(t, name, scenes[name])
	}
}

func checkLayout(t *testing.T, name string, s *kit.Scene) {
	t.Helper()
	g := s.Geometry
	for _, text := range s.Cut {
		t.Errorf("%s: %q does not fit", name, text)
	}
	for i, target := range s.Targets {
		if r := target.Rect; min(r.W, r.H) < g.MM(kit.TargetMM)-.5 {
			t.Errorf("%s: target %s is %.1f x %.1f mm, want at least 20", name, target.ID, r.W/g.PxPerMM, r.H/g.PxPerMM)
		}
		if !target.Rect.Within(g.All()) {
			t.Errorf("%s: target %s lies beyond the screen", name, target.ID)
		}
		for _, o := range s.Targets[i+1:] {
			if target.Rect.Overlaps(o.Rect) {
				t.Errorf("%s: targets %s and %s overlap", name, target.ID, o.ID)
			}
		}
	}
	var texts []kit.Item
	for _, item := range s.Items {
		if item.Lines == nil {
			continue
		}
		if !item.Rect.Within(g.All()) {
			t.Errorf("%s: text %q lies beyond the screen", name, item.Lines[0].Text)
		}
		if item.Size < g.Least()-.01 {
			t.Errorf("%s: text %q is %.0f px, want at least %.0f", name, item.Lines[0].Text, item.Size, g.Least())
		}
		for _, l := range item.Lines {
			if strings.Contains(l.Text, "⟦") || strings.Contains(l.Text, "{") {
				t.Errorf("%s: text %q lacks a word", name, l.Text)
			}
		}
		for _, o := range texts {
			if item.Rect.Overlaps(o.Rect) {
				t.Errorf("%s: texts %q and %q overlap", name, item.Lines[0].Text, o.Lines[0].Text)
			}
		}
		texts = append(texts, item)
	}
}

// TestPlaces holds the keys every screen shares in one place.
func TestPlaces(t *testing.T) {
	fonts, err := kit.NewFonts()
	if err != nil {
		t.Fatal(err)
	}
	scenes := gallery(fonts)
	first := map[string]kit.Rect{}
	for _, name := range slices.Sorted(maps.Keys(scenes)) {
		size := strings.Split(name, "-")[1]
		for _, target := range scenes[name].Targets {
			if !slices.Contains([]string{"back", "home", "help", "contrast", "lang"}, target.ID) {
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

// TestReach keeps what must be pressed within reach of a seated person on a portrait kiosk.
func TestReach(t *testing.T) {
	fonts, err := kit.NewFonts()
	if err != nil {
		t.Fatal(err)
	}
	for name, s := range gallery(fonts) {
		if !strings.HasPrefix(name, "kiosk-portrait") {
			continue
		}
		for _, target := range s.Targets {
			if target.Rect.Y < 0.3*s.Geometry.H {
				t.Errorf("%s: target %s begins at %.0f %% of the height, want below 30 %%", name, target.ID, 100*target.Rect.Y/s.Geometry.H)
			}
		}
	}
}

// TestGallery paints every screen, so that a person can look at them.
func TestGallery(t *testing.T) {
	dir := kittest.Pictures(t)
	kittest.Paint(t, "gallery", "GALLERY="+dir)
	if _, err := os.Stat(dir + "/kiosk-portrait-vi-attract.png"); err != nil {
		t.Error(err)
	}
}
