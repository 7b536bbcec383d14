package kiosk

import (
	"context"

	"motcua/internal/i18n"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

// mostErrands wait while the controller is slow; then the oldest, whose answer nobody awaits any more, is dropped.
const mostErrands = 8

// Errand is something asked of the controller beside a number. Exactly one of
// the fields after Lang is set.
type Errand struct {
	Key     string
	Lang    i18n.Lang
	Code    string         // what is this scanned code; it may be personal
	Arrive  queue.TicketID // lets a ticket wait that was taken away from the center
	Cancel  queue.TicketID // gives a number back
	Help    bool           // calls a greeter
	Dismiss bool           // and says that none is needed any more
	Dossier string         // how does it stand
}

// run puts an errand in order and returns its key.
func (f *Flow) run(e Errand) (key string) {
	e.Key, e.Lang = f.newKey(), f.Lang
	f.errands = append(f.errands, e)
	if len(f.errands) > mostErrands {
		f.errands = f.errands[1:]
	}
	return e.Key
}

// Errand returns what is to be asked next, each once; its outcome comes back to
// Told, Came, Dropped or Summoned.
func (f *Flow) Errand() (Errand, bool) {
	if len(f.errands) == 0 {
		return Errand{}, false
	}
	e := f.errands[0]
	f.errands = f.errands[1:]
	return e, true
}

// runErrands does errands, one after the other. A scanned code is never logged.
func (k *Kiosk) runErrands(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case e := <-k.errands:
			k.send(ctx, k.runErrand(ctx, e))
		}
	}
}

// runErrand does one errand and returns how the flow hears of its outcome.
func (k *Kiosk) runErrand(ctx context.Context, e Errand) func(*Flow) {
	c := k.opts.Client.WithLang(e.Lang)
	switch {
	case e.Arrive != "":
		t, err := c.Arrive(ctx, e.Key, e.Arrive)
		return func(f *Flow) { f.Came(e.Key, t, err) }
	case e.Cancel != "":
		err := c.Cancel(ctx, e.Key, e.Cancel)
		return func(f *Flow) { f.Dropped(e.Key, err) }
	case e.Help:
		call, err := c.Help(ctx, e.Key, k.opts.ID)
		return func(f *Flow) { f.Summoned(e.Key, call, err) }
	case e.Dismiss:
		err := c.Helped(ctx, e.Key, k.opts.ID)
		if err != nil {
			k.opts.Log.Warn("call for a greeter not taken back", "err", err)
		}
		return func(*Flow) {}
	}
	if e.Dossier != "" {
		d, err := c.Dossier(ctx, e.Dossier)
		return func(f *Flow) { f.Stood(e.Key, d, err) }
	}
	a, err := c.Scan(ctx, e.Key, wire.ScanRequest{Code: e.Code})
	return func(f *Flow) { f.Told(e.Key, a, err) }
}
