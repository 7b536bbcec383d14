package store

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"motcua/internal/rating"
)

// TestAnAdmittedAnswerLeavesNothingBehind looks for an answer in the bytes of
// the closed file: what SQLite deletes it only forgets, unless told otherwise.
func TestAnAdmittedAnswerLeavesNothingBehind(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log.db")
	s := open(t, Options{Path: path})
	const mark = "mark-of-this-answer"
	p := Pending{ID: [16]byte{1}, Answer: rating.Answer{Counter: "1", Service: "HT", Questionnaire: mark, Overall: 1}}
	for _, b := range []*Batch{{Pending: []Pending{p}}, {Admitted: [][16]byte{p.ID}}} {
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
		if bytes.Contains(raw, []byte(mark)) {
			t.Errorf("%s still holds an answer that was taken out", filepath.Base(name))
		}
	}
}
