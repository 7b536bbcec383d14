package bridge

import (
	"context"
	"fmt"
	"log/slog"
	"testing"

	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/queue"
	simprinter "motcua/internal/sim/printer"
	"motcua/internal/wire"
)

// nothing is a hook that does nothing.
func nothing(string, queue.TicketID) {}

func TestSlipsAreReprintedWhenStaffSaySo(t *testing.T) {
	f := newFakeController(t)
	sim, p1 := printerAt(t, "P1", 0)
	bridgeOf(t, f, center.Center{Printers: []center.Printer{p1}}, nil)
	id := f.issue(1, "P1")
	f.outcome(id, "printed")
	for range 2 {
		f.reorder(id)
		f.outcome(id, "printed")
	}
	wantSlips(t, sim, 3)
	f.mu.Lock()
	told := f.paper
	f.mu.Unlock()
	if measured := sim.Rows() / 8; told < measured-3 || told > measured+3 {
		t.Errorf("the slips were told to take %d mm of paper, the printer measured %d mm", told, measured)
	}
	eventually(t, func() string {
		f.mu.Lock()
		defer f.mu.Unlock()
		if c := f.devices["P1"].Counts; c["jobs"] != 3 || c["copies"] != 2 || c["failed"] != 0 || c["looks"] == 0 {
			return fmt.Sprintf("counts = %v, want 3 jobs, 2 copies and none failed", c)
		}
		return ""
	})
}

func TestAClaimedCopyIsNotPrintedByTheNextLife(t *testing.T) {
	f := newFakeController(t)
	sim, p1 := printerAt(t, "P1", 0)
	c := center.Center{Printers: []center.Printer{p1}}
	stop := bridgeOf(t, f, c, nil)
	id := f.issue(1, "P1")
	f.outcome(id, "printed")
	dead := crash(f, &f.after, "claim")
	f.reorder(id)
	<-dead
	stop()
	f.mu.Lock()
	f.after = nothing
	f.mu.Unlock()
	bridgeOf(t, f, c, nil)
	f.outcome(id, "failed "+wire.Unknown)
	wantSlips(t, sim, 1)
}

func TestPrinterThatSpeaksIsHeardAtOnce(t *testing.T) {
	f := newFakeController(t)
	sim, p1 := printerAt(t, "P1", 0)
	p1.Profile = "epson-tm-t82"
	sim.Become(simprinter.Models()["epson-tm-t82"])
	slow := quick
	slow.look = usual.look * 1000
	c := center.Center{Printers: []center.Printer{p1}}
	b, err := New(Options{Client: f.client(), Center: &c, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	b.pace = slow
	background(t, func(ctx context.Context) { _ = b.Run(ctx) })
	f.state("P1", wire.StateReport{State: wire.Present})
	sim.Change(func(s *simprinter.Switches) { s.PaperOut = true })
	f.state("P1", wire.StateReport{State: wire.Broken, Cause: wire.PaperOut})
}

func TestPrinterDriverKnowsTheProfiles(t *testing.T) {
	for profile, ok := range map[string]bool{"": true, "epson-tm-t82": true, "generic-58": true, "abacus": false} {
		_, err := printerDriver(center.Printer{ID: "P1", Address: "tcp://127.0.0.1:9100", Profile: profile})
		if ok != (err == nil) || !ok && fault.CodeOf(err) != "center-printer-profile" {
			t.Errorf("printerDriver with the profile %q = %v", profile, err)
		}
	}
}
