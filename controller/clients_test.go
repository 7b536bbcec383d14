package controller

import (
	"bufio"
	"bytes"
	"context"
	"database/sql"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	gocenter "motcua/controller/client"
	"motcua/internal/center"
)

// The clients that others begin with are run against whole controllers.

func TestTheGoClientWorksAtACounter(t *testing.T) {
	h := openHall(t, nil)
	c := gocenter.New(h.url+"/", testToken)
	ctx := t.Context()
	s, err := c.Services(ctx)
	if err != nil || !s.Open || len(s.Services) != 2 || s.Services[0].Name.VI != "Hộ tịch" {
		t.Fatalf("Services = %+v, %v", s, err)
	}
	key := gocenter.NewKey()
	ticket, err := c.Issue(ctx, key, gocenter.Request{Service: "HT", Purpose: "submit"})
	if err != nil || ticket.Number != "A001" || ticket.State != "waiting" || ticket.URL == "" {
		t.Fatalf("Issue = %+v, %v", ticket, err)
	}
	if again, err := c.Issue(ctx, key, gocenter.Request{Service: "HT", Purpose: "submit"}); err != nil || again.ID != ticket.ID {
		t.Errorf("the same key gave %+v, %v", again, err)
	}
	for _, step := range []struct{ action, state string }{{"open", ""}, {"next", "called"}, {"start", "serving"}, {"finish", "finished"}, {"ready", ""}, {"next", ""}} {
		held, err := c.Act(ctx, gocenter.NewKey(), "1", step.action, gocenter.Action{})
		if err != nil || step.state == "" != (held == nil) || held != nil && held.State != step.state {
			t.Errorf("Act(%s) = %+v, %v; want state %q", step.action, held, err, step.state)
		}
	}
	err = c.Cancel(ctx, gocenter.NewKey(), ticket.ID)
	if p, ok := errors.AsType[*gocenter.Problem](err); !ok || p.Status != http.StatusConflict || p.Code != "ticket-state" || p.Detail == "" {
		t.Errorf("Cancel of a finished ticket = %v", err)
	}
	if got, err := c.Ticket(ctx, ticket.ID); err != nil || got.State != "finished" {
		t.Errorf("Ticket = %+v, %v", got, err)
	}
	if b, err := c.Board(ctx); err != nil || b.Seq == 0 || len(b.Calls) != 1 || b.Calls[0].Number != "A001" {
		t.Errorf("Board = %+v, %v", b, err)
	}
	if _, err := gocenter.New(h.url, "wrong").Board(ctx); gocenter.CodeOf(err) != "token-wrong" {
		t.Errorf("a wrong token = %v", err)
	}
}

// TestTheGoClientFollowsAndVerifies a whole day, over lines that break.
func TestTheGoClientFollowsAndVerifies(t *testing.T) {
	h := openHall(t, nil)
	cut := &cutter{to: h.url}
	line := httptest.NewServer(cut)
	defer line.Close()
	h.issueSome(t, 20)
	h.now.pass(12 * time.Hour)
	h.closes(t)
	head := h.engine.hub.last()
	c := gocenter.New(line.URL, testToken)
	c.HTTP = line.Client()
	var chain gocenter.Chain
	closed, done := 0, errors.New("done")
	err := c.Follow(t.Context(), 0, func(e gocenter.Event) error {
		if err := chain.Next(e); err != nil {
			return err
		}
		if e.Type == "day.closed" {
			closed++
		}
		if e.Seq == head {
			return done
		}
		return nil
	})
	if err != done || closed != 1 || cut.streams < 2 {
		t.Errorf("Follow = %v with %d closed days over %d lines", err, closed, cut.streams)
	}
	v := h.verified(t)
	if v.Head.Seq != chain.Seq || v.Head.Hash.String() != chain.Head() {
		t.Errorf("the client computed %d %s, the controller %+v", chain.Seq, chain.Head(), v.Head)
	}
	if err := chain.Next(gocenter.Event{Seq: chain.Seq + 2}); err == nil {
		t.Error("a missing entry is not noticed")
	}
	if err := chain.Next(gocenter.Event{Seq: chain.Seq + 1, Type: "day.closed", Data: []byte(`{"head":"00"}`)}); err == nil {
		t.Error("a wrong head is not noticed")
	}
	if err := c.Follow(t.Context(), 1<<40, nil); gocenter.CodeOf(err) != "cursor-ahead" {
		t.Errorf("following what is not there = %v", err)
	}
}

// cutter passes requests on and breaks the first event stream in the middle.
type cutter struct {
	to      string
	mu      sync.Mutex
	streams int
}

func (x *cutter) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	req, err := http.NewRequestWithContext(r.Context(), r.Method, x.to+r.URL.RequestURI(), r.Body)
	if err != nil {
		return
	}
	req.Header = r.Header
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return
	}
	defer resp.Body.Close()
	for k, v := range resp.Header {
		w.Header()[k] = v
	}
	w.WriteHeader(resp.StatusCode)
	x.mu.Lock()
	x.streams++
	first := x.streams == 1
	x.mu.Unlock()
	lines := bufio.NewScanner(resp.Body)
	for n := 0; lines.Scan(); n++ {
		if first && n == 30 {
			return
		}
		if _, err := w.Write(append(lines.Bytes(), '\n')); err != nil {
			return
		}
		w.(http.Flusher).Flush()
	}
}

