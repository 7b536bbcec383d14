package main

import (
	"motcua/display/voice"
	"motcua/internal/app"
	"motcua/internal/center"
	"motcua/internal/client"
	"motcua/internal/sim/loudspeaker"
	"motcua/internal/speech"
)

// loudspeakers makes a simulated sound card for each voice.
func (h *hardware) loudspeakers(all []center.Voice) {
	for _, v := range all {
		h.voices = append(h.voices, loudspeaker.New(string(v.ID), 1))
	}
}

// muteVoices takes the voices out of a center whose machine has nothing to
// speak with: the demo then shows none, rather than one that is broken for ever.
func muteVoices(site *center.Center) {
	if (speech.Synth{}).Check() != nil {
		site.Voices = nil
	}
}

// voices are the program's own, each at its simulated sound card.
func (d *demo) voices(p *program) (parts []app.Part) {
	for _, v := range d.site.Voices {
		for _, card := range d.hardware.voices {
			if card.ID() != string(v.ID) {
				continue
			}
			parts = append(parts, app.Part{Name: "voice " + card.ID(), Run: voice.New(voice.Options{
				Client: client.New(d.url, d.token), Voice: v, Player: card, Backup: speech.Synth{Region: v.Region}, Log: p.log,
			}).Run})
		}
	}
	return parts
}
