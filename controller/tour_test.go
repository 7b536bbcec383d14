package controller

import (
	"bufio"
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"motcua/internal/center"
	"motcua/internal/config"
	"motcua/internal/notice"
	"motcua/internal/wire"
)

const (
	aTicket  = `{"service":"HT","purpose":"submit"}`
	toPrint  = `{"service":"HT","purpose":"submit","printer":"P1"}`
	anAnswer = `","answers":{"overall":2,"reasons":["waiting"]}}`
)

// TestEveryCallAnswersAsDescribed asks for everything that the interface can
// do, and nearly everything that it can refuse.
func TestEveryCallAnswersAsDescribed(t *testing.T) {
	o := openTour(t, func(x *Options) {
		tells(x, &notice.Fake{})
		x.Center.Reports = []center.Report{scheduled("", "a@example.gov.vn")}
		x.Center.Closing.Printer = "P1"
		x.Center.Hooks = []center.Hook{hookTo(t, "away", "http://127.0.0.1:1")}
		x.Center.Calling.Forgotten = 20
		x.Center.Notices.Ahead, x.Center.Notices.PerDay = 1000, 1
		x.Center.Alerts.Phones = []string{"0912345678"}
		x.Center.Questionnaires = []center.Questionnaire{spoken(), center.UsualQuestionnaire()}
		x.Center.Feedback.Cases = "manager"
		x.Credentials.Credentials = append(x.Credentials.Credentials, config.Credential{ID: "handler-1", SHA256: config.HashToken("handler"), Roles: []string{"handler"}})
	})
	o.reading()
	o.guards()
	o.tickets()
	o.slips()
	o.reprints()
	o.counters()
	o.desks()
	o.visits()
	o.remote()
	o.appointments()
	o.ratings()
	o.sheets()
	o.questionnaires()
	o.asked()
	o.own()
	o.devices()
	o.packs()
	o.slides()
	o.paper()
	o.alerts()
	o.helps()
	o.lookups()
	o.scans()
	o.selfTest()
	o.notices()
	o.figures()
	o.cases()
	o.publication()
	o.verification()
	o.exports()
	o.receivers()
	o.people()
	o.configuration()
	o.session()
	o.clock()
	o.stream()
	o.closedForLong()
	o.broken()
	o.complete()
}

// hardToReach are refusals of broken machines, of cut lines and of people with two roles, which other tests reach.
var hardToReach = []string{"body-cut", "disk-full", "data-dir", "store-failed", "log-broken", "chain-broken", "stopping", "rating-own"}

// complete says which described answers never came.
func (o *tour) complete() {
	for name, op := range o.doc.operations {
		for _, status := range op.statuses() {
			if !o.seen[name+" "+status] {
				o.Errorf("%s never answered %s", name, status)
			}
		}
		for _, code := range op.codes(o.doc) {
			if !o.seen[name+" "+code] && !slices.Contains(hardToReach, code) {
				o.Errorf("%s never refused with %s", name, code)
			}
		}
	}
}

func (o *tour) reading() {
	for _, call := range []string{"/services", "/counters", "/board", "/devices", "/reports/day", "/reports/day?format=csv", "/entry",
		"/reports/calls", "/reports/calls?format=csv"} {
		o.want(200, "", testToken, "GET "+call, "")
	}
	for _, call := range []string{"/openapi.json", "/readyz", "/metrics"} {
		o.want(200, "", "", "GET "+call, "")
	}
	o.h.advisor.look()
	o.want(200, "", "manager", "GET /reports/advice", "")
	o.want(204, "", "", "GET /healthz", "")
	for _, report := range []string{"day", "calls"} {
		o.want(404, "report-day", "manager", "GET /reports/"+report+"?date=2020-01-01", "")
		o.want(422, "report-format", "manager", "GET /reports/"+report+"?format=pdf", "")
	}
	if a := o.ask("manager", "GET /reports/day?format=csv", ""); !strings.HasPrefix(string(a.body), "\ufeff") {
		o.Errorf("CSV begins with %q", a.body[:3])
	}
}

