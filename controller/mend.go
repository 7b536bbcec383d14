package controller

import (
	"context"

	"motcua/internal/fault"
)

// failure follows a commit that failed: what is on disk is unknown, so all
// that is remembered is thrown away and folded again.
func (e *Engine) failure(ctx context.Context, err error) {
	e.trouble, e.failed = err, e.opts.Clock().Up
	if fault.CodeOf(err) == "disk-full" {
		e.full = true
		e.store.DropBallast()
	}
	// Should the log not open again, at least nothing refused is shown.
	if err := e.adopt(ctx, e.store, e.state.key); err != nil {
		e.opts.Log.Warn("log not read after it was not written", "error", err)
	}
	e.reload(ctx)
}

func (e *Engine) reload(ctx context.Context) {
	e.broken = true
	if err := e.store.Close(); err != nil {
		e.opts.Log.Warn("store not closed cleanly", "error", err)
	}
	if err := e.load(ctx); err != nil {
		e.trouble = err
		e.opts.Log.Error("store not reopened", "error", err)
		return
	}
	e.broken = false
	// The failed transaction may have become durable after all: then it is told now.
	for after := e.hub.last(); after < e.store.Head().Seq; after = e.hub.last() {
		entries, err := e.store.Read(ctx, after, 1000)
		if err != nil || len(entries) == 0 {
			return
		}
		e.hub.publish(entries)
	}
}

// healthy tells whether commands can be stored, and tries to mend what was not.
func (e *Engine) healthy(ctx context.Context) error {
	if e.trouble == nil {
		return nil
	}
	now := e.opts.Clock().Up
	if now-e.failed < retryAfter {
		return e.trouble
	}
	e.failed = now
	if e.broken {
		e.reload(ctx)
	}
	if !e.broken {
		e.trouble = nil
	}
	return e.trouble
}
