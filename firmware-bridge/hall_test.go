package bridge

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"motcua/internal/center"
	"motcua/internal/client"
	"motcua/internal/device/bus"
	"motcua/internal/fault"
	sim "motcua/internal/sim/unit"
	"motcua/internal/wire"
)

// action is one counter action that the controller carried out.
type action struct {
	counter, action, key string
	request              wire.ActionRequest
	at                   time.Time
}

// hall is a whole line on a virtual clock: a controller, the bridge, and its
// simulated units. Bytes go through memory, at the pace of the wire.
type hall struct {
	t     testing.TB
	site  center.Center
	units []*sim.Unit
	line  *sim.Line

	mu       sync.Mutex
	acts     []action
	done     map[string]string // what was done under a key
	states   map[center.DeviceID]wire.StateReport
	counters map[center.CounterID]*wire.Counter
	refuse   bool                        // every action, for good
	lose     func() (before, after bool) // a call is lost on its way there, or its answer on its way back
	near     net.Conn                    // the open line
	unplug   bool                        // it does not open
	changed  chan struct{}               // closed when the streams are to tell something
	log      []wire.Entry
}

// newHall makes n units at counters 1 to n on one line; the last dead ones never answer.
func newHall(t testing.TB, baud, n, dead int) *hall {
	h := &hall{t: t, line: sim.NewLine(baud), done: map[string]string{}, states: map[center.DeviceID]wire.StateReport{},
		counters: map[center.CounterID]*wire.Counter{}, changed: make(chan struct{})}
	h.site = center.Center{PauseReasons: []string{"break", "meeting"}, Buses: []center.Bus{{ID: "B1", Baud: baud}}}
	for i := range n {
		number := fmt.Sprint(i + 1)
		id := center.CounterID(number)
		h.site.Counters = append(h.site.Counters, center.Counter{ID: id})
		h.site.Units = append(h.site.Units, center.Unit{ID: center.DeviceID("N" + number), Counter: id, Bus: "B1", Driver: "motcua", Address: i + 1, Digits: 4})
		h.counters[id] = &wire.Counter{ID: id, State: wire.Open}
		u := sim.New("N"+number, byte(i+1))
		u.Mute(i >= n-dead)
		h.units = append(h.units, u)
		h.line.Attach(u)
	}
	return h
}

// run serves the hall and a bridge until the returned function is called, which waits for all of it.
func (h *hall) run() (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	var all sync.WaitGroup
	door := &door{calls: make(chan net.Conn), closed: make(chan struct{})}
	server := &http.Server{Handler: h.handler()}
	all.Go(func() { _ = server.Serve(door) })
	transport := &http.Transport{DialContext: door.dial, MaxIdleConnsPerHost: 32}
	b, err := New(Options{
		Client: client.New("http://hall", "token").Through(transport), Center: &h.site, Log: slog.New(slog.DiscardHandler),
		Lines: func(ctx context.Context, _ center.Bus) (bus.Line, error) { return h.plug(ctx, &all) },
	})
	if err != nil {
		h.t.Fatal(err)
	}
	all.Go(func() { _ = b.Run(ctx) })
	return func() {
		cancel()
		server.Close()
		transport.CloseIdleConnections()
		all.Wait()
	}
}

// plug opens the line in memory.
func (h *hall) plug(ctx context.Context, all *sync.WaitGroup) (bus.Line, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.unplug {
		return nil, net.ErrClosed
	}
	near, far := net.Pipe()
	h.near = near
	all.Go(func() { _ = h.line.Serve(ctx, far) })
	return near, nil
}

// pull unplugs the adapter, or plugs it in again.
func (h *hall) pull(out bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.unplug = out; out && h.near != nil {
		h.near.Close()
	}
}

