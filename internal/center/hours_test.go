package center

import (
	"testing"
	"time"
)

func TestHours(t *testing.T) {
	day := []Window{{7*60 + 30, 11*60 + 30}, {13 * 60, 17 * 60}}
	h := Hours{Monday: day, Tuesday: day, Wednesday: day, Thursday: day, Friday: day,
		Closed: []Day{"2026-11-24"}, Extra: []Day{"2026-11-28"}, CloseAfter: 30}
	at := func(s string) time.Time {
		v, err := time.ParseInLocation("2006-01-02 15:04", s, Zone)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	for _, x := range []struct {
		at   string
		open bool
		next string
	}{
		{"2026-11-23 07:29", false, "2026-11-23 07:30"}, // Monday
		{"2026-11-23 07:30", true, "2026-11-23 07:30"},
		{"2026-11-23 11:30", false, "2026-11-23 13:00"},
		{"2026-11-23 17:00", false, "2026-11-25 07:30"}, // Tuesday is a holiday
		{"2026-11-24 09:00", false, "2026-11-25 07:30"},
		{"2026-11-28 09:00", true, "2026-11-28 13:00"}, // a Saturday made up
		{"2026-11-29 09:00", false, "2026-11-30 07:30"},
	} {
		if got := h.Open(at(x.at)); got != x.open {
			t.Errorf("Open(%s) = %v, want %v", x.at, got, x.open)
		}
		if got, ok := h.Next(at(x.at)); !ok || !got.Equal(at(x.next)) {
			t.Errorf("Next(%s) = %v, want %s", x.at, got, x.next)
		}
	}
	// 07:00 local is midnight UTC: the day must not turn when centers open.
	if got := DayOf(at("2026-11-23 06:59").UTC()); got != "2026-11-23" {
		t.Errorf("DayOf = %s", got)
	}
	if got := h.End("2026-11-23"); !got.Equal(at("2026-11-23 17:30")) {
		t.Errorf("End = %v", got)
	}
	if _, ok := (&Hours{}).Next(at("2026-11-23 09:00")); ok {
		t.Error("a center without hours opens")
	}
}

func FuzzWindow(f *testing.F) {
	for _, s := range []string{"07:30-11:30", "00:00-24:00", "17:00-07:00", "7:30-11:30", "07:30-11:300", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var w Window
		if w.UnmarshalText([]byte(s)) != nil {
			return
		}
		if text, _ := w.MarshalText(); string(text) != s || w.From >= w.To {
			t.Errorf("%q reads as %v and writes as %s", s, w, text)
		}
	})
}
