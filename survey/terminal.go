package survey

import (
	_ "embed"
	"net/http"
	"net/url"

	"motcua/internal/center"
)

// terminalText is what a terminal shows while nobody is asked.
//
//go:embed terminal.html
var terminalText string

// terminal makes the page one that stands at no counter: it asks whoever holds a
// slip before its scanner, or types the code that stands on it.
func (v *view) terminal() { v.Counter, v.Terminal = &center.Counter{}, true }

// help is a terminal in the hands of somebody who helps citizens to answer and
// is not rated by them. Each answer says that somebody has helped.
func (s *server) help(w http.ResponseWriter, r *http.Request) {
	if s.Helps == nil || !s.Helps(r) {
		http.Redirect(w, r, "/login?next="+url.QueryEscape(r.URL.Path), http.StatusSeeOther)
		return
	}
	v := s.view("")
	v.terminal()
	v.Helped = true
	s.write(w, v, http.StatusOK)
}

// Keys are the keys of the terminal's keypad.
func (v view) Keys() []int { return []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 0} }
