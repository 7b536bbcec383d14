package controller

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"motcua/internal/figures"
	"motcua/internal/store"
)

// figures asks for reports over what the tour has done so far.
func (o *tour) figures() {
	o.want(200, "", "manager", "GET /reports/figures", "")
	a := o.want(200, "", "manager", "GET /reports/figures?from=2026-11-01&to=2026-11-30&by=service", "")
	var t figures.Table
	if err := json.Unmarshal(a.body, &t); err != nil || t.Total.Issued == 0 || len(t.Rows) == 0 || t.Head == 0 {
		o.Fatalf("the report has %d numbers in %d rows (%v)", t.Total.Issued, len(t.Rows), err)
	}
	for _, by := range figures.Dims {
		o.want(200, "", "manager", "GET /reports/figures?by="+string(by), "")
	}
	o.want(422, "report-by", "manager", "GET /reports/figures?by=weather", "")
	o.want(422, "report-period", "manager", "GET /reports/figures?from=2026-11-30&to=2026-11-01", "")
	o.want(422, "report-period", "manager", "GET /reports/figures?from=1826-11-30&to=2026-11-01", "")
	a = o.want(200, "", "manager", "GET /reports/satisfaction?from=2026-11-01&to=2026-11-30&by=counter", "")
	if !strings.Contains(string(a.body), `"asked":`) {
		o.Errorf("the answers of a period are told without who was asked: %s", a.body)
	}
	o.want(200, "", "manager", "GET /reports/export?report=satisfaction&from=2026-11-01&to=2026-11-30&by=counter&format=pdf", "")
	o.want(422, "report-query", "manager", "GET /reports/export?report=weather&from=2026-11-01&to=2026-11-30", "")
	o.want(422, "report-by", "manager", "GET /reports/satisfaction?by=weather", "")
	o.want(422, "report-period", "manager", "GET /reports/satisfaction?from=x", "")
	a = o.want(200, "", "manager", "GET /reports/tickets?figure=issued", "")
	var b figures.Behind
	if err := json.Unmarshal(a.body, &b); err != nil || b.CountedN == 0 {
		o.Fatalf("%d tickets behind issued (%v)", b.CountedN, err)
	}
	o.want(422, "report-figure", "manager", "GET /reports/tickets?figure=ratings", "")
	o.want(422, "report-by", "manager", "GET /reports/tickets?figure=wait&by=weather", "")
	o.want(422, "report-period", "manager", "GET /reports/tickets?figure=wait&from=x", "")
	a = o.want(200, "", "manager", "GET /reports/tickets/"+string(b.Counted[0].Ticket), "")
	if !strings.Contains(string(a.body), `"ticket.issued"`) {
		o.Errorf("the events of a number do not have its issue: %s", a.body)
	}
	for _, unknown := range []string{"20261123-Z999", "20200101-A001", "nothing"} {
		o.want(404, "report-ticket", "manager", "GET /reports/tickets/"+unknown, "")
	}
	o.want(200, "", "manager", "GET /reports/flags", "")
	o.want(422, "report-period", "manager", "GET /reports/flags?from=x", "")
	o.want(200, "", "manager", "GET /reports/exceptions?by=counter", "")
	o.want(200, "", "manager", "GET /reports/dossiers", "")
	o.want(422, "report-period", "manager", "GET /reports/dossiers?date=x", "")
	o.want(422, "report-period", "manager", "GET /reports/exceptions?from=x", "")
	o.want(422, "report-by", "manager", "GET /reports/exceptions?by=weather", "")
}

// TestTodayIsTheReportOfToday holds the short figures of the board against the
// report of the same day: there is one definition of each.
func TestTodayIsTheReportOfToday(t *testing.T) {
	o := openTour(t, nil)
	o.want(200, "", "staff", "POST /counters/1/open", "")
	for range 3 {
		o.ticket("greeter", aTicket)
		o.serve()
	}
	today := o.report("")
	f := o.table(figures.Query{From: "2026-11-23", To: "2026-11-23"}).Total
	if today.Issued != f.Issued || today.Legs != f.Wait.N || today.Finished != f.Finished || f.Finished != 3 {
		t.Errorf("today has %+v, the report %+v", today, f)
	}
}

func (o *tour) table(q figures.Query) figures.Table {
	o.Helper()
	t, err := o.h.engine.table(o.Context(), q)
	if err != nil {
		o.Fatal(err)
	}
	return t
}

// TestFactsOfADayAreKept makes the facts of a day that is over, and others that
// are none: of another fold, and of another log.
func TestFactsOfADayAreKept(t *testing.T) {
	o := openTour(t, nil)
	o.want(200, "", "staff", "POST /counters/1/open", "")
	for range 4 {
		o.ticket("greeter", aTicket)
		o.serve()
	}
	o.h.now.pass(24 * time.Hour)
	o.ticket("greeter", aTicket)
	q := figures.Query{From: "2026-11-01", To: "2026-11-30", By: figures.ByDay}
	folded := o.table(q)
	keeper := &factKeeper{e: o.h.engine}
	kept := func() store.DayPart {
		t.Helper()
		if err := keeper.keep(t.Context()); err != nil {
			t.Fatal(err)
		}
		for p, err := range o.h.engine.store.Parts(t.Context(), "2026-11-23", "2026-11-23", figures.Version) {
			if err != nil || p.Facts == nil {
				t.Fatalf("no facts are kept of the first day (%v)", err)
			}
			return p
		}
		return store.DayPart{}
	}
	p := kept()
	if diff := cmp.Diff(folded, o.table(q), ignoreHead); diff != "" || folded.Total.Finished != 4 || len(folded.Rows) != 2 {
		t.Fatalf("the report differs with kept facts (-folded +kept):\n%s", diff)
	}
	for _, wrong := range []store.Facts{
		{Day: p.Day, Version: figures.Version + 1, Head: store.Head{Seq: p.Last}, Data: []byte("of another fold")},
		{Day: p.Day, Version: figures.Version, Head: store.Head{Seq: p.Last}, Data: []byte("of another log")},
		{Day: p.Day, Version: figures.Version, Head: store.Head{Seq: p.Last - 1}, Data: []byte("of an earlier end")},
	} {
		if err := keeper.put(t.Context(), wrong); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(folded, o.table(q), ignoreHead); diff != "" {
			t.Errorf("facts %s are believed (-folded +kept):\n%s", wrong.Data, diff)
		}
		kept()
	}
}

// ignoreHead lets the log go on between two reports: keeping facts is no entry, but others may be.
var ignoreHead = cmpopts.IgnoreFields(figures.Table{}, "Head", "Hash")
