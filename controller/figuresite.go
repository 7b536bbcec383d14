package controller

import (
	"context"
	"slices"
	"sync"
	"time"

	"motcua/internal/center"
	"motcua/internal/figures"
	"motcua/internal/store"
	"motcua/internal/wire"
)

// sites are the configurations under which days that are over were lived.
type sites struct {
	read func(text []byte) (*center.Center, error) // nil: no versions are kept

	mu     sync.Mutex
	n      int64          // the version that was read last
	newest *center.Center // what it describes
}

// siteOf is the configuration that was in force when a service day closed: what
// is changed later changes none of its figures. A day that goes on, and one of
// which nothing is known, goes by the configuration in force.
func (e *Engine) siteOf(ctx context.Context, log *store.Store, p store.DayPart) (*center.Center, error) {
	if e.sites.read == nil || p.Last == 0 {
		return e.site(), nil
	}
	at, err := closedAt(ctx, log, p)
	if err != nil {
		return nil, err
	}
	return e.siteAt(ctx, log, at)
}

// siteOfDay is the same for the day of a date.
func (e *Engine) siteOfDay(ctx context.Context, log *store.Store, day center.Day) (*center.Center, error) {
	for p, err := range log.Parts(ctx, day, day, figures.Version) {
		if err != nil {
			return nil, err
		}
		return e.siteOf(ctx, log, p)
	}
	return e.site(), nil
}

// siteAt is the configuration that was in force at a time, the oldest one that
// is known for a time before it.
func (e *Engine) siteAt(ctx context.Context, log *store.Store, at time.Time) (*center.Center, error) {
	if e.sites.read == nil {
		return e.site(), nil
	}
	v, ok, err := log.VersionAt(ctx, at.UnixMilli())
	if err != nil {
		return nil, err
	}
	now, _, err := log.VersionInForce(ctx)
	if err != nil || !ok || v.N == now.N {
		return e.site(), err
	}
	e.sites.mu.Lock()
	defer e.sites.mu.Unlock()
	if e.sites.n == v.N {
		return e.sites.newest, nil
	}
	c, err := e.sites.read(v.Text)
	if err != nil { // as where a file that it names is gone
		e.opts.Log.Warn("configuration of an earlier day not read", "version", v.N)
		return e.site(), nil
	}
	e.sites.n, e.sites.newest = v.N, c
	return c, nil
}

// closedAt is when a day that is over closed for the last time; without that,
// when its last entry was written.
func closedAt(ctx context.Context, log *store.Store, p store.DayPart) (last time.Time, err error) {
	for until := p.Last; until >= p.First; until -= page {
		after := max(p.First-1, until-page)
		entries, err := log.Read(ctx, after, int(until-after))
		if err != nil {
			return last, err
		}
		for _, x := range slices.Backward(entries) {
			if x.Type != wire.DayClosed && !last.IsZero() {
				continue
			}
			b, err := x.Decode()
			if err != nil {
				return last, err
			}
			if last = b.At; x.Type == wire.DayClosed {
				return last, nil
			}
		}
	}
	return last, nil
}
