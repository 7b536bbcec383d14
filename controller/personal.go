package controller

import (
	"cmp"
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"

	"motcua/controller/web"
	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/notice"
	"motcua/internal/store"
	"motcua/internal/wire"
)

var _ web.Personal = (*personal)(nil)

// personal is what the center keeps of a person, and how it is given out and deleted.
type personal struct{ c *Controller }

// address is what a citizen says the own phone number or e-mail address is.
func address(text string) (channel, plain string, err error) {
	channel = center.BySMS
	if strings.Contains(text, "@") {
		channel = center.ByEmail
	}
	plain, err = notice.Address(channel, text)
	return channel, plain, err
}

// contactsOf lists the contacts with an address. The engine's lock is held.
func (e *Engine) contactsOf(channel, plain string) []store.Contact {
	return slices.DeleteFunc(e.contactsInOrder(), func(c store.Contact) bool {
		mail := channel == center.ByEmail
		return (c.Channel == center.ByEmail) != mail || !strings.EqualFold(c.Address, plain)
	})
}

// Find lists what is kept under a phone number or an e-mail address.
func (p *personal) Find(text string) ([]web.KeptContact, error) {
	channel, plain, err := address(text)
	if err != nil {
		return nil, err
	}
	e := p.c.engine
	e.mu.RLock()
	defer e.mu.RUnlock()
	var all []web.KeptContact
	for _, c := range e.contactsOf(channel, plain) {
		x := web.KeptContact{Channel: c.Channel, Address: c.Address, Given: time.Unix(c.Given, 0).In(center.Zone), Until: time.Unix(c.Expires, 0).In(center.Zone)}
		if ticket, ok := e.state.day.Ticket(c.Ticket); ok {
			x.Number = ticket.Number
		}
		all = append(all, x)
	}
	return append(all, e.keptCases(channel, plain)...), nil
}

// Erase deletes what is kept under it, and tells how many rows went.
func (p *personal) Erase(ctx context.Context, by web.Who, text string) (int, error) {
	channel, plain, err := address(text)
	if err != nil {
		return 0, err
	}
	rows := 0
	err = p.c.engine.ask(ctx, memo{}, func(t *tx) (int, any, error) {
		for _, c := range t.e.contactsOf(channel, plain) {
			t.forget(c.Ticket)
			rows++
		}
		rows += t.eraseCasesOf(channel, plain, by.ID)
		if rows == 0 {
			return 0, nil, fault.New(fault.NotFound, "personal-none")
		}
		t.erased("contact", rows, len(t.e.contactsOf(channel, plain))+len(t.e.casesOf(channel, plain)), by.ID)
		return http.StatusNoContent, nil, nil
	}).err
	return rows, err
}

// erased logs what one person's wish deleted, and remembers it for the page.
func (t *tx) erased(what string, rows, remained int, by string) {
	t.emit(wire.PersonalErased, &wire.ErasedData{What: what, Rows: rows, Remained: remained, By: by})
	t.batch.Erasures = append(t.batch.Erasures, store.Erasure{At: t.now.Wall.Unix(), What: what, Rows: rows, Remained: remained})
	t.e.unscrubbed = true
}

// keptAccount is an account as it is given to its owner: all but the secrets.
type keptAccount struct {
	ID       string           `json:"id"`
	Name     string           `json:"name"`
	Person   string           `json:"person"`
	Employer string           `json:"employer"`
	Post     string           `json:"post"`
	Roles    []string         `json:"roles"`
	Counter  center.CounterID `json:"counter,omitempty"`
	Made     *time.Time       `json:"made,omitempty"`
	Last     *time.Time       `json:"last_log_in,omitempty"`
	TOTP     bool             `json:"second_factor"`
	PIN      bool             `json:"pin"`
	Sessions []keptSession    `json:"sessions"`

	Notes []wire.Note `json:"notes"` // that the owner wrote for other counters
	Said  []keptText  `json:"explanations"`
	Cases []keptCase  `json:"requests"` // answers and notes that the owner wrote
}

