package controller

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"motcua/internal/wire"
)

// TestADayKeepsItsFigures looks at a day in the evening, when answers still
// come in, and again from the log on the next day.
func TestADayKeepsItsFigures(t *testing.T) {
	o := openTour(t, nil)
	o.want(200, "", "staff", "POST /counters/1/open", "")
	missed := o.ticket("greeter", aTicket)
	o.want(200, "", "staff", "POST /counters/1/next", "")
	o.want(200, "", "staff", "POST /counters/1/no-show", "")
	o.h.now.pass(8*time.Hour + 30*time.Minute) // 16:30
	for range 5 {
		o.ticket("greeter", aTicket)
	}
	o.h.now.pass(time.Hour)
	var tokens []string
	for range 5 {
		tokens = append(tokens, o.serve())
	}
	o.h.now.pass(45 * time.Minute) // 18:15: the day is closed, the questions are not
	for _, token := range tokens {
		o.want(201, "", "", "POST /ratings", `{"token":"`+token+anAnswer)
	}
	o.h.now.pass(time.Hour) // answers come with the end of an hour
	o.want(409, "day-closed", "greeter", "POST /tickets/"+missed+"/cancel", "")
	evening := o.report("")
	if evening.Ratings == nil || evening.Ratings.N != 5 || evening.Finished != 5 || evening.NoShows != 1 {
		t.Errorf("the day in the evening = %+v", evening)
	}
	o.h.now.pass(13 * time.Hour)
	o.ticket("kiosk", aTicket)
	later := o.report("?date=2026-11-23")
	a, _ := json.Marshal(evening)
	if b, _ := json.Marshal(later); string(a) != string(b) {
		t.Errorf("the day from the log = %s, want %s", b, a)
	}
	if today := o.report(""); today.Issued != 1 || today.Ratings != nil {
		t.Errorf("the next day = %+v", today)
	}
}

func (o *tour) report(query string) wire.Today {
	o.Helper()
	var r wire.DayReport
	if err := json.Unmarshal(o.want(200, "", "manager", "GET /reports/day"+query, "").body, &r); err != nil {
		o.Fatal(err)
	}
	return r.Figures
}

func TestReportForASpreadsheet(t *testing.T) {
	o := openTour(t, func(opts *Options) { opts.Center.Services[0].Name.VI = "=1+1" })
	o.ticket("kiosk", aTicket)
	a := o.want(200, "", "manager", "GET /reports/day?format=csv", "")
	lines := strings.Split(strings.TrimSpace(string(a.body)), "\n")
	if len(lines) != 4 || !strings.HasPrefix(lines[0], "\ufeff") || !strings.HasPrefix(lines[1], "2026-11-23,'=1+1,1,") {
		t.Errorf("CSV = %q", lines)
	}
	if got := a.header.Get("Content-Disposition"); got != `attachment; filename="motcua-2026-11-23.csv"` {
		t.Errorf("Content-Disposition = %s", got)
	}
	en := o.want(200, "", "manager", "GET /reports/day?format=csv", "", "Accept-Language: en")
	if string(en.body) == string(a.body) {
		t.Error("the table has the same heads in both languages")
	}
}
