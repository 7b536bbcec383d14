package kiosk_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"sync"
	"testing"
	"time"

	"motcua/internal/center"
	"motcua/internal/queue"
	"motcua/internal/ui"
	"motcua/internal/ui/screens"
	"motcua/internal/wire"
)

// controller is as much of a controller as a kiosk meets, over real HTTP.
type controller struct {
	mu     sync.Mutex
	board  wire.Board
	events []wire.Body
	wake   chan struct{}
	keys   map[string]wire.Ticket // answers by idempotency key
	asked  []wire.IssueRequest
	refuse int // tries to drop without an answer

	codes   map[string]wire.ScanAnswer // what scanned codes are
	scanned []string
	arrived []queue.TicketID

	shelf    *wire.Procedures // what is looked up; nil: nothing
	canceled []queue.TicketID
	whisper  []wire.ScanAnswer // told live, once
}

func newController(t *testing.T) (*controller, *httptest.Server) {
	c := &controller{board: board(), wake: make(chan struct{}), keys: map[string]wire.Ticket{}}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /api/v1/board", func(w http.ResponseWriter, _ *http.Request) {
		c.mu.Lock()
		defer c.mu.Unlock()
		answer(w, 200, c.board)
	})
	mux.HandleFunc("GET /api/v1/services", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, 200, about())
	})
	mux.HandleFunc("GET /api/v1/tickets/{id}", func(w http.ResponseWriter, r *http.Request) {
		answer(w, 200, wire.TicketAnswer{Ticket: ticket()})
	})
	mux.HandleFunc("POST /api/v1/tickets", c.issue)
	mux.HandleFunc("GET /api/v1/devices", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, 200, wire.Devices{Kiosks: []center.Kiosk{{ID: "K1", Printer: "P1", Diagonal: 21.5}}})
	})
	c.visits(mux)
	c.lookups(mux)
	mux.HandleFunc("POST /api/v1/scans", c.scan)
	mux.HandleFunc("POST /api/v1/tickets/{id}/check-in", c.arrive)
	mux.HandleFunc("GET /api/v1/events", c.stream)
	mux.HandleFunc("GET /live", c.stream) // what a browser listens to
	mux.HandleFunc("GET /healthz", func(http.ResponseWriter, *http.Request) {})
	mux.HandleFunc("GET /static/tokens.css", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/css")
		fmt.Fprint(w, ui.CSS())
	})
	mux.Handle("GET /static/", http.StripPrefix("/static/", http.FileServerFS(os.DirFS("../controller/web/static"))))
	mux.Handle("GET /screens/", screens.Handler(screens.Options{Screen: func(kind, id string) (screens.Screen, bool) {
		return screens.Screen{Kind: kind, ID: id, Diagonal: 21.5}, kind == "kiosk" && id == "K1"
	}}))
	server := httptest.NewServer(mux)
	t.Cleanup(func() {
		server.CloseClientConnections() // streams that are open
		server.Close()
	})
	return c, server
}

func answer(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v)
}

func (c *controller) issue(w http.ResponseWriter, r *http.Request) {
	var in wire.IssueRequest
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
		answer(w, 400, wire.Problem{Type: "urn:motcua:problem:malformed", Detail: err.Error()})
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	key := r.Header.Get("Idempotency-Key")
	t, known := c.keys[key]
	if !known {
		c.asked = append(c.asked, in)
		t = ticket()
		t.Service, t.Purpose, t.Priority = in.Service, in.Purpose, in.Priority
		t.Number = fmt.Sprintf("A%03d", 11+len(c.asked))
		t.ID = queue.TicketID("20261123-" + t.Number)
		c.keys[key] = t
		c.append(string(queue.TicketIssued), queue.Event{Ticket: t.ID, Number: t.Number})
	}
	if c.refuse > 0 { // issued, but the answer is lost
		c.refuse--
		panic(http.ErrAbortHandler)
	}
	answer(w, 201, wire.TicketAnswer{Ticket: t})
}

func (c *controller) scan(w http.ResponseWriter, r *http.Request) {
	var in wire.ScanRequest
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
		answer(w, 400, wire.Problem{Type: "urn:motcua:problem:malformed", Detail: err.Error()})
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.scanned = append(c.scanned, in.Code)
	a, ok := c.codes[in.Code]
	if !ok {
		a.Kind = wire.ScanUnknown
	}
	answer(w, 200, a)
}

func (c *controller) arrive(w http.ResponseWriter, r *http.Request) {
	c.mu.Lock()
	defer c.mu.Unlock()
	id := queue.TicketID(r.PathValue("id"))
	c.arrived = append(c.arrived, id)
	t := ticket()
	t.State = queue.Waiting
	answer(w, 200, wire.TicketAnswer{Ticket: t})
}

// did returns what was scanned and who was checked in.
func (c *controller) did() (scanned []string, arrived []queue.TicketID) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return append(scanned, c.scanned...), append(arrived, c.arrived...)
}

// overhear tells what a scanner beside the kiosk read, live.
func (c *controller) overhear(a wire.ScanAnswer) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.whisper = append(c.whisper, a)
	close(c.wake)
	c.wake = make(chan struct{})
}

// printer puts the kiosk's printer into a state.
func (c *controller) printer(state wire.Presence, cause string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.board.Devices = brokenBoard(state, cause).Devices
	c.append(wire.DeviceState, wire.DeviceData{Device: "P1", State: state, Cause: cause})
}

// append adds an event to the log; c.mu is held.
func (c *controller) append(kind string, data any) {
	raw, err := json.Marshal(data)
	if err != nil {
		panic(err)
	}
	c.board.Seq++
	c.events = append(c.events, wire.Body{Seq: c.board.Seq, Type: kind, Data: raw})
	close(c.wake)
	c.wake = make(chan struct{})
}

// printed tells what became of a slip.
func (c *controller) printed(id queue.TicketID, kind, cause string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.append(kind, wire.SlipData{Ticket: id, Printer: "P1", Cause: cause})
}

func (c *controller) requests() []wire.IssueRequest {
	c.mu.Lock()
	defer c.mu.Unlock()
	return append([]wire.IssueRequest(nil), c.asked...)
}

func (c *controller) stream(w http.ResponseWriter, r *http.Request) {
	var after int64
	_, _ = fmt.Sscan(r.URL.Query().Get("after"), &after)
	w.Header().Set("Content-Type", "text/event-stream")
	beat := time.NewTicker(time.Second)
	defer beat.Stop()
	c.mu.Lock()
	told := len(c.whisper) // who comes later hears nothing of it
	c.mu.Unlock()
	for {
		c.mu.Lock()
		events, wake, whispers := c.events, c.wake, c.whisper[told:]
		told = len(c.whisper)
		c.mu.Unlock()
		for _, e := range events {
			if e.Seq > after {
				raw, _ := json.Marshal(e)
				fmt.Fprintf(w, "id: %d\nevent: %s\ndata: %s\n\n", e.Seq, e.Type, raw)
				after = e.Seq
			}
		}
		for _, a := range whispers {
			raw, _ := json.Marshal(a)
			fmt.Fprintf(w, "event: scan\ndata: %s\n\n", raw)
		}
		if r.URL.Path == "/live" {
			fmt.Fprintf(w, "id: %d\nevent: beat\ndata: {\"at\":\"08:00:00\",\"current\":true}\n\n", after)
		}
		w.(http.Flusher).Flush()
		select {
		case <-wake:
		case <-beat.C:
		case <-r.Context().Done():
			return
		}
	}
}
