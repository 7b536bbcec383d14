package voice

import (
	"context"
	"encoding/json"
	"log/slog"
	"sync"
	"time"

	"motcua/internal/client"
	"motcua/internal/fault"
	"motcua/internal/i18n"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

const (
	firstPause = 250 * time.Millisecond // before a lost controller is asked again
	mostPause  = 5 * time.Second
	tellEvery  = time.Minute // a speaker that goes on failing is told so often
)

// Options is what a voice is made of.
type Options struct {
	Client  *client.Client
	Speaker Speaker
	Lang    i18n.Lang // empty: Vietnamese
	Log     *slog.Logger
}

// Voice speaks what the event stream calls, one sentence after the other.
type Voice struct {
	opts Options
	news chan struct{}

	mu   sync.Mutex
	line line
}

// New returns a voice. It starts nothing.
func New(o Options) *Voice {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Lang == "" {
		o.Lang = i18n.VI
	}
	return &Voice{opts: o, news: make(chan struct{}, 1)}
}

// Run follows the calls and speaks them until ctx ends.
func (v *Voice) Run(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	var wg sync.WaitGroup
	defer wg.Wait()
	defer cancel()
	wg.Go(func() { v.follow(ctx) })
	v.speak(ctx)
	return ctx.Err()
}

// follow reads the stream from where it stood at the start. After a break it
// reads on behind the last event it has, so that nothing is said twice.
func (v *Voice) follow(ctx context.Context) {
	last, wait := int64(-1), firstPause
	for ctx.Err() == nil {
		b, err := v.opts.Client.Board(ctx)
		if err == nil {
			wait = firstPause
			if last < 0 || last > b.Seq { // the past is not announced; another log has none
				last = b.Seq
			}
			now := time.Now()
			err = v.opts.Client.Events(ctx, last, func(e wire.Entry) {
				last = e.Seq
				v.heard(e, b, now)
			})
		}
		if ctx.Err() != nil {
			return
		}
		if wait == firstPause { // once for each break
			v.opts.Log.Warn("controller away", "error", err)
		}
		if fault.KindOf(err) == fault.Conflict {
			last = -1
		}
		select {
		case <-ctx.Done():
		case <-time.After(wait):
		}
		wait = min(2*wait, mostPause)
	}
}

// heard puts what an event gives to say in line. An event from before the board
// b, read at asked, is as old as the controller's clock says; a later one is new.
func (v *Voice) heard(e wire.Entry, b wire.Board, asked time.Time) {
	body, err := e.Decode()
	event, ok := queue.Event{}, false
	if err == nil {
		event, ok, err = body.Queue()
	}
	if err != nil {
		v.opts.Log.Warn("event not understood", "seq", e.Seq, "type", e.Type, "error", err)
	}
	if err != nil || !ok && body.Type != wire.SelfTestBegan {
		return
	}
	at := time.Now()
	if e.Seq <= b.Seq {
		at = asked.Add(-b.At.Sub(body.At))
	}
	v.mu.Lock()
	if ok {
		v.line.take(event, at)
	} else if id := testOf(body); id != "" {
		v.line.try(id, at)
	}
	v.mu.Unlock()
	select {
	case v.news <- struct{}{}:
	default:
	}
}

// testOf is the self-test that an event begins.
func testOf(body wire.Body) string {
	var d wire.SelfTestData
	if err := json.Unmarshal(body.Data, &d); err != nil {
		return ""
	}
	return d.ID
}

// tested tells what the loudspeaker's program said of the test sentence. That
// the hall heard it, only a person can tell.
func (v *Voice) tested(ctx context.Context, id string, failed error) {
	check := wire.SelfTestCheck{What: "sound", OK: failed == nil}
	if failed != nil {
		check.Cause = wire.NoSound
	}
	ctx, cancel := context.WithTimeout(ctx, mostPause)
	defer cancel()
	if err := v.opts.Client.SelfTestResults(ctx, client.NewKey(), id, wire.SelfTestResults{Checks: []wire.SelfTestCheck{check}}); err != nil {
		v.opts.Log.Warn("self-test not told", "error", err)
	}
}

// speak says what is in line. Only this goroutine speaks: no two sentences overlap.
func (v *Voice) speak(ctx context.Context) {
	var told time.Time
	for ctx.Err() == nil {
		v.mu.Lock()
		a, ok := v.line.next(time.Now())
		v.mu.Unlock()
		if !ok {
			select {
			case <-v.news:
			case <-ctx.Done():
			}
			continue
		}
		err := v.opts.Speaker.Say(ctx, Sentence(v.opts.Lang, a.kind, a.number, a.counter), v.opts.Lang)
		if a.test != "" && ctx.Err() == nil {
			v.tested(ctx, a.test, err)
		}
		if err != nil && ctx.Err() == nil && time.Since(told) >= tellEvery {
			told = time.Now()
			v.opts.Log.Error("not spoken", "kind", string(a.kind), "number", a.number, "error", err)
		}
	}
}
