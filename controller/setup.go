package controller

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"motcua/controller/web"
	"motcua/internal/fault"
	"motcua/internal/store"
)

// codeFile holds what only somebody at the machine can read: the code that lets
// a manager or technician who lost the second factor set up another.
const codeFile = "reset-code"

// setup guards the making of the first manager: whoever stands at the box and
// reads the code it printed may set the first password. Nothing has a default.
type setup struct {
	code string
	file string

	mu    sync.Mutex
	reset string // what the file holds
}

// openSetup returns the code, made at the first start and kept until a manager
// exists. The code of the file is another one at each start.
func openSetup(ctx context.Context, s *store.Store, dir string) (*setup, error) {
	x := &setup{file: filepath.Join(dir, codeFile)}
	if err := x.renew(); err != nil {
		return nil, err
	}
	code, err := s.Meta(ctx, "setup-code")
	if err != nil || code != "" {
		x.code = code
		return x, err
	}
	x.code = rand.Text()[:12]
	return x, s.SetMeta(ctx, "setup-code", x.code)
}

// renew writes another code, as it is done after each use.
func (s *setup) renew() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.reset = rand.Text()[:12]
	if err := os.WriteFile(s.file, []byte(s.reset+"\n"), 0o600); err != nil {
		return fault.Wrap(err, fault.Unavailable, "data-dir", "dir", filepath.Dir(s.file))
	}
	return nil
}

// present tells whether somebody read the code on the machine.
func (s *setup) present(code string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return subtle.ConstantTimeCompare([]byte(plainCode(code)), []byte(s.reset)) == 1
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
