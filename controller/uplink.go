package controller

import (
	"context"
	"encoding/json"
	"net/http"
	"sync"
	"time"

	"motcua/internal/link"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

const saveAcked = 2 * time.Second // a watermark that is lost only costs a second sending

var (
	_ link.Log   = (*uplink)(nil)
	_ link.State = (*uplink)(nil)
)

// uplink shows the log to the province link and keeps the link's cursor.
type uplink struct {
	e     *Engine
	mu    sync.Mutex
	acked map[string]int64
	saved time.Duration // uptime of the last save
}

func newUplink(ctx context.Context, e *Engine) (*uplink, error) {
	u := &uplink{e: e, acked: map[string]int64{}}
	raw, err := e.store.Meta(ctx, "acked")
	if err != nil || raw == "" {
		return u, err
	}
	return u, json.Unmarshal([]byte(raw), &u.acked)
}

func (u *uplink) Read(ctx context.Context, after int64, limit int) ([]wire.Entry, error) {
	entries, _, err := u.e.behind(ctx, after)
	return entries[:min(len(entries), limit)], err
}

func (u *uplink) Head() int64 { return u.e.hub.last() }

func (u *uplink) Wait(ctx context.Context, after int64) error { return u.e.hub.wait(ctx, after) }

func (u *uplink) Epoch() (string, int64) {
	u.e.mu.RLock()
	defer u.e.mu.RUnlock()
	return u.e.epoch.Epoch, u.e.epoch.First
}

func (u *uplink) Acked(epoch string) int64 {
	u.mu.Lock()
	defer u.mu.Unlock()
	return u.acked[epoch]
}

func (u *uplink) SaveAcked(epoch string, seq int64) error {
	u.mu.Lock()
	back := seq < u.acked[epoch]
	u.acked = map[string]int64{epoch: seq} // no epoch comes back
	now := u.e.opts.Clock().Up
	due := back || now-u.saved >= saveAcked
	if due {
		u.saved = now
	}
	raw, err := json.Marshal(u.acked)
	u.mu.Unlock()
	if !due || err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	return u.e.ask(ctx, memo{}, func(t *tx) (int, any, error) {
		t.remember("acked", string(raw))
		return http.StatusNoContent, nil, nil
	}).err
}

func (u *uplink) OpenEpoch(ctx context.Context, _ string) error {
	old, _ := u.Epoch()
	first := u.Acked(old) + 1
	return u.e.ask(ctx, memo{}, func(t *tx) (int, any, error) {
		t.setEpoch(first)
		t.emit(wire.EpochOpened, &wire.EpochOpenedData{Epoch: t.e.epoch.Epoch, First: first})
		return http.StatusNoContent, nil, nil
	}).err
}

// Snap is the live state as the province sees it.
func (u *uplink) Snap() wire.Snap {
	return view(u.e, func(s *state, now queue.Moment) wire.Snap { return s.snap(now) })
}
