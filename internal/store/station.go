package store

import (
	"context"
	"database/sql"

	"motcua/internal/center"
)

// Station is a computer at a counter that was paired with the center: only
// there a PIN is enough to log in.
type Station struct {
	ID      string // opaque
	Hash    string // SHA-256 of its cookie, hex
	Counter center.CounterID
	Paired  int64  // Unix seconds
	By      string // opaque id of who paired it
	Gone    bool   // of a batch: the row is deleted
}

const (
	selectStations = "SELECT id, hash, counter, paired, by FROM station ORDER BY counter, paired, id"
	upsertStation  = "INSERT INTO station VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET counter = excluded.counter"
	deleteStation  = "DELETE FROM station WHERE id = ?"
)

// Stations returns every paired computer, by counter.
func (s *Store) Stations(ctx context.Context) ([]Station, error) {
	return query(ctx, s, selectStations, func(r *sql.Rows, x *Station) error {
		return r.Scan(&x.ID, &x.Hash, &x.Counter, &x.Paired, &x.By)
	})
}

func putStation(ctx context.Context, tx *sql.Tx, x Station) error {
	if x.Gone {
		_, err := tx.ExecContext(ctx, deleteStation, x.ID)
		return err
	}
	_, err := tx.ExecContext(ctx, upsertStation, x.ID, x.Hash, x.Counter, x.Paired, x.By)
	return err
}

// query reads every row of a statement.
func query[T any](ctx context.Context, s *Store, text string, scan func(*sql.Rows, *T) error, args ...any) ([]T, error) {
	rows, err := s.r.QueryContext(ctx, text, args...)
	if err != nil {
		return nil, explain(err, "")
	}
	defer rows.Close()
	var all []T
	for rows.Next() {
		var x T
		if err := scan(rows, &x); err != nil {
			return nil, explain(err, "")
		}
		all = append(all, x)
	}
	return all, explain(rows.Err(), "")
}

// putPeople stores what a batch says of people who work here.
func putPeople(ctx context.Context, tx *sql.Tx, b *Batch) error {
	for _, x := range b.Sessions {
		if err := putSession(ctx, tx, x); err != nil {
			return err
		}
	}
	for _, a := range b.Accounts {
		if err := putAccount(ctx, tx, a); err != nil {
			return err
		}
	}
	for _, x := range b.Stations {
		if err := putStation(ctx, tx, x); err != nil {
			return err
		}
	}
	for _, x := range b.Inspections {
		if err := putInspection(ctx, tx, x); err != nil {
			return err
		}
	}
	for _, x := range b.Samples {
		if err := putSample(ctx, tx, x); err != nil {
			return err
		}
	}
	for _, x := range b.Erasures {
		if _, err := tx.ExecContext(ctx, insertErasure, x.At, x.What, x.Before, x.Rows, x.Remained); err != nil {
			return err
		}
	}
	return nil
}
