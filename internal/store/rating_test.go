package store

import (
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"motcua/internal/rating"
	"motcua/internal/wire"
)

// TestTheSurveyIsKept stores what the survey needs and reads it again.
func TestTheSurveyIsKept(t *testing.T) {
	s := open(t, Options{Path: filepath.Join(t.TempDir(), "log.db")})
	leg := rating.Leg{Counter: "1", Official: "P1", Service: "HT", Purpose: "submit", Hour: "2026-11-23T09"}
	token := RatingToken{Hash: [32]byte{7}, Counter: "1", Official: "P1", Service: "HT", Purpose: "submit", Opened: 1000, Expires: 4600}
	p := Pending{ID: AnswerID{1}, Leg: leg, Answer: wire.RatingData{Questionnaire: "hai-long@1", Levels: 4, Satisfied: 3, Overall: 2,
		Reasons: []string{"waiting"}, Items: map[string]int{"result": 1}, Helped: true, Channel: "phone"}, Comment: "lâu quá"}
	key := AnswerKey{Key: [32]byte{9}, ID: p.ID, Day: "2026-11-23"}
	must := func(b *Batch) {
		t.Helper()
		if b.Empty() {
			t.Error("the batch is empty")
		}
		if _, err := s.Commit(t.Context(), b); err != nil {
			t.Fatal(err)
		}
	}
	must(&Batch{Tokens: []RatingToken{token}})
	must(&Batch{Pending: []Pending{p}, Answers: []AnswerKey{key}})
	token.State, token.Label = TokenSpent, &rating.Leg{Counter: "1", Hour: "2026-11-23"}
	p.Label = token.Label
	must(&Batch{Tokens: []RatingToken{token}})
	must(&Batch{Pending: []Pending{p}})
	tokens, err := s.Tokens(t.Context())
	if diff := cmp.Diff([]RatingToken{token}, tokens); err != nil || diff != "" {
		t.Errorf("tokens: %v\n%s", err, diff)
	}
	waiting, err := s.PendingAnswers(t.Context())
	if diff := cmp.Diff([]Pending{p}, waiting); err != nil || diff != "" {
		t.Errorf("answers that wait: %v\n%s", err, diff)
	}
	if id, ok, err := s.Answered(t.Context(), key.Key); id != p.ID || !ok || err != nil {
		t.Errorf("Answered = %v, %v, %v", id, ok, err)
	}
	must(&Batch{Admitted: []AnswerID{p.ID}, Comments: []Comment{{"b", "2026-11-23", *p.Label, p.Comment}, {"a", "2026-11-22", rating.Leg{}, "x"}}})
	said, err := s.Comments(t.Context(), "2026-11-23", "2026-11-23")
	if diff := cmp.Diff([]Comment{{"b", "2026-11-23", *p.Label, p.Comment}}, said); err != nil || diff != "" {
		t.Errorf("comments: %v\n%s", err, diff)
	}
	must(&Batch{Purge: Purge{Tokens: 5000, Keys: "2026-11-24"}})
	tokens, _ = s.Tokens(t.Context())
	_, known, _ := s.Answered(t.Context(), key.Key)
	if len(tokens) != 0 || known {
		t.Errorf("after the purge there are %d tokens, the key is known: %v", len(tokens), known)
	}
	token.Label = nil
	must(&Batch{Tokens: []RatingToken{token}})
	must(&Batch{Purge: Purge{Tokens: 5000, Keys: "2026-11-24"}})
	if tokens, _ = s.Tokens(t.Context()); len(tokens) != 1 {
		t.Error("a leg that waits for others was forgotten")
	}
}

// TestOldAnswersStillCount opens a log in which answers waited for their batch
// before legs had classes: they count, and say nothing of where they are from.
func TestOldAnswersStillCount(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log.db")
	db, p := before(t, path)
	if _, err := p.UpTo(t.Context(), 9); err != nil {
		t.Fatal(err)
	}
	for _, x := range []string{
		"INSERT INTO rating_pending VALUES (x'01', '1', 'HT', 'submit', '2026-11-23T09', '2026-1', 2, 'waiting,trips')",
		"INSERT INTO rating_pending VALUES (x'02', '1', 'HT', 'submit', '2026-11-23T09', '2026-1', 5, '')",
		"INSERT INTO rating_token VALUES (x'03', '1', 'HT', 'submit', 4600, 0)",
	} {
		if _, err := db.ExecContext(t.Context(), x); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	s := open(t, Options{Path: path})
	waiting, err := s.PendingAnswers(t.Context())
	nothing := &rating.Leg{}
	want := []Pending{
		{ID: AnswerID{1}, Label: nothing, Answer: wire.RatingData{Questionnaire: "2026-1", Overall: 2, Reasons: []string{"waiting", "trips"}}},
		{ID: AnswerID{2}, Label: nothing, Answer: wire.RatingData{Questionnaire: "2026-1", Overall: 5, Reasons: []string{}}},
	}
	if diff := cmp.Diff(want, waiting); err != nil || diff != "" {
		t.Errorf("answers that wait: %v\n%s", err, diff)
	}
	tokens, err := s.Tokens(t.Context())
	if err != nil || len(tokens) != 1 || tokens[0].Expires != 4600 || tokens[0].Label == nil || *tokens[0].Label != *nothing {
		t.Errorf("tokens: %+v, %v; want one whose answer says nothing of where it is from", tokens, err)
	}
	if _, err := s.Commit(t.Context(), &Batch{Admitted: []AnswerID{{1}, {2}}}); err != nil {
		t.Fatal(err)
	}
	if waiting, err = s.PendingAnswers(t.Context()); len(waiting) != 0 || err != nil {
		t.Errorf("%d answers wait after their batch, %v", len(waiting), err)
	}
}
