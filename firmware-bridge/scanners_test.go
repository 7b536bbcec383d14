package bridge

import (
	"context"
	"encoding/json"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"

	"motcua/internal/center"
	simscanner "motcua/internal/sim/scanner"
	simups "motcua/internal/sim/ups"
	"motcua/internal/wire"
)

// hears takes over POST /scans of a fake controller.
func (f *fakeController) hears(t *testing.T) <-chan wire.ScanRequest {
	scans := make(chan wire.ScanRequest, 16)
	inner := f.srv.Config.Handler
	f.srv.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/api/v1/scans" {
			inner.ServeHTTP(w, r)
			return
		}
		var s wire.ScanRequest
		if err := json.NewDecoder(r.Body).Decode(&s); err != nil {
			t.Errorf("POST /scans: %v", err)
		}
		scans <- s
		_ = json.NewEncoder(w).Encode(wire.ScanAnswer{Kind: wire.ScanUnknown})
	})
	return scans
}

// log collects what a bridge logs.
type log struct {
	mu sync.Mutex
	strings.Builder
}

func (l *log) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.Builder.Write(b)
}

func TestScannersTellTheirCodes(t *testing.T) {
	f := newFakeController(t)
	scans := f.hears(t)
	serial, err := simscanner.Serial("S1")
	if err != nil {
		t.Fatal(err)
	}
	defer serial.Close()
	keyboard, err := simscanner.Keyboard("S2", t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer keyboard.Close()
	var said log
	b, err := New(Options{Client: f.client(), Log: slog.New(slog.NewTextHandler(&said, &slog.HandlerOptions{Level: slog.LevelDebug})), Center: &center.Center{Scanners: []center.Scanner{
		{ID: "S1", Port: serial.Port(), Baud: 9600}, {ID: "S2", Port: keyboard.Port()}, {ID: "S3", Port: "/dev/serial/by-id/nobody", Baud: 9600},
	}}})
	if err != nil {
		t.Fatal(err)
	}
	b.pace = quick
	stop := background(t, func(ctx context.Context) { _ = b.Run(ctx) })
	f.state("S1", wire.StateReport{State: wire.Present})
	f.state("S2", wire.StateReport{State: wire.Present})
	f.state("S3", wire.StateReport{State: wire.Absent, Cause: wire.Unreachable})
	const card = "075164012345||NGUYEN THI A|23111966|Nu|x|15042021"
	for i, s := range []*simscanner.Scanner{serial, keyboard} {
		if err := s.Scan(card); err != nil {
			t.Fatal(err)
		}
		want := wire.ScanRequest{Scanner: center.DeviceID([]string{"S1", "S2"}[i]), Code: card}
		if got := <-scans; got != want {
			t.Errorf("the controller hears %+v, want %+v", got, want)
		}
	}
	for range 3 {
		if err := serial.Send([]byte("\x00\xff\r")); err != nil {
			t.Fatal(err)
		}
	}
	f.state("S1", wire.StateReport{State: wire.Broken, Cause: wire.Garbled})
	serial.Close()
	f.state("S1", wire.StateReport{State: wire.Absent, Cause: wire.Unreachable})
	stop()
	for _, part := range strings.Split(card, "|") {
		if len(part) > 1 && strings.Contains(said.String(), part) {
			t.Errorf("the log tells %q of a card:\n%s", part, said.String())
		}
	}
}

func TestMainsLost(t *testing.T) {
	f := newFakeController(t)
	sim := simups.New("ups")
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	unplug := background(t, func(ctx context.Context) { _ = sim.Serve(ctx, l) })
	_, _ = newMachine().drive(t, f, center.Center{UPS: center.UPS{ID: "UPS", NUT: l.Addr().String(), Name: "ups"}})
	f.state("UPS", wire.StateReport{State: wire.Present})
	sim.Set("ups.status", "OB DISCHRG")
	sim.Set("battery.charge", "71")
	f.state("UPS", wire.StateReport{State: wire.Broken, Cause: wire.MainsLost})
	f.mu.Lock()
	if got := f.devices["UPS"].Counts; got["charge_pct"] != 71 || got["runtime_s"] != 1800 {
		t.Errorf("counts = %v, want charge_pct 71 and runtime_s 1800", got)
	}
	f.mu.Unlock()
	sim.Set("ups.status", "OB LB")
	f.state("UPS", wire.StateReport{State: wire.Broken, Cause: wire.BatteryLow})
	unplug()
	f.state("UPS", wire.StateReport{State: wire.Absent, Cause: wire.Unreachable})
}
