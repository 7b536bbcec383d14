package queue

import (
	"regexp"
	"testing"
	"time"

	"motcua/internal/center"
	"motcua/internal/fault"
)

func TestPaperNumber(t *testing.T) {
	for written, want := range map[string]string{
		"P017": "P017", " p017\n": "P017", "7": "07", "P7": "P07", "abc99999": "ABC99999", "1002": "1002",
		"": "", "P": "", "ABCD1": "", "123456": "", "P-17": "", "17P": "", "Đ017": "", "P٧": "", "P0 17": "",
	} {
		got, err := PaperNumber(written)
		if got != want || (err == nil) != (want != "") || err != nil && fault.CodeOf(err) != "paper-number" {
			t.Errorf("PaperNumber(%q) = %q, %v; want %q", written, got, err, want)
		}
	}
}

func TestTaken(t *testing.T) {
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, center.Zone)
	for _, c := range []struct {
		back time.Duration
		ok   bool
	}{{0, true}, {-time.Second, false}, {8 * time.Hour, true}, {8*time.Hour + time.Second, false}, {10 * time.Hour, false}} {
		if err := Taken("2026-11-23", now.Add(-c.back), now); (err == nil) != c.ok {
			t.Errorf("taken %s ago = %v, want %t", c.back, err, c.ok)
		}
	}
	early := time.Date(2026, 11, 23, 1, 0, 0, 0, center.Zone)
	if err := Taken("2026-11-23", early.Add(-2*time.Hour), early); err == nil {
		t.Error("a number taken yesterday is one of today")
	}
}

func FuzzPaperNumber(f *testing.F) {
	for _, s := range []string{"P017", " 7 ", "ABC12345", "p-1", "\xff1", "00000"} {
		f.Add(s)
	}
	form := regexp.MustCompile(`^[A-Z]{0,3}[0-9]{2,5}$`) // that every reader of the log knows
	f.Fuzz(func(t *testing.T, written string) {
		got, err := PaperNumber(written)
		if err == nil && !form.MatchString(got) {
			t.Errorf("PaperNumber(%q) = %q", written, got)
		}
		if again, _ := PaperNumber(got); err == nil && again != got {
			t.Errorf("PaperNumber(%q) = %q, and of that %q", written, got, again)
		}
	})
}
