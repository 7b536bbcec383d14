package store

import (
	"path/filepath"
	"testing"
)

func TestHookCursorsStayWithTheLog(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log.db")
	s := open(t, Options{Path: path})
	if seq, known, err := s.HookCursor(t.Context(), "ioc"); known || err != nil {
		t.Errorf("a hook that never was = %d, %v, %v", seq, known, err)
	}
	for _, seq := range []int64{7, 12} {
		b := &Batch{Hooks: []HookCursor{{ID: "ioc", Seq: seq}, {ID: "one", Seq: 1}}}
		if _, err := s.Commit(t.Context(), b); b.Empty() || err != nil {
			t.Fatalf("Commit = %v, empty %v", err, b.Empty())
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = open(t, Options{Path: path})
	for id, want := range map[string]int64{"ioc": 12, "one": 1} {
		if seq, known, err := s.HookCursor(t.Context(), id); !known || err != nil || seq != want {
			t.Errorf("HookCursor(%s) = %d, %v, %v; want %d", id, seq, known, err, want)
		}
	}
}
