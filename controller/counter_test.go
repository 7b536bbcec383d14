package controller

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"motcua/internal/client"
	"motcua/internal/fault"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

// TestDesksSurviveARestart: who sits where, what stands still, who is away, what
// is asked and who waits for the manager is all in the log.
func TestDesksSurviveARestart(t *testing.T) {
	var opts Options
	o := openTour(t, func(x *Options) {
		x.Center.Calling.Forgotten = 20
		opts = *x
	})
	h := o.h
	one := h.issue(t, wire.IssueRequest{Service: "HT"})
	h.act(t, "1", "open", wire.ActionRequest{})
	h.act(t, "1", "next", wire.ActionRequest{})
	h.act(t, "1", "incident", wire.ActionRequest{Reason: "vneid"})
	h.act(t, "2", "open", wire.ActionRequest{})
	h.act(t, "2", "pause", wire.ActionRequest{Reason: "break", Minutes: 45})
	for _, call := range []string{"POST /counters/1/alarm", "POST /tickets/" + string(one.ID) + "/notes"} {
		body := ""
		if strings.HasSuffix(call, "notes") {
			body = `{"text":"Cần chứng thực"}`
		}
		if a := o.ask(testToken, call, body); a.status > 299 {
			t.Fatalf("%s = %d %s", call, a.status, a.body)
		}
	}
	h.now.pass(31 * time.Minute)
	o.until(func() bool { return strings.Contains(o.counters1(), `"still":{`) })
	before := o.counters1()
	for _, want := range []string{`"incident":"vneid"`, `"stands":"`, `"until":"2026-11-23T08:45:00+07:00"`, `"staff":[{"id":"all"`, `"alarm":"`, `"notes":1`} {
		if !strings.Contains(before, want) {
			t.Errorf("%s is not in %s", want, before)
		}
	}
	h.stop()
	o.h = onCopy(t, opts, h.now, opts.Center, "")
	if diff := cmp.Diff(before, o.counters1()); diff != "" {
		t.Errorf("after a restart (-before +after):\n%s", diff)
	}
}

func (o *tour) counters1() string { return string(o.ask(testToken, "GET /counters", "").body) }

// TestTwoClerksAndOneCitizen: of two presses that mean the same citizen one
// does it, whichever comes first, and the other is told the truth.
func TestTwoClerksAndOneCitizen(t *testing.T) {
	press := func(h *hall, action string, id queue.TicketID) error {
		_, err := h.all.Act(t.Context(), client.NewKey(), "1", action, wire.ActionRequest{Ticket: id, Finish: action == "next"})
		return err
	}
	for _, second := range []string{"finish", "next", "no-show", "park", "return"} {
		for _, first := range []string{"finish", "next", "no-show", "park", "return"} {
			h := openHall(t, nil)
			a := h.issue(t, wire.IssueRequest{Service: "HT"})
			b := h.issue(t, wire.IssueRequest{Service: "HT"})
			h.act(t, "1", "open", wire.ActionRequest{})
			h.act(t, "1", "next", wire.ActionRequest{})
			if err := press(h, first, a.ID); err != nil {
				t.Fatalf("%s: %v", first, err)
			}
			want := "no-ticket"
			if first == "next" {
				want = "ticket-other"
			}
			if err := press(h, second, a.ID); fault.CodeOf(err) != want {
				t.Errorf("%s behind %s = %v, want %s", second, first, err, want)
			}
			states := view(h.engine, func(s *state, _ queue.Moment) [2]queue.State {
				x, _ := s.day.Ticket(a.ID)
				y, _ := s.day.Ticket(b.ID)
				return [2]queue.State{x.State, y.State}
			})
			if called := states[1] == queue.Called; called != (first == "next") || states[0] == queue.Called {
				t.Errorf("%s, then %s leaves %v", first, second, states)
			}
			h.stop()
		}
	}
}
