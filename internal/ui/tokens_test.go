package ui_test

import (
	"flag"
	"os"
	"strings"
	"testing"

	"motcua/internal/ui"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func TestContrast(t *testing.T) {
	if got := ui.Contrast(0xffffff, 0x000000); got != 21 {
		t.Fatalf("Contrast(white, black) = %v, want 21", got)
	}
	for _, theme := range ui.Themes {
		for _, p := range theme.Pairs() {
			if got := ui.Contrast(p.On, p.By); got < p.Least {
				t.Errorf("theme %s: %s: Contrast(%v, %v) = %.2f, want at least %v", theme.Name, p.Name, p.On, p.By, got, p.Least)
			}
		}
	}
}

func TestCSS(t *testing.T) {
	got := ui.CSS()
	if *update {
		if err := os.WriteFile("testdata/tokens.css", []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("testdata/tokens.css")
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("CSS() differs from testdata/tokens.css; run with -update and read the diff")
	}
	for _, s := range []string{"--color-ground:", "--color-turn:", "--space-1:", "--text-body:", "--motion-fade:"} {
		if !strings.Contains(got, s) {
			t.Errorf("CSS() lacks %s", s)
		}
	}
}

func TestMix(t *testing.T) {
	for _, c := range []struct {
		share float64
		want  ui.Color
	}{{0, 0x000000}, {1, 0xffffff}, {0.5, 0x808080}} {
		if got := ui.Mix(0x000000, 0xffffff, c.share); got != c.want {
			t.Errorf("Mix(black, white, %v) = %v, want %v", c.share, got, c.want)
		}
	}
}
