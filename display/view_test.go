package display_test

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"

	"motcua/display"
	"motcua/internal/center"
	"motcua/internal/i18n"
	"motcua/internal/ui"
	"motcua/internal/ui/kit"
	"motcua/internal/ui/kit/kittest"
)

func TestMain(m *testing.M) {
	kittest.Main(m, map[string]func(context.Context) error{
		"gallery": func(context.Context) error { return kittest.Gallery(os.Getenv("GALLERY"), pictures) },
		"display": nativeDisplay,
		"slides":  nativeSlides,
	})
}

// screen is a display as it hangs.
type screen struct {
	inches   float64
	portrait bool
}

func (s screen) String() string {
	if s.portrait {
		return fmt.Sprintf("%g-end", s.inches)
	}
	return fmt.Sprintf("%g", s.inches)
}

// geometry is the screen as met by a reader at that distance in meters.
func (s screen) geometry(distance float64) kit.Geometry {
	if s.portrait {
		return kit.NewGeometry(1080, 1920, s.inches, distance)
	}
	return kit.NewGeometry(1920, 1080, s.inches, distance)
}

var sizes = []screen{{15.6, false}, {21.5, false}, {32, false}, {43, false}, {55, false}, {85, false}, {21.5, true}, {32, true}, {55, true}}

// farthest is how far away a layout of the states may be read on a screen.
func farthest(state string, s screen) float64 {
	layout := layoutOf(state)
	l := center.Legibility{Number: 2.81, Counter: 1.17, Counters: 12}
	if strings.HasSuffix(state, "-long") {
		l = center.Legibility{Number: 5.9, Counter: 3.2, Counters: 12}
	}
	return l.Farthest(layout, s.inches, s.portrait)
}

func layoutOf(state string) center.Layout {
	name, _, _ := strings.Cut(state, "-")
	layout, _ := center.LayoutOf(nil, name)
	return layout
}

// TestEveryStateIsLegible computes sizes, contrasts and places of every layout in
// every state, from as far away as the configuration allows and, on some screens,
// from half as far. Each screen meets every second state; with MOTCUA_SOAK each meets all.
func TestEveryStateIsLegible(t *testing.T) {
	all := os.Getenv("MOTCUA_SOAK") != ""
	fonts, err := kit.NewFonts()
	if err != nil {
		t.Fatal(err)
	}
	for n, state := range display.States() {
		for i, s := range sizes {
			if !all && (n+i)%2 == 1 {
				continue
			}
			most, lang := farthest(state.Name, s), i18n.Langs[(n+i)/2%2]
			check := func(distance float64) {
				name := fmt.Sprintf("%s on %v inches at %.1f m in %s", state.Name, s, distance, lang)
				kittest.CheckLayout(t, name, state.View(s.geometry(distance), fonts, ui.Default, lang))
			}
			check(most)
			if (n+i)%3 == 0 {
				check(max(1.1, most/2))
			}
		}
	}
}

// TestEveryThemeIsLegible: the contrasts of each theme, while a call pulses too.
func TestEveryThemeIsLegible(t *testing.T) {
	fonts, err := kit.NewFonts()
	if err != nil {
		t.Fatal(err)
	}
	for _, state := range display.States() {
		for _, theme := range ui.Themes {
			s := screen{55, false}
			kittest.CheckLayout(t, state.Name+" in "+theme.Name, state.View(s.geometry(farthest(state.Name, s)), fonts, theme, i18n.VI))
		}
	}
}

// gallery lays out the pictures whose names are wanted.
func gallery(fonts *kit.Fonts, want func(name string) bool) map[string]*kit.Scene {
	scenes := map[string]*kit.Scene{}
	paint := func(state display.State, s screen, variant string, distance float64, theme ui.Theme, lang i18n.Lang) {
		if name := fmt.Sprintf("display-%s-%v-%s", state.Name, s, variant); want(name) {
			scenes[name] = state.View(s.geometry(distance), fonts, theme, lang)
		}
	}
	for _, state := range display.States() {
		for _, s := range []screen{{55, false}, {55, true}} {
			most := farthest(state.Name, s)
			for _, lang := range i18n.Langs {
				paint(state, s, string(lang), most, ui.Default, lang)
			}
			if !strings.HasSuffix(state.Name, "-busy") && !strings.HasSuffix(state.Name, "-crowd") {
				continue
			}
			paint(state, s, "near", most/2, ui.Default, i18n.VI)
			for _, theme := range ui.Themes[1:] {
				paint(state, s, theme.Name, most, theme, i18n.VI)
			}
		}
	}
	return scenes
}

// TestNumberAtAGlance holds the number being called to 0.7 degrees at the distance it is read from.
func TestNumberAtAGlance(t *testing.T) {
	fonts, err := kit.NewFonts()
	if err != nil {
		t.Fatal(err)
	}
	for _, state := range display.States() {
		if !strings.HasSuffix(state.Name, "-busy") {
			continue
		}
		for _, s := range sizes {
			g := s.geometry(farthest(state.Name, s))
			largest := 0.0
			for _, item := range state.View(g, fonts, ui.Default, i18n.VI).Items {
				if len(item.Lines) == 1 && item.Lines[0].Text == "A012" {
					largest = max(largest, item.Size)
				}
			}
			if largest < g.Call()-.01 {
				t.Errorf("%s on %v inches: the number called is %.0f px, want at least %.0f", state.Name, s, largest, g.Call())
			}
		}
	}
}

// TestWhoseHall holds the demo's hall to show the center's name beside the calls and the note that it is a demo.
func TestWhoseHall(t *testing.T) {
	fonts, err := kit.NewFonts()
	if err != nil {
		t.Fatal(err)
	}
	demo := board()
	demo.Demo = true
	for _, lang := range i18n.Langs {
		var words []string
		for _, item := range show("", lang, demo).View(kit.NewGeometry(1920, 1080, 55, 8), fonts).Items {
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

// pictures is what TestGallery paints: where a person asked for them all, or
// those whose names hold MOTCUA_PICTURES_OF, else a few.
func pictures(fonts *kit.Fonts) map[string]*kit.Scene {
	only := os.Getenv("MOTCUA_PICTURES_OF")
	if os.Getenv("MOTCUA_PICTURES") == "" {
		only = "display-slides-picture-55-"
	}
	return gallery(fonts, func(name string) bool { return strings.Contains(name, only) })
}

// TestGallery paints the screens, so that a person can look at them.
func TestGallery(t *testing.T) {
	dir := kittest.Pictures(t)
	kittest.Paint(t, "gallery", "GALLERY="+dir)
	found, err := os.ReadDir(dir)
	if err != nil || len(found) < 2 {
		t.Errorf("%d pictures, %v, want at least 2", len(found), err)
	}
}
