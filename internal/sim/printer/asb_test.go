package printer_test

import (
	"context"
	"net"
	"testing"
	"time"

	"motcua/internal/device/escpos"
	"motcua/internal/sim/printer"
	"motcua/internal/wire"
)

// TestAutomaticStatus asks as some hosts do, and reads with the driver's decoder.
func TestAutomaticStatus(t *testing.T) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	sim := printer.New("P1", 576, 0)
	conn, err := net.Dial("tcp", ln.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	start(t, func(ctx context.Context) error { return sim.Serve(ctx, ln) })
	if err := conn.SetDeadline(time.Now().Add(10 * time.Second)); err != nil {
		t.Fatal(err)
	}
	if _, err := conn.Write([]byte{0x1D, 'a', 0xFF}); err != nil {
		t.Fatal(err)
	}
	var d escpos.Decoder
	next := func() escpos.Status {
		t.Helper()
		b := make([]byte, 1)
		for {
			if _, err := conn.Read(b); err != nil {
				t.Fatal(err)
			}
			if r, ok := d.Push(b[0]); ok && r.Kind == escpos.AutoBack {
				return escpos.FromASB(escpos.ProfileFor(576), r.ASB)
			}
		}
	}
	if got := next(); got != (escpos.Status{}) {
		t.Errorf("at first: %+v, want all well", got)
	}
	for _, c := range []struct {
		set   printer.Switches
		cause string
	}{
		{printer.Switches{CoverOpen: true}, wire.CoverOpen}, {printer.Switches{PaperOut: true}, wire.PaperOut},
		{printer.Switches{CutterError: true}, wire.CutterError}, {printer.Switches{PaperLow: true}, ""},
	} {
		sim.Set(c.set)
		if got := next(); got.Cause() != c.cause || got.PaperLow != (c.set.PaperLow || c.set.PaperOut) {
			t.Errorf("%+v: told %+v, want cause %q", c.set, got, c.cause)
		}
	}
}
