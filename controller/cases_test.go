package controller

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"motcua/controller/web"
	"motcua/internal/cases"
	"motcua/internal/config"
	"motcua/internal/fault"
	"motcua/internal/notice"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

// desk is a hall with people who settle cases, and what they may do by hand.
type desk struct {
	*tour
	box  *notice.Fake
	dir  string
	lan  web.Who // settles cases, and works at counter 1
	binh web.Who // settles cases
	head web.Who // the manager
	tinh web.Who // of the province
}

func openDesk(t *testing.T) *desk {
	d := &desk{box: &notice.Fake{}}
	d.tour = openTour(t, func(o *Options) {
		tells(o, d.box)
		d.dir = filepath.Dir(o.Engine.Store.Path)
		o.Credentials.Credentials = slices.DeleteFunc(o.Credentials.Credentials, func(x config.Credential) bool { return x.ID == "all" })
	})
	who := func(name string, roles ...string) web.Who {
		return web.Who{ID: d.h.hire(t, name, "ba con mèo trắng", "", roles...), Roles: roles}
	}
	d.lan, d.binh = who("lan", web.RoleHandler, web.RoleStaff), who("binh", web.RoleHandler)
	d.head, d.tinh = who("head", web.RoleManager), who("tinh", web.RoleMonitor)
	return d
}

// sit lets somebody sign on at a counter, in the manager's name.
func (d *desk) sit(counter string, who web.Who) {
	d.Helper()
	d.want(200, "", "manager", "POST /counters/"+counter+"/staff", `{"official":"`+who.ID+`","present":true}`)
}

// complain opens a case and returns its id and its secret.
func (d *desk) complain(body string) (cases.ID, string) {
	d.Helper()
	secret := d.secretOf(d.want(201, "", "", "POST /feedback", body))
	return view(d.h.engine, func(s *state, _ queue.Moment) cases.ID { return d.h.engine.cases.secrets[secret] }), secret
}

func (d *desk) sees(who web.Who, id cases.ID) bool {
	d.Helper()
	_, err := d.h.engine.oneCase(d.Context(), callerOf(who), id)
	listed := slices.ContainsFunc(d.h.engine.caseList(callerOf(who)).Cases, func(x wire.CaseLine) bool { return x.ID == id })
	if (err == nil) != listed {
		d.Errorf("%s: the case itself %v, in the list %v", who.ID, err, listed)
	}
	return listed
}

// known is how many cases somebody is counted.
func (d *desk) known(who web.Who) int { return d.h.engine.caseList(callerOf(who)).Figures[1].Opened }

// act does something to a case and returns the code of its refusal.
func (d *desk) act(who web.Who, id cases.ID, verb string, a wire.CaseAct) string {
	d.Helper()
	return codeOf(d.h.engine.actCase(d.Context(), memo{}, callerOf(who), id, verb, a).err)
}

