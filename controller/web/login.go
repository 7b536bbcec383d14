package web

import (
	"net/http"

	"motcua/internal/fault"
	"motcua/internal/wire"
)

type loginView struct {
	Next  string
	Name  string
	Token bool // the token form was used
	Setup bool // no manager yet
}

func (p *pages) loginPage(w http.ResponseWriter, r *http.Request) {
	next := local(r.URL.Query().Get("next"))
	p.showLogin(w, r, loginView{Next: next}, nil)
}

func (p *pages) showLogin(w http.ResponseWriter, r *http.Request, v loginView, err error) {
	pg := p.page(w, r, "login.title")
	v.Setup = p.Access.NeedsSetup()
	pg.Data = v
	code := http.StatusOK
	if err != nil {
		pg.Problem, code = wire.Sentence(pg.Lang, err), wire.Status(err)
	}
	p.show(w, r, code, "login.html", pg)
}

func (p *pages) login(w http.ResponseWriter, r *http.Request) {
	v := loginView{Next: local(r.FormValue("next")), Name: r.FormValue("name"), Token: r.FormValue("token") != ""}
	req := wire.SessionRequest{Token: r.FormValue("token"), Name: v.Name, Password: r.FormValue("password")}
	if err := p.Access.Login(w, r, req); err != nil {
		p.showLogin(w, r, v, err)
		return
	}
	http.Redirect(w, r, v.Next, http.StatusSeeOther)
}

func (p *pages) logout(w http.ResponseWriter, r *http.Request) {
	p.Access.Logout(w, r)
	http.Redirect(w, r, "/login", http.StatusSeeOther)
}

func (p *pages) setupPage(w http.ResponseWriter, r *http.Request) {
	if !p.Access.NeedsSetup() {
		http.Redirect(w, r, "/login", http.StatusSeeOther)
		return
	}
	p.showSetup(w, r, "", nil)
}

func (p *pages) showSetup(w http.ResponseWriter, r *http.Request, name string, err error) {
	pg := p.page(w, r, "login.setup")
	pg.Data = loginView{Name: name}
	code := http.StatusOK
	if err != nil {
		pg.Problem, code = wire.Sentence(pg.Lang, err), wire.Status(err)
	}
	p.show(w, r, code, "setup.html", pg)
}

func (p *pages) setup(w http.ResponseWriter, r *http.Request) {
	name, password := r.FormValue("name"), r.FormValue("password")
	err := error(nil)
	if password != r.FormValue("repeat") {
		err = fault.New(fault.Invalid, "password-repeat")
	} else {
		err = p.Access.Setup(r.Context(), r.FormValue("code"), name, password)
	}
	if err != nil {
		p.showSetup(w, r, name, err)
		return
	}
	http.Redirect(w, r, "/login", http.StatusSeeOther)
}
