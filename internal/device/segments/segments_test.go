package segments

import (
	"bytes"
	"testing"
	"unicode/utf8"
)

func TestEncode(t *testing.T) {
	for _, c := range []struct {
		text   string
		digits int
		want   []byte
	}{
		{"A012", 4, []byte{0x77, 0x7E, 0x30, 0x6D}},
		{"b7", 4, []byte{Blank, Blank, 0x1F, 0x70}},
		{"A0125", 4, []byte{0x7E, 0x30, 0x6D, 0x5B}},
		{"--", 4, []byte{Blank, Blank, Dash, Dash}},
		{"", 2, []byte{Blank, Blank}},
		{"1.5", 2, []byte{0x30 | Point, 0x5B}},
		{".5..", 4, []byte{Blank, Point, 0x5B | Point, Point}},
		{"K1", 2, []byte{Unknown, 0x30}},
		{"Đ", 1, []byte{Unknown}},
		{"12", 0, []byte{}},
		{"12", -1, []byte{}},
	} {
		if got := Encode(c.text, c.digits); !bytes.Equal(got, c.want) {
			t.Errorf("Encode(%q, %d) = % x, want % x", c.text, c.digits, got, c.want)
		}
	}
}

// TestFormsAreToldApart holds every form that a number needs away from the others.
func TestFormsAreToldApart(t *testing.T) {
	alike := map[rune]rune{'I': '1', 'O': '0', 'S': '5', 'Z': '2'}
	seen := map[byte]rune{Unknown: '≡'}
	for r, b := range forms {
		if _, ok := alike[r]; ok {
			if b != forms[alike[r]] {
				t.Errorf("%c does not look like %c", r, alike[r])
			}
			continue
		}
		if other, taken := seen[b]; taken {
			t.Errorf("%c and %c look alike", r, other)
		}
		seen[b] = r
	}
}

func TestMissing(t *testing.T) {
	for text, want := range map[string]string{"A012": "", "KM12K": "KM", "a.b-": "", "Đ1": "Đ"} {
		if got := Missing(text); got != want {
			t.Errorf("Missing(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestTextReadsBack(t *testing.T) {
	for _, text := range []string{"A012", "   7", "  --", "H9.31", "    "} {
		if got := Text(Encode(text, 4)); got != text {
			t.Errorf("Text(Encode(%q)) = %q", text, got)
		}
	}
	if got := Text([]byte{Unknown, 0x02}); got != "??" {
		t.Errorf("Text of no form = %q, want ??", got)
	}
}

func FuzzEncode(f *testing.F) {
	f.Add("A012.", 4)
	f.Fuzz(func(t *testing.T, text string, digits int) {
		digits %= 64
		if got := Encode(text, digits); len(got) != max(digits, 0) {
			t.Fatalf("Encode(%q, %d) has %d bytes", text, digits, len(got))
		}
		if m := Missing(text); utf8.ValidString(text) && len(m) > len(text) {
			t.Fatalf("Missing(%q) = %q", text, m)
		}
	})
}
