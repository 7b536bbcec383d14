package web_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"sync"

	"motcua/controller/web"
	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

// api is the part of /api/v1 that pages use, in front of a fake center. It
// remembers every command and may be told to be silent, as if its cable were pulled.
type api struct {
	*fake
	mu       sync.Mutex
	commands []command
	log      []wire.Body
	ears     []chan string // of open streams
	reads    []string      // addresses asked for
	changed  chan struct{}
	silent   bool
	alive    context.Context // of requests, until silence
	cut      context.CancelFunc
	expired  bool // commands have no session any more
	refuse   int  // streams to answer with a conflict
	hold     chan struct{}
}

type command struct{ path, key, body string }

func newAPI() *api {
	a := &api{fake: newFake(), changed: make(chan struct{})}
	a.alive, a.cut = context.WithCancel(context.Background())
	return a
}

func (a *api) handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(http.ResponseWriter, *http.Request) {})
	mux.HandleFunc("GET /api/v1/verify", func(w http.ResponseWriter, _ *http.Request) { _ = json.NewEncoder(w).Encode(a.record.v) })
	mux.HandleFunc("POST /api/v1/", a.command)
	mux.HandleFunc("/sim/", a.sim)
	o := a.options()
	o.Feed = a
	pages := web.New(o)
	go pages.Run(context.Background()) //nolint:errcheck // it ends with the test
	mux.Handle("/", pages)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a.mu.Lock()
		silent, alive := a.silent, a.alive
		a.mu.Unlock()
		if silent {
			panic(http.ErrAbortHandler)
		}
		ctx, done := context.WithCancel(r.Context())
		defer done()
		defer context.AfterFunc(alive, done)()
		r = r.WithContext(ctx)
		a.mu.Lock()
		a.reads = append(a.reads, r.URL.String())
		a.mu.Unlock()
		mux.ServeHTTP(w, r)
	})
}

// silence cuts every connection until it is lifted.
func (a *api) silence(on bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.silent = on; on {
		a.cut()
		a.alive, a.cut = context.WithCancel(context.Background())
	}
}

func (a *api) wake() {
	close(a.changed)
	a.changed = make(chan struct{})
}

// happen changes the center and writes the event.
func (a *api) happen(change func(*fake), kind string, data any) {
	a.fake.mu.Lock()
	change(a.fake)
	a.board.Seq++
	seq := a.board.Seq
	a.fake.mu.Unlock()
	raw, _ := json.Marshal(data)
	a.mu.Lock()
	defer a.mu.Unlock()
	a.log = append(a.log, wire.Body{Seq: seq, Type: kind, At: at, Data: raw})
	a.wake()
}

// scan tells of a code that the bridge has read.
func (a *api) scan(answer wire.ScanAnswer) {
	a.mu.Lock()
	defer a.mu.Unlock()
	raw, _ := json.Marshal(answer)
	for _, ear := range a.ears {
		ear <- fmt.Sprintf("event: scan\ndata: %s\n\n", raw)
	}
}

func (a *api) Head() int64 {
	a.fake.mu.Lock()
	defer a.fake.mu.Unlock()
	return a.board.Seq
}

func (a *api) Behind(_ context.Context, after int64) (entries []wire.Entry, changed <-chan struct{}, _ error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, e := range a.log {
		if e.Seq > after {
			raw, _ := json.Marshal(e)
			entries = append(entries, wire.Entry{Seq: e.Seq, Type: e.Type, Body: raw})
		}
	}
	return entries, a.changed, nil
}

func (a *api) Touches(e wire.Entry) web.Touch {
	if e.Type == "ticket.recalled" { // where it happens it is shown at once
		return web.Touch{Own: []center.CounterID{"1"}}
	}
	return web.Touch{All: true}
}

