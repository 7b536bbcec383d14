package controller

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"time"

	"motcua/controller/web"
	"motcua/internal/fault"
	"motcua/internal/store"
	"motcua/internal/wire"
)

// account returns the account of a name.
func (e *Engine) account(name string) (store.Account, bool) {
	e.mu.RLock()
	defer e.mu.RUnlock()
	a, ok := e.people[name]
	return a, ok
}

// accountOf returns the account of an opaque id.
func (e *Engine) accountOf(id string) (store.Account, bool) {
	e.mu.RLock()
	defer e.mu.RUnlock()
	return e.accountByID(id)
}

// accountByID is accountOf under the engine's lock.
func (e *Engine) accountByID(id string) (store.Account, bool) {
	if id == "" {
		return store.Account{}, false
	}
	for _, a := range e.people {
		if a.ID == id {
			return a, true
		}
	}
	return store.Account{}, false
}

// person is who stands behind an opaque id that the log names as an official:
// the name to show, and whose official it is. It is false for a device, a token
// and an account that was deleted: figures then show the id.
func (e *Engine) person(id string) (name, employer string, ok bool) {
	a, ok := e.accountOf(id)
	return cmp.Or(a.Person, a.Name), a.Employer, ok
}

// recallPeople reads the accounts and what belongs to them.
func (e *Engine) recallPeople(ctx context.Context) (err error) {
	people, err := e.store.Accounts(ctx)
	if err != nil {
		return err
	}
	e.people = map[string]store.Account{}
	for _, a := range people {
		e.people[a.Name] = a
	}
	if e.stations, err = e.store.Stations(ctx); err != nil {
		return err
	}
	e.inspections, err = e.store.Inspections(ctx)
	return err
}

func (e *Engine) stationList() []store.Station {
	e.mu.RLock()
	defer e.mu.RUnlock()
	return e.stations // replaced, never changed
}

func (e *Engine) stationOf(id string) (store.Station, bool) {
	list := e.stationList()
	at := slices.IndexFunc(list, func(x store.Station) bool { return x.ID == id })
	if at < 0 {
		return store.Station{}, false
	}
	return list[at], true
}

// inspecting tells whether an inspection is open for an account.
func (e *Engine) inspecting(account string, now time.Time) bool {
	e.mu.RLock()
	defer e.mu.RUnlock()
	return slices.ContainsFunc(e.inspections, func(x store.Inspection) bool {
		return x.Account == account && x.Closed == 0 && now.Unix() < x.Until
	})
}

// edit changes an account inside a batch.
func (t *tx) edit(id string, change func(*store.Account) error) error {
	a, ok := t.e.accountByID(id)
	if !ok {
		return fault.New(fault.NotFound, "account-unknown", "name", id)
	}
	name := a.Name
	if err := change(&a); err != nil {
		return err
	}
	delete(t.e.people, name)
	if !a.Gone {
		t.e.people[a.Name] = a
	}
	t.batch.Accounts = append(t.batch.Accounts, a)
	return nil
}

// ending are the changes after which everybody has to log in again.
var ending = []string{"roles", "counter", "password", "totp-reset", "off", "erased"}

// changeAccount changes an account and logs what changed and who did it. The
// last manager keeps the right to make others.
func (e *Engine) changeAccount(ctx context.Context, id, what, by string, change func(*store.Account) error) error {
	return e.ask(ctx, memo{}, func(t *tx) (int, any, error) {
		a, ok := t.e.accountByID(id)
		if !ok {
			return 0, nil, fault.New(fault.NotFound, "account-unknown", "name", id)
		}
		if err := change(&a); err != nil {
			return 0, nil, err
		}
		if t.e.lastManager(a) {
			return 0, nil, fault.New(fault.Conflict, "account-last-manager")
		}
		data := &wire.AccountData{Account: id, What: what, By: by}
		switch what {
		case "roles":
			data.Roles = a.Roles
		case "counter":
			data.Counter = a.Counter
		}
		t.emit(wire.AccountChanged, data)
		if slices.Contains(ending, what) {
			a.Stamp = newStamp()
			t.endSessions("account-changed", by, func(s session) bool { return s.account == id })
		}
		return http.StatusNoContent, nil, t.edit(id, func(x *store.Account) error { *x = a; return nil })
	}).err
}

// lastManager tells whether nobody would be left who can make accounts, with
// the account as it is to become.
func (e *Engine) lastManager(next store.Account) bool {
	manages := func(a store.Account) bool { return !a.Off && !a.Gone && slices.Contains(a.Roles, web.RoleManager) }
	before, ok := e.accountByID(next.ID)
	if !ok || !manages(before) || manages(next) {
		return false
	}
	for _, a := range e.people {
		if a.ID != next.ID && manages(a) {
			return false
		}
	}
	return true
}

// addAccount makes an account.
func (e *Engine) addAccount(ctx context.Context, a store.Account, by string) error {
	return e.ask(ctx, memo{}, func(t *tx) (int, any, error) {
		if _, taken := t.e.people[a.Name]; taken {
			return 0, nil, fault.New(fault.Conflict, "account-taken", "name", a.Name)
		}
		a.Made = t.now.Wall.Unix()
		t.e.people[a.Name] = a
		t.batch.Accounts = append(t.batch.Accounts, a)
		t.emit(wire.AccountChanged, &wire.AccountData{Account: a.ID, What: "made", Roles: a.Roles, Counter: a.Counter, By: by})
		return http.StatusNoContent, nil, nil
	}).err
}
