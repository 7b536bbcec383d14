package ups_test

import (
	"context"
	"testing"

	"motcua/internal/device"
	"motcua/internal/device/accept"
	"motcua/internal/device/devicetest"
	"motcua/internal/device/ups"
	simups "motcua/internal/sim/ups"
	"motcua/internal/wire"
)

type rig struct {
	client *ups.Client
	sim    *simups.UPS
}

func (r rig) UPS() device.UPS { return r.client }

func (r rig) Bring(_ context.Context, s device.State) error {
	status, fail := "OL", ""
	switch s.Cause {
	case wire.MainsLost:
		status = "OB DISCHRG"
	case wire.Unreachable:
		fail = "DATA-STALE"
	}
	r.sim.Set("ups.status", status)
	r.sim.Fail(fail)
	return nil
}

func TestContract(t *testing.T) {
	devicetest.UPSes(t, func(t *testing.T) accept.UPSRig {
		sim := simups.New("ups")
		at, _ := serve(t, sim, "127.0.0.1:0")
		c := ups.New(at, "ups")
		t.Cleanup(func() { c.Close() })
		return rig{c, sim}
	})
}
