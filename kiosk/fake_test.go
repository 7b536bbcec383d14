package kiosk_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"sync"
	"testing"

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
	mux.HandleFunc("GET /api/v1/events", c.stream)
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
	for {
		c.mu.Lock()
		events, wake := c.events, c.wake
		c.mu.Unlock()
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
