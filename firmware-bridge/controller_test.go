package bridge

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"motcua/internal/center"
	"motcua/internal/client"
	"motcua/internal/device/devicetest"
	"motcua/internal/fault"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

// fakeController speaks the part of the interface that a bridge uses: a log, a
// stream, claims that are given once, outcomes, device states, counter actions.
type fakeController struct {
	t   testing.TB
	srv *httptest.Server

	mu      sync.Mutex
	changed *sync.Cond
	log     []wire.Entry
	tickets map[queue.TicketID]*wire.Ticket
	old     map[queue.TicketID]bool // refused with 410
	keys    map[string]any          // answers remembered by idempotency key
	devices map[center.DeviceID]wire.StateReport
	acts    []string // "2 next key"
	paper   int      // millimeters that slips were reported to have taken
	checks  []wire.SelfTestCheck
	counter wire.Counter
	waits   []wire.HelpCall                      // who waits for a greeter
	streams int                                  // grows when every stream must end
	before  func(call string, id queue.TicketID) // a hook of the test, before a POST is answered; may panic with http.ErrAbortHandler
	after   func(call string, id queue.TicketID) // the same after it was carried out and before it is answered
}

func newFakeController(t testing.TB) *fakeController {
	f := &fakeController{
		t: t, tickets: map[queue.TicketID]*wire.Ticket{}, old: map[queue.TicketID]bool{}, keys: map[string]any{},
		devices: map[center.DeviceID]wire.StateReport{}, counter: wire.Counter{ID: "2", State: wire.Open},
		before: func(string, queue.TicketID) {}, after: func(string, queue.TicketID) {},
	}
	f.changed = sync.NewCond(&f.mu)
	mux := http.NewServeMux()
	mux.HandleFunc("GET /api/v1/board", f.board)
	mux.HandleFunc("GET /api/v1/events", f.events)
	mux.HandleFunc("GET /api/v1/tickets/{id}", f.ticket)
	mux.HandleFunc("GET /api/v1/counters", f.counters)
	mux.HandleFunc("POST /api/v1/slips/{id}/{call}", f.slip)
	mux.HandleFunc("POST /api/v1/devices/{id}/state", f.device)
	mux.HandleFunc("POST /api/v1/counters/{id}/{action}", f.act)
	mux.HandleFunc("POST /api/v1/help", f.help)
	mux.HandleFunc("POST /api/v1/selftest/{id}/results", f.results)
	f.srv = httptest.NewServer(mux)
	t.Cleanup(func() {
		f.cut()
		f.srv.Close()
	})
	return f
}

func (f *fakeController) client() *client.Client { return client.New(f.srv.URL, "token") }

// add appends an entry; the caller holds the lock.
func (f *fakeController) add(kind string, data any) {
	raw, _ := json.Marshal(data)
	seq := int64(len(f.log) + 1)
	body, _ := json.Marshal(wire.Body{Seq: seq, Type: kind, At: time.Now(), Data: raw})
	f.log = append(f.log, wire.Entry{Seq: seq, Type: kind, Body: body})
	f.changed.Broadcast()
}

// happen appends an event.
func (f *fakeController) happen(e queue.Event) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.add(string(e.Type), e)
}

// issue takes ticket n for a printer.
func (f *fakeController) issue(n int, printer center.DeviceID) queue.TicketID {
	f.mu.Lock()
	defer f.mu.Unlock()
	number := fmt.Sprintf("A%03d", n)
	id := queue.TicketID("20261123-" + number)
	f.tickets[id] = &wire.Ticket{ID: id, Number: number, Printer: printer}
	f.add(string(queue.TicketIssued), queue.Event{Ticket: id, Number: number, Printer: printer})
	return id
}

// closing is the id of the slip that closes the day.
const closing = "20261123-closing"

