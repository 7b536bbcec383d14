package controller

import (
	"context"
	"net/http"
	"time"

	"github.com/alexedwards/scs/v2"

	"motcua/internal/store"
)

var _ scs.CtxStore = (*sessions)(nil)

// sessions keeps logged-in browsers beside the log, written by the one writer:
// a power cut logs nobody out. What is kept of a cookie is its hash.
type sessions struct{ e *Engine }

func newSessions(e *Engine) *scs.SessionManager {
	m := scs.New()
	m.Store, m.Lifetime, m.HashTokenInStore = &sessions{e}, sessionLife, true
	return m
}

func (s *sessions) FindCtx(ctx context.Context, token string) ([]byte, bool, error) {
	s.e.mu.RLock()
	log := s.e.store
	s.e.mu.RUnlock()
	x, ok, err := log.Session(ctx, token, time.Now().Unix()) // the manager goes by the same clock
	return x.Data, ok, err
}

func (s *sessions) CommitCtx(ctx context.Context, token string, data []byte, expires time.Time) error {
	return s.put(ctx, store.Session{Token: token, Data: data, Expires: expires.Unix()})
}

func (s *sessions) DeleteCtx(ctx context.Context, token string) error {
	return s.put(ctx, store.Session{Token: token})
}

func (s *sessions) put(ctx context.Context, x store.Session) error {
	return s.e.ask(ctx, memo{}, func(t *tx) (int, any, error) {
		t.batch.Sessions = append(t.batch.Sessions, x)
		return http.StatusNoContent, nil, nil
	}).err
}

// The forms without a context are part of scs.Store; the manager calls those with one.

func (s *sessions) Find(token string) ([]byte, bool, error) {
	return s.FindCtx(context.Background(), token)
}

func (s *sessions) Commit(token string, data []byte, expires time.Time) error {
	return s.CommitCtx(context.Background(), token, data, expires)
}

func (s *sessions) Delete(token string) error { return s.DeleteCtx(context.Background(), token) }
