package web

import (
	"net/http"
	"slices"
	"strings"

	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/wire"
)

// accounts adds a person or gives one a new password.
func (p *pages) accounts(w http.ResponseWriter, r *http.Request) {
	who, _ := p.Access.Who(r)
	name, password := strings.TrimSpace(r.FormValue("name")), r.FormValue("password")
	var err error
	notice := "manager.added"
	switch r.FormValue("do") {
	case "add":
		a := Account{Name: name, Counter: center.CounterID(r.FormValue("counter")), Roles: r.Form["role"]}
		if len(a.Roles) == 0 || slices.Contains(a.Roles, "") {
			err = fault.New(fault.Invalid, "account-roles")
		} else {
			err = p.Access.AddAccount(r.Context(), who, a, password)
		}
	case "password":
		notice, err = "manager.password-set", p.Access.SetPassword(r.Context(), who, name, password)
	default:
		err = fault.New(fault.Malformed, "form-unknown")
	}
	if err != nil {
		p.showMore(w, r, wire.Status(err), "", err)
		return
	}
	p.showMore(w, r, http.StatusOK, notice, nil)
}
