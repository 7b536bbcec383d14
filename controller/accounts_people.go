package controller

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"motcua/controller/web"
	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/store"
)

var _ web.People = (*people)(nil)

// people shows the accounts to the pages, and changes them.
type people struct{ c *Controller }

func (p *people) People(ctx context.Context) []web.Person {
	c, now := p.c, p.c.clock()
	sessions := map[string]int{}
	for _, s := range c.loggedIn(ctx) {
		sessions[s.account]++
	}
	c.engine.mu.RLock()
	defer c.engine.mu.RUnlock()
	all := make([]web.Person, 0, len(c.engine.people))
	for _, a := range c.engine.people {
		x := c.personView(a, now.Wall)
		x.Locked, x.Sessions = c.locks.lockedFor(now.Up, lockName(a.Name)), sessions[a.ID]
		all = append(all, x)
	}
	slices.SortFunc(all, func(x, y web.Person) int { return strings.Compare(x.Name, y.Name) })
	return all
}

// personView is an account without its secrets. The engine's lock is held.
func (c *Controller) personView(a store.Account, now time.Time) web.Person {
	x := web.Person{ID: a.ID, TOTP: "off", PIN: "off", Recovery: len(a.Recovery), NeedsTOTP: c.needsTOTP(a), Given: a.Given, Off: a.Off, AccountForm: web.AccountForm{
		Name: a.Name, Person: a.Person, Employer: a.Employer, Post: a.Post, Roles: a.Roles, Counter: a.Counter}}
	switch {
	case a.TOTP != "":
		x.TOTP = "on"
	case x.NeedsTOTP:
		x.TOTP = "due"
	}
	switch {
	case a.PIN != "" && a.PINFails >= mostPINFails:
		x.PIN = "locked"
	case a.PIN != "":
		x.PIN = "on"
	}
	if a.Last > 0 {
		x.Last = time.Unix(a.Last, 0)
	}
	for _, i := range c.engine.inspections {
		if i.Account == a.ID && i.Closed == 0 && now.Unix() < i.Until {
			x.Until = time.Unix(i.Until, 0)
		}
	}
	return x
}

// loggedIn lists the open sessions.
func (c *Controller) loggedIn(ctx context.Context) []storedSession {
	c.engine.mu.RLock()
	defer c.engine.mu.RUnlock()
	return c.engine.openSessions(ctx)
}

func (p *people) Logins(ctx context.Context, account string) []web.Login {
	var all []web.Login
	for _, s := range p.c.loggedIn(ctx) {
		who, ok := p.c.holder(s.session)
		if !ok || account != "" && s.account != account {
			continue
		}
		x := web.Login{ID: s.id, Account: who.id, Name: who.name, How: s.how, Opened: time.Unix(s.opened, 0)}
		if station, ok := p.c.engine.stationOf(s.station); ok {
			x.Counter = station.Counter
		}
		if name, _, ok := p.c.engine.person(who.id); ok {
			x.Name = name
		}
		all = append(all, x)
	}
	slices.SortFunc(all, func(x, y web.Login) int { return cmp.Or(y.Opened.Compare(x.Opened), strings.Compare(x.ID, y.ID)) })
	return all
}

func (p *people) EndLogin(ctx context.Context, by web.Who, id string) error {
	return p.c.engine.ask(ctx, memo{}, func(t *tx) (int, any, error) {
		t.endSessions("ended", by.ID, func(s session) bool {
			return s.id == id && (slices.Contains(by.Roles, web.RoleManager) || s.account == by.ID && by.ID != "")
		})
		return http.StatusNoContent, nil, nil
	}).err
}

func (p *people) Stations() []web.Station {
	var all []web.Station
	for _, x := range p.c.engine.stationList() {
		all = append(all, stationView(x))
	}
	return all
}

func stationView(x store.Station) web.Station {
	return web.Station{ID: x.ID, Counter: x.Counter, Paired: time.Unix(x.Paired, 0)}
}

