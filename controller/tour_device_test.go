package controller

import (
	"encoding/json"
	"strings"
	"time"

	"motcua/internal/wire"
)

const servedOnPaper = `{"service":"HT","purpose":"submit","number":"P090","taken":"2026-11-23T07:30:00+07:00","counter":"1"}`

// reprints orders slips once more.
func (o *tour) reprints() {
	first, none := o.ticket("greeter", toPrint), o.ticket("greeter", aTicket)
	call := "POST /slips/" + first
	o.want(409, "slip-open", "greeter", call+"/reprint", "")
	o.want(200, "", "bridge", call+"/claim", "")
	o.want(409, "slip-open", "greeter", call+"/reprint", "")
	o.want(422, "paper-length", "bridge", call+"/done", `{"mm":10001}`)
	o.want(422, "paper-length", "bridge", call+"/failed", `{"cause":"unknown","mm":-1}`)
	o.want(204, "", "bridge", call+"/done", `{"mm":142}`)
	o.once(200, "greeter", call+"/reprint", "", "{}")
	if a := o.want(200, "", "greeter", "GET /tickets/"+first, ""); !strings.Contains(string(a.body), `"copy":1`) || strings.Contains(string(a.body), `"slip"`) {
		o.Errorf("a ticket whose reprint is wanted = %s", a.body)
	}
	o.want(409, "slip-copy", "bridge", call+"/claim", `{"copy":2}`)
	o.want(409, "slip-claimed", "bridge", call+"/claim", "")
	if a := o.want(200, "", "bridge", call+"/claim", `{"copy":1}`); !strings.Contains(string(a.body), `"copy":1`) {
		o.Errorf("the claim of a reprint = %s", a.body)
	}
	o.want(204, "", "bridge", call+"/failed", `{"copy":1,"cause":"paper-out","mm":30}`)
	o.want(200, "", "staff", call+"/reprint", `{"printer":"P1"}`)
	o.h.now.pass(61 * time.Second)
	o.want(410, "slip-old", "bridge", call+"/claim", `{"copy":2}`)
	o.want(422, "printer-missing", "greeter", "POST /slips/"+none+"/reprint", "")
	o.want(422, "device-unknown", "greeter", "POST /slips/"+none+"/reprint", `{"printer":"P9"}`)
	o.want(404, "ticket-unknown", "greeter", "POST /slips/20261123-Z999/reprint", "")
	o.want(200, "", "manager", "POST /slips/"+none+"/reprint", `{"printer":"P1"}`)
	for _, id := range []string{first, none} {
		o.want(200, "", "greeter", "POST /tickets/"+id+"/cancel", "")
	}
	o.want(409, "ticket-state", "greeter", call+"/reprint", "")
	if a := o.want(200, "", "manager", "GET /reports/calls", ""); strings.Count(string(a.body), `"printer":"P1"`) != 3 {
		o.Errorf("the day book after three reprints = %s", a.body)
	}
}

