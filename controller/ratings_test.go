package controller

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"motcua/internal/center"
	"motcua/internal/client"
	"motcua/internal/fault"
	"motcua/internal/wire"
)

// finish serves one citizen at counter 1 and returns the token of the question.
func (h *hall) finish(t testing.TB) string {
	t.Helper()
	h.issue(t, wire.IssueRequest{Service: "HT"})
	h.act(t, "1", "next", wire.ActionRequest{})
	h.act(t, "1", "finish", wire.ActionRequest{})
	s, ok, err := client.New(h.url, "tablet").Survey(t.Context(), "1")
	if err != nil || !ok {
		t.Fatalf("survey = %v, %v", ok, err)
	}
	return s.Token
}

// answer gives an answer as somebody with that bearer token, and returns why it was refused.
func (h *hall) answer(t testing.TB, as, key string, r wire.RatingRequest) string {
	t.Helper()
	if r.Answers.Overall == 0 {
		r.Answers.Overall = 5
	}
	if err := client.New(h.url, as).Rate(t.Context(), key, r); err != nil {
		return fault.CodeOf(err)
	}
	return ""
}

// admitted are the answers in the log, batch by batch.
func (h *hall) admitted(t testing.TB) (batches [][]wire.RatingData) {
	t.Helper()
	for after := int64(0); ; {
		entries, err := h.engine.Read(t.Context(), after, 1000)
		if err != nil {
			t.Fatal(err)
		}
		if len(entries) == 0 {
			return batches
		}
		for _, e := range entries {
			after = e.Seq
			var d wire.RatingsData
			if b, err := e.Decode(); err != nil || e.Type == wire.RatingsAdmitted && json.Unmarshal(b.Data, &d) != nil {
				t.Fatal(err)
			}
			if e.Type == wire.RatingsAdmitted {
				batches = append(batches, d.Answers)
			}
		}
	}
}

// TestAnswersWaitForTheEndOfTheirHour and come with what five legs share.
func TestAnswersWaitForTheEndOfTheirHour(t *testing.T) {
	h := openHall(t, nil)
	h.act(t, "1", "open", wire.ActionRequest{})
	for i := range 6 {
		r := wire.RatingRequest{Token: h.finish(t), Answers: wire.Answers{Overall: 1 + i%5, Reasons: []string{"waiting", "harassment"}}}
		if code := h.answer(t, "tablet", client.NewKey(), r); code != "" {
			t.Fatal(code)
		}
		if code := h.answer(t, "tablet", client.NewKey(), r); code != "rating-spent" {
			t.Errorf("a second answer = %q, want rating-spent", code)
		}
		if got := h.today().Ratings; got != nil {
			t.Errorf("after %d answers ratings = %+v, want none in this hour", i+1, got)
		}
	}
	h.now.pass(61 * time.Minute)
	h.idle(t)
	got := h.today().Ratings
	if got == nil || got.N != 6 || got.Harassment != 6 || got.Counts != [5]int{2, 1, 1, 1, 1} || got.Satisfied != 2 {
		t.Fatalf("ratings = %+v, want all six", got)
	}
	for _, a := range h.admitted(t)[0] {
		want := wire.RatingData{Counter: "1", Official: "staff-1", Service: "HT", Purpose: center.Submit, Hour: "2026-11-23T08"}
		if a.Official = "staff-1"; a.Counter != want.Counter || a.Service != want.Service || a.Purpose != want.Purpose || a.Hour != want.Hour {
			t.Errorf("an answer tells %+v, want %+v", a, want)
		}
	}
	h.now.pass(10 * time.Hour)
	h.idle(t)
	if n := len(h.admitted(t)); n != 1 {
		t.Errorf("%d batches, want one", n)
	}
}

// TestAnAnswerIsCorrectedUntilItsBatch and then stands.
func TestAnAnswerIsCorrectedUntilItsBatch(t *testing.T) {
	h := openHall(t, nil)
	h.act(t, "1", "open", wire.ActionRequest{})
	var tokens []string
	for i := range 5 {
		tokens = append(tokens, h.finish(t))
		if code := h.answer(t, "tablet", fmt.Sprint("first-", i), wire.RatingRequest{Token: tokens[i], Answers: wire.Answers{Overall: 1, Reasons: []string{"trips"}}}); code != "" {
			t.Fatal(code)
		}
	}
	for _, x := range []struct{ key, corrects, token, want string }{
		{"second", "first-0", tokens[0], ""},
		{"second", "first-0", tokens[0], ""},
		{"second", "first-1", tokens[1], "key-reused"},
		{"other", "first-1", tokens[0], "rating-spent"}, // of another token
		{"other", "guess", tokens[1], "rating-spent"},
		{"late", "first-0", tokens[0], "rating-sealed"}, // it is no more
		{"third", "second", tokens[0], ""},
		{"first-1", "", tokens[1], ""},
	} {
		if code := h.answer(t, "tablet", x.key, wire.RatingRequest{Token: x.token, Corrects: x.corrects}); code != x.want {
			t.Errorf("%s for %s = %q, want %q", x.key, x.corrects, code, x.want)
		}
	}
	h.now.pass(61 * time.Minute)
	h.idle(t)
	if code := h.answer(t, "tablet", "fourth", wire.RatingRequest{Token: tokens[0], Corrects: "third"}); code != "rating-sealed" {
		t.Errorf("a correction behind the batch = %q, want rating-sealed", code)
	}
	if got := h.today().Ratings; got == nil || got.Counts != [5]int{4, 0, 0, 0, 1} {
		t.Errorf("ratings = %+v, want four of the first answers and the corrected one", got)
	}
}
