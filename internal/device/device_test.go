package device_test

import (
	"context"
	"errors"
	"testing"

	"motcua/internal/device"
	"motcua/internal/device/accept"
	"motcua/internal/device/devicetest"
	"motcua/internal/device/escpos"
	"motcua/internal/fault"
	"motcua/internal/wire"
)

// fakeRig is a fake printer, which prints at once and so has no middle of a slip.
type fakeRig struct {
	*device.FakePrinter
	seen int
}

func (r *fakeRig) Printer() device.Printer { return r.FakePrinter }

func (r *fakeRig) Bring(_ context.Context, s device.State) error {
	r.Set(s)
	return nil
}

func (r *fakeRig) Meanwhile(context.Context, device.State) error { return accept.ErrCannot }

func (r *fakeRig) Still(context.Context) (bool, error) { return true, nil }

func (r *fakeRig) Whole(context.Context, int) (int, error) {
	n := len(r.Slips()) - r.seen
	r.seen += n
	return n, nil
}

func TestFakePrinterKeepsTheContract(t *testing.T) {
	devicetest.Printers(t, func(*testing.T) accept.PrinterRig {
		f := &device.FakePrinter{}
		f.Set(device.State{Presence: wire.Present})
		return &fakeRig{FakePrinter: f}
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

func TestPrinterThatCannotBeUsed(t *testing.T) {
	for _, c := range []struct {
		address string
		baud    int
		want    device.State
	}{
		{"tcp://127.0.0.1:1", 0, device.State{Presence: wire.Absent, Cause: wire.Unreachable}},
		{"/dev/no-such-lp0", 0, device.State{Presence: wire.Absent, Cause: wire.Unreachable}},
		{"/dev/no-such-port", 0, device.State{Presence: wire.Absent, Cause: wire.Unreachable}},
		{"/dev/no-such-port", 19200, device.State{Presence: wire.Broken, Cause: wire.SlowLine}},
		{"/dev/serial/by-id/usb-Alps_no-such-if00", 19200, device.State{Presence: wire.Broken, Cause: wire.SlowLine}},
		{"/dev/no-such-port", 38400, device.State{Presence: wire.Absent, Cause: wire.Unreachable}},
	} {
		p, err := device.NewPrinter(c.address, c.baud, escpos.ProfileFor(576))
		if err != nil {
			t.Fatal(err)
		}
		if got := p.State(t.Context()); got != c.want {
			t.Errorf("%s at %d: State = %v, want %v", c.address, c.baud, got, c.want)
		}
		if _, err := p.Print(t.Context(), devicetest.Slip(1)); device.CauseOf(err) != c.want.Cause {
			t.Errorf("%s at %d: Print = %v, want cause %q", c.address, c.baud, err, c.want.Cause)
		}
	}
}
