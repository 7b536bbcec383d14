package bridge

import (
	"context"

	"motcua/internal/center"
	"motcua/internal/device/accept"
	"motcua/internal/fault"
)

// Promise is one promise of a device's contract, to be held against the real device.
type Promise struct {
	Name string // with its sentence in the catalog under "accept."
	Run  func(ctx context.Context) error
}

// Acceptance returns the contract of a device of c, to be run in its order; done
// lets go of the device. No bridge may hold the device meanwhile. It fails with
// fault.NotFound on a device that c does not have, and with fault.Invalid on a kind that
// the bridge does not drive.
func Acceptance(c *center.Center, id center.DeviceID, ask accept.Ask) (promises []Promise, done func(), err error) {
	for _, p := range c.Printers {
		if p.ID != id {
			continue
		}
		driver, err := printerDriver(p)
		if err != nil {
			return nil, nil, err
		}
		return promisesOf(accept.PrinterChecks, accept.PrinterByHand(driver, ask)), func() {}, nil
	}
	return nil, nil, unaccepted(c, id)
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
