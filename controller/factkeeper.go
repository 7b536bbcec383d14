package controller

import (
	"context"
	"net/http"
	"time"

	"motcua/internal/center"
	"motcua/internal/figures"
	"motcua/internal/queue"
	"motcua/internal/store"
)

const keepCheck = time.Minute

// factKeeper keeps the facts of days that are over beside the log, so that a
// report over years need not read every entry again. They are made when the
// next day has opened, for only then does no entry follow; after an upgrade
// those of all days are made anew.
type factKeeper struct {
	e    *Engine
	seen center.Day // the newest day when everything was kept
}

// run keeps facts until ctx ends. What goes wrong is logged, and tried again.
func (k *factKeeper) run(ctx context.Context) {
	tick := time.NewTicker(keepCheck)
	defer tick.Stop()
	for {
		newest := view(k.e, func(s *state, _ queue.Moment) center.Day { return s.day.Date })
		if newest != k.seen {
			if err := k.keep(ctx); err == nil {
				k.seen = newest
			} else if ctx.Err() == nil {
				k.e.opts.Log.Error("facts of days not kept", "error", err)
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// keep makes what is missing, day by day. Between two days it leaves the
// machine to others for as long as the last one took.
func (k *factKeeper) keep(ctx context.Context) error {
	for after := center.Day(""); ; {
		k.e.mu.RLock()
		log := k.e.store
		k.e.mu.RUnlock()
		p, ok, err := log.Unkept(ctx, after, figures.Version)
		if err != nil || !ok {
			return err
		}
		began := k.e.opts.Clock().Up
		if err := k.day(ctx, log, p); err != nil {
			return err
		}
		after = p.Day
		rest := time.NewTimer(k.e.opts.Clock().Up - began)
		select {
		case <-ctx.Done():
			rest.Stop()
			return ctx.Err()
		case <-rest.C:
		}
	}
}

// day makes and keeps the facts of one day.
func (k *factKeeper) day(ctx context.Context, log *store.Store, p store.DayPart) error {
	site, err := k.e.siteOf(ctx, log, p)
	if err != nil {
		return err
	}
	f, err := factsToKeep(ctx, log, p, site)
	if err != nil {
		return err
	}
	return k.put(ctx, f)
}

func (k *factKeeper) put(ctx context.Context, f store.Facts) error {
	return k.e.ask(ctx, memo{}, func(t *tx) (int, any, error) {
		t.batch.Facts = append(t.batch.Facts, f)
		return http.StatusNoContent, nil, nil
	}).err
}

// factsToKeep folds a day that is over into the form in which facts are kept.
func factsToKeep(ctx context.Context, log *store.Store, p store.DayPart, c *center.Center) (store.Facts, error) {
	d, err := factsOf(ctx, log, p, c)
	if err != nil {
		return store.Facts{}, err
	}
	hash, err := log.HashOf(ctx, d.Head)
	return store.Facts{Day: p.Day, Version: figures.Version, Head: store.Head{Seq: d.Head, Hash: hash}, Data: d.Encode()}, err
}
