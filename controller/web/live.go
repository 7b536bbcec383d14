package web

import (
	"context"
	"net/http"
	"time"

	"motcua/internal/center"
	"motcua/internal/i18n"
	"motcua/internal/wire"
)

// Feed is what happens at the center, as open pages hear of it.
type Feed interface {
	// Head is the sequence of the newest entry.
	Head() int64
	// Behind returns entries behind after, oldest first, and a channel that
	// closes at the next publication.
	Behind(ctx context.Context, after int64) ([]wire.Entry, <-chan struct{}, error)
	// Touches tells whose pages an entry may change.
	Touches(wire.Entry) Touch
	// Listen lets whoever asks hear what happens from its cursor on. Errors are faults.
	Listen(*http.Request) (Ear, error)
}

// Touch is whose pages an entry may change.
type Touch struct {
	All    bool               // everybody's
	Own    []center.CounterID // where it happened: their pages show it at once
	Others []center.CounterID // who might call the ticket
}

// Ear is one browser's right to hear what happens.
type Ear struct {
	After int64                 // the cursor it comes with
	Sees  func(wire.Entry) bool // what of the log is for it
	News  <-chan string         // frames that are told to it alone
	Leave func()                // must be called at the end
}

// Server serves every page. Run keeps the open ones current.
type Server struct {
	http.Handler
	feed *feed
}

// Run renders what open pages show whenever something happened that concerns
// them, until ctx ends.
func (s *Server) Run(ctx context.Context) error {
	if s.feed.Feed == nil {
		<-ctx.Done()
		return nil
	}
	return s.feed.run(ctx)
}

// pass is one rendering of an open page for everybody who shows it. It takes
// the place of what a request of its own would say and read.
type pass struct {
	who     Who
	lang    i18n.Lang
	board   wire.Board
	regions map[string]string // asked for by name; filled in by show
	filled  bool
	again   time.Duration // until the page changes without an event; zero: it does not
}

type passKey struct{}

func passOf(r *http.Request) *pass {
	p, _ := r.Context().Value(passKey{}).(*pass)
	return p
}

type whoKey struct{}

// who is who asks, looked up once for each request: a session may end in between.
func (p *pages) who(r *http.Request) (Who, bool) {
	if s := passOf(r); s != nil {
		return s.who, true
	}
	if who, ok := r.Context().Value(whoKey{}).(Who); ok {
		return who, true
	}
	return p.Access.Who(r)
}

func knownAs(r *http.Request, who Who) *http.Request {
	return r.WithContext(context.WithValue(r.Context(), whoKey{}, who))
}

// Again has an open page rendered once more after a time, for what changes without an event.
func (p *page) Again(in time.Duration) {
	if p.pass != nil && in > 0 && (p.pass.again == 0 || in < p.pass.again) {
		p.pass.again = in
	}
}
