package controller

import (
	"encoding/json"
	"strings"

	"motcua/internal/wire"
)

const aCase = `{"text":"Chờ lâu mà không ai giải thích","matter":"service"`

// cases opens cases and goes with them to their ends, and to every refusal.
func (o *tour) cases() {
	o.want(200, "", "", "GET /feedback", "")
	first := o.once(201, "", "POST /feedback", aCase+`,"to":"0912 345 678","agreed":true}`, aCase+`}`)
	o.want(400, "key-missing", "", "POST /feedback", aCase+`}`, "Idempotency-Key")
	o.want(403, "cross-origin", "", "POST /feedback", aCase+`}`, "Origin: https://evil.example", "Sec-Fetch-Site: cross-site")
	for body, code := range map[string]string{
		`{"text":" ","matter":"other"}`: "text-empty", `{"text":"` + strings.Repeat("ă", 2001) + `","matter":"other"}`: "text-long",
		`{"text":"a","matter":"gossip"}`: "case-matter", aCase + `,"counter":"1","day":"2027-01-01"}`: "case-day", aCase + `,"counter":"99"}`: "counter-unknown",
		aCase + `,"to":"0912345678"}`: "case-agree", aCase + `,"to":"1022","agreed":true}`: "notice-phone", aCase + `,"to":"a@","agreed":true}`: "notice-email",
	} {
		o.want(422, code, "", "POST /feedback", body)
	}
	o.want(422, "case-reference", "greeter", "POST /feedback", aCase+`,"reference":"<b>"}`)
	for range mostCasesOf - 1 {
		o.secret = o.secretOf(o.want(201, "", "", "POST /feedback", aCase+`,"to":"0912345678","agreed":true}`))
	}
	o.want(409, "case-many", "", "POST /feedback", aCase+`,"to":"+84912345678","agreed":true}`)
	f := &o.h.opts.Center.Feedback
	set := func(change func()) { // under the engine's lock, as another configuration would come
		o.h.engine.mu.Lock()
		defer o.h.engine.mu.Unlock()
		change()
	}
	set(func() { f.PerDay = 1 })
	o.want(429, "case-full", "", "POST /feedback", aCase+`}`)
	set(func() { f.PerDay, f.Off = 100, true })
	o.want(409, "case-off", "", "POST /feedback", aCase+`}`)
	set(func() { f.Off = false })
	set(func() { o.h.opts.Center.Notices.Email.Host = "" })
	o.want(422, "case-no-email", "", "POST /feedback", aCase+`,"to":"a@example.vn","agreed":true}`)
	set(func() { o.h.opts.Center.Notices.Email.Host = "127.0.0.1" })
	o.settle(o.secretOf(first))
	other := o.secretOf(o.want(201, "", "", "POST /feedback", aCase+`}`))
	o.anHourAgo()
	o.want(204, "", "manager", "POST /cases/"+o.firstCase()+"/take", "{}") // the log hears of it
	o.once(204, "", "POST /feedback/"+other+"/withdraw", "", "{}")
	o.want(200, "", "", "GET /feedback/"+other, "")
	o.want(404, "case-unknown", "", "GET /feedback/guess", "")
	o.want(404, "case-unknown", "", "POST /feedback/guess/judge", "")
	for range 40 {
		o.ask("", "GET /feedback/guess", "")
	}
	o.want(429, "too-often", "", "GET /feedback/guess", "")
	o.want(429, "too-often", "", "POST /feedback/guess/judge", "")
	for range 40 {
		o.ask("", "POST /feedback", `{"text":"","matter":""}`)
	}
	o.want(429, "too-often", "", "POST /feedback", aCase+`}`)
	o.h.now.pass(lockFor) // the same address also types codes of appointments
}

// secretOf is the secret in the address of a case.
func (o *tour) secretOf(said answered) string {
	o.Helper()
	var a wire.FeedbackOpened
	if err := json.Unmarshal(said.body, &a); err != nil {
		o.Fatalf("%s: %v", said.body, err)
	}
	_, secret, _ := strings.Cut(a.URL, "/y-kien/")
	return secret
}

