package controller

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"motcua/internal/center"
	"motcua/internal/client"
	"motcua/internal/config"
	"motcua/internal/fault"
	"motcua/internal/store"
	"motcua/internal/wire"
)

const killClients = 16

// TestMain runs the controller that the kill test kills, when it is asked to.
func TestMain(m *testing.M) {
	if dir := os.Getenv("MOTCUA_TEST_CONTROLLER"); dir != "" {
		fmt.Fprintln(os.Stderr, runVictim(dir))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// runVictim serves until it is killed. It prints its address.
func runVictim(dir string) error {
	c, err := New(context.Background(), Options{
		Center: busyCenter(killClients), Version: "test",
		Credentials: &config.Credentials{Credentials: []config.Credential{{ID: "all", SHA256: config.HashToken(testToken), Roles: anyone}}},
		Engine:      EngineOptions{Store: store.Options{Path: filepath.Join(dir, "log.db")}, Clock: MachineClock()},
	})
	if err != nil {
		return err
	}
	l, err := net.Listen("tcp", os.Getenv("MOTCUA_TEST_LISTEN"))
	if err != nil {
		return err
	}
	fmt.Println(l.Addr())
	go func() { _ = http.Serve(l, c.Handler()) }() // it ends with the process
	return c.Run(context.Background())
}

// victim starts the controller of dir as a process of its own and returns its address.
func victim(t *testing.T, dir, listen string) (*exec.Cmd, string) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "MOTCUA_TEST_CONTROLLER="+dir, "MOTCUA_TEST_LISTEN="+listen)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("the controller did not start: %v", err)
	}
	return cmd, strings.TrimSpace(line)
}

// TestKillAtRandomPoints kills the controller with SIGKILL while 16 kiosks and
// 16 counters push without pause, and holds the log against what clients were
// told. MOTCUA_KILLS says how often; make soak says 50.
func TestKillAtRandomPoints(t *testing.T) {
	kills := 10
	if n, err := strconv.Atoi(os.Getenv("MOTCUA_KILLS")); err == nil {
		kills = n
	}
	dir := t.TempDir()
	cmd, address := victim(t, dir, "127.0.0.1:0")
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	all := client.New("http://"+address, testToken)
	x, said := newTold(), &voices{}
	var g sync.WaitGroup
	for i := range killClients {
		counter := center.CounterID(fmt.Sprint(i + 1))
		if _, err := all.Act(ctx, client.NewKey(), counter, "open", wire.ActionRequest{}); err != nil {
			t.Fatal(err)
		}
		g.Go(func() {
			for ctx.Err() == nil {
				key := client.NewKey()
				ticket, err := take(ctx, all, "K"+string(counter), key)
				if err == nil {
					x.issued(t, ticket.ID, key)
				} else if ctx.Err() == nil {
					t.Errorf("issue: %v", err)
				}
			}
		})
		g.Go(func() {
			for ctx.Err() == nil {
				served, err := serve(ctx, all, counter, x)
				if err != nil && ctx.Err() == nil && fault.KindOf(err) != fault.Conflict {
					t.Errorf("serve: %v", err)
				}
				if served && err == nil {
					said.rate(ctx, t, all, counter)
				}
			}
		})
	}
	l := newLogged()
	for range kills {
		<-time.After(time.Duration(50+rand.IntN(400)) * time.Millisecond) // the random point, not a wait
		_ = cmd.Process.Kill()                                            // SIGKILL
		_ = cmd.Wait()
		x.mu.Lock()
		snapshot := newTold()
		for k, v := range x.numbers {
			snapshot.numbers[k] = v
		}
		x.mu.Unlock()
		audit(t, dir, l, snapshot)
		cmd, _ = victim(t, dir, address)
	}
	cancel()
	g.Wait()
	_ = cmd.Process.Kill()
	_ = cmd.Wait()
	audit(t, dir, l, x)
	said.check(t, dir)
	t.Logf("%d kills, %d tickets, %d entries", kills, len(l.issued), l.seq)
	if len(l.issued) < 10*kills {
		t.Errorf("only %d tickets: the load was no load", len(l.issued))
	}
}

// audit opens the dead controller's log and checks it.
func audit(t *testing.T, dir string, l *logged, x *told) {
	t.Helper()
	s, err := store.Open(t.Context(), store.Options{Path: filepath.Join(dir, "log.db")})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	from := l.seq
	l.read(t, s)
	if _, err := s.Verify(t.Context(), from); err != nil {
		t.Error(err)
	}
	l.check(t, x)
}

// voices are the answers that a controller which is killed has said it took.
type voices struct {
	mu   sync.Mutex
	keys []string
}

// rate answers the question that is open at a counter until the controller has decided.
func (a *voices) rate(ctx context.Context, t *testing.T, c *client.Client, counter center.CounterID) {
	s, ok, err := c.Survey(ctx, counter)
	for key := client.NewKey(); ok && err == nil; {
		err := c.Rate(ctx, key, wire.RatingRequest{Token: s.Token, Answers: wire.Answers{Overall: 4}})
		if err == nil {
			a.mu.Lock()
			defer a.mu.Unlock()
			a.keys = append(a.keys, key)
			return
		}
		if ctx.Err() != nil || fault.KindOf(err) != fault.Unavailable {
			if ctx.Err() == nil {
				t.Errorf("rate: %v", err)
			}
			return
		}
	}
}

// check looks for each of them in the dead controller's store: what was told is
// there, once, and nothing else but what was on its way at the end.
func (a *voices) check(t *testing.T, dir string) {
	t.Helper()
	s, err := store.Open(t.Context(), store.Options{Path: filepath.Join(dir, "log.db")})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	waiting, err := s.PendingAnswers(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	n := len(waiting) + inLog(t, s)
	for _, key := range a.keys {
		if _, ok, err := s.Answered(t.Context(), sha256.Sum256([]byte(key))); !ok || err != nil {
			t.Errorf("an answer that was taken is lost: %v", err)
		}
	}
	if len(a.keys) < 10 || n < len(a.keys) || n > len(a.keys)+killClients {
		t.Errorf("%d answers are kept, %d were taken", n, len(a.keys))
	}
}

// inLog counts the answers that an hour which ended meanwhile let in.
func inLog(t *testing.T, s *store.Store) (n int) {
	t.Helper()
	for after := int64(0); ; {
		entries, err := s.Read(t.Context(), after, 1000)
		if err != nil {
			t.Fatal(err)
		}
		if len(entries) == 0 {
			return n
		}
		for _, e := range entries {
			after = e.Seq
			var d wire.RatingsData
			if b, err := e.Decode(); err != nil || e.Type == wire.RatingsAdmitted && json.Unmarshal(b.Data, &d) != nil {
				t.Fatal(err)
			}
			n += len(d.Answers)
		}
	}
}