// guards holds what every call checks before it does anything.
func (o *tour) guards() {
	fill := strings.NewReplacer("{id}", "20261123-A001", "{ticket}", "20261123-A001", "{counter}", "1", "{action}", "open", "{device}", "K1", "{printer}", "P1", "{secret}", "guess", "{code}", "guess", "{hook}", "away", "{lang}", "guess", "{note}", "guess", "{version}", "1", "{case}", "guess", "{verb}", "take")
	large := `{"` + strings.Repeat("x", mostBody) + `":1}`
	head := o.h.engine.hub.last()
	for _, rt := range routes {
		call := rt.method + " " + fill.Replace(rt.path)
		if rt.roles != nil {
			o.want(401, "token-missing", "", call, "")
			o.want(401, "token-wrong", "wrong", call, "")
			o.want(401, "token-wrong", "", call, "", "Authorization: Basic bmFtZTpwYXNz")
			o.want(401, "session-over", "", call, "", "Cookie: "+cookieName+"=old")
			o.want(403, "role", "nobody", call, "")
		}
		if rt.method == "POST" {
			if rt.path != "/settings/file/check" { // it takes a file
				o.want(400, "json", testToken, call, `{"service"`)
				o.want(400, "key-form", testToken, call, `{}`, "Idempotency-Key: "+strings.Repeat("k", 129))
			}
			if strings.HasPrefix(rt.path, "/settings/") { // a configuration is larger than any other wish
				large := strings.Repeat(" ", mostSettings+1)
				o.want(413, "body-large", testToken, call, large)
				continue
			}
			o.want(413, "body-large", testToken, call, large)
		}
	}
	if now := o.h.engine.hub.last(); now != head {
		o.Errorf("refused calls appended %d entries", now-head)
	}
}

func (o *tour) tickets() {
	o.once(201, "kiosk", "POST /tickets", aTicket, `{"service":"DD","purpose":"submit"}`)
	o.want(400, "key-missing", "kiosk", "POST /tickets", aTicket, "Idempotency-Key")
	o.want(403, "device-other", "kiosk", "POST /tickets", `{"service":"HT","purpose":"submit","kiosk":"K2"}`)
	o.want(422, "service-unknown", "kiosk", "POST /tickets", `{"service":"XX","purpose":"submit"}`)
	o.want(422, "service-missing", "kiosk", "POST /tickets", `{"purpose":"submit"}`)
	o.want(422, "purpose-missing", "kiosk", "POST /tickets", `{"service":"HT"}`)
	o.want(422, "purpose-unknown", "kiosk", "POST /tickets", `{"service":"HT","purpose":"sing"}`)
	o.want(422, "device-unknown", "greeter", "POST /tickets", `{"service":"HT","purpose":"fee","kiosk":"K9"}`)
	o.want(422, "device-unknown", "greeter", "POST /tickets", `{"service":"HT","purpose":"fee","printer":"P9"}`)
	id := o.ticket("greeter", aTicket)
	o.want(200, "", "kiosk", "GET /tickets/"+id, "")
	o.want(404, "ticket-unknown", "kiosk", "GET /tickets/20261123-Z999", "")
	o.once(200, "greeter", "POST /tickets/"+id+"/service", `{"service":"DD"}`, `{"service":"HT"}`)
	o.want(422, "service-unknown", "greeter", "POST /tickets/"+id+"/service", `{"service":"XX"}`)
	o.want(422, "service-missing", "greeter", "POST /tickets/"+id+"/service", "")
	o.want(404, "ticket-unknown", "greeter", "POST /tickets/none/service", `{"service":"DD"}`)
	o.once(200, "greeter", "POST /tickets/"+id+"/cancel", "", "{}")
	o.want(200, "", "greeter", "POST /tickets/"+id+"/cancel", "")
	o.want(409, "ticket-state", "greeter", "POST /tickets/"+id+"/service", `{"service":"HT"}`)
	o.want(404, "ticket-unknown", "greeter", "POST /tickets/none/cancel", "")
}

