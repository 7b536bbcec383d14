package controller

import (
	"context"
	"crypto/rand"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"motcua/controller/web"
	"motcua/internal/center"
	"motcua/internal/config"
	"motcua/internal/fault"
	"motcua/internal/store"
	"motcua/internal/wire"
)

const (
	cookieName  = "motcua_session"
	sessionLife = 12 * time.Hour
	lockAfter   = 10 // failures of one address or name
	lockFor     = 15 * time.Minute
	mostLocks   = 10_000
	longestName = 60 // bytes of an account's name
)

// caller is who asks: a device or program with a token, or a person with a session.
type caller struct {
	id      string // opaque; the log and the idempotency scope know this
	name    string // as shown to the caller
	roles   []string
	device  center.DeviceID  // the device it stands for; empty: any
	counter center.CounterID // the counter it is bound to; empty: any
}

func (c caller) may(roles ...string) bool {
	return slices.ContainsFunc(roles, func(r string) bool { return slices.Contains(c.roles, r) })
}

// who finds the caller of a request, by bearer token or by session cookie.
func (c *Controller) who(r *http.Request) (caller, error) {
	if h := r.Header.Get("Authorization"); h != "" {
		token, ok := strings.CutPrefix(h, "Bearer ")
		if !ok {
			return caller{}, fault.New(fault.Unauthorized, "token-wrong")
		}
		return c.byToken(token)
	}
	cookie, err := r.Cookie(cookieName)
	if err != nil {
		return caller{}, fault.New(fault.Unauthorized, "token-missing")
	}
	ctx, err := c.sessions.Load(r.Context(), cookie.Value)
	if err != nil { // the store is away: the session may be good
		return caller{}, fault.Wrap(err, fault.Unavailable, "store-failed")
	}
	if id := c.sessions.GetString(ctx, "token"); id != "" {
		for _, x := range c.opts.Credentials.Credentials {
			if x.ID == id {
				return c.ofCredential(x), nil
			}
		}
	}
	if a, ok := c.engine.account(c.sessions.GetString(ctx, "name")); ok && a.Password == c.sessions.GetString(ctx, "password") {
		return ofAccount(a), nil
	}
	return caller{}, fault.New(fault.Unauthorized, "session-over")
}

func (c *Controller) byToken(token string) (caller, error) {
	x, ok := c.opts.Credentials.Find(token)
	if !ok {
		return caller{}, fault.New(fault.Unauthorized, "token-wrong")
	}
	return c.ofCredential(x), nil
}

// ofCredential is the caller behind a credential. A tablet asks at the counter
// that the configuration pairs it with, whatever the credential says.
func (c *Controller) ofCredential(x config.Credential) caller {
	for _, t := range c.site().Tablets {
		if t.ID == x.Device {
			x.Counter = t.Counter
		}
	}
	return caller{id: x.ID, name: x.ID, roles: x.Roles, device: x.Device, counter: x.Counter}
}

func ofAccount(a store.Account) caller {
	return caller{id: a.ID, name: a.Name, roles: a.Roles, counter: a.Counter}
}

// login checks a token, or a name and password, and sets the session cookie.
func (c *Controller) login(w http.ResponseWriter, r *http.Request, s wire.SessionRequest) (caller, error) {
	guessed := []string{host(r.RemoteAddr)}
	if s.Token == "" { // else wrong tokens of one address would lock out every token
		guessed = append(guessed, "name "+s.Name[:min(len(s.Name), longestName)])
	}
	open := func() error { return c.locks.check(c.clock().Up, guessed...) }
	if err := open(); err != nil {
		return caller{}, err
	}
	who, keep, err := c.prove(r.Context(), s, open)
	if err != nil {
		if fault.KindOf(err) == fault.Unauthorized {
			c.locks.fail(c.clock().Up, guessed...)
		}
		return caller{}, err
	}
	c.locks.clear(guessed...)
	ctx, err := c.sessions.Load(r.Context(), "")
	if err != nil {
		return caller{}, err
	}
	for k, v := range keep {
		c.sessions.Put(ctx, k, v)
	}
	token, expires, err := c.sessions.Commit(ctx)
	if err != nil {
		return caller{}, err
	}
	http.SetCookie(w, &http.Cookie{
		Name: cookieName, Value: token, Path: "/", Expires: expires, HttpOnly: true, Secure: r.TLS != nil, SameSite: http.SameSiteStrictMode,
	})
	return who, nil
}

// prove returns who a log-in request shows to be, and what its session
// remembers. Passwords wait for their turn, and open is asked again when it
// comes: others may have failed meanwhile.
func (c *Controller) prove(ctx context.Context, s wire.SessionRequest, open func() error) (caller, map[string]string, error) {
	if s.Token != "" {
		who, err := c.byToken(strings.TrimSpace(s.Token))
		return who, map[string]string{"token": who.id}, err
	}
	a, _ := c.engine.account(s.Name)
	ok, err := c.hashing.matches(ctx, a.Password, s.Password, open)
	if err != nil {
		return caller{}, nil, err
	}
	if !ok {
		return caller{}, nil, fault.New(fault.Unauthorized, "password-wrong")
	}
	// The hash in the session ends it when the password changes.
	return ofAccount(a), map[string]string{"name": a.Name, "password": a.Password}, nil
}

