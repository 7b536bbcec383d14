package controller

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"motcua/controller/web"
	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/queue"
)

// TestTheDayBookFinds looks for what a day has written, in every way the page offers.
func TestTheDayBookFinds(t *testing.T) {
	o := openTour(t, func(x *Options) { x.Center.Alerts = usualAlerts })
	o.want(200, "", "staff", "POST /counters/1/open", "")
	first := o.ticket("greeter", aTicket)
	o.ticket("greeter", aTicket)
	o.want(200, "", "staff", "POST /counters/1/next", "")
	o.want(200, "", "staff", "POST /counters/1/undo", "")
	for i := range web.BookPage {
		o.want(204, "", "bridge", "POST /devices/P1/state", []string{`{"state":"absent"}`, `{"state":"present"}`}[i%2])
		o.h.now.pass(flapEvery)
	}
	book := &dayBook{o.h.Controller}
	today := view(o.h.engine, func(s *state, _ queue.Moment) string { return string(s.last) })
	_, number, _ := strings.Cut(first, "-")
	look := func(q web.BookQuery) web.Leaf {
		t.Helper()
		q.Page = max(q.Page, 1)
		leaf, err := book.Leaf(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		return leaf
	}
	all := look(web.BookQuery{})
	if all.Total <= web.BookPage || len(all.Entries) != web.BookPage || all.Pages != 2 || string(all.From) != today {
		t.Fatalf("the day has %d entries on %d pages, %d on the first", all.Total, all.Pages, len(all.Entries))
	}
	if second := look(web.BookQuery{Page: 2}); len(second.Entries) != all.Total-web.BookPage || second.Entries[0].Seq != all.Entries[web.BookPage-1].Seq-1 {
		t.Errorf("the second page has %d entries", len(second.Entries))
	}
	if beyond := look(web.BookQuery{Page: 99}); beyond.Page != 2 {
		t.Errorf("page 99 of 2 is page %d", beyond.Page)
	}
	types := func(l web.Leaf) (kinds []string) {
		for _, e := range l.Entries {
			kinds = append(kinds, e.Type)
		}
		return kinds
	}
	for _, tt := range []struct {
		name string
		q    web.BookQuery
		want string
	}{
		{"a ticket", web.BookQuery{Number: number}, "[counter.undone ticket.called ticket.issued]"},
		{"a counter", web.BookQuery{Counter: "1", Group: "counter"}, "[counter.undone counter.opened counter.staffed]"},
		{"a counter and a group", web.BookQuery{Counter: "1", Group: "ticket"}, "[ticket.called]"},
		{"a person", web.BookQuery{Person: "staff-1", Group: "ticket"}, "[ticket.called]"},
		{"nobody", web.BookQuery{Person: `"`}, "[]"},
		{"what stands out of counters", web.BookQuery{Marked: true, Group: "counter"}, "[counter.undone]"},
		{"a day that never was", web.BookQuery{From: "2031-01-01", To: "2031-01-02"}, "[]"},
	} {
		if got := fmt.Sprint(types(look(tt.q))); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
	for _, q := range []web.BookQuery{{From: "2026-11-23", To: "2026-11-22"}, {From: "2026-01-01", To: "2026-11-22"}, {From: "x", To: "y"}} {
		if _, err := book.Leaf(t.Context(), q); fault.CodeOf(err) != "book-range" {
			t.Errorf("%s to %s: %v, want book-range", q.From, q.To, err)
		}
	}
}

// usualAlerts are the usual rules of alerts.
var usualAlerts = center.Alerts{Near: 3, Unserved: 2, Dark: 2, Gone: 3, Escalate: 10, Harassment: center.HarassmentCenter}

// TestAlertsSurviveARestart: what is open, and that it was escalated, is folded from the log.
func TestAlertsSurviveARestart(t *testing.T) {
	o := openTour(t, func(x *Options) { x.Center.Alerts = usualAlerts })
	o.want(204, "", "bridge", "POST /devices/P1/state", `{"state":"broken","cause":"paper-out"}`)
	for range 2 {
		o.h.now.pass(time.Duration(o.h.site().Alerts.Escalate) * time.Minute)
		o.want(204, "", "bridge", "POST /devices/P1/state", `{"state":"broken","cause":"paper-out"}`)
	}
	said := func() string { return string(o.want(200, "", testToken, "GET /alerts", "").body) }
	before := said()
	if !strings.Contains(before, `"kind":"paper"`) || !strings.Contains(before, `"escalated"`) {
		t.Fatalf("without paper for twenty minutes: %s", before)
	}
	again := newState(o.h.site(), o.h.engine.state.key, o.h.engine.opts.Clock, o.h.engine.learned)
	if err := foldFrom(t.Context(), o.h.engine.store, again, 0); err != nil {
		t.Fatal(err)
	}
	states := func(s *state) (all []string) {
		for _, a := range s.alerts.Open() {
			all = append(all, fmt.Sprint(a.ID, a.Key, a.Since.Unix(), a.By, a.Acknowledged != nil, a.Escalated != nil))
		}
		return all
	}
	now := view(o.h.engine, func(s *state, _ queue.Moment) []string { return states(s) })
	if got := states(again); len(now) == 0 || !slices.Equal(got, now) {
		t.Errorf("folded again the alerts are %q, want %q", got, now)
	}
}