// paper puts rolls in and types numbers in that were given on paper.
func (o *tour) paper() {
	o.once(204, "manager", "POST /printers/P1/roll", "", "{}")
	o.want(204, "", testToken, "POST /printers/P1/roll", "")
	o.want(404, "device-unknown", "manager", "POST /printers/K1/roll", "")
	waiting := func(number, taken string) string {
		return `{"service":"HT","purpose":"submit","paper":{"number":"` + number + `","taken":"2026-11-` + taken + `+07:00"}}`
	}
	issue, served := "POST /tickets", "POST /paper/served"
	o.want(403, "role", "kiosk", issue, waiting("P017", "23T08:00:00"))
	o.want(403, "role", "manager", issue, aTicket)
	for _, number := range []string{"", "P", "17a", "ABCD1", "123456", "P-17"} {
		o.want(422, "paper-number", "greeter", issue, waiting(number, "23T08:00:00"))
	}
	for _, taken := range []string{"22T23:00:00", "23T23:00:00", "23T01:00:00"} {
		o.want(422, "paper-time", "manager", issue, waiting("P017", taken))
	}
	a := o.once(201, "greeter", issue, waiting("p017", "23T08:00:00"), waiting("P018", "23T08:00:00"))
	if !strings.Contains(string(a.body), `"number":"P017","series":"paper"`) {
		o.Errorf("a number given on paper = %s", a.body)
	}
	o.want(409, "paper-known", "manager", issue, waiting("P017", "23T08:01:00"))
	o.want(200, "", "greeter", "POST /tickets/20261123-P017/cancel", "")
	o.want(409, "paper-known", "greeter", served, strings.Replace(servedOnPaper, "P090", "P017", 1))
	o.once(201, "manager", served, servedOnPaper, strings.Replace(servedOnPaper, "P090", "P091", 1))
	o.want(409, "paper-known", "manager", served, servedOnPaper)
	o.want(409, "paper-known", "manager", issue, waiting("P090", "23T08:00:00"))
	for code, change := range map[string][2]string{
		"service-missing": {`"HT"`, `""`}, "service-unknown": {"HT", "XX"}, "purpose-missing": {"submit", ""}, "purpose-unknown": {"submit", "sing"},
		"counter-unknown": {`"counter":"1"`, `"counter":"99"`}, "paper-time": {"11-23", "11-22"},
		"paper-order": {`"counter":"1"`, `"called":"2026-11-23T07:40:00+07:00","finished":"2026-11-23T07:39:00+07:00"`},
	} {
		o.want(422, code, "greeter", served, strings.NewReplacer("P090", "P092", change[0], change[1]).Replace(servedOnPaper))
	}
	o.want(422, "paper-number", "greeter", served, strings.Replace(servedOnPaper, "P090", "?", 1))
	if a := o.want(200, "", "manager", "GET /reports/day", ""); !strings.Contains(string(a.body), `"reprints":3,"on_paper":1,"paper_served":1`) {
		o.Errorf("report after three reprints and two paper numbers = %s", a.body)
	}
	o.want(200, "", "manager", "GET /reports/calls", "")
}

// helps goes through who waits for a greeter, and who is fetched.
func (o *tour) helps() {
	o.once(201, "kiosk", "POST /help", "", `{"device":"K1"}`)
	o.want(201, "", "bridge", "POST /help", `{"device":"K1"}`)
	o.want(422, "device-unknown", "bridge", "POST /help", `{"device":"P1"}`)
	o.want(403, "device-other", "kiosk", "POST /help", `{"device":"K2"}`)
	o.want(200, "", testToken, "GET /board", "")
	o.want(404, "device-unknown", "greeter", "POST /help/P1/done", "")
	o.want(403, "device-other", "kiosk", "POST /help/K2/done", "")
	o.once(204, "greeter", "POST /help/K1/done", "", "{}")
	id := o.ticket("greeter", aTicket)
	o.once(200, "greeter", "POST /tickets/"+id+"/assist", `{"assist":true}`, `{"assist":false}`)
	o.want(403, "device-other", "kiosk", "POST /tickets/"+id+"/assist", `{"assist":true}`)
	o.want(404, "ticket-unknown", "greeter", "POST /tickets/20261123-Z999/assist", `{"assist":true}`)
	o.want(409, "change-late", "kiosk", "POST /tickets", `{"service":"HT","purpose":"submit","instead":"`+id+`"}`)
	o.want(404, "ticket-unknown", "kiosk", "POST /tickets", `{"service":"HT","purpose":"submit","instead":"20261123-Z999"}`)
	mine := o.ticket("kiosk", aTicket)
	other := o.ticket("kiosk", `{"service":"DD","purpose":"submit","instead":"`+mine+`","assist":true,"proxy":true,"another":true}`)
	o.want(409, "ticket-state", "kiosk", "POST /tickets", `{"service":"HT","purpose":"submit","instead":"`+mine+`"}`)
	for _, id := range []string{id, other} {
		o.want(200, "", "greeter", "POST /tickets/"+id+"/cancel", "")
	}
	o.want(409, "ticket-state", "greeter", "POST /tickets/"+other+"/assist", `{"assist":false}`)
}

