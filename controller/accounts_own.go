package controller

import (
	"context"
	"net/http"

	"motcua/controller/web"
	"motcua/internal/fault"
	"motcua/internal/store"
)

// Own changes the own account, against its password.
func (p *people) Own(ctx context.Context, who web.Who, what, password, next string) ([]string, error) {
	c := p.c
	if what == "pin" {
		return nil, c.setPIN(ctx, who.ID, password, next)
	}
	a, err := c.owner(ctx, who.ID, password)
	if what == "password" && (err == nil || fault.CodeOf(err) == "password-change") {
		return nil, c.replacePassword(ctx, a, next)
	}
	if err != nil {
		return nil, err
	}
	switch what {
	case "pin-clear":
		return nil, c.engine.changeAccount(ctx, a.ID, "pin-cleared", a.ID, func(a *store.Account) error { a.PIN, a.PINFails = "", 0; return nil })
	case "recovery":
		if a.TOTP == "" {
			return nil, fault.New(fault.Conflict, "totp-none")
		}
		codes, hashes := c.newRecovery(a.ID)
		return codes, c.engine.changeAccount(ctx, a.ID, "recovery", a.ID, func(a *store.Account) error { a.Recovery = hashes; return nil })
	case "totp-end":
		return nil, c.endTOTP(ctx, a, next)
	}
	return nil, fault.New(fault.Malformed, "form-unknown")
}

// Reset lets somebody who lost the second factor enrol anew: with the password,
// and with the code that stands in a file on the machine.
func (p *people) Reset(ctx context.Context, name, password, code string, r *http.Request) error {
	c := p.c
	guessed := []string{host(r.RemoteAddr), lockName(name)}
	open := func() error { return c.locks.check(c.clock(), guessed...) }
	if err := open(); err != nil {
		return err
	}
	a, _ := c.engine.account(name)
	ok, err := c.hashing.matches(ctx, a.Password, password, open)
	if err != nil {
		return err
	}
	if !ok || !c.setup.present(code) {
		err := fault.New(fault.Unauthorized, "reset-wrong")
		c.refused(ctx, proof{session: session{account: a.ID, how: byPassword}, guessed: guessed}, err)
		return err
	}
	if err := c.engine.changeAccount(ctx, a.ID, "totp-reset", "", forgetTOTP); err != nil {
		return err
	}
	c.locks.clear(guessed...)
	return c.setup.renew()
}
