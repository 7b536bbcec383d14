package controller

import (
	"bytes"
	"net/http/httptest"
	"time"

	"motcua/controller/web"
	"motcua/internal/fault"
	"motcua/internal/wire"
)

// inspections opens an inspection, draws, exports and lets it end by itself.
func (o *tour) inspections(password string) {
	o.Helper()
	e, c := o.h.engine, o.h.Controller
	kim := o.h.hire(o.T, "kim", password, "", "inspector")
	login := `{"name":"kim","password":"` + password + `"}`
	o.want(403, "inspection-none", "", "POST /session", login)
	now := o.h.now.read().Wall
	for until, want := range map[time.Duration]string{time.Minute: "inspection-until", 91 * 24 * time.Hour: "inspection-until", time.Hour: ""} {
		if err := e.openInspection(o.Context(), kim, now.Add(until), boss.ID); (err != nil || want != "") && fault.CodeOf(err) != want {
			o.Errorf("an inspection of %s = %v, want %q", until, err, want)
		}
	}
	list, err := (&inspections{c}).List(o.Context(), kim)
	if err != nil || len(list) != 1 || !list[0].Open {
		o.Fatalf("inspections = %+v, %v, want one that is open", list, err)
	}
	by := web.Who{ID: kim, Roles: []string{"inspector"}}
	if err := (&inspections{c}).Draw(o.Context(), by, list[0].ID, "2026-11-23", "2026-11-23", 3, 4711); err != nil {
		o.Fatal(err)
	}
	w := httptest.NewRecorder()
	if err := (&inspections{c}).Record(w, httptest.NewRequestWithContext(o.Context(), "GET", "/", nil), by, list[0].ID, "2026-11-23", "2026-11-23"); err != nil {
		o.Fatal(err)
	}
	head, audit, err := wire.ReadRecord(bytes.NewReader(w.Body.Bytes()), nil)
	if err != nil || !audit.Good() || audit.Entries == 0 || len(head.Samples) != 1 || len(head.Samples[0].Tickets) != 3 {
		o.Errorf("the record = %+v, %+v, %v", head, audit, err)
	}
	cookie := o.cookie(login)
	o.want(200, "", "", "GET /reports/day", "", cookie)
	o.h.now.pass(61 * time.Minute)
	o.want(401, "session-over", "", "GET /reports/day", "", cookie)
	o.want(403, "inspection-none", "", "POST /session", login)
	if err := (&personal{c}).EraseAccount(o.Context(), boss, kim); err != nil {
		o.Errorf("an account is not erased: %v", err)
	}
}
