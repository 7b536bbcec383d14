package forecast

import (
	"os"
	"testing"
	"time"
)

// warsaw reads the real queues of testdata/warsaw.
func warsaw(t testing.TB) History {
	t.Helper()
	f, err := os.Open("testdata/warsaw/tickets.csv.xz")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	h, err := ReadTrace("tickets.csv.xz", f)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func date(year int, month time.Month, day int) time.Time {
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}

// TestWarsaw holds the predictor against real queues. Polls at minute 4 of five
// are those of the city's snapshots, polls on the full five minutes those of the
// default.
func TestWarsaw(t *testing.T) {
	h := warsaw(t)
	tickets := 0
	for _, d := range h {
		tickets += len(d.Tickets)
	}
	if tickets != 88_246 {
		t.Fatalf("%d tickets were read, want 88246", tickets)
	}
	tests := []struct {
		phase Minutes
		n     int
	}{{4, 32_624}}
	if os.Getenv("MOTCUA_SOAK") != "" {
		tests = append(tests, struct {
			phase Minutes
			n     int
		}{0, 33_134})
	}
	for _, test := range tests {
		r, err := backtest(h, date(2020, 1, 12), plan{test.phase, []moment{atPoll}})
		if err != nil {
			t.Fatal(err)
		}
		m := r.Moments[0]
		if m.N != test.n || len(r.TestDays) != 8 || m.Moment != "first-poll" {
			t.Errorf("offset %v: %d predictions on %d days, want %d on 8", test.phase, m.N, len(r.TestDays), test.n)
		}
		bars(t, m.Scores[byModel])
	}
}

// bars fails where a score misses what the product must reach.
func bars(t *testing.T, s Score) {
	t.Helper()
	t.Logf("%+v AUC %.4f F1 %.4f cover %.4f %.4f %.4f pinball %.3f %.3f vs HOL %.4f, MA60 %.4f",
		s, *s.AUC15, *s.F115, *s.Cover50, *s.Cover80, *s.Cover90, *s.Pinball80, *s.Pinball90, *s.VsHOL, *s.VsAverage)
	for _, bar := range []struct {
		what      string
		got       float64
		low, high float64
	}{
		{"MAE", s.MAE, 0, 7.0},
		{"median error", s.MedianAE, 0, 3.3},
		{"RMSE", s.RMSE, 0, 16},
		{"share below P80", *s.Cover80, .78, .82},
		{"share below P90", *s.Cover90, .88, .92},
		{"AUC above 15 minutes", *s.AUC15, .93, 1},
		{"MAE against HOL", *s.VsHOL, 0, .75},
		{"MAE against the moving average", *s.VsAverage, 0, .60},
	} {
		if !(bar.got >= bar.low && bar.got <= bar.high) {
			t.Errorf("%s = %.4f, want %v to %v", bar.what, bar.got, bar.low, bar.high)
		}
	}
}
