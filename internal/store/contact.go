package store

import (
	"context"
	"database/sql"
	"log/slog"
	"time"

	"motcua/internal/i18n"
	"motcua/internal/queue"
)

// Contact is where a citizen wants to be told of a ticket. It stands beside the
// log, which has no address, and is deleted for good: see Scrub.
type Contact struct {
	Ticket  queue.TicketID
	Channel string // of center.Notices
	Address string // as notice.Address wrote it; empty: deleted
	Lang    i18n.Lang
	Given   int64 // Unix seconds
	Expires int64 // Unix seconds
}

// LogValue keeps the address out of every log.
func (c Contact) LogValue() slog.Value {
	return slog.GroupValue(slog.Any("ticket", c.Ticket), slog.String("channel", c.Channel))
}

const (
	putContact = `INSERT INTO contact VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (ticket) DO UPDATE SET channel = excluded.channel, address = excluded.address, lang = excluded.lang, given = excluded.given, expires = excluded.expires`
	deleteContact  = "DELETE FROM contact WHERE ticket = ?"
	selectContacts = "SELECT ticket, channel, address, lang, given, expires FROM contact"
)

// Contacts returns every contact.
func (s *Store) Contacts(ctx context.Context) ([]Contact, error) {
	rows, err := s.r.QueryContext(ctx, selectContacts)
	if err != nil {
		return nil, explain(err, "")
	}
	defer rows.Close()
	var all []Contact
	for rows.Next() {
		var c Contact
		if err := rows.Scan(&c.Ticket, &c.Channel, &c.Address, &c.Lang, &c.Given, &c.Expires); err != nil {
			return nil, explain(err, "")
		}
		all = append(all, c)
	}
	return all, explain(rows.Err(), "")
}

func putContacts(ctx context.Context, tx *sql.Tx, b *Batch) error {
	for _, c := range b.Contacts {
		var err error
		if c.Address == "" {
			_, err = tx.ExecContext(ctx, deleteContact, c.Ticket)
		} else {
			_, err = tx.ExecContext(ctx, putContact, c.Ticket, c.Channel, c.Address, c.Lang, c.Given, c.Expires)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Scrub moves what was committed from the write-ahead log into the database and
// empties that log, so that no byte of what was deleted is left in any file:
// secure_delete overwrites in the database alone. It answers false, without
// having waited, while a reader is in the way. It belongs to the goroutine that
// commits.
func (s *Store) Scrub(ctx context.Context) bool {
	conn, err := s.w.Conn(ctx)
	if err != nil {
		return false
	}
	defer conn.Close()
	if _, err := conn.ExecContext(ctx, "PRAGMA busy_timeout = 0"); err != nil {
		return false
	}
	var busy, frames, moved int
	err = conn.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &frames, &moved)
	_, back := conn.ExecContext(ctx, "PRAGMA busy_timeout = 5000")
	return err == nil && back == nil && busy == 0
}

// Expired tells that a contact's time is over.
func (c Contact) Expired(now time.Time) bool { return now.Unix() >= c.Expires }
