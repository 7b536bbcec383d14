package controller

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"motcua/internal/center"
	"motcua/internal/client"
	"motcua/internal/health"
	"motcua/internal/wire"
)

const hookKey = "a-secret-of-twenty-letters"

// receiver is a program elsewhere, on a real socket, that keeps what it takes.
type receiver struct {
	*httptest.Server
	t      *testing.T
	mu     sync.Mutex
	taken  []wire.Delivery
	seqs   []int64
	bodies [][]byte
	heads  []http.Header
	answer func(n int) int // status of the n-th attempt; nil: 204
	tries  int
}

func newReceiver(t *testing.T) *receiver {
	r := &receiver{t: t}
	r.Server = httptest.NewUnstartedServer(r)
	return r
}

func (r *receiver) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	body, err := io.ReadAll(io.LimitReader(req.Body, 1<<20))
	if err != nil { // the controller stopped in the middle
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.tries++
	status := http.StatusNoContent
	if r.answer != nil {
		status = r.answer(r.tries)
	}
	if status/100 == 2 {
		var d wire.Delivery
		if err := json.Unmarshal(body, &d); err != nil {
			r.t.Errorf("a delivery is no JSON: %v", err)
		}
		r.taken, r.bodies, r.heads = append(r.taken, d), append(r.bodies, body), append(r.heads, req.Header.Clone())
		for _, e := range d.Events {
			var b wire.Body
			if err := json.Unmarshal(e, &b); err != nil {
				r.t.Error(err)
			}
			r.seqs = append(r.seqs, b.Seq)
		}
	}
	w.WriteHeader(status)
}

func (r *receiver) got() []int64 {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.seqs)
}

func (r *receiver) attempts() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.tries
}

