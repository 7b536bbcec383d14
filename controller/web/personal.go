package web

import (
	"context"
	"net/http"
	"slices"
	"time"

	"motcua/internal/center"
	"motcua/internal/fault"
)

// KeptContact is an address that a citizen left for a number.
type KeptContact struct {
	Number  string // empty: of an earlier day
	Channel string
	Address string
	Given   time.Time
	Until   time.Time
	Case    center.Day // it was left with a request of that day; Given and Until are then zero
}

// Erasure is what was deleted for good.
type Erasure struct {
	At       time.Time
	What     string
	Before   time.Time // everything older; zero: what one person asked for
	Rows     int
	Remained int // counted afterwards that should have gone
}

// Personal is what the center keeps of people. Errors are faults.
type Personal interface {
	// Find lists what is kept under a phone number or an e-mail address.
	Find(address string) ([]KeptContact, error)
	// Erase deletes it, and tells how many rows went.
	Erase(ctx context.Context, by Who, address string) (int, error)
	// Account is everything that is kept of an account's owner, as JSON.
	Account(ctx context.Context, id string) ([]byte, error)
	// EraseAccount deletes an account.
	EraseAccount(ctx context.Context, by Who, id string) error
	// Erasures lists what was deleted, newest first.
	Erasures(context.Context) ([]Erasure, error)
}

type personalView struct {
	Address   string
	Asked     bool
	Found     []KeptContact
	People    []Person
	Erasures  []Erasure
	Retention center.Retention
	After     int // minutes that addresses are kept after the number's end
}

func (p *pages) personal(w http.ResponseWriter, r *http.Request) {
	p.showPersonal(w, r, personalView{}, "", nil)
}

func (p *pages) showPersonal(w http.ResponseWriter, r *http.Request, v personalView, notice string, err error) {
	pg := p.page(w, r, "personal.title")
	v.People, v.Retention, v.After = p.People.People(r.Context()), pg.Center.Retention, pg.Center.Notices.After
	erasures, e := p.Personal.Erasures(r.Context())
	if err == nil {
		err = e
	}
	v.Erasures = erasures
	if what := r.URL.Query().Get("done"); slices.Contains([]string{"erase", "erase-account"}, what) {
		notice = "personal.done-" + what
	}
	pg.Data = v
	p.told(w, r, pg, "personal.html", notice, err)
}

// changePersonal looks up, gives out or deletes. An address travels in the body
// of a form alone, never in a path that a log would keep.
func (p *pages) changePersonal(w http.ResponseWriter, r *http.Request) {
	who, _ := p.Access.Who(r)
	do, v := r.FormValue("do"), personalView{Address: r.FormValue("address")}
	var err error
	switch do {
	case "find":
		v.Asked = true
		if v.Found, err = p.Personal.Find(v.Address); err != nil {
			v.Asked = false
		}
		p.showPersonal(w, r, v, "", err)
		return
	case "erase":
		_, err = p.Personal.Erase(r.Context(), who, v.Address)
	case "erase-account":
		err = p.Personal.EraseAccount(r.Context(), who, r.FormValue("id"))
	case "export-account":
		if p.export(w, r, &err); err == nil {
			return
		}
	default:
		err = fault.New(fault.Malformed, "form-unknown")
	}
	if err != nil {
		p.showPersonal(w, r, v, "", err)
		return
	}
	done(w, r, "/personal", do)
}

// export gives out what is kept of an account's owner.
func (p *pages) export(w http.ResponseWriter, r *http.Request, err *error) {
	var raw []byte
	if raw, *err = p.Personal.Account(r.Context(), r.FormValue("id")); *err != nil {
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Disposition", `attachment; filename="account.json"`)
	w.Header().Set("Cache-Control", "no-store")
	w.Write(raw) //nolint:errcheck // the reader has gone
}
