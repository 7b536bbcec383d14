// Package devicetest is the contract that every driver, every simulated device
// and every fake passes. With a rig that asks a person to open covers, it is the
// acceptance test on real hardware.
package devicetest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"motcua/internal/center"
	"motcua/internal/device"
	"motcua/internal/fault"
	"motcua/internal/i18n"
	"motcua/internal/wire"
)

// PrinterRig is a printer under test, and the hand that opens its cover.
type PrinterRig struct {
	Printer device.Printer
	Set     func(device.State)                     // brings the printer into a state
	Printed func(ctx context.Context, n int) []int // waits for n slips, or the end of ctx; one element a whole slip
}

// Slip returns a slip that has everything.
func Slip(n int) wire.Slip {
	number := fmt.Sprintf("A%03d", n)
	return wire.Slip{
		Number: number, Purpose: center.Submit, Counters: "3, 5", Ahead: 4, Wait: &wire.Range{LowS: 600, HighS: 1200},
		Center:   i18n.Text{VI: "Trung tâm Phục vụ hành chính công phường Trấn Biên", EN: "Tran Bien Ward Public Administration Service Center"},
		Service:  i18n.Text{VI: "Đất đai", EN: "Land"},
		IssuedAt: time.Date(2026, 11, 23, 2, 12, 0, 0, time.UTC), URL: "https://mc.example.gov.vn/t/8F3K22QXW5P7M9TB",
		Papers: i18n.Text{VI: "Giấy chứng nhận quyền sử dụng đất; thẻ căn cước.", EN: "Land use certificate; identity card."},
	}
}

// Printers tests a printer. open returns a rig with a new, healthy printer.
func Printers(t *testing.T, open func(*testing.T) PrinterRig) {
	t.Run("prints one slip for each Print", func(t *testing.T) {
		rig := open(t)
		for i := range 3 {
			if _, err := rig.Printer.Print(limit(t, 30*time.Second), Slip(i)); err != nil {
				t.Fatalf("Print = %v, want nil", err)
			}
		}
		wantPrinted(t, rig, 3)
	})
	t.Run("says that it is well", func(t *testing.T) {
		wantState(t, open(t), device.State{Presence: wire.Present})
	})
	t.Run("prints while paper is low, and says so", func(t *testing.T) {
		rig := open(t)
		rig.Set(device.State{Presence: wire.Present, Cause: wire.PaperLow})
		wantState(t, rig, device.State{Presence: wire.Present, Cause: wire.PaperLow})
		if _, err := rig.Printer.Print(limit(t, 30*time.Second), Slip(1)); err != nil {
			t.Errorf("Print = %v, want nil", err)
		}
		wantPrinted(t, rig, 1)
	})
	for _, cause := range []string{wire.PaperOut, wire.CoverOpen, wire.CutterError} {
		t.Run("names the cause "+cause+", prints nothing, and works when it is mended", func(t *testing.T) {
			rig := open(t)
			broken := device.State{Presence: wire.Broken, Cause: cause}
			rig.Set(broken)
			wantState(t, rig, broken)
			_, err := rig.Printer.Print(limit(t, 30*time.Second), Slip(1))
			wantFailure(t, err, cause)
			rig.Set(device.State{Presence: wire.Present})
			wantState(t, rig, device.State{Presence: wire.Present})
			if _, err := rig.Printer.Print(limit(t, 30*time.Second), Slip(2)); err != nil {
				t.Errorf("Print after mending = %v, want nil", err)
			}
			wantPrinted(t, rig, 1)
		})
	}
	t.Run("does not begin under an ended context", func(t *testing.T) {
		rig := open(t)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := rig.Printer.Print(ctx, Slip(1)); fault.KindOf(err) != fault.Unavailable {
			t.Errorf("Print = %v, want fault.Unavailable", err)
		}
		wantState(t, rig, device.State{Presence: wire.Present})
		if _, err := rig.Printer.Print(limit(t, 30*time.Second), Slip(2)); err != nil {
			t.Errorf("Print = %v, want nil", err)
		}
		wantPrinted(t, rig, 1)
	})
}

func limit(t *testing.T, d time.Duration) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), d)
	t.Cleanup(cancel)
	return ctx
}

func wantState(t *testing.T, rig PrinterRig, want device.State) {
	t.Helper()
	if got := rig.Printer.State(t.Context()); got != want {
		t.Errorf("State = %v, want %v", got, want)
	}
}

func wantFailure(t *testing.T, err error, cause string) {
	t.Helper()
	if fault.KindOf(err) != fault.Unavailable || device.CauseOf(err) != cause {
		t.Errorf("error = %v (cause %q), want fault.Unavailable with cause %q", err, device.CauseOf(err), cause)
	}
}

// wantPrinted waits for n slips, then a little longer for one too many.
func wantPrinted(t *testing.T, rig PrinterRig, n int) {
	t.Helper()
	if got := len(rig.Printed(limit(t, 10*time.Second), n)); got != n {
		t.Errorf("%d slips came out, want %d", got, n)
	}
	if got := len(rig.Printed(limit(t, 50*time.Millisecond), n+1)); got != n {
		t.Errorf("%d slips came out in the end, want %d", got, n)
	}
}
