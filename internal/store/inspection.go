package store

import (
	"context"
	"database/sql"
	"strings"

	"motcua/internal/center"
	"motcua/internal/queue"
)

// Inspection is somebody's right to look at everything, for a stated time.
type Inspection struct {
	ID      string // opaque
	Account string // of the inspector
	Opened  int64  // Unix seconds
	Until   int64  // Unix seconds
	Closed  int64  // Unix seconds; 0: not closed yet
	Entry   int64  // sequence of the entry that opened it: samples are drawn by its hash
}

const (
	selectInspections = "SELECT id, account, opened, until, closed, entry FROM inspection ORDER BY opened DESC, id LIMIT 100"
	upsertInspection  = "INSERT INTO inspection VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET closed = excluded.closed, until = excluded.until"
)

// Inspections returns the newest inspections, at most 100.
func (s *Store) Inspections(ctx context.Context) ([]Inspection, error) {
	return query(ctx, s, selectInspections, func(r *sql.Rows, x *Inspection) error {
		return r.Scan(&x.ID, &x.Account, &x.Opened, &x.Until, &x.Closed, &x.Entry)
	})
}

func putInspection(ctx context.Context, tx *sql.Tx, x Inspection) error {
	_, err := tx.ExecContext(ctx, upsertInspection, x.ID, x.Account, x.Opened, x.Until, x.Closed, x.Entry)
	return err
}

// Sample is the visits that were drawn for an inspection.
type Sample struct {
	Inspection  string
	First, Last center.Day
	Choice      int64 // the inspector's own number
	Visits      int   // that there were
	UpTo        int64 // up to this entry
	Tickets     []queue.TicketID
	Drawn       int64 // Unix seconds
}

const (
	selectSamples = "SELECT inspection, first, last, choice, visits, up_to, tickets, drawn FROM sample WHERE inspection = ? ORDER BY drawn DESC LIMIT 100"
	insertSample  = "INSERT INTO sample VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)

// Samples returns what was drawn for an inspection, newest first, at most 100.
func (s *Store) Samples(ctx context.Context, inspection string) ([]Sample, error) {
	return query(ctx, s, selectSamples, func(r *sql.Rows, x *Sample) error {
		var tickets string
		err := r.Scan(&x.Inspection, &x.First, &x.Last, &x.Choice, &x.Visits, &x.UpTo, &tickets, &x.Drawn)
		for _, id := range list(tickets) {
			x.Tickets = append(x.Tickets, queue.TicketID(id))
		}
		return err
	}, inspection)
}

func putSample(ctx context.Context, tx *sql.Tx, x Sample) error {
	ids := make([]string, len(x.Tickets))
	for i, id := range x.Tickets {
		ids[i] = string(id)
	}
	_, err := tx.ExecContext(ctx, insertSample, x.Inspection, x.First, x.Last, x.Choice, x.Visits, x.UpTo, strings.Join(ids, ","), x.Drawn)
	return err
}
