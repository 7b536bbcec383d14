package printer_test

import (
	"context"
	"io"
	"net"
	"slices"
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

// within runs f on a virtual clock with a printer of that model that moves its paper
// speed millimeters a second; it fails when a goroutine is left.
func within(t *testing.T, profile string, model printer.Model, speed int, f func(*testing.T, bench)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		p := escpos.Profiles[profile]
		sim := printer.New("P1", p.Dots, speed)
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

// ofModels are the checks in which models differ: what their status means, and
// what they make of a job that stops. All of them are held against one printer over TCP.
var ofModels = []string{"printer-paper-low", "printer-paper-out", "printer-cover-open-meanwhile"}

// TestEachModelKeepsTheContract holds every model that a profile names to it.
func TestEachModelKeepsTheContract(t *testing.T) {
	for profile, model := range printer.Models() {
		t.Run(profile, func(t *testing.T) {
			if _, ok := escpos.Profiles[profile]; !ok {
				t.Fatalf("the driver has no profile %s", profile)
			}
			for _, c := range accept.PrinterChecks {
				if !slices.Contains(ofModels, c.Name) || c.Name == "printer-paper-low" && !escpos.Profiles[profile].NearEnd() {
					continue
				}
				within(t, profile, model, 150, func(t *testing.T, b bench) {
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
		within(t, "epson-tm-t82", stubborn, 150, func(t *testing.T, b bench) {
			if err := c.Run(context.Background(), &rig{sim: b.sim, driver: b.driver}); err == nil {
				t.Errorf("%s = nil for a printer that prints the rest of an old slip", c.Name)
			}
		})
	}
}

// TestPaperIsMeasured compares what the driver reckons with what the printer measures by itself.
func TestPaperIsMeasured(t *testing.T) {
	for profile, model := range printer.Models() {
		within(t, profile, model, 150, func(t *testing.T, b bench) {
			for n := range 2 {
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
		for _, row := range []int{150, 900} {
			within(t, profile, model, 150, func(t *testing.T, b bench) {
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

// TestSmallBufferIsNotOverrun: what a small printer has in it when its paper ends does not come out on the new roll.
func TestSmallBufferIsNotOverrun(t *testing.T) {
	within(t, "generic-80", printer.Model{Buffer: 2048, Knife: 96}, 250, func(t *testing.T, b bench) {
		b.sim.EndPaperAfter(400)
		if _, err := b.driver.Print(t.Context(), accept.Slip(1)); device.CauseOf(err) != wire.PaperOut {
			t.Errorf("Print = %v, want cause %q", err, wire.PaperOut)
		}
		b.sim.Set(printer.Switches{})
		if _, err := b.driver.Print(t.Context(), accept.Slip(2)); err != nil {
			t.Errorf("Print on the new roll = %v", err)
		}
		if slips := b.sim.Slips(); len(slips) != 2 || slips[0].QR != "" || slips[1].QR == "" {
			t.Errorf("came out %q, want a torn piece and a whole slip", brief(slips))
		}
	})
}

func TestPrinterThatSaysNothing(t *testing.T) {
	within(t, "generic-80", printer.Usual(576), 150, func(t *testing.T, b bench) {
		b.sim.Set(printer.Switches{Offline: true})
		if got, want := b.driver.State(t.Context()), (device.State{Presence: wire.Broken, Cause: wire.TimedOut}); got != want {
			t.Errorf("State = %v, want %v", got, want)
		}
		if _, err := b.driver.Print(t.Context(), accept.Slip(1)); device.CauseOf(err) != wire.TimedOut {
			t.Errorf("Print = %v, want cause %q", err, wire.TimedOut)
		}
	})
}

// TestSlowPrinterIsWaitedFor: Print returns when the paper has stopped, not when the bytes are gone.
func TestSlowPrinterIsWaitedFor(t *testing.T) {
	within(t, "generic-80", printer.Usual(576), 50, func(t *testing.T, b bench) {
		began := time.Now()
		receipt, err := b.driver.Print(t.Context(), accept.Slip(1))
		if err != nil {
			t.Fatalf("Print = %v", err)
		}
		if took, paper := time.Since(began), time.Duration(receipt.Millimeters)*time.Second/50; took < paper-time.Second/10 || len(b.sim.Slips()) != 1 {
			t.Errorf("Print returned after %v with %d slips out, want one after %v", took, len(b.sim.Slips()), paper)
		}
	})
}

func TestPrinterTooSlowForItsDeadline(t *testing.T) {
	within(t, "generic-80", printer.Usual(576), 20, func(t *testing.T, b bench) {
		ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
		defer cancel()
		if _, err := b.driver.Print(ctx, accept.Slip(1)); device.CauseOf(err) != wire.Unknown {
			t.Errorf("Print = %v, want cause %q", err, wire.Unknown)
		}
		time.Sleep(time.Minute) // virtual: it would come out by now
		if slips := b.sim.Slips(); len(slips) != 1 || slips[0].QR != "" {
			t.Errorf("came out %q, want a torn piece: the rest is thrown away", brief(slips))
		}
	})
}

// TestHotHeadIsWaitedFor: a head that cools down in the middle of a slip costs time and no slip.
func TestHotHeadIsWaitedFor(t *testing.T) {
	within(t, "epson-tm-t82", printer.Models()["epson-tm-t82"], 150, func(t *testing.T, b bench) {
		hot := func(on bool) func() {
			return func() { b.sim.Change(func(s *printer.Switches) { s.HeadHot = on }) }
		}
		b.sim.AfterRows(500, func() {
			hot(true)()
			time.AfterFunc(3*time.Second, hot(false))
		})
		if _, err := b.driver.Print(t.Context(), accept.Slip(1)); err != nil {
			t.Errorf("Print = %v, want the slip in the end", err)
		}
		b.sim.AfterRows(500, hot(true))
		if _, err := b.driver.Print(t.Context(), accept.Slip(2)); device.CauseOf(err) != wire.HeadHot {
			t.Errorf("Print with a head that stays hot = %v, want cause %q", err, wire.HeadHot)
		}
	})
}
