package controller

import (
	"encoding/csv"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"motcua/internal/center"
	"motcua/internal/client"
	"motcua/internal/fault"
	"motcua/internal/i18n"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

func (h *hall) ticket(t testing.TB, id queue.TicketID) wire.Ticket {
	t.Helper()
	got, err := h.all.Ticket(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// kinds are the types of the entries behind after.
func (h *hall) kinds(t testing.TB, after int64) (all []string) {
	t.Helper()
	entries, err := h.engine.Read(t.Context(), after, 1000)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		all = append(all, e.Type)
	}
	return all
}

// idle gives the engine a turn without a command, as every second does.
func (h *hall) idle(t testing.TB) {
	t.Helper()
	if err := h.Alive(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// TestAPolicyHoldsFromItsEventOn starts again in the middle of the day with a
// policy that would turn the order round, had it been in force before.
func TestAPolicyHoldsFromItsEventOn(t *testing.T) {
	var opts Options
	h := openHall(t, func(o *Options) { opts = *o })
	if got := h.kinds(t, 0); !slices.Equal(got, []string{wire.LogOpened, wire.ProgramStarted, wire.QuestionnairePublished, wire.DayOpened, wire.PaperCounted, string(queue.PolicySet)}) {
		t.Errorf("a new log begins with %v", got)
	}
	before := h.issue(t, wire.IssueRequest{Service: "HT"})
	h.now.pass(10 * time.Minute)
	early := h.issue(t, wire.IssueRequest{Service: "HT", Priority: true}) // due at once: base + 15 - 15
	h.stop()

	head := h.engine.store.Head().Seq
	again := openHall(t, func(o *Options) {
		*o = opts
		o.Center = testCenter()
		never := 0
		o.Center.Policy = center.Policy{HeadStart: &never}
	})
	if got := again.kinds(t, head); !slices.Equal(got, []string{wire.ProgramStarted, string(queue.PolicySet)}) {
		t.Errorf("another configuration at noon appended %v", got)
	}
	again.now = h.now
	later := again.issue(t, wire.IssueRequest{Service: "HT", Priority: true}) // no head start any more
	last := again.issue(t, wire.IssueRequest{Service: "HT"})
	again.act(t, "1", "open", wire.ActionRequest{})
	for i, want := range []wire.Ticket{early, before, later, last} {
		got := again.act(t, "1", "next", wire.ActionRequest{})
		if got.Ticket == nil || got.Ticket.ID != want.ID {
			t.Errorf("call %d = %+v, want %s", i+1, got.Ticket, want.Number)
		}
		if i == 0 && got.Ticket != nil && (got.Ticket.Why == nil || got.Ticket.Why.Why != queue.Due || got.Ticket.Why.Over != before.Number || got.Ticket.Why.Passes != 1) {
			t.Errorf("the first call is due to %+v", got.Ticket.Why)
		}
		again.act(t, "1", "finish", wire.ActionRequest{})
	}
}

// TestUndoOfAVisitThatWentOn takes back a finish behind which the visit went
// on, and a finish behind which it went back to a counter.
func TestUndoOfAVisitThatWentOn(t *testing.T) {
	h := openHall(t, nil)
	tablet := client.New(h.url, "tablet")
	h.act(t, "1", "open", wire.ActionRequest{})
	h.act(t, "2", "open", wire.ActionRequest{})
	a := h.issue(t, wire.IssueRequest{Service: "HT", Also: []center.ServiceCode{"DD"}})
	h.act(t, "1", "next", wire.ActionRequest{})
	h.act(t, "1", "start", wire.ActionRequest{})
	h.now.pass(time.Minute)
	done := h.act(t, "1", "finish", wire.ActionRequest{Dossiers: 2})
	if done.Ticket.State != queue.Waiting || done.Ticket.Service != "DD" || len(done.Ticket.Plan) != 0 {
		t.Errorf("a visit that goes on = %+v", done.Ticket)
	}
	asked, ok, err := tablet.Survey(t.Context(), "1")
	if err != nil || !ok {
		t.Fatalf("survey of the first leg = %v, %v", ok, err)
	}
	undone := h.act(t, "1", "undo", wire.ActionRequest{})
	if got := undone.Counter.Ticket; got == nil || got.ID != a.ID || got.State != queue.Serving || !slices.Equal(got.Plan, []center.ServiceCode{"DD"}) {
		t.Errorf("undo of the finish = %+v", got)
	}
	if got := h.today(); got.Dossiers != 0 || got.Legs != 1 || got.Waiting != 0 || got.Finished != 0 {
		t.Errorf("figures after the undo = %+v", got)
	}
	answer := wire.RatingRequest{Token: asked.Token, Answers: wire.Answers{Overall: 5}}
	if err := tablet.Rate(t.Context(), client.NewKey(), answer); fault.CodeOf(err) != "rating-late" {
		t.Errorf("an answer about a finish taken back = %v, want rating-late", err)
	}
	if _, ok, _ := tablet.Survey(t.Context(), "1"); ok {
		t.Error("the tablet still asks about a finish taken back")
	}
	h.act(t, "1", "transfer", wire.ActionRequest{Counter: "2", Back: true})
	h.act(t, "2", "next", wire.ActionRequest{})
	if got := h.act(t, "2", "finish", wire.ActionRequest{}).Ticket; got.State != queue.Waiting || got.Counter != "1" || got.Back != "" {
		t.Errorf("a visit that goes back = %+v", got)
	}
	if got := h.act(t, "2", "undo", wire.ActionRequest{}).Counter.Ticket; got == nil || got.State != queue.Called || got.Back != "1" {
		t.Errorf("undo of the finish that went back = %+v", got)
	}
	h.act(t, "2", "finish", wire.ActionRequest{})
	h.act(t, "1", "next", wire.ActionRequest{})
	h.act(t, "1", "finish", wire.ActionRequest{Dossiers: 1})
	if got := h.ticket(t, a.ID); got.State != queue.Waiting || got.Service != "DD" {
		t.Errorf("after the step elsewhere = %+v, want the planned service", got)
	}
}

// TestUndoCorrectsTheScreen takes back a call, and a call given back.
func TestUndoCorrectsTheScreen(t *testing.T) {
	h := openHall(t, nil)
	a := h.issue(t, wire.IssueRequest{Service: "HT"})
	h.act(t, "1", "open", wire.ActionRequest{})
	shown := func(n int) {
		t.Helper()
		if b := h.engine.board(); len(b.Calls) != n || n > 0 && (b.Calls[0].Ticket != a.ID || b.Calls[0].Counter != "1") {
			t.Errorf("the board shows %+v, want %d calls", b.Calls, n)
		}
	}
	h.act(t, "1", "call", wire.ActionRequest{Ticket: a.ID, Reason: "needs-help"})
	shown(1)
	h.act(t, "1", "undo", wire.ActionRequest{})
	shown(0)
	if got := h.ticket(t, a.ID); got.Why != nil || got.State != queue.Waiting {
		t.Errorf("a call taken back leaves %+v", got)
	}
	h.act(t, "1", "next", wire.ActionRequest{})
	h.act(t, "1", "return", wire.ActionRequest{})
	shown(0)
	h.act(t, "1", "undo", wire.ActionRequest{})
	shown(1)
	book, err := h.all.Calls(t.Context(), "")
	if err != nil || len(book.Calls) != 2 || !book.Calls[0].Undone || book.Calls[0].Reason != "needs-help" || book.Calls[1].Undone {
		t.Errorf("the day book = %+v, %v", book, err)
	}
}

// TestTheDayBook has a call for each reason, and reads the day again from the log.
func TestTheDayBook(t *testing.T) {
	h := openHall(t, nil)
	h.act(t, "1", "open", wire.ActionRequest{})
	first := h.issue(t, wire.IssueRequest{Service: "HT"})
	for range 4 {
		h.issue(t, wire.IssueRequest{Service: "HT", Priority: true})
	}
	by := h.issue(t, wire.IssueRequest{Service: "DD"})
	call := func(action string, r wire.ActionRequest) {
		h.act(t, "1", action, r)
		h.act(t, "1", "finish", wire.ActionRequest{})
	}
	for range 3 {
		call("next", wire.ActionRequest{}) // priority: due first
	}
	call("next", wire.ActionRequest{}) // passed three times: the cap
	call("call", wire.ActionRequest{Ticket: by.ID, Reason: "manager"})
	call("next", wire.ActionRequest{})
	book, err := h.all.Calls(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	var why []string
	for _, c := range book.Calls {
		why = append(why, string(c.Why))
		for _, lang := range i18n.Langs {
			if s := c.Sentence(lang); strings.ContainsAny(s, "⟦{}") || len(s) < 10 {
				t.Errorf("the reason of %s is %q", c.Number, s)
			}
		}
	}
	if got := strings.Join(why, " "); got != "due due due limit by-hand only" {
		t.Errorf("reasons = %s", got)
	}
	if c := book.Calls[3]; c.Ticket != first.ID || c.Passed != 3 || c.Priority || c.Over == "" || c.OverDue == nil {
		t.Errorf("the ticket at its cap = %+v", c)
	}
	a := h.csv(t, "/reports/calls?format=csv")
	if len(a) != 7 || a[5][10] != "theo ý kiến lãnh đạo trung tâm" || a[4][13] != book.Calls[3].Sentence(i18n.VI) || a[1][4] != "x" {
		t.Errorf("the day book for a spreadsheet = %q", a)
	}
	h.now.pass(24 * time.Hour)
	h.idle(t)
	past, err := h.all.Calls(t.Context(), "2026-11-23")
	was, _ := json.Marshal(book)
	if is, _ := json.Marshal(past); err != nil || string(is) != string(was) {
		t.Errorf("the day book from the log = %s, %v, want %s", is, err, was)
	}
	if today, err := h.all.Calls(t.Context(), ""); err != nil || today.Day != "2026-11-24" || len(today.Calls) != 0 {
		t.Errorf("the day book of the next day = %+v, %v", today, err)
	}
}

func (h *hall) csv(t testing.TB, path string) [][]string {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, h.url+"/api/v1"+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+testToken)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	rows, err := csv.NewReader(resp.Body).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// TestStatesTellWhatComesNext parks, misses and idles.
func TestStatesTellWhatComesNext(t *testing.T) {
	h := openHall(t, nil)
	h.act(t, "1", "open", wire.ActionRequest{})
	a, b := h.issue(t, wire.IssueRequest{Service: "HT"}), h.issue(t, wire.IssueRequest{Service: "HT"})
	h.act(t, "1", "next", wire.ActionRequest{})
	h.act(t, "1", "park", wire.ActionRequest{})
	at := h.now.read().Wall
	if got := h.ticket(t, a.ID); got.RemindAt == nil || !got.RemindAt.Equal(at.Add(15*time.Minute)) {
		t.Errorf("parked = %+v", got)
	}
	h.act(t, "1", "next", wire.ActionRequest{})
	h.act(t, "1", "no-show", wire.ActionRequest{})
	if got := h.ticket(t, b.ID); got.ReturnBy == nil || !got.ReturnBy.Equal(at.Add(time.Hour)) {
		t.Errorf("missed = %+v", got)
	}
	if c := h.engine.board().Calls; len(c) != 2 || c[0].ReturnBy == nil || c[1].ReturnBy != nil {
		t.Errorf("calls = %+v", c)
	}
	back, err := h.all.Rejoin(t.Context(), client.NewKey(), b.ID)
	if err != nil || back.State != queue.Waiting || back.ReturnBy != nil {
		t.Errorf("Rejoin = %+v, %v", back, err)
	}
	h.now.pass(4 * time.Minute)
	counters, err := h.all.Counters(t.Context())
	if err != nil || counters.Counters[0].IdleS != 240 || counters.Counters[1].IdleS != 0 {
		t.Errorf("idle counters = %+v, %v", counters.Counters, err)
	}
	if next := counters.Counters[0].Next; next == nil || next.Ticket != b.ID || next.Why.Why != queue.Only {
		t.Errorf("next = %+v, want %s", next, b.Number)
	}
	display, err := client.New(h.url, "display").Counters(t.Context())
	if err != nil || display.Counters[0].Next != nil {
		t.Errorf("a display is told %+v", display.Counters[0].Next)
	}
	desk, _ := (&source{h.Controller}).Desk("1")
	if waiting := (&source{h.Controller}).Callable("1"); desk.Next == nil || desk.Reason == nil || len(waiting) != 1 || len(desk.Parked) != 1 {
		t.Errorf("desk = %+v", desk)
	}
}
