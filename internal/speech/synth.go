package speech

import (
	"context"
	"strings"

	"motcua/internal/fault"
	"motcua/internal/i18n"
	"motcua/internal/spell"
)

// Synth turns text into sound by a program that gets the sentence on its
// standard input and writes a WAV to its standard output. {lang} stands for vi
// or en, {voice} for the voice of espeak-ng that speaks the region.
type Synth struct {
	Command []string // empty: EspeakWAV
	Region  string   // spell.North or spell.South
}

// EspeakWAV is espeak-ng, a little slower than it speaks by itself.
var EspeakWAV = []string{"espeak-ng", "-v", "{voice}", "-s", "145", "--stdin", "--stdout"}

// Check fails as fault.Unavailable where the program is not there.
func (s Synth) Check() error { return installed(s.command()[0]) }

// Sound returns the sentence as a sound. It fails as fault.Unavailable where
// the program does not give one.
func (s Synth) Sound(ctx context.Context, text string, lang i18n.Lang) (Sound, error) {
	program := s.command()
	raw, err := run(ctx, longest, program, strings.NewReader(text+"\n"), "{lang}", string(lang), "{voice}", s.voice(lang))
	if err != nil {
		return Sound{}, err
	}
	sound, err := ParseWAV(raw)
	if err != nil || len(sound.Samples) == 0 {
		return Sound{}, fault.Wrap(err, fault.Unavailable, "voice-failed", "program", program[0])
	}
	return sound, nil
}

func (s Synth) voice(lang i18n.Lang) string {
	if lang == i18n.VI && s.Region == spell.South {
		return "vi-vn-x-south"
	}
	return string(lang)
}

func (s Synth) command() []string {
	if len(s.Command) > 0 {
		return s.Command
	}
	return EspeakWAV
}
