package controller

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"motcua/controller/web"
	"motcua/internal/center"
	"motcua/internal/store"
)

// boss is who the tests let manage accounts.
var boss = web.Who{ID: "boss", Roles: []string{web.RoleManager}}

// hire makes an account whose owner has replaced the first password, and returns its id.
func (h *hall) hire(t testing.TB, name, password string, counter center.CounterID, roles ...string) string {
	t.Helper()
	folk := &people{h.Controller}
	if err := folk.Make(t.Context(), boss, web.AccountForm{Name: name, Person: name + " (họ tên)", Employer: "UBND", Roles: roles, Counter: counter, Password: password}); err != nil {
		t.Fatal(err)
	}
	a, ok := h.engine.account(name)
	if !ok {
		t.Fatalf("no account %s was made", name)
	}
	h.settled(t, a.ID)
	return a.ID
}

// settled does as if the owner of an account had replaced the password that a manager set.
func (h *hall) settled(t testing.TB, id string) {
	t.Helper()
	err := h.engine.ask(t.Context(), memo{}, func(tx *tx) (int, any, error) {
		return 204, nil, tx.edit(id, func(a *store.Account) error { a.Given = false; return nil })
	}).err
	if err != nil {
		t.Fatal(err)
	}
}

// alter changes an account.
func (h *hall) alter(t testing.TB, id, what string, f web.AccountForm) {
	t.Helper()
	folk := &people{h.Controller}
	if err := folk.Change(t.Context(), boss, id, what, f); err != nil {
		t.Fatalf("%s of %s = %v", what, id, err)
	}
}

// request is one that comes from nowhere in particular.
func (o *tour) request(method, path string) *http.Request {
	return httptest.NewRequestWithContext(o.Context(), method, path, nil)
}