// scans asks what codes are.
func (o *tour) scans() {
	scan := "POST /scans"
	var t wire.TicketAnswer
	if err := json.Unmarshal(o.want(201, "", "greeter", "POST /tickets", aTicket).body, &t); err != nil {
		o.Fatal(err)
	}
	code := func(text string) string { return `{"code":"` + text + `"}` }
	for text, want := range map[string]string{
		t.Ticket.URL: `{"kind":"ticket","kiosk":"K1","ticket":{"id":"` + string(t.Ticket.ID) + `"`,
		"KM4TQ7RX":   `{"kind":"appointment","kiosk":"K1"}`,
		"https://mc.example.vn/t/abcdefghjkmnpqrstuvw": `{"kind":"ticket","kiosk":"K1"}`,
		"000.00.00.H19-261123-0012":                    `{"kind":"dossier","kiosk":"K1","dossier":"000.00.00.H19-261123-0012"}`,
		"001166000001||Nguyễn Văn A|01011966|Nam|x|y":  `{"kind":"card","kiosk":"K1","card":{"elderly":true,"person":"`,
		"anything": `{"kind":"appointment"`, "": `{"kind":"unknown","kiosk":"K1"}`, strings.Repeat("x", 2000): `{"kind":"unknown"`,
	} {
		if a := o.want(200, "", "kiosk", scan, code(text)); text != "anything" && !strings.HasPrefix(string(a.body), want) {
			o.Errorf("scanned %q = %s, want %s", text, a.body, want)
		}
	}
	booked := o.booked("2026-11-24T16:00:00+07:00")
	o.want(200, "", "staff", scan, code(booked))
	o.want(200, "", "bridge", scan, `{"scanner":"S2","code":"x"}`)
	o.want(422, "device-unknown", "bridge", scan, `{"scanner":"K1","code":"x"}`)
	o.want(403, "device-other", "kiosk", scan, `{"scanner":"S1","code":"x"}`)
	o.tooOften(&o.h.scanning, "kiosk-1", func() { o.want(429, "too-often", "kiosk", scan, code("x")) })
	o.tooOften(&o.h.typing, "kiosk-1", func() { o.want(429, "too-often", "kiosk", scan, code("KM4TQ7RX")) })
	o.want(200, "", "greeter", "POST /tickets/"+string(t.Ticket.ID)+"/cancel", "")
}

// selfTest tests every device by hand.
func (o *tour) selfTest() {
	var t wire.SelfTest
	if err := json.Unmarshal(o.once(201, "manager", "POST /selftest", "", "{}").body, &t); err != nil || !t.Running {
		o.Fatalf("a self-test begins as %+v, %v", t, err)
	}
	o.want(409, "selftest-runs", testToken, "POST /selftest", "")
	call := "POST /selftest/" + t.ID + "/results"
	for _, checks := range []string{
		`[]`, `[{"what":"moths","ok":true}]`, `[{"what":"clock","ok":true}]`, `[{"what":"strip","ok":true}]`, `[{"what":"sound","device":"P1","ok":true}]`,
		`[{"what":"strip","device":"P1","ok":true,"mm":10001}]`, `[{"what":"lamp","device":"L1","ok":true,"mm":1}]`, `[{"what":"strip","device":"P1","ok":true,"untested":true}]`,
	} {
		o.want(422, "selftest-check", "bridge", call, `{"checks":`+checks+`}`)
	}
	o.want(422, "cause-unknown", "bridge", call, `{"checks":[{"what":"strip","device":"P1","ok":false,"cause":"moths"}]}`)
	o.want(422, "device-unknown", "bridge", call, `{"checks":[{"what":"strip","device":"P9","ok":true}]}`)
	o.want(403, "device-other", "kiosk", call, `{"checks":[{"what":"screen","device":"K2","ok":true}]}`)
	o.want(404, "selftest-unknown", "bridge", "POST /selftest/other/results", `{"checks":[{"what":"strip","device":"P1","ok":true}]}`)
	o.want(204, "", "kiosk", call, `{"checks":[{"what":"screen","device":"K1","ok":true}]}`)
	for _, id := range []string{"P1", "B1", "N1", "L1", "S1", "S2", "S3", "UPS"} {
		o.want(204, "", "bridge", call, `{"checks":[{"what":"device","device":"`+id+`","ok":true}]}`)
	}
	o.want(200, "", testToken, "GET /board", "")
	o.h.now.pass(testLeast)
	o.h.settle(o.T)
	if b := o.h.engine.board().SelfTest; b == nil || b.Running || b.OK || b.ID != t.ID { // nobody has heard of the screens
		o.Errorf("the self-test ended as %+v", b)
	}
	o.want(410, "selftest-over", "bridge", call, `{"checks":[{"what":"strip","device":"P1","ok":true}]}`)
	o.want(200, "", testToken, "GET /board", "")
}
