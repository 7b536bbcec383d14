package controller

import (
	"context"

	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/store"
	"motcua/internal/wire"
)

// reform is a configuration on its way into force.
type reform struct {
	center  *center.Center
	config  string         // SHA-256 of its files, hex
	version *store.Version // nil: only what stands beside the file is new
	done    chan error
}

// replace puts a configuration in force, exactly as a restart with its file
// would, but that no message on its way is lost. After an error the one before
// is in force.
func (e *Engine) replace(ctx context.Context, x reform) error {
	x.done = make(chan error, 1)
	stopping := func(err error) error { return fault.Wrap(err, fault.Unavailable, "stopping") }
	select {
	case e.reforms <- &x:
	case <-e.stopped:
		return stopping(nil)
	case <-ctx.Done():
		return stopping(ctx.Err())
	}
	select { // once taken it is done, whoever still waits
	case err := <-x.done:
		return err
	case <-e.stopped:
	}
	select {
	case err := <-x.done:
		return err
	default:
		return stopping(nil)
	}
}

// swap does what replace asks for, between two batches: everything decided is stored.
func (e *Engine) swap(ctx context.Context, x *reform) {
	e.mu.Lock()
	err := e.adoptCenter(context.WithoutCancel(ctx), x)
	e.mu.Unlock()
	x.done <- err
}

// adoptCenter folds the current day again under another center.
func (e *Engine) adoptCenter(ctx context.Context, x *reform) error {
	if err := e.healthy(ctx); err != nil {
		return err
	}
	before, awaits := e.site(), e.awaits
	back := func(err error) error {
		e.center.Store(before)
		e.awaits = awaits
		e.opts.Log.Error("configuration not put in force", "error", err)
		e.failure(ctx, err)
		return err
	}
	e.center.Store(x.center)
	if err := e.adopt(ctx, e.store, e.state.key); err != nil {
		return back(err)
	}
	e.awaits, e.postponed = false, false
	t := e.begin()
	t.configured(x.config, x.version)
	t.settle(false)
	if err := e.commit(ctx, t); err != nil {
		return back(err)
	}
	e.opts.Config = x.config
	return nil
}

// configured tells which configuration is in force now.
func (t *tx) configured(sha string, v *store.Version) {
	t.remember("config", sha)
	data := &wire.ConfigChangedData{SHA256: sha}
	if v != nil {
		v.Since = t.now.Wall.UnixMilli()
		data.Version, data.By, data.Effective = v.N, v.By, v.Effective
		t.batch.Versions = append(t.batch.Versions, *v)
	}
	t.emit(wire.ConfigChanged, data)
}

// settle does what a configuration asks for that has just come into force, with
// the start of the program or while it runs.
func (t *tx) settle(start bool) {
	t.publish()
	t.roll()
	t.unnoticed()
	if start {
		t.loseNotices()
	}
	t.forgetContacts()
	if t.open {
		t.happen(t.day.Strays())
		t.happen(t.day.Policy())
	}
}

// fromFile is the configuration of the file at a start, nil where it is the one
// in force. A version that waits for the next opening goes on waiting.
func (e *Engine) fromFile(ctx context.Context, t *tx) (*store.Version, error) {
	if e.opts.Text == nil {
		return nil, nil
	}
	newest, _, err := e.store.NewestVersion(ctx)
	if err != nil {
		return nil, err
	}
	inForce, _, err := e.store.VersionInForce(ctx)
	if sha := mark(e.opts.Text); err != nil || inForce.SHA256 != sha {
		return &store.Version{N: newest.N + 1, At: t.now.Wall.UnixMilli(), By: store.ByFile, SHA256: sha, Text: e.opts.Text, Effective: store.Now}, err
	}
	e.awaits = newest.N > inForce.N && newest.Since == 0
	return nil, nil
}
