package display

import (
	"context"
	"encoding/json"
	"log/slog"
	"sync"
	"time"

	"motcua/internal/center"
	"motcua/internal/client"
	"motcua/internal/i18n"
	"motcua/internal/queue"
	"motcua/internal/ui/kit"
	"motcua/internal/wire"
)

const (
	inboxSize = 256
	mostSeen  = 64 // calls whose arrival is remembered until they are drawn
)

// Options is what a display is made of.
type Options struct {
	Setup   Setup     // what the configuration says of it; the controller tells when that changes
	Lang    i18n.Lang // shown alone, whatever the configuration says; empty: as it says
	Client  *client.Client
	Window  [2]int // pixels of a window; zero: full screen
	Monitor int    // on which to be full screen, the first being 0
	Pointer bool   // show the mouse pointer
	Log     *slog.Logger

	// OnFrame is called after each painted frame with what it shows; nil: nobody watches.
	OnFrame func(kit.Status, []kit.Target)
	// OnCall is called once for each new call, when its first frame was presented; nil: nobody measures.
	OnCall func(Call)
}

// Call is how long one call took to reach the eye.
type Call struct {
	Seq      int64     // of the log
	At       time.Time // as the controller's clock had it
	Received time.Time // its event, or the state that held it, had come
	Drawn    time.Time // the frame that shows it was presented
}

// Display is a running display.
type Display struct {
	opts    Options
	show    *Show
	wishes  chan wire.Slide // pictures that are wanted
	wished  string
	inbox   chan func(*Show)
	look    look
	status  kit.Status
	arrived map[int64]time.Time // events of calls that no frame has shown yet
	drawn   int64               // newest call that a frame has shown
	told    string              // self-test whose frame was reported
	tested  chan string
	learned learning
}

// New returns a display. It starts nothing.
func New(o Options) *Display {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	d := &Display{opts: o, inbox: make(chan func(*Show), inboxSize), wishes: make(chan wire.Slide, 1), arrived: map[int64]time.Time{}, tested: make(chan string, 1)}
	d.show = NewShow(d.setup(o.Setup), time.Now())
	return d
}

// setup makes what the configuration says whole: a display of which nothing is
// known is the hall's, and a language that was asked for is shown alone.
func (d *Display) setup(x Setup) Setup {
	if len(x.Layout.Panes) == 0 {
		x.Layout, _ = center.LayoutOf(nil, x.Display.Uses())
	}
	if d.opts.Lang != "" {
		x.Display.Languages = []i18n.Lang{d.opts.Lang}
	}
	return x
}

// Run shows the display until ctx ends. Call it from the main goroutine, once
// in a process; it fails at once where there is no window system.
func (d *Display) Run(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	var wg sync.WaitGroup
	defer wg.Wait()
	defer cancel()
	wg.Go(func() { d.opts.Client.Attend(ctx, d.opts.Setup.Display.ID) })
	wg.Go(func() { d.watch(ctx) })
	wg.Go(func() { d.tests(ctx) })
	wg.Go(func() { d.slides(ctx) })
	wg.Go(func() { d.learn(ctx) })
	if d.opts.Setup.Display.Counter == "" {
		wg.Go(func() { d.entries(ctx) })
	}
	return kit.Run(ctx, d, kit.Options{Title: i18n.T(d.show.lang(), "display.title"), Diagonal: d.opts.Setup.Display.Diagonal, Distance: d.opts.Setup.Display.Distance,
		Window: d.opts.Window, Monitor: d.opts.Monitor, Pointer: d.opts.Pointer, Log: d.opts.Log, OnFrame: d.opts.OnFrame})
}

// send hands the state something to do at its next tick.
func (d *Display) send(ctx context.Context, do func(*Show)) {
	select {
	case d.inbox <- do:
	case <-ctx.Done():
	}
}

// watch brings the live state, the names of the services and what was taken back.
func (d *Display) watch(ctx context.Context) {
	known := false
	d.opts.Client.Watch(ctx, func(b wire.Board) {
		var names map[center.ServiceCode]i18n.Text
		if !known {
			if s, err := d.opts.Client.Services(ctx); err == nil {
				known, names = true, map[center.ServiceCode]i18n.Text{}
				for _, x := range s.Services {
					names[x.Code] = x.Name
				}
			}
		}
		now := time.Now()
		d.send(ctx, func(s *Show) { s.Heard(b, names, now) })
		if names != nil {
			d.configured(ctx)
		}
	}, func(e wire.Entry) {
		now := time.Now()
		switch e.Type {
		case wire.ConfigChanged, wire.ProgramStarted:
			known = false
		case string(queue.TicketCalled), string(queue.TicketRecalled):
			d.send(ctx, func(*Show) { d.saw(e.Seq, now) })
		case string(queue.CounterUndone):
			d.undone(ctx, e, now)
		case wire.SelfTestBegan:
			d.began(ctx, e, now)
		}
	})
}

func (d *Display) saw(seq int64, now time.Time) {
	if len(d.arrived) >= mostSeen {
		clear(d.arrived)
	}
	d.arrived[seq] = now
}

func (d *Display) undone(ctx context.Context, e wire.Entry, now time.Time) {
	body, err := e.Decode()
	if err != nil {
		d.opts.Log.Warn("event not understood", "seq", e.Seq, "type", e.Type, "err", err)
		return
	}
	var event queue.Event
	if err := json.Unmarshal(body.Data, &event); err != nil {
		d.opts.Log.Warn("event not understood", "seq", e.Seq, "type", e.Type, "err", err)
		return
	}
	d.send(ctx, func(s *Show) { s.Undone(event, now) })
}
