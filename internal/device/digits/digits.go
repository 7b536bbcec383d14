// Package digits drives rows of seven-segment digits that hang on the machine
// itself: the MAX7219 on SPI and the HT16K33 on I²C. Both only listen, so a
// display is present as long as its port takes what is written.
package digits

import (
	"errors"
	"slices"

	"motcua/internal/device"
	"motcua/internal/device/segments"
	"motcua/internal/wire"
)

// ErrForm is a display with more digits than its chip drives, or without any.
var ErrForm = errors.New("digits: a display has 1 to 8 digits")

// chip writes a whole row, leftmost digit first, bits as in package segments,
// together with every setting. An empty row switches all off.
type chip interface {
	write(row []byte) error
}

// Display is one row of digits.
type Display struct {
	chip   chip // nil: the machine has no port for it
	digits int
	cause  string // of the last write's failure
	absent bool   // nothing answered at its address
}

var _ device.Digits = (*Display)(nil)

// None returns the display of a machine that has no port for it: absent, and no error.
func None() *Display { return &Display{} }

// Show shows text, set to the right.
func (d *Display) Show(text string) error { return d.write(segments.Encode(text, d.digits)) }

// Test lights every segment.
func (d *Display) Test() error {
	return d.write(slices.Repeat([]byte{0xFF}, d.digits))
}

// Dark switches all off.
func (d *Display) Dark() error { return d.write(nil) }

func (d *Display) write(row []byte) error {
	if d.chip == nil {
		return nil
	}
	err := d.chip.write(row)
	d.cause, d.absent = "", false
	if err == nil {
		return nil
	}
	d.cause, d.absent = wire.DeviceError, errors.Is(err, errNobody)
	if d.absent {
		d.cause = wire.Unreachable
	}
	return device.Fail(d.cause, err)
}

// State tells how the last write went.
func (d *Display) State() device.State {
	switch {
	case d.chip == nil:
		return device.State{Presence: wire.Absent, Cause: wire.NoBoard}
	case d.absent:
		return device.State{Presence: wire.Absent, Cause: d.cause}
	case d.cause != "":
		return device.State{Presence: wire.Broken, Cause: d.cause}
	}
	return device.State{Presence: wire.Present}
}
