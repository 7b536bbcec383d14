package queue

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"motcua/internal/center"
)

// refold folds a lived day under another configuration, as a restart does.
func (r *run) refold(change func(*center.Center)) *run {
	c := smallCenter()
	change(c)
	again := &run{day: NewDay(c, r.day.Date), now: r.now}
	for i, e := range r.events {
		again.day.Apply(e, r.at[i])
	}
	return again
}

func (r *run) must(t *testing.T, events []Event, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	r.happen(events)
}

func (r *run) issue(t *testing.T, s center.ServiceCode) TicketID {
	t.Helper()
	events, err := r.day.Issue(Wish{Service: s, Purpose: center.Submit}, r.now)
	r.must(t, events, err)
	return events[0].Ticket
}

func (r *run) do(t *testing.T, counter center.CounterID, action string, a Act) {
	t.Helper()
	a.Counter = counter
	events, err := r.day.Do(action, a, r.now)
	r.must(t, events, err)
}

// TestPrefixesMayChangeDuringTheDay swaps the prefixes of two services.
func TestPrefixesMayChangeDuringTheDay(t *testing.T) {
	r := newRun()
	for _, s := range []center.ServiceCode{"HT", "HT", "HT", "DD"} {
		r.issue(t, s)
	}
	r = r.refold(func(c *center.Center) {
		c.Services[0].Prefix, c.Services[1].Prefix = c.Services[1].Prefix, c.Services[0].Prefix
	})
	for range 3 {
		r.issue(t, "DD")
		r.issue(t, "HT")
	}
	var numbers []string
	for _, x := range r.day.Tickets() {
		numbers = append(numbers, x.Number)
	}
	want := []string{"A001", "A002", "A003", "B001", "A004", "B004", "A005", "B005", "A006", "B006"}
	if !slices.Equal(numbers, want) {
		t.Errorf("numbers = %v, want %v", numbers, want)
	}
}

// TestACounterMayGoDuringTheDay takes counter 1 out of the configuration: what
// happened there stays, and who was there or bound for it waits again.
func TestACounterMayGoDuringTheDay(t *testing.T) {
	r := newRun()
	served, bound, held := r.issue(t, "HT"), r.issue(t, "HT"), r.issue(t, "HT")
	r.do(t, "1", "open", Act{})
	r.do(t, "3", "open", Act{})
	r.do(t, "1", "next", Act{})
	r.do(t, "1", "finish", Act{Dossiers: 2})
	r.do(t, "3", "next", Act{})
	r.do(t, "3", "transfer", Act{To: "1"})
	r.do(t, "3", "next", Act{})
	r.do(t, "3", "transfer", Act{To: "1"})
	r.do(t, "1", "next", Act{})
	r.do(t, "1", "return", Act{})
	r.do(t, "1", "next", Act{})
	before := snapshot(r.day).Tickets

	r = r.refold(func(c *center.Center) { c.Counters = c.Counters[1:] })
	if diff := cmp.Diff(before, snapshot(r.day).Tickets, unexported); diff != "" {
		t.Errorf("the tickets without the counter differ (-with +without):\n%s", diff)
	}
	if _, err := r.day.Do("finish", Act{Counter: "1"}, r.now); err == nil {
		t.Error("a counter that is gone still acts")
	}
	if _, err := r.day.Do("transfer", Act{Counter: "3", To: "1"}, r.now); err == nil {
		t.Error("a counter that is gone still takes tickets")
	}
	r.happen(r.day.Strays())
	for id, want := range map[TicketID]State{served: Finished, bound: Waiting, held: Waiting} {
		if x, _ := r.day.Ticket(id); x.State != want || x.Bound != "" {
			t.Errorf("%s is %s, bound for %q; want %s", id, x.State, x.Bound, want)
		}
	}
	r.do(t, "3", "next", Act{})
	if x, _ := r.day.Counter("3"); x.Ticket == nil || x.Ticket.ID != bound {
		t.Errorf("counter 3 called %v, want %s", x.Ticket, bound)
	}
	if again := r.day.Strays(); len(again) != 0 {
		t.Errorf("strays again = %+v, want none", again)
	}
}
