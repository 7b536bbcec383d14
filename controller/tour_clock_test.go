package controller

import (
	"path/filepath"
	"strings"
	"time"

	"motcua/internal/center"
)

// clock goes through an evening and a clock that cannot be believed.
func (o *tour) clock() {
	o.h.now.jump(-48 * time.Hour)
	o.want(503, "clock-behind", "kiosk", "POST /tickets", aTicket)
	o.want(503, "clock-behind", "kiosk", "POST /appointments/"+o.later+"/check-in", "")
	o.doubted("clock-behind")
	o.want(503, "clock-behind", "greeter", "POST /paper/served", servedOnPaper)
	o.h.now.jump(48 * time.Hour)
	o.ticket("greeter", aTicket)
	o.want(200, "", "staff", "POST /counters/1/next", "")
	o.want(200, "", "staff", "POST /counters/1/start", "")
	o.ticket("greeter", aTicket)
	o.last = o.booked("2026-11-23T16:45:00+07:00")
	start := o.h.now.read().Wall
	o.h.now.pass(time.Date(2026, 11, 23, 17, 1, 0, 0, center.Zone).Sub(start))
	if a := o.want(409, "closed-hours", "kiosk", "POST /tickets", aTicket, "Accept-Language: en-GB,en;q=0.8"); !strings.Contains(a.detail, "07:00") {
		o.Errorf("closed hours = %s", a.detail)
	}
	o.evening(false)
	o.want(200, "", testToken, "GET /services", "")
	o.h.now.pass(time.Hour)
	o.evening(true)
	o.h.advisor.look()
	o.want(409, "advice-closed", "manager", "GET /reports/advice", "")
	if l := (&learner{e: o.h.engine}); l.due() == "" {
		o.Error("a closed day is not learned from")
	} else if err := l.fit(o.Context(), l.due()); err != nil {
		o.Error(err)
	}
	o.closingSlip()
	o.want(409, "day-closed", "staff", "POST /counters/1/open", "")
	o.want(409, "day-closed", "greeter", "POST /tickets/20261123-A001/cancel", "")
	o.want(409, "day-closed", "greeter", "POST /slips/20261123-A001/reprint", `{"printer":"P1"}`)
	o.want(409, "day-closed", "greeter", "POST /paper/served", servedOnPaper)
	o.want(409, "day-closed", "kiosk", "POST /help", "")
	o.want(409, "day-closed", "greeter", "POST /tickets/20261123-A001/assist", "")
	o.want(409, "day-closed", "greeter", "POST /tickets/20261123-A001/service", `{"service":"DD"}`)
	o.want(409, "day-closed", "greeter", "POST /tickets/20261123-A001/notes", `{"text":"x"}`)
	o.want(409, "day-closed", "staff", "POST /counters/1/alarm", "")
	o.want(409, "day-closed", "manager", "POST /counters/1/alarm/answer", "")
	o.want(409, "day-closed", "manager", "POST /counters/1/staff", `{"official":"all"}`)
	for _, rule := range []string{"rejoin", "ordinary", "check-in"} {
		o.want(409, "day-closed", "greeter", "POST /tickets/20261123-A001/"+rule, "")
	}
	o.h.now.pass(6 * time.Hour) // over midnight: the day's report is sent
	look(o.T, o.h)
	o.h.now.jump(42*24*time.Hour - 16*time.Hour) // a Monday morning six weeks later
	o.want(503, "clock-ahead", "kiosk", "POST /tickets", aTicket)
	o.want(503, "clock-ahead", "kiosk", "POST /appointments/"+o.later+"/check-in", "")
	o.doubted("clock-ahead")
	o.want(503, "clock-ahead", "greeter", "POST /paper/served", servedOnPaper)
	o.want(204, "", "manager", "POST /clock/confirm", "")
	o.want(201, "", "kiosk", "POST /tickets", aTicket)
	o.want(200, "", "manager", "GET /reports/day?date=2026-11-23", "")
	if a := o.want(200, "", "manager", "GET /reports/calls?date=2026-11-23", ""); !strings.Contains(string(a.body), `"why":"by-hand"`) {
		o.Errorf("the day book of a past day = %s", a.body)
	}
}

