package store

import (
	"database/sql"
	"io/fs"
	"path/filepath"
	"testing"

	"github.com/pressly/goose/v3"
)

// before is a database that has no table yet, and what makes its tables.
func before(t *testing.T, path string) (*sql.DB, *goose.Provider) {
	t.Helper()
	db, err := connect(Options{Path: path}, "immediate")
	if err != nil {
		t.Fatal(err)
	}
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		t.Fatal(err)
	}
	p, err := goose.NewProvider(goose.DialectSQLite3, db, files)
	if err != nil {
		t.Fatal(err)
	}
	return db, p
}

// TestUpgrade opens a log that the first version of the tables was made for,
// and uses what came later.
func TestUpgrade(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log.db")
	db, p := before(t, path)
	if _, err := p.UpTo(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	for _, table := range []string{"event", "service_day", "number", "reply", "meta", "rating_token", "rating_pending", "account"} {
		if _, err := db.ExecContext(t.Context(), "SELECT 1 FROM "+table); err != nil {
			t.Errorf("the first version has no table %s: %v", table, err)
		}
	}
	if _, err := db.ExecContext(t.Context(), "SELECT 1 FROM session"); err == nil {
		t.Error("the first version's tables were changed after they were made: logs that have them never get the change")
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	s := open(t, Options{Path: path})
	if _, err := s.Commit(t.Context(), &Batch{Drafts: []Draft{ticket(1)}, Sessions: []Session{{Token: "t", Data: []byte("d"), Expires: 9}}}); err != nil {
		t.Fatal(err)
	}
	if x, ok, err := s.Session(t.Context(), "t", 0); !ok || err != nil || string(x.Data) != "d" {
		t.Errorf("Session = %+v, %v, %v", x, ok, err)
	}
}

// TestOldAccountsKeepTheirPasswords asks nobody to replace a password that was
// there before accounts remembered who had set it.
func TestOldAccountsKeepTheirPasswords(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log.db")
	db, p := before(t, path)
	if _, err := p.UpTo(t.Context(), 9); err != nil {
		t.Fatal(err)
	}
	if _, err := db.ExecContext(t.Context(), "INSERT INTO account (id, name, password, roles, counter) VALUES ('P1', 'lan', 'x', 'staff', '')"); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	s := open(t, Options{Path: path})
	all, err := s.Accounts(t.Context())
	if err != nil || len(all) != 1 || all[0].Given {
		t.Fatalf("Accounts = %+v, %v", all, err)
	}
	all[0].Given = true
	if _, err := s.Commit(t.Context(), &Batch{Drafts: []Draft{ticket(1)}, Accounts: all}); err != nil {
		t.Fatal(err)
	}
	if all, err = s.Accounts(t.Context()); err != nil || len(all) != 1 || !all[0].Given {
		t.Errorf("Accounts after a password was set = %+v, %v", all, err)
	}
}
