package main

import (
	"context"
	"fmt"
	"os"
	"slices"
	"time"

	"motcua/display/voice"
	"motcua/display/voice/clips"
	"motcua/internal/center"
	"motcua/internal/config"
	"motcua/internal/device/find"
	"motcua/internal/fault"
	"motcua/internal/i18n"
	"motcua/internal/speech"
	"motcua/internal/spell"
)

// spokenAs says which words are meant.
type spokenAs struct {
	Language string `enum:"vi,en" default:"vi" help:"Language: vi or en."`
	Region   string `enum:"north,south" default:"north" help:"Region of Vietnamese: north or south."`
	Center   string `type:"existingfile" help:"The center's file (center.toml): only the letters and counters it has. Without it: all."`
}

func (s *spokenAs) style() spell.Style {
	return spell.Style{Lang: i18n.Parse(s.Language), Region: s.Region}
}

// words are those that a pack must have, with the names of letters that the
// center's voices use.
func (s *spokenAs) words(style spell.Style) ([]string, error) {
	if s.Center == "" {
		return voice.Everywhere().Words(style), nil
	}
	c, err := config.LoadCenter(s.Center)
	if err != nil {
		return nil, err
	}
	for _, v := range c.Voices {
		if style.Lang == i18n.VI && v.Region == style.Region {
			style.Letters, style.Four = v.Letters, v.Four
		}
	}
	return voice.NeedsOf(&c.Center).Words(style), nil
}

type voiceWords struct{ spokenAs }

// Run prints one word a line, in the order of recording.
func (c *voiceWords) Run() error {
	words, err := c.words(c.style())
	for _, w := range words {
		fmt.Println(w)
	}
	return err
}

type voiceCheck struct {
	Dir    string `arg:"" type:"existingdir" help:"Folder of the pack."`
	Center string `type:"existingfile" help:"The center's file (center.toml): only the letters and counters it has. Without it: all."`
}

// Run prints each finding as a sentence. It fails when a call could not be said.
func (c *voiceCheck) Run(p *program) error {
	pack, err := clips.Load(c.Dir)
	if err != nil {
		return err
	}
	regions := []string{pack.Region}
	if pack.Region == "" && pack.Language == i18n.VI { // it may be asked to speak as in either
		regions = center.Regions
	}
	as, words := spokenAs{Center: c.Center}, []string{}
	for _, region := range regions {
		more, err := as.words(spell.Style{Lang: pack.Language, Region: region})
		if err != nil {
			return err
		}
		for _, w := range more {
			if !slices.Contains(words, w) {
				words = append(words, w)
			}
		}
	}
	missing := 0
	for _, f := range pack.Check(words) {
		if f.Code == clips.FoundMissing {
			missing++
		}
		fmt.Println(i18n.T(p.lang, "voice.found-"+f.Code, "word", f.Word, "line", f.Line,
			"level", fmt.Sprintf("%.0f", f.Level), "length", fmt.Sprintf("%.1f", f.Length.Seconds())))
	}
	if missing > 0 {
		return fault.New(fault.Conflict, "voice-pack-lacks", "n", missing, "of", len(words))
	}
	fmt.Println(i18n.T(p.lang, "voice.pack-fine", "name", pack.Name, "n", len(words)))
	return nil
}

type voiceBuild struct {
	spokenAs
	Dir string `arg:"" type:"path" help:"Folder to make for the pack, such as /usr/local/share/motcua/voice/vi-north."`
}

// Run makes the pack on this machine, so that nobody hands on what a speech
// program has made.
func (c *voiceBuild) Run(p *program) error {
	style := c.style()
	words, err := c.words(style)
	if err != nil {
		return err
	}
	synth := speech.Synth{Region: style.Region}
	if err := synth.Check(); err != nil {
		return err
	}
	progress := newProgress(os.Stderr)
	b := clips.Building{
		Dir: c.Dir, Name: "espeak-ng " + c.Language, License: "made by espeak-ng on this machine as a stop-gap; not to be handed on",
		Language: style.Lang, Words: words, Synth: synth,
		Progress: func(done int, word string) { progress.tell(find.Progress{Done: done, Total: len(words), What: word}) },
	}
	if style.Lang == i18n.VI {
		b.Region = style.Region
	}
	err = clips.Build(p.ctx, b)
	progress.end()
	if err != nil {
		return err
	}
	fmt.Println(i18n.T(p.lang, "voice.built", "dir", c.Dir, "n", len(words)))
	return nil
}

type voiceSay struct {
	Number    string   `arg:"" help:"Number of the ticket: A012."`
	Counter   string   `arg:"" help:"Counter: 3."`
	Packs     string   `type:"path" default:"/usr/local/share/motcua/voice" help:"Folder of the clip packs."`
	Languages []string `enum:"vi,en" default:"vi" help:"Languages, in order."`
	Region    string   `enum:"north,south" default:"north" help:"Region of Vietnamese: north or south."`
	Reads     string   `enum:"digits,number" default:"digits" help:"How the number is read: digits or number."`
	Chime     bool     `help:"With the gong."`
	Output    string   `help:"Sound device, as aplay -L names it."`
	File      string   `short:"o" type:"path" help:"Write a WAV file instead of playing."`
}

// Run says one call as a voice of the configuration would.
func (c *voiceSay) Run(p *program) error {
	how := center.Voice{Region: c.Region, Reads: c.Reads, Chime: c.Chime, Output: c.Output}
	for _, l := range c.Languages {
		how.Languages = append(how.Languages, i18n.Parse(l))
	}
	var player speech.Player = speech.Program{Output: c.Output}
	if c.File != "" {
		player = &recorder{path: c.File}
	}
	v := voice.New(voice.Options{Voice: how, Packs: c.Packs, Player: player, Backup: speech.Synth{Region: c.Region}, Log: p.log})
	return v.Say(p.ctx, c.Number, center.CounterID(c.Counter))
}

// recorder plays into a file.
type recorder struct {
	path string
	all  speech.Sound
}

// Play implements speech.Player. Sounds of another rate than the first's cannot follow it.
func (r *recorder) Play(_ context.Context, s speech.Sound) error {
	if r.all.Rate != 0 && r.all.Rate != s.Rate {
		return fault.New(fault.Conflict, "voice-rates", "first", r.all.Rate, "then", s.Rate)
	}
	pause := speech.Silence(s.Rate, 100*time.Millisecond)
	if r.all.Rate == 0 {
		pause.Samples = nil
	}
	r.all = speech.Sound{Rate: s.Rate, Samples: append(append(r.all.Samples, pause.Samples...), s.Samples...)}
	if err := os.WriteFile(r.path, r.all.WAV(), 0o644); err != nil {
		return fault.Wrap(err, fault.Unavailable, "voice-file", "file", r.path)
	}
	return nil
}
