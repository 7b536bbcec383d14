package queue

import "testing"

// TestForgetKeepsTheOrder lives a day twice, once forgetting who is over: the
// same people are called.
func TestForgetKeepsTheOrder(t *testing.T) {
	live := func(forget bool) (called []string) {
		r := newRun()
		r.do(t, "1", "open", Act{})
		r.do(t, "2", "open", Act{})
		for i := range 60 {
			r.issue(t, "HT")
			r.issue(t, "DD")
			if i < 5 {
				continue
			}
			for _, x := range r.day.center.Counters[:2] {
				if c, _ := r.day.Counter(x.ID); c.Ticket != nil {
					r.do(t, x.ID, "finish", Act{})
				}
				r.do(t, x.ID, "next", Act{})
				if c, _ := r.day.Counter(x.ID); c.Ticket != nil {
					called = append(called, c.Ticket.Number)
				}
			}
			if forget && i%7 == 0 {
				r.day.Forget()
				r.do(t, "1", "undo", Act{})
				r.do(t, "1", "next", Act{})
			}
		}
		if n := len(r.day.Tickets()); forget && n > 40 {
			t.Errorf("%d tickets are left after forgetting, want those who wait and a few", n)
		}
		return called
	}
	if got, want := live(true), live(false); len(got) < 80 || len(got) != len(want) {
		t.Errorf("%d calls, want %d", len(got), len(want))
	} else {
		for i := range got {
			if got[i] != want[i] {
				t.Fatalf("call %d = %s, want %s", i, got[i], want[i])
			}
		}
	}
}
