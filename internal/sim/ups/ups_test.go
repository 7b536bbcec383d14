package ups_test

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"motcua/internal/device"
	"motcua/internal/device/ups"
	simups "motcua/internal/sim/ups"
	"motcua/internal/wire"
)

// serve runs a simulated daemon at address until stop is called.
func serve(t *testing.T, sim *simups.UPS, address string) (at string, stop func()) {
	t.Helper()
	l, err := net.Listen("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- sim.Serve(ctx, l) }()
	stopped := false
	stop = func() {
		if stopped {
			return
		}
		stopped = true
		cancel()
		if err := <-done; err != nil {
			t.Errorf("Serve = %v", err)
		}
	}
	t.Cleanup(stop)
	return l.Addr().String(), stop
}

func state(p wire.Presence, cause string) device.State {
	return device.State{Presence: p, Cause: cause}
}

func TestStates(t *testing.T) {
	sim := simups.New("ups")
	at, _ := serve(t, sim, "127.0.0.1:0")
	c := ups.New(at, "ups")
	defer c.Close()
	for _, test := range []struct {
		status, charge, runtime string
		want                    device.Power
	}{
		{"OL", "100", "1800", device.Power{State: state(wire.Present, ""), Charge: 100, Runtime: 30 * time.Minute}},
		{"OL CHRG", "93.7", "", device.Power{State: state(wire.Present, ""), Charge: 93, Runtime: -1}},
		{"OB DISCHRG", "80", "900.5", device.Power{State: state(wire.Broken, wire.MainsLost), Charge: 80, Runtime: 15 * time.Minute}},
		{"OB DISCHRG LB", "9", "60", device.Power{State: state(wire.Broken, wire.BatteryLow), Charge: 9, Runtime: time.Minute}},
		{"OL FSD", "9", "60", device.Power{State: state(wire.Broken, wire.BatteryLow), Charge: 9, Runtime: time.Minute}},
		{"OL CHRG LB", "9", "60", device.Power{State: state(wire.Broken, wire.DeviceError), Charge: 9, Runtime: time.Minute}},
		{"OB RB", "90", "-5", device.Power{State: state(wire.Broken, wire.MainsLost), Charge: 90, Runtime: -1}},
		{"OL RB", "100", "-5", device.Power{State: state(wire.Broken, wire.DeviceError), Charge: 100, Runtime: -1}},
		{"OB CAL", "100", "1", device.Power{State: state(wire.Present, ""), Charge: 100, Runtime: time.Second}},
		{"OL BYPASS", "full", "NaN", device.Power{State: state(wire.Broken, wire.DeviceError), Charge: -1, Runtime: -1}},
		{"OL OVER", "101", "1e9", device.Power{State: state(wire.Broken, wire.DeviceError), Charge: -1, Runtime: -1}},
		{"", "100", "1800", device.Power{State: state(wire.Broken, wire.Foreign), Charge: 100, Runtime: 30 * time.Minute}},
	} {
		sim.Set("ups.status", test.status)
		sim.Set("battery.charge", test.charge)
		sim.Set("battery.runtime", test.runtime)
		if got := c.Look(t.Context()); got != test.want {
			t.Errorf("status %q, charge %q, runtime %q: Look = %+v, want %+v", test.status, test.charge, test.runtime, got, test.want)
		}
	}
}

func TestFailures(t *testing.T) {
	sim := simups.New("ups")
	at, stop := serve(t, sim, "127.0.0.1:0")
	c := ups.New(at, "ups")
	defer c.Close()
	look := func(c *ups.Client, want device.State) {
		t.Helper()
		if got := c.Look(t.Context()); got.State != want {
			t.Errorf("Look = %+v, want %v", got, want)
		}
	}
	look(c, state(wire.Present, ""))
	for _, code := range []string{"DATA-STALE", "DRIVER-NOT-CONNECTED"} {
		sim.Fail(code)
		look(c, state(wire.Absent, wire.Unreachable))
	}
	sim.Fail("")
	look(c, state(wire.Present, ""))
	look(ups.New(at, "other"), state(wire.Broken, wire.Foreign))
	stop()
	look(c, state(wire.Absent, wire.Unreachable))
	serve(t, sim, at)
	look(c, state(wire.Present, "")) // by itself, when the daemon is back
}

func TestConnectionIsMadeAnewWithinALook(t *testing.T) {
	sim := simups.New("ups")
	at, stop := serve(t, sim, "127.0.0.7:0") // connections of others leave from 127.0.0.1: none takes the port meanwhile
	c := ups.New(at, "ups")
	defer c.Close()
	c.Look(t.Context())
	stop()
	serve(t, sim, at)
	if got := c.Look(t.Context()); got.State != state(wire.Present, "") {
		t.Errorf("Look after the daemon's restart = %+v, want present", got)
	}
}

func TestForeignAndSilentDaemons(t *testing.T) {
	speak := func(say string) string {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { l.Close() })
		go func() {
			for {
				conn, err := l.Accept()
				if err != nil {
					return
				}
				t.Cleanup(func() { conn.Close() })
				_, _ = conn.Write([]byte(say))
			}
		}()
		return l.Addr().String()
	}
	if got := ups.New(speak("220 mail.example ESMTP\r\n"), "ups").Look(t.Context()); got.State != state(wire.Broken, wire.Foreign) {
		t.Errorf("Look at a mail server = %+v, want foreign", got)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if got := ups.New(speak(""), "ups").Look(ctx); got.State != state(wire.Broken, wire.TimedOut) {
		t.Errorf("Look at silence = %+v, want timed-out", got)
	}
}

func TestHandler(t *testing.T) {
	sim := simups.New("ups")
	at, _ := serve(t, sim, "127.0.0.1:0")
	for _, test := range []struct {
		path, body string
		want       int
	}{
		{"/sim/ups/ups", `{"status":"OB","charge":50}`, http.StatusNoContent},
		{"/sim/ups/none", `{"status":"OB"}`, http.StatusNotFound},
		{"/sim/ups/ups", `OB`, http.StatusBadRequest},
	} {
		w := httptest.NewRecorder()
		simups.Handler(sim).ServeHTTP(w, httptest.NewRequest("POST", test.path, strings.NewReader(test.body)))
		if w.Code != test.want {
			t.Errorf("POST %s %s = %d, want %d", test.path, test.body, w.Code, test.want)
		}
	}
	c := ups.New(at, "ups")
	defer c.Close()
	want := device.Power{State: state(wire.Broken, wire.MainsLost), Charge: 50, Runtime: 30 * time.Minute}
	if got := c.Look(t.Context()); got != want {
		t.Errorf("Look = %+v, want %+v", got, want)
	}
}

// TestALookAtASilentDaemonEndsOnce: the end of a look's time stops it from two
// sides at once, the connection's own deadline and the context's.
func TestALookAtASilentDaemonEndsOnce(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close() // it takes connections and says nothing
	c := ups.New(l.Addr().String(), "ups")
	defer c.Close()
	for range 300 {
		ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
		if got := c.Look(ctx).State; got.Presence == wire.Present {
			t.Fatalf("Look = %v, want no UPS", got)
		}
		cancel()
	}
}
