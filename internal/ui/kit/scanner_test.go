package kit_test

import (
	"testing"
	"time"

	"motcua/internal/ui/kit"
)

func TestScannerIsKnownByItsPace(t *testing.T) {
	const tick = 33 * time.Millisecond
	link := "https://motcua.tranbien.dongnai.gov.vn/t/7K3M5Q2XN6T4VJ8R1PZC"
	for _, c := range []struct {
		name  string
		text  string
		each  time.Duration // between two signs
		enter bool
		want  string
	}{
		{"a scanner", link, 2 * time.Millisecond, true, link},
		{"a slow scanner", link, 25 * time.Millisecond, true, link},
		{"one without Enter", link, 5 * time.Millisecond, false, link},
		{"a short code", "KM4TQ7RX", 3 * time.Millisecond, true, "KM4TQ7RX"},
		{"a fast typist", "xin chao ong ba", 90 * time.Millisecond, true, ""},
		{"a slow typist", "KM4TQ7RX", 700 * time.Millisecond, true, ""},
		{"a few keys at once", "abc", time.Millisecond, true, ""},
		{"Enter alone", "", 0, true, ""},
	} {
		var s kit.Scanner
		var got []string
		now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
		at, typed, signs := now, 0, []rune(c.text)
		for range 600 {
			now = now.Add(tick)
			var fresh []rune
			for typed < len(signs) && !at.After(now) {
				fresh = append(fresh, signs[typed])
				typed++
				at = at.Add(c.each)
			}
			enter := c.enter && typed == len(signs)
			c.enter = c.enter && !enter
			if code, ok := s.Take(now, fresh, enter); ok {
				got = append(got, code)
			}
		}
		if c.want == "" && len(got) > 0 || c.want != "" && (len(got) != 1 || got[0] != c.want) {
			t.Errorf("%s: codes %q, want %q", c.name, got, c.want)
		}
	}
}

func TestScannerDropsWhatIsTooLong(t *testing.T) {
	var s kit.Scanner
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	if code, ok := s.Take(now, make([]rune, 5000), true); ok {
		t.Errorf("Take() of 5000 signs = %d signs, want none", len(code))
	}
	if code, ok := s.Take(now, []rune("KM4TQ7RX"), true); !ok || code != "KM4TQ7RX" {
		t.Errorf("Take() after it = %q, %v, want the code", code, ok)
	}
}

func FuzzScanner(f *testing.F) {
	f.Add("KM4TQ7RX\n", uint8(3))
	f.Add("\x1d\x00\tabc\n\nxyz012345\n", uint8(200))
	f.Fuzz(func(t *testing.T, text string, each uint8) {
		var s kit.Scanner
		now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
		for _, c := range text {
			now = now.Add(time.Duration(each) * time.Millisecond)
			var signs []rune
			if c != '\n' {
				signs = append(signs, c)
			}
			code, ok := s.Take(now, signs, c == '\n')
			if n := len([]rune(code)); ok && (n < 6 || n > 1024 || each > 70) {
				t.Errorf("Take() took %d signs, one each %d ms, for a code", n, each)
			}
		}
	})
}
