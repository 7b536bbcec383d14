package web

import (
	"net/http"
	"net/url"
	"strings"

	"motcua/internal/fault"
	"motcua/internal/wire"
)

type loginView struct {
	Next    string
	Name    string
	Token   bool // the token form was used
	Setup   bool // no manager yet
	Station *Station
	Staff   []Person // who may log in at the station by PIN
	ByPIN   bool     // the PIN form comes first
}

// Asks tells whether somebody has to say who logs in by PIN: a wrong guess of
// the page would count against a colleague.
func (v loginView) Asks() bool { return len(v.Staff) > 1 && v.Name == "" }

// people are the pages of logging in, of accounts and of sessions.
func (p *pages) people(mux *http.ServeMux) {
	mux.HandleFunc("GET /login/code", p.codePage)
	mux.HandleFunc("POST /login/code", p.code)
	mux.HandleFunc("GET /login/password", p.choosePage)
	mux.HandleFunc("POST /login/password", p.choose)
	mux.HandleFunc("GET /login/enrol", p.enrolPage)
	mux.HandleFunc("POST /login/enrol", p.enrol)
	mux.HandleFunc("GET /login/lost", p.lostPage)
	mux.HandleFunc("POST /login/lost", p.lost)
	mux.HandleFunc("GET /accounts", p.need(p.accounts, RoleManager))
	mux.HandleFunc("POST /accounts", p.need(p.changeAccounts, RoleManager))
	mux.HandleFunc("GET /me", p.need(p.me))
	mux.HandleFunc("POST /me", p.need(p.changeMe))
	mux.HandleFunc("GET /me/totp", p.need(p.enrolPage))
	mux.HandleFunc("POST /me/totp", p.need(p.enrol))
	mux.HandleFunc("GET /inspections", p.need(p.inspect, RoleManager, RoleInspector))
	mux.HandleFunc("POST /inspections", p.need(p.changeInspect, RoleManager, RoleInspector))
	mux.HandleFunc("GET /inspections/{id}/record", p.need(p.giveRecord, RoleManager, RoleInspector))
	mux.HandleFunc("GET /personal", p.need(p.personal, RoleManager))
	mux.HandleFunc("POST /personal", p.need(p.changePersonal, RoleManager))
	mux.HandleFunc("GET /pair", p.need(p.pairPage, RoleManager, RoleTechnician))
	mux.HandleFunc("POST /pair", p.need(p.pair, RoleManager, RoleTechnician))
}

func (p *pages) loginPage(w http.ResponseWriter, r *http.Request) {
	next := local(r.URL.Query().Get("next"))
	p.showLogin(w, r, loginView{Next: next, ByPIN: true}, nil)
}

func (p *pages) showLogin(w http.ResponseWriter, r *http.Request, v loginView, err error) {
	pg := p.page(w, r, "login.title")
	v.Setup = p.Access.NeedsSetup()
	if here, staff, ok := p.People.Station(r); ok {
		v.Station, v.Staff = &here, staff
	}
	v.ByPIN = v.ByPIN && len(v.Staff) > 0
	pg.Data = v
	notice := map[string]string{"password": "login.changed", "made": "login.made"}[r.URL.Query().Get("done")]
	p.told(w, r, pg, "login.html", notice, err)
}

func (p *pages) login(w http.ResponseWriter, r *http.Request) {
	v := loginView{Next: local(r.FormValue("next")), Name: r.FormValue("name"), Token: r.FormValue("token") != "", ByPIN: r.FormValue("pin") != ""}
	req := wire.SessionRequest{Token: r.FormValue("token"), Name: v.Name, Password: r.FormValue("password"), PIN: r.FormValue("pin")}
	step, err := p.Access.Login(w, r, req)
	if err != nil {
		p.showLogin(w, r, v, err)
		return
	}
	goOn(w, r, step)
}

// goOn leads to the next step of a log-in, or to where it was to lead.
func goOn(w http.ResponseWriter, r *http.Request, step string) {
	to := local(r.FormValue("next"))
	if step != "" {
		to = "/login/" + step + "?next=" + url.QueryEscape(to)
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
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
	p.told(w, r, pg, "setup.html", "", err)
}

func (p *pages) setup(w http.ResponseWriter, r *http.Request) {
	name, password := r.FormValue("name"), r.FormValue("password")
	err := error(nil)
	if password != r.FormValue("repeat") {
		err = fault.New(fault.Invalid, "password-repeat")
	} else {
		err = p.Access.Setup(r.Context(), r.FormValue("code"), strings.TrimSpace(name), password)
	}
	if err != nil {
		p.showSetup(w, r, name, err)
		return
	}
	done(w, r, "/login", "made")
}
