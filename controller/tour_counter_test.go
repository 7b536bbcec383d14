package controller

import (
	"encoding/json"
	"strings"
	"time"

	"motcua/internal/figures"
	"motcua/internal/wire"
)

const aNote = `{"text":"Cần chứng thực chữ ký","counter":"1"}`

// desks goes through what a counter's people may do beside calling.
func (o *tour) desks() {
	one, two := "POST /counters/1/", "POST /counters/2/"
	held := o.ticket("greeter", aTicket)
	o.want(200, "", "staff", one+"next", "")
	o.want(422, "ticket-missing", "staff", one+"next", `{"finish":true}`)
	o.want(409, "ticket-other", "staff", one+"finish", `{"ticket":"20261123-A999"}`)
	o.want(200, "", "staff", one+"next", `{"finish":true,"ticket":"`+held+`","dossiers":1}`)
	o.want(200, "", "staff", one+"undo", "")
	o.want(422, "reason-unknown", "staff", one+"transfer", `{"counter":"2","reason":"my cousin"}`)
	o.standstill(one)
	o.notesOn(held)
	o.want(200, "", "staff", one+"transfer", `{"counter":"2","reason":"specialist"}`)
	o.want(200, "", "greeter", "POST /tickets/"+held+"/cancel", "")
	o.want(409, "ticket-state", "greeter", "POST /tickets/"+held+"/notes", `{"text":"x"}`)
	o.want(422, "pause-minutes", "staff", one+"pause", `{"reason":"break","minutes":241}`)
	o.want(200, "", "staff", one+"pause", `{"reason":"break","minutes":10}`)
	o.want(200, "", testToken, "GET /board", "")
	o.want(200, "", "staff", one+"open", "")
	o.signOn(one, two)
	o.alarm(one)
	o.explain(held)
	o.lost()
}

func (o *tour) standstill(one string) {
	o.want(200, "", "staff", one+"incident", `{"reason":"vneid"}`)
	o.want(200, "", testToken, "GET /board", "")
	o.want(200, "", "staff", one+"recover", "")
	o.want(200, "", "staff", one+"still", "")
}

// own asks for the figures of who asks.
func (o *tour) own() {
	var t figures.Table
	if err := json.Unmarshal(o.want(200, "", "staff", "GET /me/figures?from=2026-11-23", "").body, &t); err != nil {
		o.Fatal(err)
	}
	if len(t.Rows) != 1 || t.Rows[0].Key != "2026-11-23" || t.Total.Served == 0 || t.Total.Quality.Forgotten != 0 {
		o.Errorf("own figures = %+v", t)
	}
	if err := json.Unmarshal(o.want(200, "", "greeter", "GET /me/figures", "").body, &t); err != nil || t.Total.Served != 0 {
		o.Errorf("a greeter's figures = %+v, %v", t.Total, err)
	}
	o.want(422, "day-form", "staff", "GET /me/figures?from=x", "")
	o.want(422, "report-period", "staff", "GET /me/figures?from=2000-01-01", "")
}

// asked lets a counter be silent until it is asked, and until its service ends by itself.
func (o *tour) asked() {
	board := func(has string) {
		o.Helper()
		o.until(func() bool { return strings.Contains(string(o.want(200, "", testToken, "GET /board", "").body), has) })
	}
	o.ticket("greeter", aTicket)
	o.want(200, "", "staff", "POST /counters/1/next", "")
	o.h.now.pass(31 * time.Minute)
	board(`"still":{"since":"`)
	o.want(200, "", "staff", "POST /counters/1/still", "")
	o.h.now.pass(31 * time.Minute)
	board(`"still":{"since":"`)
	o.h.now.pass(21 * time.Minute)
	board(`"lost":"`)
	o.want(200, "", "staff", "POST /counters/1/undo", "")
	o.want(200, "", "staff", "POST /counters/1/no-show", "")
}

// until waits for what the engine does by itself.
func (o *tour) until(done func() bool) {
	o.Helper()
	for end := time.Now().Add(10 * time.Second); !done(); {
		if time.Now().After(end) {
			o.Fatal("it never happened")
		}
	}
}

func (o *tour) notesOn(id string) {
	write := "POST /tickets/" + id + "/notes"
	o.once(201, "staff", write, aNote, `{"text":"another"}`)
	var n wire.Notes
	if err := json.Unmarshal(o.want(200, "", "greeter", "GET /tickets/"+id+"/notes", "").body, &n); err != nil || len(n.Notes) != 1 {
		o.Fatalf("notes = %+v, %v", n, err)
	}
	o.want(403, "counter-other", "staff", write, `{"text":"x","counter":"2"}`)
	o.want(422, "counter-unknown", "greeter", write, `{"text":"x","counter":"99"}`)
	o.want(422, "text-empty", "greeter", write, `{"text":" \u202e "}`)
	o.want(422, "text-long", "greeter", write, `{"text":"`+strings.Repeat("ă", 501)+`"}`)
	for range 9 {
		o.want(201, "", "greeter", write, `{"text":"thêm"}`)
	}
	o.want(409, "notes-most", "greeter", write, `{"text":"thêm"}`)
	erase := "POST /tickets/" + id + "/notes/" + n.Notes[0].ID + "/erase"
	o.once(204, "greeter", erase, "", "{}")
	o.want(404, "note-unknown", "greeter", erase, "")
	o.want(404, "ticket-unknown", "greeter", "POST /tickets/none/notes/x/erase", "")
	o.want(404, "ticket-unknown", "greeter", "POST /tickets/none/notes", `{"text":"x"}`)
	o.want(404, "ticket-unknown", "greeter", "GET /tickets/none/notes", "")
}

