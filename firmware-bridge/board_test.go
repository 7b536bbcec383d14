package bridge

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"periph.io/x/conn/v3/gpio"
	"periph.io/x/conn/v3/gpio/gpiotest"
	"periph.io/x/conn/v3/i2c"
	"periph.io/x/conn/v3/i2c/i2ctest"
	"periph.io/x/conn/v3/physic"
	"periph.io/x/conn/v3/spi"
	"periph.io/x/conn/v3/spi/spitest"

	"motcua/internal/center"
	"motcua/internal/device"
	"motcua/internal/queue"
	simscanner "motcua/internal/sim/scanner"
	"motcua/internal/wire"
)

// machine is a board: its pins, one SPI port and one I²C bus, all periph's own fakes.
type machine struct {
	pins map[string]*gpiotest.Pin
	spi  spitest.Record
	bus  wires
}

// wires is an I²C bus with whoever answers on it.
type wires struct {
	i2ctest.Record
	mu      sync.Mutex
	nobody  bool
	written [][]byte
}

func (b *wires) Close() error { return nil }

func (b *wires) Tx(addr uint16, w, r []byte) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.nobody {
		return errors.New("no acknowledgement")
	}
	b.written = append(b.written, slices.Clone(w))
	return nil
}

// last returns the last write that begins with command.
func (b *wires) last(command byte) []byte {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, w := range slices.Backward(b.written) {
		if w[0] == command {
			return w
		}
	}
	return nil
}

func newMachine(pins ...string) *machine {
	m := &machine{pins: map[string]*gpiotest.Pin{}}
	for _, name := range pins {
		m.pins[name] = &gpiotest.Pin{N: name, EdgesChan: make(chan gpio.Level, 64)}
	}
	return m
}

