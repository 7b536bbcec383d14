package display_test

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
		"gallery": func(context.Context) error { return kittest.Gallery(os.Getenv("GALLERY"), pictures) },
		"display": nativeDisplay,
	})
}

// sizes are screens as they hang: the demo center's, a large one near by, and one on end.
var sizes = map[string]map[string]kit.Geometry{
	"hall": {"55in-8m": kit.NewGeometry(1920, 1080, 55, 8), "43in-8m": kit.NewGeometry(1920, 1080, 43, 8), "55in-5m": kit.NewGeometry(1920, 1080, 55, 5),
		"55in-portrait": kit.NewGeometry(1080, 1920, 55, 5)},
	"counter": {"15in-4m": kit.NewGeometry(1920, 1080, 15.6, 4)},
}

func gallery(fonts *kit.Fonts) map[string]*kit.Scene {
	scenes := map[string]*kit.Scene{}
	for _, lang := range i18n.Langs {
		for name, show := range everyScreen(lang) {
			kind, _, _ := strings.Cut(name, "-")
			for size, g := range sizes[kind] {
				scenes["display-"+size+"-"+string(lang)+"-"+name] = show.View(g, fonts)
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
		kittest.CheckLayout(t, name, scenes[name])
	}
}

// TestNumberAtAGlance holds the number being called to 0.7 degrees at the distance it is read from.
func TestNumberAtAGlance(t *testing.T) {
	fonts, err := kit.NewFonts()
	if err != nil {
		t.Fatal(err)
	}
	for size, g := range sizes["hall"] {
		scene := show("", i18n.VI, board()).View(g, fonts)
		found := false
		for _, item := range scene.Items {
			if len(item.Lines) == 1 && item.Lines[0].Text == "A012" {
				found = true
				if item.Size < g.Call() {
					t.Errorf("%s: the number called is %.0f px, want at least %.0f", size, item.Size, g.Call())
				}
			}
		}
		if !found {
			t.Errorf("%s: the number called is not shown", size)
		}
	}
}

// TestWhoseHall holds the demo's hall to show the center's name beside the calls and the note that it is a demo.
func TestWhoseHall(t *testing.T) {
	fonts, err := kit.NewFonts()
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range i18n.Langs {
		var words []string
		for _, item := range everyScreen(lang)["hall-demo"].View(sizes["hall"]["55in-8m"], fonts).Items {
			for _, l := range item.Lines {
				words = append(words, l.Text)
			}
		}
		text := strings.Join(words, " ")
		for _, want := range []string{board().Center.In(lang), i18n.T(lang, "display.demo"), i18n.T(lang, "display.called"), "A012"} {
			if !strings.Contains(text, want) {
				t.Errorf("%s: %q is not in %q", lang, want, text)
			}
		}
	}
}

// pictures is what TestGallery paints: all where a person asked for them, else a few.
func pictures(fonts *kit.Fonts) map[string]*kit.Scene {
	scenes := gallery(fonts)
	if os.Getenv("MOTCUA_PICTURES") == "" {
		maps.DeleteFunc(scenes, func(name string, _ *kit.Scene) bool { return !strings.HasPrefix(name, "display-43in-8m-vi-hall-page") })
	}
	return scenes
}

// TestGallery paints the screens, so that a person can look at them.
func TestGallery(t *testing.T) {
	dir := kittest.Pictures(t)
	kittest.Paint(t, "gallery", "GALLERY="+dir)
	if _, err := os.Stat(dir + "/display-43in-8m-vi-hall-page-0.png"); err != nil {
		t.Error(err)
	}
}
