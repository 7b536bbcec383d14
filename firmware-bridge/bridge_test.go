package bridge

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"testing"
	"time"

	"periph.io/x/conn/v3/gpio"

	"motcua/internal/center"
	"motcua/internal/device"
	"motcua/internal/queue"
	simprinter "motcua/internal/sim/printer"
	"motcua/internal/wire"
)

// quick is the usual pace for people who do not like to wait.
var quick = pace{
	look: 20 * time.Millisecond, fresh: time.Minute, late: usual.late, claim: 10 * time.Second, orphan: 200 * time.Millisecond, beat: time.Second,
	light: 300 * time.Millisecond, first: 5 * time.Millisecond, most: 50 * time.Millisecond,
}

// printerAt starts a simulated printer and returns it with its place in the center.
func printerAt(t *testing.T, id center.DeviceID, speed int) (*simprinter.Printer, center.Printer) {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	sim := simprinter.New(string(id), 576, speed)
	background(t, func(ctx context.Context) { _ = sim.Serve(ctx, ln) })
	return sim, center.Printer{ID: id, Address: "tcp://" + ln.Addr().String(), Dots: 576}
}

// background runs f until the test ends or the returned function is called, which waits for it.
func background(t testing.TB, f func(context.Context)) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	wg.Go(func() { f(ctx) })
	stop = func() {
		cancel()
		wg.Wait()
	}
	t.Cleanup(stop)
	return stop
}

// bridgeOf starts a bridge and returns what stops it.
func bridgeOf(t *testing.T, f *fakeController, c center.Center, pins func(string) gpio.PinIO) (stop func()) {
	t.Helper()
	b, err := New(Options{Client: f.client(), Center: &c, Log: slog.New(slog.DiscardHandler), Pins: pins})
	if err != nil {
		t.Fatal(err)
	}
	b.pace = quick
	return background(t, func(ctx context.Context) {
		if err := b.Run(ctx); err != nil {
			t.Errorf("Run = %v, want nil", err)
		}
	})
}

// wantSlips checks that exactly n slips came out.
func wantSlips(t *testing.T, sim *simprinter.Printer, n int) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	slips := sim.WaitSlips(ctx, n)
	longer, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	slips = append(slips[:0:0], sim.WaitSlips(longer, n+1)...)
	last := 0
	if len(slips) > 0 {
		last = slips[len(slips)-1].N
	}
	if last != n {
		t.Errorf("%d slips came out, want %d", last, n)
	}
}

func TestHundredTicketsTwoPrinters(t *testing.T) {
	f := newFakeController(t)
	sim1, p1 := printerAt(t, "P1", 0)
	sim2, p2 := printerAt(t, "P2", 0)
	bridgeOf(t, f, center.Center{Printers: []center.Printer{p1, p2}}, nil)
	var ids []queue.TicketID
	for n := range 100 {
		ids = append(ids, f.issue(n, center.DeviceID(fmt.Sprintf("P%d", 1+n%2))))
		if n%30 == 20 {
			f.cut() // the connection breaks; what is issued meanwhile is not lost
		}
	}
	for _, id := range ids {
		f.outcome(id, "printed")
	}
	wantSlips(t, sim1, 50)
	wantSlips(t, sim2, 50)
}

func TestNotEveryTicketIsOurs(t *testing.T) {
	f := newFakeController(t)
	sim, p1 := printerAt(t, "P1", 0)
	bridgeOf(t, f, center.Center{Printers: []center.Printer{p1}}, nil)
	nobody, other, old := f.issue(1, ""), f.issue(2, "P9"), queue.TicketID("20261123-A003")
	f.mu.Lock()
	f.old[old] = true
	f.mu.Unlock()
	f.issue(3, "P1")
	f.outcome(f.issue(4, "P1"), "printed")
	for _, id := range []queue.TicketID{nobody, other, old} {
		f.outcome(id, "")
	}
	wantSlips(t, sim, 1)
}

