package display_test

import (
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"net/http"
	"net/http/httptest"
	"os"
	"sync"
	"testing"
	"time"

	"motcua/display"
	"motcua/internal/center"
	"motcua/internal/queue"
	"motcua/internal/ui"
	"motcua/internal/ui/screens"
	"motcua/internal/wire"
)

// controller is as much of a controller as a display meets, over real HTTP.
type controller struct {
	mu     sync.Mutex
	board  wire.Board
	events []wire.Body
	wake   chan struct{}
	away   bool // answers nothing
	asked  int  // for the code that phones read
}

func newController(t *testing.T) (*controller, *httptest.Server) {
	c := &controller{board: board(), wake: make(chan struct{})}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /api/v1/board", func(w http.ResponseWriter, _ *http.Request) {
		c.mu.Lock()
		defer c.mu.Unlock()
		answer(w, c.board)
	})
	mux.HandleFunc("GET /api/v1/services", func(w http.ResponseWriter, _ *http.Request) {
		var list wire.Services
		for code, name := range display.SampleNames {
			list.Services = append(list.Services, center.Service{Code: code, Name: name})
		}
		answer(w, list)
	})
	mux.HandleFunc("GET /api/v1/entry", func(w http.ResponseWriter, _ *http.Request) {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.asked++
		answer(w, wire.EntryCode{URL: "https://center.example/q/token", Expires: time.Now().Add(3 * time.Second)})
	})
	mux.HandleFunc("GET /api/v1/events", c.stream)
	mux.HandleFunc("GET /live", c.stream) // what a browser listens to
	mux.HandleFunc("GET /api/v1/slides", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, wire.Slides{Slides: []wire.Slide{{Name: "10 đỏ.png", Kind: wire.ImageSlide, Width: 160, Height: 90, SHA256: "red", Seconds: 60}}})
	})
	mux.HandleFunc("GET /api/v1/slides/{name}", func(w http.ResponseWriter, r *http.Request) {
		if r.PathValue("name") != "10 đỏ.png" {
			http.NotFound(w, r)
			return
		}
		red := image.NewRGBA(image.Rect(0, 0, 160, 90))
		draw.Draw(red, red.Rect, image.NewUniform(color.RGBA{200, 20, 30, 255}), image.Point{}, draw.Src)
		_ = png.Encode(w, red)
	})
	mux.HandleFunc("GET /healthz", func(http.ResponseWriter, *http.Request) {})
	mux.HandleFunc("GET /static/tokens.css", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/css")
		fmt.Fprint(w, ui.CSS())
	})
	mux.Handle("GET /static/", http.StripPrefix("/static/", http.FileServerFS(os.DirFS("../controller/web/static"))))
	mux.Handle("GET /screens/", screens.Handler(screens.Options{Screen: func(kind, id string) (screens.Screen, bool) {
		return screens.Screen{Kind: kind, ID: id, Diagonal: 55, Distance: 5}, kind == "display" && id == "D1"
	}}))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c.mu.Lock()
		away := c.away
		c.mu.Unlock()
		if away {
			panic(http.ErrAbortHandler)
		}
		mux.ServeHTTP(w, r)
	}))
	t.Cleanup(func() {
		server.CloseClientConnections() // streams that are open
		server.Close()
	})
	return c, server
}

func answer(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(v)
}

// call calls a number to a counter.
func (c *controller) call(number string, counter center.CounterID) {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := time.Now()
	id := queue.TicketID("20261123-" + number)
	seq := c.append(string(queue.TicketCalled), queue.Event{Ticket: id, Number: number, Counter: counter})
	c.board.Calls = append([]wire.Call{{Seq: seq, Ticket: id, Number: number, Service: "HT", Counter: counter, State: queue.Called, At: now}}, c.board.Calls...)
}

// undo takes the newest call back.
func (c *controller) undo() {
	c.mu.Lock()
	defer c.mu.Unlock()
	last := c.board.Calls[0]
	c.board.Calls = c.board.Calls[1:]
	c.append(string(queue.CounterUndone), queue.Event{Ticket: last.Ticket, Number: last.Number, Counter: last.Counter, Undone: queue.TicketCalled})
}

// leave makes the controller fall silent, streams included.
func (c *controller) leave(server *httptest.Server) {
	c.mu.Lock()
	c.away = true
	c.mu.Unlock()
	server.CloseClientConnections()
}

// codes is how often the display has asked for the code that phones read.
func (c *controller) codes() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.asked
}

// come makes it answer again.
func (c *controller) come() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.away = false
}

// append adds an event to the log; c.mu is held.
func (c *controller) append(kind string, data any) int64 {
	raw, err := json.Marshal(data)
	if err != nil {
		panic(err)
	}
	c.board.Seq++
	c.events = append(c.events, wire.Body{Seq: c.board.Seq, Type: kind, Data: raw})
	close(c.wake)
	c.wake = make(chan struct{})
	return c.board.Seq
}

func (c *controller) stream(w http.ResponseWriter, r *http.Request) {
	var after int64
	_, _ = fmt.Sscan(r.URL.Query().Get("after"), &after)
	w.Header().Set("Content-Type", "text/event-stream")
	beat := time.NewTicker(time.Second)
	defer beat.Stop()
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
