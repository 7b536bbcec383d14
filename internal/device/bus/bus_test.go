package bus

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/sys/unix"

	"motcua/internal/center"
	"motcua/internal/device"
	sim "motcua/internal/sim/unit"
	wires "motcua/internal/wire"
)

// world is a bus with simulated units on a virtual clock.
type world struct {
	*Bus
	t    *testing.T
	line *sim.Line
	stop func()
	near net.Conn
	done chan error // how Run ended
}

// start runs a bus of motcua units, all at the addresses of units, over a line to which devices answer.
func start(t *testing.T, baud int, units []center.Unit, devices ...sim.Device) *world {
	t.Helper()
	for i := range units {
		units[i].Bus = "B1"
		if units[i].Driver == "" {
			units[i].Driver, units[i].Digits = "motcua", 4
		}
	}
	b, err := New(center.Bus{ID: "B1", Baud: baud}, units)
	if err != nil {
		t.Fatal(err)
	}
	w := &world{Bus: b, t: t, line: sim.NewLine(baud, devices...)}
	w.plug()
	return w
}

// plug opens the line and runs the bus over it; stop or an error of the line ends both.
func (w *world) plug() {
	ctx, cancel := context.WithCancel(w.t.Context())
	near, far := net.Pipe()
	w.near, w.done = near, make(chan error, 1)
	var all sync.WaitGroup
	all.Go(func() { _ = w.line.Serve(ctx, far) })
	all.Go(func() { w.done <- w.Run(ctx, near); near.Close() })
	w.stop = func() {
		cancel()
		all.Wait()
	}
}

func (w *world) wantState(id center.DeviceID, want device.State) {
	w.t.Helper()
	if id == w.ID() {
		if got := w.State(); got != want {
			w.t.Errorf("the bus is %v, want %v", got, want)
		}
		return
	}
	if got := w.unit(id).State(); got != want {
		w.t.Errorf("unit %s is %v, want %v", id, got, want)
	}
}

func (w *world) unit(id center.DeviceID) *Unit {
	for _, u := range w.Units() {
		if u.ID() == id {
			return u
		}
	}
	w.t.Fatalf("no unit %s", id)
	return nil
}

// presses takes over what a unit has handed on so far, and acknowledges it.
func (w *world) presses(id center.DeviceID) (keys []string) {
	u := w.unit(id)
	for {
		select {
		case p := <-u.Presses():
			keys = append(keys, p.Key.String())
			u.Done(p)
		default:
			return keys
		}
	}
}

func wait(d time.Duration) {
	<-time.After(d)
	synctest.Wait()
}

var present = device.State{Presence: wires.Present}

func failed(cause string) device.State { return device.State{Presence: wires.Broken, Cause: cause} }

func TestPressesComeOnceAndInOrder(t *testing.T) {
	for _, baud := range []int{1200, 9600, 19200, 115200} {
		t.Run(fmt.Sprint(baud), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				u := sim.New("N1", 7)
				w := start(t, baud, []center.Unit{{ID: "N1", Address: 7}}, u)
				defer w.stop()
				wait(2 * time.Second)
				w.wantState("N1", present)
				w.wantState("B1", present)
				u.LoseAcks(3)
				keys := sim.Keys()[:16]
				for _, k := range keys {
					u.Press(k)
				}
				u.Press("next") // the seventeenth finds no room
				var got []string
				for range 100 {
					wait(200 * time.Millisecond)
					got = append(got, w.presses("N1")...)
				}
				if len(got) != len(keys) || u.Waiting() > 0 {
					t.Fatalf("%d presses came and %d wait, want %d and 0", len(got), u.Waiting(), len(keys))
				}
				for i, k := range keys {
					if key, _ := ParseKey(k); got[i] != key.String() {
						t.Errorf("press %d is %s, want %s", i, got[i], k)
					}
				}
				wait(checkup + 3*time.Second)
				if n := w.unit("N1").Counts()["lost"]; n != 1 {
					t.Errorf("%d presses lost, want 1", n)
				}
			})
		})
	}
}

