package lamp_test

import (
	"errors"
	"testing"

	"periph.io/x/conn/v3/gpio"
	"periph.io/x/conn/v3/gpio/gpiotest"

	"motcua/internal/device"
	"motcua/internal/device/lamp"
	"motcua/internal/fault"
	"motcua/internal/wire"
)

func TestLamp(t *testing.T) {
	for _, invert := range []bool{false, true} {
		pin := &gpiotest.Pin{N: "GPIO17"}
		l := lamp.New(pin, invert)
		for _, on := range []bool{false, true, true, false, true, false} {
			if err := l.Set(on); err != nil {
				t.Fatalf("Set(%v) = %v", on, err)
			}
			if want := gpio.Level(on != invert); pin.L != want {
				t.Errorf("invert %v: after Set(%v) the pin is %v, want %v", invert, on, pin.L, want)
			}
		}
		wantPresent(t, l)
	}
}

func wantPresent(t *testing.T, l *lamp.Lamp) {
	t.Helper()
	if got, want := l.State(), (device.State{Presence: wire.Present}); got != want {
		t.Errorf("State = %v, want %v", got, want)
	}
}

func TestNoBoardIsAbsentAndNoError(t *testing.T) {
	l := lamp.New(nil, false)
	if err := l.Set(true); err != nil {
		t.Errorf("Set = %v, want nil", err)
	}
	if got, want := l.State(), (device.State{Presence: wire.Absent, Cause: wire.NoBoard}); got != want {
		t.Errorf("State = %v, want %v", got, want)
	}
}

// stuck is a pin that fails until it is mended.
type stuck struct {
	gpiotest.Pin
	err error
}

func (p *stuck) Out(l gpio.Level) error {
	if p.err != nil {
		return p.err
	}
	return p.Pin.Out(l)
}

func TestStuckPin(t *testing.T) {
	pin := &stuck{err: errors.New("stuck")}
	l := lamp.New(pin, false)
	if err := l.Set(true); fault.KindOf(err) != fault.Unavailable || !errors.Is(err, pin.err) {
		t.Errorf("Set = %v, want fault.Unavailable around the cause", err)
	}
	if got, want := l.State(), (device.State{Presence: wire.Broken, Cause: wire.DeviceError}); got != want {
		t.Errorf("State = %v, want %v", got, want)
	}
	pin.err = nil
	if err := l.Set(true); err != nil || pin.L != gpio.High || l.State().Presence != wire.Present {
		t.Errorf("mended: Set = %v, pin %v, %v; want a lit lamp", err, pin.L, l.State())
	}
}