// TestNobodyHandlesACaseAboutThemselves names counters and looks who sees what,
// today, on another day, and where nobody is left.
func TestNobodyHandlesACaseAboutThemselves(t *testing.T) {
	d := openDesk(t)
	d.sit("1", d.lan)
	about, _ := d.complain(`{"text":"Cán bộ quát tôi","matter":"service","counter":"1"}`)
	other, _ := d.complain(`{"text":"Cửa hỏng","matter":"other","counter":"2"}`)
	plain, _ := d.complain(`{"text":"Chờ lâu","matter":"service"}`)
	bribe, _ := d.complain(`{"text":"Gợi ý tiền","matter":"harassment","counter":"2"}`)
	check := func(when string) {
		t.Helper()
		for _, x := range []struct {
			who  web.Who
			name string
			sees []cases.ID
			n    int
		}{
			{d.lan, "lan", []cases.ID{other, plain}, 3}, // the one about her counter is not even counted
			{d.binh, "binh", []cases.ID{about, other, plain}, 4},
			{d.head, "the head", nil, 4}, // counts alone
			{d.tinh, "the province", []cases.ID{bribe}, 4},
		} {
			for _, id := range []cases.ID{about, other, plain, bribe} {
				if got, want := d.sees(x.who, id), slices.Contains(x.sees, id); got != want {
					t.Errorf("%s: %s sees %s: %v, want %v", when, x.name, id, got, want)
				}
			}
			if n := d.known(x.who); n != x.n {
				t.Errorf("%s: %s is told of %d cases, want %d", when, x.name, n, x.n)
			}
		}
	}
	if n := d.known(d.head); n != 0 {
		t.Errorf("the head is told of %d cases within their hour, whose time leads to a ticket", n)
	}
	d.h.now.pass(time.Hour)
	check("the same day")
	for verb := range caseVerbs {
		if got := d.act(d.lan, about, verb, wire.CaseAct{Text: "x", Route: cases.ToManager}); got != "case-unknown" {
			t.Errorf("lan may %s the case about herself: %q", verb, got)
		}
	}
	pages := &casePages{d.h.Controller}
	body := wire.Body{Type: wire.CaseOpened, Data: json.RawMessage(`{"case":"` + string(about) + `"}`)}
	if !pages.Hides(d.lan, body) || pages.Hides(d.binh, body) {
		t.Error("the day book hides the case from the wrong one")
	}
	d.h.now.pass(25 * time.Hour) // the next service day: who worked where stands beside the case
	d.ticket("greeter", aTicket)
	check("the next day")
	past, _ := d.complain(`{"text":"Hôm qua","matter":"service","counter":"1","day":"2026-11-23"}`)
	today, _ := d.complain(`{"text":"Hôm nay","matter":"service","counter":"1"}`)
	d.h.now.pass(time.Hour)
	if d.sees(d.lan, past) || !d.sees(d.lan, today) || !d.sees(d.binh, past) {
		t.Error("a case about yesterday goes by who works there today")
	}
	d.sit("1", d.lan)
	d.sit("1", d.binh)
	if d.sees(d.lan, today) || d.sees(d.binh, today) || !d.sees(d.head, today) {
		t.Error("where all handlers worked at the counter, the case does not go to the head")
	}
	d.h.engine.mu.Lock()
	d.h.engine.cases.tokens = nil // the tests' own tokens are no people
	d.h.engine.mu.Unlock()
	d.sit("2", d.head)
	d.want(200, "", "manager", "POST /counters/2/staff", `{"official":"`+d.binh.ID+`","present":true}`)
	d.sit("2", d.lan)
	all, _ := d.complain(`{"text":"Cả ba","matter":"service","counter":"2"}`)
	d.h.now.pass(time.Hour)
	if d.sees(d.head, all) || !d.sees(d.tinh, all) {
		t.Error("where the head worked there too, the case does not go to the province")
	}
	if got := d.act(d.tinh, all, "answer", wire.CaseAct{Text: "Đã nhắc nhở"}); got != "" {
		t.Errorf("the province answers: %s", got)
	}
}

// TestNobodyHearsOfACaseWithinItsHour opens cases and asks everybody and the log
// before their hour is over; one is withdrawn in it, and one is erased.
func TestNobodyHearsOfACaseWithinItsHour(t *testing.T) {
	d := openDesk(t)
	kept, _ := d.complain(`{"text":"Chờ lâu","matter":"service"}`)
	gone, secret := d.complain(`{"text":"Chờ lâu","matter":"service"}`)
	erased, _ := d.complain(`{"text":"Chờ lâu","matter":"service","to":"0912345678","agreed":true}`)
	if d.sees(d.binh, kept) {
		t.Error("a handler sees a case within its hour")
	}
	for verb := range caseVerbs {
		if got := d.act(d.binh, kept, verb, wire.CaseAct{Text: "x", Route: cases.ToManager}); got != "case-unknown" {
			t.Errorf("a handler may %s a case within its hour: %q", verb, got)
		}
	}
	d.want(204, "", "", "POST /feedback/"+secret+"/withdraw", `{}`)
	if _, err := (&personal{d.h.Controller}).Erase(t.Context(), d.head, "0912345678"); err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct {
		when string
		told int
	}{{"within the hour", 0}, {"behind it", 1}} {
		entries, err := d.h.engine.Read(t.Context(), 0, 1000)
		if err != nil {
			t.Fatal(err)
		}
		told := map[cases.ID]int{}
		for _, e := range entries {
			for _, id := range []cases.ID{kept, gone, erased} {
				if bytes.Contains(e.Body, []byte(id)) {
					told[id]++
				}
			}
		}
		if told[kept] != x.told || told[gone] != 0 || told[erased] != 0 {
			t.Errorf("%s the log tells of the cases %v times", x.when, told)
		}
		d.h.now.pass(time.Hour)
		d.h.idle(t)
	}
	if !d.sees(d.binh, kept) {
		t.Error("a handler does not see a case behind its hour")
	}
}