func (a *api) Listen(r *http.Request) (web.Ear, error) {
	after, _ := strconv.ParseInt(r.URL.Query().Get("after"), 10, 64)
	if id, err := strconv.ParseInt(r.Header.Get("Last-Event-ID"), 10, 64); err == nil {
		after = id
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.refuse--; a.refuse >= 0 {
		return web.Ear{}, fault.New(fault.Conflict, "cursor-ahead")
	}
	news := make(chan string, 8)
	a.ears = append(a.ears, news)
	return web.Ear{After: after, Sees: func(wire.Entry) bool { return true }, News: news, Leave: func() {
		a.mu.Lock()
		defer a.mu.Unlock()
		a.ears = slices.DeleteFunc(a.ears, func(c chan string) bool { return c == news })
	}}, nil
}

func (a *api) command(w http.ResponseWriter, r *http.Request) {
	var body map[string]any
	_ = json.NewDecoder(r.Body).Decode(&body)
	raw, _ := json.Marshal(body)
	a.mu.Lock()
	a.commands = append(a.commands, command{r.URL.Path, r.Header.Get("Idempotency-Key"), string(raw)})
	hold := a.hold
	a.mu.Unlock()
	if hold != nil {
		<-hold
	}
	w.Header().Set("Content-Type", "application/json")
	a.mu.Lock()
	expired := a.expired
	a.mu.Unlock()
	if expired {
		w.WriteHeader(http.StatusUnauthorized)
		fmt.Fprint(w, `{}`)
		return
	}
	switch r.URL.Path {
	case "/api/v1/counters/2/next":
		if a.desks["2"].Next == nil {
			a.happen(func(f *fake) { f.board.Counters[1].Ticket = nil }, "ticket.finished", queue.Event{Counter: "2"})
			w.WriteHeader(http.StatusNoContent)
			return
		}
		t := *a.desks["2"].Next
		t.State, t.Counter, t.CalledAt = queue.Called, "2", ptr(at)
		a.happen(func(f *fake) {
			f.board.Counters[1].Ticket, f.board.Counters[1].Undo = &t, "ticket.called"
			f.desks["2"] = web.Desk{}
		}, "ticket.called", queue.Event{Ticket: t.ID, Number: t.Number, Counter: "2"})
		_ = json.NewEncoder(w).Encode(wire.ActionAnswer{Ticket: &t})
	case "/api/v1/counters/2/alarm", "/api/v1/counters/2/alarm/answer":
		a.happen(func(f *fake) {
			d := f.desks["2"]
			if d.Alarm = nil; r.URL.Path == "/api/v1/counters/2/alarm" {
				d.Alarm = ptr(at)
			}
			f.desks["2"] = d
		}, "counter.alarmed", map[string]string{"counter": "2"})
		w.WriteHeader(http.StatusNoContent)
	case "/api/v1/counters/3/recover", "/api/v1/counters/3/still", "/api/v1/counters/3/undo", "/api/v1/tickets/20261123-B004/notes", "/api/v1/counters/2/incident", "/api/v1/me/explanations",
		"/api/v1/counters/2/sign-on", "/api/v1/counters/2/sign-off":
		_ = json.NewEncoder(w).Encode(wire.ActionAnswer{})
	case "/api/v1/counters/2/finish", "/api/v1/counters/2/pause", "/api/v1/counters/2/call", "/api/v1/counters/3/add", "/api/v1/counters/3/transfer",
		"/api/v1/tickets/20261123-A031/ordinary":
		a.happen(func(f *fake) { f.board.Counters[1].Ticket = nil }, "ticket.finished", queue.Event{Counter: "2"})
		_ = json.NewEncoder(w).Encode(wire.ActionAnswer{})
	case "/api/v1/alerts/4801/acknowledge":
		a.happen(func(f *fake) {
			f.watched.Alerts = slices.Clone(f.watched.Alerts)
			f.watched.Alerts[0].Acknowledged, f.watched.Alerts[0].By = ptr(at), "lan.nt"
		}, "alert.acknowledged", map[string]int64{"alert": 4801})
		_ = json.NewEncoder(w).Encode(wire.Alerts{})
	case "/api/v1/scans":
		_ = json.NewEncoder(w).Encode(a.scanned(fmt.Sprint(body["code"])))
	case "/api/v1/selftest":
		a.happen(func(f *fake) { f.board.SelfTest = &wire.SelfTest{At: at, Running: true} }, "selftest.began", map[string]string{})
		w.WriteHeader(http.StatusAccepted)
		fmt.Fprint(w, "{}")
	case "/api/v1/printers/P2/roll", "/api/v1/slips/20261123-A015/reprint", "/api/v1/slips/20261123-A012/reprint", "/api/v1/paper/served",
		"/api/v1/help/H9/done", "/api/v1/tickets/20261123-A015/assist":
		w.WriteHeader(http.StatusNoContent)
	case "/api/v1/appointments/KM4TQ7RX/check-in":
		_ = json.NewEncoder(w).Encode(wire.TicketAnswer{Ticket: ticket("A031", "HT", queue.Waiting, 0)})
	case "/api/v1/tickets":
		t := ticket("A031", "HT", queue.Waiting, 0)
		t.Service, t.Ahead, t.URL, t.Printer = center.ServiceCode(fmt.Sprint(body["service"])), 5, "http://center.example/t/waiting", "P1"
		w.WriteHeader(http.StatusCreated)
		_ = json.NewEncoder(w).Encode(wire.TicketAnswer{Ticket: t})
	default:
		w.WriteHeader(http.StatusConflict)
		_ = json.NewEncoder(w).Encode(wire.Problem{Type: "urn:motcua:problem:ticket-state", Title: "Conflict", Status: 409,
			Detail: "Số B004 đang phục vụ, không thực hiện được thao tác này."})
	}
}

// scanned is what a code is that was typed into a page.
func (a *api) scanned(code string) wire.ScanAnswer {
	waiting := a.tickets["waiting"]
	switch code {
	case "https://center.example/t/waiting":
		return wire.ScanAnswer{Kind: wire.ScanTicket, Ticket: &waiting}
	case cardCode:
		return wire.ScanAnswer{Kind: wire.ScanCard, Card: &wire.Card{Elderly: true, Person: "0f3a"}}
	}
	return wire.ScanAnswer{Kind: wire.ScanUnknown}
}

// sim answers for the simulated devices.
func (a *api) sim(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	switch r.URL.Path {
	case "/sim/printer/":
		fmt.Fprint(w, `[{"id":"P1","slips":[{"n":1,"at":"2026-11-23T02:11:00Z","qr":"https://center.example/t/waiting"}]},{"id":"P2","slips":[]}]`)
	case "/sim/printer/P1":
		fmt.Fprint(w, `{"id":"P1","dots":576,"slips":[{"n":1,"at":"2026-11-23T02:11:00Z","qr":"https://center.example/t/waiting","cut":true}],"paper_out":true}`)
	case "/sim/printer/P2":
		fmt.Fprint(w, `{"id":"P2","dots":576,"slips":[]}`)
	case "/sim/printer/P1/slips/1":
		w.Header().Set("Content-Type", "image/svg+xml")
		fmt.Fprint(w, `<svg xmlns="http://www.w3.org/2000/svg" width="320" height="480"><text x="20" y="80" font-size="60">A012</text></svg>`)
	case "/sim/messages":
		fmt.Fprint(w, `[{"at":"2026-11-23T02:11:00Z","by":"sms","to":"84912345678","text":"Mot cua: Moi ong/ba co so A012 den quay 1."}]`)
	case "/sim/voice/V1":
		fmt.Fprint(w, `{"unplugged":false,"played":[]}`)
	case "/sim/lamp/L1":
		fmt.Fprint(w, `{"on":true}`)
	case "/sim/lamp/L2":
		fmt.Fprint(w, `{"on":false}`)
	case "/sim/unit/N1":
		fmt.Fprint(w, `{"display":"A012","lamp":2,"beeps":1,"waiting":0}`)
	case "/sim/unit/N1/press", "/sim/scanner/S1/scan", "/sim/ups/ups", "/sim/printer/P1/switches":
		body, _ := io.ReadAll(r.Body)
		a.mu.Lock()
		a.commands = append(a.commands, command{path: r.URL.Path, body: string(body)})
		a.mu.Unlock()
		w.WriteHeader(http.StatusNoContent)
	default:
		http.NotFound(w, r)
	}
}

func (a *api) sent() []command {
	a.mu.Lock()
	defer a.mu.Unlock()
	return append([]command(nil), a.commands...)
}
