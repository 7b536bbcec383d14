package controller

import (
	"encoding/json"
	"testing"
	"time"

	"motcua/internal/center"
	"motcua/internal/client"
	"motcua/internal/rating"
	"motcua/internal/wire"
)

// TestHowAnswersCameAbout plays a counter whose tablet is touched as soon as a
// leg is finished, by citizens at others, by one that is taken back, and by a
// phone that says it was the tablet; at closing the log has counts and no more.
func TestHowAnswersCameAbout(t *testing.T) {
	h := openHall(t, nil)
	h.act(t, "1", "open", wire.ActionRequest{})
	for i := range 8 {
		token := h.finish(t)
		switch {
		case i < 3:
			h.now.pass(time.Second)
		case i == 3:
			h.act(t, "1", "undo", wire.ActionRequest{})
			h.now.pass(20 * time.Second)
			h.act(t, "1", "finish", wire.ActionRequest{})
			continue
		default:
			h.now.pass(time.Duration(5+4*i) * time.Second)
		}
		as := "tablet"
		if i == 7 {
			as = ""
		}
		if code := h.answer(t, as, client.NewKey(), wire.RatingRequest{Token: token}); code != "" {
			t.Fatalf("answer %d = %q", i, code)
		}
		h.now.pass(5 * time.Minute)
	}
	h.now.pass(11 * time.Hour)
	h.idle(t)
	day := center.DayOf(h.now.read().Wall)
	want := rating.Observed{Counter: "1", Official: "all", Day: day, Legs: 8, Woken: 7, Skipped: 1, Undone: 1,
		Answers: 7, Phone: 1, Timed: 6, Fast: 3, Near: 3, Same: 3}
	got := h.observed(t)
	if len(got.Observed) != 1 || got.Observed[0] != want {
		t.Errorf("observed = %+v, want %+v", got.Observed, want)
	}
	if got.Services["HT"] != 8 || got.Hours["08"] != 8 {
		t.Errorf("services %v, hours %v, want all eight of one hour", got.Services, got.Hours)
	}
}

// observed is what the log says of how answers came about.
func (h *hall) observed(t testing.TB) (all wire.ObservedData) {
	t.Helper()
	for after := int64(0); ; {
		entries, err := h.engine.Read(t.Context(), after, 1000)
		if err != nil {
			t.Fatal(err)
		}
		if len(entries) == 0 {
			return all
		}
		for _, e := range entries {
			after = e.Seq
			if e.Type != wire.RatingsObserved {
				continue
			}
			b, err := e.Decode()
			if err == nil {
				err = json.Unmarshal(b.Data, &all) // maps of the same hour are one
			}
			if err != nil {
				t.Fatal(err)
			}
		}
	}
}
