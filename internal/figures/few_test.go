package figures_test

import (
	"testing"

	"motcua/internal/center"
	. "motcua/internal/figures"
	"motcua/internal/wire"
)

// TestAFilterDoesNotTellTheFew: what the whole has more than a filtered report
// is fewer than five answers.
func TestAFilterDoesNotTellTheFew(t *testing.T) {
	d := &Day{Date: "2026-11-23"}
	answer := func(n int, s center.ServiceCode) {
		for range n {
			d.Answers = append(d.Answers, wire.RatingData{Service: s, Counter: "1", Overall: 5})
		}
	}
	answer(17, "HT")
	answer(3, "DD")
	asked := func(service string) *Table {
		q := Query{From: d.Date, To: d.Date, By: Counter, Filter: map[Dim]string{Service: service}}
		r, err := Report(each([]*Day{d}), q, names)
		if err != nil || len(r.Rows) != 1 {
			t.Fatal(r, err)
		}
		return &r
	}
	if r := asked(""); r.Total.Ratings == nil || r.Total.Ratings.N != 20 {
		t.Errorf("all = %+v, want 20", r.Total.Ratings)
	}
	for _, s := range []string{"HT", "DD"} {
		if r := asked(s); r.Total.Ratings != nil || r.Rows[0].Figures.Ratings != nil {
			t.Errorf("%s = %+v: with the whole it tells 3", s, r.Total.Ratings)
		}
	}
	answer(2, "DD")
	for s, n := range map[string]int{"HT": 17, "DD": 5} {
		if r := asked(s); r.Total.Ratings == nil || r.Total.Ratings.N != n || r.Rows[0].Figures.Ratings == nil {
			t.Errorf("%s = %+v, want %d", s, r.Total.Ratings, n)
		}
	}
}
