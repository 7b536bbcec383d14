package display

import (
	"math"
	"time"

	"motcua/internal/center"
	"motcua/internal/ui"
	"motcua/internal/wire"
)

// A call that nobody can hear is shown by pulses of 0.8 s, 1.25 a second, as
// long as its announcement would be heard: who does not look up sees them still.
const (
	mutePulse = 800 * time.Millisecond
	muteFor   = 10 * time.Second
)

// glow is how strongly the newest call is lit: 0 while it has not faded in and
// in the dark part of a pulse, 1 at rest. It moves in steps.
func (s *Show) glow() float64 {
	age := s.now.Sub(s.since)
	if s.since.IsZero() || age >= s.glows() {
		return 1
	}
	light := 1.0
	switch {
	case age < ui.Fade:
		light = float64(age) / float64(ui.Fade)
	case s.mute():
		light = wave(age-ui.Fade, mutePulse)
	default:
		light = wave(age-ui.Fade, ui.Pulse)
	}
	return math.Round(light*steps) / steps
}

// wave goes from 1 to 0 and back once in each period.
func wave(age, period time.Duration) float64 {
	return 0.5 + 0.5*math.Cos(2*math.Pi*float64(age)/float64(period))
}

// glows is how long a new call fades in and pulses.
func (s *Show) glows() time.Duration {
	if s.mute() {
		return ui.Fade + (muteFor-ui.Fade)/mutePulse*mutePulse // whole pulses, so that none ends in the dark
	}
	return ui.Fade + ui.Pulses*ui.Pulse
}

// moving tells whether the newest call still fades in or pulses.
func (s *Show) moving() bool { return !s.since.IsZero() && s.now.Sub(s.since) < s.glows() }

// mute tells that the newest call cannot be heard: every voice of its counter is
// broken, away, or quiet at this hour. A center without voices is not mute.
func (s *Show) mute() bool {
	speaks := false
	for _, v := range s.setup.Voices {
		if !v.Speaks(s.calling) {
			continue
		}
		if speaks = true; s.present(v.ID) && v.Loudness(s.now) > 0 {
			return false
		}
	}
	return speaks
}

func (s *Show) present(id center.DeviceID) bool {
	for _, d := range s.board.Devices {
		if d.Device == id {
			return d.State == wire.Present
		}
	}
	return false
}
