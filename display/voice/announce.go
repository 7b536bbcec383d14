package voice

import (
	"context"
	"errors"
	"time"

	"motcua/display/voice/clips"
	"motcua/internal/fault"
	"motcua/internal/i18n"
	"motcua/internal/speech"
	"motcua/internal/spell"
)

const (
	between   = 350 * time.Millisecond // two languages
	again     = 700 * time.Millisecond // two times of the same call, and two announcements on end
	onEnd     = 3 * time.Second        // one that begins so soon behind another needs no gong
	chimeRate = 22050                  // samples a second, where no sound of words follows the gong
	trial     = 100 * time.Millisecond // of silence, to try a sound card
)

// step is a part of an announcement: a sound, or a sentence for a program that
// speaks by itself.
type step struct {
	sound speech.Sound
	text  string
	lang  i18n.Lang
}

// announce says an announcement in every language, as often as it is to be
// said while nobody else waits. In quiet hours it says nothing, and nothing has failed.
func (v *Voice) announce(ctx context.Context, a announcement) error {
	loud := v.opts.Voice.Loudness(v.opts.Now())
	if loud == 0 {
		return v.try(ctx)
	}
	steps, missing := v.steps(ctx, a)
	if len(steps) == 0 {
		return missing
	}
	times := 1
	if a.kind == Call {
		times = v.opts.Voice.Repeat
	}
	for i := range times {
		all := steps
		switch soon := !v.ended.IsZero() && time.Since(v.ended) < onEnd; {
		case i > 0 && v.overtaken():
			return missing
		case soon && all[0].text == "":
			all = append([]step{{sound: speech.Silence(all[0].sound.Rate, again-between)}}, all...)
		case !soon:
			all = v.chimed(steps)
		}
		if err := v.play(ctx, merged(all), float64(loud)/100); err != nil {
			return err
		}
		v.ended = time.Now()
	}
	return missing
}

// overtaken tells whether what is being said is no longer true, or others wait
// to be called.
func (v *Voice) overtaken() bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.line.over || len(v.line.waiting) > 0
}

// steps returns the sentence of each language. Each is spoken by one voice: by
// the first pack that has all its words, or as a whole by the speech program.
// The error says what cannot be said; the rest still is.
func (v *Voice) steps(ctx context.Context, a announcement) (steps []step, missing error) {
	for _, lang := range v.opts.Voice.Languages {
		s := Compose(v.style(lang), a.kind, a.number, a.counter)
		if x, ok := v.recorded(s); ok {
			steps = append(steps, step{sound: x})
			continue
		}
		if v.opts.Own != nil {
			steps = append(steps, step{text: s.Text, lang: lang})
			continue
		}
		x, err := v.spoken(ctx, s)
		if err != nil {
			missing = errors.Join(missing, err)
			continue
		}
		steps = append(steps, step{sound: x})
	}
	return steps, missing
}

// style is how the voice reads numbers in a language.
func (v *Voice) style(lang i18n.Lang) spell.Style {
	x := v.opts.Voice
	s := spell.Style{Lang: lang, Region: x.Region, Reads: x.Reads, Four: x.Four}
	if lang == i18n.VI {
		s.Letters = x.Letters
	}
	return s
}

// recorded is the sentence by the first pack that has every word of it.
func (v *Voice) recorded(s Sentence) (speech.Sound, bool) {
	if v.opts.Player == nil {
		return speech.Sound{}, false
	}
	for _, p := range v.packs.For(s.Lang, v.opts.Voice.Region) {
		if p.Says(s.Units) {
			return p.Say(s.Units), true
		}
	}
	return speech.Sound{}, false
}

// spoken is the sentence by the speech program.
func (v *Voice) spoken(ctx context.Context, s Sentence) (speech.Sound, error) {
	if v.opts.Backup == nil || v.opts.Player == nil {
		return speech.Sound{}, fault.New(fault.Unavailable, "voice-wordless", "language", s.Lang)
	}
	x, err := v.opts.Backup.Sound(ctx, s.Text, s.Lang)
	if err != nil {
		return speech.Sound{}, err
	}
	return clips.Level(x), nil
}

// chimed puts the gong in front, that of the pack which speaks in the first language.
func (v *Voice) chimed(steps []step) []step {
	if !v.opts.Voice.Chime || v.opts.Player == nil {
		return steps
	}
	rate := chimeRate
	if steps[0].text == "" {
		rate = steps[0].sound.Rate
	}
	gong := clips.Chime(rate)
	for _, p := range v.packs.For(v.opts.Voice.Languages[0], v.opts.Voice.Region) {
		if p.Rate == rate {
			gong = p.Gong()
			break
		}
	}
	return append([]step{{sound: gong}}, steps...)
}

// merged joins neighboring sounds of one rate, with a pause between two, so
// that they are played in one go.
func merged(steps []step) (out []step) {
	for _, s := range steps {
		last := len(out) - 1
		if last < 0 || s.text != "" || out[last].text != "" || out[last].sound.Rate != s.sound.Rate {
			out = append(out, s)
			continue
		}
		joined := out[last].sound
		pause := speech.Silence(joined.Rate, between)
		samples := append(append(append([]int16(nil), joined.Samples...), pause.Samples...), s.sound.Samples...)
		out[last].sound = speech.Sound{Rate: joined.Rate, Samples: samples}
	}
	return out
}

// play plays and speaks the steps one after the other.
func (v *Voice) play(ctx context.Context, steps []step, loud float64) error {
	for _, s := range steps {
		err := error(nil)
		if s.text != "" {
			err = v.opts.Own.Say(ctx, s.text, s.lang)
		} else {
			err = v.opts.Player.Play(ctx, clips.Louder(s.sound, loud))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// try finds out whether anything can be heard: silence must play, and each
// language must have a voice.
func (v *Voice) try(ctx context.Context) error {
	if checker, ok := v.opts.Own.(interface{ Check() error }); ok {
		return checker.Check()
	}
	if v.opts.Player == nil {
		return nil
	}
	rate := chimeRate
	for _, lang := range v.opts.Voice.Languages {
		packs := v.packs.For(lang, v.opts.Voice.Region)
		switch {
		case len(packs) > 0:
			rate = packs[0].Rate
		case v.opts.Backup == nil:
			return fault.New(fault.Unavailable, "voice-wordless", "language", lang)
		default:
			if err := v.opts.Backup.Check(); err != nil {
				return err
			}
		}
	}
	return v.opts.Player.Play(ctx, speech.Silence(rate, trial))
}
