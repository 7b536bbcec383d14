package store

import (
	"context"
	"database/sql"
	"errors"
)

// Session is one logged-in browser. Token is a hash of its cookie; a session
// without data is ended.
type Session struct {
	Token   string
	Data    []byte
	Expires int64 // Unix seconds
}

// Session returns a session that has not expired at now (Unix seconds).
func (s *Store) Session(ctx context.Context, token string, now int64) (Session, bool, error) {
	x := Session{Token: token}
	err := s.r.QueryRowContext(ctx, selectSession, token, now).Scan(&x.Data, &x.Expires)
	if errors.Is(err, sql.ErrNoRows) {
		return x, false, nil
	}
	return x, err == nil, explain(err, "")
}

func putSession(ctx context.Context, tx *sql.Tx, x Session) error {
	var err error
	if x.Data == nil {
		_, err = tx.ExecContext(ctx, deleteSession, x.Token)
	} else {
		_, err = tx.ExecContext(ctx, insertSession, x.Token, x.Data, x.Expires)
	}
	return err
}

const selectSessions = "SELECT token, data, expires FROM session WHERE expires > ?"

// Sessions returns every session that has not expired at now (Unix seconds).
func (s *Store) Sessions(ctx context.Context, now int64) ([]Session, error) {
	return query(ctx, s, selectSessions, func(r *sql.Rows, x *Session) error { return r.Scan(&x.Token, &x.Data, &x.Expires) }, now)
}
