package bridge

import (
	"context"
	"log/slog"

	"motcua/internal/center"
	"motcua/internal/device/accept"
	"motcua/internal/device/button"
	"motcua/internal/device/lamp"
	"motcua/internal/device/scanner"
	"motcua/internal/device/ups"
	"motcua/internal/fault"
)

// Promise is one promise of a device's contract, to be held against the real device.
type Promise struct {
	Name string // with its sentence in the catalog under "accept."
	Run  func(ctx context.Context) error
}

// Acceptance returns the contract of a device of c, to be run in its order; done
// lets go of the device. No bridge may hold the device meanwhile. It fails with
// fault.NotFound on a device that c does not have, with fault.Invalid on a kind
// that the bridge does not drive, and with fault.Unavailable where the device cannot be opened.
func Acceptance(c *center.Center, id center.DeviceID, ask accept.Ask) (promises []Promise, done func(), err error) {
	b := &Bridge{Options: Options{Center: c, Log: slog.New(slog.DiscardHandler)}}
	b.findBoard()
	nothing := func() {}
	for _, p := range c.Printers {
		if p.ID == id {
			driver, err := printerDriver(p)
			if err != nil {
				return nil, nil, err
			}
			return promisesOf(accept.PrinterChecks, accept.PrinterByHand(driver, ask)), func() { driver.Close() }, nil
		}
	}
	for _, l := range c.Lamps {
		if l.ID == id {
			light := lamp.New(b.Pins(l.Pin), l.Invert)
			return promisesOf(accept.LampChecks, accept.LampByHand(light, ask)), func() { _ = light.Set(false) }, nil
		}
	}
	for _, x := range c.Buttons {
		if x.ID == id {
			return promisesOf(accept.ButtonChecks, accept.ButtonByHand(button.New(b.Pins(x.Pin)), ask)), nothing, nil
		}
	}
	for _, u := range c.Units {
		if u.ID == id {
			return b.acceptUnit(u, ask)
		}
	}
	if promises, done, err := b.acceptPort(id, ask); promises != nil || err != nil {
		return promises, done, err
	}
	return nil, nil, unaccepted(c, id)
}

// acceptPort is Acceptance for what must be opened first.
func (b *Bridge) acceptPort(id center.DeviceID, ask accept.Ask) (promises []Promise, done func(), err error) {
	for _, x := range b.Center.Digits {
		if x.ID == id {
			row, port, err := b.openDigits(x)
			if err != nil {
				return nil, nil, err
			}
			return promisesOf(accept.DigitsChecks, accept.DigitsByHand(row, ask)), func() { _, _ = row.Dark(), port.Close() }, nil
		}
	}
	for _, x := range b.Center.Scanners {
		if x.ID == id {
			s, err := scanner.Open(x.Port, x.Baud)
			if err != nil {
				return nil, nil, err
			}
			return promisesOf(accept.ScannerChecks, accept.ScannerByHand(s, ask)), func() { _ = s.Close() }, nil
		}
	}
	if u := b.Center.UPS; u.ID != "" && u.ID == id {
		x := ups.New(u.NUT, u.Name)
		return promisesOf(accept.UPSChecks, accept.UPSByHand(x, ask)), func() { _ = x.Close() }, nil
	}
	return nil, nil, nil
}

func promisesOf[R any](checks []accept.Check[R], rig R) []Promise {
	var all []Promise
	for _, check := range checks {
		all = append(all, Promise{check.Name, func(ctx context.Context) error { return check.Run(ctx, rig) }})
	}
	return all
}

// unaccepted says why a device has no contract here.
func unaccepted(c *center.Center, id center.DeviceID) error {
	for _, k := range c.DeviceKinds() {
		if k.ID == id {
			return fault.New(fault.Invalid, "accept-kind", "device", id, "kind", k.Kind)
		}
	}
	return fault.New(fault.NotFound, "device-unknown", "device", id)
}
