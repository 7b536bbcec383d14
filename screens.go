package main

import (
	"motcua/internal/config"
	"motcua/internal/fault"
	"motcua/internal/speech"
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
			o := kiosk.Options{ID: k.ID, Diagonal: k.Diagonal, Client: ctl, Log: p.log}
			if len(known.Voices) > 0 {
				o.Region = known.Voices[0].Region
			}
			o.Aloud, o.Headphones = guide(conf, o.Region, k.Speaker), guide(conf, o.Region, k.Headphones)
			return kiosk.New(o).Run(p.ctx)
		}
	}
	return fault.New(fault.Invalid, "device-unknown", "device", conf.Device)
}

// guide is what guidance speaks with at a sound device; nil: there is none.
func guide(conf *config.Part, region, output string) speech.Speaker {
	switch {
	case output == "":
		return nil
	case len(conf.Speak) > 0:
		return speech.Command(conf.Speak)
	}
	return speech.Aloud{Synth: speech.Synth{Region: region}, Player: speech.Program{Command: conf.Play, Output: output}}
}
