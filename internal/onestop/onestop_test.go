package onestop_test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/onestop"
	sim "motcua/internal/sim/onestop"
	"motcua/internal/wire"
)

const token = "a-bearer-token-of-the-province"

var now = time.Date(2026, 11, 23, 9, 12, 0, 0, center.Zone)

// start serves a simulated system over real HTTP and returns its address.
func start(t *testing.T) (*sim.System, string) {
	t.Helper()
	s := sim.New("H19.26.1", token, now)
	var lc net.ListenConfig
	ln, err := lc.Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(ctx, ln) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil && !errors.Is(err, context.Canceled) {
			t.Errorf("Serve ended with %v", err)
		}
	})
	return s, "http://" + ln.Addr().String()
}

// TestEveryState asks the simulator for each of its dossiers.
func TestEveryState(t *testing.T) {
	s, url := start(t)
	c := onestop.New(onestop.Options{URL: url + "/", Secret: token, Now: func() time.Time { return now }})
	for i, d := range s.Dossiers() {
		got, err := c.Dossier(t.Context(), d.Code)
		want := wire.Dossier{Code: d.Code, State: wire.DossierStates[i], Received: center.Day(d.Received), Due: center.Day(d.Due), Done: center.Day(d.Finished), At: now}
		if err != nil || got != want {
			t.Errorf("Dossier(%s) = %+v, %v, want %+v", d.Code, got, err, want)
		}
	}
}

func TestFailures(t *testing.T) {
	s, url := start(t)
	code := s.Dossiers()[0].Code
	for _, test := range []struct {
		name string
		o    onestop.Options
		mode sim.Mode
		code string
		want string
		kind fault.Kind
	}{
		{"no system", onestop.Options{}, sim.On, code, "onestop-off", fault.Conflict},
		{"unknown code", onestop.Options{URL: url, Secret: token}, sim.On, "H19.26.1-251123-9999", "dossier-unknown", fault.NotFound},
		{"wrong token", onestop.Options{URL: url, Secret: "another"}, sim.On, code, "onestop-away", fault.Unavailable},
		{"down", onestop.Options{URL: url, Secret: token}, sim.Down, code, "onestop-away", fault.Unavailable},
		{"no JSON", onestop.Options{URL: url, Secret: token}, sim.Broken, code, "onestop-away", fault.Unavailable},
		{"nobody listens", onestop.Options{URL: "http://127.0.0.1:1"}, sim.On, code, "onestop-away", fault.Unavailable},
	} {
		s.Be(test.mode)
		_, err := onestop.New(test.o).Dossier(t.Context(), test.code)
		if fault.CodeOf(err) != test.want || fault.KindOf(err) != test.kind {
			t.Errorf("%s: %v, want %s", test.name, err, test.want)
		}
		if strings.Contains(err.Error(), code) {
			t.Errorf("%s: the error names the dossier, and errors are logged: %v", test.name, err)
		}
	}
	var none *onestop.Client
	if none.On() {
		t.Error("no client at all is on")
	}
}

// TestTooSlow waits in virtual time for a system that never answers.
func TestTooSlow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		begun := time.Now()
		c := onestop.New(onestop.Options{URL: "http://one-stop", Via: hang{}})
		_, err := c.Dossier(t.Context(), "H19.26.1-251123-0012")
		if took := time.Since(begun); fault.CodeOf(err) != "onestop-away" || took != 3*time.Second {
			t.Errorf("a system that hangs: %v after %v, want onestop-away after 3 s", err, took)
		}
	})
}

// hang is a connection on which nothing ever comes.
type hang struct{}

func (hang) RoundTrip(r *http.Request) (*http.Response, error) {
	<-r.Context().Done()
	return nil, r.Context().Err()
}

// TestKept asks again within and behind the time an answer is good for.
func TestKept(t *testing.T) {
	s, url := start(t)
	at := now
	c := onestop.New(onestop.Options{URL: url, Secret: token, Now: func() time.Time { return at }})
	code := s.Dossiers()[0].Code
	ask := func(after time.Duration, want wire.DossierState, asked int) {
		t.Helper()
		at = at.Add(after)
		if d, err := c.Dossier(t.Context(), code); err != nil || d.State != want || s.Asked() != asked {
			t.Errorf("%v later: %v, %v after %d requests, want %s after %d", after, d.State, err, s.Asked(), want, asked)
		}
	}
	ask(0, wire.DossierReceived, 1)
	s.Set(sim.Dossier{Code: code, Status: "READY "})
	ask(29*time.Second, wire.DossierReceived, 1)
	s.Be(sim.Down)
	if _, err := c.Dossier(t.Context(), "H19.26.1-251123-0001"); fault.CodeOf(err) != "onestop-away" {
		t.Errorf("a system that is down: %v", err)
	}
	s.Be(sim.On)
	ask(time.Second, wire.DossierReady, 3)
	ask(-time.Hour, wire.DossierReady, 4) // the clock was set back
}

// TestNoRedirect follows nobody with the token.
func TestNoRedirect(t *testing.T) {
	stolen := make(chan string, 1)
	thief := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { stolen <- r.Header.Get("Authorization") }))
	defer thief.Close()
	server := httptest.NewServer(http.RedirectHandler(thief.URL, http.StatusFound))
	defer server.Close()
	_, err := onestop.New(onestop.Options{URL: server.URL, Secret: token}).Dossier(t.Context(), "H19.26.1-251123-0012")
	if fault.CodeOf(err) != "onestop-away" || len(stolen) > 0 {
		t.Errorf("a redirect: %v, followed %d times", err, len(stolen))
	}
}
