package web

import (
	"net/http"
	"slices"

	"motcua/internal/fault"
)

// meView is what a person sees of the own account.
type meView struct {
	Me     *Person // nil: a token, which has no account
	Logins []Login
	Own    bool   // has figures
	Open   string // the form that was refused
}

func (p *pages) me(w http.ResponseWriter, r *http.Request) { p.showMe(w, r, nil) }

func (p *pages) showMe(w http.ResponseWriter, r *http.Request, err error) {
	pg := p.page(w, r, "accounts.me")
	v := meView{Open: r.PostFormValue("do"), Own: p.Reports != nil && pg.Who.has(RoleStaff, RoleGreeter)}
	for _, x := range p.People.People(r.Context()) {
		if x.ID == pg.Who.ID {
			v.Me = &x
		}
	}
	if v.Me != nil {
		v.Logins = p.People.Logins(r.Context(), v.Me.ID)
	}
	pg.Data = v
	p.told(w, r, pg, "me.html", doneNotice(r), err)
}

// doneNotice is the catalog key of what ?done= says was done.
func doneNotice(r *http.Request) string {
	what := r.URL.Query().Get("done")
	if slices.Contains(doneKeys, what) {
		return "accounts.done-" + what
	}
	return ""
}

// doneKeys are what forms of this room say when they come back.
var doneKeys = []string{"add", "pair", "unpair", "end", ChangeDetails, ChangeRoles, ChangePassword, ChangePIN, ChangeTOTP, ChangeUnlock, ChangeOff, ChangeOn, "pin", "totp-end"}

func (p *pages) changeMe(w http.ResponseWriter, r *http.Request) {
	who, _ := p.Access.Who(r)
	do, password := r.FormValue("do"), r.FormValue("password")
	var err error
	var codes []string
	switch do {
	case "end":
		err = p.People.EndLogin(r.Context(), Who{ID: who.ID}, r.FormValue("id"))
	case ChangePassword, "pin":
		if r.FormValue("next") != r.FormValue("repeat") {
			err = fault.New(fault.Invalid, "password-repeat")
			break
		}
		_, err = p.People.Own(r.Context(), who, do, password, r.FormValue("next"))
	case "pin-clear", "recovery", "totp-end":
		codes, err = p.People.Own(r.Context(), who, do, password, r.FormValue("code"))
	case "totp":
		err = p.Access.Begin(r, password)
	default:
		err = fault.New(fault.Malformed, "form-unknown")
	}
	switch {
	case err != nil:
		p.showMe(w, r, err)
	case do == "recovery":
		p.showCodes(w, r, codes, "/me")
	case do == "totp":
		http.Redirect(w, r, "/me/totp", http.StatusSeeOther)
	case do == ChangePassword: // the session is over
		done(w, r, "/login", do)
	default:
		done(w, r, "/me", do)
	}
}
