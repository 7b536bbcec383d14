package province

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"motcua/internal/center"
	"motcua/internal/i18n"
	"motcua/internal/link"
	"motcua/internal/link/linktest"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

const (
	testSecret = "abcdefghjkmnpqrstuvw"
	testCode   = "zyxwvutsrqpnmkjhgfed" // that the center shows to phones
)

// desk is a center's side of the citizens' pages: one ticket.
type desk struct {
	mu     sync.Mutex
	log    *linktest.Log
	ticket wire.Ticket
	done   map[string]wire.PhoneAction // by command
	came   int                         // commands, repeated ones included
	mute   bool                        // answers nothing that fits
}

func newDesk(log *linktest.Log) *desk {
	return &desk{log: log, done: map[string]wire.PhoneAction{},
		ticket: wire.Ticket{Number: "A012", Service: "HT", Purpose: center.Submit, State: queue.Waiting, Ahead: 7, Wait: &wire.Range{LowS: 1800, HighS: 2400, By: "model"}}}
}

func (d *desk) set(change func(*wire.Ticket)) {
	d.mu.Lock()
	change(&d.ticket)
	d.mu.Unlock()
	d.log.Add(1, "x")
}

func (d *desk) page() wire.PhonePage { return wire.PhonePage{V: 1, At: time.Now(), Ticket: d.ticket} }

func (d *desk) Pages() link.PhoneSet {
	d.mu.Lock()
	defer d.mu.Unlock()
	return link.PhoneSet{At: time.Now(), Until: time.Now().Add(time.Hour).Truncate(24 * time.Hour).Add(48 * time.Hour),
		Center: wire.PhoneCenter{Name: i18n.Text{VI: "Phường Tam Hiệp", EN: "Tam Hiep ward"}, Services: map[center.ServiceCode]i18n.Text{"HT": {VI: "Hộ tịch", EN: "Civil status"}}, Walk: 5, Grace: 60},
		Pages: []link.PhonePage{{Secret: testSecret, PhonePage: d.page()}, {Secret: testCode, PhonePage: wire.PhonePage{V: 1, At: time.Now(), Entry: &wire.PhoneEntry{
			Gives: true, PerDay: 2, Each: 1, Groups: []string{"elderly"}, Services: []wire.PhoneOffer{{Code: "HT", Waiting: 4}}}}}}}
}

func (d *desk) Obey(_ context.Context, c wire.Cmd) wire.CmdReply {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.came++
	var a wire.PhoneAction
	if wire.Unseal(testCode, wire.SealAction, c.ID, c.Body, &a) == nil && a.Do == wire.PhoneTake && len(a.Phone) >= 16 {
		body, _ := wire.Seal(testCode, wire.SealAnswer, c.ID, wire.PhoneAnswer{Secret: testSecret})
		page, _ := wire.Seal(testSecret, wire.SealPage, wire.Source("h19", testPoint), d.page())
		return wire.CmdReply{ID: c.ID, Status: 200, Body: body, Page: page}
	}
	if c.Key != wire.PhoneKey(testSecret) || wire.Unseal(testSecret, wire.SealAction, c.ID, c.Body, &a) != nil {
		return wire.CmdReply{ID: c.ID, Status: 403}
	}
	if d.mute {
		return wire.CmdReply{ID: "of-another", Status: 200}
	}
	said, status := wire.PhoneAnswer{}, 200
	if _, twice := d.done[c.ID]; !twice {
		d.done[c.ID] = a
		switch {
		case a.Do == wire.PhoneCancel && d.ticket.State == queue.Waiting:
			d.ticket.State = queue.Canceled
		default:
			status, said = 409, wire.PhoneAnswer{Code: "ticket-state", Sentence: i18n.Text{VI: "Không làm được.", EN: "Not possible."}}
		}
	}
	body, _ := wire.Seal(testSecret, wire.SealAnswer, c.ID, said)
	page, _ := wire.Seal(testSecret, wire.SealPage, wire.Source("h19", testPoint), d.page())
	return wire.CmdReply{ID: c.ID, Status: status, Body: body, Page: page}
}

func visit(t *testing.T, h http.Handler, path string) (int, string) {
	t.Helper()
	r := httptest.NewRequest("GET", path, nil)
	r.Header.Set("Accept-Language", "en")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	raw, _ := io.ReadAll(w.Result().Body)
	return w.Code, string(raw)
}

