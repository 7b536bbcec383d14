package bus

import (
	"context"
	"fmt"
	"net"
	"slices"
	"sync"
	"testing"
	"time"

	"motcua/internal/center"
	"motcua/internal/device"
	"motcua/internal/device/modbus"
	"motcua/internal/device/pty"
	sim "motcua/internal/sim/unit"
	wires "motcua/internal/wire"
)

// pressed runs a bus over the port that config names and waits for one press of "next" on u.
func pressed(t *testing.T, config center.Bus, u *sim.Unit) (b *Bus, ended <-chan error) {
	t.Helper()
	b, err := New(config, []center.Unit{{ID: "N1", Bus: config.ID, Driver: "motcua", Address: 1, Digits: 4}})
	if err != nil {
		t.Fatal(err)
	}
	line, err := Open(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	end := make(chan error, 1)
	var running sync.WaitGroup
	running.Go(func() { end <- b.Run(ctx, line) })
	t.Cleanup(func() {
		cancel()
		running.Wait()
		line.Close()
	})
	u.Press("next")
	select {
	case p := <-b.Units()[0].Presses():
		b.Units()[0].Done(p)
		if p.Key != Next {
			t.Errorf("the press is %v, want next", p.Key)
		}
	case <-time.After(20 * time.Second):
		t.Fatalf("no press came; the unit is %v", b.Units()[0].State())
	}
	return b, end
}

func TestThroughADeviceNode(t *testing.T) {
	pair, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	u := sim.New("N1", 1)
	var serving sync.WaitGroup
	serving.Go(func() { _ = sim.NewLine(19200, u).Serve(t.Context(), pair.Master) })
	_, ended := pressed(t, center.Bus{ID: "B1", Port: pair.Name, Baud: 19200, Parity: "even"}, u)
	if _, err := Open(t.Context(), center.Bus{Port: pair.Name, Baud: 19200}); device.CauseOf(err) != wires.PortBusy {
		t.Errorf("a second Open = %v, want cause %q", err, wires.PortBusy)
	}
	pair.Close()
	select {
	case err := <-ended:
		if err == nil {
			t.Error("Run = nil when the adapter was pulled out, want an error")
		}
	case <-time.After(20 * time.Second):
		t.Error("nobody noticed that the adapter was pulled out")
	}
	serving.Wait()
}

func TestThroughAGateway(t *testing.T) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	u, ctx := sim.New("N1", 1), t.Context()
	gateway := make(chan net.Conn, 1)
	go func() {
		conn, err := ln.Accept()
		if err != nil {
			return
		}
		gateway <- conn
		_ = sim.NewLine(19200, u).Serve(ctx, conn)
	}()
	_, ended := pressed(t, center.Bus{ID: "B1", Port: "tcp://" + ln.Addr().String(), Baud: 19200}, u)
	(<-gateway).Close()
	select {
	case err := <-ended:
		if err == nil {
			t.Error("Run = nil when the gateway hung up, want an error")
		}
	case <-time.After(20 * time.Second):
		t.Error("nobody noticed that the gateway hung up")
	}
}

// BenchmarkDevicePoll asks a simulated unit in real time, through a device node
// and at the pace of the wire, and sets the median beside the formula:
//
//	(8 + answer) x 11 / baud + 2 x 3.5 characters (1.75 ms above 19200) + what the unit thinks
func BenchmarkDevicePoll(b *testing.B) {
	for _, baud := range []int{9600, 19200, 115200} {
		for _, registers := range []int{short, fixed + perPress*perPoll} {
			b.Run(fmt.Sprintf("baud=%d/registers=%d", baud, registers), func(b *testing.B) {
				pair, err := pty.Open()
				if err != nil {
					b.Fatal(err)
				}
				var serving sync.WaitGroup
				serving.Go(func() { _ = sim.NewLine(baud, sim.New("N1", 1)).Serve(b.Context(), pair.Master) })
				line, err := Open(b.Context(), center.Bus{Port: pair.Name, Baud: baud, Parity: "even"})
				if err != nil {
					b.Fatal(err)
				}
				master := modbus.NewMaster(line, baud, time.Second)
				var took []time.Duration
				for b.Loop() {
					began := time.Now()
					if _, err := master.ReadInput(1, 0, uint16(registers)); err != nil {
						b.Fatal(err)
					}
					took = append(took, time.Since(began))
				}
				line.Close()
				pair.Close()
				serving.Wait()
				slices.Sort(took)
				p50, wire := took[len(took)/2], modbus.Wire(baud, 8+5+2*registers)+2*modbus.Silence(baud)+sim.Turn
				b.ReportMetric(float64(p50)/1e6, "p50-ms")
				b.ReportMetric(float64(took[len(took)*95/100])/1e6, "p95-ms")
				b.ReportMetric(float64(wire)/1e6, "formula-ms")
				b.ReportMetric(float64(p50)/float64(wire), "ratio")
				b.ReportMetric(0, "ns/op")
			})
		}
	}
}
