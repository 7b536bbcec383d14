package kiosk_test

import (
	"testing"
	"time"

	"motcua/internal/wire"
	"motcua/kiosk"
)

// TestNumbersAreGivenWithoutPaper: a printer's trouble stops nobody and keeps nobody waiting.
func TestNumbersAreGivenWithoutPaper(t *testing.T) {
	for _, c := range []struct {
		state        wire.Presence
		cause        string
		slip         string
		code         string
		stays        time.Duration
		printedAfter bool
	}{
		{wire.Broken, wire.PaperOut, "failed", "P1-11", time.Minute, false},
		{wire.Broken, wire.CutterError, "failed", "P1-14", time.Minute, false},
		{wire.Absent, "", "failed", "P1-21", time.Minute, false},
		{wire.Present, wire.PaperLow, "waiting", "P1-12", 0, false},
		{wire.Broken, wire.PaperOut, "failed", "P1-11", 20 * time.Second, true},
	} {
		d := newDesk()
		d.live = brokenBoard(c.state, c.cause)
		mustStep(t, d.after(time.Second), kiosk.Attract)
		if got := d.FaultCode(); got != c.code {
			t.Errorf("%s %s: FaultCode() = %q, want %q", c.state, c.cause, got, c.code)
		}
		d.wish().issued(ticket())
		mustStep(t, d, kiosk.Result)
		if got, _ := d.Slip(); got != c.slip {
			t.Errorf("%s %s: Slip() = %q, want %q", c.state, c.cause, got, c.slip)
		}
		if _, waits := d.Pending(); !waits {
			t.Errorf("%s %s: Pending() = false, want the real outcome still looked for", c.state, c.cause)
		}
		if c.printedAfter { // somebody put paper in
			d.after(10*time.Second).Slipped("20261123-A012", "printed", "")
		}
		if c.stays > 0 {
			d.after(c.stays - time.Second)
			mustStep(t, d, kiosk.Result)
			mustStep(t, d.after(time.Second), kiosk.Attract)
		}
	}
}

func TestAnotherKiosksPrinterDoesNotMatter(t *testing.T) {
	d := newDesk()
	d.live = brokenBoard(wire.Present, "")
	if got := d.after(time.Second).FaultCode(); got != "" {
		t.Errorf("FaultCode() = %q while only P2 of K2 is broken, want none", got)
	}
}

func TestKiosksShareAPrinter(t *testing.T) {
	d := newDesk()
	d.Printer = "P2" // of K2 too, which stands first in the configuration
	d.live = brokenBoard(wire.Present, "")
	if got := d.after(time.Second).FaultCode(); got != "P2-14" {
		t.Errorf("FaultCode() = %q, want P2-14 of the printer that is shared", got)
	}
}
