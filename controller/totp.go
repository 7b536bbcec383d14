package controller

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base32"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"

	"motcua/controller/web"
	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/store"
)

const (
	codeTime      = 30 // seconds that a code holds, as every app reckons (RFC 6238)
	codeDrift     = 1  // steps that a phone's clock may be off
	recoveryCodes = 10
)

// nextStep is what somebody who has shown so much still has to do. Who has a
// second factor shows it first: the password alone changes nothing.
func (c *Controller) nextStep(a store.Account, how string) string {
	switch {
	case a.TOTP != "" && how == byPassword:
		return stepCode
	case a.Given:
		return stepPassword
	case a.TOTP == "" && c.needsTOTP(a):
		return stepEnrol
	}
	return ""
}

// needsTOTP tells whether the roles of an account must not be without a second factor.
func (c *Controller) needsTOTP(a store.Account) bool {
	return c.site().Access.TOTP != center.TOTPOptional && (slices.Contains(a.Roles, web.RoleManager) || slices.Contains(a.Roles, web.RoleTechnician) || slices.Contains(a.Roles, web.RoleHandler) || slices.Contains(a.Roles, web.RoleMonitor))
}

// newSecret is 160 random bits, as RFC 4226 wants them, in base 32.
func newSecret() (string, error) {
	raw := make([]byte, 20)
	rand.Read(raw)
	return base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(raw), nil
}

// stepOfCode finds the time step that a code is of, 0 for none near now.
func stepOfCode(secret, code string, now time.Time) int64 {
	at := now.Unix() / codeTime
	for step := at - codeDrift; step <= at+codeDrift; step++ {
		ok, err := hotp.ValidateCustom(code, uint64(max(step, 0)), secret, hotp.ValidateOpts{Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1})
		if ok && err == nil {
			return step
		}
	}
	return 0
}

// plainCode is a code without what people write between its characters.
func plainCode(code string) string {
	return strings.ToUpper(strings.NewReplacer(" ", "", "-", "", "\u00a0", "").Replace(code))
}

// proveCode completes a proof by a code of the second factor, or by one of the
// recovery codes. Each works once.
func (c *Controller) proveCode(p proof, a store.Account, code string) (proof, error) {
	code = plainCode(code)
	wrong := fault.New(fault.Unauthorized, "totp-wrong")
	if len(code) != 6 {
		return c.proveRecovery(p, a, code)
	}
	secret, err := c.vault.open(a.ID, a.TOTP)
	if err != nil {
		return p, err
	}
	step := stepOfCode(secret, code, c.clock().Wall)
	if step == 0 {
		return p, wrong
	}
	if step <= a.TOTPStep {
		return p, fault.New(fault.Unauthorized, "totp-used")
	}
	p.how = byTOTP
	p.step = c.nextStep(a, p.how)
	p.edits = append(p.edits, func(a *store.Account) error {
		if step <= a.TOTPStep {
			return fault.New(fault.Unauthorized, "totp-used")
		}
		a.TOTPStep = step
		return nil
	})
	return p, nil
}

func (c *Controller) proveRecovery(p proof, a store.Account, code string) (proof, error) {
	hash := c.vault.hash(a.ID, "recovery", code)
	wrong := fault.New(fault.Unauthorized, "totp-wrong")
	at := -1
	for i, known := range a.Recovery {
		if subtle.ConstantTimeCompare([]byte(known), []byte(hash)) == 1 {
			at = i
		}
	}
	if at < 0 {
		return p, wrong
	}
	p.how = byRecovery
	p.step = c.nextStep(a, p.how)
	p.edits = append(p.edits, func(a *store.Account) error {
		i := slices.Index(a.Recovery, hash)
		if i < 0 {
			return wrong
		}
		a.Recovery = slices.Delete(slices.Clone(a.Recovery), i, i+1)
		return nil
	})
	return p, nil
}

// half finds who has shown the password and is at the step, and how to forget it.
func (c *Controller) half(r *http.Request, step string) (s session, a store.Account, forget func(), err error) {
	s, a, ctx, err := c.halfway(r)
	if err == nil && s.step != step {
		err = fault.New(fault.Unauthorized, "session-over")
	}
	return s, a, func() { c.endSession(ctx, s, "", "") }, err
}

// halfway finds who has begun something that ends with the present request: a
// step of a log-in, or on the own page a second factor. They must not take long.
func (c *Controller) halfway(r *http.Request) (s session, a store.Account, ctx context.Context, err error) {
	over := fault.New(fault.Unauthorized, "session-over")
	cookie, err := r.Cookie(cookieName)
	if err != nil {
		return s, a, nil, over
	}
	if ctx, err = c.sessions.Load(r.Context(), cookie.Value); err != nil {
		return s, a, nil, fault.Wrap(err, fault.Unavailable, "store-failed")
	}
	s = c.sessionIn(ctx)
	a, ok := c.engine.accountOf(s.account)
	late := c.clock().Wall.Sub(time.Unix(s.begun, 0)) > stepTime
	if !ok || late || a.Stamp != s.stamp || a.Off {
		return s, a, nil, over
	}
	return s, a, ctx, nil
}

// second completes a log-in by a code, or leads on to its next step.
func (c *Controller) second(w http.ResponseWriter, r *http.Request, code string) (string, error) {
	s, a, forget, err := c.half(r, stepCode)
	if err != nil {
		return "", err
	}
	p := proof{session: s, who: ofAccount(a), guessed: []string{host(r.RemoteAddr), lockName(a.Name)}}
	if err := c.locks.check(c.clock(), p.guessed...); err != nil {
		return "", err
	}
	if p, err = c.proveCode(p, a, code); err != nil {
		c.refused(r.Context(), p, err)
		return "", err
	}
	forget()
	return c.proceed(w, r, p)
}

// newRecovery makes recovery codes of 50 random bits, and what is kept of them.
func (c *Controller) newRecovery(account string) (codes, hashes []string) {
	for range recoveryCodes {
		code := rand.Text()[:10]
		codes = append(codes, code[:5]+"-"+code[5:])
		hashes = append(hashes, c.vault.hash(account, "recovery", code))
	}
	return codes, hashes
}
