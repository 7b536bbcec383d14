package i18n

import (
	"testing"
	"time"
)

func TestFormats(t *testing.T) {
	day := time.Date(2026, 11, 23, 7, 30, 0, 0, time.UTC)
	for _, x := range []struct{ got, want string }{
		{Date(VI, day), "thứ Hai, 23/11/2026"},
		{Date(EN, day), "Monday, 23 November 2026"},
		{Clock(day), "07:30"},
		{Int(VI, 1234567), "1.234.567"},
		{Int(EN, -1234), "-1,234"},
		{Int(VI, 12), "12"},
		{Percent(VI, 0.978), "97,8\u00a0%"},
		{Percent(EN, 1), "100.0\u00a0%"},
		{Duration(VI, 95*time.Minute), "1\u00a0giờ 35\u00a0phút"},
		{Duration(EN, 59*time.Second), "59\u00a0s"},
		{T(VI, "no.such"), "⟦no.such⟧"},
		{T(EN, "fault.counter-closed", "counter", 3), "Counter 3 is closed. Open it first."},
	} {
		if x.got != x.want {
			t.Errorf("got %q, want %q", x.got, x.want)
		}
	}
}
