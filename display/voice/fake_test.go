package voice

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"motcua/internal/client"
	"motcua/internal/i18n"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

const patience = 10 * time.Second

// controller is as much of a controller as the voice meets, over real HTTP.
type controller struct {
	mu     sync.Mutex
	seq    int64
	events []wire.Body
	wake   chan struct{}
	opened chan int64 // behind which entry a stream was asked for
	tested chan wire.SelfTestCheck
	states chan wire.StateReport // of the voice V1
	server *httptest.Server
}

func newController(t *testing.T) *controller {
	c := &controller{wake: make(chan struct{}), opened: make(chan int64, 16), tested: make(chan wire.SelfTestCheck, 1), states: make(chan wire.StateReport, 64)}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /api/v1/board", func(w http.ResponseWriter, _ *http.Request) {
		c.mu.Lock()
		defer c.mu.Unlock()
		_ = json.NewEncoder(w).Encode(wire.Board{Seq: c.seq, At: time.Now()})
	})
	mux.HandleFunc("GET /api/v1/events", c.stream)
	mux.HandleFunc("POST /api/v1/selftest/7/results", func(w http.ResponseWriter, r *http.Request) {
		var got wire.SelfTestResults
		if err := json.NewDecoder(r.Body).Decode(&got); err != nil || len(got.Checks) != 1 {
			t.Errorf("results %+v, error %v; want one check", got, err)
			return
		}
		c.tested <- got.Checks[0]
		w.WriteHeader(http.StatusNoContent)
	})
	mux.HandleFunc("POST /api/v1/devices/V1/state", func(w http.ResponseWriter, r *http.Request) {
		var got wire.StateReport
		if err := json.NewDecoder(r.Body).Decode(&got); err != nil {
			t.Errorf("a state that is none: %v", err)
		}
		c.states <- got
		w.WriteHeader(http.StatusNoContent)
	})
	c.server = httptest.NewServer(mux)
	t.Cleanup(func() {
		c.server.CloseClientConnections() // streams that are open
		c.server.Close()
	})
	return c
}

// happen adds events that happened a while ago, all at once.
func (c *controller) happen(ago time.Duration, events ...queue.Event) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, e := range events {
		raw, err := json.Marshal(e)
		if err != nil {
			panic(err)
		}
		c.seq++
		c.events = append(c.events, wire.Body{Seq: c.seq, Type: string(e.Type), At: time.Now().Add(-ago), Data: raw})
	}
	close(c.wake)
	c.wake = make(chan struct{})
}

// test begins self-test 7.
func (c *controller) test() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.seq++
	c.events = append(c.events, wire.Body{Seq: c.seq, Type: wire.SelfTestBegan, At: time.Now(), Data: json.RawMessage(`{"id":"7"}`)})
	close(c.wake)
	c.wake = make(chan struct{})
}

// missed adds events while nobody follows the stream, and cuts it.
func (c *controller) missed(ago time.Duration, events ...queue.Event) {
	c.mu.Lock()
	c.wake = make(chan struct{}) // the open stream is not woken any more
	c.mu.Unlock()
	c.happen(ago, events...)
	c.server.CloseClientConnections()
}

func (c *controller) stream(w http.ResponseWriter, r *http.Request) {
	var after int64
	_, _ = fmt.Sscan(r.URL.Query().Get("after"), &after)
	w.Header().Set("Content-Type", "text/event-stream")
	w.(http.Flusher).Flush()
	for first := true; ; first = false {
		c.mu.Lock()
		events, wake := c.events, c.wake
		c.mu.Unlock()
		if first {
			c.opened <- after
		}
		for _, e := range events {
			if e.Seq > after {
				raw, _ := json.Marshal(e)
				fmt.Fprintf(w, "id: %d\nevent: %s\ndata: %s\n\n", e.Seq, e.Type, raw)
				after = e.Seq
			}
		}
		w.(http.Flusher).Flush()
		select {
		case <-wake:
		case <-r.Context().Done():
			return
		}
	}
}

// mouth is a speaker whose sentences the test hears, and lets end, one by one.
type mouth struct {
	said chan string
	done chan error
}

func (m *mouth) Say(ctx context.Context, text string, _ i18n.Lang) error {
	select {
	case m.said <- text:
	case <-ctx.Done():
		return ctx.Err()
	}
	select {
	case err := <-m.done:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// hear fails unless the next sentence is want, and lets it end with err.
func (m *mouth) hear(t *testing.T, want string, err error) {
	t.Helper()
	select {
	case got := <-m.said:
		if got != want {
			t.Fatalf("said %q, want %q", got, want)
		}
		m.done <- err
	case <-time.After(patience):
		t.Fatalf("nothing was said, want %q", want)
	}
}

// follow waits until a stream is open and returns behind which entry it began.
func (c *controller) follow(t *testing.T) int64 {
	t.Helper()
	select {
	case after := <-c.opened:
		return after
	case <-time.After(patience):
		t.Fatal("nobody follows the events")
		return 0
	}
}

// run runs a voice until the test ends.
func run(t *testing.T, o Options) { runs(t, New(o)) }

func runs(t *testing.T, v *Voice) {
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = v.Run(ctx)
	}()
	t.Cleanup(func() {
		cancel()
		<-ended
	})
}

func start(t *testing.T, c *controller) *mouth {
	m := &mouth{said: make(chan string), done: make(chan error)}
	run(t, Options{Client: client.New(c.server.URL, "token"), Own: m})
	return m
}
