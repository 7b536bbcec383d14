package store

import (
	"context"
	"database/sql"
	"log/slog"

	"motcua/internal/center"
	"motcua/internal/queue"
)

// Note is what somebody who works here wrote on a ticket for the next counter.
type Note struct {
	ID      string
	Ticket  queue.TicketID
	Day     center.Day
	Counter center.CounterID // empty: the greeter's desk
	Author  string           // opaque id
	At      int64            // Unix seconds
	Text    string           // empty: delete it
}

// LogValue keeps the text out of every log.
func (n Note) LogValue() slog.Value { return slog.StringValue(n.ID) }

// Explanation is what an official says about own figures of one day.
type Explanation struct {
	ID     string
	Author string     // opaque id
	About  center.Day // the service day that is explained
	Figure string
	Ticket queue.TicketID // empty: none in particular
	At     int64          // Unix seconds
	Text   string
}

// LogValue keeps the text out of every log.
func (x Explanation) LogValue() slog.Value { return slog.StringValue(x.ID) }

const (
	insertNote         = "INSERT INTO note VALUES (?, ?, ?, ?, ?, ?, ?)"
	deleteNote         = "DELETE FROM note WHERE id = ?"
	selectNotesBy      = "SELECT id, ticket, day, counter, author, at, text FROM note WHERE author = ? ORDER BY at, id"
	selectNotes        = "SELECT id, ticket, day, counter, author, at, text FROM note WHERE ticket = ? ORDER BY at, id"
	insertExplanation  = "INSERT INTO explanation VALUES (?, ?, ?, ?, ?, ?, ?)"
	selectExplanations = "SELECT id, author, about, figure, ticket, at, text FROM explanation WHERE about BETWEEN ? AND ? ORDER BY about DESC, at DESC, id DESC LIMIT ?"
	selectOwn          = "SELECT id, author, about, figure, ticket, at, text FROM explanation WHERE author = ? AND about BETWEEN ? AND ? ORDER BY about DESC, at DESC, id DESC LIMIT ?"
)

// mostExplanations bounds an answer.
const mostExplanations = 1000

// Notes returns the notes on a ticket, the oldest first.
func (s *Store) Notes(ctx context.Context, id queue.TicketID) ([]Note, error) {
	return s.notes(ctx, selectNotes, id)
}

// NotesBy returns the notes that somebody wrote, the oldest first.
func (s *Store) NotesBy(ctx context.Context, author string) ([]Note, error) {
	return s.notes(ctx, selectNotesBy, author)
}

func (s *Store) notes(ctx context.Context, query string, of any) ([]Note, error) {
	rows, err := s.r.QueryContext(ctx, query, of)
	if err != nil {
		return nil, explain(err, "")
	}
	defer rows.Close()
	var all []Note
	for rows.Next() {
		var n Note
		if err := rows.Scan(&n.ID, &n.Ticket, &n.Day, &n.Counter, &n.Author, &n.At, &n.Text); err != nil {
			return nil, explain(err, "")
		}
		all = append(all, n)
	}
	return all, explain(rows.Err(), "")
}

// Explanations returns what was said about the figures of some days, the newest
// day first and at most 1000: by one author, or by all with "".
func (s *Store) Explanations(ctx context.Context, author string, from, to center.Day) ([]Explanation, error) {
	query, args := selectExplanations, []any{from, to, mostExplanations}
	if author != "" {
		query, args = selectOwn, []any{author, from, to, mostExplanations}
	}
	rows, err := s.r.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, explain(err, "")
	}
	defer rows.Close()
	var all []Explanation
	for rows.Next() {
		var x Explanation
		if err := rows.Scan(&x.ID, &x.Author, &x.About, &x.Figure, &x.Ticket, &x.At, &x.Text); err != nil {
			return nil, explain(err, "")
		}
		all = append(all, x)
	}
	return all, explain(rows.Err(), "")
}

func putNotes(ctx context.Context, tx *sql.Tx, b *Batch) error {
	for _, n := range b.Notes {
		var err error
		if n.Text == "" {
			_, err = tx.ExecContext(ctx, deleteNote, n.ID)
		} else {
			_, err = tx.ExecContext(ctx, insertNote, n.ID, n.Ticket, n.Day, n.Counter, n.Author, n.At, n.Text)
		}
		if err != nil {
			return err
		}
	}
	for _, x := range b.Explained {
		if _, err := tx.ExecContext(ctx, insertExplanation, x.ID, x.Author, x.About, x.Figure, x.Ticket, x.At, x.Text); err != nil {
			return err
		}
	}
	return nil
}
