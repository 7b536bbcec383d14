package speech

import (
	"bytes"
	"context"
	"strconv"
	"time"
)

// A Player plays sounds, one at a time.
type Player interface {
	// Play returns when the sound has been played. It fails as
	// fault.Unavailable when it was not: no card, no output of that name.
	Play(ctx context.Context, s Sound) error
}

// Program plays by a program, which gets signed 16-bit samples of one channel
// on its standard input and ends with status 0 once they have been played.
// {rate} stands for the samples a second, {output} for Output.
type Program struct {
	Command []string // empty: Aplay
	Output  string   // as the program names sound devices; empty: default
}

// Aplay is the player of alsa-utils.
var Aplay = []string{"aplay", "-q", "-D", "{output}", "-t", "raw", "-f", "S16_LE", "-c", "1", "-r", "{rate}", "-"}

const overtime = 4 * time.Second // for a card that is slow to open and to drain

// Check fails as fault.Unavailable where the program is not there.
func (p Program) Check() error { return installed(p.command()[0]) }

// Play implements Player. A program that hangs is ended a few seconds after the
// sound should have been over.
func (p Program) Play(ctx context.Context, s Sound) error {
	output := p.Output
	if output == "" {
		output = "default"
	}
	_, err := run(ctx, s.Length()+overtime, p.command(), bytes.NewReader(s.PCM()), "{rate}", strconv.Itoa(s.Rate), "{output}", output)
	return err
}

func (p Program) command() []string {
	if len(p.Command) > 0 {
		return p.Command
	}
	return Aplay
}
