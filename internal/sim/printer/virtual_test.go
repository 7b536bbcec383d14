package printer_test

import (
	"context"
	"io"
	"net"
	"testing"
	"testing/synctest"
	"time"

	"motcua/internal/device"
	"motcua/internal/device/accept"
	"motcua/internal/device/escpos"
	"motcua/internal/sim/printer"
	"motcua/internal/wire"
)

// bench is a simulated printer of one model and its driver, joined in memory, so
// that all of it can live on a virtual clock.
type bench struct {
	sim    *printer.Printer
	driver device.Printer
}

// within runs f on a virtual clock with a printer of that model, which moves its
// paper as fast as a usual one; it fails when a goroutine is left.
func within(t *testing.T, profile string, model printer.Model, f func(*testing.T, bench)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		p := escpos.Profiles[profile]
		sim := printer.New("P1", p.Dots, 150)
		sim.Become(model)
		in := make(chan net.Conn)
		ctx, cancel := context.WithCancel(context.Background())
		done := make(chan error, 1)
		go func() { done <- sim.Serve(ctx, memory{in, ctx}) }()
		b := bench{sim, device.PrinterOver(func(ctx context.Context) (io.ReadWriteCloser, error) {
			host, far := net.Pipe()
			brief, cancel := context.WithTimeout(ctx, 3*time.Second)
			defer cancel()
			select {
			case in <- far:
				return host, nil
			case <-brief.Done():
				return nil, brief.Err()
			}
		}, p)}
		f(t, b)
		b.driver.Close()
		cancel()
		if err := <-done; err != nil {
			t.Errorf("the simulated printer ended with %v", err)
		}
	})
}

// memory is a listener without a network.
type memory struct {
	in  chan net.Conn
	ctx context.Context // of the printer that listens
}

func (m memory) Accept() (net.Conn, error) {
	select {
	case c := <-m.in:
		return c, nil
	case <-m.ctx.Done():
		return nil, net.ErrClosed
	}
}

func (m memory) Close() error   { return nil }
func (m memory) Addr() net.Addr { return &net.UnixAddr{} }

// TestEachModelKeepsTheContract runs every check against every model that a profile names.
func TestEachModelKeepsTheContract(t *testing.T) {
	for profile, model := range printer.Models() {
		t.Run(profile, func(t *testing.T) {
			if _, ok := escpos.Profiles[profile]; !ok {
				t.Fatalf("the driver has no profile %s", profile)
			}
			for _, c := range accept.PrinterChecks {
				if c.Name == "printer-paper-low" && !escpos.Profiles[profile].NearEnd() {
					continue
				}
				within(t, profile, model, func(t *testing.T, b bench) {
					if err := c.Run(context.Background(), &rig{sim: b.sim, driver: b.driver, tornOff: model.Knife == 0}); err != nil {
						t.Errorf("%s: %v", c.Name, err)
					}
				})
			}
		})
	}
	if len(escpos.Profiles) != len(printer.Models()) {
		t.Errorf("%d profiles and %d models: each profile wants its model", len(escpos.Profiles), len(printer.Models()))
	}
}

// TestAPrinterThatForgetsNothingIsFoundOut: the contract can fail.
func TestAPrinterThatForgetsNothingIsFoundOut(t *testing.T) {
	stubborn := printer.Models()["epson-tm-t82"]
	stubborn.Stubborn = true
	for _, c := range accept.PrinterChecks {
		if c.Name != "printer-paper-out-meanwhile" {
			continue
		}
		within(t, "epson-tm-t82", stubborn, func(t *testing.T, b bench) {
			if err := c.Run(context.Background(), &rig{sim: b.sim, driver: b.driver}); err == nil {
				t.Errorf("%s = nil for a printer that prints the rest of an old slip", c.Name)
			}
		})
	}
}

// TestPaperIsMeasured compares what the driver reckons with what the printer measures by itself.
func TestPaperIsMeasured(t *testing.T) {
	for profile, model := range printer.Models() {
		within(t, profile, model, func(t *testing.T, b bench) {
			for n := range 3 {
				before := b.sim.Rows()
				receipt, err := b.driver.Print(context.Background(), accept.Slip(n))
				if err != nil {
					t.Fatalf("%s: Print = %v", profile, err)
				}
				if measured := float64(b.sim.Rows()-before) / 8; float64(receipt.Millimeters) < measured-1 || float64(receipt.Millimeters) > measured+1 {
					t.Errorf("%s, slip %d: told %d mm, measured %.1f mm, want them within 1 mm", profile, n, receipt.Millimeters, measured)
				}
			}
		})
	}
}

// TestPaperOutIsNoticedInTime: 1 s during a job, whatever the model.
func TestPaperOutIsNoticedInTime(t *testing.T) {
	for profile, model := range printer.Models() {
		for _, row := range []int{150, 400, 900} {
			within(t, profile, model, func(t *testing.T, b bench) {
				var out time.Time
				b.sim.AfterRows(row, func() {
					out = time.Now()
					b.sim.Change(func(s *printer.Switches) { s.PaperOut = true })
				})
				_, err := b.driver.Print(context.Background(), accept.Slip(1))
				took := time.Since(out)
				if cause := device.CauseOf(err); cause != wire.PaperOut || took > time.Second {
					t.Errorf("%s: paper out at row %d is told after %v as %q, want %q within 1 s", profile, row, took, cause, wire.PaperOut)
				}
			})
		}
	}
}
