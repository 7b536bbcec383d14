package store

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"motcua/internal/center"
)

func TestNotes(t *testing.T) {
	s := open(t, Options{})
	commit := func(b *Batch) {
		t.Helper()
		if b.Empty() {
			t.Fatal("the batch says that it is empty")
		}
		if _, err := s.Commit(t.Context(), b); err != nil {
			t.Fatal(err)
		}
	}
	a := Note{ID: "N1", Ticket: "20261123-A012", Day: "2026-11-23", Counter: "3", Author: "P1", At: 20, Text: "Cần chứng thực <b>"}
	b := Note{ID: "N2", Ticket: "20261123-A012", Day: "2026-11-23", Author: "P2", At: 10, Text: "trước"}
	other := Note{ID: "N3", Ticket: "20261123-A013", Day: "2026-11-23", Author: "P2", At: 5, Text: "khác"}
	commit(&Batch{Notes: []Note{a, b, other}})
	if got, err := s.Notes(t.Context(), a.Ticket); err != nil || !cmp.Equal(got, []Note{b, a}) {
		t.Errorf("Notes = %+v, %v", got, err)
	}
	commit(&Batch{Notes: []Note{{ID: "N2"}}})
	if got, err := s.Notes(t.Context(), a.Ticket); err != nil || !cmp.Equal(got, []Note{a}) {
		t.Errorf("Notes behind a deletion = %+v, %v", got, err)
	}
	if got := fmt.Sprintf("%v", a.LogValue()); got != "N1" {
		t.Errorf("a log would show %s", got)
	}
}

func TestExplanations(t *testing.T) {
	s := open(t, Options{})
	var all []Explanation
	for i, day := range []center.Day{"2026-11-20", "2026-11-21", "2026-11-23"} {
		all = append(all, Explanation{ID: fmt.Sprint("X", i), Author: fmt.Sprint("P", i%2), About: day, Figure: "wait", At: int64(i), Text: "Mất điện"})
	}
	if _, err := s.Commit(t.Context(), &Batch{Explained: all}); err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct {
		author   string
		from, to center.Day
		want     []Explanation
	}{
		{"", "2026-11-20", "2026-11-23", []Explanation{all[2], all[1], all[0]}}, {"P0", "2026-11-01", "2026-11-30", []Explanation{all[2], all[0]}},
		{"", "2026-11-21", "2026-11-22", all[1:2]}, {"P9", "2026-11-01", "2026-11-30", nil},
	} {
		if got, err := s.Explanations(t.Context(), x.author, x.from, x.to); err != nil || !cmp.Equal(got, x.want) {
			t.Errorf("Explanations(%q, %s, %s) = %+v, %v", x.author, x.from, x.to, got, err)
		}
	}
}