func (c *Controller) logout(w http.ResponseWriter, r *http.Request) {
	if cookie, err := r.Cookie(cookieName); err == nil {
		if ctx, err := c.sessions.Load(r.Context(), cookie.Value); err == nil {
			_ = c.sessions.Destroy(ctx) // in memory: it cannot fail
		}
	}
	http.SetCookie(w, &http.Cookie{Name: cookieName, Path: "/", MaxAge: -1, HttpOnly: true, SameSite: http.SameSiteStrictMode})
}

func host(addr string) string {
	h, _, err := net.SplitHostPort(addr)
	if err != nil {
		return addr
	}
	return h
}

// locks slows down who guesses: ten failures lock an address or a name for a while.
type locks struct {
	mu    sync.Mutex
	fails map[string]failure
}

type failure struct {
	n     int
	until time.Duration // uptime at which it is forgotten
}

func (l *locks) check(now time.Duration, names ...string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, n := range names {
		if f, ok := l.fails[n]; ok && f.n >= lockAfter && now < f.until {
			return fault.New(fault.TooMany, "too-many-failures", "minutes", int(lockFor.Minutes()))
		}
	}
	return nil
}

func (l *locks) fail(now time.Duration, names ...string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.fails == nil || len(l.fails) > mostLocks {
		l.fails = map[string]failure{}
	}
	for _, n := range names {
		f := l.fails[n]
		if now >= f.until {
			f.n = 0
		}
		l.fails[n] = failure{f.n + 1, now + lockFor}
	}
}

func (l *locks) clear(names ...string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, n := range names {
		delete(l.fails, n)
	}
}

// account returns the account of a name.
func (e *Engine) account(name string) (store.Account, bool) {
	e.mu.RLock()
	defer e.mu.RUnlock()
	a, ok := e.people[name]
	return a, ok
}

// putAccount makes an account, or replaces the password of one.
func (e *Engine) putAccount(ctx context.Context, a store.Account, fresh bool) error {
	return e.ask(ctx, memo{}, func(t *tx) (int, any, error) {
		known, exists := t.e.people[a.Name]
		switch {
		case fresh && exists:
			return 0, nil, fault.New(fault.Conflict, "account-taken", "name", a.Name)
		case !fresh && !exists:
			return 0, nil, fault.New(fault.NotFound, "account-unknown", "name", a.Name)
		case fresh:
			a.ID = "P" + rand.Text()[:12]
		default:
			known.Password = a.Password
			a = known
		}
		t.e.people[a.Name] = a
		t.batch.Accounts = append(t.batch.Accounts, a)
		return http.StatusNoContent, nil, nil
	}).err
}

var _ web.Access = (*access)(nil)

// access shows the controller's people and sessions to the pages.
type access struct{ c *Controller }

func (a *access) Who(r *http.Request) (web.Who, bool) {
	who, err := a.c.who(r)
	return web.Who{Name: who.name, Roles: who.roles, Counter: who.counter}, err == nil
}

func (a *access) Login(w http.ResponseWriter, r *http.Request, s wire.SessionRequest) error {
	_, err := a.c.login(w, r, s)
	return err
}

func (a *access) Logout(w http.ResponseWriter, r *http.Request) { a.c.logout(w, r) }

// NeedsSetup tells that nobody can log in as a manager yet.
func (a *access) NeedsSetup() bool { return a.c.setup.open(a.c.engine) }

func (a *access) Setup(ctx context.Context, code, name, password string) error {
	if err := a.c.setup.check(a.c.engine, code); err != nil {
		return err
	}
	return a.add(ctx, web.Account{Name: name, Roles: []string{web.RoleManager, web.RoleGreeter, web.RoleStaff}}, password)
}

func (a *access) Accounts() []web.Account {
	a.c.engine.mu.RLock()
	defer a.c.engine.mu.RUnlock()
	all := make([]web.Account, 0, len(a.c.engine.people))
	for _, p := range a.c.engine.people {
		all = append(all, web.Account{Name: p.Name, Roles: p.Roles, Counter: p.Counter})
	}
	slices.SortFunc(all, func(x, y web.Account) int { return strings.Compare(x.Name, y.Name) })
	return all
}

func (a *access) AddAccount(ctx context.Context, _ web.Who, account web.Account, password string) error {
	return a.add(ctx, account, password)
}

func (a *access) add(ctx context.Context, account web.Account, password string) error {
	name := strings.TrimSpace(account.Name)
	if name == "" || len(name) > longestName {
		return fault.New(fault.Invalid, "account-name")
	}
	for _, r := range account.Roles {
		if !slices.Contains([]string{web.RoleStaff, web.RoleGreeter, web.RoleManager, web.RoleInspector, web.RoleTechnician}, r) {
			return fault.New(fault.Invalid, "account-role")
		}
	}
	if _, ok := a.c.site().Counter(account.Counter); account.Counter != "" && !ok {
		return fault.New(fault.Invalid, "counter-unknown", "counter", account.Counter)
	}
	hash, err := a.c.hashing.make(ctx, password)
	if err != nil {
		return err
	}
	return a.c.engine.putAccount(ctx, store.Account{Name: name, Password: hash, Roles: account.Roles, Counter: account.Counter}, true)
}

func (a *access) SetPassword(ctx context.Context, _ web.Who, name, password string) error {
	hash, err := a.c.hashing.make(ctx, password)
	if err != nil {
		return err
	}
	return a.c.engine.putAccount(ctx, store.Account{Name: name, Password: hash}, false)
}
