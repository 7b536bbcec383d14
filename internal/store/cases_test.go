package store

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"motcua/internal/cases"
	"motcua/internal/i18n"
	"motcua/internal/wire"
)

// TestCasesAreKeptAndLeaveNoByte writes cases with their texts and addresses,
// reads them after a start, and looks for what was deleted in the files.
func TestCasesAreKeptAndLeaveNoByte(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log.db")
	s := open(t, Options{Path: path})
	a := Case{Case: cases.Case{ID: "a", State: cases.Assigned, Hour: "2026-11-23T09", Opened: "2026-11-23", Matter: cases.AboutOther, Counter: "3",
		Day: "2026-11-23", Route: cases.ToHandler, Due: "2026-11-30", Reference: "PAKN-1", Handler: "P1"}, Told: true, Apart: []string{"P2", "P3"}}
	b := Case{Case: cases.Case{ID: "b", State: cases.Settled, Hour: "2025-01-06T10", Opened: "2025-01-06", Matter: cases.AboutService, Route: cases.ToManager,
		Due: "2025-01-13", Answered: "2025-01-10", Verdict: cases.Satisfied, Closed: "2025-01-11"}}
	texts := []CaseText{{"1", "a", CaseQuestion, "", 100, "đã-hỏi-một-điều"}, {"0", "a", CaseNote, "P1", 100, "ghi-chú"}, {"3", "b", CaseQuestion, "", 50, "điều-đã-cũ"}}
	where := CaseContact{"a", "sms", "84912345678", i18n.VI, CaseOwed}
	commit := func(x *Batch) {
		t.Helper()
		if x.Empty() {
			t.Error("a batch of cases is said to be empty")
		}
		if _, err := s.Commit(t.Context(), x); err != nil {
			t.Fatal(err)
		}
	}
	commit(&Batch{Cases: CaseBatch{Rows: []Case{b, a}, Texts: texts, Contacts: []CaseContact{where}}})
	a.State, a.Answered, a.Late = cases.Answered, "2026-12-01", true
	where.Told = CaseSent
	commit(&Batch{Cases: CaseBatch{Rows: []Case{a}, Contacts: []CaseContact{where}}})
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = open(t, Options{Path: path})
	if got, err := s.Cases(t.Context()); err != nil || !cmp.Equal(got, []Case{b, a}) {
		t.Errorf("Cases = %v, %s", err, cmp.Diff([]Case{b, a}, got))
	}
	if got, err := s.CaseTexts(t.Context(), "a"); err != nil || !cmp.Equal(got, texts[:2]) {
		t.Errorf("CaseTexts = %v, %v", got, err)
	}
	if got, err := s.CaseTextsBy(t.Context(), "P1"); err != nil || len(got) != 1 || got[0] != texts[1] {
		t.Errorf("CaseTextsBy = %v, %v", got, err)
	}
	if got, err := s.CaseContacts(t.Context()); err != nil || len(got) != 1 || got[0] != where {
		t.Errorf("CaseContacts = %v, %v", got, err)
	}
	commit(&Batch{Cases: CaseBatch{Contacts: []CaseContact{{Case: "a"}}, Erased: []cases.ID{"a"}}})
	told := &wire.ErasedData{}
	commit(&Batch{Erase: []Erase{{What: "case", Before: 1_767_200_400, At: 1, Told: told}}}) // 2026-01-01 in Vietnam
	if told.Rows != 1 || told.Remained != 0 {
		t.Errorf("what is too old: %+v, want one row", told)
	}
	if !s.Scrub(t.Context()) {
		t.Fatal("the write-ahead log was not emptied")
	}
	for _, name := range []string{path, path + "-wal"} {
		raw, err := os.ReadFile(name)
		if err != nil && name == path {
			t.Fatal(err)
		}
		for _, secret := range []string{"84912345678", "đã-hỏi-một-điều", "điều-đã-cũ", "ghi-chú"} {
			if strings.Contains(string(raw), secret) {
				t.Errorf("%s still holds %q", filepath.Base(name), secret)
			}
		}
	}
}
