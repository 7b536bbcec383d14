// Package lamp lights lamps through GPIO pins: above a counter, in a tower
// light, or the alarm of the whole center.
package lamp

import (
	"periph.io/x/conn/v3/gpio"

	"motcua/internal/device"
	"motcua/internal/wire"
)

// Lamp is one lamp on one pin.
type Lamp struct {
	pin    gpio.PinIO
	invert bool
	lit    bool
	known  bool // lit says what the pin does
	failed bool
}

var _ device.Lamp = (*Lamp)(nil)

// New returns the lamp on pin, lit by a high level, or with invert by a low one:
// many relay boards want that. pin is nil where the machine does not have it: an
// ordinary PC has no pins at all, and that is no error.
func New(pin gpio.PinIO, invert bool) *Lamp { return &Lamp{pin: pin, invert: invert} }

// Set lights the lamp or puts it out; without a pin it does nothing. After an
// error the lamp is broken until a Set succeeds.
func (l *Lamp) Set(on bool) error {
	if l.pin == nil || l.known && l.lit == on {
		return nil
	}
	if err := l.pin.Out(gpio.Level(on != l.invert)); err != nil {
		l.known, l.failed = false, true
		return device.Fail(wire.DeviceError, err)
	}
	l.lit, l.known, l.failed = on, true, false
	return nil
}

// State tells whether the lamp works, as far as a pin can tell.
func (l *Lamp) State() device.State {
	switch {
	case l.pin == nil:
		return device.State{Presence: wire.Absent, Cause: wire.NoBoard}
	case l.failed:
		return device.State{Presence: wire.Broken, Cause: wire.DeviceError}
	}
	return device.State{Presence: wire.Present}
}