func (h *hall) handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /api/v1/board", func(w http.ResponseWriter, _ *http.Request) {
		h.mu.Lock()
		defer h.mu.Unlock()
		b := wire.Board{Seq: int64(len(h.log)), At: time.Now()}
		for _, c := range h.counters {
			b.Counters = append(b.Counters, *c)
		}
		_ = json.NewEncoder(w).Encode(b)
	})
	mux.HandleFunc("GET /api/v1/events", h.stream)
	mux.HandleFunc("POST /api/v1/devices/{id}/state", func(w http.ResponseWriter, r *http.Request) {
		var s wire.StateReport
		_ = json.NewDecoder(r.Body).Decode(&s)
		h.mu.Lock()
		defer h.mu.Unlock()
		h.states[center.DeviceID(r.PathValue("id"))] = s
		w.WriteHeader(http.StatusNoContent)
	})
	mux.HandleFunc("POST /api/v1/counters/{id}/{action}", h.act)
	return mux
}

// act carries an action out once for each key, as the controller does.
func (h *hall) act(w http.ResponseWriter, r *http.Request) {
	a := action{counter: r.PathValue("id"), action: r.PathValue("action"), key: r.Header.Get("Idempotency-Key"), at: time.Now()}
	_ = json.NewDecoder(r.Body).Decode(&a.request)
	h.mu.Lock()
	defer h.mu.Unlock()
	before, after := false, false
	if h.lose != nil {
		before, after = h.lose()
	}
	what := fmt.Sprint(a.action, a.request)
	was, known := h.done[a.key]
	switch {
	case before:
		panic(http.ErrAbortHandler)
	case h.refuse, known && was != what:
		refuse(w, fault.Conflict, "refused")
		return
	case !known:
		h.done[a.key] = what
		h.acts = append(h.acts, a)
	}
	if after {
		panic(http.ErrAbortHandler)
	}
	_ = json.NewEncoder(w).Encode(wire.ActionAnswer{Counter: *h.counters[center.CounterID(a.counter)]})
}

// stream tells the log, and each new entry as it happens.
func (h *hall) stream(w http.ResponseWriter, r *http.Request) {
	var after int
	_, _ = fmt.Sscan(r.URL.Query().Get("after"), &after)
	for {
		h.mu.Lock()
		log, changed := h.log, h.changed
		h.mu.Unlock()
		for ; after < len(log); after++ {
			e := log[after]
			fmt.Fprintf(w, "id: %d\nevent: %s\ndata: %s\n\n", e.Seq, e.Type, e.Body)
		}
		fmt.Fprint(w, ": beat\n\n")
		_ = http.NewResponseController(w).Flush()
		select {
		case <-r.Context().Done():
			return
		case <-changed:
		case <-time.After(15 * time.Second):
		}
	}
}

// set changes a counter and tells the event that did.
func (h *hall) set(c wire.Counter, kind string, data any) {
	raw, _ := json.Marshal(data)
	h.mu.Lock()
	defer h.mu.Unlock()
	h.counters[c.ID] = &c
	body, _ := json.Marshal(wire.Body{Seq: int64(len(h.log) + 1), Type: kind, At: time.Now(), Data: raw})
	h.log = append(h.log, wire.Entry{Seq: int64(len(h.log) + 1), Type: kind, Body: body})
	close(h.changed)
	h.changed = make(chan struct{})
}

// taken returns the actions so far, and forgets them.
func (h *hall) taken() []action {
	h.mu.Lock()
	defer h.mu.Unlock()
	acts := h.acts
	h.acts = nil
	return acts
}

func (h *hall) state(id center.DeviceID) wire.StateReport {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.states[id]
}

// door is a listener without a network.
type door struct {
	calls  chan net.Conn
	closed chan struct{}
	once   sync.Once
}

func (d *door) Accept() (net.Conn, error) {
	select {
	case c := <-d.calls:
		return c, nil
	case <-d.closed:
		return nil, net.ErrClosed
	}
}

func (d *door) Close() error {
	d.once.Do(func() { close(d.closed) })
	return nil
}

func (d *door) Addr() net.Addr { return &net.UnixAddr{Name: "hall"} }

func (d *door) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	near, far := net.Pipe()
	select {
	case d.calls <- far:
		return near, nil
	case <-d.closed:
		return nil, net.ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// after lets virtual time pass.
func after(d time.Duration) {
	<-time.After(d)
	synctest.Wait()
}
