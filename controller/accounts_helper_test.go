package controller

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"motcua/controller/web"
	"motcua/internal/center"
)

// boss is who the tests let manage accounts.
var boss = web.Who{ID: "boss", Roles: []string{web.RoleManager}}

// hire makes an account and returns its id.
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
	return a.ID
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
