package lamp_test

import (
	"context"
	"testing"

	"periph.io/x/conn/v3/gpio"
	"periph.io/x/conn/v3/gpio/gpiotest"

	"motcua/internal/device"
	"motcua/internal/device/accept"
	"motcua/internal/device/devicetest"
	"motcua/internal/device/lamp"
)

type rig struct {
	lamp   *lamp.Lamp
	pin    *gpiotest.Pin
	invert bool
}

func (r rig) Lamp() device.Lamp { return r.lamp }

func (r rig) Lit(context.Context) (bool, error) {
	return r.pin.Read() == gpio.Level(!r.invert), nil
}

func TestContract(t *testing.T) {
	for _, invert := range []bool{false, true} {
		devicetest.Lamps(t, func(*testing.T) accept.LampRig {
			pin := &gpiotest.Pin{N: "GPIO17"}
			return rig{lamp.New(pin, invert), pin, invert}
		})
	}
}
