package store

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"motcua/internal/rating"
	"motcua/internal/wire"
)

// TestAnAdmittedAnswerLeavesNothingBehind looks for an answer in the bytes of
// the closed file: what SQLite deletes it only forgets, unless told otherwise.
func TestAnAdmittedAnswerLeavesNothingBehind(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log.db")
	s := open(t, Options{Path: path})
	const mark, said = "mark-of-this-answer", "words of this citizen"
	p := Pending{ID: AnswerID{1}, Leg: rating.Leg{Counter: "1", Service: "HT"}, Answer: wire.RatingData{Questionnaire: mark, Overall: 1}, Comment: said}
	for _, b := range []*Batch{{Pending: []Pending{p}}, {Admitted: []AnswerID{p.ID}}} {
		if _, err := s.Commit(t.Context(), b); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{path, path + "-wal"} {
		raw, err := os.ReadFile(name)
		if err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
		if bytes.Contains(raw, []byte(mark)) || bytes.Contains(raw, []byte(said)) {
			t.Errorf("%s still holds an answer that was taken out", filepath.Base(name))
		}
	}
}
