package controller

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
	"unicode/utf8"

	"motcua/internal/client"
	"motcua/internal/fault"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

// refusal is a request that gets one clear sentence and changes nothing.
type refusal struct {
	name    string
	token   string
	call    string
	body    string
	headers []string
	status  int
	code    string
}

// refuse asks in both languages and expects the log to stay as it is.
func (o *tour) refuse(r refusal) {
	o.Helper()
	head := o.h.engine.hub.last()
	vi := o.want(r.status, r.code, r.token, r.call, r.body, r.headers...)
	en := o.want(r.status, r.code, r.token, r.call, r.body, append(r.headers, "Accept-Language: en-US,en;q=0.9")...)
	for _, s := range []string{vi.detail, en.detail} {
		if n := utf8.RuneCountInString(s); n < 10 || n > 240 || !strings.HasSuffix(s, ".") || strings.ContainsAny(s, "{}!\n") || strings.Contains(s, " .") {
			o.Errorf("%s: %q is not one clear sentence", r.name, s)
		}
	}
	if vi.detail == en.detail {
		o.Errorf("%s: %q in both languages", r.name, vi.detail)
	}
	if now := o.h.engine.hub.last(); now != head {
		o.Errorf("%s: appended %d entries", r.name, now-head)
	}
}

func TestBadInputChangesNothing(t *testing.T) {
	o := openTour(t, nil)
	held, free := o.ticket("greeter", toPrint), o.ticket("greeter", toPrint)
	o.want(200, "", "staff", "POST /counters/1/open", "")
	o.want(200, "", "staff", "POST /counters/1/next", "")
	o.want(200, "", "bridge", "POST /slips/"+held+"/claim", "")
	o.want(201, "", "kiosk", "POST /tickets", aTicket, "Idempotency-Key: used")
	issue, next := "POST /tickets", "POST /counters/1/next"
	for _, r := range []refusal{
		{"unknown service", "kiosk", issue, `{"service":"XX","purpose":"submit"}`, nil, 422, "service-unknown"},
		{"no service", "kiosk", issue, `null`, nil, 422, "service-missing"},
		{"unknown purpose", "kiosk", issue, `{"service":"HT","purpose":"sing"}`, nil, 422, "purpose-unknown"},
		{"unknown kiosk", "greeter", issue, `{"service":"HT","purpose":"submit","kiosk":"K9"}`, nil, 422, "device-unknown"},
		{"another kiosk", "kiosk", issue, `{"service":"HT","purpose":"submit","kiosk":"K2"}`, nil, 403, "device-other"},
		{"unknown device", "bridge", "POST /devices/P9/state", `{"state":"present"}`, nil, 404, "device-unknown"},
		{"unknown ticket", "kiosk", "GET /tickets/20261123-A999", "", nil, 404, "ticket-unknown"},
		{"unknown counter", testToken, "POST /counters/99/next", "", nil, 404, "counter-unknown"},
		{"next while a ticket is held", "staff", next, "", nil, 409, "counter-busy"},
		{"next at a closed counter", testToken, "POST /counters/2/next", "", nil, 409, "counter-closed"},
		{"start without a ticket", testToken, "POST /counters/2/start", "", nil, 409, "no-ticket"},
		{"no key", "kiosk", issue, aTicket, []string{"Idempotency-Key"}, 400, "key-missing"},
		{"a key with a space", "kiosk", issue, aTicket, []string{"Idempotency-Key: a b"}, 400, "key-form"},
		{"a key in Vietnamese", "kiosk", issue, aTicket, []string{"Idempotency-Key: khóa"}, 400, "key-form"},
		{"an over-long key", "kiosk", issue, aTicket, []string{"Idempotency-Key: " + strings.Repeat("k", 129)}, 400, "key-form"},
		{"a used key with another body", "kiosk", issue, `{"service":"DD","purpose":"fee"}`, []string{"Idempotency-Key: used"}, 422, "key-reused"},
		{"a used key for another call", "kiosk", "POST /devices/K1/state", `{"state":"present"}`, []string{"Idempotency-Key: used"}, 422, "key-reused"},
		{"no token", "", issue, aTicket, nil, 401, "token-missing"},
		{"wrong token", "guess", issue, aTicket, nil, 401, "token-wrong"},
		{"wrong role", "display", issue, aTicket, nil, 403, "role"},
		{"another counter", "staff", "POST /counters/2/open", "", nil, 403, "counter-other"},
		{"a slip claimed twice", "bridge", "POST /slips/" + held + "/claim", "", nil, 409, "slip-claimed"},
		{"a slip claimed by a kiosk", "kiosk", "POST /slips/" + free + "/claim", "", nil, 403, "role"},
		{"a cursor beyond the head", "display", "GET /events?after=9999", "", nil, 409, "cursor-ahead"},
		{"the header's cursor wins", "display", "GET /events?after=0", "", []string{"Last-Event-ID: 9999"}, 409, "cursor-ahead"},
		{"a negative cursor", "display", "GET /events?after=-1", "", nil, 400, "cursor-form"},
		{"a cursor of no number", "display", "GET /events?after=1.5", "", nil, 400, "cursor-form"},
		{"a cursor too large", "display", "GET /events?after=99999999999999999999", "", nil, 400, "cursor-form"},
		{"a rating by a guess", "", "POST /ratings", `{"token":"guess` + anAnswer, nil, 404, "rating-unknown"},
		{"a rating by an endless token", "", "POST /ratings", `{"token":"` + strings.Repeat("x", 65) + anAnswer, nil, 400, "json"},
		{"a visit of six services", "kiosk", issue, `{"service":"HT","purpose":"submit","also":["HT","HT","HT","HT","HT"]}`, nil, 422, "services-most"},
		{"a further service that there is not", "kiosk", issue, `{"service":"HT","purpose":"submit","also":["XX"]}`, nil, 422, "service-unknown"},
		{"a kiosk says that nobody is there", "kiosk", issue, `{"service":"HT","purpose":"submit","away":true}`, nil, 400, "json"},
		{"a call by hand without a reason", testToken, "POST /counters/2/call", `{"ticket":"` + free + `"}`, nil, 409, "counter-closed"},
		{"another service for nobody", testToken, "POST /counters/2/add", `{"service":"DD"}`, nil, 409, "no-ticket"},
		{"an unknown ticket comes back", "greeter", "POST /tickets/20261123-A999/rejoin", "", nil, 404, "ticket-unknown"},
		{"a called ticket comes back", "greeter", "POST /tickets/" + held + "/rejoin", "", nil, 409, "ticket-state"},
		{"a kiosk takes a priority away", "kiosk", "POST /tickets/" + free + "/ordinary", "", nil, 403, "role"},
		{"a phone without a code", "", "POST /phone/tickets", aTicket, nil, 410, "entry-old"},
		{"a phone with a forged cookie", "", "POST /phone/tickets", aTicket, []string{"Cookie: motcua_phone=a.1.9999999999.seal"}, 410, "entry-old"},
		{"another site's page takes a number", "", "POST /phone/tickets", anAway, []string{foreigns}, 403, "cross-origin"},
		{"a phone takes a number of nothing", "", "POST /phone/tickets", `{"purpose":"submit","away":true}`, nil, 422, "service-missing"},
		{"a phone checks a guess in", "", "POST /phone/tickets/guess/check-in", "", nil, 410, "entry-old"},
		{"a staff's code for phones", "staff", "GET /entry", "", nil, 403, "role"},
		{"an appointment at no time", "greeter", "POST /appointments", aTicket, nil, 409, "slot-taken"},
		{"an appointment last week", "greeter", "POST /appointments", o.slot("2026-11-16T09:00:00+07:00"), nil, 409, "slot-taken"},
		{"an appointment at night", "greeter", "POST /appointments", o.slot("2026-11-24T03:00:00+07:00"), nil, 409, "slot-taken"},
		{"an appointment on a holiday that is no date", "greeter", "POST /appointments", o.slot("2026-02-30T09:00:00+07:00"), nil, 400, "json"},
		{"an appointment next year", "greeter", "POST /appointments", o.slot("2027-11-23T09:00:00+07:00"), nil, 422, "slot-unknown"},
		{"an appointment by a guess", "kiosk", "POST /appointments/guess/check-in", "", nil, 404, "appointment-unknown"},
		{"slots of no day", "", "GET /appointments?service=HT&day=soon", "", nil, 422, "day-form"},
		{"slots of no service", "", "GET /appointments?day=2026-11-24", "", nil, 422, "service-missing"},
		{"the day book of no day", "manager", "GET /reports/calls?date=x", "", nil, 404, "report-day"},
		{"the day book by staff", "staff", "GET /reports/calls", "", nil, 403, "role"},
		{"a slip once more while it comes out", "greeter", "POST /slips/" + held + "/reprint", "", nil, 409, "slip-open"},
		{"a reprint that nobody ordered", "bridge", "POST /slips/" + held + "/claim", `{"copy":1}`, nil, 409, "slip-copy"},
		{"a slip as long as a street", "bridge", "POST /slips/" + held + "/done", `{"mm":99999}`, nil, 422, "paper-length"},
		{"a reprint at no printer", "greeter", "POST /slips/" + held + "/reprint", `{"printer":"P9"}`, nil, 422, "device-unknown"},
		{"a new roll in a kiosk", "manager", "POST /printers/K1/roll", "", nil, 404, "device-unknown"},
		{"a new roll by staff", "staff", "POST /printers/P1/roll", "", nil, 403, "role"},
		{"a device that counts sheep", "bridge", "POST /devices/P1/state", `{"state":"present","counts":{"sheep":1}}`, nil, 422, "count-unknown"},
		{"a number on paper by a kiosk", "kiosk", issue, `{"service":"HT","purpose":"submit","paper":{"number":"P017","taken":"2026-11-23T07:40:00+07:00"}}`, nil, 403, "role"},
		{"a number on paper that is none", "greeter", issue, `{"service":"HT","purpose":"submit","paper":{"number":"soon","taken":"2026-11-23T07:40:00+07:00"}}`, nil, 422, "paper-number"},
		{"a number on paper of tomorrow", "greeter", issue, `{"service":"HT","purpose":"submit","paper":{"number":"P017","taken":"2026-11-24T07:40:00+07:00"}}`, nil, 422, "paper-time"},
		{"a number on paper that a kiosk gave", "greeter", issue, `{"service":"HT","purpose":"submit","paper":{"number":"A001","taken":"2026-11-23T07:40:00+07:00"}}`, nil, 409, "paper-known"},
		{"served before being called", "greeter", "POST /paper/served", `{"service":"HT","purpose":"submit","number":"P017","taken":"2026-11-23T07:40:00+07:00","finished":"2026-11-23T07:30:00+07:00"}`, nil, 422, "paper-order"},
		{"a scan in a kiosk's name", "kiosk", "POST /scans", `{"scanner":"S1","code":"x"}`, nil, 403, "device-other"},
		{"results of no self-test", "bridge", "POST /selftest/x/results", `{"checks":[{"what":"strip","device":"P1","ok":true}]}`, nil, 404, "selftest-unknown"},
		{"results of nothing", "bridge", "POST /selftest/x/results", `{"checks":[]}`, nil, 422, "selftest-check"},
		{"an oversized body", "kiosk", issue, `{"service":"` + strings.Repeat("x", mostBody) + `"}`, nil, 413, "body-large"},
	} {
		o.refuse(r)
	}
	o.h.now.pass(61 * time.Second)
	o.refuse(refusal{"a slip too old", "bridge", "POST /slips/" + free + "/claim", "", nil, 410, "slip-old"})
	o.h.now.pass(9 * time.Hour)
	o.refuse(refusal{"closed hours", "kiosk", issue, aTicket, nil, 409, "closed-hours"})
}

