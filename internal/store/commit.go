package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"strings"

	"motcua/internal/center"
	"motcua/internal/queue"
	"motcua/internal/rating"
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

// RatingToken is a one-time token as the store knows it: by its hash.
type RatingToken struct {
	Hash    [sha256.Size]byte
	Counter center.CounterID
	Service center.ServiceCode
	Purpose center.Purpose
	Expires int64 // Unix seconds
	State   int   // TokenOpen, TokenSpent or TokenTaken
}

// The states of a rating token.
const (
	TokenOpen  = 0
	TokenSpent = 1
	TokenTaken = 2 // taken back with the finish that made it
)

// Pending is an answer that waits for its batch, under a random id.
type Pending struct {
	ID [16]byte
	rating.Answer
}

// Batch is what one durable transaction holds: all of it or nothing.
type Batch struct {
	Drafts   []Draft
	Replies  []Reply
	Tokens   []RatingToken // new, or with a new state
	Pending  []Pending
	Admitted [][16]byte // pending answers that the batch's drafts hold
	Forget   bool       // the remembered replies and the phones of the day before
	Sessions []Session  // new, or ended
	Accounts []Account  // new, changed or gone
	Stations []Station  // new or gone

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
	Purge     int64             // rating tokens that expired before it, Unix seconds; 0: none

	Cases CaseBatch
}

// Empty tells whether there is nothing to commit.
func (b *Batch) Empty() bool {
	if b.Cases.Size() > 0 {
		return false
	}
	if len(b.Versions)+len(b.Facts)+len(b.Notes)+len(b.Explained) > 0 {
		return false
	}
	return len(b.Drafts)+len(b.Replies)+len(b.Tokens)+len(b.Pending)+len(b.Admitted)+len(b.Accounts)+len(b.Stations)+len(b.Inspections)+len(b.Samples)+len(b.Erasures)+len(b.Erase)+len(b.Sessions)+len(b.Phones)+len(b.Hooks)+len(b.Contacts) == 0 && !b.Forget && len(b.Meta) == 0 && b.Purge == 0
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

func rate(ctx context.Context, tx *sql.Tx, b *Batch) error {
	if b.Purge > 0 {
		if _, err := tx.ExecContext(ctx, "DELETE FROM rating_token WHERE expires < ?", b.Purge); err != nil {
			return err
		}
	}
	for _, t := range b.Tokens {
		_, err := tx.ExecContext(ctx, putToken,
			t.Hash[:], t.Counter, t.Service, t.Purpose, t.Expires, t.State)
		if err != nil {
			return err
		}
	}
	for _, p := range b.Pending {
		_, err := tx.ExecContext(ctx, insertPending,
			p.ID[:], p.Counter, p.Service, p.Purpose, p.Hour, p.Questionnaire, p.Overall, strings.Join(p.Reasons, ","))
		if err != nil {
			return err
		}
	}
	for _, id := range b.Admitted {
		if _, err := tx.ExecContext(ctx, admitPending, id[:]); err != nil {
			return err
		}
	}
	return nil
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

// Tokens returns every rating token that is still remembered.
func (s *Store) Tokens(ctx context.Context) ([]RatingToken, error) {
	rows, err := s.r.QueryContext(ctx, "SELECT hash, counter, service, purpose, expires, state FROM rating_token")
	if err != nil {
		return nil, explain(err, "")
	}
	defer rows.Close()
	var all []RatingToken
	for rows.Next() {
		var t RatingToken
		var hash []byte
		if err := rows.Scan(&hash, &t.Counter, &t.Service, &t.Purpose, &t.Expires, &t.State); err != nil {
			return nil, explain(err, "")
		}
		copy(t.Hash[:], hash)
		all = append(all, t)
	}
	return all, explain(rows.Err(), "")
}

// PendingAnswers returns the answers that wait for a batch.
func (s *Store) PendingAnswers(ctx context.Context) ([]Pending, error) {
	rows, err := s.r.QueryContext(ctx, "SELECT id, counter, service, purpose, hour, questionnaire, overall, reasons FROM rating_pending")
	if err != nil {
		return nil, explain(err, "")
	}
	defer rows.Close()
	var all []Pending
	for rows.Next() {
		var p Pending
		var id []byte
		var reasons string
		if err := rows.Scan(&id, &p.Counter, &p.Service, &p.Purpose, &p.Hour, &p.Questionnaire, &p.Overall, &reasons); err != nil {
			return nil, explain(err, "")
		}
		copy(p.ID[:], id)
		p.Reasons = list(reasons)
		all = append(all, p)
	}
	return all, explain(rows.Err(), "")
}
