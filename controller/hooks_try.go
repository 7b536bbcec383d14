package controller

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/http"

	"motcua/internal/store"
	"motcua/internal/wire"
)

// epochNow is the name under which the log goes on.
func (e *Engine) epochNow() string {
	e.mu.RLock()
	defer e.mu.RUnlock()
	return e.epoch.Epoch
}

// saveHook stores how far a hook has been told.
func (e *Engine) saveHook(ctx context.Context, id string, seq int64) error {
	return e.ask(ctx, memo{}, func(t *tx) (int, any, error) {
		t.batch.Hooks = append(t.batch.Hooks, store.HookCursor{ID: id, Seq: seq})
		return http.StatusNoContent, nil, nil
	}).err
}

// deliveryID is the same for each attempt to deliver the same entries.
func deliveryID(d wire.Delivery) string { return fmt.Sprintf("%s-%d-%d", d.Epoch, d.From, d.To) }

// try sends a delivery that says nothing, so that somebody sees whether the
// receiver takes it. When it does, what is owed is tried at once.
func (h *hook) try(ctx context.Context) wire.HookTest {
	began := h.e.opts.Clock()
	d := wire.Delivery{V: 1, Point: h.e.site().Agency, Epoch: h.e.epochNow(), Test: true, ID: "test-" + rand.Text()}
	r := h.post.send(ctx, d)
	if r.cause == "" {
		select {
		case h.again <- struct{}{}:
		default:
		}
	}
	test := wire.HookTest{At: began.Wall, OK: r.cause == "", Cause: r.cause, Status: r.status, MS: (h.e.opts.Clock().Up - began.Up).Milliseconds()}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.known.Test = &test
	return test
}

func postHookTest(c *Controller, w http.ResponseWriter, r *http.Request, who caller) error {
	if _, err := read(w, r, who, &struct{}{}); err != nil {
		return err
	}
	h, err := c.hooks.find(r.PathValue("hook"))
	if err != nil {
		return err
	}
	if err := c.Alive(r.Context()); err != nil { // who cannot store has nothing to tell
		return err
	}
	return send(w, h.try(r.Context()))
}

// records is what the page about the log's soundness reads.
type records struct{ c *Controller }

// Verification is the newest one.
func (r *records) Verification() wire.Verification { return r.c.verify.now() }

// Hooks is how the programs elsewhere stand that are told what happens.
func (r *records) Hooks() wire.Hooks { return r.c.hooks.list() }
