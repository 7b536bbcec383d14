package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/json"

	"motcua/internal/center"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

// Draft is an event that is not in the log yet.
type Draft struct {
	Type string
	At   queue.Moment
	Day  center.Day
	Data any // encodes to the entry's data; nil for none
}

// Reply is an answer remembered by its idempotency key.
type Reply struct {
	Scope, Key string
	Body       [sha256.Size]byte // of the request
	Status     int
	Answer     []byte
}

// Batch is what one durable transaction holds: all of it or nothing.
type Batch struct {
	Drafts   []Draft
	Replies  []Reply
	Tokens   []RatingToken // new, or with a new state
	Pending  []Pending     // new, or with a label
	Admitted []AnswerID    // pending answers that the batch's drafts hold, or that were corrected
	Answers  []AnswerKey   // new
	Comments []Comment     // new
	Forget   bool          // the remembered replies and the phones of the day before
	Sessions []Session     // new, or ended
	Accounts []Account     // new, changed or gone
	Stations []Station     // new or gone

	Inspections []Inspection // new or closed
	Samples     []Sample     // new
	Erasures    []Erasure    // new
	Erase       []Erase      // done before anything else

	Phones    []Phone           // with what they have taken now
	Hooks     []HookCursor      // how far web hooks have been told the log
	Contacts  []Contact         // new, or with an empty address to be deleted
	Notes     []Note            // new, or with an empty text to be deleted
	Explained []Explanation     // new
	Versions  []Version         // of the configuration: new, or come into force
	Facts     []Facts           // of days that are over
	Meta      map[string]string // values to remember
	Purge     Purge             // what is left of the survey

	Cases CaseBatch
}

// Purge says which traces of the survey have been kept long enough. The zero value: none.
type Purge struct {
	Tokens int64      // opened and expired before it, Unix seconds
	Keys   center.Day // of answers that came before it
}

// Empty tells whether there is nothing to commit.
func (b *Batch) Empty() bool {
	if b.Cases.Size() > 0 {
		return false
	}
	if len(b.Answers)+len(b.Comments) > 0 {
		return false
	}
	if len(b.Versions)+len(b.Facts)+len(b.Notes)+len(b.Explained) > 0 {
		return false
	}
	return len(b.Drafts)+len(b.Replies)+len(b.Tokens)+len(b.Pending)+len(b.Admitted)+len(b.Accounts)+len(b.Stations)+len(b.Inspections)+len(b.Samples)+len(b.Erasures)+len(b.Erase)+len(b.Sessions)+len(b.Phones)+len(b.Hooks)+len(b.Contacts) == 0 && !b.Forget && len(b.Meta) == 0 && b.Purge.Tokens == 0
}

// Commit makes the batch durable and returns its entries. After an error the
// log may hold all of the batch or nothing: close the store and open it again
// before anything else.
func (s *Store) Commit(ctx context.Context, b *Batch) ([]wire.Entry, error) {
	entries, err := s.commit(ctx, b)
	if err != nil {
		return nil, explain(err, "")
	}
	if n := len(entries); n > 0 {
		s.head = Head{entries[n-1].Seq, entries[n-1].Hash}
	}
	return entries, nil
}

