package kiosk

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"motcua/internal/i18n"
	"motcua/internal/ui"
	"motcua/internal/ui/kit"
)

// screens are what a kiosk may have, on end and lying.
var screens = map[string]kit.Geometry{
	"15.6 lying":  kit.NewGeometry(1920, 1080, 15.6, 0.6),
	"21.5 on end": kit.NewGeometry(1080, 1920, 21.5, 0.6), "21.5 lying": kit.NewGeometry(1920, 1080, 21.5, 0.6),
	"32 on end": kit.NewGeometry(1080, 1920, 32, 0.6), "32 lying": kit.NewGeometry(1920, 1080, 32, 0.6),
}

// played is every state in that language, see Every, played once: laying out changes nothing.
func played(lang i18n.Lang) map[string]*Flow {
	flows, all := map[string]*Flow{}, plays()
	for i, name := range slices.Sorted(maps.Keys(all)) {
		if i%Every == 0 {
			flows[name] = all[name](lang)
		}
	}
	return flows
}

// TestLegible holds every screen of the kiosk to the rules of legibility, on
// every size, in both languages, for each way to use it. TestLayout looks at the plain one.
func TestLegible(t *testing.T) {
	t.Parallel()
	fonts, err := kit.NewFonts()
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range i18n.Langs {
		for name, f := range played(lang) {
			for size, g := range screens {
				if lang == i18n.EN && size != "15.6 lying" && size != "21.5 on end" { // the tightest of each kind
					continue
				}
				for way, aids := range map[string]Aids{"large": {Large: true}, "low": {Low: true}} {
					legible(t, strings.Join([]string{way, size, string(lang), name}, ", "), f, aids, g, fonts)
				}
			}
			legible(t, "contrast, "+string(lang)+", "+name, f, Aids{Contrast: true}, screens["21.5 on end"], fonts)
		}
	}
}

// TestLargeIsLarger holds that large letters are larger: no essential text is
// smaller than before, and the titles and tiles are so by one step.
func TestLargeIsLarger(t *testing.T) {
	t.Parallel()
	fonts, err := kit.NewFonts()
	if err != nil {
		t.Fatal(err)
	}
	smallest := func(f *Flow, g kit.Geometry) float64 {
		least := g.H
		for _, item := range f.layOut(g, fonts, ui.Default, "").Items {
			if item.Essential {
				least = min(least, item.Size)
			}
		}
		return least
	}
	for name, f := range played(i18n.VI) {
		for _, size := range []string{"15.6 lying", "21.5 on end"} {
			g := screens[size]
			f.Large = false
			before := smallest(f, g)
			f.Large = true
			after := smallest(f, g)
			if after < before*.96 {
				t.Errorf("%s, %s: the smallest essential text is %.0f px in large letters, %.0f px without", size, name, after, before)
			}
			if want := g.Call() * larger * .95; (name == "service" || name == "purpose") && after < want {
				t.Errorf("%s, %s: the smallest essential text is %.0f px in large letters, want %.0f px", size, name, after, want)
			}
		}
	}
}

func legible(t *testing.T, name string, f *Flow, aids Aids, g kit.Geometry, fonts *kit.Fonts) {
	t.Helper()
	f.Low, f.Large, f.Contrast = aids.Low, aids.Large, aids.Contrast
	s := f.layOut(g, fonts, ui.Default, "")
	for _, v := range s.Violations(kit.AtHand) {
		t.Errorf("%s: %s", name, v)
	}
	if !aids.Low || f.step == Guard || f.step == Guide { // guards stand
		return
	}
	highest := g.H / 2
	for _, target := range s.Targets {
		if g.Portrait() {
			highest = g.H - max(g.H/2, g.MM(lowPortrait))
		} else {
			highest = g.H - max(g.H/2, g.MM(lowLandscape))
		}
		if !target.Hold && target.Rect.Y < highest-g.MM(2) {
			t.Errorf("%s: target %s begins %.0f mm above the screen's lower edge, want at most %.0f mm", name, target.ID,
				(g.H-target.Rect.Y)/g.PxPerMM, (g.H-highest)/g.PxPerMM)
		}
	}
}