// drive starts a bridge on the machine and returns it with what stops it.
func (m *machine) drive(t *testing.T, f *fakeController, c center.Center) (b *Bridge, stop func()) {
	t.Helper()
	b, err := New(Options{
		Client: f.client(), Center: &c, Log: slog.New(slog.DiscardHandler),
		Pins: func(name string) gpio.PinIO {
			if p, ok := m.pins[name]; ok {
				return p
			}
			return nil
		},
		SPI: func(name string) (spi.PortCloser, error) {
			if name == "SPI0.0" {
				return &m.spi, nil
			}
			return nil, errors.New("no such port")
		},
		I2C: func(name string) (i2c.BusCloser, error) {
			if name == "locked" {
				return nil, fmt.Errorf("open: %w", fs.ErrPermission)
			}
			return &m.bus, nil
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	b.pace = quick
	return b, background(t, func(ctx context.Context) { _ = b.Run(ctx) })
}

// counterIs changes the counter and tells of it.
func (f *fakeController) counterIs(c wire.Counter, e queue.Type) {
	f.mu.Lock()
	defer f.mu.Unlock()
	c.ID = "2"
	f.counter = c
	f.add(string(e), queue.Event{Type: e, Counter: "2", Reason: "portal"})
}

// wantLit waits until exactly these pins are high.
func (m *machine) wantLit(t *testing.T, want ...string) {
	t.Helper()
	eventually(t, func() string {
		var lit []string
		for name, p := range m.pins {
			if p.Read() == gpio.High {
				lit = append(lit, name)
			}
		}
		if slices.Sort(lit); !slices.Equal(lit, want) {
			return fmt.Sprintf("lit are %v, want %v", lit, want)
		}
		return ""
	})
}

var holding = &wire.Ticket{ID: "20261123-A012", Number: "A012", State: queue.Called}

func TestTowerLightFollowsItsCounter(t *testing.T) {
	f, m := newFakeController(t), newMachine("alarm", "called", "open", "paused")
	f.counter = wire.Counter{ID: "2", State: wire.Closed}
	b, stop := m.drive(t, f, center.Center{Lamps: []center.Lamp{
		{ID: "L1", Counter: "2", Pin: "called"}, {ID: "L2", Counter: "2", Pin: "open", Shows: center.ShowsOpen},
		{ID: "L3", Counter: "2", Pin: "paused", Shows: center.ShowsPaused}, {ID: "L4", Pin: "alarm", Shows: center.ShowsAlarm},
		{ID: "L5", Counter: "3", Pin: "none"},
	}})
	m.wantLit(t)
	f.counterIs(wire.Counter{State: wire.Open}, queue.CounterOpened)
	m.wantLit(t, "open")
	f.counterIs(wire.Counter{State: wire.Open, Ticket: holding}, queue.TicketCalled)
	m.wantLit(t, "called", "open")
	f.counterIs(wire.Counter{State: wire.Open, Ticket: &wire.Ticket{Number: "A012", State: queue.Serving}}, queue.TicketStarted)
	m.wantLit(t, "open")
	f.counterIs(wire.Counter{State: wire.Paused}, queue.CounterPaused)
	m.wantLit(t, "paused")
	f.counterIs(wire.Counter{State: wire.Paused, Incident: "portal"}, queue.CounterIncident)
	m.wantLit(t, "alarm", "paused")
	f.state("L1", wire.StateReport{State: wire.Present})
	f.state("L5", wire.StateReport{State: wire.Absent, Cause: wire.NoBoard})
	end := background(t, func(ctx context.Context) { b.trial.run(ctx, time.Hour) })
	m.wantLit(t, "alarm", "called", "open", "paused")
	end()
	m.wantLit(t, "alarm", "paused")
	stop()
	m.wantLit(t) // whoever stops leaves no lamp burning
}

func TestInvertedLampIsDarkWhenTheBridgeStops(t *testing.T) {
	f, m := newFakeController(t), newMachine("relay")
	f.counter.Ticket = holding
	m.pins["relay"].L = gpio.High
	_, stop := m.drive(t, f, center.Center{Lamps: []center.Lamp{{ID: "L1", Counter: "2", Pin: "relay", Invert: true}}})
	m.wantLit(t)
	stop()
	m.wantLit(t, "relay")
}

// wantSegments waits until the four digits on the bus show these, in the chip's own order.
func (m *machine) wantSegments(t *testing.T, want ...byte) {
	t.Helper()
	eventually(t, func() string {
		w := m.bus.last(0)
		if w == nil || w[1] != want[0] || w[3] != want[1] || w[7] != want[2] || w[9] != want[3] {
			return fmt.Sprintf("the display has %#v, want %#v", w, want)
		}
		return ""
	})
}

// answer plugs whoever hangs on the bus in, or out.
func (m *machine) answer(on bool) {
	m.bus.mu.Lock()
	defer m.bus.mu.Unlock()
	m.bus.written, m.bus.nobody = nil, !on
}

var onBus = center.Digits{ID: "G1", Counter: "2", Driver: "ht16k33", I2C: "1", Address: 0x70, Digits: 4}

func TestDigitsShowTheNumber(t *testing.T) {
	f, m := newFakeController(t), newMachine()
	b, stop := m.drive(t, f, center.Center{Digits: []center.Digits{onBus, {ID: "G2", Counter: "2", Driver: "max7219", SPI: "SPI0.0", Digits: 4}}})
	m.wantSegments(t, 0, 0, 0x40, 0x40) // open and free: dashes
	f.counterIs(wire.Counter{State: wire.Open, Ticket: holding}, queue.TicketCalled)
	m.wantSegments(t, 0x77, 0x3F, 0x06, 0x5B)
	end := background(t, func(ctx context.Context) { b.trial.run(ctx, time.Hour) })
	m.wantSegments(t, 0xFF, 0xFF, 0xFF, 0xFF)
	end()
	m.wantSegments(t, 0x77, 0x3F, 0x06, 0x5B)
	stop()
	if w := m.bus.written[len(m.bus.written)-1]; w[0] != 0x20 {
		t.Errorf("the last command is %#x, want standby", w)
	}
	if w := m.spi.Ops[len(m.spi.Ops)-1].W; w[0] != 0x0C || w[1] != 0 {
		t.Errorf("the last word on SPI is %#x, want shutdown", w)
	}
}

func TestDigitsThatCannotBeReached(t *testing.T) {
	f, m := newFakeController(t), newMachine()
	m.drive(t, f, center.Center{Digits: []center.Digits{
		onBus, {ID: "G3", Counter: "2", Driver: "max7219", SPI: "SPI9.9", Digits: 4},
		{ID: "G4", Counter: "2", Driver: "ht16k33", I2C: "locked", Address: 0x70, Digits: 4},
	}})
	f.state("G1", wire.StateReport{State: wire.Present})
	f.state("G3", wire.StateReport{State: wire.Absent, Cause: wire.NoBoard})
	f.state("G4", wire.StateReport{State: wire.Broken, Cause: wire.NoPermission})
	m.answer(false)
	f.state("G1", wire.StateReport{State: wire.Absent, Cause: wire.Unreachable})
	m.answer(true)
	m.wantSegments(t, 0, 0, 0x40, 0x40) // without a memory it has everything written anew
	f.state("G1", wire.StateReport{State: wire.Present})
}

// dumbPort is an SPI port that takes no settings.
type dumbPort struct {
	spi.PortCloser
	closed int
}

func (p *dumbPort) Connect(physic.Frequency, spi.Mode, int) (spi.Conn, error) {
	return nil, errors.New("mode not supported")
}

func (p *dumbPort) Close() error {
	p.closed++
	return nil
}

// TestAPortThatCannotBeSetIsClosed: it is opened again and again, for as long as the bridge runs.
func TestAPortThatCannotBeSetIsClosed(t *testing.T) {
	port := &dumbPort{}
	b := &Bridge{Options: Options{SPI: func(string) (spi.PortCloser, error) { return port, nil }}}
	if _, _, err := b.openDigits(center.Digits{ID: "G1", Driver: "max7219", SPI: "SPI0.0", Digits: 4}); err == nil || port.closed != 1 {
		t.Errorf("openDigits = %v, the port closed %d times; want an error, and once", err, port.closed)
	}
}

func TestButtonsAct(t *testing.T) {
	f, m := newFakeController(t), newMachine("GPIO27", "GPIO22")
	_, stop := m.drive(t, f, center.Center{PauseReasons: []string{"lunch"}, Buttons: []center.Button{
		{ID: "H1", Counter: "2", Pin: "GPIO27", Action: "next"}, {ID: "H2", Counter: "2", Pin: "GPIO22", Action: "pause"},
		{ID: "H3", Counter: "2", Pin: "none", Action: "next"},
	}})
	f.state("H1", wire.StateReport{State: wire.Present})
	f.state("H2", wire.StateReport{State: wire.Present})
	f.state("H3", wire.StateReport{State: wire.Absent, Cause: wire.NoBoard})
	for i, pin := range []string{"GPIO27", "GPIO22"} {
		for _, level := range []gpio.Level{gpio.Low, gpio.High, gpio.Low, gpio.High, gpio.Low} { // it bounces
			m.pins[pin].EdgesChan <- level
		}
		f.actions(i + 1)
	}
	stop()
	acts := f.actions(2)
	if len(acts) != 2 || !strings.HasPrefix(acts[0], "2 next H1-") || !strings.HasPrefix(acts[1], "2 pause H2-") {
		t.Errorf("actions %q, want next by H1 and pause by H2", acts)
	}
}

func TestEachPressIsAnActionOfItsOwn(t *testing.T) {
	f := newFakeController(t)
	b, err := New(Options{Client: f.client(), Center: &center.Center{}, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	b.pace = quick
	presses, states := make(chan push, 3), make(chan device.State)
	presses <- push{1, time.Now()}
	presses <- push{2, time.Now().Add(-time.Minute)} // meant for another moment
	presses <- push{3, time.Now()}
	close(presses)
	b.carryOut(t.Context(), center.Button{ID: "H1", Counter: "2", Action: "next"}, presses, states)
	if acts := f.actions(2); len(acts) != 2 || acts[0] == acts[1] {
		t.Errorf("actions %q, want two with a key each", acts)
	}
}

// TestNothingRunsOnBehindTheBoard stops a bridge in the middle of all it does.
func TestNothingRunsOnBehindTheBoard(t *testing.T) {
	before := runtime.NumGoroutine()
	for range 3 {
		t.Run("life", func(t *testing.T) {
			f, m := newFakeController(t), newMachine("GPIO17", "GPIO27")
			sim, err := simscanner.Serial("S1")
			if err != nil {
				t.Fatal(err)
			}
			defer sim.Close()
			_, stop := m.drive(t, f, center.Center{
				Lamps: []center.Lamp{{ID: "L1", Counter: "2", Pin: "GPIO17"}}, Buttons: []center.Button{{ID: "H1", Counter: "2", Pin: "GPIO27", Action: "next"}},
				Digits:   []center.Digits{{ID: "G1", Counter: "2", Driver: "ht16k33", I2C: "1", Address: 0x70, Digits: 4}},
				Scanners: []center.Scanner{{ID: "S1", Port: sim.Port(), Baud: 9600}, {ID: "S2", Port: "/dev/serial/by-id/nobody", Baud: 9600}},
				UPS:      center.UPS{ID: "UPS", NUT: "127.0.0.1:1", Name: "ups"},
			})
			f.state("S1", wire.StateReport{State: wire.Present})
			f.state("H1", wire.StateReport{State: wire.Present})
			f.state("UPS", wire.StateReport{State: wire.Absent, Cause: wire.Unreachable})
			m.pins["GPIO27"].EdgesChan <- gpio.Low
			stop()
		})
	}
	eventually(t, func() string {
		if now := runtime.NumGoroutine(); now > before {
			return fmt.Sprintf("%d goroutines, %d before", now, before)
		}
		return ""
	})
}