// secretFile writes a secret where a hook finds it.
func secretFile(t *testing.T, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "hook.secret")
	if err := os.WriteFile(file, []byte(text+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// hookTo is a hook to a receiver of this machine.
func hookTo(t *testing.T, id, url string, events ...string) center.Hook {
	return center.Hook{ID: id, URL: url, Secret: secretFile(t, hookKey), Events: events, Allow: []string{"127.0.0.0/8", "::1/128"}}
}

// hookHall is a controller whose pauses are a hundredth of what they are.
func hookHall(t *testing.T, change func(*Options)) *hall {
	return openHall(t, func(o *Options) {
		o.HookPace = .01
		change(o)
	})
}

func (h *hall) issueSome(t *testing.T, n int) {
	t.Helper()
	for range n {
		if _, err := h.all.Issue(t.Context(), client.NewKey(), wire.IssueRequest{Service: "HT", Purpose: "submit"}); err != nil {
			t.Fatal(err)
		}
	}
}

func (h *hall) hook(id string) wire.Hook {
	for _, x := range h.hooks.list().Hooks {
		if x.ID == id {
			return x
		}
	}
	return wire.Hook{}
}

// following waits until the hook has begun, so that what happens next is told.
func (h *hall) following(t *testing.T, id string) {
	t.Helper()
	soon(t, "the hook begins", func() bool {
		_, ok, err := h.engine.store.HookCursor(t.Context(), id)
		return ok && err == nil
	})
}

func TestAHookIsToldWhatHappensInOrder(t *testing.T) {
	r := newReceiver(t)
	r.Start()
	defer r.Close()
	h := hookHall(t, func(o *Options) { o.Center.Hooks = []center.Hook{hookTo(t, "ioc", r.URL+"/in?key=hidden", "ticket.*")} })
	h.following(t, "ioc")
	head := h.engine.hub.last()
	h.issueSome(t, 250)
	soon(t, "250 tickets", func() bool { return len(r.got()) == 250 && h.hook("ioc").Behind == 0 })
	for i, seq := range r.got() {
		if seq != head+int64(i)+1 {
			t.Fatalf("the %d-th entry told is %d, want %d", i, seq, head+int64(i)+1)
		}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	entries, err := h.engine.Read(t.Context(), head, 250)
	if err != nil {
		t.Fatal(err)
	}
	for i, d := range r.taken {
		if len(d.Events) > mostGroup || d.V != 1 || d.Point != "H19.26.1" || d.Epoch != h.engine.epochNow() || d.Hash != entries[d.To-head-1].Hash {
			t.Errorf("delivery %d = %+v", i, d)
		}
		if got := string(d.Events[0]); got != string(entries[d.From-head-1].Body) {
			t.Errorf("an entry is told as %s", got)
		}
		if r.heads[i].Get(wire.HookDelivery) != d.ID || r.heads[i].Get(wire.HookName) != "ioc" {
			t.Errorf("headers = %v", r.heads[i])
		}
		if !signed(r.heads[i].Get(wire.HookSignature), r.bodies[i], hookKey) {
			t.Errorf("the signature %s does not fit", r.heads[i].Get(wire.HookSignature))
		}
	}
	if x := h.hook("ioc"); x.Host != strings.TrimPrefix(r.URL, "http://") || strings.Contains(fmt.Sprint(h.hooks.list()), "hidden") {
		t.Errorf("the hook is told as %+v", x)
	}
}

// signed checks a signature as docs/hooks.md tells receivers to.
func signed(header string, body []byte, secret string) bool {
	at, good := "", false
	for part := range strings.SplitSeq(header, ",") {
		name, value, _ := strings.Cut(part, "=")
		switch name {
		case "t":
			at = value
		case "v1":
			h := hmac.New(sha256.New, []byte(secret))
			h.Write([]byte(at + "." + string(body)))
			got, err := hex.DecodeString(value)
			good = good || err == nil && hmac.Equal(got, h.Sum(nil))
		}
	}
	unix, err := strconv.ParseInt(at, 10, 64)
	return good && err == nil && time.Since(time.Unix(unix, 0)).Abs() < 5*time.Minute
}

// TestAHookLosesNothing refuses, breaks and restarts: everything comes, in order.
func TestAHookLosesNothing(t *testing.T) {
	r := newReceiver(t)
	r.answer = func(n int) int {
		if n%3 != 0 {
			return http.StatusInternalServerError
		}
		return http.StatusOK
	}
	r.Start()
	defer r.Close()
	var o Options
	h := hookHall(t, func(x *Options) {
		x.Center.Hooks = []center.Hook{hookTo(t, "ioc", r.URL)}
		o = *x
	})
	h.following(t, "ioc")
	head := h.engine.hub.last()
	h.issueSome(t, 30)
	soon(t, "something is told", func() bool { return len(r.got()) > 0 })
	h.stop()
	h = openAgain(t, o)
	h.issueSome(t, 30)
	last := h.engine.hub.last()
	soon(t, "everything is told", func() bool { got := r.got(); return len(got) > 0 && got[len(got)-1] == last })
	want := head + 1
	for _, seq := range r.got() {
		switch {
		case seq == want:
			want++
		case seq > want: // an entry may come twice, and none may be left out
			t.Fatalf("entry %d came before %d", seq, want)
		}
	}
	if want != last+1 {
		t.Errorf("told up to %d, want %d", want-1, last)
	}
}

// openAgain opens a controller on the log of another that has stopped.
func openAgain(t *testing.T, o Options) *hall {
	t.Helper()
	return openHall(t, func(x *Options) { *x = o })
}

// TestABrokenReceiverIsTold after a while, and forgotten when it works again.
func TestABrokenReceiverIsTold(t *testing.T) {
	r := newReceiver(t)
	var mended bool
	r.answer = func(int) int {
		if mended {
			return http.StatusOK
		}
		return http.StatusTeapot
	}
	r.Start()
	defer r.Close()
	h := hookHall(t, func(o *Options) { o.Center.Hooks = []center.Hook{hookTo(t, "ioc", r.URL)} })
	h.following(t, "ioc")
	h.issueSome(t, 1)
	soon(t, "the first refusal", func() bool { return h.hook("ioc").Cause == wire.HookRefused })
	if x := h.hook("ioc"); x.OK || x.Status != http.StatusTeapot || x.Failing == nil || x.Next == nil || x.Behind == 0 {
		t.Errorf("a refused hook = %+v", x)
	}
	troubled := func(s health.Severity) func() bool {
		return func() bool {
			return slices.ContainsFunc(h.conditions(), func(c health.Condition) bool { return c.Code == "hook-refused" && c.Severity == s })
		}
	}
	if troubled(health.Warning)() {
		t.Error("one refusal is told at once")
	}
	h.now.pass(6 * time.Minute)
	soon(t, "a warning", troubled(health.Warning))
	h.now.pass(80 * time.Hour)
	h.post(t, "/api/v1/hooks/ioc/test", "") // refused, too: nothing is tried earlier for it
	soon(t, "a fault", troubled(health.Fault))
	r.mu.Lock()
	mended = true
	r.mu.Unlock()
	status, body := h.post(t, "/api/v1/hooks/ioc/test", "")
	var test wire.HookTest
	if err := json.Unmarshal(body, &test); err != nil || status != http.StatusOK || !test.OK || test.Status != http.StatusOK {
		t.Errorf("test of a mended receiver = %d %s", status, body)
	}
	soon(t, "everything is well", func() bool { x := h.hook("ioc"); return x.OK && x.Behind == 0 && len(h.conditions()) == 0 })
	r.mu.Lock()
	defer r.mu.Unlock()
	if d := r.taken[0]; !d.Test || len(d.Events) != 0 || !strings.HasPrefix(d.ID, "test-") {
		t.Errorf("the test said %+v", d)
	}
}

// TestASecretIsExchanged without a gap: while both are there both sign.
func TestASecretIsExchanged(t *testing.T) {
	hook := center.Hook{URL: "http://127.0.0.1:1", Secret: secretFile(t, "the-new-secret-of-all"), Previous: secretFile(t, hookKey)}
	secrets, ok := newPoster(hook, nil, "test").secrets()
	header := sign(time.Now(), []byte("body"), secrets)
	for _, secret := range []string{hookKey, "the-new-secret-of-all"} {
		if !ok || !signed(header, []byte("body"), secret) {
			t.Errorf("%s is not signed with %s", header, secret)
		}
	}
	if signed(header, []byte("body"), "another-secret-another") || signed(header, []byte("bodY"), hookKey) {
		t.Error("anything is taken for signed")
	}
	hook.Previous = filepath.Join(t.TempDir(), "gone")
	if secrets, ok = newPoster(hook, nil, "test").secrets(); !ok || len(secrets) != 1 {
		t.Errorf("without the old file there are %d secrets", len(secrets))
	}
	for _, bad := range []string{filepath.Join(t.TempDir(), "gone"), secretFile(t, "short")} {
		hook.Secret = bad
		if r := newPoster(hook, nil, "test").send(t.Context(), wire.Delivery{}); r.cause != wire.HookSecret {
			t.Errorf("a bad secret = %+v", r)
		}
	}
}

// TestAHookLeadsOutside: no name and no number leads a hook inside, whatever it
// is written like, unless the configuration says so.
func TestAHookLeadsOutside(t *testing.T) {
	for address, want := range map[string]bool{
		"8.8.8.8": true, "2606:4700::1": true, "123.30.0.1": true,
		"127.0.0.1": false, "127.9.9.9": false, "10.1.2.3": false, "192.168.1.5": false, "172.16.0.1": false, "169.254.169.254": false, "0.0.0.0": false,
		"100.64.1.1": false, "198.18.0.1": false, "224.0.0.1": false, "255.255.255.255": false, "240.0.0.1": false, "192.0.0.8": false,
		"::1": false, "::": false, "fe80::1": false, "fc00::1": false, "ff02::1": false, "::ffff:127.0.0.1": false, "::ffff:10.0.0.1": false,
		"64:ff9b::7f00:1": false, "2002:7f00:1::": false, "2001:0:7f00:1::": false, "::127.0.0.1": false, "fec0::1": false,
	} {
		p := newPoster(center.Hook{}, nil, "")
		if got := p.allowed(netip.MustParseAddr(address)); got != want {
			t.Errorf("allowed(%s) = %v, want %v", address, got, want)
		}
	}
	open := newPoster(center.Hook{URL: "HTTP://ioc.example/", Allow: []string{"192.168.10.0/24"}}, nil, "")
	for text, want := range map[string]bool{"192.168.10.7": true, "8.8.8.8": false} {
		if got := open.allowed(netip.MustParseAddr(text)); got != want {
			t.Errorf("in clear to %s = %t, want %t", text, got, want)
		}
	}
	inside := newPoster(center.Hook{Allow: []string{"192.168.10.0/24"}}, nil, "")
	if !inside.allowed(netip.MustParseAddr("192.168.10.7")) || !inside.allowed(netip.MustParseAddr("::ffff:192.168.10.7")) || inside.allowed(netip.MustParseAddr("192.168.11.7")) {
		t.Error("allow does not say where a hook may be")
	}
}

// TestAHookAsksForANameOnce connects to the very address that it looked at: a
// name that answers otherwise the second time leads nowhere else.
func TestAHookAsksForANameOnce(t *testing.T) {
	r := newReceiver(t)
	r.Start()
	defer r.Close()
	_, port, err := net.SplitHostPort(strings.TrimPrefix(r.URL, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	here, asked := netip.MustParseAddr("127.0.0.1"), 0
	names := func(answers ...[]netip.Addr) lookupFunc {
		return func(context.Context, string, string) ([]netip.Addr, error) {
			asked++
			return answers[min(asked, len(answers))-1], nil
		}
	}
	send := func(allow []string, names lookupFunc) result {
		asked = 0
		p := newPoster(center.Hook{URL: "http://rebind.example:" + port, Secret: secretFile(t, hookKey), Allow: allow}, names, "")
		defer p.close()
		return p.send(t.Context(), wire.Delivery{V: 1})
	}
	if got := send(nil, names([]netip.Addr{here})); got.cause != wire.HookAddress || r.attempts() != 0 {
		t.Errorf("a name that leads inside = %+v after %d attempts", got, r.attempts())
	}
	if got := send(nil, names([]netip.Addr{netip.MustParseAddr("8.8.8.8"), here})); got.cause != wire.HookAddress || r.attempts() != 0 {
		t.Errorf("a name that leads inside, too = %+v after %d attempts", got, r.attempts())
	}
	if got := send([]string{"127.0.0.0/8"}, names([]netip.Addr{here}, []netip.Addr{netip.MustParseAddr("10.0.0.1")})); got.cause != "" || asked != 1 {
		t.Errorf("a name asked for %d times = %+v", asked, got)
	}
}

// TestAHookIsNotLedElsewhere neither follows a redirect nor waits for ever, nor reads an endless answer.
func TestAHookIsNotLedElsewhere(t *testing.T) {
	elsewhere := newReceiver(t)
	elsewhere.Start()
	defer elsewhere.Close()
	for name, c := range map[string]struct {
		serve http.HandlerFunc
		want  string
	}{
		"redirect": {func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, elsewhere.URL, http.StatusTemporaryRedirect)
		}, wire.HookRefused},
		"endless": {func(w http.ResponseWriter, r *http.Request) {
			for i := 0; i < 64 && r.Context().Err() == nil; i++ {
				if _, err := w.Write(make([]byte, 1<<20)); err != nil {
					return
				}
			}
		}, ""},
		"cut": {func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, wire.HookUnreachable},
	} {
		t.Run(name, func(t *testing.T) {
			s := httptest.NewServer(c.serve)
			defer s.Close()
			p := newPoster(hookTo(t, "ioc", s.URL), nil, "")
			defer p.close()
			if got := p.send(t.Context(), wire.Delivery{V: 1}); got.cause != c.want {
				t.Errorf("= %+v, want %q", got, c.want)
			}
		})
	}
	if elsewhere.attempts() != 0 {
		t.Error("a redirect was followed")
	}
}

// TestAHookKnowsItsReceiver by a certificate that somebody vouches for.
func TestAHookKnowsItsReceiver(t *testing.T) {
	r := newReceiver(t)
	r.Config.ErrorLog = log.New(io.Discard, "", 0)
	r.StartTLS()
	defer r.Close()
	hook := hookTo(t, "ioc", r.URL)
	if got := newPoster(hook, nil, "").send(t.Context(), wire.Delivery{V: 1}); got.cause != wire.HookInsecure {
		t.Errorf("an unknown certificate = %+v", got)
	}
	hook.CA = filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(hook.CA, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: r.Certificate().Raw}), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := newPoster(hook, nil, "").send(t.Context(), wire.Delivery{V: 1}); got.cause != "" || got.status != http.StatusNoContent {
		t.Errorf("a known certificate = %+v", got)
	}
}

// TestAHookWaitsAsLongAsItIsAsked and not longer than an hour.
func TestAHookWaitsAsLongAsItIsAsked(t *testing.T) {
	for asked, want := range map[string]time.Duration{"120": 2 * time.Minute, "999999": time.Hour, "soon": 0, "-5": 0} {
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", asked)
			w.WriteHeader(http.StatusServiceUnavailable)
		}))
		p := newPoster(hookTo(t, "ioc", s.URL), nil, "")
		if got := p.send(t.Context(), wire.Delivery{V: 1}); got.later != want || got.status != 503 {
			t.Errorf("Retry-After %s = %+v, want %v", asked, got, want)
		}
		p.close()
		s.Close()
	}
}