func (o *tour) signOn(one, two string) {
	id := o.h.hire(o.T, "mai", "quầy số một", "1", "staff")
	o.want(422, "official-missing", "bridge", one+"sign-on", "")
	o.want(200, "", "staff", one+"sign-on", "")
	o.want(200, "", "staff", one+"sign-off", "")
	o.want(422, "official-unknown", "manager", two+"staff", `{"official":"nobody","present":true}`)
	o.want(422, "official-missing", "manager", two+"staff", `{}`)
	o.want(404, "counter-unknown", "manager", "POST /counters/99/staff", `{"official":"`+id+`","present":true}`)
	o.once(200, "manager", two+"staff", `{"official":"`+id+`","present":true}`, `{"official":"`+id+`"}`)
	if a := o.want(200, "", "manager", "GET /counters", ""); !strings.Contains(string(a.body), `"staff":[{"id":"`+id+`","name":"mai (họ tên)"}]`) {
		o.Errorf("who sits where = %s", a.body)
	}
	o.want(200, "", testToken, two+"open", "")
	o.ticket("greeter", aTicket)
	o.want(200, "", testToken, two+"next", "")
	o.want(200, "", "manager", two+"staff", `{"official":"`+id+`"}`)
	o.want(409, "counter-busy", "manager", two+"staff", `{"official":"all"}`)
	o.want(200, "", testToken, two+"finish", "")
	o.want(200, "", testToken, two+"close", "")
}

func (o *tour) alarm(one string) {
	o.once(204, "staff", one+"alarm", "", "{}")
	o.want(204, "", "staff", one+"alarm", "")
	o.want(403, "counter-other", "staff", "POST /counters/2/alarm", "")
	o.want(403, "counter-other", "staff", "POST /counters/2/alarm/answer", "")
	o.want(404, "counter-unknown", testToken, "POST /counters/99/alarm", "")
	o.want(404, "counter-unknown", testToken, "POST /counters/99/alarm/answer", "")
	o.want(403, "role", "staff", one+"alarm/answer", "")
	o.want(422, "reason-unknown", "staff", one+"alarm/answer", `{"reason":"tea"}`)
	if a := o.want(200, "", "manager", "GET /alarms", ""); !strings.Contains(string(a.body), `"counter":"1"`) {
		o.Errorf("alarms = %s", a.body)
	}
	if a := o.want(200, "", "display", "GET /board", ""); strings.Contains(string(a.body), "alarm") {
		o.Error("the hall is told of a quiet alarm")
	}
	if a := o.want(200, "", "staff", "GET /counters", ""); !strings.Contains(string(a.body), `"alarm":"`) {
		o.Errorf("who works here is told %s", a.body)
	}
	o.once(204, "manager", one+"alarm/answer", "", `{"reason":"withdrawn"}`)
	o.want(204, "", "staff", one+"alarm/answer", `{"reason":"withdrawn"}`)
}

func (o *tour) explain(id string) {
	say := func(day, figure, ticket, text string) string {
		return `{"day":"` + day + `","figure":"` + figure + `","ticket":"` + ticket + `","text":"` + text + `"}`
	}
	o.once(201, "staff", "POST /me/explanations", say("2026-11-23", "wait", id, "Mất điện từ 8 giờ"), say("2026-11-23", "wait", "", "x"))
	o.want(422, "figure-unknown", "staff", "POST /me/explanations", say("2026-11-23", "salary", "", "x"))
	o.want(422, "day-form", "staff", "POST /me/explanations", say("soon", "wait", "", "x"))
	o.want(422, "text-empty", "staff", "POST /me/explanations", say("2026-11-23", "wait", "", ""))
	o.want(422, "text-long", "staff", "POST /me/explanations", say("2026-11-23", "wait", "", strings.Repeat("a", 1001)))
	o.want(409, "explain-late", "staff", "POST /me/explanations", say("2026-09-23", "wait", "", "x"))
	o.want(404, "ticket-unknown", "staff", "POST /me/explanations", say("2026-11-22", "wait", id, "x"))
	for token, call := range map[string]string{"staff": "GET /me/explanations", "manager": "GET /reports/explanations"} {
		if a := o.want(200, "", token, call+"?from=2026-11-01&to=2026-11-30", ""); !strings.Contains(string(a.body), "Mất điện từ 8 giờ") {
			o.Errorf("%s = %s", call, a.body)
		}
		o.want(422, "day-form", token, call+"?from=x", "")
	}
	if a := o.want(200, "", "greeter", "GET /me/explanations", ""); strings.Contains(string(a.body), "Mất điện") {
		o.Errorf("a colleague reads %s", a.body)
	}
}

func (o *tour) lost() {
	if a := o.want(200, "", "greeter", "GET /tickets?service=HT&purpose=submit&from=08:00&to=23:00&number=1", ""); !strings.Contains(string(a.body), `A001`) {
		o.Errorf("lost slips = %s", a.body)
	}
	o.want(422, "service-unknown", "greeter", "GET /tickets?service=XX", "")
	o.want(422, "purpose-unknown", "greeter", "GET /tickets?purpose=sing", "")
	o.want(422, "time-form", "greeter", "GET /tickets?from=soon", "")
}