func (o *tour) slips() {
	printed, failed, late, none := o.ticket("greeter", toPrint), o.ticket("greeter", toPrint), o.ticket("greeter", toPrint), o.ticket("greeter", aTicket)
	o.once(200, "bridge", "POST /slips/"+printed+"/claim", "", "{}")
	o.want(409, "slip-claimed", "bridge", "POST /slips/"+printed+"/claim", "")
	o.once(204, "bridge", "POST /slips/"+printed+"/done", "", "{}")
	o.want(409, "slip-ended", "bridge", "POST /slips/"+printed+"/done", "")
	o.want(409, "slip-ended", "bridge", "POST /slips/"+printed+"/failed", `{"cause":"unknown"}`)
	o.want(200, "", "bridge", "POST /slips/"+failed+"/claim", "")
	o.want(422, "cause-unknown", "bridge", "POST /slips/"+failed+"/failed", `{"cause":"moths"}`)
	o.once(204, "bridge", "POST /slips/"+failed+"/failed", `{"cause":"paper-out"}`, `{"cause":"unknown"}`)
	o.want(409, "slip-none", "bridge", "POST /slips/"+none+"/claim", "")
	o.h.now.pass(61 * time.Second)
	o.want(410, "slip-old", "bridge", "POST /slips/"+late+"/claim", "")
	for call, body := range map[string]string{"claim": "", "done": "", "failed": `{"cause":"unknown"}`} {
		o.want(404, "ticket-unknown", "bridge", "POST /slips/20261123-Z999/"+call, body)
	}
	for _, id := range []string{printed, failed, late, none} {
		o.want(200, "", "greeter", "POST /tickets/"+id+"/cancel", "")
	}
}

func (o *tour) counters() {
	one, two := "POST /counters/1/", "POST /counters/2/"
	o.want(404, "counter-unknown", testToken, "POST /counters/99/open", "")
	o.want(404, "action-unknown", testToken, one+"dance", "")
	o.want(403, "counter-other", "staff", two+"open", "")
	o.want(409, "counter-closed", "staff", one+"next", "")
	o.want(409, "undo-nothing", "staff", one+"undo", "")
	o.once(200, "staff", one+"open", "", "{}")
	o.want(200, "", testToken, two+"open", "{}")
	o.want(200, "", "staff", one+"next", "")
	held := o.ticket("greeter", aTicket)
	o.want(409, "counter-busy", "staff", one+"next", "")
	o.want(200, "", "staff", one+"recall", "")
	o.want(409, "no-ticket", testToken, two+"start", "")
	o.want(409, "transfer-self", "staff", one+"transfer", `{"counter":"1"}`)
	o.want(422, "counter-unknown", "staff", one+"transfer", `{"counter":"99"}`)
	o.want(422, "service-unknown", "staff", one+"transfer", `{"service":"XX"}`)
	o.want(422, "transfer-target", "staff", one+"transfer", `{"service":"HT","counter":"2"}`)
	o.want(422, "dossiers", "staff", one+"finish", `{"dossiers":201}`)
	o.want(200, "", "staff", one+"start", "")
	o.want(409, "ticket-state", "staff", one+"no-show", "")
	o.want(200, "", "staff", one+"finish", `{"dossiers":2,"outside":1}`)
	o.want(200, "", "staff", one+"ready", "")
	o.want(200, "", testToken, two+"next", "")
	o.want(409, "ticket-state", "greeter", "POST /tickets/"+held+"/cancel", "")
	o.want(200, "", testToken, two+"park", "")
	o.want(404, "ticket-unknown", testToken, two+"resume", `{"ticket":"20261123-Z999"}`)
	o.want(200, "", "staff", one+"resume", `{"ticket":"`+held+`"}`)
	o.want(409, "undo-moved", testToken, two+"undo", "")
	o.want(200, "", "staff", one+"undo", "")
	o.want(200, "", "staff", one+"resume", `{"ticket":"`+held+`"}`)
	o.want(200, "", "staff", one+"transfer", `{"counter":"2"}`)
	o.want(200, "", testToken, two+"next", "")
	o.want(200, "", testToken, two+"return", "")
	o.want(200, "", testToken, two+"next", "")
	o.want(200, "", testToken, two+"no-show", "")
	o.want(204, "", testToken, two+"next", "")
	o.want(422, "reason-unknown", testToken, two+"pause", `{"reason":"sleepy"}`)
	o.want(200, "", testToken, two+"pause", `{"reason":"lunch"}`)
	o.want(409, "counter-paused", testToken, two+"next", "")
	o.want(200, "", testToken, two+"incident", `{"reason":"portal"}`)
	o.want(200, "", testToken, "GET /board", "")
	o.want(200, "", testToken, two+"close", "")
}

