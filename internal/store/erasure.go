package store

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"

	"motcua/internal/wire"
)

// Erasure is what was deleted for good, with the count that proves it.
type Erasure struct {
	At       int64  // Unix seconds
	What     string // of Kept, or what one person asked for
	Before   int64  // Unix seconds: everything older; 0: what one person asked for
	Rows     int    // deleted
	Remained int    // counted afterwards that should have gone
}

const (
	insertErasure  = "INSERT INTO erasure VALUES (?, ?, ?, ?, ?)"
	selectErasures = "SELECT at, what, before, rows, remained FROM erasure ORDER BY at DESC, rowid DESC LIMIT ?"
)

// Erasures returns the newest erasures, at most limit.
func (s *Store) Erasures(ctx context.Context, limit int) ([]Erasure, error) {
	return query(ctx, s, selectErasures, func(r *sql.Rows, x *Erasure) error {
		return r.Scan(&x.At, &x.What, &x.Before, &x.Rows, &x.Remained)
	}, limit)
}

// kept are the tables beside the log whose rows have a time after which they
// are deleted: the rows of what, and which of them are older than Unix seconds.
var kept = map[string]struct{ table, old string }{
	"session": {"session", "expires < ?"},
	"note":    {"note", "at < ?"},

	"explanation": {"explanation", "at < ?"},

	"comment": {"rating_comment", "day < date(?, 'unixepoch', '+7 hours')"},

	"account": {"account", "off = 1 AND max(made, last) < ?"},

	"case": {"case_text", "case_id IN (SELECT id FROM feedback_case WHERE closed <> '' AND closed < date(?, 'unixepoch', '+7 hours'))"},
}

// Kept lists what retention rules may delete, in order.
func Kept() []string { return slices.Sorted(maps.Keys(kept)) }

// Old counts the rows of what that are older than before, Unix seconds.
func (s *Store) Old(ctx context.Context, what string, before int64) (n int, err error) {
	k, ok := kept[what]
	if !ok {
		return 0, fmt.Errorf("store: nothing is kept of %q", what)
	}
	err = s.r.QueryRowContext(ctx, "SELECT count(*) FROM "+k.table+" WHERE "+k.old, before).Scan(&n)
	return n, explain(err, "")
}

// Erase orders a batch to delete the rows of what that are older than Before,
// Unix seconds. The event that tells of it is part of the same batch: the
// transaction fills in how many rows went, and how many it counted afterwards
// that should have gone. What is deleted is overwritten in the database
// (secure_delete); Scrub does the same to the write-ahead log.
type Erase struct {
	What   string
	Before int64
	At     int64            // Unix seconds, for the list of erasures
	Told   *wire.ErasedData // of the event
}

func erase(ctx context.Context, tx *sql.Tx, x Erase) error {
	k, ok := kept[x.What]
	if !ok {
		return fmt.Errorf("store: nothing is kept of %q", x.What)
	}
	done, err := tx.ExecContext(ctx, "DELETE FROM "+k.table+" WHERE "+k.old, x.Before)
	if err != nil {
		return err
	}
	n, err := done.RowsAffected()
	if err != nil {
		return err
	}
	x.Told.Rows = int(n)
	if err := tx.QueryRowContext(ctx, "SELECT count(*) FROM "+k.table+" WHERE "+k.old, x.Before).Scan(&x.Told.Remained); err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, insertErasure, x.At, x.What, x.Before, x.Told.Rows, x.Told.Remained)
	return err
}
