package controller

import (
	"context"
	"net"
	"net/http"
	"slices"
	"strings"
	"time"

	"motcua/controller/web"
	"motcua/internal/center"
	"motcua/internal/config"
	"motcua/internal/fault"
	"motcua/internal/store"
)

const (
	cookieName  = "motcua_session"
	longestName = 60 // bytes of an account's name
)

// caller is who asks: a device or program with a token, or a person with a session.
type caller struct {
	id      string // opaque; the log and the idempotency scope know this
	name    string // as shown to the caller
	roles   []string
	device  center.DeviceID  // the device it stands for; empty: any
	counter center.CounterID // the counter it is bound to; empty: any
	session string           // opaque id of the session; empty: a token with each call
	shared  bool             // it is a terminal that all counters share
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
	s := c.sessionIn(ctx)
	if s.id == "" || s.step != "" {
		return caller{}, fault.New(fault.Unauthorized, "session-over")
	}
	return c.ofSession(ctx, s, acts(r))
}

// ofSession is the caller behind a session that may have ended since.
func (c *Controller) ofSession(ctx context.Context, s session, acts bool) (caller, error) {
	over := fault.New(fault.Unauthorized, "session-over")
	now := c.clock()
	if now.Wall.Sub(time.Unix(s.opened, 0)) > c.life(s) {
		return caller{}, over
	}
	who, ok := c.holder(s)
	if !ok {
		return caller{}, over
	}
	who.session = s.id
	if who.may(web.RoleManager, web.RoleTechnician, web.RoleInspector, web.RoleHandler, web.RoleMonitor) && !c.site().Demo && c.seen.idle(s.id, now.Up, c.site().Access.Idle(), acts) {
		c.endSession(ctx, s, "idle", "")
		return caller{}, over
	}
	return who, nil
}

// holder is whom a session was opened for, false where the right has gone.
func (c *Controller) holder(s session) (caller, bool) {
	if s.token != "" {
		for _, x := range c.opts.Credentials.Credentials {
			if x.ID == s.token && !c.orphan(x) {
				return c.ofCredential(x), true
			}
		}
		return caller{}, false
	}
	a, ok := c.engine.accountOf(s.account)
	if !ok || a.Stamp != s.stamp || a.Off {
		return caller{}, false
	}
	who := ofAccount(a)
	if s.how == byPIN {
		who.roles = pinRoles(a.Roles)
		if _, ok := c.engine.stationOf(s.station); !ok {
			return caller{}, false
		}
	}
	if slices.Contains(who.roles, web.RoleInspector) && !c.engine.inspecting(a.ID, c.clock().Wall) {
		who.roles = slices.DeleteFunc(slices.Clone(who.roles), func(r string) bool { return r == web.RoleInspector })
	}
	return who, len(who.roles) > 0
}

func (c *Controller) byToken(token string) (caller, error) {
	x, ok := c.opts.Credentials.Find(token)
	if !ok || c.orphan(x) {
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
	return caller{id: x.ID, name: x.ID, roles: x.Roles, device: x.Device, counter: x.Counter, shared: c.site().Terminal(x.Device)}
}

func ofAccount(a store.Account) caller {
	return caller{id: a.ID, name: a.Name, roles: a.Roles, counter: a.Counter}
}

// acts tells whether a person did something: what pages fetch by themselves
// keeps nobody logged in.
func acts(r *http.Request) bool {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		return true
	}
	return r.URL.Path != "/live" && !strings.HasPrefix(r.URL.Path, "/api/") && !r.URL.Query().Has("live")
}

func host(addr string) string {
	h, _, err := net.SplitHostPort(addr)
	if err != nil {
		return addr
	}
	return h
}