func (s *Store) commit(ctx context.Context, b *Batch) ([]wire.Entry, error) {
	tx, err := s.w.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	defer tx.Rollback() // does nothing after Commit
	for _, x := range b.Erase {
		if err := erase(ctx, tx, x); err != nil {
			return nil, err
		}
	}
	entries, err := s.append(ctx, tx, b.Drafts)
	if err != nil {
		return nil, err
	}
	if err := putPeople(ctx, tx, b); err != nil {
		return nil, err
	}
	for k, v := range b.Meta {
		if _, err := tx.ExecContext(ctx, setMeta, k, v); err != nil {
			return nil, err
		}
	}
	if b.Forget {
		if _, err := tx.ExecContext(ctx, forgetReplies); err != nil {
			return nil, err
		}
	}
	for _, r := range b.Replies {
		if _, err := tx.ExecContext(ctx, insertReply, r.Scope, r.Key, r.Body[:], r.Status, r.Answer); err != nil {
			return nil, err
		}
	}
	if err := rate(ctx, tx, b); err != nil {
		return nil, err
	}
	if err := putPhones(ctx, tx, b); err != nil {
		return nil, err
	}
	if err := putHooks(ctx, tx, b); err != nil {
		return nil, err
	}
	if err := putContacts(ctx, tx, b); err != nil {
		return nil, err
	}
	if err := putNotes(ctx, tx, b); err != nil {
		return nil, err
	}
	if err := putCases(ctx, tx, b.Cases); err != nil {
		return nil, err
	}
	if err := putVersions(ctx, tx, b.Versions); err != nil {
		return nil, err
	}
	if err := putDayFacts(ctx, tx, b.Facts); err != nil {
		return nil, err
	}
	return entries, tx.Commit()
}

func (s *Store) append(ctx context.Context, tx *sql.Tx, drafts []Draft) ([]wire.Entry, error) {
	if len(drafts) == 0 {
		return nil, nil
	}
	insert, err := tx.PrepareContext(ctx, insertEvent)
	if err != nil {
		return nil, err
	}
	defer insert.Close()
	entries := make([]wire.Entry, 0, len(drafts))
	prev := s.head
	for _, d := range drafts {
		if closed, ok := d.Data.(*wire.DayClosedData); ok {
			closed.Head = prev.Hash.String()
		}
		e, err := seal(prev, d)
		if err != nil {
			return nil, err
		}
		if _, err := insert.ExecContext(ctx, e.Seq, []byte(e.Body), e.Hash[:]); err != nil {
			return nil, err
		}
		if err := guard(ctx, tx, e, d); err != nil {
			return nil, err
		}
		entries = append(entries, e)
		prev = Head{e.Seq, e.Hash}
	}
	return entries, nil
}

// seal encodes a draft as the entry behind prev.
func seal(prev Head, d Draft) (wire.Entry, error) {
	data := json.RawMessage("{}")
	if d.Data != nil {
		var err error
		if data, err = json.Marshal(d.Data); err != nil {
			return wire.Entry{}, err
		}
	}
	body, err := json.Marshal(wire.Body{
		Seq: prev.Seq + 1, Type: d.Type, At: d.At.Wall.In(center.Zone).Round(0), Up: d.At.Up.Milliseconds(), Boot: d.At.Boot,
		Day: d.Day, Data: data,
	})
	if err != nil {
		return wire.Entry{}, err
	}
	return wire.Entry{Seq: prev.Seq + 1, Type: d.Type, Body: body, Hash: wire.Chain(prev.Hash, body)}, nil
}

// guard keeps the tables beside the log that must agree with it.
func guard(ctx context.Context, tx *sql.Tx, e wire.Entry, d Draft) error {
	switch d.Type {
	case string(queue.TicketIssued):
		q := d.Data.(queue.Event)
		if _, err := tx.ExecContext(ctx, insertNumber, d.Day, q.Series, q.Number); err != nil {
			return err
		}
	case wire.DayOpened:
		if _, err := tx.ExecContext(ctx, insertDay, d.Day, e.Seq); err != nil {
			return err
		}
	}
	return guardAppointment(ctx, tx, d)
}

// Replies returns every remembered reply.
func (s *Store) Replies(ctx context.Context) ([]Reply, error) {
	rows, err := s.r.QueryContext(ctx, "SELECT scope, key, body, status, answer FROM reply")
	if err != nil {
		return nil, explain(err, "")
	}
	defer rows.Close()
	var all []Reply
	for rows.Next() {
		var r Reply
		var body []byte
		if err := rows.Scan(&r.Scope, &r.Key, &body, &r.Status, &r.Answer); err != nil {
			return nil, explain(err, "")
		}
		copy(r.Body[:], body)
		all = append(all, r)
	}
	return all, explain(rows.Err(), "")
}
