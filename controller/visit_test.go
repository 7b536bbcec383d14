package controller

import (
	"context"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"net/url"
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
	if got := h.kinds(t, 0); !slices.Equal(got, []string{wire.LogOpened, wire.ProgramStarted, wire.DayOpened, string(queue.PolicySet)}) {
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
	if len(a) != 7 || a[5][10] != "theo ý kiến lãnh đạo trung tâm" || a[4][12] != book.Calls[3].Sentence(i18n.VI) || a[1][4] != "x" {
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
	if desk.Next == nil || desk.Reason == nil || len(desk.Waiting) != 1 || len(desk.Parked) != 1 {
		t.Errorf("desk = %+v", desk)
	}
}

// TestAwayLapses leaves a number taken away from the center alone.
func TestAwayLapses(t *testing.T) {
	o := openTour(t, nil)
	id := o.ticketOf(o.want(201, "", "", "POST /phone/tickets", anAway))
	o.h.now.pass(59 * time.Minute)
	o.h.idle(t)
	o.want(200, "", testToken, "POST /counters/1/open", "")
	o.want(204, "", testToken, "POST /counters/1/next", "")
	o.h.now.pass(2 * time.Minute)
	o.h.idle(t)
	if got := o.h.ticket(t, queue.TicketID(id)); got.State != queue.Expired {
		t.Errorf("nobody came and it is %s", got.State)
	}
}

// TestAppointmentsLastOverNights books for tomorrow, restarts, and comes; and
// counts what phones took over the restart, but not over the night.
func TestAppointmentsLastOverNights(t *testing.T) {
	var opts Options
	o := openTour(t, func(x *Options) { opts = *x })
	at := "2026-11-24T09:00:00+07:00"
	code := o.booked(at)
	phone := cookieOf(o.want(201, "", "", "POST /appointments", o.slot("2026-11-24T09:15:00+07:00")).header)
	o.h.stop()
	o.h = openHall(t, func(x *Options) { *x = opts })
	o.want(409, "phone-service", "", "POST /appointments", o.slot("2026-11-24T09:30:00+07:00"), phone)
	o.want(409, "slot-taken", "greeter", "POST /appointments", o.slot(at))
	clock := newTestClock()
	clock.pass(24*time.Hour + 45*time.Minute)
	o.h.stop()
	opts.Engine.Clock = clock.read
	head := o.h.engine.store.Head().Seq
	o.h = openHall(t, func(x *Options) { *x = opts })
	kinds := o.h.kinds(t, head)
	if n := len(kinds) - len(slices.DeleteFunc(slices.Clone(kinds), func(k string) bool { return k == string(queue.AppointmentDue) })); n != 2 {
		t.Errorf("the day begins with %v, want two appointments due", kinds)
	}
	o.want(201, "", "", "POST /appointments", o.slot("2026-11-30T09:30:00+07:00"), phone)
	in := o.want(201, "", "kiosk", "POST /appointments/"+code+"/check-in", "")
	o.want(201, "", "kiosk", "POST /tickets", aTicket)
	var a wire.TicketAnswer
	if err := json.Unmarshal(in.body, &a); err != nil || a.Ticket.Slot == nil || a.Ticket.Appointment == "" {
		t.Errorf("checked in = %s, %v", in.body, err)
	}
	if got := (&rules{o.h.Controller}).Book(); len(got.Appointments) != 2 || got.Appointments[0].State != queue.Arrived || got.Given["HT"] != 2 {
		t.Errorf("the manager's book = %+v", got)
	}
}

// TestAPhoneThatSendsAFormTwice has no cookie before it opens the page.
func TestAPhoneThatSendsAFormTwice(t *testing.T) {
	o := openTour(t, nil)
	resp, err := http.Get(o.h.url + "/q/")
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	phone := strings.TrimPrefix(cookieOf(resp.Header), "Cookie: ")
	if !strings.HasPrefix(phone, phoneCookie+"=") {
		t.Fatalf("the page gives the cookie %q", phone)
	}
	form := url.Values{"key": {"one-form"}, "service": {"HT"}, "purpose": {"submit"}, "away": {"true"}}.Encode()
	seen := map[string]bool{}
	for range 2 {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, o.h.url+"/q/", strings.NewReader(form))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Cookie", phone)
		resp, err := http.DefaultTransport.RoundTrip(r)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode != http.StatusSeeOther {
			t.Errorf("the form = %d", resp.StatusCode)
		}
		seen[resp.Header.Get("Location")] = true
	}
	if n := len(view(o.h.engine, func(s *state, _ queue.Moment) []*queue.Ticket { return s.day.Tickets() })); n != 1 || len(seen) != 1 {
		t.Errorf("one form sent twice gives %d numbers at %v", n, seen)
	}
}

// TestThePhonePageKnowsItsNumbers takes two numbers as the page without a script does.
func TestThePhonePageKnowsItsNumbers(t *testing.T) {
	o := openTour(t, nil)
	phone := o.opens(o.code(), "")
	taken := o.want(201, "", "", "POST /phone/tickets", aTicket, phone)
	r, err := http.NewRequestWithContext(context.Background(), http.MethodGet, o.h.url+"/q/", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Cookie", strings.TrimPrefix(cookieOf(taken.header), "Cookie: "))
	known := (&visits{o.h.Controller}).Phone(r)
	if !known.Fresh || len(known.Tickets) != 1 || known.Tickets[0].URL == "" {
		t.Errorf("the phone = %+v", known)
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		t.Errorf("GET /q/ = %d", resp.StatusCode)
	}
}

// TestAProgramBooksAndComes does with the client what kiosks and pages do.
func TestAProgramBooksAndComes(t *testing.T) {
	h := openHall(t, nil)
	ctx, c := t.Context(), h.all
	slots, err := c.Slots(ctx, "HT", "2026-11-23")
	if err != nil || len(slots) == 0 || slots[0].Free != 1 {
		t.Fatalf("Slots = %+v, %v", slots, err)
	}
	wish := wire.BookingRequest{Service: "HT", Purpose: center.Submit, Slot: slots[0].At}
	key := client.NewKey()
	a, err := c.Book(ctx, key, wish)
	if again, e := c.Book(ctx, key, wish); err != nil || e != nil || again != a || a.State != queue.Booked || a.URL != "https://mc.example.vn/a/"+a.Code {
		t.Fatalf("Book = %+v, %v, then %+v, %v", a, err, again, e)
	}
	if rest, err := c.Slots(ctx, "HT", "2026-11-23"); err != nil || len(rest) != len(slots)-1 {
		t.Errorf("%d of %d slots are left, %v", len(rest), len(slots), err)
	}
	other, err := c.Book(ctx, client.NewKey(), wire.BookingRequest{Service: "HT", Purpose: center.Submit, Slot: slots[1].At})
	if err != nil {
		t.Fatal(err)
	}
	if got, err := c.DropAppointment(ctx, client.NewKey(), other.Code); err != nil || got.State != queue.Dropped {
		t.Errorf("DropAppointment = %+v, %v", got, err)
	}
	h.now.pass(slots[0].At.Sub(h.now.read().Wall) - 10*time.Minute)
	ticket, err := c.CheckIn(ctx, client.NewKey(), a.Code, wire.CheckInRequest{Kiosk: "K1", Priority: true})
	if err != nil || ticket.Slot == nil || !ticket.Slot.Equal(slots[0].At) || ticket.Printer != "P1" || !ticket.Priority {
		t.Fatalf("CheckIn = %+v, %v", ticket, err)
	}
	if got, err := c.Appointment(ctx, strings.ToLower(a.Code)); err != nil || got.State != queue.Arrived {
		t.Errorf("Appointment = %+v, %v", got, err)
	}
	if got, err := c.Ordinary(ctx, client.NewKey(), ticket.ID); err != nil || got.Priority {
		t.Errorf("Ordinary = %+v, %v", got, err)
	}
	if got, err := c.Arrive(ctx, client.NewKey(), ticket.ID); err != nil || got.Away {
		t.Errorf("Arrive = %+v, %v", got, err)
	}
	if e, err := c.Entry(ctx); err != nil || !strings.HasPrefix(e.URL, "https://mc.example.vn/q/") || !e.Expires.After(h.now.read().Wall) {
		t.Errorf("Entry = %+v, %v", e, err)
	}
	if _, err := client.New(h.url, "").Appointment(ctx, "ABCD2345"); fault.KindOf(err) != fault.NotFound {
		t.Errorf("a guessed code = %v", err)
	}
}

// TestNothingOfAPhoneIsInTheLog looks for a phone's cookie and its hash.
func TestNothingOfAPhoneIsInTheLog(t *testing.T) {
	o := openTour(t, nil)
	phone := o.opens(o.code(), "")
	after := cookieOf(o.want(201, "", "", "POST /phone/tickets", aTicket, phone).header)
	o.want(201, "", "", "POST /appointments", `{"service":"HT","purpose":"submit","slot":"2026-11-23T10:00:00+07:00"}`)
	secrets := view(o.h.engine, func(s *state, _ queue.Moment) []string {
		p := s.unseal(strings.TrimPrefix(after, "Cookie: motcua_phone="))
		if p == nil {
			return nil
		}
		hash, code := s.phoneHash(p), s.code(o.h.engine.booked[0].ID)
		return []string{p.name, hex.EncodeToString(hash[:6]), code, strings.ToLower(code)}
	})
	if secrets == nil {
		t.Fatalf("no phone behind %q", after)
	}
	entries, err := o.h.engine.Read(t.Context(), 0, 1000)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		for _, secret := range secrets {
			if strings.Contains(string(e.Body), secret) {
				t.Errorf("entry %d holds %s", e.Seq, secret)
			}
		}
	}
}
