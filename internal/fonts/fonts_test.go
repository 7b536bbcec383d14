package fonts_test

import (
	"strings"
	"testing"

	"golang.org/x/image/font/sfnt"

	"motcua/internal/fonts"
)

const vietnamese = "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệfghiìỉĩíịjklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvwxyỳỷỹýỵz"

func TestEveryLetterIsThere(t *testing.T) {
	for name, raw := range map[string][]byte{"regular": fonts.Regular, "bold": fonts.Bold} {
		f, err := sfnt.Parse(raw)
		if err != nil {
			t.Fatalf("Parse(%s) = %v", name, err)
		}
		var buf sfnt.Buffer
		for _, r := range vietnamese + strings.ToUpper(vietnamese) + "0123456789 .,:;–—…“”₫%/()·" {
			if i, err := f.GlyphIndex(&buf, r); err != nil || i == 0 {
				t.Errorf("%s has no glyph for %q (%v)", name, r, err)
			}
		}
	}
}

func TestDigitsHaveOneWidth(t *testing.T) {
	for name, raw := range map[string][]byte{"regular": fonts.Regular, "bold": fonts.Bold} {
		f, err := sfnt.Parse(raw)
		if err != nil {
			t.Fatalf("Parse(%s) = %v", name, err)
		}
		var buf sfnt.Buffer
		widths := map[int]bool{}
		for _, r := range "0123456789" {
			i, err := f.GlyphIndex(&buf, r)
			if err != nil {
				t.Fatal(err)
			}
			w, err := f.GlyphAdvance(&buf, i, 1000*64, 0)
			if err != nil {
				t.Fatal(err)
			}
			widths[int(w)] = true
		}
		if len(widths) != 1 {
			t.Errorf("%s: digits have %d widths, want 1", name, len(widths))
		}
	}
}