func TestFaceIsWrittenAndKept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		u := sim.New("N1", 1)
		w := start(t, 19200, []center.Unit{{ID: "N1", Address: 1}}, u)
		defer w.stop()
		w.unit("N1").Show("A012", Blinking)
		want := func(text string, lamp, beeps int) {
			t.Helper()
			if got := fmt.Sprint(u.Display(), u.Lamp(), u.Beeps()); got != fmt.Sprint(text, lamp, beeps) {
				t.Errorf("the unit shows %q, want %q", got, fmt.Sprint(text, lamp, beeps))
			}
		}
		wait(time.Second)
		want("A012", 2, 0)
		w.unit("N1").Show("7", On)
		w.unit("N1").Beep(3)
		wait(200 * time.Millisecond)
		want("   7", 1, 3)
		u.Restart()
		wait(2 * time.Second)
		want("   7", 1, 3)
		u.Mute(true)
		w.unit("N1").Show("--", Off)
		w.unit("N1").Beep(1)
		wait(10 * time.Second)
		w.wantState("N1", failed(wires.TimedOut))
		want("----", 0, 3)
		u.Mute(false)
		wait(6 * time.Second)
		w.wantState("N1", present)
		want("  --", 0, 3) // the beep would mean nothing any more
	})
}

func TestRestartedUnitCountsAnew(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		u := sim.New("N1", 1)
		w := start(t, 19200, []center.Unit{{ID: "N1", Address: 1}}, u)
		defer w.stop()
		u.Press("next")
		wait(time.Second)
		old := <-w.unit("N1").Presses()
		u.Restart()
		wait(time.Second)
		u.Press("recall")
		w.unit("N1").Done(old) // sequence 1 of another life
		wait(time.Second)
		if p := <-w.unit("N1").Presses(); p.Key != Recall || p.Seq != 1 || p.Boot == old.Boot || u.Waiting() != 1 {
			t.Errorf("press %+v, %d waiting; want recall, unacknowledged", p, u.Waiting())
		}
		if n := w.unit("N1").Counts()["restarts"]; n != 1 {
			t.Errorf("%d restarts, want 1", n)
		}
	})
}

// TestCauses names what a technician finds.
func TestCauses(t *testing.T) {
	two := []center.Unit{{ID: "N1", Address: 1}, {ID: "N2", Address: 2}}
	scramble := func(b []byte) []byte {
		b[len(b)-1] ^= 0x5A
		return b
	}
	for name, c := range map[string]struct {
		devices   []sim.Device
		told      func([]byte) []byte
		n1, n2, b device.State
	}{
		"all is well":         {[]sim.Device{sim.New("", 1), sim.New("", 2)}, nil, present, present, present},
		"one is off":          {[]sim.Device{sim.New("", 1)}, nil, present, failed(wires.TimedOut), present},
		"all are off":         {nil, nil, failed(wires.TimedOut), failed(wires.TimedOut), failed(wires.TimedOut)},
		"noise on everything": {[]sim.Device{sim.New("", 1), sim.New("", 2)}, scramble, failed(wires.Garbled), failed(wires.Garbled), failed(wires.Garbled)},
		"two at one address":  {[]sim.Device{sim.New("", 1), sim.New("", 2), sim.New("", 2)}, nil, present, failed(wires.SameAddress), present},
		"another device":      {[]sim.Device{sim.New("", 1), sim.NewLED("", 2, 4)}, nil, present, failed(wires.Foreign), present},
		"two that take turns": {[]sim.Device{sim.New("", 1), &turns{units: []*sim.Unit{sim.New("", 2), sim.New("", 2)}}}, nil, present, failed(wires.SameAddress), present},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := start(t, 19200, append([]center.Unit(nil), two...), c.devices...)
				w.line.Disturb(nil, c.told)
				wait(10 * time.Second)
				w.wantState("N1", c.n1)
				w.wantState("N2", c.n2)
				w.wantState("B1", c.b)
				w.stop()
			})
		})
	}
}

// turns is two units at one address of which now one, now the other is heard.
type turns struct {
	units []*sim.Unit
	n     int
}

func (d *turns) Hear(frame []byte) []byte {
	d.n++
	return d.units[d.n/8%2].Hear(frame)
}

func TestSlowUnitsAreNotDead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		u := sim.New("N1", 1)
		w := start(t, 19200, []center.Unit{{ID: "N1", Address: 1}, {ID: "N2", Address: 2}}, u, sim.New("N2", 2))
		defer w.stop()
		w.line.Slow(100 * time.Millisecond)
		wait(10 * time.Second)
		before := w.Counts()["timeouts"]
		u.Press("next")
		wait(time.Minute)
		w.wantState("N1", present)
		w.wantState("N2", present)
		if got := w.Counts()["timeouts"] - before; got != 0 || fmt.Sprint(w.presses("N1")) != "[next]" {
			t.Errorf("%d answers were not waited for, want the press and every answer", got)
		}
		u.Mute(true)
		wait(10 * time.Second)
		w.wantState("N1", failed(wires.TimedOut))
		w.wantState("N2", present)
		u.Mute(false)
		wait(10 * time.Second)
		w.wantState("N1", present)
	})
}

