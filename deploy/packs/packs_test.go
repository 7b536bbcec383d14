package packs

import (
	"io/fs"
	"testing"

	"motcua/internal/fonts"
	"motcua/internal/i18n"
)

// TestPacks reads the packs as a center does: strictly, with every letter in
// the program's own font. They hold every text that citizens read.
func TestPacks(t *testing.T) {
	drawn, err := fonts.Letters(nil)
	if err != nil {
		t.Fatal(err)
	}
	names, err := fs.Glob(Files, "*.json")
	if err != nil || len(names) == 0 {
		t.Fatalf("packs: %v, %v", names, err)
	}
	for _, name := range names {
		raw, err := Files.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		p, err := i18n.ReadPack(raw, drawn)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for _, key := range p.Missing() {
			t.Errorf("%s lacks %s: %q", name, key, i18n.T(i18n.VI, key))
		}
		if name != string(p.Lang)+".json" || p.Pending() && (p.Review.Note == "" || len(p.Uncertain) == 0) {
			t.Errorf("%s: language %s, pending %v; a pending pack says what its reader must look at", name, p.Lang, p.Pending())
		}
	}
}