// close orders the closing slip, a time ago, and has it claimed where a bridge died behind that.
func (f *fakeController) close(printer center.DeviceID, ago time.Duration, claimed bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	d := wire.SlipData{Ticket: closing, Printer: printer}
	f.tickets[closing] = &wire.Ticket{ID: closing, Number: "A009", Printer: printer}
	f.add(wire.SlipOrdered, d)
	if claimed {
		f.tickets[closing].Slip = "claimed"
		f.add(wire.SlipClaimed, d)
	}
	for i := range f.log {
		var b wire.Body
		_ = json.Unmarshal(f.log[i].Body, &b)
		b.At = b.At.Add(-ago)
		f.log[i].Body, _ = json.Marshal(b)
	}
}

// reorder wants the slip of a ticket once more.
func (f *fakeController) reorder(id queue.TicketID) {
	f.mu.Lock()
	defer f.mu.Unlock()
	t := f.tickets[id]
	t.Copy++
	t.Slip, t.SlipCause = "", ""
	f.add(wire.SlipReordered, wire.SlipData{Ticket: id, Printer: t.Printer, Copy: t.Copy})
}

// cut ends every event stream.
func (f *fakeController) cut() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.streams++
	f.changed.Broadcast()
}

// outcome waits until a slip's outcome is as wanted: "printed", "failed paper-out", "claimed".
func (f *fakeController) outcome(id queue.TicketID, want string) {
	f.t.Helper()
	eventually(f.t, func() string {
		f.mu.Lock()
		defer f.mu.Unlock()
		t := f.tickets[id]
		if got := strings.TrimSpace(t.Slip + " " + t.SlipCause); got != want {
			return fmt.Sprintf("slip %s is %q, want %q", id, got, want)
		}
		return ""
	})
}

// state waits until a device was reported so.
func (f *fakeController) state(id center.DeviceID, want wire.StateReport) {
	f.t.Helper()
	eventually(f.t, func() string {
		f.mu.Lock()
		defer f.mu.Unlock()
		if got := f.devices[id]; got.State != want.State || got.Cause != want.Cause {
			return fmt.Sprintf("device %s is %v, want %v", id, got, want)
		}
		return ""
	})
}

// actions waits for n counter actions and returns them.
func (f *fakeController) actions(n int) (acts []string) {
	f.t.Helper()
	eventually(f.t, func() string {
		f.mu.Lock()
		defer f.mu.Unlock()
		if acts = append([]string(nil), f.acts...); len(acts) < n {
			return fmt.Sprintf("%d counter actions, want %d", len(acts), n)
		}
		return ""
	})
	return acts
}

// eventually waits until check has nothing to complain about, at most 20 seconds.
func eventually(t testing.TB, check func() string) {
	t.Helper()
	var complaint string
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); {
		if complaint = check(); complaint == "" {
			return
		}
		<-time.After(2 * time.Millisecond)
	}
	t.Fatal(complaint)
}

func (f *fakeController) board(w http.ResponseWriter, _ *http.Request) {
	f.mu.Lock()
	defer f.mu.Unlock()
	_ = json.NewEncoder(w).Encode(wire.Board{Seq: int64(len(f.log)), At: time.Now(), Counters: []wire.Counter{f.counter}, Help: f.waits})
}

func (f *fakeController) counters(w http.ResponseWriter, _ *http.Request) {
	f.mu.Lock()
	defer f.mu.Unlock()
	_ = json.NewEncoder(w).Encode(wire.Counters{Counters: []wire.Counter{f.counter}})
}

func (f *fakeController) ticket(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if r.PathValue("id") == closing { // no ticket
		refuse(w, fault.NotFound, "ticket-unknown")
		return
	}
	_ = json.NewEncoder(w).Encode(wire.TicketAnswer{Ticket: *f.tickets[queue.TicketID(r.PathValue("id"))]})
}

