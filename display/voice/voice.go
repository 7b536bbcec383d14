package voice

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"motcua/display/voice/clips"
	"motcua/internal/center"
	"motcua/internal/client"
	"motcua/internal/i18n"
	"motcua/internal/speech"
)

const (
	firstPause = 250 * time.Millisecond // before a lost controller is asked again
	mostPause  = 5 * time.Second
	tellEvery  = time.Minute // a speaker that goes on failing is told so often
	tryEvery   = time.Minute // the sound card, and the packs, are looked at so often
)

// A Backup turns a sentence into sound where no pack can say it.
type Backup interface {
	Check() error
	Sound(ctx context.Context, text string, lang i18n.Lang) (speech.Sound, error)
}

// Options is what a voice is made of.
type Options struct {
	Client *client.Client
	Voice  center.Voice   // how it speaks; without an id it is no device of its own, and its state is told to nobody
	Packs  string         // folder of the clip packs; empty: there are none
	Player speech.Player  // plays what packs and Backup give; nil: only Own speaks
	Backup Backup         // for what no pack can say; nil: it is not said
	Own    speech.Speaker // a program that speaks by itself, in Backup's place; nil: there is none
	Memory string         // file that keeps what has been said across a restart; empty: nothing is kept
	Now    func() time.Time
	Log    *slog.Logger
}

// Voice speaks what the event stream calls, one sentence after the other.
type Voice struct {
	opts  Options
	packs *clips.Library // of the goroutine that speaks, as is ended
	ended time.Time      // when the last announcement ended; zero: there was none
	news  chan struct{}
	state *presence
	every time.Duration // between two tries of the sound card

	mu   sync.Mutex
	line line

	file sync.Mutex // of Options.Memory
}

// New returns a voice. It starts nothing.
func New(o Options) *Voice {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	o.Voice.Default()
	return &Voice{opts: o, packs: clips.NewLibrary(o.Packs), news: make(chan struct{}, 1), state: newPresence(), every: tryEvery}
}

// Run follows the calls and speaks them until ctx ends.
func (v *Voice) Run(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	var wg sync.WaitGroup
	defer wg.Wait()
	defer cancel()
	wg.Go(func() { v.follow(ctx) })
	if v.opts.Voice.ID != "" {
		wg.Go(func() { v.attend(ctx) })
	}
	v.speak(ctx)
	return ctx.Err()
}

// Say says one call now, whatever the hour. It must not run beside Run.
func (v *Voice) Say(ctx context.Context, number string, counter center.CounterID) error {
	_, broken := v.packs.Refresh()
	for _, err := range broken {
		return err
	}
	v.opts.Voice.Quiet = nil
	return v.announce(ctx, announcement{kind: Call, number: number, counter: counter})
}

// speak says what is in line. Only this goroutine speaks: no two sentences overlap.
func (v *Voice) speak(ctx context.Context) {
	var told time.Time
	v.look(ctx)
	tick := time.NewTicker(v.every)
	defer tick.Stop()
	for ctx.Err() == nil {
		v.mu.Lock()
		a, ok := v.line.next(v.opts.Now())
		v.mu.Unlock()
		if !ok {
			select {
			case <-v.news:
			case <-tick.C:
				v.look(ctx)
			case <-ctx.Done():
			}
			continue
		}
		err := v.announce(ctx, a)
		if ctx.Err() != nil {
			return
		}
		v.finish(ctx, a, err)
		if err != nil && time.Since(told) >= tellEvery {
			told = time.Now()
			v.opts.Log.Error("not spoken", "kind", string(a.kind), "number", a.number, "error", err)
		}
	}
}

// finish notes what came of an announcement.
func (v *Voice) finish(ctx context.Context, a announcement, failed error) {
	v.state.heard(failed)
	v.mu.Lock()
	v.line.done()
	told := v.line.told()
	v.mu.Unlock()
	v.remember(told)
	if a.test != "" {
		v.tested(ctx, a.test, failed)
	}
}

// look tries the sound card and reads packs that have changed.
func (v *Voice) look(ctx context.Context) {
	_, broken := v.packs.Refresh()
	for name, err := range broken {
		v.opts.Log.Error("clip pack refused", "pack", name, "error", err)
	}
	v.state.packs(v.packs.Refused())
	if err := v.try(ctx); ctx.Err() == nil {
		if v.state.heard(err) {
			v.opts.Log.Error("no sound", "error", err)
		}
	}
}