func wish(t *testing.T, h http.Handler, path string, form url.Values) (int, string) {
	t.Helper()
	r := httptest.NewRequest("POST", path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Accept-Language", "en")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Code, w.Body.String()
}

const pagePath = "/t/" + testSecret

// walkPages has a citizen follow and give up a number through the province.
func walkPages(t *testing.T, p *Province, addr string) {
	log := linktest.New()
	log.Add(1, "x")
	d := newDesk(log)
	h := p.Phones("/")
	startLink(t, addr, log, func(o *link.Options) { o.Phones = d }, nil)
	shows := func(what string) {
		t.Helper()
		eventually(t, "the page says "+what, func() bool { code, page := visit(t, h, pagePath); return code == 200 && strings.Contains(page, what) })
	}
	shows("A012")
	shows("You may leave for about 25 minutes.")
	d.set(func(t *wire.Ticket) { t.State, t.Counter, t.Wait = queue.Called, "3", nil })
	shows("Please come to counter 3")
	if code, page := wish(t, h, pagePath+"/cancel", url.Values{"key": {"ABCDEFGHIJKLMNOPQRSTUVWXYZ"}}); code != 409 || !strings.Contains(page, "Not possible.") {
		t.Errorf("cancel of a called number = %d, want the center's refusal in its words", code)
	}
	d.set(func(t *wire.Ticket) { t.State = queue.Waiting })
	for range 2 {
		if code, page := wish(t, h, pagePath+"/cancel", url.Values{"key": {"2BCDEFGHIJKLMNOPQRSTUVWXYZ"}}); code != 303 {
			t.Errorf("cancel = %d, want 303\n%s", code, page)
		}
	}
	if _, page := visit(t, h, pagePath); !strings.Contains(page, "This number was canceled") {
		t.Errorf("after the center's answer the page does not say it:\n%s", page)
	}
	for _, guess := range []string{"/t/abcdefghjkmnpqrstuvx", "/q/abcdefghjkmnpqrstuvx", "/t/" + testCode, "/q/" + testSecret, "/q/" + testPoint, "/q/h19-99", "/t/%00%ff", "/t/" + strings.Repeat("x", 4000)} {
		if code, _ := visit(t, h, guess); code != 404 {
			t.Errorf("%.40s = %d, want 404", guess, code)
		}
	}
	if code, page := visit(t, h, "/q/"+testCode); code != 200 || !strings.Contains(page, "Civil status") {
		t.Errorf("the page behind the center's code = %d\n%s", code, page)
	}
	if code, page := wish(t, h, "/q/"+testCode, url.Values{"service": {"HT"}, "purpose": {"submit"}}); code != 303 {
		t.Errorf("taking a number = %d\n%s", code, page)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.done) != 2 {
		t.Errorf("%d wishes were done for two, one of them pressed twice", len(d.done))
	}
}

func TestPagesAtTheProvince(t *testing.T) {
	p := startProvince(t, Options{})
	walkPages(t, p, p.Addr())
}

// visitFrom asks as a proxy does for the visitor at an address.
func visitFrom(h http.Handler, path, forwarded string) (int, string) {
	r := httptest.NewRequest("GET", path, nil)
	r.Header.Set("X-Forwarded-For", forwarded)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Code, w.Body.String()
}

// TestAnAnswerTakesNoNewerPageAway lets the answer to a wish come behind what
// the center has fed meanwhile: a number that is called must not wait again.
func TestAnAnswerTakesNoNewerPageAway(t *testing.T) {
	at := time.Date(2026, 11, 23, 9, 0, 0, 0, center.Zone)
	s := newPhones(map[string]Point{testPoint: {Prov: "h19"}}, func() time.Time { return at })
	sealed := func(state queue.State, age time.Duration) []byte {
		body, err := wire.Seal(testSecret, wire.SealPage, s.source(testPoint), wire.PhonePage{V: 1, At: at.Add(-age), Ticket: wire.Ticket{Number: "A012", State: state}})
		if err != nil {
			t.Fatal(err)
		}
		return body
	}
	s.feed(testPoint, wire.PhoneFeed{V: 1, Session: "0123456789abcdef", N: 1, Until: at.Add(time.Hour), Center: &wire.PhoneCenter{},
		Pages: []wire.SealedPage{{Key: wire.PhoneKey(testSecret), Body: sealed(queue.Called, time.Second)}}})
	for _, tt := range []struct {
		age   time.Duration
		state queue.State
		want  queue.State
	}{{2 * time.Second, queue.Waiting, queue.Called}, {0, queue.Canceled, queue.Canceled}} {
		s.keep(testPoint, testSecret, sealed(tt.state, tt.age), at.Add(-tt.age))
		if page, err := s.Page(testSecret); err != nil || page.Ticket.State != tt.want {
			t.Errorf("behind an answer of %v ago the page says %s, %v; want %s", tt.age, page.Ticket.State, err, tt.want)
		}
	}
}