// visits go through what a visit may need beyond one service.
func (o *tour) visits() {
	one := "POST /counters/1/"
	o.want(422, "services-most", "kiosk", "POST /tickets", `{"service":"HT","purpose":"submit","also":["HT","DD","HT","DD","HT"]}`)
	o.want(422, "service-unknown", "kiosk", "POST /tickets", `{"service":"HT","purpose":"submit","also":["XX"]}`)
	missed := o.ticket("greeter", `{"service":"HT","purpose":"submit","priority":true}`)
	o.once(200, "greeter", "POST /tickets/"+missed+"/ordinary", "", "{}")
	o.want(200, "", "staff", one+"call", `{"ticket":"`+missed+`","reason":"needs-help"}`)
	o.once(200, "staff", one+"add", `{"service":"DD"}`, `{"service":"HT"}`)
	for range 3 {
		o.want(200, "", "staff", one+"add", `{"service":"DD"}`)
		o.want(200, "", "staff", one+"recall", "")
	}
	o.want(422, "services-most", "staff", one+"add", `{"service":"DD"}`)
	o.want(409, "recall-limit", "staff", one+"recall", "")
	o.want(409, "ticket-state", "greeter", "POST /tickets/"+missed+"/ordinary", "")
	o.want(409, "ticket-state", "greeter", "POST /tickets/"+missed+"/rejoin", "")
	o.want(200, "", "staff", one+"no-show", "")
	o.want(200, "", "greeter", "GET /tickets/"+missed, "")
	o.once(200, "greeter", "POST /tickets/"+missed+"/rejoin", "", "{}")
	waiting := o.ticket("greeter", `{"service":"DD","purpose":"submit","also":["HT"]}`)
	o.want(404, "ticket-unknown", "staff", one+"call", `{"ticket":"20261123-Z999","reason":"needs-help"}`)
	o.want(422, "reason-unknown", "staff", one+"call", `{"ticket":"`+waiting+`","reason":"my cousin"}`)
	o.want(200, "", "staff", "GET /counters", "")
	o.want(200, "", "staff", one+"next", "")
	o.want(200, "", "staff", one+"transfer", `{"counter":"2","back":true}`)
	o.want(200, "", "staff", one+"call", `{"ticket":"`+waiting+`","reason":"manager"}`)
	o.want(200, "", "staff", one+"no-show", "")
	o.h.now.pass(61 * time.Minute)
	o.want(410, "grace-over", "greeter", "POST /tickets/"+waiting+"/rejoin", "")
	for _, rule := range []string{"rejoin", "ordinary", "check-in"} {
		o.want(404, "ticket-unknown", "greeter", "POST /tickets/20261123-Z999/"+rule, "")
	}
	o.want(409, "ticket-state", "greeter", "POST /tickets/"+waiting+"/check-in", "")
	o.want(200, "", "greeter", "POST /tickets/"+missed+"/check-in", "") // it waits already
	o.once(200, "greeter", "POST /tickets/"+missed+"/cancel", "", "{}")
	away := o.ticketOf(o.want(201, "", "", "POST /phone/tickets", anAway))
	o.want(409, "ticket-state", "staff", one+"call", `{"ticket":"`+away+`","reason":"manager"}`)
	o.once(200, "kiosk", "POST /tickets/"+away+"/check-in", "", "{}")
	o.want(200, "", "kiosk", "POST /tickets/"+away+"/cancel", "")
	o.full()
}

