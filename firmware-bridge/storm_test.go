package bridge

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"motcua/internal/center"
	"motcua/internal/device/devicetest"
	"motcua/internal/device/escpos"
	"motcua/internal/queue"
	simprinter "motcua/internal/sim/printer"
	"motcua/internal/wire"
)

// TestStormOfKills kills the bridge again and again, in an orderly way or from one
// call to the next, loses answers and cuts streams, while the printer fails too.
// No slip and no copy of one comes out twice, and what was told of each is true.
func TestStormOfKills(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	s := &killStorm{t: t, r: rand.New(rand.NewPCG(seed, 1)), f: newFakeController(t), whole: map[string]int{}}
	s.sim, s.printer = printerAt(t, "P1", 0)
	for range 14 {
		s.life()
	}
	s.calm()
	bridgeOf(t, s.f, center.Center{Printers: []center.Printer{s.printer}}, nil)
	s.judge()
}

type killStorm struct {
	t       *testing.T
	r       *rand.Rand
	f       *fakeController
	sim     *simprinter.Printer
	printer center.Printer
	tickets []queue.TicketID
	seen    int
	whole   map[string]int // whole slips that came out, by the end of their code: number, copy
}

// calm ends every fault.
func (s *killStorm) calm() {
	s.f.mu.Lock()
	s.f.before, s.f.after = nothing, nothing
	s.f.mu.Unlock()
	s.sim.Forgive()
	s.sim.Set(simprinter.Switches{})
}

// life is one bridge with some tickets, some of them of staff who want one again.
func (s *killStorm) life() {
	s.calm()
	dead := s.deadAfter(s.r.IntN(40))
	b, err := New(Options{Client: s.f.client(), Center: &center.Center{Printers: []center.Printer{s.printer}}, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		s.t.Fatal(err)
	}
	b.pace = quick
	b.pace.orphan = 20 * time.Millisecond
	stop := background(s.t, func(ctx context.Context) { _ = b.Run(ctx) })
	for range 1 + s.r.IntN(3) {
		s.fail()
		if len(s.tickets) > 0 && s.r.IntN(3) == 0 {
			s.f.reorder(s.tickets[s.r.IntN(len(s.tickets))])
		} else {
			s.tickets = append(s.tickets, s.f.issue(len(s.tickets), "P1"))
		}
		if s.r.IntN(3) == 0 {
			s.f.cut()
		}
	}
	select { // it lives on for a moment, or is killed in the middle
	case <-dead:
	case <-time.After(time.Duration(s.r.IntN(150)) * time.Millisecond):
	}
	stop()
	s.collect()
}

// deadAfter lets the connection die for good with one of the next calls, before or after it is carried out.
func (s *killStorm) deadAfter(calls int) (dead chan struct{}) {
	dead = make(chan struct{})
	var mu sync.Mutex
	hook := func(string, queue.TicketID) {
		mu.Lock()
		defer mu.Unlock()
		if calls--; calls == 0 {
			close(dead)
		}
		if calls <= 0 {
			panic(http.ErrAbortHandler)
		}
	}
	s.f.mu.Lock()
	defer s.f.mu.Unlock()
	if s.f.before, s.f.after = hook, nothing; s.r.IntN(2) == 0 {
		s.f.before, s.f.after = nothing, hook
	}
	return dead
}

// fail lets the printer fail at some row of what it prints next.
func (s *killStorm) fail() {
	faults := []func(*simprinter.Switches){
		func(w *simprinter.Switches) { w.PaperOut = true }, func(w *simprinter.Switches) { w.CoverOpen = true },
		func(w *simprinter.Switches) { w.Unplugged = true }, func(w *simprinter.Switches) { w.Noise = true },
	}
	fault := faults[s.r.IntN(len(faults))]
	s.sim.AfterRows(1+s.r.IntN(6000), func() { s.sim.Change(fault) })
}

// collect counts what came out whole.
func (s *killStorm) collect() {
	for _, sheet := range s.sim.Slips() {
		if sheet.N <= s.seen {
			continue
		}
		s.seen = sheet.N
		if id, ok := strings.CutPrefix(sheet.QR, devicetest.Slip(0).URL); ok && sheet.Cut && sheet.Picture.Bounds().Dy()-64 == rowsOf(id) {
			s.whole[id]++
		}
	}
}

// rowsOf is how high the picture of a whole slip is, number and copy as its code ends.
func rowsOf(id string) (rows int) {
	var n, again int
	fmt.Sscanf(id, "A%d-%d", &n, &again)
	slip := devicetest.Slip(n)
	slip.Copy = again
	slip.URL += id
	p := escpos.ProfileFor(576)
	for _, part := range escpos.Encode(slip, p) {
		rows += part.Rows
	}
	return rows - p.Knife
}

// judge waits until every slip has an outcome and compares it with the paper.
func (s *killStorm) judge() {
	eventually(s.t, func() string {
		s.collect()
		s.f.mu.Lock()
		defer s.f.mu.Unlock()
		for id, ticket := range s.f.tickets {
			if ticket.Slip == "claimed" || ticket.Slip == "" {
				return fmt.Sprintf("slip %s, copy %d, is %q", id, ticket.Copy, ticket.Slip)
			}
		}
		return ""
	})
	s.f.mu.Lock()
	defer s.f.mu.Unlock()
	for id, whole := range s.whole {
		if whole > 1 {
			s.t.Errorf("slip %s came out %d times", id, whole)
		}
	}
	outcomes, n := map[string]int{}, 0
	for _, e := range s.f.log {
		body, err := e.Decode()
		if err != nil || body.Type != wire.SlipPrinted && body.Type != wire.SlipFailed {
			continue
		}
		d := outcomeOf(s.t, body)
		id := fmt.Sprintf("%s-%d", d.Ticket[len("20261123-"):], d.Copy)
		outcomes[d.Cause]++
		n++
		switch whole := s.whole[id]; {
		case d.Cause == "" && whole != 1:
			s.t.Errorf("slip %s was told printed, %d are whole", id, whole)
		case d.Cause != "" && d.Cause != wire.Unknown && whole != 0:
			s.t.Errorf("slip %s was told failed for %s, and is whole", id, d.Cause)
		}
	}
	s.t.Logf("%d slips and copies of %d tickets: %v", n, len(s.tickets), outcomes)
	if outcomes[""] == 0 || outcomes[wire.Unknown] == 0 {
		s.t.Errorf("outcomes %v: this was no storm", outcomes)
	}
}

func outcomeOf(t *testing.T, body wire.Body) (d wire.SlipData) {
	t.Helper()
	if err := json.Unmarshal(body.Data, &d); err != nil {
		t.Fatal(err)
	}
	return d
}
