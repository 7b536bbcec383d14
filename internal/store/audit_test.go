package store

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/wire"
)

var noWait = func(int64, int64) error { return nil }

// aDay writes a log with a service day that closes.
func aDay(t *testing.T, path string) *Store {
	t.Helper()
	s := open(t, Options{Path: path})
	drafts := []Draft{{Type: wire.DayOpened, At: noon, Day: "2026-11-23"}}
	for n := range 2500 {
		drafts = append(drafts, ticket(n))
	}
	drafts = append(drafts, Draft{Type: wire.DayClosed, At: noon, Day: "2026-11-23", Data: &wire.DayClosedData{}})
	if _, err := s.Commit(t.Context(), &Batch{Drafts: drafts}); err != nil {
		t.Fatal(err)
	}
	return s
}

func TestAuditReadsTheWholeLog(t *testing.T) {
	s := aDay(t, filepath.Join(t.TempDir(), "log.db"))
	a, pages := wire.NewAudit(wire.LogHead{}), 0
	err := s.Audit(t.Context(), a, func(done, total int64) error {
		if pages++; total != 2502 || done > total {
			t.Errorf("told %d of %d", done, total)
		}
		return nil
	})
	if err != nil || !a.Good() || a.Entries != 2502 || a.Head.Hash != s.Head().Hash || len(a.Days) != 1 || a.Days[0].Day != center.Day("2026-11-23") || pages < 3 {
		t.Errorf("Audit = %v, %+v in %d pages", err, a, pages)
	}
	stop := errors.New("stop")
	if err := s.Audit(t.Context(), wire.NewAudit(wire.LogHead{}), func(int64, int64) error { return stop }); err != stop {
		t.Errorf("an audit that is told to stop = %v", err)
	}
}

// TestAuditFileReadsBesideTheWriter holds that a log somebody works on, a
// closed one and a copy that nobody may write are read alike, and left alone.
func TestAuditFileReadsBesideTheWriter(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "log.db")
	s := aDay(t, path)
	look := func(name, path string) {
		t.Helper()
		a := wire.NewAudit(wire.LogHead{})
		if err := AuditFile(t.Context(), path, a, noWait); err != nil || !a.Good() || a.Entries != 2502 {
			t.Errorf("%s: %v, %d entries, %v", name, err, a.Entries, a.Findings)
		}
	}
	look("beside the writer", path)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	look("closed", path)
	sealed := filepath.Join(dir, "sealed")
	if err := os.Mkdir(sealed, 0o700); err != nil {
		t.Fatal(err)
	}
	copied := filepath.Join(sealed, "log.db")
	if err := os.WriteFile(copied, before, 0o400); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(sealed, 0o500); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.Chmod(sealed, 0o700) }) //nolint:errcheck // else the folder stays
	look("nobody may write", copied)
	if after, err := os.ReadFile(path); err != nil || !slices.Equal(before, after) {
		t.Errorf("the file was changed by looking at it: %v", err)
	}
}

// TestAuditFindsWhatWasDoneToTheFile changes the database behind its back.
func TestAuditFindsWhatWasDoneToTheFile(t *testing.T) {
	for name, c := range map[string]struct {
		damage string
		want   []wire.Finding
	}{
		"a changed number":     {"UPDATE event SET body = CAST(replace(CAST(body AS TEXT), 'A007', 'A008') AS BLOB) WHERE seq = 9", []wire.Finding{{Seq: 9, Code: "chain"}}},
		"an entry taken out":   {"DELETE FROM event WHERE seq = 1700", []wire.Finding{{Seq: 1701, Code: "gap"}, {Seq: 1701, Code: "chain"}}},
		"a hash cut short":     {"UPDATE event SET hash = x'00' WHERE seq = 2000", []wire.Finding{{Seq: 2000, Code: "chain"}, {Seq: 2001, Code: "chain"}}},
		"everything taken out": {"DELETE FROM event", []wire.Finding{{Seq: 0, Code: "short"}}},
		"the first taken out":  {"DELETE FROM event WHERE seq = 1", []wire.Finding{{Seq: 2, Code: "gap"}, {Seq: 2, Code: "chain"}}},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "log.db")
			s := aDay(t, path)
			if _, err := s.w.ExecContext(t.Context(), c.damage); err != nil {
				t.Fatal(err)
			}
			a := wire.NewAudit(wire.LogHead{})
			if err := AuditFile(t.Context(), path, a, noWait); err != nil || !slices.Equal(a.Findings, c.want) {
				t.Errorf("AuditFile = %v, findings %v, want %v", err, a.Findings, c.want)
			}
		})
	}
}

func TestAuditFileTellsWhatItCannotRead(t *testing.T) {
	bad := filepath.Join(t.TempDir(), "log.db")
	if err := os.WriteFile(bad, []byte("no database, but long enough to be looked at as if it were one, or so it seems"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{bad, filepath.Join(t.TempDir(), "none.db")} {
		if err := AuditFile(context.Background(), path, wire.NewAudit(wire.LogHead{}), noWait); fault.KindOf(err) != fault.Unavailable {
			t.Errorf("AuditFile(%s) = %v", filepath.Base(path), err)
		}
	}
}
