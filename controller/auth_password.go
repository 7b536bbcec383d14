package controller

import (
	"context"
	"net/http"

	"motcua/internal/fault"
	"motcua/internal/store"
)

// newHash is what is kept of the password that somebody chooses in the place of
// the present one, which it must not be.
func (c *Controller) newHash(ctx context.Context, a store.Account, password string) (string, error) {
	same, err := c.hashing.matches(ctx, a.Password, password, func() error { return nil })
	if err == nil && same {
		err = fault.New(fault.Invalid, "password-same")
	}
	if err != nil {
		return "", err
	}
	return c.hashing.make(ctx, password)
}

// replacePassword gives an account the password that its owner has chosen. It
// ends every session of the account.
func (c *Controller) replacePassword(ctx context.Context, a store.Account, password string) error {
	hash, err := c.newHash(ctx, a, password)
	if err != nil {
		return err
	}
	return c.engine.changeAccount(ctx, a.ID, "password", a.ID, func(x *store.Account) error {
		if x.Password != a.Password { // another one was set meanwhile
			return fault.New(fault.Unauthorized, "session-over")
		}
		x.Password, x.Given = hash, false
		return nil
	})
}

// choose takes the own password of somebody whose password somebody else has
// set, and goes on with the log-in.
func (c *Controller) choose(w http.ResponseWriter, r *http.Request, password string) (string, error) {
	s, a, forget, err := c.half(r, stepPassword)
	if err != nil {
		return "", err
	}
	if err := c.replacePassword(r.Context(), a, password); err != nil {
		return "", err
	}
	forget()
	a, ok := c.engine.accountOf(a.ID)
	if !ok {
		return "", fault.New(fault.Unauthorized, "session-over")
	}
	p := proofOf(a, s.how)
	p.guessed = []string{host(r.RemoteAddr), lockName(a.Name)}
	p.step = c.nextStep(a, p.how)
	return c.proceed(w, r, p)
}
