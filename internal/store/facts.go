package store

import (
	"context"
	"database/sql"
	"errors"
	"iter"

	"motcua/internal/center"
	"motcua/internal/wire"
)

// Facts are what a service day came to, kept beside the log in the form that
// its maker knows. They stand for the entries up to Head.
type Facts struct {
	Day     center.Day
	Version int // of the fold
	Head    Head
	Data    []byte
}

// DayPart is where a service day stands in the log, and its facts where they
// are kept.
type DayPart struct {
	Day   center.Day
	First int64  // entry that opened it
	Last  int64  // its last entry; 0 for the newest day, which goes on
	Facts []byte // nil where there are none of the version asked for, or they are of another log
}

// partsPage is how many days are read at once. Whoever is handed a day reads
// its entries too: a connection that a report kept meanwhile would be missing
// there, and with as many reports as connections all would wait for ever.
const partsPage = 32

const (
	// The next day opens behind the last entry of a day. The entry's hash tells whether the facts are of this log.
	selectParts = `SELECT p.day, p.first, p.last, f.facts FROM (
			SELECT day, first, coalesce((SELECT n.first FROM service_day n WHERE n.day > d.day ORDER BY n.day LIMIT 1), 1) - 1 AS last
			FROM service_day d WHERE day >= ? AND day <= ?) p
		LEFT JOIN event e ON e.seq = p.last
		LEFT JOIN day_facts f ON f.day = p.day AND f.version = ? AND f.head = p.last AND f.hash = e.hash
		ORDER BY p.day LIMIT ?`
	putFacts = `INSERT INTO day_facts VALUES (?, ?, ?, ?, ?) ON CONFLICT (day) DO UPDATE SET
		version = excluded.version, head = excluded.head, hash = excluded.hash, facts = excluded.facts`
)

// Parts yields the service days from one to another, in order, with the facts
// that were kept of them by this version of the fold.
func (s *Store) Parts(ctx context.Context, from, to center.Day, version int) iter.Seq2[DayPart, error] {
	return func(yield func(DayPart, error) bool) {
		for next := from; ; {
			page, err := query(ctx, s, selectParts, func(r *sql.Rows, p *DayPart) error {
				return r.Scan(&p.Day, &p.First, &p.Last, &p.Facts)
			}, next, to, version, partsPage)
			if err != nil {
				yield(DayPart{}, err)
				return
			}
			for _, p := range page {
				if !yield(p, nil) {
					return
				}
				next = p.Day + "+" // behind this day, before the next
			}
			if len(page) < partsPage {
				return
			}
		}
	}
}

// HashOf returns the hash of an entry; it fails with sql.ErrNoRows behind
// fault.Unavailable where the log has none of that number.
func (s *Store) HashOf(ctx context.Context, seq int64) (h wire.Hash, err error) {
	var hash []byte
	if err := s.r.QueryRowContext(ctx, "SELECT hash FROM event WHERE seq = ?", seq).Scan(&hash); err != nil {
		return h, explain(err, "")
	}
	copy(h[:], hash)
	return h, nil
}

func putDayFacts(ctx context.Context, tx *sql.Tx, all []Facts) error {
	var errs []error
	for _, f := range all {
		_, err := tx.ExecContext(ctx, putFacts, f.Day, f.Version, f.Head.Seq, f.Head.Hash[:], f.Data)
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// A day whose entries are all there, and whose facts are not kept, or not by this version.
const selectUnkept = `SELECT p.day, p.first, p.last FROM (
		SELECT day, first, coalesce((SELECT n.first FROM service_day n WHERE n.day > d.day ORDER BY n.day LIMIT 1), 1) - 1 AS last
		FROM service_day d WHERE day > ? ORDER BY day) p
	WHERE p.last > 0 AND NOT EXISTS (SELECT 1 FROM day_facts f JOIN event e ON e.seq = p.last
		WHERE f.day = p.day AND f.version = ? AND f.head = p.last AND f.hash = e.hash)
	LIMIT 1`

// Unkept returns the first service day behind a date that is over and of which
// this version of the fold has kept no facts; false where all are kept.
func (s *Store) Unkept(ctx context.Context, after center.Day, version int) (p DayPart, ok bool, err error) {
	err = s.r.QueryRowContext(ctx, selectUnkept, after, version).Scan(&p.Day, &p.First, &p.Last)
	if errors.Is(err, sql.ErrNoRows) {
		return p, false, nil
	}
	return p, err == nil, explain(err, "")
}