func (p *people) Station(r *http.Request) (web.Station, []web.Person, bool) {
	here, ok := p.c.station(r)
	if !ok {
		return web.Station{}, nil, false
	}
	p.c.engine.mu.RLock()
	defer p.c.engine.mu.RUnlock()
	var staff []web.Person
	for _, a := range p.c.engine.people {
		if a.PIN != "" && !a.Off && len(pinRoles(a.Roles)) > 0 && (a.Counter == "" || a.Counter == here.Counter) {
			staff = append(staff, web.Person{AccountForm: web.AccountForm{Name: a.Name, Person: a.Person}})
		}
	}
	slices.SortFunc(staff, func(x, y web.Person) int { return strings.Compare(x.Name, y.Name) })
	return stationView(here), staff, true
}

func (p *people) Pair(w http.ResponseWriter, r *http.Request, by web.Who, counter center.CounterID) error {
	return p.c.pair(w, r, counter, by.ID)
}

func (p *people) Unpair(ctx context.Context, by web.Who, id string) error {
	return p.c.engine.ask(ctx, memo{}, func(t *tx) (int, any, error) {
		at := slices.IndexFunc(t.e.stations, func(x store.Station) bool { return x.ID == id })
		if at < 0 {
			return 0, nil, fault.New(fault.NotFound, "station-unknown")
		}
		t.unpair(t.e.stations[at], by.ID)
		return http.StatusNoContent, nil, nil
	}).err
}

func (p *people) Make(ctx context.Context, by web.Who, f web.AccountForm) error {
	return (&access{p.c}).add(ctx, by.ID, f)
}

func (p *people) Change(ctx context.Context, by web.Who, id, what string, f web.AccountForm) error {
	if id == by.ID && slices.Contains([]string{web.ChangeOff, web.ChangeTOTP, web.ChangePIN, web.ChangePassword}, what) {
		return fault.New(fault.Forbidden, "account-self") // another manager does it: nobody gets rid of the own second factor, or of a password without knowing it
	}
	e := p.c.engine
	switch what {
	case web.ChangeDetails, web.ChangeRoles:
		return p.describe(ctx, by, id, what, f)
	case web.ChangePassword:
		hash, err := p.c.hashing.make(ctx, f.Password)
		if err != nil {
			return err
		}
		return e.changeAccount(ctx, id, "password", by.ID, func(a *store.Account) error { a.Password, a.Given = hash, true; return nil })
	case web.ChangePIN:
		return e.changeAccount(ctx, id, "pin-cleared", by.ID, func(a *store.Account) error { a.PIN, a.PINFails = "", 0; return nil })
	case web.ChangeTOTP:
		return e.changeAccount(ctx, id, "totp-reset", by.ID, forgetTOTP)
	case web.ChangeUnlock:
		return e.changeAccount(ctx, id, "unlocked", by.ID, func(a *store.Account) error {
			p.c.locks.clear(lockName(a.Name))
			a.PINFails = 0
			return nil
		})
	case web.ChangeOff, web.ChangeOn:
		return e.changeAccount(ctx, id, what, by.ID, func(a *store.Account) error { a.Off = what == web.ChangeOff; return nil })
	}
	return fault.New(fault.Malformed, "form-unknown")
}

func forgetTOTP(a *store.Account) error {
	a.TOTP, a.TOTPStep, a.Recovery = "", 0, nil
	return nil
}

// describe changes who a person is, or what the person may do.
func (p *people) describe(ctx context.Context, by web.Who, id, what string, f web.AccountForm) error {
	known, ok := p.c.engine.accountOf(id)
	if !ok {
		return fault.New(fault.NotFound, "account-unknown", "name", id)
	}
	f.Name = known.Name
	if what == web.ChangeDetails {
		f.Roles, f.Counter = known.Roles, ""
	}
	x, err := (&access{p.c}).checked(f)
	if err != nil {
		return err
	}
	return p.c.engine.changeAccount(ctx, id, what, by.ID, func(a *store.Account) error {
		if what == web.ChangeDetails {
			a.Person, a.Employer, a.Post = x.Person, x.Employer, x.Post
			return nil
		}
		a.Roles, a.Counter = x.Roles, x.Counter
		return nil
	})
}
