package center

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"motcua/internal/i18n"
)

// Voice speaks the calls of some counters through one loudspeaker.
type Voice struct {
	ID        DeviceID          `toml:"id" json:"id"`
	Counters  []CounterID       `toml:"counters" json:"counters"`         // its zone; empty: all
	Languages []i18n.Lang       `toml:"languages" json:"languages"`       // in the order spoken; each has a sentence of its own
	Region    string            `toml:"region" json:"region"`             // of Vietnamese: north or south
	Reads     string            `toml:"reads" json:"reads"`               // a ticket's digits one by one (digits), or as a number
	Four      string            `toml:"four" json:"four,omitempty"`       // how 24 ends: tư or bốn; empty: tư
	Letters   map[string]string `toml:"letters" json:"letters,omitempty"` // Vietnamese names of letters that differ from the usual
	Repeat    int               `toml:"repeat" json:"repeat"`             // how often a call is said, 1 to 3
	Chime     bool              `toml:"chime" json:"chime"`               // a gong before each announcement
	Volume    int               `toml:"volume" json:"volume"`             // percent of full, 1 to 100: 50 is 6 dB less
	Volumes   []Volume          `toml:"volumes" json:"volumes,omitempty"` // where a time of day differs
	Quiet     []Window          `toml:"quiet" json:"quiet,omitempty"`     // no sound, screens only
	Output    string            `toml:"output" json:"output"`             // sound device, as aplay -L names it; empty: the default one
}

// Volume is how loud a voice is at some time of each day.
type Volume struct {
	Window  Window `toml:"window" json:"window"`
	Percent int    `toml:"percent" json:"percent"`
}

// Regions lists the regions of spoken Vietnamese, and Readings how a number is read.
var (
	Regions  = []string{"north", "south"}
	Readings = []string{"digits", "number"}
)

// Speaks tells whether the voice announces what happens at a counter.
func (v Voice) Speaks(c CounterID) bool {
	return len(v.Counters) == 0 || slices.Contains(v.Counters, c)
}

// Loudness is how loud the voice is at t, in percent of full; 0 in quiet hours.
func (v Voice) Loudness(t time.Time) int {
	t = t.In(Zone)
	minute := t.Hour()*60 + t.Minute()
	for _, w := range v.Quiet {
		if w.From <= minute && minute < w.To {
			return 0
		}
	}
	for _, x := range v.Volumes {
		if x.Window.From <= minute && minute < x.Window.To {
			return x.Percent
		}
	}
	return v.Volume
}

// Default fills in what was left out.
func (v *Voice) Default() {
	if len(v.Languages) == 0 {
		v.Languages = []i18n.Lang{i18n.VI}
	}
	set(&v.Region, "north")
	set(&v.Reads, "digits")
	set(&v.Repeat, 1)
	set(&v.Volume, 100)
}

func (v *validation) voices() {
	for _, x := range v.c.Voices {
		place := v.device("voice", x.ID)
		for i, c := range x.Counters {
			v.counterOf(place, c)
			if slices.Contains(x.Counters[:i], c) {
				v.add("center-repeated", "place", place, "key", "counters", "value", c)
			}
		}
		for i, l := range x.Languages {
			if !slices.Contains(i18n.Langs, l) {
				v.add("center-unknown", "place", place, "key", "languages", "value", l)
			} else if slices.Contains(x.Languages[:i], l) {
				v.add("center-repeated", "place", place, "key", "languages", "value", l)
			}
		}
		for _, w := range x.Volumes {
			v.within(place, "percent", float64(w.Percent), 1, 100)
		}
		v.within(place, "repeat", float64(x.Repeat), 1, 3)
		v.within(place, "volume", float64(x.Volume), 1, 100)
		v.spoken(place, x)
		v.output(place, "output", x.Output)
	}
}

// output checks the name of a sound device: it is given to a program.
func (v *validation) output(place, key, name string) {
	if strings.ContainsFunc(name, unfit) || strings.HasPrefix(name, "-") {
		v.add("center-unknown", "place", place, "key", key, "value", name)
	}
}

// spoken checks how a voice reads.
func (v *validation) spoken(place string, x Voice) {
	known := func(key, value string, all ...string) {
		if !slices.Contains(all, value) {
			v.add("center-unknown", "place", place, "key", key, "value", value)
		}
	}
	known("region", x.Region, Regions...)
	known("reads", x.Reads, Readings...)
	known("four", x.Four, "", "tư", "bốn")
	for letter, name := range x.Letters {
		if len(letter) != 1 || letter[0] < 'A' || letter[0] > 'Z' || !sayable(name) {
			v.add("center-unknown", "place", place, "key", "letters", "value", letter)
		}
	}
}

// sayable tells a name made of letters and spaces.
func sayable(name string) bool {
	return strings.TrimSpace(name) != "" && len(name) <= 40 &&
		!strings.ContainsFunc(name, func(r rune) bool { return r != ' ' && !unicode.IsLetter(r) })
}

// unfit tells what the name of no sound device holds.
func unfit(r rune) bool { return r <= ' ' || r == unicode.ReplacementChar || !unicode.IsPrint(r) }
