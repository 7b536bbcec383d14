package controller

import (
	"strings"
	"testing"
	"time"

	"motcua/internal/center"
	"motcua/internal/client"
	"motcua/internal/fault"
	"motcua/internal/rating"
	"motcua/internal/wire"
)

// typeIn types a sheet in and returns why it was refused.
func (h *hall) typeIn(t testing.TB, as, key string, q wire.PaperRatingRequest) string {
	t.Helper()
	if q.Answers.Overall == 0 {
		q.Answers.Overall = 2
	}
	if err := client.New(h.url, as).RateOnPaper(t.Context(), key, q); err != nil {
		return fault.CodeOf(err)
	}
	return ""
}

// TestSheetsCountOnce, typed in by who is not rated.
func TestSheetsCountOnce(t *testing.T) {
	h := exitHall(t)
	h.act(t, "2", "open", wire.ActionRequest{})
	h.served(t, "2", "both")
	sheets := h.engine.Sheets(3)
	other := exitHall(t).engine.Sheets(1)[0]
	spelled := strings.ToUpper(sheets[0][:4] + " " + sheets[0][4:8] + "-" + sheets[0][8:])
	today, long := center.Day("2026-11-23"), center.Day("2026-11-15")
	for _, x := range []struct {
		as, key, want string
		q             wire.PaperRatingRequest
	}{
		{"staff", "a", "role", wire.PaperRatingRequest{Sheet: sheets[0], Counter: "2", Day: today}},
		{"both", "a", "rating-own", wire.PaperRatingRequest{Sheet: sheets[0], Counter: "2", Day: today}},
		{"both", "a", "rating-own", wire.PaperRatingRequest{Sheet: sheets[0], Day: today}},
		{"greeter-1", "a", "sheet-unknown", wire.PaperRatingRequest{Sheet: other, Counter: "2", Day: today}},
		{"greeter-1", "a", "sheet-unknown", wire.PaperRatingRequest{Sheet: "aaaaaaaaaaaa", Counter: "2", Day: today}},
		{"greeter-1", "a", "sheet-unknown", wire.PaperRatingRequest{Counter: "2", Day: today}},
		{"greeter-1", "a", "counter-unknown", wire.PaperRatingRequest{Sheet: sheets[0], Counter: "9", Day: today}},
		{"greeter-1", "a", "sheet-day", wire.PaperRatingRequest{Sheet: sheets[0], Counter: "2", Day: long}},
		{"greeter-1", "a", "sheet-day", wire.PaperRatingRequest{Sheet: sheets[0], Counter: "2", Day: "2026-11-24"}},
		{"greeter-1", "a", "rating-level", wire.PaperRatingRequest{Sheet: sheets[0], Counter: "2", Day: today, Answers: wire.Answers{Overall: 6}}},
		{"greeter-1", "a", "", wire.PaperRatingRequest{Sheet: spelled, Counter: "2", Day: today}},
		{"greeter-1", "a", "", wire.PaperRatingRequest{Sheet: sheets[0], Counter: "2", Day: today}}, // the answer was lost
		{"greeter-1", "b", "sheet-entered", wire.PaperRatingRequest{Sheet: sheets[0], Counter: "2", Day: today}},
		{"greeter-1", "a", "key-reused", wire.PaperRatingRequest{Sheet: sheets[1], Counter: "2", Day: today}},
		{"both", "c", "", wire.PaperRatingRequest{Sheet: sheets[1], Counter: "1", Day: today}},
	} {
		if code := h.typeIn(t, x.as, x.key, x.q); code != x.want {
			t.Errorf("%s enters %+v = %q, want %q", x.as, x.q, code, x.want)
		}
	}
	if n := len(h.engine.pending); n != 2 {
		t.Errorf("%d answers wait, want 2", n)
	}
	h.now.pass(31 * 24 * time.Hour)
	if code := h.typeIn(t, "greeter-1", "d", wire.PaperRatingRequest{Sheet: sheets[2], Counter: "1", Day: "2026-12-24"}); code != "sheet-unknown" {
		t.Errorf("an old sheet = %q, want sheet-unknown", code)
	}
}

// TestASheetTellsNoMoreThanFiveVisitsShare: counter and day where there were
// enough, once the day is over, else it waits.
func TestASheetTellsNoMoreThanFiveVisitsShare(t *testing.T) {
	h := exitHall(t)
	h.act(t, "1", "open", wire.ActionRequest{})
	h.act(t, "2", "open", wire.ActionRequest{})
	for range 5 {
		h.served(t, "1", testToken)
	}
	h.served(t, "2", "both")
	sheets := h.engine.Sheets(6)
	for i, counter := range []center.CounterID{"1", "1", "1", "1", "1", "2"} {
		if code := h.typeIn(t, "greeter-1", client.NewKey(), wire.PaperRatingRequest{Sheet: sheets[i], Counter: counter, Day: "2026-11-23"}); code != "" {
			t.Fatal(code)
		}
	}
	h.now.pass(2 * time.Hour)
	h.idle(t)
	if all := h.admitted(t); len(all) > 0 {
		t.Errorf("admitted %+v before the day was over", all)
	}
	h.now.pass(10 * time.Hour)
	h.idle(t)
	all := h.admitted(t)
	if len(all) != 1 || len(all[0]) != 5 {
		t.Fatalf("admitted %+v, want the sheets of counter 1", all)
	}
	if seen := h.observed(t).Observed; len(seen) != 1 || seen[0].Counter != "1" || seen[0].Official == "" || seen[0].Paper != 5 || seen[0].Legs != 5 || seen[0].Answers != 0 {
		t.Errorf("observed %+v, want five sheets about who alone worked at counter 1, and nothing of counter 2", seen)
	}
	got, want := all[0][0], wire.RatingData{Counter: "1", Hour: "2026-11-23", Channel: wire.ByPaper, Overall: 2}
	if got.Counter != want.Counter || got.Hour != want.Hour || got.Official != "" || got.Service != "" || got.Channel != want.Channel || got.Overall != 2 {
		t.Errorf("a sheet tells %+v, want %+v", got, want)
	}
	h.now.pass(7*24*time.Hour + 12*time.Hour)
	h.issue(t, wire.IssueRequest{Service: "HT"}) // a day begins
	h.now.pass(61 * time.Minute)
	h.idle(t)
	for _, p := range h.engine.pending {
		if p.Label == nil || *p.Label != (rating.Leg{}) {
			t.Errorf("the other sheet's label is %+v, want one that tells nothing", p.Label)
		}
	}
	if len(h.engine.pending) != 1 {
		t.Errorf("%d answers wait, want the other sheet's", len(h.engine.pending))
	}
}
