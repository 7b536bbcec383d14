package controller

import (
	"context"
	"crypto/rand"
	"net/http"
	"time"

	"github.com/alexedwards/scs/v2"

	"motcua/internal/store"
	"motcua/internal/wire"
)

var _ scs.CtxStore = (*sessions)(nil)

// sessions keeps logged-in browsers beside the log, written by the one writer:
// a power cut logs nobody out. What is kept of a cookie is its hash.
type sessions struct{ e *Engine }

func newSessions(e *Engine) *scs.SessionManager {
	m := scs.New()
	m.Store, m.Lifetime, m.HashTokenInStore = &sessions{e}, e.site().Access.Life(), true
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

// put stores a session or its end, together with what ctx says goes alongside.
func (s *sessions) put(ctx context.Context, x store.Session) error {
	return s.e.ask(ctx, memo{}, func(t *tx) (int, any, error) {
		if run, ok := ctx.Value(alongside{}).(func(*tx) error); ok && run != nil {
			if err := run(t); err != nil {
				return 0, nil, err
			}
		}
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

// session is what is remembered of a log-in.
type session struct {
	id      string // opaque, not the cookie
	token   string // id of the credential; empty: a person's
	account string // id of the account
	stamp   string // of the account when it logged in
	how     string // byToken, byPassword, byTOTP, byRecovery, byPIN
	station string // where a PIN was given
	step    string // what is still to be shown; empty: it is open
	pending string // sealed secret of a second factor that is being set up
	opened  int64  // Unix seconds, by the center's clock
	begun   int64  // the same, of the step or of what is pending
}

// The ways to log in.
const (
	byToken    = "token"
	byPassword = "password"
	byTOTP     = "totp"
	byRecovery = "recovery"
	byPIN      = "pin"
)

// fields are the texts of a session by the key that the manager keeps them under.
func (s *session) fields() map[string]*string {
	return map[string]*string{"id": &s.id, "token": &s.token, "account": &s.account, "stamp": &s.stamp, "how": &s.how,
		"station": &s.station, "step": &s.step, "pending": &s.pending}
}

// sessionIn reads the session that ctx was loaded with, the zero value for none.
func (c *Controller) sessionIn(ctx context.Context) (s session) {
	for key, field := range s.fields() {
		*field = c.sessions.GetString(ctx, key)
	}
	s.opened, s.begun = c.sessions.GetInt64(ctx, "opened"), c.sessions.GetInt64(ctx, "begun")
	return s
}

// sessionOf reads a stored session.
func sessionOf(x store.Session) (s session, ok bool) {
	_, values, err := scs.GobCodec{}.Decode(x.Data)
	if err != nil {
		return s, false
	}
	for key, field := range s.fields() {
		*field, _ = values[key].(string)
	}
	s.opened, _ = values["opened"].(int64)
	return s, s.id != ""
}

// keepSession stores a session under a fresh cookie, with what run does alongside.
func (c *Controller) keepSession(w http.ResponseWriter, r *http.Request, s session, run func(*tx) error) error {
	ctx, err := c.sessions.Load(with(r.Context(), run), "")
	if err != nil {
		return err
	}
	for key, field := range s.fields() {
		if *field != "" {
			c.sessions.Put(ctx, key, *field)
		}
	}
	c.sessions.Put(ctx, "opened", s.opened)
	c.sessions.Put(ctx, "begun", s.begun)
	if s.step != "" {
		c.sessions.SetDeadline(ctx, time.Now().Add(stepTime))
	} else {
		c.sessions.SetDeadline(ctx, time.Now().Add(c.life(s)))
	}
	token, expires, err := c.sessions.Commit(ctx)
	if err != nil {
		return err
	}
	http.SetCookie(w, &http.Cookie{
		Name: cookieName, Value: token, Path: "/", Expires: expires, HttpOnly: true, Secure: r.TLS != nil, SameSite: http.SameSiteStrictMode,
	})
	return nil
}

// logout ends the session of a request.
func (c *Controller) logout(w http.ResponseWriter, r *http.Request) {
	if cookie, err := r.Cookie(cookieName); err == nil {
		if ctx, err := c.sessions.Load(r.Context(), cookie.Value); err == nil {
			c.endSession(ctx, c.sessionIn(ctx), "logged-out", "")
		}
	}
	http.SetCookie(w, &http.Cookie{Name: cookieName, Path: "/", MaxAge: -1, HttpOnly: true, SameSite: http.SameSiteStrictMode})
}

// endSession ends the session that ctx was loaded with. One that was never open is only forgotten.
func (c *Controller) endSession(ctx context.Context, s session, why, by string) {
	if s.id == "" {
		return
	}
	err := c.sessions.Destroy(with(ctx, func(t *tx) error {
		if s.step == "" && t.known(s.id) {
			t.emit(wire.SessionClosed, &wire.SessionData{Session: s.id, Account: s.account + s.token, Why: why, By: by})
		}
		return nil
	}))
	if err != nil {
		c.log.Warn("session not ended", "error", err)
	}
}

// known tells whether a session is still stored: two requests may end it at once.
func (t *tx) known(id string) bool {
	for _, x := range t.e.openSessions(context.Background()) {
		if x.id == id {
			return true
		}
	}
	return false
}

// storedSession is a session with the name of its row.
type storedSession struct {
	session
	row string
}

// openSessions lists who is logged in, with those whose right may have gone.
func (e *Engine) openSessions(ctx context.Context) (all []storedSession) {
	rows, err := e.store.Sessions(ctx, time.Now().Unix())
	if err != nil {
		return nil // the next look finds them
	}
	for _, x := range rows {
		if s, ok := sessionOf(x); ok && s.step == "" {
			all = append(all, storedSession{s, x.Token})
		}
	}
	return all
}

// endSessions ends the sessions that which picks, inside a batch.
func (t *tx) endSessions(why, by string, which func(session) bool) {
	for _, x := range t.e.openSessions(context.Background()) {
		if which(x.session) {
			t.batch.Sessions = append(t.batch.Sessions, store.Session{Token: x.row})
			t.emit(wire.SessionClosed, &wire.SessionData{Session: x.id, Account: x.account + x.token, Why: why, By: by})
		}
	}
}

func newSessionID() string { return "S" + rand.Text()[:12] }