func TestStuckKey(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		u := sim.New("N1", 1)
		w := start(t, 19200, []center.Unit{{ID: "N1", Address: 1}}, u)
		defer w.stop()
		u.Hold("pause")
		wait(10*time.Second + 2*checkup)
		w.wantState("N1", failed(wires.KeyStuck))
		u.Hold("")
		wait(2 * checkup)
		w.wantState("N1", present)
	})
}

func TestLineEndsAndComesBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		u := sim.New("N1", 1)
		w := start(t, 19200, []center.Unit{{ID: "N1", Address: 1}}, u)
		u.Press("next")
		wait(time.Second)
		w.near.Close()
		if err := <-w.done; err == nil || errors.Is(err, context.Canceled) {
			t.Fatalf("Run = %v, want the error of the line", err)
		}
		w.stop()
		w.Lost(wires.PortBusy)
		w.wantState("B1", failed(wires.PortBusy))
		w.wantState("N1", device.State{Presence: wires.Absent, Cause: wires.Unreachable})
		w.plug()
		wait(3 * time.Second)
		w.wantState("B1", present)
		w.wantState("N1", present)
		if got := fmt.Sprint(w.presses("N1")); got != "[next]" {
			t.Errorf("presses = %s, want the one, once", got)
		}
		w.stop()
		if err := <-w.done; err != nil {
			t.Errorf("Run = %v after its context ended, want nil", err)
		}
	})
}

// TestTheDeadDoNotStarveTheLiving measures a round of many units of which most are off.
func TestTheDeadDoNotStarveTheLiving(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var units []center.Unit
		for i := range 20 {
			units = append(units, center.Unit{ID: center.DeviceID(fmt.Sprint("N", i+1)), Address: i + 1})
		}
		live := sim.New("N1", 1)
		w := start(t, 115200, units, live, sim.New("N2", 2))
		defer w.stop()
		wait(20 * time.Second)
		before := w.Counts()
		wait(10 * time.Second)
		after := w.Counts()
		if after["dead"] != 18 || after["units"] != 20 {
			t.Errorf("%d of %d dead, want 18 of 20", after["dead"], after["units"])
		}
		if probes := after["timeouts"] - before["timeouts"]; probes > 18*10/4 {
			t.Errorf("%d probes of dead units in 10 s, want at most one in 4 s each", probes)
		}
		if got := time.Duration(after["scan_us"]) * time.Microsecond; got > 60*time.Millisecond {
			t.Errorf("a round takes %v, want the pace of two units and now and then a probe", got)
		}
	})
}

func TestNewRefuses(t *testing.T) {
	for name, u := range map[string]center.Unit{
		"another driver": {ID: "N1", Bus: "B1", Driver: "can"},
		"empty pattern":  {ID: "N1", Bus: "B1", Driver: "ascii"},
		"no such action": {ID: "N1", Bus: "B1", Driver: "ascii", ASCII: center.ASCII{Ask: "?", Key: "{key}", Keys: map[string]string{"1": "dance"}}},
	} {
		if _, err := New(center.Bus{ID: "B1", Baud: 19200}, []center.Unit{u}); err == nil {
			t.Errorf("%s: New = nil, want an error", name)
		}
	}
	if b, err := New(center.Bus{ID: "B1", Baud: 19200}, []center.Unit{{ID: "N1", Bus: "B2", Driver: "can"}}); err != nil || len(b.Units()) != 0 {
		t.Errorf("New = %v, want a bus without the unit of another", err)
	}
}

func TestOpenSaysWhy(t *testing.T) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		conn, err := ln.Accept()
		if err == nil {
			_, _ = io.WriteString(conn, "x")
			conn.Close()
		}
	}()
	line, err := Open(t.Context(), center.Bus{Port: "tcp://" + ln.Addr().String(), Baud: 19200})
	if err != nil {
		t.Fatalf("Open = %v, want the gateway's connection", err)
	}
	raw, err := line.(*net.TCPConn).SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	_ = raw.Control(func(fd uintptr) {
		if ms, err := unix.GetsockoptInt(int(fd), unix.IPPROTO_TCP, unix.TCP_USER_TIMEOUT); err != nil || ms != int(lostAfter.Milliseconds()) {
			t.Errorf("a gateway without power is noticed after %d ms, error %v; want %v", ms, err, lostAfter)
		}
	})
	_, _ = io.ReadAll(line)
	line.Close()
	ln.Close()
	for _, port := range []string{"tcp://" + ln.Addr().String(), "/dev/no-such-port"} {
		if _, err := Open(t.Context(), center.Bus{Port: port, Baud: 19200}); device.CauseOf(err) != wires.Unreachable {
			t.Errorf("Open(%s) = %v, want cause %q", port, err, wires.Unreachable)
		}
	}
}
