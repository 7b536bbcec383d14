package controller

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"motcua/internal/fault"
	"motcua/internal/store"
)

// enrolling finds who sets up a second factor: at a log-in that needs one, or
// in an open session on the own page. done forgets what is pending.
func (c *Controller) enrolling(r *http.Request) (s session, a store.Account, done func() error, err error) {
	s, a, ctx, err := c.halfway(r)
	switch {
	case err != nil:
		return s, a, nil, err
	case s.step == stepEnrol:
		return s, a, func() error { c.endSession(ctx, s, "", ""); return nil }, nil
	case s.step == "" && s.pending != "":
		return s, a, func() error { return c.setPending(ctx, s, "") }, nil
	}
	return s, a, nil, fault.New(fault.Unauthorized, "session-over")
}

// setPending keeps the sealed secret of a second factor in an open session, "" for none.
func (c *Controller) setPending(ctx context.Context, s session, sealed string) error {
	c.sessions.Put(ctx, "pending", sealed)
	c.sessions.Put(ctx, "begun", c.clock().Wall.Unix())
	_, _, err := c.sessions.Commit(with(ctx, func(t *tx) error {
		if !t.known(s.id) { // somebody ended it meanwhile: to store it would open it again
			return fault.New(fault.Unauthorized, "session-over")
		}
		return nil
	}))
	return err
}

// beginTOTP lets somebody who is logged in set up a second factor, against the password.
func (c *Controller) beginTOTP(r *http.Request, password string) error {
	cookie, err := r.Cookie(cookieName)
	if err != nil {
		return fault.New(fault.Forbidden, "account-only")
	}
	ctx, err := c.sessions.Load(r.Context(), cookie.Value)
	if err != nil {
		return fault.Wrap(err, fault.Unavailable, "store-failed")
	}
	s := c.sessionIn(ctx)
	a, err := c.owner(ctx, s.account, password)
	if err != nil {
		return err
	}
	if a.TOTP != "" {
		return fault.New(fault.Conflict, "totp-on")
	}
	secret, err := newSecret()
	if err != nil {
		return err
	}
	return c.setPending(ctx, s, c.vault.seal(a.ID, secret))
}

// endTOTP ends the own second factor, against a code of it. The password was shown.
func (c *Controller) endTOTP(ctx context.Context, a store.Account, code string) error {
	switch {
	case a.TOTP == "":
		return fault.New(fault.Conflict, "totp-none")
	case c.needsTOTP(a):
		return fault.New(fault.Forbidden, "totp-required")
	}
	p, err := c.proveCode(proofOf(a, byPassword), a, code)
	if err != nil {
		if fault.KindOf(err) == fault.Unauthorized {
			c.locks.fail(c.clock().Up, lockName(a.Name))
		}
		return err
	}
	return c.engine.changeAccount(ctx, a.ID, "totp-removed", a.ID, func(a *store.Account) error {
		for _, edit := range p.edits {
			if err := edit(a); err != nil {
				return err
			}
		}
		return forgetTOTP(a)
	})
}

// enrolment is the secret that somebody has to scan, and its address for apps.
func (c *Controller) enrolment(r *http.Request) (secret, address string, err error) {
	s, a, _, err := c.enrolling(r)
	if err != nil {
		return "", "", err
	}
	if secret, err = c.vault.open(a.ID, s.pending); err != nil {
		return "", "", err
	}
	issuer := c.site().Name.VI
	u := url.URL{Scheme: "otpauth", Host: "totp", Path: "/" + issuer + ":" + a.Name, RawQuery: url.Values{"secret": {secret}, "issuer": {issuer}}.Encode()}
	return secret, strings.ReplaceAll(u.String(), "+", "%20"), nil
}

// enrol takes the first code of a new second factor, opens the session where
// there is none yet, and returns the recovery codes, which nobody sees again.
func (c *Controller) enrol(w http.ResponseWriter, r *http.Request, code string) ([]string, error) {
	s, a, done, err := c.enrolling(r)
	if err != nil {
		return nil, err
	}
	secret, err := c.vault.open(a.ID, s.pending)
	if err != nil {
		return nil, err
	}
	step := stepOfCode(secret, plainCode(code), c.clock().Wall)
	if step == 0 {
		return nil, fault.New(fault.Invalid, "totp-first") // nothing is guarded by it yet
	}
	codes, hashes := c.newRecovery(a.ID)
	err = c.engine.changeAccount(r.Context(), a.ID, "totp", a.ID, func(x *store.Account) error {
		if x.TOTP != "" || x.Stamp != s.stamp { // somebody else with the password was first
			return fault.New(fault.Unauthorized, "session-over")
		}
		x.TOTP, x.TOTPStep, x.Recovery = s.pending, step, hashes
		return nil
	})
	if err != nil {
		return nil, err
	}
	if err := done(); err != nil || s.step == "" {
		return codes, err
	}
	p := proof{session: s, who: ofAccount(a), guessed: []string{host(r.RemoteAddr), lockName(a.Name)}}
	p.how = byTOTP
	return codes, c.admit(w, r, p)
}
