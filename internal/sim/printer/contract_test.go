package printer_test

import (
	"context"
	"net"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"motcua/internal/device"
	"motcua/internal/device/accept"
	"motcua/internal/device/devicetest"
	"motcua/internal/device/escpos"
	"motcua/internal/device/pty"
	"motcua/internal/sim/printer"
	"motcua/internal/wire"
)

// start runs serve until the test ends.
func start(t *testing.T, serve func(context.Context) error) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	wg.Go(func() {
		if err := serve(ctx); err != nil {
			t.Errorf("the simulated printer ended with %v", err)
		}
	})
	t.Cleanup(func() {
		cancel()
		wg.Wait()
	})
}

// overTCP returns a simulated printer on a free port and its driver.
func overTCP(t *testing.T, dots, speed int) (*printer.Printer, device.Printer) {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	sim := printer.New("P1", dots, speed)
	start(t, func(ctx context.Context) error { return sim.Serve(ctx, ln) })
	return sim, driver(t, "tcp://"+ln.Addr().String(), dots)
}

// overLine returns a simulated printer behind a device node of that name, its
// driver, and what plugs it in again: another node that is found under the same
// name. A name with lp in it is opened as a printer's own node, any other as a serial port.
func overLine(t *testing.T, dots int, node string) (sim *printer.Printer, p device.Printer, plug func()) {
	t.Helper()
	sim, name := printer.New("P2", dots, 0), filepath.Join(t.TempDir(), node)
	plug = func() {
		t.Helper()
		pair, err := pty.Open()
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { pair.Close() })
		_ = os.Remove(name) // there is none at first
		if err := os.Symlink(pair.Name, name); err != nil {
			t.Fatal(err)
		}
		start(t, func(ctx context.Context) error { return sim.ServeLine(ctx, pair.Master) })
	}
	plug()
	return sim, driver(t, name, dots), plug
}

func driver(t *testing.T, address string, dots int) device.Printer {
	t.Helper()
	p, err := device.NewPrinter(address, 0, escpos.ProfileFor(dots))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Close() })
	return p
}

// wholeRows is less than a whole slip of the checks has, and more than one that stopped.
const wholeRows = 1000

// rig puts the switches of a simulated printer where a check wants them.
type rig struct {
	sim     *printer.Printer
	driver  device.Printer
	plug    func() // after it was unplugged; nil: there is nothing to do
	tornOff bool   // there is no knife: a person tears each slip off
	seen    int
	rows    int // of paper when the printer was last brought into a state
}

func (r *rig) Printer() device.Printer { return r.driver }

func (r *rig) Bring(_ context.Context, s device.State) error {
	was := r.sim.Switches()
	r.rows = r.sim.Rows()
	r.sim.Set(switches(s))
	if was.Unplugged && r.plug != nil {
		r.plug()
	}
	return nil
}

func (r *rig) Meanwhile(_ context.Context, s device.State) error {
	r.sim.AfterRows(700, func() { r.sim.Set(switches(s)) })
	return nil
}

func (r *rig) Still(context.Context) (bool, error) {
	<-time.After(50 * time.Millisecond) // there is nothing to wait for where nothing happens
	return r.sim.Rows() == r.rows, nil
}

func (r *rig) Whole(ctx context.Context, want int) (whole int, err error) {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	if r.tornOff {
		r.sim.TearOff()
	}
	r.sim.WaitSlips(ctx, r.seen+want)
	longer, cancel := context.WithTimeout(ctx, 50*time.Millisecond)
	defer cancel()
	for _, s := range r.sim.WaitSlips(longer, r.seen+want+1) {
		if s.N <= r.seen {
			continue
		}
		r.seen = s.N
		if s.Picture.Bounds().Dy() > wholeRows && (s.Cut || r.tornOff) {
			whole++
		}
	}
	return whole, nil
}

func switches(s device.State) printer.Switches {
	return printer.Switches{
		PaperOut: s.Cause == wire.PaperOut, PaperLow: s.Cause == wire.PaperLow, CoverOpen: s.Cause == wire.CoverOpen,
		CutterError: s.Cause == wire.CutterError, HeadHot: s.Cause == wire.HeadHot, Unplugged: s.Presence == wire.Absent,
	}
}

func TestDriverKeepsTheContractOverTCP(t *testing.T) {
	devicetest.Printers(t, func(t *testing.T) accept.PrinterRig {
		sim, p := overTCP(t, 576, 0)
		return &rig{sim: sim, driver: p}
	})
}

func TestDriverKeepsTheContractOverALine(t *testing.T) {
	devicetest.Printers(t, func(t *testing.T) accept.PrinterRig {
		sim, p, plug := overLine(t, 576, "printer")
		return &rig{sim: sim, driver: p, plug: plug}
	})
}

// TestPrinterNode holds a printer behind a node of its own, such as /dev/usb/lp0, to
// what depends on the way there: that it stops in the middle, and is pulled out.
func TestPrinterNode(t *testing.T) {
	for _, c := range accept.PrinterChecks {
		switch c.Name {
		case "printer-unplugged", "printer-unplugged-meanwhile", "printer-paper-out-meanwhile":
			t.Run(c.Name, func(t *testing.T) {
				sim, p, plug := overLine(t, 576, "lp0")
				if err := c.Run(t.Context(), &rig{sim: sim, driver: p, plug: plug}); err != nil {
					t.Error(err)
				}
			})
		}
	}
}

func TestNoSlipHasAnUnknownCommand(t *testing.T) {
	for _, dots := range []int{384, 512, 576} {
		sim, p := overTCP(t, dots, 0)
		if _, err := p.Print(t.Context(), devicetest.Slip(1)); err != nil {
			t.Fatalf("Print on %d dots = %v", dots, err)
		}
		if u := sim.Unknown(); len(u) > 0 {
			t.Errorf("on %d dots the printer did not understand %v", dots, u)
		}
	}
}

func TestPaperEndsInTheMiddle(t *testing.T) {
	for name, open := range map[string]func() (*printer.Printer, device.Printer){
		"tcp":  func() (*printer.Printer, device.Printer) { return overTCP(t, 576, 0) },
		"line": func() (*printer.Printer, device.Printer) { sim, p, _ := overLine(t, 576, "printer"); return sim, p },
	} {
		sim, p := open()
		sim.EndPaperAfter(400)
		if _, err := p.Print(t.Context(), devicetest.Slip(1)); device.CauseOf(err) != wire.PaperOut {
			t.Errorf("%s: Print = %v, want cause %q", name, err, wire.PaperOut)
		}
		waitSlips(t, sim, 1) // the rest is thrown away, what is on the paper torn off
		sim.Set(printer.Switches{})
		if _, err := p.Print(t.Context(), devicetest.Slip(2)); err != nil {
			t.Errorf("%s: Print on the new roll = %v, want nil", name, err)
		}
		slips := waitSlips(t, sim, 2)
		if len(slips) != 2 || slips[0].Cut || slips[0].QR != "" || !slips[1].Cut || slips[1].QR == "" {
			t.Errorf("%s: came out %+v, want a torn piece, then a whole slip", name, brief(slips))
		}
	}
}

// waitSlips returns the slips once there are n, and fails when they do not come.
func waitSlips(t *testing.T, sim *printer.Printer, n int) []printer.Slip {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	slips := sim.WaitSlips(ctx, n)
	if len(slips) < n {
		t.Fatalf("%d slips came out, want %d", len(slips), n)
	}
	return slips
}

func brief(slips []printer.Slip) (out []string) {
	for _, s := range slips {
		out = append(out, s.QR)
	}
	return out
}
