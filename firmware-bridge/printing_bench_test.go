package bridge

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"net"
	"testing"
	"time"

	"motcua/internal/center"
	simprinter "motcua/internal/sim/printer"
	"motcua/internal/wire"
)

// BenchmarkDevicePaperOut measures, at the usual pace and in real time, how long it
// takes from the end of the paper until the controller knows: while the printer
// is idle, one that speaks by itself and one that has to be looked at, and in the
// middle of a slip. ms/op is the mean, worst-ms the longest.
func BenchmarkDevicePaperOut(b *testing.B) {
	for _, c := range []struct {
		name, profile string
		during        bool
	}{
		{"idle/speaks", "epson-tm-t82", false}, {"idle/looked-at", "generic-80", false},
		{"during/speaks", "epson-tm-t82", true}, {"during/looked-at", "generic-80", true},
	} {
		b.Run(c.name, func(b *testing.B) {
			f := newFakeController(b)
			sim := simprinter.New("P1", 576, 150)
			sim.Become(simprinter.Models()[c.profile])
			ln, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				b.Fatal(err)
			}
			background(b, func(ctx context.Context) { _ = sim.Serve(ctx, ln) })
			site := center.Center{Printers: []center.Printer{{ID: "P1", Address: "tcp://" + ln.Addr().String(), Profile: c.profile}}}
			bridge, err := New(Options{Client: f.client(), Center: &site, Log: slog.New(slog.DiscardHandler)})
			if err != nil {
				b.Fatal(err)
			}
			background(b, func(ctx context.Context) { _ = bridge.Run(ctx) })
			f.state("P1", wire.StateReport{State: wire.Present})
			var all, worst time.Duration
			n := 0
			for ; b.Loop(); n++ {
				out := paperOut(f, sim, n, c.during)
				all, worst = all+out, max(worst, out)
			}
			b.ReportMetric(float64(all.Milliseconds())/float64(n), "ms/op")
			b.ReportMetric(float64(worst.Milliseconds()), "worst-ms")
			b.ReportMetric(0, "ns/op")
		})
	}
}

// paperOut ends the paper, returns how long it took until that was told, and puts a new roll in.
func paperOut(f *fakeController, sim *simprinter.Printer, n int, during bool) time.Duration {
	ended := make(chan time.Time, 1)
	end := func() {
		ended <- time.Now()
		sim.Change(func(s *simprinter.Switches) { s.PaperOut = true })
	}
	if during {
		sim.AfterRows(300+rand.IntN(600), end)
		f.outcome(f.issue(n, "P1"), "failed "+wire.PaperOut)
	} else {
		time.AfterFunc(rand.N(usual.look), end)
		f.state("P1", wire.StateReport{State: wire.Broken, Cause: wire.PaperOut})
	}
	took := time.Since(<-ended)
	sim.Set(simprinter.Switches{})
	f.state("P1", wire.StateReport{State: wire.Present})
	return took
}