// keptText is what the owner has said of own figures.
type keptText struct {
	At     time.Time  `json:"at"`
	Day    center.Day `json:"day"`
	Figure string     `json:"figure"`
	Text   string     `json:"text"`
}

type keptSession struct {
	ID     string    `json:"id"`
	How    string    `json:"how"`
	Opened time.Time `json:"opened"`
}

// Account is everything that is kept of an account's owner, as JSON.
func (p *personal) Account(ctx context.Context, id string) ([]byte, error) {
	a, ok := p.c.engine.accountOf(id)
	if !ok {
		return nil, fault.New(fault.NotFound, "account-unknown", "name", id)
	}
	at := func(s int64) *time.Time {
		if s == 0 {
			return nil
		}
		return new(time.Unix(s, 0).In(center.Zone))
	}
	x := keptAccount{ID: a.ID, Name: a.Name, Person: a.Person, Employer: a.Employer, Post: a.Post, Roles: a.Roles, Counter: a.Counter,
		Made: at(a.Made), Last: at(a.Last), TOTP: a.TOTP != "", PIN: a.PIN != "", Sessions: []keptSession{}, Said: []keptText{}}
	for _, s := range p.c.loggedIn(ctx) {
		if s.account == id {
			x.Sessions = append(x.Sessions, keptSession{s.id, s.how, time.Unix(s.opened, 0).In(center.Zone)})
		}
	}
	said, err := p.c.explanations(ctx, id, "", "9999-12-31")
	if err != nil {
		return nil, err
	}
	for _, s := range said {
		x.Said = append(x.Said, keptText{s.At, s.Day, s.Figure, s.Text})
	}
	if x.Cases, err = p.caseTextsBy(ctx, id); err != nil {
		return nil, err
	}
	if x.Notes, err = p.notesBy(ctx, id, cmp.Or(a.Person, a.Name)); err != nil {
		return nil, err
	}
	return json.MarshalIndent(x, "", " ")
}

func (p *personal) notesBy(ctx context.Context, id, name string) ([]wire.Note, error) {
	log, _ := view2(p.c.engine, func(*state) bool { return true })
	notes, err := log.NotesBy(ctx, id)
	all := make([]wire.Note, 0, len(notes))
	for _, n := range notes {
		all = append(all, noteView(n, name))
	}
	return all, err
}

// EraseAccount deletes an account for good. The log keeps its opaque id, which
// then leads to nobody.
func (p *personal) EraseAccount(ctx context.Context, by web.Who, id string) error {
	if id == by.ID {
		return fault.New(fault.Forbidden, "account-self")
	}
	return p.c.engine.ask(ctx, memo{}, func(t *tx) (int, any, error) {
		a, ok := t.e.accountByID(id)
		if !ok {
			return 0, nil, fault.New(fault.NotFound, "account-unknown", "name", id)
		}
		a.Gone = true
		if t.e.lastManager(a) {
			return 0, nil, fault.New(fault.Conflict, "account-last-manager")
		}
		t.endSessions("account-changed", by.ID, func(s session) bool { return s.account == id })
		if err := t.edit(id, func(x *store.Account) error { *x = a; return nil }); err != nil {
			return 0, nil, err
		}
		t.emit(wire.AccountChanged, &wire.AccountData{Account: id, What: "erased", By: by.ID})
		_, left := t.e.accountByID(id)
		remained := 0
		if left {
			remained = 1
		}
		t.erased("account", 1, remained, by.ID)
		return http.StatusNoContent, nil, nil
	}).err
}

// Erasures lists what was deleted, newest first.
func (p *personal) Erasures(ctx context.Context) ([]web.Erasure, error) {
	p.c.engine.mu.RLock()
	log := p.c.engine.store
	p.c.engine.mu.RUnlock()
	rows, err := log.Erasures(ctx, 100)
	var all []web.Erasure
	for _, x := range rows {
		y := web.Erasure{At: time.Unix(x.At, 0), What: x.What, Rows: x.Rows, Remained: x.Remained}
		if x.Before > 0 {
			y.Before = time.Unix(x.Before, 0)
		}
		all = append(all, y)
	}
	return all, err
}
