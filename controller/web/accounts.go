package web

import (
	"context"
	"net/http"
	"slices"
	"time"

	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/wire"
)

// PeopleRoles are the roles that an account may have, in the order pages offer them.
var PeopleRoles = []string{RoleStaff, RoleGreeter, RoleManager, RoleInspector, RoleTechnician, RoleHandler, RoleMonitor}

// AccountForm is what a person who manages accounts types.
type AccountForm struct {
	Name     string // to log in with
	Person   string // full name
	Employer string
	Post     string
	Roles    []string
	Counter  center.CounterID // empty: any
	Password string
}

// Person is an account as pages show it.
type Person struct {
	AccountForm // without a password
	ID          string
	Given       bool   // somebody else set the password, and the owner has not replaced it yet
	TOTP        string // on, due (to be set up at the next log-in) or off
	NeedsTOTP   bool   // the roles must not be without
	Recovery    int    // codes left
	PIN         string // on, locked or off
	Last        time.Time
	Locked      time.Duration // how long it is still locked after failed log-ins
	Off         bool
	Until       time.Time // of the inspection that is open for it; zero: none
	Sessions    int       // that are open
}

// Login is an open session.
type Login struct {
	ID      string // opaque
	Account string // opaque id
	Name    string
	How     string // token, password, totp, recovery or pin
	Counter center.CounterID
	Opened  time.Time
}

// Station is a computer at a counter that was paired.
type Station struct {
	ID      string
	Counter center.CounterID
	Paired  time.Time
}

// The changes of an account.
const (
	ChangeDetails  = "details"    // person, employer, post
	ChangeRoles    = "roles"      // roles and counter
	ChangePassword = "password"   // a new one
	ChangePIN      = "pin-clear"  // the PIN is gone, or usable again
	ChangeTOTP     = "totp-reset" // a new second factor has to be set up
	ChangeUnlock   = "unlock"     // failed log-ins are forgotten
	ChangeOff      = "off"
	ChangeOn       = "on"
)

// People are the accounts. Errors are faults.
type People interface {
	// People lists the accounts, by name.
	People(context.Context) []Person
	// Make makes an account; Change does one of the changes to it.
	Make(ctx context.Context, by Who, f AccountForm) error
	Change(ctx context.Context, by Who, id, what string, f AccountForm) error
	// Logins lists the open sessions of an account, or all with "".
	Logins(ctx context.Context, account string) []Login
	// EndLogin ends one session. Who may not end others' ends their own alone.
	EndLogin(ctx context.Context, by Who, id string) error
	// Stations lists the paired computers; Station is the one a request comes
	// from, with who may log in there by PIN: their names and no more.
	Stations() []Station
	Station(*http.Request) (here Station, staff []Person, ok bool)
	Pair(w http.ResponseWriter, r *http.Request, by Who, counter center.CounterID) error
	Unpair(ctx context.Context, by Who, id string) error
	// Own does what a person does to the own account: "password", "pin",
	// "pin-clear", "recovery" (the answer is new codes), "totp-end" (next is a code
	// of the second factor, which ends).
	Own(ctx context.Context, who Who, what, password, next string) ([]string, error)
	// Reset lets a manager or technician who lost the second factor enrol anew,
	// against the password and the code that stands in a file on the machine.
	Reset(ctx context.Context, name, password, code string, r *http.Request) error
}

type accountsView struct {
	People   []Person
	Logins   []Login
	Stations []Station
	Here     *Station
	Edit     string // id of the account whose form is open
	Form     AccountForm
	Roles    []string
}

func (p *pages) accounts(w http.ResponseWriter, r *http.Request) {
	p.showAccounts(w, r, accountsView{Edit: r.URL.Query().Get("edit"), Form: AccountForm{Roles: []string{RoleStaff}}}, doneNotice(r), nil)
}

func (p *pages) showAccounts(w http.ResponseWriter, r *http.Request, v accountsView, notice string, err error) {
	pg := p.page(w, r, "accounts.title")
	v.People, v.Logins, v.Stations, v.Roles = p.People.People(r.Context()), p.People.Logins(r.Context(), ""), p.People.Stations(), PeopleRoles
	if here, _, ok := p.People.Station(r); ok {
		v.Here = &here
	}
	pg.Data = v
	p.told(w, r, pg, "accounts.html", notice, err)
}

// told shows a page after something was done, or was refused.
func (p *pages) told(w http.ResponseWriter, r *http.Request, pg *page, file, notice string, err error) {
	code := http.StatusOK
	if notice != "" {
		pg.Notice = pg.T(notice)
	}
	if err != nil {
		pg.Problem, code = wire.Sentence(pg.Lang, err), wire.Status(err)
	}
	p.show(w, r, code, file, pg)
}

func accountForm(r *http.Request) AccountForm {
	return AccountForm{Name: r.FormValue("name"), Person: r.FormValue("person"), Employer: r.FormValue("employer"), Post: r.FormValue("post"),
		Roles: r.Form["role"], Counter: center.CounterID(r.FormValue("counter")), Password: r.FormValue("password")}
}

// changeAccounts does what the forms of the page ask for.
func (p *pages) changeAccounts(w http.ResponseWriter, r *http.Request) {
	who, _ := p.Access.Who(r)
	ctx, do, id, f := r.Context(), r.FormValue("do"), r.FormValue("id"), accountForm(r)
	v := accountsView{Form: AccountForm{Roles: []string{RoleStaff}}}
	var err error
	switch {
	case do == "add":
		if err = p.People.Make(ctx, who, f); err != nil {
			v.Form, v.Form.Password = f, ""
		}
	case do == "pair":
		err = p.People.Pair(w, r, who, f.Counter)
	case do == "unpair":
		err = p.People.Unpair(ctx, who, id)
	case do == "end":
		err = p.People.EndLogin(ctx, who, id)
	case slices.Contains([]string{ChangeDetails, ChangeRoles, ChangePassword, ChangePIN, ChangeTOTP, ChangeUnlock, ChangeOff, ChangeOn}, do):
		if err = p.People.Change(ctx, who, id, do, f); err != nil {
			v.Edit = id
		}
	default:
		err = fault.New(fault.Malformed, "form-unknown")
	}
	if err != nil {
		p.showAccounts(w, r, v, "", err)
		return
	}
	done(w, r, "/accounts", do)
}

// done leads back to a page, which says what was done.
func done(w http.ResponseWriter, r *http.Request, path, what string) {
	http.Redirect(w, r, path+"?done="+what, http.StatusSeeOther)
}
