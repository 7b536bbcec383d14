package controller

import (
	"context"
	"crypto/rand"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"motcua/controller/web"
	"motcua/internal/fault"
	"motcua/internal/store"
	"motcua/internal/wire"
)

const longestDetail = 120 // characters of a person's name, employer or post

var _ web.Access = (*access)(nil)

// access shows the controller's people and sessions to the pages.
type access struct{ c *Controller }

func (a *access) Who(r *http.Request) (web.Who, bool) {
	who, err := a.c.who(r)
	return web.Who{ID: who.id, Session: who.session, Name: who.name, Roles: who.roles, Counter: who.counter}, err == nil
}

func (a *access) Login(w http.ResponseWriter, r *http.Request, s wire.SessionRequest) (string, error) {
	return a.c.enter(w, r, s)
}

func (a *access) Second(w http.ResponseWriter, r *http.Request, code string) (string, error) {
	return a.c.second(w, r, code)
}

func (a *access) Choose(w http.ResponseWriter, r *http.Request, password string) (string, error) {
	return a.c.choose(w, r, password)
}

func (a *access) Begin(r *http.Request, password string) error { return a.c.beginTOTP(r, password) }

func (a *access) Enrolment(r *http.Request) (secret, address string, err error) {
	return a.c.enrolment(r)
}

func (a *access) Enrol(w http.ResponseWriter, r *http.Request, code string) ([]string, error) {
	return a.c.enrol(w, r, code)
}

func (a *access) Logout(w http.ResponseWriter, r *http.Request) { a.c.logout(w, r) }

// NeedsSetup tells that nobody can log in as a manager yet.
func (a *access) NeedsSetup() bool { return a.c.setup.open(a.c.engine) }

func (a *access) Setup(ctx context.Context, code, name, password string) error {
	if err := a.c.setup.check(a.c.engine, code); err != nil {
		return err
	}
	return a.add(ctx, "", web.AccountForm{Name: name, Roles: []string{web.RoleManager, web.RoleGreeter, web.RoleStaff}, Password: password})
}

func (a *access) add(ctx context.Context, by string, f web.AccountForm) error {
	x, err := a.checked(f)
	if err != nil {
		return err
	}
	if x.Password, err = a.c.hashing.make(ctx, f.Password); err != nil {
		return err
	}
	x.ID, x.Stamp, x.Given = "P"+rand.Text()[:12], newStamp(), by != "" // the first of all is its own owner's
	return a.c.engine.addAccount(ctx, x, by)
}

// checked is the account that a form describes, without secrets.
func (a *access) checked(f web.AccountForm) (store.Account, error) {
	x := store.Account{Name: strings.TrimSpace(f.Name), Person: strings.TrimSpace(f.Person), Employer: strings.TrimSpace(f.Employer), Post: strings.TrimSpace(f.Post),
		Roles: f.Roles, Counter: f.Counter}
	if x.Name == "" || len(x.Name) > longestName || hidden(x.Name) {
		return x, fault.New(fault.Invalid, "account-name")
	}
	for _, s := range []string{x.Person, x.Employer, x.Post} {
		if utf8.RuneCountInString(s) > longestDetail || hidden(s) {
			return x, fault.New(fault.Invalid, "account-detail", "most", longestDetail)
		}
	}
	if len(x.Roles) == 0 {
		return x, fault.New(fault.Invalid, "account-roles")
	}
	for _, r := range x.Roles {
		if !slices.Contains(web.PeopleRoles, r) {
			return x, fault.New(fault.Invalid, "account-role")
		}
	}
	if _, ok := a.c.site().Counter(x.Counter); x.Counter != "" && !ok {
		return x, fault.New(fault.Invalid, "counter-unknown", "counter", x.Counter)
	}
	return x, nil
}

// hidden tells whether a text has characters that nobody sees: with them one
// name looks like another, or turns what stands beside it around.
func hidden(s string) bool {
	return !utf8.ValidString(s) || strings.ContainsFunc(s, func(r rune) bool {
		return r < ' ' || r == 0x7f || r >= 0x80 && r < 0xa0 || r >= 0x200b && r <= 0x200f || r >= 0x2028 && r <= 0x202e || r >= 0x2060 && r <= 0x206f || r == 0xfeff
	})
}