// full uses up the contingent of a service.
func (o *tour) full() {
	o.Helper()
	service := &o.h.opts.Center.Services[1]
	daily := func(n int) { // under the engine's lock, as another configuration would come with a restart
		o.h.engine.mu.Lock()
		defer o.h.engine.mu.Unlock()
		service.Daily = n
	}
	daily(1)
	a := o.want(409, "service-full", "kiosk", "POST /tickets", `{"service":"DD","purpose":"submit"}`, "Accept-Language: en")
	if !strings.Contains(a.detail, "07:00") {
		o.Errorf("a full service = %s", a.detail)
	}
	if a := o.want(200, "", "kiosk", "GET /services", ""); !strings.Contains(string(a.body), `"full":{"DD":{"until":"2026-11-24T07:00:00+07:00"}}`) {
		o.Errorf("a full service is told as %s", a.body)
	}
	daily(0)
}

// finish issues a ticket and serves it.
func (o *tour) finish() string {
	o.Helper()
	o.ticket("greeter", aTicket)
	return o.serve()
}

// serve calls and finishes at counter 1, and returns the token of the question.
func (o *tour) serve() string {
	o.Helper()
	o.want(200, "", "staff", "POST /counters/1/next", "")
	o.want(200, "", "staff", "POST /counters/1/finish", "")
	var s wire.Survey
	if err := json.Unmarshal(o.want(200, "", "tablet", "GET /counters/1/survey", "").body, &s); err != nil {
		o.Fatal(err)
	}
	return s.Token
}

func (o *tour) devices() {
	o.once(204, "bridge", "POST /devices/P1/state", `{"state":"broken","cause":"cover-open"}`, `{"state":"present"}`)
	o.want(204, "", "kiosk", "POST /devices/K1/state", `{"state":"present"}`)
	o.want(403, "device-other", "kiosk", "POST /devices/K2/state", `{"state":"present"}`)
	o.want(404, "device-unknown", "bridge", "POST /devices/P9/state", `{"state":"present"}`)
	o.want(422, "device-state", "bridge", "POST /devices/P1/state", `{"state":"moody"}`)
	o.want(422, "cause-unknown", "bridge", "POST /devices/P1/state", `{"state":"broken","cause":"moths"}`)
	o.want(422, "count-unknown", "bridge", "POST /devices/P1/state", `{"state":"present","counts":{"moths":1}}`)
	o.want(422, "version-form", "bridge", "POST /devices/P1/state", `{"state":"present","version":"a b"}`)
	o.want(422, "count-unknown", "bridge", "POST /devices/P1/state", `{"state":"present","counts":{"jobs":-1}}`)
	o.want(204, "", "bridge", "POST /devices/B1/state", `{"state":"present","counts":{"polls":61,"poll_us":2100}}`)
	o.want(204, "", "bridge", "POST /devices/UPS/state", `{"state":"present","cause":"mains-lost"}`)
	for _, line := range []string{
		`motcua_device_count{count="poll_us",device="B1",kind="bus"} 2100`, `motcua_device_up{device="B1",kind="bus"} 1`,
		`motcua_device_up{device="D1",kind="display"} 0`, `motcua_on_battery 1`, `motcua_paper_left_millimeters{device="P1"}`,
	} {
		if a := o.want(200, "", "", "GET /metrics", ""); !strings.Contains(string(a.body), "\n"+line) {
			o.Errorf("/metrics does not say %s", line)
		}
	}
	o.want(200, "", testToken, "GET /board", "")
	if a := o.want(200, "", "bridge", "GET /devices", ""); !strings.Contains(string(a.body), `"ups":{"id":"UPS"`) || !strings.Contains(string(a.body), `"pause_reasons":["break","lunch"]`) {
		o.Errorf("a bridge is told %s", a.body)
	}
	if a := o.want(200, "", "kiosk", "GET /devices", ""); strings.Contains(string(a.body), "K2") {
		o.Errorf("a kiosk is told of others: %s", a.body)
	}
}

