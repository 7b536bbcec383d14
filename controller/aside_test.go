package controller

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"motcua/internal/center"
	"motcua/internal/client"
	"motcua/internal/fault"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

// TestWhoIsAside holds the list of parked and missed tickets against a look at
// every ticket, through random presses, undos among them, and the end of the day.
func TestWhoIsAside(t *testing.T) {
	h := openHall(t, func(*Options) {})
	r := rand.New(rand.NewPCG(6, 3))
	seen := map[queue.State]int{}
	look := func(after string) {
		t.Helper()
		lists := view(h.engine, func(s *state, _ queue.Moment) []string {
			var got, want []queue.TicketID
			for _, x := range s.aside {
				got = append(got, x.ID)
			}
			for _, x := range s.day.Tickets() {
				if x.State == queue.Parked || x.State == queue.NoShow {
					want, seen[x.State] = append(want, x.ID), seen[x.State]+1
				}
			}
			return []string{fmt.Sprint(got), fmt.Sprint(want)}
		})
		if lists[0] != lists[1] {
			t.Fatalf("after %s: aside = %s, want %s", after, lists[0], lists[1])
		}
	}
	var ids []queue.TicketID
	actions := []string{"open", "next", "next", "start", "park", "no-show", "resume", "resume", "undo", "finish", "return"}
	for range 150 {
		h.now.pass(time.Duration(1+r.IntN(20)) * time.Second)
		if r.IntN(4) == 0 {
			ids = append(ids, h.issue(t, wire.IssueRequest{Service: "HT"}).ID)
			continue
		}
		action, q := actions[r.IntN(len(actions))], wire.ActionRequest{}
		if action == "resume" && len(ids) > 0 {
			q.Ticket = ids[r.IntN(len(ids))]
		}
		if _, err := h.all.Act(t.Context(), client.NewKey(), center.CounterID(fmt.Sprint(1+r.IntN(2))), action, q); err != nil && fault.KindOf(err) == fault.Internal {
			t.Fatal(err)
		}
		look(action)
	}
	if seen[queue.Parked] == 0 || seen[queue.NoShow] == 0 {
		t.Errorf("seen %v: nobody was aside", seen)
	}
}
