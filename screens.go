package main

import (
	"motcua/display"
	"motcua/internal/fault"
	"motcua/kiosk"
)

type kioskCommand struct{ configFile }

// Run shows the kiosk full screen.
func (c *kioskCommand) Run(p *program) error {
	conf, ctl, err := part(c.Config)
	if err != nil {
		return err
	}
	known, err := whenThere(p, ctl.Devices)
	if err != nil {
		return err
	}
	for _, k := range known.Kiosks {
		if k.ID == conf.Device {
			return kiosk.New(kiosk.Options{ID: k.ID, Diagonal: k.Diagonal, Client: ctl, Log: p.log}).Run(p.ctx)
		}
	}
	return fault.New(fault.Invalid, "device-unknown", "device", conf.Device)
}

type displayCommand struct{ configFile }

// Run shows a display full screen.
func (c *displayCommand) Run(p *program) error {
	conf, ctl, err := part(c.Config)
	if err != nil {
		return err
	}
	known, err := whenThere(p, ctl.Devices)
	if err != nil {
		return err
	}
	x, ok := display.SetupOf(known, conf.Device)
	if !ok {
		return fault.New(fault.Invalid, "device-unknown", "device", conf.Device)
	}
	return display.New(display.Options{Setup: x, Client: ctl, Log: p.log}).Run(p.ctx)
}
