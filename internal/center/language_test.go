package center

import (
	"testing"

	"motcua/internal/i18n"
)

func TestLanguages(t *testing.T) {
	for _, x := range []struct {
		langs []i18n.Lang
		wrong int
	}{
		{nil, 0}, {[]i18n.Lang{"rad", "zh-Hant-TW", "jra"}, 0}, {[]i18n.Lang{"rad", "rad"}, 1}, {[]i18n.Lang{"vi", "en"}, 2},
		{[]i18n.Lang{"", "../rad", "Ede", "x-trial"}, 4}, {[]i18n.Lang{"aa", "bb", "cc", "dd", "ee", "ff", "gg"}, 1},
	} {
		v := &validation{c: &Center{}, seen: map[string]bool{}}
		for _, l := range x.langs {
			v.c.Languages = append(v.c.Languages, Language{Lang: l})
		}
		if v.languages(); len(v.faults) != x.wrong {
			t.Errorf("languages %v: %v, want %d faults", x.langs, v.faults, x.wrong)
		}
	}
}

// TestHallLanguages: a display shows packs, but none that waits for review.
func TestHallLanguages(t *testing.T) {
	c := &Center{Languages: []Language{{Lang: "rad", Unreviewed: true}, {Lang: "jra"}}}
	if got := languageNames(c.hallLanguages()); got != "vi, en, jra" {
		t.Errorf("hallLanguages() = %s, want vi, en, jra", got)
	}
}
