package controller

import (
	"context"
	"net/http"
	"strings"
	"time"

	"motcua/internal/fault"
	"motcua/internal/store"
	"motcua/internal/wire"
)

// stepTime is how long somebody who gave a password may take for what comes next.
const stepTime = 10 * time.Minute

// What a log-in that began with the right password still needs, in this order.
const (
	stepCode     = "code"     // of the second factor
	stepPassword = "password" // somebody else set it: its owner has to choose another
	stepEnrol    = "enrol"    // a second factor has to be set up
)

// proof is what somebody showed to be let in.
type proof struct {
	session
	who     caller
	guessed []string                     // names whose failures it ends
	edits   []func(*store.Account) error // of the account, stored with the session
}

// login lets somebody in by a token, a name and password with the code of the
// second factor, or a name and PIN, and sets the session cookie.
func (c *Controller) login(w http.ResponseWriter, r *http.Request, s wire.SessionRequest) (caller, error) {
	p, err := c.attempt(r, s)
	if err != nil {
		return caller{}, err
	}
	switch p.step {
	case stepCode:
		return caller{}, fault.New(fault.Unauthorized, "totp-needed")
	case stepPassword:
		return caller{}, fault.New(fault.Forbidden, "password-change")
	case stepEnrol:
		return caller{}, fault.New(fault.Forbidden, "totp-enrol")
	}
	return p.who, c.admit(w, r, p)
}

// enter does the same for a page, which asks for what is missing in a second
// step: it answers with that step, "" once the session is open.
func (c *Controller) enter(w http.ResponseWriter, r *http.Request, s wire.SessionRequest) (string, error) {
	p, err := c.attempt(r, s)
	if err != nil {
		return "", err
	}
	return c.proceed(w, r, p)
}

// proceed opens the session of a proof, or waits for its next step.
func (c *Controller) proceed(w http.ResponseWriter, r *http.Request, p proof) (string, error) {
	if p.step == "" {
		return "", c.admit(w, r, p)
	}
	return p.step, c.wait(w, r, p)
}

// wait remembers who has shown the password but is not in yet.
func (c *Controller) wait(w http.ResponseWriter, r *http.Request, p proof) error {
	if p.step == stepEnrol {
		secret, err := newSecret()
		if err != nil {
			return err
		}
		p.pending = c.vault.seal(p.account, secret)
	}
	now := c.clock().Wall.Unix()
	p.id, p.opened, p.begun = newSessionID(), now, now
	return c.keepSession(w, r, p.session, p.settle)
}

// settle stores what a proof does to its account.
func (p proof) settle(t *tx) error {
	return t.edit(p.account, func(a *store.Account) error {
		if a.Stamp != p.stamp {
			return fault.New(fault.Unauthorized, "session-over")
		}
		for _, edit := range p.edits {
			if err := edit(a); err != nil {
				return err
			}
		}
		return nil
	})
}

// attempt looks at what a log-in shows. A failure counts against the address
// and the name.
func (c *Controller) attempt(r *http.Request, s wire.SessionRequest) (proof, error) {
	guessed := []string{host(r.RemoteAddr)}
	if s.Token == "" { // else wrong tokens of one address would lock out every token
		guessed = append(guessed, lockName(s.Name))
	}
	open := func() error { return c.locks.check(c.clock(), guessed...) }
	if err := open(); err != nil {
		return proof{}, err
	}
	p, err := c.prove(r, s, open)
	p.guessed = guessed
	if err != nil {
		c.refused(r.Context(), p, err)
	}
	return p, err
}

func lockName(name string) string { return "name " + name[:min(len(name), longestName)] }

// prove returns who a log-in shows to be. Passwords wait for their turn, and
// open is asked again when it comes: others may have failed meanwhile.
func (c *Controller) prove(r *http.Request, s wire.SessionRequest, open func() error) (proof, error) {
	switch {
	case s.Token != "":
		who, err := c.byToken(strings.TrimSpace(s.Token))
		return proof{session: session{token: who.id, how: byToken}, who: who}, err
	case s.PIN != "":
		return c.provePIN(r, s, open)
	}
	return c.provePassword(r.Context(), s, open)
}

func (c *Controller) provePassword(ctx context.Context, s wire.SessionRequest, open func() error) (proof, error) {
	a, _ := c.engine.account(s.Name)
	p := proofOf(a, byPassword)
	ok, err := c.hashing.matches(ctx, a.Password, s.Password, open)
	if err == nil && !ok {
		err = fault.New(fault.Unauthorized, "password-wrong")
	}
	if err == nil {
		err = c.mayEnter(a)
	}
	if err != nil {
		return p, err
	}
	p.edits = append(p.edits, func(a *store.Account) error { a.PINFails = 0; return nil }) // who knows the password is no guesser
	if p.step = c.nextStep(a, p.how); p.step == stepCode && s.Code != "" {
		return c.proveCode(p, a, s.Code)
	}
	return p, nil
}

func proofOf(a store.Account, how string) proof {
	return proof{session: session{account: a.ID, stamp: a.Stamp, how: how}, who: ofAccount(a)}
}

// mayEnter tells whether an account may be used at all, to somebody who has
// shown to be its owner.
func (c *Controller) mayEnter(a store.Account) error {
	if a.Off {
		return fault.New(fault.Forbidden, "account-off")
	}
	if len(a.Roles) == 1 && a.Roles[0] == "inspector" && !c.engine.inspecting(a.ID, c.clock().Wall) {
		return fault.New(fault.Forbidden, "inspection-none")
	}
	return nil
}

// refused counts a failure and logs it. Whoever waits for a lock is not logged
// again: guessing must not fill the log.
func (c *Controller) refused(ctx context.Context, p proof, err error) {
	if k := fault.KindOf(err); k != fault.Unauthorized && k != fault.Forbidden {
		return
	}
	locked := fault.KindOf(err) == fault.Unauthorized && c.locks.fail(c.clock().Up, p.guessed...)
	o := c.engine.ask(ctx, memo{}, func(t *tx) (int, any, error) {
		t.emit(wire.SessionRefused, &wire.SessionData{Account: p.account + p.token, How: p.how, Station: p.station, Why: fault.CodeOf(err)})
		if locked && p.account != "" {
			t.emit(wire.AccountChanged, &wire.AccountData{Account: p.account, What: "locked"})
		}
		return http.StatusNoContent, nil, nil
	})
	if o.err != nil {
		c.log.Warn("refused log-in not written", "error", o.err)
	}
}

// admit opens the session of a proof that is complete.
func (c *Controller) admit(w http.ResponseWriter, r *http.Request, p proof) error {
	now := c.clock()
	p.id, p.step, p.pending, p.opened = newSessionID(), "", "", now.Wall.Unix()
	p.edits = append(p.edits, func(a *store.Account) error { a.Last = p.opened; return nil })
	err := c.keepSession(w, r, p.session, func(t *tx) error {
		if p.account != "" {
			if err := p.settle(t); err != nil {
				return err
			}
		}
		t.emit(wire.SessionOpened, &wire.SessionData{Session: p.id, Account: p.account + p.token, Roles: p.who.roles, How: p.how, Station: p.station})
		return nil
	})
	if err == nil {
		c.locks.clear(p.guessed...)
		c.seen.idle(p.id, now.Up, 0, true)
	}
	return err
}