func TestPrinterTroubleIsTold(t *testing.T) {
	for cause, s := range map[string]simprinter.Switches{
		wire.PaperOut: {PaperOut: true}, wire.CoverOpen: {CoverOpen: true}, wire.CutterError: {CutterError: true},
	} {
		t.Run(cause, func(t *testing.T) {
			f := newFakeController(t)
			sim, p1 := printerAt(t, "P1", 0)
			bridgeOf(t, f, center.Center{Printers: []center.Printer{p1}}, nil)
			f.state("P1", wire.StateReport{State: wire.Present})
			sim.Set(s)
			f.outcome(f.issue(1, "P1"), "failed "+cause)
			f.state("P1", wire.StateReport{State: wire.Broken, Cause: cause})
			sim.Set(simprinter.Switches{PaperLow: true})
			f.state("P1", wire.StateReport{State: wire.Present, Cause: wire.PaperLow})
			f.outcome(f.issue(2, "P1"), "printed")
			wantSlips(t, sim, 1)
		})
	}
}

func TestPaperEndsInTheMiddleOfASlip(t *testing.T) {
	f := newFakeController(t)
	sim, p1 := printerAt(t, "P1", 0)
	bridgeOf(t, f, center.Center{Printers: []center.Printer{p1}}, nil)
	sim.EndPaperAfter(500)
	f.outcome(f.issue(1, "P1"), "failed "+wire.PaperOut)
	sim.WaitSlips(t.Context(), 1)
	sim.Set(simprinter.Switches{})
	f.outcome(f.issue(2, "P1"), "printed")
	wantSlips(t, sim, 2) // the torn piece and the whole one
	if slips := sim.Slips(); slips[0].QR != "" || slips[1].QR == "" {
		t.Error("the first slip came out whole after its failure was told")
	}
}

func TestUnreachablePrinter(t *testing.T) {
	f := newFakeController(t)
	bridgeOf(t, f, center.Center{Printers: []center.Printer{{ID: "P1", Address: "tcp://127.0.0.1:1", Dots: 576}}}, nil)
	f.state("P1", wire.StateReport{State: wire.Absent, Cause: wire.Unreachable})
	f.outcome(f.issue(1, "P1"), "failed "+wire.Unreachable)
}

// crash is a controller that loses the connection for good at a point of a slip's
// way, as the controller sees a bridge that dies there.
func crash(f *fakeController, hook *func(string, queue.TicketID), at string) (dead chan struct{}) {
	f.mu.Lock()
	defer f.mu.Unlock()
	dead = make(chan struct{})
	var once sync.Once
	*hook = func(call string, _ queue.TicketID) {
		if call == at {
			once.Do(func() { close(dead) })
		}
		select {
		case <-dead:
			panic(http.ErrAbortHandler)
		default:
		}
	}
	return dead
}

func TestCrashes(t *testing.T) {
	for name, c := range map[string]struct {
		at      string
		after   bool // the controller has carried the call out
		outcome string
		slips   int
	}{
		"before the claim":                  {"claim", false, "printed", 1},
		"behind the claim, before a byte":   {"claim", true, "failed " + wire.Unknown, 0},
		"printed, not yet reported":         {"done", false, "failed " + wire.Unknown, 1},
		"reported, the answer was not read": {"done", true, "printed", 1},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFakeController(t)
			sim, p1 := printerAt(t, "P1", 0)
			hook := &f.before
			if c.after {
				hook = &f.after
			}
			dead := crash(f, hook, c.at)
			stop := bridgeOf(t, f, center.Center{Printers: []center.Printer{p1}}, nil)
			id := f.issue(1, "P1")
			<-dead
			stop()
			f.mu.Lock()
			f.before, f.after = func(string, queue.TicketID) {}, func(string, queue.TicketID) {}
			f.mu.Unlock()
			bridgeOf(t, f, center.Center{Printers: []center.Printer{p1}}, nil)
			f.outcome(id, c.outcome)
			f.outcome(f.issue(2, "P1"), "printed")
			wantSlips(t, sim, c.slips+1)
		})
	}
}