// closedForLong asks a center that never opens.
func (o *tour) closedForLong() {
	open := o.h
	o.h = openTour(o.T, func(opts *Options) { opts.Center.Hours = center.Hours{} }).h
	o.want(409, "closed-for-long", "kiosk", "POST /tickets", aTicket)
	o.want(200, "", testToken, "GET /board", "")
	o.h.stop()
	o.h = open
}

// broken takes the disk away: nothing that would have to be stored is done.
func (o *tour) broken() {
	e := o.h.engine
	e.mu.Lock()
	if err := e.store.Close(); err != nil {
		o.Error(err)
	}
	e.opts.Store.Path = filepath.Join(o.TempDir(), "gone", "log.db")
	e.mu.Unlock()
	o.want(503, "store-failed", "kiosk", "POST /tickets", aTicket)
	fill := strings.NewReplacer("{id}", "20261123-A001", "{ticket}", "20261123-A001", "{counter}", "1", "{action}", "open", "{device}", "K1", "{printer}", "P1", "{secret}", "guess", "{alert}", "7", "{code}", "guess", "{hook}", "away", "{note}", "guess", "{case}", "guess", "{verb}", "take")
	bodies := map[string]string{
		"/tickets": aTicket, "/tickets/{id}/service": `{"service":"DD"}`, "/devices/{device}/state": `{"state":"absent"}`,
		"/slips/{ticket}/failed": `{"cause":"unknown"}`, "/ratings": `{"token":"x` + anAnswer, "/ratings/paper": o.aSheet("2", `"answers":{"overall":2}`), "/session": `{"token":"staff"}`,
		"/paper/served": servedOnPaper, "/selftest/{id}/results": `{"checks":[{"what":"strip","device":"P1","ok":true}]}`, "/scans": `{"code":"x"}`,
		"/tickets/{id}/notes": `{"text":"x"}`, "/me/explanations": `{"day":"2027-01-04","figure":"wait","text":"x"}`,
		"/help": `{"device":"K1"}`, "/feedback": aCase + "}", "/phone/tickets": anAway, "/appointments": o.slot("2027-01-05T10:00:00+07:00"),
	}
	phone := o.opens(o.code(), "")
	for _, rt := range routes {
		if rt.method != "POST" || rt.path == "/scans" || strings.HasPrefix(rt.path, "/settings/") {
			continue // of a scan nothing is stored; a configuration needs its file first, see saving
		}
		if a := o.ask(testToken, "POST "+fill.Replace(rt.path), bodies[rt.path], phone); a.status != 503 {
			o.Errorf("%s without a disk = %d %s", rt.path, a.status, a.code)
		} else if a.status == 503 && a.header.Get("Retry-After") == "" {
			o.Errorf("%s without a disk names no time to come back", rt.path)
		}
	}
	o.want(503, "store-failed", "manager", "GET /reports/day?date=2026-11-23", "")
	o.want(503, "store-failed", "manager", "GET /reports/calls?date=2026-11-23", "")
	for _, report := range []string{"figures", "satisfaction", "tickets?figure=issued&", "flags", "exceptions", "dossiers", "export?format=csv&"} {
		call, query, _ := strings.Cut(report, "?")
		o.want(503, "store-failed", "manager", "GET /reports/"+call+"?"+query+"from=2026-11-23&to=2026-11-23", "")
	}
	o.want(503, "store-failed", "manager", "GET /reports/tickets/20261123-A001", "")
	o.want(503, "store-failed", "manager", "GET /reports/explanations", "")
	o.want(503, "store-failed", "staff", "GET /me/explanations", "")
	o.want(503, "store-failed", "", "GET /feedback/"+o.secret, "")
	o.want(503, "store-failed", "manager", "GET /cases/"+o.firstCase(), "")
	o.want(503, "store-failed", "staff", "GET /me/figures?from=2026-11-23&to=2026-11-23", "")
	o.want(503, "store-failed", "staff", "GET /tickets/20270104-A001/notes", "")
	if a := o.ask("", "GET /readyz", ""); a.status != 503 {
		o.Errorf("ready without a disk = %d", a.status)
	}
	o.want(200, "", testToken, "GET /board", "")
}
