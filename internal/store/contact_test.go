package store

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"motcua/internal/i18n"
	"motcua/internal/queue"
)

// TestAContactIsKeptOnceATicket replaces, deletes and reads again.
func TestAContactIsKeptOnceATicket(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log.db")
	s := open(t, Options{Path: path})
	a := Contact{Ticket: "20261123-A001", Channel: "sms", Address: "84912345678", Lang: i18n.VI, Given: 1, Expires: 2}
	b := a
	b.Channel, b.Address, b.Lang = "email", "a@example.vn", i18n.EN
	other := a
	other.Ticket = "20261123-A002"
	gone := Contact{Ticket: other.Ticket}
	for _, batch := range []*Batch{{Contacts: []Contact{a, other}}, {Contacts: []Contact{b, gone}}} {
		if batch.Empty() {
			t.Error("a batch of contacts is said to be empty")
		}
		if _, err := s.Commit(t.Context(), batch); err != nil {
			t.Fatal(err)
		}
	}
	got, err := s.Contacts(t.Context())
	if err != nil || len(got) != 1 || got[0] != b {
		t.Errorf("Contacts = %+v, %v, want %+v", got, err, b)
	}
}

// TestADeletedContactLeavesNoByte fills pages with addresses, deletes some at
// once and some later, and looks into the files while the log is open.
func TestADeletedContactLeavesNoByte(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log.db")
	s := open(t, Options{Path: path})
	var all []Contact
	for i := range 300 {
		id := queue.TicketID(fmt.Sprintf("20261123-A%03d", i))
		all = append(all, Contact{Ticket: id, Channel: "email", Address: fmt.Sprintf("citizen-%03d-%s@example.vn", i, strings.Repeat("x", 60)), Lang: i18n.VI})
	}
	put := func(list []Contact) {
		t.Helper()
		if _, err := s.Commit(t.Context(), &Batch{Contacts: list}); err != nil {
			t.Fatal(err)
		}
	}
	without := func(list []Contact) (gone []Contact) {
		for _, c := range list {
			gone = append(gone, Contact{Ticket: c.Ticket})
		}
		return gone
	}
	put(all)
	if n := bytesOf(t, path, "citizen-007-"); n == 0 {
		t.Fatal("the address is in no file while it is kept: this test looks at nothing")
	}
	put(without(all[:150]))
	put(without(all[150:]))
	if !s.Scrub(t.Context()) {
		t.Fatal("nobody reads and it could not scrub")
	}
	for _, c := range all {
		if n := bytesOf(t, path, c.Address[:12]); n > 0 {
			t.Fatalf("%s is found %d times after it was deleted", c.Address, n)
		}
	}
}

// TestScrubWaitsForNobody leaves a reader alone, and does it when the reader has gone.
func TestScrubWaitsForNobody(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log.db")
	s := open(t, Options{Path: path})
	put := func(address string) {
		if _, err := s.Commit(t.Context(), &Batch{Contacts: []Contact{{Ticket: "20261123-A001", Channel: "sms", Address: address}}}); err != nil {
			t.Fatal(err)
		}
	}
	put("84912345678")
	reader, err := s.r.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	var n int
	if err := reader.QueryRowContext(t.Context(), "SELECT count(*) FROM contact").Scan(&n); err != nil || n != 1 {
		t.Fatalf("%d contacts, %v", n, err)
	}
	put("")
	if s.Scrub(t.Context()) {
		t.Error("it scrubbed what a reader still sees")
	}
	if err := reader.Rollback(); err != nil {
		t.Fatal(err)
	}
	if !s.Scrub(t.Context()) {
		t.Error("the reader has gone and it could not scrub")
	}
	if n := bytesOf(t, path, "84912345678"); n > 0 {
		t.Errorf("the number is found %d times", n)
	}
}

// bytesOf counts a text in the files of a log.
func bytesOf(t *testing.T, path, text string) (n int) {
	t.Helper()
	for _, name := range []string{path, path + "-wal"} {
		raw, err := os.ReadFile(name)
		if err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
		n += bytes.Count(raw, []byte(text))
	}
	return n
}