// TestTheGoClientTakesDeliveries that a real hook signs, and nobody else's.
func TestTheGoClientTakesDeliveries(t *testing.T) {
	var mu sync.Mutex
	var got []string
	r := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		d, err := gocenter.Receive(r, time.Now(), "an-older-secret", hookKey)
		if err != nil {
			w.WriteHeader(http.StatusForbidden)
			return
		}
		mu.Lock()
		defer mu.Unlock()
		for i := range d.Events {
			e, err := d.Event(i)
			if err != nil {
				t.Error(err)
			}
			got = append(got, e.Type)
		}
	}))
	defer r.Close()
	h := hookHall(t, func(o *Options) { o.Center.Hooks = []center.Hook{hookTo(t, "go", r.URL, "ticket.issued")} })
	h.following(t, "go")
	h.issueSome(t, 3)
	soon(t, "three entries", func() bool { mu.Lock(); defer mu.Unlock(); return len(got) == 3 })
	resp, err := http.Post(r.URL, "application/json", strings.NewReader(`{"events":[]}`))
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusForbidden {
		t.Errorf("an unsigned delivery = %d", resp.StatusCode)
	}
	old := sign(time.Now().Add(-6*time.Minute), []byte("{}"), []string{hookKey})
	for _, header := range []string{old, "", "t=,v1=", "t=1,v1=zz", "v1=00"} {
		if gocenter.Verify(header, []byte("{}"), time.Now(), hookKey) == nil {
			t.Errorf("%q is taken", header)
		}
	}
}

func FuzzVerifySignature(f *testing.F) {
	f.Add(sign(time.Unix(1795417951, 0), []byte("{}"), []string{hookKey}), []byte("{}"))
	f.Add("t=,v1=,,=", []byte(""))
	f.Fuzz(func(t *testing.T, header string, body []byte) {
		if gocenter.Verify(header, body, time.Unix(1795417951, 0), "a-secret-that-no-fuzzer-knows") == nil {
			t.Errorf("%q signs %q", header, body)
		}
	})
}

const pythonClients = "../deploy/clients/python"

// python runs one of the examples; without Python 3 the test is skipped, but not in CI.
func python(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	path, err := exec.LookPath("python3")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("python3 is missing")
		}
		t.Skip("python3 is missing")
	}
	args[0] = filepath.Join(pythonClients, args[0])
	c := exec.CommandContext(t.Context(), path, args...)
	c.Env = append(os.Environ(), "PYTHONDONTWRITEBYTECODE=1", "PYTHONIOENCODING=utf-8")
	return c
}

func TestThePythonExampleServesANumber(t *testing.T) {
	h := openHall(t, nil)
	out, err := python(t, "example.py", h.url, secretFile(t, testToken), "HT", "1").CombinedOutput()
	for _, want := range []string{"A001: 0 ahead", "next: A001 is called", "start: A001 is serving", "finish: A001 is finished", "ticket.issued", "ticket.finished"} {
		if err != nil || !strings.Contains(string(out), want) {
			t.Fatalf("the example says %s, %v; want %q", out, err, want)
		}
	}
}

// TestThePythonReceiverTakesEachEntryOnce from a real hook.
func TestThePythonReceiverTakesEachEntryOnce(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	cmd := python(t, "receiver.py", "0", secretFile(t, hookKey), filepath.Join(t.TempDir(), "seen"))
	run := exec.CommandContext(ctx, cmd.Path, cmd.Args[1:]...)
	run.Env = cmd.Env
	out, err := run.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := run.Start(); err != nil {
		t.Fatal(err)
	}
	defer run.Wait() //nolint:errcheck // it is stopped
	defer stop()
	lines := bufio.NewScanner(out)
	if !lines.Scan() {
		t.Fatal("the receiver does not listen")
	}
	port := strings.TrimPrefix(lines.Text(), "listening ")
	h := hookHall(t, func(o *Options) {
		o.Center.Hooks = []center.Hook{hookTo(t, "py", "http://127.0.0.1:"+port, "ticket.issued")}
	})
	h.following(t, "py")
	h.issueSome(t, 2)
	for range 2 {
		if !lines.Scan() || !strings.HasSuffix(lines.Text(), " ticket.issued") {
			t.Fatalf("the receiver says %q", lines.Text())
		}
	}
	soon(t, "everything taken", func() bool { x := h.hook("py"); return x.OK && x.Behind == 0 })
}

// TestThePythonVerifierReadsARealLog, whole and changed, without a line of ours.
func TestThePythonVerifierReadsARealLog(t *testing.T) {
	var o Options
	h := openHall(t, func(x *Options) { o = *x })
	h.issueSome(t, 5)
	h.now.pass(12 * time.Hour)
	h.closes(t)
	v := h.verified(t)
	h.stop()
	head := h.engine.store.Head().Hash.String() // of the entry that tells of the verification
	verify := func(want int, said string, args ...string) {
		t.Helper()
		out, err := python(t, append([]string{"verify.py", o.Engine.Store.Path}, args...)...).CombinedOutput()
		code := 0
		if exit, ok := errors.AsType[*exec.ExitError](err); ok {
			code = exit.ExitCode()
		} else if err != nil {
			t.Fatal(err)
		}
		if code != want || !bytes.Contains(out, []byte(said)) {
			t.Errorf("verify.py %q = %d %s; want %d and %q", args, code, out, want, said)
		}
	}
	verify(0, "1 closed days, head "+head)
	verify(0, "head "+head, v.Heads[0].Hash.Grouped())
	verify(1, "no entry has the printed head", "0000 0000")
	verify(2, "usage", "a", "b")
	db, err := sql.Open("sqlite", o.Engine.Store.Path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec("UPDATE event SET body = CAST(replace(CAST(body AS TEXT), 'A003', 'A033') AS BLOB) WHERE CAST(body AS TEXT) LIKE '%A003%'"); err != nil {
		t.Fatal(err)
	}
	verify(1, "the hash does not follow")
}
