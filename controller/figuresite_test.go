package controller

import (
	"testing"
	"time"

	"motcua/internal/center"
	"motcua/internal/figures"
	"motcua/internal/wire"
)

// TestAClosedDayKeepsItsFigures changes the hours in the evening and lets the
// next day open: the day that was lived before stays as it was, from memory,
// folded again and kept.
func TestAClosedDayKeepsItsFigures(t *testing.T) {
	o := openConfigured(t)
	day := center.DayOf(o.now.read().Wall)
	o.now.pass(3*time.Hour + 20*time.Minute) // 11:20
	o.issue(t, wire.IssueRequest{Service: "HT"})
	o.now.pass(2*time.Hour + 20*time.Minute)
	o.act(t, "1", "open", wire.ActionRequest{})
	o.act(t, "1", "next", wire.ActionRequest{})
	o.now.pass(10 * time.Minute)
	o.act(t, "1", "finish", wire.ActionRequest{})
	o.now.pass(5 * time.Hour) // the evening
	o.closes(t)
	asked := func() (open, waited int) {
		t.Helper()
		r, err := o.engine.table(t.Context(), figures.Query{From: day, To: day})
		if err != nil || r.Total.WaitOpen.N != 1 {
			t.Fatalf("report = %+v, %v", r.Total.WaitOpen, err)
		}
		return r.Total.Time.OpenS, r.Total.WaitOpen.MeanS
	}
	open, waited := asked()
	if open == 0 || waited >= 140*60 {
		t.Fatalf("open for %d s, waited %d s: nothing to compare", open, waited)
	}
	same := func(when string) {
		t.Helper()
		if a, b := asked(); a != open || b != waited {
			t.Errorf("%s: open for %d s, waited %d s; it was %d and %d", when, a, b, open, waited)
		}
	}
	s := o.newest(t)
	hours := s.Values["hours"].(map[string]any)
	for _, d := range []string{"monday", "tuesday", "wednesday", "thursday", "friday"} {
		hours[d] = []string{"07:30-17:00"}
	}
	var saved wire.SettingsAnswer
	if status := o.ask(t, "PUT", "", wire.SettingsRequest{Base: s.Version, Values: s.Values, Effective: "now"}, &saved); status != 200 {
		t.Fatalf("PUT = %d, %+v", status, saved)
	}
	same("from memory")
	o.now.pass(12 * time.Hour)
	o.settle(t)
	same("folded again")
	if err := (&factKeeper{e: o.engine}).keep(t.Context()); err != nil {
		t.Fatal(err)
	}
	same("kept")
}
