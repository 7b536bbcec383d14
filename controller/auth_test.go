package controller

import (
	"slices"
	"strings"
	"testing"
	"time"

	"motcua/controller/web"
	"motcua/internal/config"
	"motcua/internal/fault"
	"motcua/internal/queue"
)

// cookie logs in and returns what a browser sends back.
func (o *tour) cookie(body string, headers ...string) string {
	o.Helper()
	set := o.want(200, "", "", "POST /session", body, headers...).header.Get("Set-Cookie")
	for _, flag := range []string{"; HttpOnly", "; SameSite=Strict", "; Path=/", "; Expires="} {
		if !strings.Contains(set, flag) {
			o.Errorf("Set-Cookie = %q, want %s in it", set, flag)
		}
	}
	value, _, _ := strings.Cut(set, ";")
	return "Cookie: " + value
}

func TestASessionEnds(t *testing.T) {
	var known *config.Credentials
	o := openTour(t, func(opts *Options) { known = opts.Credentials })
	lan := o.h.hire(t, "lan", "quầy số một", "1", "staff")
	cookie := o.cookie(`{"name":"lan","password":"quầy số một"}`)
	o.want(200, "", "", "POST /counters/1/open", "", cookie)
	o.want(403, "counter-other", "", "POST /counters/2/open", "", cookie)
	o.h.alter(t, lan, web.ChangePassword, web.AccountForm{Password: "quầy số hai nhé"})
	o.want(401, "session-over", "", "GET /board", "", cookie)
	o.want(401, "password-wrong", "", "POST /session", `{"name":"lan","password":"quầy số một"}`)
	o.h.settled(t, lan)
	o.cookie(`{"name":"lan","password":"quầy số hai nhé"}`)

	cookie = o.cookie(`{"token":"display"}`)
	o.want(200, "", "", "GET /board", "", cookie)
	known.Credentials = slices.DeleteFunc(known.Credentials, func(c config.Credential) bool { return c.ID == "display-1" })
	o.want(401, "session-over", "", "GET /board", "", cookie)
	o.want(401, "token-wrong", "display", "GET /board", "")
}

func TestAccountsAreChecked(t *testing.T) {
	o := openTour(t, nil)
	folk := &people{o.h.Controller}
	add := func(name, password, role string) error {
		return folk.Make(t.Context(), web.Who{}, web.AccountForm{Name: name, Roles: []string{role}, Counter: "1", Password: password})
	}
	if err := add("lan", "quầy số một", "staff"); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, password, role, code string }{
		{"lan", "quầy số một", "staff", "account-taken"}, {" ", "quầy số một", "staff", "account-name"},
		{strings.Repeat("x", 61), "quầy số một", "staff", "account-name"}, {"mai", "ngắn quá", "staff", "password-length"},
		{"mai", strings.Repeat("x", 201), "staff", "password-length"}, {"mai", "quầy số một", "kiosk", "account-role"},
	} {
		if err := add(c.name, c.password, c.role); fault.CodeOf(err) != c.code {
			t.Errorf("AddAccount(%q, %q, %s) = %v, want %s", c.name, c.password, c.role, err, c.code)
		}
	}
	if err := folk.Change(t.Context(), web.Who{}, "mai", web.ChangePassword, web.AccountForm{Password: "quầy số một"}); fault.CodeOf(err) != "account-unknown" {
		t.Errorf("a new password of nobody = %v", err)
	}
	if got := folk.People(t.Context()); len(got) != 1 {
		t.Errorf("accounts = %+v, want one", got)
	}
}

// TestLocksForget keeps what guessers leave behind small.
func TestLocksForget(t *testing.T) {
	var l locks
	for i := range mostLocks + 10 {
		l.fail(time.Hour, strings.Repeat("x", i%61)+string(rune('a'+i%26))+strings.Repeat("y", i/61))
	}
	if len(l.fails) > mostLocks+1 {
		t.Errorf("%d names are remembered, want at most %d", len(l.fails), mostLocks+1)
	}
	for range lockAfter - 1 {
		l.fail(time.Hour, "10.0.0.1")
	}
	l.fail(time.Hour+lockFor, "10.0.0.1") // the nine are forgotten by then
	if err := l.check(queue.Moment{Up: time.Hour + lockFor}, "10.0.0.1"); err != nil {
		t.Errorf("nine old failures and a new one lock: %v", err)
	}
}

// TestATabletAsksAtItsOwnCounter binds a tablet by the configuration, even
// where its credential names no counter.
func TestATabletAsksAtItsOwnCounter(t *testing.T) {
	o := openTour(t, func(opts *Options) {
		opts.Credentials.Credentials = append(opts.Credentials.Credentials,
			config.Credential{ID: "loose", SHA256: config.HashToken("loose"), Roles: []string{"tablet"}, Device: "T1"})
	})
	o.want(204, "", "loose", "GET /counters/1/survey", "")
	o.want(403, "counter-other", "loose", "GET /counters/2/survey", "")
	o.want(403, "counter-other", "", "GET /counters/2/survey", "", o.cookie(`{"token":"loose"}`))
}
