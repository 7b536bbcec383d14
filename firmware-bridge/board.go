package bridge

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"sync"

	"periph.io/x/conn/v3/gpio/gpioreg"
	"periph.io/x/conn/v3/i2c/i2creg"
	"periph.io/x/conn/v3/spi/spireg"
	"periph.io/x/host/v3"

	"motcua/internal/center"
	"motcua/internal/device"
	"motcua/internal/device/digits"
	"motcua/internal/fault"
	"motcua/internal/wire"
)

// runBoard drives what hangs on the machine itself: lamps, digits, buttons,
// scanners and the UPS.
func (b *Bridge) runBoard(ctx context.Context, wg *sync.WaitGroup) {
	b.findBoard()
	wg.Go(func() { b.runLamps(ctx) })
	for _, c := range b.Center.Digits {
		wg.Go(func() { b.runDigits(ctx, c) })
	}
	for _, c := range b.Center.Buttons {
		wg.Go(func() { b.runButton(ctx, c) })
	}
	for _, c := range b.Center.Scanners {
		wg.Go(func() { b.runScanner(ctx, c) })
	}
	if b.Center.UPS.ID != "" {
		wg.Go(func() { b.runUPS(ctx) })
	}
}

// findBoard looks for the pins, SPI ports and I²C buses of this machine, where
// the options do not say and something hangs on them. An ordinary PC has none.
func (b *Bridge) findBoard() {
	wanted := len(b.Center.Lamps) + len(b.Center.Buttons) + len(b.Center.Digits)
	if wanted > 0 && (b.Pins == nil || b.SPI == nil || b.I2C == nil) {
		if _, err := host.Init(); err != nil {
			b.Log.Warn("no pins on this machine", "err", err)
		}
	}
	if b.Pins == nil {
		b.Pins = gpioreg.ByName
	}
	if b.SPI == nil {
		b.SPI = spireg.Open
	}
	if b.I2C == nil {
		b.I2C = i2creg.Open
	}
}

// openDigits opens the port that a display hangs on, which is to be closed
// after use. A port that this machine does not have gives a display that is
// absent, and no error.
func (b *Bridge) openDigits(c center.Digits) (*digits.Display, io.Closer, error) {
	none := io.NopCloser(nil)
	if c.Driver == "ht16k33" {
		bus, err := b.I2C(c.I2C)
		if err != nil {
			return digits.None(), none, refusal(err)
		}
		d, err := digits.HT16K33(bus, uint16(c.Address), c.Digits)
		return opened(d, bus, err)
	}
	port, err := b.SPI(c.SPI)
	if err != nil {
		return digits.None(), none, refusal(err)
	}
	d, err := digits.MAX7219(port, c.Digits)
	return opened(d, port, err)
}

// opened closes a port of which no display came: it will be opened again.
func opened(d *digits.Display, port io.Closer, err error) (*digits.Display, io.Closer, error) {
	if err != nil {
		_ = port.Close()
	}
	return d, port, err
}

// refusal keeps of the errors of a port only those of a port that is there.
func refusal(err error) error {
	if errors.Is(err, fs.ErrPermission) {
		return device.Fail(wire.NoPermission, err)
	}
	return nil
}

// stateOf is the state of a device that failed with err when it was opened.
func stateOf(err error) device.State {
	cause := device.CauseOf(err)
	if fault.CodeOf(err) != "device-failed" {
		cause = wire.DeviceError
	}
	if cause == wire.Unreachable {
		return device.State{Presence: wire.Absent, Cause: cause}
	}
	return device.State{Presence: wire.Broken, Cause: cause}
}