func TestMalformedBodies(t *testing.T) {
	o := openTour(t, nil)
	for _, body := range []string{
		`{`, `}`, `{"service":"HT"`, `service=HT`, `{"service":"HT",}`, `{'service':'HT'}`, aTicket + "}", aTicket + "]", aTicket + aTicket, aTicket + " x",
		`[` + aTicket + `]`, `"HT"`, `7`, `{"service":7}`, `{"service":["HT"]}`, `{"priority":"yes"}`, `{"service":"HT","purpose":"submit","phone":"0900000000"}`,
		"\xff\xfe{}", " ", "\x00", strings.Repeat(`{"service":`, 1000),
	} {
		o.refuse(refusal{body, "kiosk", "POST /tickets", body, nil, 400, "json"})
	}
	for _, body := range []string{`{"dossiers":1e99}`, `{"dossiers":1.5}`, `{"dossiers":"2"}`, `{"name":"Nguyễn Văn A"}`} {
		o.refuse(refusal{body, "staff", "POST /counters/1/finish", body, nil, 400, "json"})
	}
}

// TestACutBodyIsRefused sends less than it announced.
func TestACutBodyIsRefused(t *testing.T) {
	o := openTour(t, nil)
	head := o.h.engine.hub.last()
	conn, err := net.Dial("tcp", strings.TrimPrefix(o.h.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(10 * time.Second)); err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(conn, "POST /api/v1/tickets HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer kiosk\r\nIdempotency-Key: k\r\nContent-Length: 100\r\n\r\n"+aTicket); err != nil {
		t.Fatal(err)
	}
	if err := conn.(*net.TCPConn).CloseWrite(); err != nil {
		t.Fatal(err)
	}
	resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, _ := io.ReadAll(resp.Body)
	if resp.StatusCode != 400 || !strings.Contains(string(body), "urn:motcua:problem:body-cut") {
		t.Errorf("a cut body = %d %s", resp.StatusCode, body)
	}
	if now := o.h.engine.hub.last(); now != head {
		t.Errorf("a cut body appended %d entries", now-head)
	}
}

func TestUnknownCalls(t *testing.T) {
	o := openTour(t, nil)
	for _, call := range []string{"GET /weather", "DELETE /tickets/1", "POST /board", "PUT /tickets", "GET /counters/1/open"} {
		if a := o.send(o.h.url+"/api/v1", testToken, call, ""); a.status != 404 || a.code != "call-unknown" {
			t.Errorf("%s = %d %s, want 404 call-unknown", call, a.status, a.code)
		}
	}
}

func TestDoublePress(t *testing.T) {
	o := openTour(t, nil)
	o.ticket("greeter", aTicket)
	o.ticket("greeter", aTicket)
	o.want(200, "", "staff", "POST /counters/1/open", "")
	head := o.h.engine.hub.last()
	key := "Idempotency-Key: " + client.NewKey()
	answers := make([]answered, 8)
	var wait sync.WaitGroup
	for i := range answers {
		wait.Go(func() { answers[i] = o.send(o.h.url+"/api/v1", "staff", "POST /counters/1/next", "", key) })
	}
	wait.Wait()
	for _, a := range answers {
		if a.status != 200 || string(a.body) != string(answers[0].body) {
			t.Errorf("the same key = %d %s, want %s", a.status, a.body, answers[0].body)
		}
	}
	if got := o.h.engine.hub.last() - head; got != 1 {
		t.Errorf("one key pressed eight times appended %d entries, want 1", got)
	}
	o.refuse(refusal{"another key", "staff", "POST /counters/1/next", "", nil, 409, "counter-busy"})
}

func TestLogInLocks(t *testing.T) {
	o := openTour(t, nil)
	o.h.hire(t, "lan", "quầy số một", "", "staff")
	right := `{"name":"lan","password":"quầy số một"}`
	for i := range lockAfter {
		body := `{"name":"lan","password":"wrong"}`
		if i%2 == 1 {
			body = `{"name":"nobody","password":"wrong"}`
		}
		o.h.now.pass(delayAfter(i))
		o.want(401, "password-wrong", "", "POST /session", body)
		if i+1 >= slowAfter && i+1 < lockAfter {
			o.want(429, "too-fast", "", "POST /session", right)
		}
	}
	o.refuse(refusal{"the right password of a locked address", "", "POST /session", right, nil, 429, "too-many-failures"})
	o.refuse(refusal{"a right token from a locked address", "", "POST /session", `{"token":"staff"}`, nil, 429, "too-many-failures"})
	o.want(200, "", "staff", "GET /board", "") // who shows a token with each call is not held up
	o.h.now.pass(lockFor)
	o.want(200, "", "", "POST /session", right)
}

// TestLogInLocksManyAtOnce guesses in parallel: whoever waits for his turn
// while others fail is locked when it comes.
func TestLogInLocksManyAtOnce(t *testing.T) {
	h := openHall(t, nil)
	var wg sync.WaitGroup
	var tried atomic.Int32
	for range 60 {
		wg.Go(func() {
			w := httptest.NewRecorder()
			r := httptest.NewRequestWithContext(t.Context(), "POST", "/api/v1/session", nil)
			_, err := h.login(w, r, wire.SessionRequest{Name: "lan", Password: "wrong"})
			if fault.CodeOf(err) == "password-wrong" {
				tried.Add(1)
			}
		})
	}
	wg.Wait()
	if n := tried.Load(); n < slowAfter || n > slowAfter+2*int32(cap(h.hashing)) {
		t.Errorf("%d of 60 passwords were tried at once, want about %d", n, slowAfter)
	}
}

// TestLocksAreApart guesses from many addresses: a name is locked for all of
// them, tokens and other names are not.
func TestLocksAreApart(t *testing.T) {
	var l locks
	for i := range lockAfter {
		l.fail(time.Hour, "10.0.0."+string(rune('0'+i)), "name lan")
	}
	for _, c := range []struct {
		names  []string
		locked bool
	}{{[]string{"10.0.0.99", "name lan"}, true}, {[]string{"10.0.0.0", "name mai"}, false}, {[]string{"10.0.0.0"}, false}} {
		if got := l.check(queue.Moment{Up: time.Hour}, c.names...) != nil; got != c.locked {
			t.Errorf("check(%v) locked = %t, want %t", c.names, got, c.locked)
		}
	}
}

func TestAClockNobodyBelieves(t *testing.T) {
	o := openTour(t, nil)
	o.jump(-72 * time.Hour)
	o.refuse(refusal{"a clock behind", "kiosk", "POST /tickets", aTicket, nil, 503, "clock-behind"})
	o.jump(72*time.Hour + 49*24*time.Hour)
	o.refuse(refusal{"a clock far ahead", "kiosk", "POST /tickets", aTicket, nil, 503, "clock-ahead"})
	o.refuse(refusal{"a kiosk may not confirm it", "kiosk", "POST /clock/confirm", "", nil, 403, "role"})
	o.want(204, "", "manager", "POST /clock/confirm", "")
	if id := o.ticket("kiosk", aTicket); id != "20270111-A001" {
		t.Errorf("first ticket of the confirmed day = %s, want 20270111-A001", id)
	}
}

// jump sets the wall clock, and expects the engine to notice.
func (o *tour) jump(by time.Duration) {
	o.Helper()
	head := o.h.engine.hub.last()
	o.h.now.jump(by)
	o.h.engine.do(o.Context(), &job{run: func(*tx) (int, any, error) { return http.StatusNoContent, nil, nil }})
	entries, _, err := o.h.engine.behind(o.Context(), head)
	if err != nil {
		o.Fatal(err)
	}
	if !slices.ContainsFunc(entries, func(e wire.Entry) bool { return e.Type == wire.ClockJumped }) {
		o.Errorf("the clock was set by %s and no entry says so", by)
	}
}
