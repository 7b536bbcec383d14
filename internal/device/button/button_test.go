package button_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"testing"
	"testing/synctest"
	"time"

	"periph.io/x/conn/v3/gpio"
	"periph.io/x/conn/v3/gpio/gpiotest"

	"motcua/internal/device"
	"motcua/internal/device/button"
	"motcua/internal/wire"
)

// finger moves the contact of a pin.
type finger struct{ pin *gpiotest.Pin }

func newFinger() finger {
	return finger{&gpiotest.Pin{N: "GPIO27", EdgesChan: make(chan gpio.Level, 64)}}
}

// to brings the contact to a level with some bounces, 1 ms apart, and leaves it there for a while.
func (f finger) to(level gpio.Level, bounces int, hold time.Duration) {
	for range bounces {
		f.pin.EdgesChan <- level
		time.Sleep(time.Millisecond)
		f.pin.EdgesChan <- !level
		time.Sleep(time.Millisecond)
	}
	f.pin.EdgesChan <- level
	time.Sleep(hold)
}

// count runs a button while act acts on it, on the virtual clock, and returns its presses.
func count(t *testing.T, act func(f finger, b *button.Button)) (presses int) {
	synctest.Test(t, func(t *testing.T) {
		f := newFinger()
		b := button.New(f.pin)
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() {
			defer close(done)
			for ctx.Err() == nil {
				if b.Wait(ctx) {
					presses++
				}
			}
		}()
		time.Sleep(time.Second)
		act(f, b)
		cancel()
		<-done
	})
	return presses
}

func TestPresses(t *testing.T) {
	press := func(bounces int) func(finger) {
		return func(f finger) {
			f.to(gpio.Low, bounces, 80*time.Millisecond)
			f.to(gpio.High, bounces, 200*time.Millisecond)
		}
	}
	for _, test := range []struct {
		name string
		act  func(finger)
		want int
	}{
		{"nobody", func(finger) { time.Sleep(time.Minute) }, 0},
		{"a clean press", press(0), 1},
		{"a bouncing press", press(7), 1},
		{"three presses", func(f finger) { press(3)(f); press(0)(f); press(5)(f) }, 3},
		{"held for a minute", func(f finger) { f.to(gpio.Low, 2, time.Minute); f.to(gpio.High, 2, time.Second) }, 1},
		{"a spark of 1 ms", func(f finger) { f.to(gpio.Low, 0, time.Millisecond); f.to(gpio.High, 0, time.Second) }, 0},
		{"noise for five seconds", func(f finger) { f.to(gpio.High, 2500, time.Second) }, 0},
		{"a press after noise", func(f finger) { f.to(gpio.High, 1500, time.Second); press(2)(f) }, 1},
	} {
		if got := count(t, func(f finger, _ *button.Button) { test.act(f) }); got != test.want {
			t.Errorf("%s: %d presses, want %d", test.name, got, test.want)
		}
	}
}

func TestStuckButton(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFinger()
		b := button.New(f.pin)
		wait := func(d time.Duration) (presses int) {
			for end := time.Now().Add(d); time.Now().Before(end); {
				if b.Wait(t.Context()) {
					presses++
				}
			}
			return presses
		}
		wait(time.Second)
		wantState(t, b, device.State{Presence: wire.Present})
		f.pin.EdgesChan <- gpio.Low
		if n := wait(9 * time.Second); n != 1 {
			t.Errorf("%d presses, want 1", n)
		}
		wantState(t, b, device.State{Presence: wire.Present})
		wait(2 * time.Second)
		wantState(t, b, device.State{Presence: wire.Broken, Cause: wire.KeyStuck})
		f.pin.EdgesChan <- gpio.High
		if n := wait(time.Second); n != 0 {
			t.Errorf("letting go is %d presses, want none", n)
		}
		wantState(t, b, device.State{Presence: wire.Present})
	})
}

func TestNoBoard(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := button.New(nil)
		if b.Wait(t.Context()) {
			t.Error("a button that is not there was pressed")
		}
		wantState(t, b, device.State{Presence: wire.Absent, Cause: wire.NoBoard})
	})
}

// lost is a pin whose driver has lost the line.
type lost struct {
	gpiotest.Pin
	in    error
	waits int
}

func (p *lost) In(gpio.Pull, gpio.Edge) error    { return p.in }
func (p *lost) WaitForEdge(d time.Duration) bool { p.waits++; return false }
func (p *lost) Read() gpio.Level                 { return gpio.High }

func TestLostLineIsToldAndCostsNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &lost{}
		b := button.New(p)
		for end := time.Now().Add(10 * time.Second); time.Now().Before(end); {
			b.Wait(t.Context())
		}
		wantState(t, b, device.State{Presence: wire.Broken, Cause: wire.DeviceError})
		if p.waits > 110 {
			t.Errorf("%d waits in ten seconds", p.waits)
		}
		p = &lost{in: errors.New("no such line")}
		b = button.New(p)
		b.Wait(t.Context())
		wantState(t, b, device.State{Presence: wire.Broken, Cause: wire.DeviceError})
	})
}

func wantState(t *testing.T, b *button.Button, want device.State) {
	t.Helper()
	if got := b.State(); got != want {
		t.Errorf("State = %v, want %v", got, want)
	}
}

// TestRandomBounces presses a button a thousand times with a contact that
// bounces as it likes, for up to 15 ms each time it closes or opens.
func TestRandomBounces(t *testing.T) {
	const times, seed = 1000, 20261123
	random := rand.New(rand.NewPCG(seed, 1))
	got := count(t, func(f finger, _ *button.Button) {
		for range times {
			for _, level := range []gpio.Level{gpio.Low, gpio.High} {
				for end := time.Now().Add(time.Duration(random.IntN(15)) * time.Millisecond); time.Now().Before(end); {
					f.pin.EdgesChan <- gpio.Level(random.IntN(2) == 0)
					time.Sleep(time.Duration(random.IntN(3000)) * time.Microsecond)
				}
				f.to(level, 0, time.Duration(40+random.IntN(200))*time.Millisecond)
			}
		}
	})
	if got != times {
		t.Errorf("seed %d: %d presses, want %d", seed, got, times)
	}
}
