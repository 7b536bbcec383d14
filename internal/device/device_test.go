package device_test

import (
	"context"
	"errors"
	"testing"

	"motcua/internal/device"
	"motcua/internal/device/devicetest"
	"motcua/internal/device/escpos"
	"motcua/internal/fault"
	"motcua/internal/wire"
)

func TestFakePrinterKeepsTheContract(t *testing.T) {
	devicetest.Printers(t, func(*testing.T) devicetest.PrinterRig {
		f := &device.FakePrinter{}
		f.Set(device.State{Presence: wire.Present})
		return devicetest.PrinterRig{Printer: f, Set: f.Set, Printed: func(context.Context, int) []int { return make([]int, len(f.Slips())) }}
	})
}

func TestCauseOf(t *testing.T) {
	for _, c := range []struct {
		err  error
		want string
	}{
		{device.Fail(wire.PaperOut, nil), wire.PaperOut},
		{errors.Join(errors.New("other"), device.Fail(wire.TimedOut, context.Canceled)), wire.TimedOut},
		{errors.New("other"), wire.Unknown},
		{fault.New(fault.Unavailable, "controller-away"), wire.Unknown},
	} {
		if got := device.CauseOf(c.err); got != c.want {
			t.Errorf("CauseOf(%v) = %q, want %q", c.err, got, c.want)
		}
	}
}

func TestNewPrinterRefusesOtherAddresses(t *testing.T) {
	for _, address := range []string{"", "tcp://", "lp0", "http://printer/", "dev/usb/lp0"} {
		if _, err := device.NewPrinter(address, 0, escpos.ProfileFor(576)); fault.KindOf(err) != fault.Invalid {
			t.Errorf("NewPrinter(%q) = %v, want fault.Invalid", address, err)
		}
	}
}

func TestNobodyAtTheAddress(t *testing.T) {
	for _, address := range []string{"tcp://127.0.0.1:1", "/dev/no-such-printer"} {
		p, err := device.NewPrinter(address, 0, escpos.ProfileFor(576))
		if err != nil {
			t.Fatal(err)
		}
		if got, want := p.State(t.Context()), (device.State{Presence: wire.Absent, Cause: wire.Unreachable}); got != want {
			t.Errorf("%s: State = %v, want %v", address, got, want)
		}
		if _, err := p.Print(t.Context(), devicetest.Slip(1)); device.CauseOf(err) != wire.Unreachable {
			t.Errorf("%s: Print = %v, want cause %q", address, err, wire.Unreachable)
		}
	}
}