// TestACaseOfTheEvening is opened when the service day is closed already: who
// worked at its counter does not see it on the next day either.
func TestACaseOfTheEvening(t *testing.T) {
	d := openDesk(t)
	d.sit("1", d.lan)
	d.h.now.pass(12 * time.Hour)
	d.h.idle(t)
	about, _ := d.complain(`{"text":"Cán bộ quát tôi","matter":"service","counter":"1"}`)
	d.h.now.pass(time.Hour)
	seen := httptest.NewRecorder()
	d.h.metrics().ServeHTTP(seen, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/metrics", nil))
	if out := seen.Body.String(); !strings.Contains(out, "motcua_http_request_seconds") || strings.Contains(out, "/feedback") {
		t.Errorf("the time of a case is counted: %s", out)
	}
	for _, when := range []string{"in the evening", "the next day"} {
		if d.sees(d.lan, about) || !d.sees(d.binh, about) {
			t.Errorf("%s: lan sees the case about herself, or binh does not see it", when)
		}
		d.h.now.pass(13 * time.Hour)
		d.h.idle(t)
	}
}

// TestACaseLeavesNoTrace follows what citizens and officials write through the
// log, the files and the program's answers, from its opening to its deletion.
func TestACaseLeavesNoTrace(t *testing.T) {
	d := openDesk(t)
	const question, answerText, note, phone = "Bà Tư bị quát ở quầy", "Xin lỗi bà Tư", "đã hỏi chị Lan", "84912345678"
	ticket := d.ticket("greeter", aTicket)
	id, secret := d.complain(`{"text":"` + question + `","matter":"service","counter":"1","to":"0912345678","agreed":true,"lang":"vi"}`)
	d.h.now.pass(time.Hour)
	second, _ := d.complain(`{"text":"` + question + ` lần nữa","matter":"other","to":"0912345678","agreed":true}`)
	for _, x := range []struct {
		verb string
		a    wire.CaseAct
	}{{"take", wire.CaseAct{}}, {"note", wire.CaseAct{Text: note}}, {"answer", wire.CaseAct{Text: answerText}}} {
		if got := d.act(d.binh, id, x.verb, x.a); got != "" {
			t.Fatalf("%s: %s", x.verb, got)
		}
	}
	(&casePosts{d.h.engine, d.h.opts.Senders, d.h.log}).look(t.Context())
	sent := d.box.Taken()
	if len(sent) != 1 || sent[0].To != phone || !strings.Contains(sent[0].Text, "/y-kien/"+secret) || strings.Contains(sent[0].Text, answerText) {
		t.Fatalf("the citizen is told %+v", sent)
	}
	(&casePosts{d.h.engine, d.h.opts.Senders, d.h.log}).look(t.Context())
	if n := len(d.box.Taken()); n != 1 {
		t.Errorf("told %d times", n)
	}
	entries, err := d.h.engine.Read(t.Context(), 0, 1000)
	if err != nil {
		t.Fatal(err)
	}
	opened := 0
	for _, e := range entries {
		for _, bad := range []string{question, answerText, note, "912345678", secret} {
			if bytes.Contains(e.Body, []byte(bad)) {
				t.Errorf("the log holds %q: %s", bad, e.Body)
			}
		}
		if strings.HasPrefix(e.Type, "case.") && bytes.Contains(e.Body, []byte(ticket)) {
			t.Errorf("a case leads to a ticket: %s", e.Body)
		}
		if bytes.Contains(e.Body, []byte(second)) {
			opened++
		}
	}
	if opened != 0 {
		t.Error("the log tells of a case within its hour: its time leads to a ticket")
	}
	d.h.now.pass(time.Hour)
	d.ticket("greeter", aTicket)
	texts, err := d.h.engine.store.CaseTexts(t.Context(), second)
	if err != nil || len(texts) != 1 || texts[0].At%3600 != 0 {
		t.Errorf("a citizen's words are kept with their time: %+v, %v", texts, err)
	}
	papers := &personal{d.h.Controller}
	found, err := papers.Find("0912 345 678")
	if err != nil || len(found) != 2 || found[0].Case != "2026-11-23" {
		t.Errorf("under the number stand %+v, %v", found, err)
	}
	if raw, err := papers.Account(t.Context(), d.binh.ID); err != nil || !bytes.Contains(raw, []byte(answerText)) || !bytes.Contains(raw, []byte(note)) || bytes.Contains(raw, []byte(question)) {
		t.Errorf("what is kept of an official = %s, %v", raw, err)
	}
	if n, err := papers.Erase(t.Context(), d.head, "0912345678"); err != nil || n != 4 {
		t.Errorf("erased %d, %v", n, err)
	}
	d.h.stop()
	for _, name := range []string{"log.db", "log.db-wal"} {
		raw, err := os.ReadFile(filepath.Join(d.dir, name))
		if err != nil && name == "log.db" {
			t.Fatal(err)
		}
		for _, bad := range []string{question, answerText, note, "912345678"} {
			if bytes.Contains(raw, []byte(bad)) {
				t.Errorf("%s still holds %q", name, bad)
			}
		}
	}
}

// TestACaseOutlivesTheProgram starts again with a case in each state, lets the
// citizen be silent, and the texts grow old.
func TestACaseOutlivesTheProgram(t *testing.T) {
	d := openDesk(t)
	open := func(to string) (cases.ID, string) {
		return d.complain(`{"text":"Hỏi","matter":"other","to":"` + to + `","agreed":true}`)
	}
	id, secret := open("0912345678")
	waiting, _ := open("0912345679")
	d.h.now.pass(time.Hour)
	if got := d.act(d.binh, id, "answer", wire.CaseAct{Text: "Đáp"}); got != "" {
		t.Fatal(got)
	}
	e := d.h.engine
	claimed := e.claimCases(t.Context())
	if len(claimed) != 1 || len(e.claimCases(t.Context())) != 0 {
		t.Fatalf("claimed %+v", claimed)
	}
	if err := e.loseCasePosts(t.Context()); err != nil { // as a start would
		t.Fatal(err)
	}
	if v, err := e.oneCase(t.Context(), callerOf(d.binh), id); err != nil || v.Told != notice.Unsure {
		t.Errorf("a claim of which nobody knows = %q, %v", v.Told, err)
	}
	e.mu.Lock()
	err := e.recallCases(t.Context())
	e.mu.Unlock()
	if v, err2 := e.ownCase(t.Context(), secret); err != nil || err2 != nil || v.State != cases.Answered || len(v.Texts) != 2 {
		t.Errorf("after a start the case = %+v, %v, %v", v, err, err2)
	}
	d.h.now.pass(8 * 24 * time.Hour) // past the first due day
	d.want(200, "", "manager", "GET /board", "")
	if v, _ := e.oneCase(t.Context(), callerOf(d.binh), waiting); !v.Overdue || v.Days >= 0 {
		t.Errorf("late = %+v", v.CaseLine)
	}
	for range 3 {
		d.h.now.pass(24 * time.Hour)
		if err := d.h.Alive(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if v, err := e.ownCase(t.Context(), secret); err != nil || v.State != cases.Settled || v.Shown != "" {
		t.Errorf("after silence the case = %+v, %v", v, err)
	}
	e.mu.RLock()
	_, kept := e.cases.contacts[id]
	e.mu.RUnlock()
	if kept {
		t.Error("the address outlives the case")
	}
}

// TestHostileCitizens send what nobody should.
func TestHostileCitizens(t *testing.T) {
	d := openDesk(t)
	id, secret := d.complain(`{"text":"<script>alert(1)</script> \u202eA012\u202c =HYPERLINK(1)","matter":"other"}`)
	d.h.now.pass(time.Hour)
	if v, err := d.h.engine.oneCase(t.Context(), callerOf(d.binh), id); err != nil || v.Texts[0].Text != "<script>alert(1)</script> A012 =HYPERLINK(1)" {
		t.Errorf("what was typed is kept as %+v, %v", v.Texts, err)
	}
	status, page := d.h.form(t, "/y-kien", url.Values{"key": {strings.Repeat("k", 20)}, "matter": {"other"}, "text": {strings.Repeat("a", 1<<20)}})
	if status != 413 || !strings.Contains(page, "<form") {
		t.Errorf("a megabyte = %d", status)
	}
	form := url.Values{"key": {strings.Repeat("k", 20)}, "matter": {"other"}, "text": {"Chờ lâu"}, "reference": {"PAKN-1"}, "counter": {"1"}, "day": {"2026-11-23"}}
	count := func() int {
		return view(d.h.engine, func(*state, queue.Moment) int { return len(d.h.engine.cases.all) })
	}
	before := count()
	for range 3 { // a form that is sent again is one case
		if status, page := d.h.form(t, "/y-kien", form); status != 200 || !strings.Contains(page, "Chờ lâu") || strings.Contains(page, "PAKN-1") {
			t.Errorf("the form = %d %s", status, page)
		}
	}
	if n := count() - before; n != 1 {
		t.Errorf("%d cases of one form", n)
	}
	for _, path := range []string{"/y-kien/" + secret[:len(secret)-1] + "x", "/y-kien/%00", "/y-kien/..%2f..", "/y-kien/" + strings.Repeat("a", 5000)} {
		if status, page := d.h.form(t, path+"/judge", url.Values{"satisfied": {"yes"}}); status != 404 || strings.Contains(page, "Chờ lâu") {
			t.Errorf("%.40s = %d", path, status)
		}
	}
	for _, x := range []struct{ method, path string }{{"GET", "/cases"}, {"GET", "/cases/" + string(id)}, {"POST", "/cases/" + string(id) + "/answer"}} {
		for _, token := range []string{"staff", "greeter", "tablet", "kiosk", "display", "bridge"} {
			d.want(403, "role", token, x.method+" "+x.path, "{}")
		}
	}
	if a := d.want(200, "", "manager", "GET /cases", ""); strings.Contains(string(a.body), "script") {
		t.Errorf("the head reads %s", a.body)
	}
}

// TestFiguresAreOfReferredCasesAlone answers cases with and without a reference.
func TestFiguresAreOfReferredCasesAlone(t *testing.T) {
	d := openDesk(t)
	for i := range 7 {
		id, secret := d.complain(`{"text":"Hỏi","matter":"other"}`)
		d.h.now.pass(time.Hour)
		if i < 5 {
			if got := d.act(d.binh, id, "reference", wire.CaseAct{Reference: "PAKN-" + string(rune('1'+i)) + "00"}); got != "" {
				t.Fatal(got)
			}
		}
		if got := d.act(d.binh, id, "answer", wire.CaseAct{Text: "Đáp"}); got != "" {
			t.Fatal(got)
		}
		d.want(204, "", "", "POST /feedback/"+secret+"/judge", `{"satisfied":`+map[bool]string{true: "true", false: "false"}[i > 0]+`}`)
	}
	d.h.now.pass(time.Hour)
	f := d.h.engine.caseList(callerOf(d.head)).Figures[0]
	if f.Opened != 7 || f.Referred != 5 || f.OnTime.N != 5 || f.OnTime.Share == nil || *f.OnTime.Share != 1 || f.Satisfied.Share == nil || *f.Satisfied.Share != .8 || f.Satisfied.Low < .37 || f.Satisfied.Low > .38 {
		t.Errorf("figures = %+v", f)
	}
}

// codeOf is the code of a refusal, "" where there is none.
func codeOf(err error) string {
	if err == nil {
		return ""
	}
	return fault.CodeOf(err)
}
