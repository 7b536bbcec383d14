package controller

import (
	"net/http"
	"slices"
	"testing"
	"time"

	"motcua/internal/rating"
	"motcua/internal/store"
)

// TestNobodyReadsCommentsOfTheOwnCounter writes comments without an official and
// looks who reads them, that day and on the next.
func TestNobodyReadsCommentsOfTheOwnCounter(t *testing.T) {
	d := openDesk(t)
	d.sit("1", d.lan)
	o := d.h.engine.ask(t.Context(), memo{}, func(t *tx) (int, any, error) {
		for id, l := range map[string]rating.Leg{"own": {Counter: "1"}, "named": {Counter: "1", Official: d.binh.ID}, "other": {Counter: "2"}, "bare": {}} {
			t.batch.Comments = append(t.batch.Comments, store.Comment{ID: id, Day: t.day.Date, Label: l, Text: "x"})
		}
		return http.StatusNoContent, nil, nil
	})
	if o.err != nil {
		t.Fatal(o.err)
	}
	for _, when := range []string{"that day", "the next day"} {
		for who, want := range map[string][]string{d.lan.ID: {"bare", "named", "other"}, d.binh.ID: {"bare", "other", "own"}} {
			v, err := d.h.engine.commentsFor(t.Context(), who, "2026-11-23", "2026-11-23")
			var got []string
			for _, x := range v.Comments {
				got = append(got, x.ID)
			}
			if slices.Sort(got); err != nil || !slices.Equal(got, want) {
				t.Errorf("%s: %s reads %v, %v, want %v", when, who, got, err, want)
			}
		}
		d.h.now.pass(25 * time.Hour)
		d.ticket("greeter", aTicket)
	}
}