func (f *fakeController) events(w http.ResponseWriter, r *http.Request) {
	after, _ := strconv.ParseInt(r.URL.Query().Get("after"), 10, 64)
	f.mu.Lock()
	defer f.mu.Unlock()
	if after > int64(len(f.log)) {
		refuse(w, fault.Conflict, "beyond-head")
		return
	}
	w.WriteHeader(http.StatusOK)
	for life := f.streams; life == f.streams; {
		for ; after < int64(len(f.log)); after++ {
			e := f.log[after]
			fmt.Fprintf(w, "id: %d\nevent: %s\ndata: %s\n\n", e.Seq, e.Type, e.Body)
		}
		w.(http.Flusher).Flush()
		f.changed.Wait()
	}
}

func refuse(w http.ResponseWriter, kind fault.Kind, code string) {
	status := map[fault.Kind]int{fault.Conflict: 409, fault.Gone: 410, fault.NotFound: 404, fault.Unavailable: 503}[kind]
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(wire.Problem{Type: wire.ProblemType + code, Status: status})
}

func (f *fakeController) slip(w http.ResponseWriter, r *http.Request) {
	id, call := queue.TicketID(r.PathValue("id")), r.PathValue("call")
	var failure wire.SlipFailure
	raw, _ := io.ReadAll(r.Body)
	_ = json.Unmarshal(raw, &failure)
	f.mu.Lock()
	before, after := f.before, f.after
	f.mu.Unlock()
	before(call, id)
	f.mu.Lock()
	answer, kind := f.change(r.Header.Get("Idempotency-Key")+call, call, id, failure)
	f.mu.Unlock()
	after(call, id)
	if kind != "" {
		refuse(w, map[string]fault.Kind{"slip-old": fault.Gone, "slip-state": fault.Conflict}[kind], kind)
		return
	}
	_ = json.NewEncoder(w).Encode(answer)
}

// change is the rule of a claim: given once, and the same key gets the same answer.
func (f *fakeController) change(key, call string, id queue.TicketID, told wire.SlipFailure) (any, string) {
	if a, ok := f.keys[key]; ok {
		return a, ""
	}
	t := f.tickets[id]
	want := map[string]string{"claim": "", "done": "claimed", "failed": "claimed"}[call]
	if t.Slip != want || t.Copy != told.Copy {
		return nil, "slip-state"
	}
	if f.old[id] {
		return nil, "slip-old"
	}
	data := wire.SlipData{Ticket: id, Printer: t.Printer, Copy: t.Copy, Cause: told.Cause, MM: told.MM}
	f.paper += told.MM
	var answer any = struct{}{}
	switch call {
	case "claim":
		n, _ := strconv.Atoi(t.Number[1:])
		slip := devicetest.Slip(n)
		slip.Ticket, slip.Copy = id, t.Copy
		slip.URL += fmt.Sprintf("%s-%d", t.Number, t.Copy)
		t.Slip, answer = "claimed", wire.SlipAnswer{Slip: slip}
		f.add(wire.SlipClaimed, data)
	case "done":
		t.Slip = "printed"
		f.add(wire.SlipPrinted, data)
	case "failed":
		t.Slip, t.SlipCause = "failed", told.Cause
		f.add(wire.SlipFailed, data)
	}
	f.keys[key] = answer
	return answer, ""
}

func (f *fakeController) device(w http.ResponseWriter, r *http.Request) {
	var s wire.StateReport
	_ = json.NewDecoder(r.Body).Decode(&s)
	f.mu.Lock()
	defer f.mu.Unlock()
	f.devices[center.DeviceID(r.PathValue("id"))] = s
	w.WriteHeader(http.StatusNoContent)
}

func (f *fakeController) act(w http.ResponseWriter, r *http.Request) {
	action, key := r.PathValue("action"), r.Header.Get("Idempotency-Key")
	f.mu.Lock()
	defer f.mu.Unlock()
	if _, done := f.keys[key]; !done {
		f.keys[key] = true
		f.acts = append(f.acts, strings.Join([]string{r.PathValue("id"), action, key}, " "))
		switch action {
		case "pause":
			f.counter.State = wire.Paused
		case "open":
			f.counter.State = wire.Open
		}
	}
	_ = json.NewEncoder(w).Encode(wire.ActionAnswer{Counter: f.counter})
}
