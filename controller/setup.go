package controller

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"slices"
	"strings"

	"motcua/controller/web"
	"motcua/internal/fault"
	"motcua/internal/store"
)

// setup guards the making of the first manager: whoever stands at the box and
// reads the code it printed may set the first password. Nothing has a default.
type setup struct{ code string }

// openSetup returns the code, made at the first start and kept until a manager exists.
func openSetup(ctx context.Context, s *store.Store) (*setup, error) {
	code, err := s.Meta(ctx, "setup-code")
	if err != nil || code != "" {
		return &setup{code}, err
	}
	code = rand.Text()[:12]
	return &setup{code}, s.SetMeta(ctx, "setup-code", code)
}

// open tells whether no manager exists yet.
func (s *setup) open(e *Engine) bool {
	e.mu.RLock()
	defer e.mu.RUnlock()
	for _, a := range e.people {
		if slices.Contains(a.Roles, web.RoleManager) {
			return false
		}
	}
	return true
}

func (s *setup) check(e *Engine, code string) error {
	if !s.open(e) {
		return fault.New(fault.Conflict, "setup-done")
	}
	if subtle.ConstantTimeCompare([]byte(strings.ToUpper(strings.TrimSpace(code))), []byte(s.code)) != 1 {
		return fault.New(fault.Forbidden, "setup-code")
	}
	return nil
}
