package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/queue"
)

func open(t *testing.T, o Options) *Store {
	t.Helper()
	if o.Path == "" {
		o.Path = filepath.Join(t.TempDir(), "log.db")
	}
	s, err := Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

var noon = queue.Moment{Wall: time.Date(2026, 11, 23, 12, 0, 0, 0, center.Zone), Up: time.Hour, Boot: "b"}

func ticket(n int) Draft {
	number := fmt.Sprintf("A%03d", n)
	return Draft{Type: string(queue.TicketIssued), At: noon, Day: "2026-11-23", Data: queue.Event{
		Type: queue.TicketIssued, Ticket: queue.TicketID("20261123-" + number), Number: number, Series: queue.Ordinary, Service: "HT", Purpose: center.Submit,
	}}
}

func TestCommitReadVerify(t *testing.T) {
	s := open(t, Options{})
	for n := range 25 {
		if _, err := s.Commit(t.Context(), &Batch{Drafts: []Draft{ticket(2 * n), ticket(2*n + 1)}}); err != nil {
			t.Fatal(err)
		}
	}
	entries, err := s.Read(t.Context(), 48, 10)
	if err != nil || len(entries) != 2 || entries[0].Seq != 49 || entries[1].Type != "ticket.issued" {
		t.Errorf("Read(48) = %v, %v; want entries 49 and 50", entries, err)
	}
	for _, after := range []int64{0, 20, 50} {
		if n, err := s.Verify(t.Context(), after); err != nil || n != 50-after {
			t.Errorf("Verify(%d) = %d, %v", after, n, err)
		}
	}
}

func TestNumberIsGivenOnce(t *testing.T) {
	s := open(t, Options{})
	if _, err := s.Commit(t.Context(), &Batch{Drafts: []Draft{ticket(1)}}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Commit(t.Context(), &Batch{Drafts: []Draft{ticket(2), ticket(1)}}); err == nil {
		t.Error("the same number was stored twice")
	}
	if entries, _ := s.Read(t.Context(), 0, 10); len(entries) != 1 {
		t.Errorf("a failed batch left %d entries, want 1", len(entries))
	}
}

func TestVerifyFindsWhatWasChanged(t *testing.T) {
	for name, damage := range map[string]string{
		"body":    "UPDATE event SET body = CAST(replace(CAST(body AS TEXT), 'A007', 'A008') AS BLOB) WHERE seq = 8",
		"removed": "DELETE FROM event WHERE seq = 8",
		"swapped": "UPDATE event SET hash = (SELECT hash FROM event WHERE seq = 9) WHERE seq = 8",
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t, Options{})
			for n := range 20 {
				if _, err := s.Commit(t.Context(), &Batch{Drafts: []Draft{ticket(n)}}); err != nil {
					t.Fatal(err)
				}
			}
			if _, err := s.w.Exec(damage); err != nil {
				t.Fatal(err)
			}
			_, err := s.Verify(t.Context(), 0)
			var f *fault.Error
			if !errors.As(err, &f) || f.Code != "chain-broken" || fmt.Sprint(f.Args[1]) != "8" {
				t.Errorf("Verify = %v, want chain-broken at 8", err)
			}
		})
	}
}

func TestFullDiskIsSaidAndLosesNothing(t *testing.T) {
	s := open(t, Options{MaxPages: 60})
	acked := 0
	for n := range 10_000 {
		if _, err := s.Commit(t.Context(), &Batch{Drafts: []Draft{ticket(n)}}); err != nil {
			if fault.CodeOf(err) != "disk-full" {
				t.Fatalf("Commit = %v, want disk-full", err)
			}
			break
		}
		acked++
	}
	if acked == 0 || acked == 10_000 {
		t.Fatalf("acknowledged %d", acked)
	}
	entries, err := s.Read(t.Context(), 0, 20_000)
	if err != nil || len(entries) != acked {
		t.Errorf("%d entries, %v; want the %d acknowledged", len(entries), err, acked)
	}
}

func TestUnwritableDirectoryIsSaid(t *testing.T) {
	if os.Getuid() == 0 {
		// Root writes everywhere, but not where the directory is a file.
		path := filepath.Join(t.TempDir(), "file")
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(t.Context(), Options{Path: filepath.Join(path, "log.db")}); fault.CodeOf(err) != "data-dir" {
			t.Errorf("Open = %v, want data-dir", err)
		}
		return
	}
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o500); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), Options{Path: filepath.Join(dir, "log.db")}); fault.CodeOf(err) != "data-dir" {
		t.Errorf("Open = %v, want data-dir", err)
	}
}

func TestBrokenFileIsSaid(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log.db")
	if err := os.WriteFile(path, []byte(strings.Repeat("not a database ", 1000)), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), Options{Path: path}); fault.CodeOf(err) != "log-broken" {
		t.Errorf("Open = %v, want log-broken", err)
	}
}

// TestNoStatementScans keeps years of history from costing anything.
func TestNoStatementScans(t *testing.T) {
	s := open(t, Options{})
	for _, q := range []string{insertEvent, insertNumber, insertReply, insertDay, putPending, deletePending, insertAnswer, selectAnswer, insertComment, selectComment, forgetAnswers, putToken, setMeta, insertSession, deleteSession,
		selectSession, selectEvents, selectDay, selectMeta, selectHead, selectLastDay, selectSince, selectParts, putFacts,
		insertNote, deleteNote, selectNotes, insertExplanation, selectExplanations, selectOwn,
		putCase, insertCaseText, selectCaseTexts, selectCaseBy, eraseCaseTexts, putCaseContact, deleteCaseContact} {
		args := make([]any, strings.Count(q, "?"))
		rows, err := s.w.Query("EXPLAIN QUERY PLAN "+q, args...)
		if err != nil {
			t.Fatalf("%s: %v", q, err)
		}
		for rows.Next() {
			var id, parent, unused int
			var detail string
			if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
				t.Fatal(err)
			}
			// "SCAN event" in key order with LIMIT 1 reads one row: the newest.
			if strings.Contains(detail, "SCAN") && !strings.HasSuffix(q, "DESC LIMIT 1") || strings.Contains(detail, "TEMP B-TREE") {
				t.Errorf("%s: %s", q, detail)
			}
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
		rows.Close()
	}
}

func TestPragmasHoldOnEveryConnection(t *testing.T) {
	s := open(t, Options{})
	for range 3 {
		c, err := s.r.Conn(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		var mode string
		var sync int
		if err := c.QueryRowContext(t.Context(), "PRAGMA journal_mode").Scan(&mode); err != nil {
			t.Fatal(err)
		}
		if err := c.QueryRowContext(t.Context(), "PRAGMA synchronous").Scan(&sync); err != nil {
			t.Fatal(err)
		}
		if mode != "wal" || sync != 2 {
			t.Errorf("journal_mode %s, synchronous %d; want wal and 2 (FULL)", mode, sync)
		}
	}
}

func TestRoom(t *testing.T) {
	s, err := Open(t.Context(), Options{Path: filepath.Join(t.TempDir(), "log.db")})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if room, known := s.Room(); !known || room <= 0 || room > 1<<60 {
		t.Errorf("Room = %d, %t", room, known)
	}
	s.dir = filepath.Join(s.dir, "gone")
	if _, known := s.Room(); known {
		t.Error("the room of a directory that is not there is known")
	}
}
