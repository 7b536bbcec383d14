package controller

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"motcua/internal/alert"
	"motcua/internal/wire"
)

// alerts lets a printer run out of paper and the manager see to it.
func (o *tour) alerts() {
	o.want(204, "", "bridge", "POST /devices/P1/state", `{"state":"broken","cause":"paper-out"}`)
	o.h.now.pass(2 * watchEvery)
	o.want(204, "", "bridge", "POST /devices/B1/state", `{"state":"present"}`)
	var v wire.Alerts
	a := o.want(200, "", "display", "GET /alerts", "")
	if err := json.Unmarshal(a.body, &v); err != nil {
		o.Fatal(err)
	}
	i := slices.IndexFunc(v.Alerts, func(x wire.Alert) bool { return x.Kind == alert.Paper && x.Subject == "P1" })
	if i < 0 || !strings.Contains(v.Alerts[i].Text.VI, "P1") || v.Alerts[i].Todo.EN == "" || v.Alerts[i].Acknowledged != nil {
		o.Fatalf("without paper the alerts are %s", a.body)
	}
	o.h.now.pass(time.Duration(o.h.site().Alerts.Escalate) * time.Minute)
	told := func() bool { // the clock of the center stands: only who is asked looks at it
		o.want(204, "", "bridge", "POST /devices/B1/state", `{"state":"present"}`)
		a := o.want(200, "", testToken, "GET /alerts", "")
		return strings.Contains(string(a.body), `"escalated"`) && len(o.h.engine.alertPosts()) == 0
	}
	for end := time.Now().Add(20 * time.Second); !told(); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(end) {
			o.Fatal("the second level is not told")
		}
	}
	call := fmt.Sprintf("POST /alerts/%d/acknowledge", v.Alerts[i].Alert)
	o.want(403, "role", "display", call, "")
	o.want(404, "alert-unknown", "manager", "POST /alerts/7/acknowledge", "")
	o.want(404, "alert-unknown", "manager", "POST /alerts/first/acknowledge", "")
	if a := o.once(200, "manager", call, "", "{}"); !strings.Contains(string(a.body), `"by":"manager-1"`) {
		o.Errorf("an alert that the manager sees to = %s", a.body)
	}
	o.want(200, "", "manager", call, "") // again: nothing new
	if a := o.want(409, "alert-acknowledged", testToken, call, "", "Accept-Language: en"); !strings.Contains(a.detail, "manager-1") {
		o.Errorf("the second to see to it is told %q", a.detail)
	}
	o.want(204, "", "bridge", "POST /devices/P1/state", `{"state":"present"}`)
	for range 3 {
		o.h.now.pass(time.Minute + 2*time.Second)
		o.want(204, "", "bridge", "POST /devices/P1/state", `{"state":"present"}`)
	}
	o.h.now.pass(2 * watchEvery)
	o.want(204, "", "bridge", "POST /devices/P1/state", `{"state":"present"}`)
	if a := o.want(200, "", "display", "GET /alerts", ""); strings.Contains(string(a.body), `"subject":"P1"`) {
		o.Errorf("with paper again the alerts are %s", a.body)
	}
}
