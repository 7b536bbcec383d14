package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"errors"
	"log/slog"

	"motcua/internal/center"
	"motcua/internal/rating"
	"motcua/internal/wire"
)

// RatingToken is a one-time token as the store knows it: by its hash. It stands
// for one finished leg and keeps no time at which it was used.
type RatingToken struct {
	Hash     [sha256.Size]byte
	Counter  center.CounterID
	Official string // opaque id of who finished; empty: nobody did
	Service  center.ServiceCode
	Purpose  center.Purpose
	Opened   int64       // Unix seconds of the finish
	Expires  int64       // Unix seconds until when an answer may be given
	State    int         // TokenOpen, TokenSpent or TokenTaken
	Label    *rating.Leg // what the log may tell of the leg; nil: not settled yet
}

// The states of a rating token.
const (
	TokenOpen  = 0
	TokenSpent = 1
	TokenTaken = 2 // taken back with the finish that made it
)

// AnswerID is the SHA-256 of an answer's key and its token: who gave the answer
// finds it again, nobody else does.
type AnswerID [sha256.Size]byte

// Pending is an answer that waits for its batch. Which leg it is about is not
// kept, only what legs like it have in common.
type Pending struct {
	ID      AnswerID
	Leg     rating.Leg
	Label   *rating.Leg // what the log may tell of the leg; nil: not settled yet
	Answer  wire.RatingData
	Comment string
}

// LogValue keeps the answer out of every log.
func (Pending) LogValue() slog.Value { return slog.StringValue("answer") }

// AnswerKey remembers that an answer was taken.
type AnswerKey struct {
	Key [sha256.Size]byte // of the key that came with it
	ID  AnswerID
	Day center.Day // on which it came
}

// Comment is what a citizen added to an answer in own words.
type Comment struct {
	ID    string     // random
	Day   center.Day // on which its batch entered the log
	Label rating.Leg
	Text  string
}

// LogValue keeps the text out of every log.
func (c Comment) LogValue() slog.Value { return slog.StringValue(c.ID) }

const (
	putToken = `INSERT INTO rating_token (hash, counter, official, service, purpose, opened, expires, state, label) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (hash) DO UPDATE SET counter = excluded.counter, official = excluded.official, opened = excluded.opened,
		expires = excluded.expires, state = excluded.state, label = excluded.label`
	putPending    = "INSERT INTO rating_waiting VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET label = excluded.label"
	deletePending = "DELETE FROM rating_waiting WHERE id = ?"
	insertAnswer  = "INSERT INTO rating_key VALUES (?, ?, ?)"
	selectAnswer  = "SELECT id FROM rating_key WHERE key = ?"
	insertComment = "INSERT INTO rating_comment VALUES (?, ?, ?, ?)"
	selectComment = "SELECT id, day, label, text FROM rating_comment WHERE day BETWEEN ? AND ? ORDER BY day DESC, id DESC LIMIT ?"
	forgetAnswers = "DELETE FROM rating_key WHERE day < ?"
)

// These run once a day.
const (
	forgetTokens = "DELETE FROM rating_token WHERE opened < ? AND expires < ? AND (label <> '' OR state = 2)" // what waits for a label is kept
	selectTokens = "SELECT hash, counter, official, service, purpose, opened, expires, state, label FROM rating_token"
	selectWaits  = "SELECT id, leg, label, answer, comment FROM rating_waiting"
)

// mostComments bounds an answer.
const mostComments = 1000

// rate keeps the tables of the survey.
func rate(ctx context.Context, tx *sql.Tx, b *Batch) error {
	do := func(query string, args ...any) error {
		_, err := tx.ExecContext(ctx, query, args...)
		return err
	}
	if b.Purge.Tokens > 0 {
		if err := errors.Join(do(forgetTokens, b.Purge.Tokens, b.Purge.Tokens), do(forgetAnswers, b.Purge.Keys)); err != nil {
			return err
		}
	}
	for _, t := range b.Tokens {
		if err := do(putToken, t.Hash[:], t.Counter, t.Official, t.Service, t.Purpose, t.Opened, t.Expires, t.State, labelText(t.Label)); err != nil {
			return err
		}
	}
	for _, p := range b.Pending {
		answer, err := json.Marshal(p.Answer)
		if err != nil {
			return err
		}
		if err := do(putPending, p.ID[:], labelText(&p.Leg), labelText(p.Label), string(answer), p.Comment); err != nil {
			return err
		}
	}
	for _, id := range b.Admitted {
		if err := do(deletePending, id[:]); err != nil {
			return err
		}
	}
	for _, k := range b.Answers {
		if err := do(insertAnswer, k.Key[:], k.ID[:], k.Day); err != nil {
			return err
		}
	}
	for _, c := range b.Comments {
		if err := do(insertComment, c.ID, c.Day, labelText(&c.Label), c.Text); err != nil {
			return err
		}
	}
	return nil
}

func labelText(l *rating.Leg) string {
	if l == nil {
		return ""
	}
	raw, _ := json.Marshal(l) // strings alone: it cannot fail
	return string(raw)
}

func labelOf(text string) (*rating.Leg, error) {
	if text == "" {
		return nil, nil
	}
	var l rating.Leg
	return &l, json.Unmarshal([]byte(text), &l)
}

// Tokens returns every rating token that is still remembered.
func (s *Store) Tokens(ctx context.Context) ([]RatingToken, error) {
	return query(ctx, s, selectTokens, func(r *sql.Rows, t *RatingToken) error {
		var hash []byte
		var label string
		if err := r.Scan(&hash, &t.Counter, &t.Official, &t.Service, &t.Purpose, &t.Opened, &t.Expires, &t.State, &label); err != nil {
			return err
		}
		copy(t.Hash[:], hash)
		var err error
		t.Label, err = labelOf(label)
		return err
	})
}

// PendingAnswers returns the answers that wait for a batch.
func (s *Store) PendingAnswers(ctx context.Context) ([]Pending, error) {
	return query(ctx, s, selectWaits, func(r *sql.Rows, p *Pending) error {
		var id []byte
		var leg, label, answer string
		if err := r.Scan(&id, &leg, &label, &answer, &p.Comment); err != nil {
			return err
		}
		copy(p.ID[:], id)
		var err error
		if p.Label, err = labelOf(label); err != nil {
			return err
		}
		return errors.Join(json.Unmarshal([]byte(leg), &p.Leg), json.Unmarshal([]byte(answer), &p.Answer))
	})
}

// Answered returns the answer that came with a key, false where none did.
func (s *Store) Answered(ctx context.Context, key [sha256.Size]byte) (id AnswerID, ok bool, err error) {
	var raw []byte
	err = s.r.QueryRowContext(ctx, selectAnswer, key[:]).Scan(&raw)
	if errors.Is(err, sql.ErrNoRows) {
		return id, false, nil
	}
	copy(id[:], raw)
	return id, err == nil, explain(err, "")
}

// Comments returns what citizens wrote whose answers entered the log from one
// day to another, the newest day first, in no order within a day, at most 1000.
func (s *Store) Comments(ctx context.Context, from, to center.Day) ([]Comment, error) {
	return query(ctx, s, selectComment, func(r *sql.Rows, c *Comment) error {
		var label string
		if err := r.Scan(&c.ID, &c.Day, &label, &c.Text); err != nil {
			return err
		}
		return json.Unmarshal([]byte(label), &c.Label)
	}, from, to, mostComments)
}
