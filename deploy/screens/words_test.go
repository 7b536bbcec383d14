package main

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"motcua/internal/i18n"
	"motcua/internal/ui"
	"motcua/internal/ui/kit"
)

var marked = regexp.MustCompile(`⟪([^⟪⟫]*)⟫`)

// TestPacksHoldWhatCitizensSee shows every state in a language in which each
// text is its own key, and expects a complete pack to hold each key that is
// seen or spoken. What only people of the center see, no pack may hold.
func TestPacksHoldWhatCitizensSee(t *testing.T) {
	p := &i18n.Pack{Lang: "qaa", Texts: map[string]string{}}
	for _, key := range i18n.Keys("") {
		p.Texts[key] = "⟪" + key + "⟫"
	}
	fonts, err := kit.NewFonts()
	if err != nil {
		t.Fatal(err)
	}
	needed, seen := i18n.Needed(), map[string]bool{}
	i18n.Trial(p, func(lang i18n.Lang) {
		for _, s := range states() {
			staff := strings.HasPrefix(s.name, "kiosk-guard") || strings.HasPrefix(s.name, "kiosk-guide")
			for key := range keysOf(s.view(s.geometry(panel{1080, 1920, 21.5}), fonts, ui.Default, lang)) {
				seen[key] = true
				if !staff && !slices.Contains(needed, key) && !known(key) {
					t.Errorf("%s shows %s, which no complete pack holds: see internal/i18n/citizen.go", s.name, key)
				}
			}
		}
	})
	if len(seen) < 150 {
		t.Errorf("only %d texts were seen: this test looks at nothing", len(seen))
	}
}

// known are texts that packs may hold without need, and those that stay
// Vietnamese on a citizen's screen: the mark of a demo, and what a guard reads of the printer.
func known(key string) bool {
	room, _, _ := strings.Cut(key, ".")
	return i18n.Citizen(key) || slices.Contains([]string{"ui", "cause", "common"}, room) ||
		slices.Contains([]string{"kiosk.other-language", "kiosk.guard-hold", "display.test"}, key) || strings.HasPrefix(key, "kiosk.printer-")
}

// keysOf finds the keys of all that a scene shows and says.
func keysOf(s *kit.Scene) map[string]bool {
	keys := map[string]bool{}
	take := func(text string) {
		for _, m := range marked.FindAllStringSubmatch(text, -1) {
			keys[m[1]] = true
		}
	}
	for _, item := range s.Items {
		for _, l := range item.Lines {
			take(l.Text)
		}
	}
	for _, text := range s.Cut {
		take(text)
	}
	for _, target := range s.Targets {
		take(target.Spoken)
	}
	return keys
}
