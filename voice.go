package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"motcua/display/voice"
	"motcua/internal/app"
	"motcua/internal/center"
	"motcua/internal/client"
	"motcua/internal/config"
	"motcua/internal/fault"
	"motcua/internal/speech"
	"motcua/internal/wire"
)

type voiceCommand struct {
	Run   voiceRun   `cmd:"" default:"withargs" help:"Speak the calls of the hall."`
	Words voiceWords `cmd:"" help:"List the words to record for a clip pack."`
	Check voiceCheck `cmd:"" help:"Say what is wrong with a clip pack and which words it lacks."`
	Build voiceBuild `cmd:"" help:"Make a stop-gap clip pack with espeak-ng on this machine."`
	Say   voiceSay   `cmd:"" help:"Say one call, through the loudspeaker or into a file."`
}

type voiceRun struct{ configFile }

// Run speaks the calls. What keeps it from being heard it says at once and goes on trying.
func (c *voiceRun) Run(p *program) error {
	conf, ctl, err := part(c.Config)
	if err != nil {
		return err
	}
	return whileSame(p, ctl, func(ctx context.Context) (center.Voice, error) {
		known, err := ctl.Devices(ctx)
		if err != nil {
			return center.Voice{}, err
		}
		return voiceOf(known, conf.Device)
	}, func(ctx context.Context, how center.Voice) error { return speak(ctx, p, conf, ctl, how) })
}

// speak speaks as the configuration says, until ctx ends.
func speak(ctx context.Context, p *program, conf *config.Part, ctl *client.Client, how center.Voice) error {
	player := speech.Program{Command: conf.Play, Output: how.Output}
	o := voice.Options{Client: ctl, Voice: how, Packs: conf.Packs, Player: player, Log: p.log, Memory: filepath.Join(conf.Data, "voice-seq")}
	if len(conf.Speak) > 0 {
		o.Own = speech.Command(conf.Speak)
		warn(p, speech.Command(conf.Speak).Check())
	} else {
		synth := speech.Synth{Region: how.Region}
		o.Backup = synth
		warn(p, synth.Check())
	}
	warn(p, player.Check())
	return voice.New(o).Run(ctx)
}

// voiceOf is how the device speaks. With the file of a display it speaks as
// every voice did before a voice was a device: plainly, for all counters, and
// its state is told to nobody.
func voiceOf(known wire.Devices, id center.DeviceID) (center.Voice, error) {
	for _, v := range known.Voices {
		if v.ID == id {
			return v, nil
		}
	}
	for _, d := range known.Displays {
		if d.ID == id || id == "" {
			return center.Voice{}, nil
		}
	}
	return center.Voice{}, fault.New(fault.Invalid, "device-unknown", "device", id)
}

func warn(p *program, err error) {
	if err != nil {
		for _, s := range app.Sentences(p.lang, err) {
			fmt.Fprintln(os.Stderr, "motcua: "+s)
		}
	}
}
