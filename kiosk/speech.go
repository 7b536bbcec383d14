package kiosk

import (
	"context"

	"motcua/internal/client"
	"motcua/internal/speech"
	"motcua/internal/wire"
)

// say has sentences said in place of whatever is being said now. It does not wait.
func (k *Kiosk) say(sentences []string) {
	if len(sentences) == 0 {
		return
	}
	select {
	case <-k.says: // what nobody has begun to say
	default:
	}
	k.says <- utterance{sentences: sentences, lang: k.flow.voiced(), headphones: k.flow.Headphones}
}

// speak says what is to be said until ctx ends. What is new breaks off what is old.
func (k *Kiosk) speak(ctx context.Context) {
	var next utterance
	for waiting := true; ; {
		if waiting {
			select {
			case <-ctx.Done():
				return
			case next = <-k.says:
			}
		}
		saying, cancel := context.WithCancel(ctx)
		done := make(chan error, 1)
		go func(u utterance) { done <- k.pronounce(saying, u) }(next)
		select {
		case err := <-done:
			k.sounded(ctx, err)
			waiting = true
		case next = <-k.says:
			cancel()
			<-done
			waiting = false
		}
		cancel()
		if ctx.Err() != nil {
			return
		}
	}
}

// pronounce says an utterance, sentence by sentence.
func (k *Kiosk) pronounce(ctx context.Context, u utterance) error {
	speaker := k.speaker(u.headphones)
	if speaker == nil {
		return nil
	}
	for _, s := range u.sentences {
		if ctx.Err() != nil {
			return nil
		}
		if err := speaker.Say(ctx, s, u.lang); err != nil && ctx.Err() == nil {
			return err
		}
	}
	return nil
}

func (k *Kiosk) speaker(headphones bool) speech.Speaker {
	if headphones && k.opts.Headphones != nil {
		return k.opts.Headphones
	}
	return k.opts.Aloud
}

// sounded notes whether guidance can be heard. It is a condition of the kiosk
// and no error: the screen works as before.
func (k *Kiosk) sounded(ctx context.Context, err error) {
	if ctx.Err() != nil {
		return
	}
	if silent := err != nil; silent != k.silent.Swap(silent) {
		if silent {
			k.opts.Log.Warn("guidance not heard", "err", err)
		}
		k.send(ctx, func(f *Flow) { f.Sound.Silent = silent })
		k.report(ctx)
	}
}

// checker is a Speaker that knows beforehand whether it can speak at all.
type checker interface{ Check() error }

// attend reports the kiosk present, and whether its guidance can be heard, until ctx ends.
func (k *Kiosk) attend(ctx context.Context) {
	for _, s := range []speech.Speaker{k.opts.Aloud, k.opts.Headphones} {
		if c, ok := s.(checker); ok && c.Check() != nil {
			k.sounded(ctx, c.Check())
		}
	}
	k.opts.Client.AttendWith(ctx, k.opts.ID, k.state)
}

func (k *Kiosk) state() wire.StateReport {
	r := wire.StateReport{State: wire.Present}
	if k.silent.Load() {
		r.Cause = wire.NoSound
	}
	return r
}

func (k *Kiosk) report(ctx context.Context) {
	if err := k.opts.Client.ReportState(ctx, client.NewKey(), k.opts.ID, k.state()); err != nil {
		k.opts.Log.Warn("state not reported", "err", err)
	}
}