func (o *tour) session() {
	o.h.hire(o.T, "lan", "quầy số một", "1", "staff")
	a := o.want(200, "", "", "POST /session", `{"name":"lan","password":"quầy số một"}`)
	cookie, _, _ := strings.Cut(a.header.Get("Set-Cookie"), ";")
	o.want(200, "", "", "GET /board", "", "Cookie: "+cookie)
	o.want(403, "role", "", "GET /reports/day", "", "Cookie: "+cookie)
	a = o.want(200, "", "", "POST /session", `{"token":"manager"}`)
	cookie, _, _ = strings.Cut(a.header.Get("Set-Cookie"), ";")
	o.want(200, "", "", "GET /reports/day", "", "Cookie: "+cookie)
	o.want(401, "password-wrong", "", "POST /session", `{"name":"lan","password":"wrong"}`)
	for i := range lockAfter - 1 {
		o.h.now.pass(delayAfter(i + 1))
		o.want(401, "token-wrong", "", "POST /session", `{"token":"wrong"}`)
		if i == slowAfter {
			o.want(429, "too-fast", "", "POST /session", `{"token":"manager"}`)
		}
	}
	a = o.want(429, "too-many-failures", "", "POST /session", `{"token":"manager"}`)
	if got := a.header.Get("Retry-After"); got != "900" {
		o.Errorf("Retry-After = %q, want 900", got)
	}
}

// stream reads the whole log and holds each entry against the schema and docs/events.md.
func (o *tour) stream() {
	o.want(400, "cursor-form", testToken, "GET /events?after=x", "")
	o.want(409, "cursor-ahead", testToken, "GET /events?after=99999999", "")
	o.want(200, "", testToken, "GET /events", "")
	who, err := o.h.byToken("display")
	if err != nil {
		o.Fatal(err)
	}
	for o.h.streams.enter(who.id) {
	}
	o.want(429, "streams", "display", "GET /events", "")
	documented, happened := readEvents(o.T), map[string]bool{}
	for i, data := range o.events(0, o.h.engine.hub.last()) {
		if err := o.doc.valid("/components/schemas/Entry", []byte(data)); err != nil {
			o.Error(err)
		}
		var b wire.Body
		if err := json.Unmarshal([]byte(data), &b); err != nil || b.Seq != int64(i)+1 {
			o.Fatalf("entry %d = %s, %v", i+1, data, err)
		}
		happened[b.Type] = true
		for _, wrong := range documented[b.Type].compare(b.Data) {
			o.Errorf("docs/events.md, %s: %s", b.Type, wrong)
		}
	}
	for _, kind := range wire.Types() {
		if !happened[kind] && kind != wire.EpochOpened { // the province asks for that one
			o.Errorf("%s never happened", kind)
		}
	}
}

// events reads the stream behind after until the entry last.
func (o *tour) events(after, last int64) (all []string) {
	o.Helper()
	ctx, cancel := context.WithTimeout(o.Context(), 10*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, o.h.url+"/api/v1/events?after="+strconv.FormatInt(after, 10), nil)
	if err != nil {
		o.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+testToken)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		o.Fatal(err)
	}
	defer resp.Body.Close()
	for lines := bufio.NewScanner(resp.Body); int64(len(all)) < last-after && lines.Scan(); {
		if id, ok := strings.CutPrefix(lines.Text(), "id: "); ok && id != strconv.FormatInt(after+int64(len(all))+1, 10) {
			o.Errorf("id %s behind %d entries", id, len(all))
		}
		if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
			all = append(all, data)
		}
	}
	if int64(len(all)) < last-after {
		o.Errorf("the stream ended behind %d entries, want %d", len(all), last-after)
	}
	return all
}
