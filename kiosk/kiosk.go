package kiosk

import (
	"context"
	"encoding/json"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"motcua/internal/center"
	"motcua/internal/client"
	"motcua/internal/i18n"
	"motcua/internal/queue"
	"motcua/internal/speech"
	"motcua/internal/ui/kit"
	"motcua/internal/wire"
)

const (
	armsLength = 0.6             // meters from which a kiosk is read
	checkSlip  = 2 * time.Second // between two looks for the outcome of printing, beside its event
	inboxSize  = 256

	askServices = 10 * time.Second // between two looks for services that have become full
)

// Options is what a kiosk is made of.
type Options struct {
	ID       center.DeviceID
	Diagonal float64 // of the screen, in inches
	Client   *client.Client
	Window   [2]int // pixels of a window; zero: full screen
	Pointer  bool   // show the mouse pointer
	Log      *slog.Logger

	Aloud, Headphones speech.Speaker // of the guidance; nil: there is none
	Region            string         // of the Vietnamese it speaks, see package spell

	// OnFrame is called after each painted frame with what it shows; nil: nobody watches.
	OnFrame func(kit.Status, []kit.Target)
}

// Kiosk is a running kiosk: the flow, and what connects it to the controller.
type Kiosk struct {
	opts    Options
	flow    *Flow
	inbox   chan func(*Flow)
	wishes  chan Wish
	errands chan Errand
	says    chan utterance
	status  kit.Status
	look    look
	seq     int64

	guidance guidance
	silent   atomic.Bool // the guidance is not heard

	languages *client.Languages
	learned   learning
	shelved   bool // procedures have come; of watch alone

	mu      sync.Mutex
	pending queue.TicketID // whose slip's outcome is awaited
}

// New returns a kiosk. It starts nothing.
func New(o Options) *Kiosk {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return &Kiosk{opts: o, flow: newFlow(o), inbox: make(chan func(*Flow), inboxSize), wishes: make(chan Wish, 1), says: make(chan utterance, 1), errands: make(chan Errand, 1), languages: o.Client.Languages()}
}

// Run shows the kiosk until ctx ends. Call it from the main goroutine, once in
// a process; it fails at once where there is no window system.
func (k *Kiosk) Run(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	var wg sync.WaitGroup
	defer wg.Wait()
	defer cancel()
	wg.Go(func() { k.attend(ctx) })
	wg.Go(func() { k.speak(ctx) })
	wg.Go(func() { k.watch(ctx) })
	wg.Go(func() { k.issue(ctx) })
	wg.Go(func() { k.lookForSlip(ctx) })
	wg.Go(func() { k.runErrands(ctx) })
	return kit.Run(ctx, k, kit.Options{Title: i18n.T(i18n.VI, "kiosk.title"), Diagonal: k.opts.Diagonal, Distance: armsLength,
		Window: k.opts.Window, Pointer: k.opts.Pointer, Log: k.opts.Log, OnFrame: k.opts.OnFrame})
}

// send hands the flow something to do at its next tick.
func (k *Kiosk) send(ctx context.Context, do func(*Flow)) {
	select {
	case k.inbox <- do:
	case <-ctx.Done():
	}
}

// watch brings the live state, the services and the fate of slips.
func (k *Kiosk) watch(ctx context.Context) {
	var known time.Time // when the services were read last
	k.opts.Client.Watch(ctx, func(b wire.Board) {
		var about *wire.Services
		if time.Since(known) > askServices {
			s, err := k.opts.Client.Services(ctx)
			if err != nil && known.IsZero() {
				return
			}
			if err == nil {
				if known.IsZero() {
					k.askPrinter(ctx)
				}
				about, known = &s, time.Now()
				k.askProcedures(ctx, s)
				k.learn(ctx, s)
			}
		}
		k.send(ctx, func(f *Flow) { f.Heard(b, about, f.now); k.seq = b.Seq })
	}, func(e wire.Entry) {
		if e.Type == wire.ConfigChanged || e.Type == wire.DayOpened || e.Type == wire.ProgramStarted {
			known = time.Time{}
			k.shelved = e.Type != wire.ConfigChanged && k.shelved
		}
		if e.Type == client.Scanned {
			k.overheard(ctx, e)
			return
		}
		k.slipEvent(ctx, e)
	})
}

// askPrinter asks which printer the configuration gives this kiosk.
func (k *Kiosk) askPrinter(ctx context.Context) {
	d, err := k.opts.Client.Devices(ctx)
	if err != nil {
		k.opts.Log.Warn("devices not known", "err", err)
		return
	}
	for _, own := range d.Kiosks {
		if own.ID == k.opts.ID {
			k.send(ctx, func(f *Flow) { f.Printer = own.Printer })
		}
	}
}

func (k *Kiosk) slipEvent(ctx context.Context, e wire.Entry) {
	state, ok := map[string]string{wire.SlipPrinted: slipPrinted, wire.SlipFailed: slipFailed}[e.Type]
	if !ok {
		return
	}
	body, err := e.Decode()
	if err != nil {
		k.opts.Log.Warn("event not understood", "seq", e.Seq, "type", e.Type, "err", err)
		return
	}
	var s wire.SlipData
	if err := json.Unmarshal(body.Data, &s); err != nil {
		k.opts.Log.Warn("event not understood", "seq", e.Seq, "type", e.Type, "err", err)
		return
	}
	k.send(ctx, func(f *Flow) {
		if s.Copy == 0 || state == slipPrinted && s.Printer == f.Ticket.Printer { // a reprint at the help desk does not lie here
			f.Slipped(string(s.Ticket), state, s.Cause)
		}
	})
}

// issue sends wishes to the controller, one after the other.
func (k *Kiosk) issue(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case w := <-k.wishes:
			ticket, err := k.opts.Client.WithLang(w.Lang).Issue(ctx, w.Key, w.Request)
			if err != nil {
				k.opts.Log.Warn("number not issued", "service", w.Request.Service, "err", err)
			}
			k.send(ctx, func(f *Flow) { f.Answered(w.Key, ticket, err) })
		}
	}
}

// overheard takes what a scanner at this kiosk read that is not its keyboard.
func (k *Kiosk) overheard(ctx context.Context, e wire.Entry) {
	var a wire.ScanAnswer
	if err := json.Unmarshal(e.Body, &a); err != nil {
		k.opts.Log.Warn("scan not understood", "err", err)
		return
	}
	k.send(ctx, func(f *Flow) { f.Overheard(a) })
}

// lookForSlip asks for the outcome of printing, in case its event went missing.
func (k *Kiosk) lookForSlip(ctx context.Context) {
	tick := time.NewTicker(checkSlip)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		k.mu.Lock()
		id := k.pending
		k.mu.Unlock()
		if id == "" {
			continue
		}
		if t, err := k.opts.Client.Ticket(ctx, id); err == nil && t.Slip != "" {
			k.send(ctx, func(f *Flow) { f.Slipped(string(id), t.Slip, t.SlipCause) })
		}
	}
}

// newFlow is a flow that knows where its guidance can be heard.
func newFlow(o Options) *Flow {
	f := NewFlow(o.ID, time.Now(), client.NewKey)
	f.Sound = Sound{Aloud: o.Aloud != nil, Headphones: o.Headphones != nil}
	return f
}
