package controller

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"net/http"
	"slices"
	"strings"
	"time"

	"motcua/controller/web"
	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/store"
	"motcua/internal/wire"
)

const (
	stationCookie = "motcua_station"
	stationLife   = 365 * 24 * time.Hour
	mostPINFails  = 5
	shortestPIN   = 4
	longestPIN    = 8
)

// pinRoles are the roles that a PIN opens: never those that decide about others.
func pinRoles(roles []string) []string {
	var all []string
	for _, r := range roles {
		if r == web.RoleStaff || r == web.RoleGreeter {
			all = append(all, r)
		}
	}
	return all
}

// checkPIN tells whether a PIN is one that may be chosen.
func checkPIN(pin string) error {
	plain := len(pin) >= shortestPIN && len(pin) <= longestPIN && strings.Trim(pin, "0123456789") == ""
	if !plain || strings.Trim(pin, pin[:1]) == "" || strings.Contains("0123456789", pin) || strings.Contains("9876543210", pin) {
		return fault.New(fault.Invalid, "pin-form", "least", shortestPIN, "most", longestPIN)
	}
	return nil
}

// provePIN lets somebody in by a PIN at a paired counter. Five failures lock
// the PIN until a manager clears it or the password is used.
func (c *Controller) provePIN(r *http.Request, s wire.SessionRequest, open func() error) (proof, error) {
	station, ok := c.station(r)
	if !ok {
		return proof{}, fault.New(fault.Forbidden, "pin-station")
	}
	a, _ := c.engine.account(s.Name)
	p := proofOf(a, byPIN)
	p.station = station.ID
	usable := a.PIN != "" && !a.Off && len(pinRoles(a.Roles)) > 0 && (a.Counter == "" || a.Counter == station.Counter)
	kept := a.PIN
	if !usable { // it costs the same time
		kept = ""
	}
	unlocked := func() error {
		if now, _ := c.engine.account(s.Name); usable && now.PINFails >= mostPINFails {
			return fault.New(fault.TooMany, "pin-locked", "most", mostPINFails)
		}
		return open()
	}
	right, err := c.hashing.matches(r.Context(), kept, c.vault.hash(a.ID, "pin", s.PIN), unlocked)
	if err != nil {
		return p, err
	}
	if !right {
		left := c.pinFailed(r.Context(), a.ID, usable)
		return p, fault.New(fault.Unauthorized, "pin-wrong", "left", left)
	}
	p.who.roles = pinRoles(a.Roles)
	p.edits = append(p.edits, func(a *store.Account) error {
		if a.PINFails >= mostPINFails {
			return fault.New(fault.TooMany, "pin-locked", "most", mostPINFails)
		}
		a.PINFails = 0
		return nil
	})
	return p, nil
}

// pinFailed counts a wrong PIN and returns how many tries are left.
func (c *Controller) pinFailed(ctx context.Context, account string, usable bool) (left int) {
	if !usable {
		return mostPINFails - 1
	}
	o := c.engine.ask(ctx, memo{}, func(t *tx) (int, any, error) {
		return http.StatusNoContent, nil, t.edit(account, func(a *store.Account) error {
			a.PINFails++
			left = max(mostPINFails-a.PINFails, 0)
			if a.PINFails == mostPINFails {
				t.emit(wire.AccountChanged, &wire.AccountData{Account: account, What: "pin-locked"})
			}
			return nil
		})
	})
	if o.err != nil {
		c.log.Warn("wrong PIN not counted", "error", o.err)
	}
	return left
}

// setPIN gives an account a PIN, against its password.
func (c *Controller) setPIN(ctx context.Context, account, password, pin string) error {
	if err := checkPIN(pin); err != nil {
		return err
	}
	a, err := c.owner(ctx, account, password)
	if err != nil {
		return err
	}
	hash, err := c.hashing.hash(ctx, c.vault.hash(a.ID, "pin", pin))
	if err != nil {
		return err
	}
	return c.engine.changeAccount(ctx, a.ID, "pin", a.ID, func(a *store.Account) error {
		a.PIN, a.PINFails = hash, 0
		return nil
	})
}

// owner is the account that somebody who is logged in shows to be the own, by
// the password, which nobody else may have set.
func (c *Controller) owner(ctx context.Context, account, password string) (store.Account, error) {
	a, ok := c.engine.accountOf(account)
	if !ok {
		return a, fault.New(fault.Forbidden, "account-only")
	}
	if err := c.checkPassword(ctx, a, password); err != nil {
		return a, err
	}
	if a.Given {
		return a, fault.New(fault.Forbidden, "password-change")
	}
	return a, nil
}

// checkPassword holds a password that somebody who is logged in types once
// more. Failures count as those of a log-in.
func (c *Controller) checkPassword(ctx context.Context, a store.Account, password string) error {
	open := func() error { return c.locks.check(c.clock(), lockName(a.Name)) }
	if err := open(); err != nil {
		return err
	}
	ok, err := c.hashing.matches(ctx, a.Password, password, open)
	if err == nil && !ok {
		c.locks.fail(c.clock().Up, lockName(a.Name))
		err = fault.New(fault.Invalid, "password-own")
	}
	return err
}

// station is the paired computer that a request comes from.
func (c *Controller) station(r *http.Request) (store.Station, bool) {
	cookie, err := r.Cookie(stationCookie)
	if err != nil {
		return store.Station{}, false
	}
	hash := hashStation(cookie.Value)
	for _, x := range c.engine.stationList() {
		if subtle.ConstantTimeCompare([]byte(hash), []byte(x.Hash)) == 1 {
			return x, true
		}
	}
	return store.Station{}, false
}

func hashStation(cookie string) string {
	sum := sha256.Sum256([]byte(cookie))
	return hex.EncodeToString(sum[:])
}

// pair makes the browser of a request the computer of a counter.
func (c *Controller) pair(w http.ResponseWriter, r *http.Request, counter center.CounterID, by string) error {
	if _, ok := c.site().Counter(counter); !ok {
		return fault.New(fault.Invalid, "counter-unknown", "counter", counter)
	}
	token := rand.Text()
	x := store.Station{ID: "C" + rand.Text()[:12], Hash: hashStation(token), Counter: counter, By: by}
	old, paired := c.station(r)
	err := c.engine.ask(r.Context(), memo{}, func(t *tx) (int, any, error) {
		x.Paired = t.now.Wall.Unix()
		if paired {
			t.unpair(old, by)
		}
		t.e.stations = append(slices.Clone(t.e.stations), x)
		t.batch.Stations = append(t.batch.Stations, x)
		t.emit(wire.StationPaired, &wire.StationData{Station: x.ID, Counter: x.Counter, By: by})
		return http.StatusNoContent, nil, nil
	}).err
	if err == nil {
		http.SetCookie(w, &http.Cookie{Name: stationCookie, Value: token, Path: "/", MaxAge: int(stationLife.Seconds()),
			HttpOnly: true, Secure: r.TLS != nil, SameSite: http.SameSiteStrictMode})
	}
	return err
}

// unpair takes a computer's right to ask for a PIN, and ends the sessions that began so.
func (t *tx) unpair(x store.Station, by string) {
	t.e.stations = slices.DeleteFunc(slices.Clone(t.e.stations), func(s store.Station) bool { return s.ID == x.ID })
	x.Gone = true
	t.batch.Stations = append(t.batch.Stations, x)
	t.emit(wire.StationRemoved, &wire.StationData{Station: x.ID, Counter: x.Counter, By: by})
	t.endSessions("ended", by, func(s session) bool { return s.station == x.ID })
}