// TestHooksChangeWithTheConfiguration: what is new begins, what is gone ends,
// and one that comes back goes on where it was.
func TestHooksChangeWithTheConfiguration(t *testing.T) {
	r := newReceiver(t)
	r.Start()
	defer r.Close()
	h := hookHall(t, func(*Options) {})
	with := func(hooks ...center.Hook) {
		c := *h.engine.site()
		c.Hooks = hooks
		h.engine.center.Store(&c)
	}
	one := hookTo(t, "one", r.URL, "ticket.issued")
	with(one)
	h.following(t, "one")
	h.issueSome(t, 2)
	soon(t, "two tickets", func() bool { return len(r.got()) == 2 })
	with()
	soon(t, "no hook", func() bool { return len(h.hooks.list().Hooks) == 0 })
	h.issueSome(t, 3)
	with(one)
	soon(t, "the three behind them", func() bool { return len(r.got()) == 5 })
	with(hookTo(t, "two", r.URL, "moth.*"))
	soon(t, "a word about a type that there is not", func() bool {
		return slices.ContainsFunc(h.conditions(), func(c health.Condition) bool { return c.Code == "hook-nothing" })
	})
}

// TestAHookWithoutNamesHearsNothingOfPeople leaves what tells of log-ins, cases and answers to hooks that name it.
func TestAHookWithoutNamesHearsNothingOfPeople(t *testing.T) {
	h := &hook{}
	for kind, want := range map[string]bool{"ticket.called": true, "day.closed": true, "session.opened": false, "account.changed": false,
		"station.paired": false, "inspection.opened": false, "personal.erased": false, wire.CaseOpened: false, wire.CaseTold: false,
		wire.RatingsAdmitted: false, wire.RatingsObserved: false, wire.RatingsRefused: false} {
		if h.wants(kind) != want {
			t.Errorf("a hook without names wants %s: %v", kind, !want)
		}
	}
	if named := (&hook{Hook: center.Hook{Events: []string{"session.*"}}}); !named.wants("session.opened") || named.wants("ticket.called") {
		t.Error("a hook does not get what it names")
	}
}
