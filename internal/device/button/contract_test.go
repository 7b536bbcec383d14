package button_test

import (
	"context"
	"testing"
	"time"

	"periph.io/x/conn/v3/gpio"

	"motcua/internal/device"
	"motcua/internal/device/accept"
	"motcua/internal/device/button"
	"motcua/internal/device/devicetest"
)

type rig struct {
	finger
	button *button.Button
}

func (r rig) Button() device.Button { return r.button }

func (r rig) Press(_ context.Context, n int) error {
	go func() {
		for range n {
			r.to(gpio.Low, 4, 80*time.Millisecond)
			r.to(gpio.High, 4, time.Second)
		}
	}()
	return nil
}

func (r rig) Hold(context.Context) error {
	go func() {
		r.to(gpio.Low, 4, 15*time.Second)
		r.to(gpio.High, 4, 0)
	}()
	return nil
}

func TestContract(t *testing.T) {
	devicetest.Buttons(t, func(*testing.T) accept.ButtonRig {
		f := newFinger()
		return rig{f, button.New(f.pin)}
	})
}