// TestAClaimBehindALongPowerCut is reported however long the bridge was away:
// nobody else will, and the ticket would say for ever that its slip is printed.
func TestAClaimBehindALongPowerCut(t *testing.T) {
	f := newFakeController(t)
	sim, p1 := printerAt(t, "P1", 0)
	id := f.issue(1, "P1")
	other := f.issue(2, "P1") // of the same hour, and nobody's any more
	f.mu.Lock()
	f.tickets[id].Slip = "claimed"
	f.add(wire.SlipClaimed, wire.SlipData{Ticket: id, Printer: "P1"})
	for i := range f.log {
		var b wire.Body
		_ = json.Unmarshal(f.log[i].Body, &b)
		b.At = b.At.Add(-time.Hour)
		f.log[i].Body, _ = json.Marshal(b)
	}
	f.mu.Unlock()
	bridgeOf(t, f, center.Center{Printers: []center.Printer{p1}}, nil)
	f.outcome(id, "failed "+wire.Unknown)
	f.outcome(other, "")
	wantSlips(t, sim, 0)
}

// TestTheClosingSlip is printed by a bridge that comes back in the morning; one
// that was claimed by a life before is given up, and none is printed days later.
func TestTheClosingSlip(t *testing.T) {
	for name, c := range map[string]struct {
		ago     time.Duration
		claimed bool
		outcome string
		slips   int
	}{
		"at once":     {0, false, "printed", 1},
		"next day":    {13 * time.Hour, false, "printed", 1},
		"much later":  {40 * time.Hour, false, "", 0},
		"left behind": {13 * time.Hour, true, "failed " + wire.Unknown, 0},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFakeController(t)
			sim, p1 := printerAt(t, "P1", 0)
			f.close("P1", c.ago, c.claimed)
			bridgeOf(t, f, center.Center{Printers: []center.Printer{p1}}, nil)
			f.outcome(f.issue(2, "P1"), "printed")
			f.outcome(closing, c.outcome)
			wantSlips(t, sim, c.slips+1)
		})
	}
}

func TestLostAnswersPrintOnce(t *testing.T) {
	f := newFakeController(t)
	sim, p1 := printerAt(t, "P1", 0)
	var mu sync.Mutex
	lost := map[string]bool{}
	f.mu.Lock()
	f.after = func(call string, id queue.TicketID) { // the first answer of every call is lost
		mu.Lock()
		defer mu.Unlock()
		if k := call + string(id); !lost[k] {
			lost[k] = true
			panic(http.ErrAbortHandler)
		}
	}
	f.mu.Unlock()
	bridgeOf(t, f, center.Center{Printers: []center.Printer{p1}}, nil)
	for n := range 5 {
		f.outcome(f.issue(n, "P1"), "printed")
	}
	wantSlips(t, sim, 5)
}

// stuckPrinter never ends before its context does.
type stuckPrinter struct {
	device.FakePrinter
	started chan struct{}
}

func (p *stuckPrinter) Print(ctx context.Context, _ wire.Slip) (device.Receipt, error) {
	close(p.started)
	<-ctx.Done()
	return device.Receipt{}, device.Fail(wire.TimedOut, ctx.Err())
}

func TestStoppingWhilePrintingTellsUnknown(t *testing.T) {
	f := newFakeController(t)
	_, p1 := printerAt(t, "P1", 0)
	b, err := New(Options{Client: f.client(), Center: &center.Center{Printers: []center.Printer{p1}}, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	b.pace = quick
	stuck := &stuckPrinter{started: make(chan struct{})}
	b.printers["P1"].driver = stuck
	stop := background(t, func(ctx context.Context) { _ = b.Run(ctx) })
	id := f.issue(1, "P1")
	<-stuck.started // the claim is known to the bridge, not only to the controller
	stop()
	f.outcome(id, "failed "+wire.Unknown)
}

func TestNewRefusesAnAddress(t *testing.T) {
	_, err := New(Options{Center: &center.Center{Printers: []center.Printer{{ID: "P1", Address: "somewhere"}}}})
	if err == nil {
		t.Error("New = nil, want an error for the printer's address")
	}
}
