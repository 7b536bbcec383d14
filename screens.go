package main

import (
	"fmt"
	"os"

	"motcua/display"
	"motcua/display/voice"
	"motcua/internal/app"
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
	for _, d := range known.Displays {
		if d.ID == conf.Device {
			return display.New(display.Options{
				ID: d.ID, Counter: d.Counter, Diagonal: d.Diagonal, Distance: d.Distance, Client: ctl, Log: p.log,
			}).Run(p.ctx)
		}
	}
	return fault.New(fault.Invalid, "device-unknown", "device", conf.Device)
}

type voiceCommand struct{ configFile }

// Run speaks the calls. Without its program it says so once and goes on trying.
func (c *voiceCommand) Run(p *program) error {
	conf, ctl, err := part(c.Config)
	if err != nil {
		return err
	}
	speaker := voice.Espeak
	if len(conf.Speak) > 0 {
		speaker = conf.Speak
	}
	if err := speaker.Check(); err != nil {
		for _, s := range app.Sentences(p.lang, err) {
			fmt.Fprintln(os.Stderr, "motcua: "+s)
		}
	}
	return voice.New(voice.Options{Client: ctl, Speaker: speaker, Log: p.log}).Run(p.ctx)
}