// firstCase is the id of the case that waits longest for the manager, whom the
// cases come to where there is no handler.
func (o *tour) firstCase() string {
	o.Helper()
	var v wire.Cases
	if err := json.Unmarshal(o.want(200, "", "manager", "GET /cases", "").body, &v); err != nil || len(v.Cases) == 0 {
		o.Fatalf("cases = %+v, %v", v, err)
	}
	return string(v.Cases[0].ID)
}

// anHourAgo lets every case be of an hour that is over: nobody is told of another.
func (o *tour) anHourAgo() {
	o.h.engine.mu.Lock()
	defer o.h.engine.mu.Unlock()
	for id, x := range o.h.engine.cases.all {
		x.Hour = "2026-11-22T09"
		o.h.engine.cases.all[id] = x
	}
}

// settle answers every case that there is, and lets the citizen of one of them speak.
func (o *tour) settle(secret string) {
	o.Helper()
	o.want(409, "case-state", "", "POST /feedback/"+secret+"/judge", `{"satisfied":true}`)
	o.want(404, "call-unknown", "", "POST /feedback/"+secret+"/dance", "")
	o.anHourAgo()
	id := o.firstCase()
	own := "POST /cases/" + id
	o.want(200, "", "manager", "GET /cases/"+id, "")
	o.want(404, "case-unknown", "manager", "GET /cases/none", "")
	o.want(404, "case-unknown", "manager", "POST /cases/none/take", "")
	o.want(404, "call-unknown", "manager", own+"/dance", "")
	o.once(204, "manager", own+"/take", "", "{}")
	o.once(204, "manager", own+"/note", `{"text":"Đã hỏi quầy"}`, `{"text":"khác"}`)
	o.want(422, "text-empty", "manager", own+"/answer", `{}`)
	o.want(422, "text-long", "manager", own+"/note", `{"text":"`+strings.Repeat("a", 2001)+`"}`)
	o.want(422, "case-route", "manager", own+"/pass", `{"route":"manager"}`)
	o.want(422, "case-reference", "manager", own+"/reference", `{"reference":"?"}`)
	o.want(204, "", "manager", own+"/reference", `{"reference":"PAKN-2026.1"}`)
	for { // whichever of them is the one whose secret is known
		next := o.firstCase()
		if a := o.ask("manager", "POST /cases/"+next+"/answer", `{"text":"Xin lỗi ông/bà"}`); a.status == 409 {
			break
		}
	}
	o.want(409, "case-state", "manager", own+"/answer", `{"text":"Nữa"}`)
	o.want(409, "case-referred", "manager", own+"/reference", `{}`)
	if a := o.want(200, "", "manager", "GET /cases/"+id, ""); !strings.Contains(string(a.body), `"kind":"refer"`) {
		o.Errorf("nothing says who noted the reference: %s", a.body)
	}
	mine := "POST /feedback/" + secret
	o.want(200, "", "", "GET /feedback/"+secret, "")
	o.want(403, "cross-origin", "", mine+"/judge", `{}`, "Origin: https://evil.example", "Sec-Fetch-Site: cross-site")
	o.once(204, "", mine+"/judge", `{"satisfied":false}`, `{"satisfied":true}`)
	o.want(409, "case-judged", "", mine+"/judge", `{"satisfied":true}`)
	o.want(422, "text-empty", "", mine+"/reopen", `{}`)
	o.want(422, "text-long", "", mine+"/reopen", `{"text":"`+strings.Repeat("a", 2001)+`"}`)
	o.once(204, "", mine+"/reopen", `{"text":"Chưa nói vì sao"}`, `{"text":"khác"}`)
	o.want(409, "case-reopened", "", mine+"/reopen", `{"text":"Lại"}`)
	o.want(204, "", "manager", "POST /cases/"+o.firstCase()+"/answer", `{"text":"Máy in hỏng"}`)
	o.once(204, "", mine+"/judge", `{"satisfied":true}`, `{"satisfied":false}`)
	o.want(200, "", "", "GET /feedback/"+secret, "")
}
