package controller

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"motcua/internal/center"
	"motcua/internal/client"
	"motcua/internal/fault"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

// A party of a race wants one ticket and is told how that ended.
type party struct {
	name string
	desk center.CounterID // empty: the citizen
	want func(context.Context, *hall, queue.TicketID) (wire.ActionAnswer, error)
}

// got tells whether the party was told that the ticket is its own: a desk that
// it holds it, the citizen that it is given back.
func (p party) got(a wire.ActionAnswer, err error, id queue.TicketID) bool {
	return err == nil && (p.desk == "" || a.Ticket != nil && a.Ticket.ID == id)
}

func presses(desk center.CounterID, action string, ticket bool, reason string) party {
	return party{fmt.Sprintf("%s at %s", action, desk), desk, func(ctx context.Context, h *hall, id queue.TicketID) (wire.ActionAnswer, error) {
		r := wire.ActionRequest{Reason: reason}
		if ticket {
			r.Ticket = id
		}
		return h.all.Act(ctx, client.NewKey(), desk, action, r)
	}}
}

var leaves = party{"citizen leaves", "", func(ctx context.Context, h *hall, id queue.TicketID) (wire.ActionAnswer, error) {
	return wire.ActionAnswer{}, h.all.Cancel(ctx, client.NewKey(), id)
}}

// races are who may want the same ticket at the same moment (after the defects of
// sbc-qsystem 272: the same held citizen, the same waiting citizen, invited twice, invited and clicked).
var races = []struct {
	name    string
	begin   []string // what counter 1 does before, to bring the ticket where it stands
	parties []party
}{
	{"the same waiting citizen is invited", nil, []party{presses("1", "next", false, ""), presses("2", "next", false, ""), leaves}},
	{"the same waiting citizen is clicked", nil, []party{presses("1", "call", true, "came-back"), presses("2", "call", true, "correction"), leaves}},
	{"one invites, one clicks", nil, []party{presses("1", "next", false, ""), presses("2", "call", true, "manager"), leaves}},
	{"the same held citizen is clicked", []string{"next", "park"}, []party{presses("1", "resume", true, ""), presses("2", "resume", true, ""), leaves}},
	{"the same missed citizen is clicked", []string{"next", "no-show"}, []party{presses("1", "resume", true, ""), presses("2", "resume", true, "")}},
	{"invited twice by one", nil, []party{presses("1", "next", false, ""), presses("1", "next", false, "")}},
	{"invited and clicked by one", nil, []party{presses("1", "next", false, ""), presses("1", "call", true, "needs-help"), leaves}},
}

// TestOneCitizenManyHands lets everybody reach for one citizen, in every order
// and at once: one gets the ticket, every other is told so in a sentence, and
// what they were told is how things stand.
func TestOneCitizenManyHands(t *testing.T) {
	h := openHall(t, nil)
	for _, desk := range []center.CounterID{"1", "2"} {
		h.act(t, desk, "open", wire.ActionRequest{})
	}
	for _, race := range races {
		for _, order := range orders(len(race.parties)) {
			t.Run(fmt.Sprintf("%s %v", race.name, order), func(t *testing.T) { h.race(t, race.begin, race.parties, order, false) })
		}
		for range 10 {
			t.Run(race.name+" at once", func(t *testing.T) { h.race(t, race.begin, race.parties, orders(len(race.parties))[0], true) })
		}
	}
}

func (h *hall) race(t *testing.T, begin []string, parties []party, order []int, atOnce bool) {
	id := h.issue(t, wire.IssueRequest{Service: "HT", Another: true}).ID
	for _, action := range begin {
		h.act(t, "1", action, wire.ActionRequest{})
	}
	head := h.engine.store.Head().Seq
	answers, errs := make([]wire.ActionAnswer, len(parties)), make([]error, len(parties))
	var all sync.WaitGroup
	for _, i := range order {
		reach := func() { answers[i], errs[i] = parties[i].want(t.Context(), h, id) }
		if atOnce {
			all.Go(reach)
		} else {
			reach()
		}
	}
	all.Wait()
	var owner *party
	for i, p := range parties {
		switch {
		case p.got(answers[i], errs[i], id) && owner == nil:
			owner = &parties[i]
		case p.got(answers[i], errs[i], id):
			t.Errorf("both %q and %q were told that they have the ticket", owner.name, p.name)
		case errs[i] != nil:
			toldInWords(t, p.name, errs[i])
		}
	}
	if owner == nil {
		t.Fatal("nobody got the ticket")
	}
	h.rightlyOwned(t, id, *owner, head)
}

// toldInWords holds a refusal to a conflict with a sentence.
func toldInWords(t *testing.T, who string, err error) {
	t.Helper()
	var p *client.Problem
	if fault.KindOf(err) != fault.Conflict || !errors.As(err, &p) || len(p.Detail) < 20 {
		t.Errorf("%s was told %v", who, err)
	}
}

// rightlyOwned compares what the owner was told with the board, the ticket and the log, and sets everything free.
func (h *hall) rightlyOwned(t *testing.T, id queue.TicketID, owner party, head int64) {
	t.Helper()
	got := h.ticket(t, id)
	if owner.desk == "" && got.State != queue.Canceled || owner.desk != "" && (got.Counter != owner.desk || got.State == queue.Waiting) {
		t.Errorf("%q has the ticket, but it is %s at %q", owner.name, got.State, got.Counter)
	}
	for _, c := range h.engine.board().Counters {
		if holds := c.Ticket != nil && c.Ticket.ID == id; holds != (c.ID == owner.desk) {
			t.Errorf("counter %s holds it: %v; %q has it", c.ID, holds, owner.name)
		}
	}
	n := 0
	for _, kind := range h.kinds(t, head) {
		switch queue.Type(kind) {
		case queue.TicketCalled, queue.TicketResumed, queue.TicketCanceled:
			n++
		}
	}
	if n != 1 {
		t.Errorf("the log has %d outcomes: %v", n, h.kinds(t, head))
	}
	if owner.desk != "" {
		h.act(t, owner.desk, "finish", wire.ActionRequest{})
	}
}

// orders are all orders of n things.
func orders(n int) (all [][]int) {
	if n == 0 {
		return [][]int{{}}
	}

	for _, o := range orders(n - 1) {
		for i := range n {
			all = append(all, append(append(append([]int{}, o[:i]...), n-1), o[i:]...))
		}
	}
	return all
}
