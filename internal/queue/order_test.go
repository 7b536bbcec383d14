package queue

import (
	"testing"
	"time"

	"motcua/internal/center"
)

// policyRun is a day of one service and one counter under a policy.
func policyRun(p center.Policy) *run {
	c := &center.Center{Hours: center.Hours{Always: true}, Policy: p}
	c.Services = []center.Service{{Code: "HT", Prefix: "A"}, {Code: "DD", Prefix: "B"}}
	c.Counters = []center.Counter{{ID: "1", Services: []center.ServiceCode{"HT", "DD"}}, {ID: "2", Services: []center.ServiceCode{"DD"}}}
	c.Default()
	r := &run{day: NewDay(c, "2026-11-23"), now: newRun().now}
	return r
}

func (r *run) pass(d time.Duration) { r.now.Wall, r.now.Up = r.now.Wall.Add(d), r.now.Up+d }

func (r *run) take(t *testing.T, w Wish) TicketID {
	t.Helper()
	w.Purpose = center.Submit
	if w.Service == "" {
		w.Service = "HT"
	}
	events, err := r.day.Issue(w, r.now)
	r.must(t, events, err)
	return events[0].Ticket
}

// calls lets a counter serve n tickets and returns their numbers with the reasons.
func (r *run) calls(t *testing.T, counter center.CounterID, n int) (got []string) {
	t.Helper()
	r.do(t, counter, "open", Act{})
	for range n {
		r.do(t, counter, "next", Act{})
		c, _ := r.day.Counter(counter)
		if c.Ticket == nil {
			return got
		}
		got = append(got, c.Ticket.Number+" "+string(c.Ticket.Call.Why))
		r.do(t, counter, "finish", Act{})
	}
	return got
}

// TestPolicies lets eight people come, one a minute, every third with priority,
// and one counter serve them afterwards.
func TestPolicies(t *testing.T) {
	one, two, none := 1, 2, 0
	for _, test := range []struct {
		name   string
		policy center.Policy
		every  time.Duration
		want   string
	}{
		{"fair", center.Policy{}, time.Minute, "A003 due,A006 due,A001 due,A002 due"},
		{"fair, hours apart", center.Policy{}, 20 * time.Minute, "A001 due,A002 due,A003 due,A004 due"},
		{"fair, one may pass", center.Policy{Cap: &one}, time.Minute, "A003 due,A001 limit,A002 limit,A006 due"},
		{"fair, two may pass", center.Policy{Cap: &two}, time.Minute, "A003 due,A006 due,A001 due,A002 due"},
		{"fair, no cap", center.Policy{Cap: &none}, time.Minute, "A003 due,A006 due,A001 due,A002 due"},
		{"strong", center.Policy{Preset: "strong"}, 20 * time.Minute, "A003 due,A006 due,A001 due,A002 due"},
		{"strict", center.Policy{Preset: "strict"}, 100 * time.Minute, "A003 due,A006 due,A001 due,A002 due"},
		{"turns", center.Policy{Preset: "turns", Every: &one}, time.Minute, "A001 due,A003 turn,A002 due,A006 turn"},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := policyRun(test.policy)
			for i := range 8 {
				r.take(t, Wish{Priority: i%3 == 2})
				r.pass(test.every)
			}
			got := ""
			for i, x := range r.calls(t, "1", 4) {
				if i > 0 {
					got += ","
				}
				got += x
			}
			if got != test.want {
				t.Errorf("calls = %s, want %s", got, test.want)
			}
		})
	}
}
