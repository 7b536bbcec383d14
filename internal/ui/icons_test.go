package ui_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"motcua/internal/i18n"
	"motcua/internal/ui"
)

func TestIconsStayOnTheGrid(t *testing.T) {
	for _, name := range ui.Icons() {
		for _, f := range strings.Fields(ui.IconPath(name)) {
			if slices.Contains([]string{"M", "L", "C", "Z"}, f) {
				continue
			}
			if v, err := strconv.ParseFloat(f, 64); err != nil || v < 1 || v > ui.IconGrid-1 {
				t.Errorf("icon %s: %q is no number from 1 to 23", name, f)
			}
		}
		if !strings.Contains(string(ui.IconSVG(name)), `<path d="M `) {
			t.Errorf("IconSVG(%s) has no path", name)
		}
	}
}

func TestEveryStateHasIconAndWord(t *testing.T) {
	states := []string{"waiting", "called", "serving", "parked", "finished", "no-show", "canceled", "expired", "open", "closed", "paused", "wrap-up", "present", "absent", "broken", "stale"}
	for _, s := range states {
		sign := ui.SignOf(s)
		if !i18n.Has(sign.Key) || ui.IconPath(sign.Icon) == "" {
			t.Errorf("SignOf(%q) = %+v, want an icon that exists and a word in the catalog", s, sign)
		}
	}
}
