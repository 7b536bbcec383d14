package web

import (
	"net/http"
	"strings"

	"motcua/internal/center"
	"motcua/internal/fault"
)

// stepView is the second step of a log-in.
type stepView struct {
	Next    string
	Name    string
	Own     bool     // on the own page, not at a log-in
	Secret  []string // of a new second factor, in groups to be typed
	Address string   // of the same, to be scanned
	Codes   []string // recovery codes, shown once
}

func (p *pages) codePage(w http.ResponseWriter, r *http.Request) { p.showCode(w, r, nil) }

func (p *pages) showCode(w http.ResponseWriter, r *http.Request, err error) {
	pg := p.page(w, r, "login.second")
	pg.Data = stepView{Next: local(r.FormValue("next"))}
	p.told(w, r, pg, "code.html", "", err)
}

func (p *pages) code(w http.ResponseWriter, r *http.Request) {
	step, err := p.Access.Second(w, r, r.FormValue("code"))
	p.stepped(w, r, step, err, p.showCode)
}

// stepped leads on after a step of a log-in. After an error again shows the
// step anew; who took too long begins anew.
func (p *pages) stepped(w http.ResponseWriter, r *http.Request, step string, err error, again func(http.ResponseWriter, *http.Request, error)) {
	switch {
	case fault.CodeOf(err) == "session-over":
		p.showLogin(w, r, loginView{Next: local(r.FormValue("next"))}, err)
	case err != nil:
		again(w, r, err)
	default:
		goOn(w, r, step)
	}
}

func (p *pages) choosePage(w http.ResponseWriter, r *http.Request) { p.showChoose(w, r, nil) }

func (p *pages) showChoose(w http.ResponseWriter, r *http.Request, err error) {
	pg := p.page(w, r, "login.choose")
	pg.Data = stepView{Next: local(r.FormValue("next"))}
	p.told(w, r, pg, "choose.html", "", err)
}

// choose takes the password that somebody chooses in the place of one that
// somebody else has set.
func (p *pages) choose(w http.ResponseWriter, r *http.Request) {
	if r.FormValue("password") != r.FormValue("repeat") {
		p.showChoose(w, r, fault.New(fault.Invalid, "password-repeat"))
		return
	}
	step, err := p.Access.Choose(w, r, r.FormValue("password"))
	p.stepped(w, r, step, err, p.showChoose)
}

func (p *pages) enrolPage(w http.ResponseWriter, r *http.Request) { p.showEnrol(w, r, nil) }

// showEnrol shows how to set up a second factor, as a step of a log-in or from
// the own page.
func (p *pages) showEnrol(w http.ResponseWriter, r *http.Request, tried error) {
	v := stepView{Next: local(r.FormValue("next")), Own: r.URL.Path == "/me/totp"}
	secret, address, err := p.Access.Enrolment(r)
	switch {
	case err != nil && v.Own:
		http.Redirect(w, r, "/me", http.StatusSeeOther)
		return
	case err != nil:
		p.showLogin(w, r, loginView{Next: v.Next}, err)
		return
	}
	pg := p.page(w, r, "login.enrol")
	v.Address = address
	for len(secret) > 4 {
		v.Secret, secret = append(v.Secret, secret[:4]), secret[4:]
	}
	v.Secret = append(v.Secret, secret)
	pg.Data = v
	p.told(w, r, pg, "enrol.html", "", tried)
}

func (p *pages) enrol(w http.ResponseWriter, r *http.Request) {
	codes, err := p.Access.Enrol(w, r, r.FormValue("code"))
	if err != nil {
		p.showEnrol(w, r, err)
		return
	}
	next := local(r.FormValue("next"))
	if r.URL.Path == "/me/totp" {
		next = "/me"
	}
	p.showCodes(w, r, codes, next)
}

// showCodes shows recovery codes for the only time.
func (p *pages) showCodes(w http.ResponseWriter, r *http.Request, codes []string, next string) {
	pg := p.page(w, r, "login.recovery")
	pg.Data = stepView{Next: next, Codes: codes}
	p.show(w, r, http.StatusOK, "recovery.html", pg)
}

func (p *pages) lostPage(w http.ResponseWriter, r *http.Request) { p.showLost(w, r, "", nil) }

func (p *pages) showLost(w http.ResponseWriter, r *http.Request, notice string, err error) {
	pg := p.page(w, r, "login.lost")
	pg.Data = stepView{Name: r.FormValue("name")}
	p.told(w, r, pg, "lost.html", notice, err)
}

func (p *pages) lost(w http.ResponseWriter, r *http.Request) {
	err := p.People.Reset(r.Context(), strings.TrimSpace(r.FormValue("name")), r.FormValue("password"), r.FormValue("code"), r)
	if err != nil {
		p.showLost(w, r, "", err)
		return
	}
	p.showLost(w, r, "login.lost-done", nil)
}

// pairView is the page that makes a computer the one of a counter.
type pairView struct {
	Here    *Station
	Staff   []Person // who may log in here by PIN
	Counter center.CounterID
}

func (p *pages) pairPage(w http.ResponseWriter, r *http.Request) { p.showPair(w, r, nil) }

func (p *pages) showPair(w http.ResponseWriter, r *http.Request, err error) {
	pg := p.page(w, r, "accounts.pair")
	v := pairView{Counter: center.CounterID(r.FormValue("counter"))}
	if here, staff, ok := p.People.Station(r); ok {
		v.Here, v.Staff = &here, staff
	}
	pg.Data = v
	notice := ""
	if r.URL.Query().Has("done") {
		notice = "accounts.done-pair"
	}
	p.told(w, r, pg, "pair.html", notice, err)
}

func (p *pages) pair(w http.ResponseWriter, r *http.Request) {
	who, _ := p.Access.Who(r)
	if err := p.People.Pair(w, r, who, center.CounterID(r.FormValue("counter"))); err != nil {
		p.showPair(w, r, err)
		return
	}
	done(w, r, "/pair", "pair")
}
