package client

import (
	"context"
	"sync"
	"time"

	"motcua/internal/wire"
)

const (
	pulse = 3 * time.Second        // a watcher hears from the controller this often even when nothing happens
	calm  = 100 * time.Millisecond // between two readings of the board, however many events come
)

// Watch keeps a screen current until ctx ends. board is called with each newer
// state: at once after every event, and every 3 s when there is none, so that
// its silence means that the controller is away. entry, which may be nil, is
// called with each event. Calls come one after the other.
func (c *Client) Watch(ctx context.Context, board func(wire.Board), entry func(wire.Entry)) {
	var (
		mu   sync.Mutex
		last int64
		wg   sync.WaitGroup
		news = make(chan struct{}, 1)
	)
	tell := func(b wire.Board, fresh bool) {
		mu.Lock()
		defer mu.Unlock()
		if fresh || b.Seq >= last { // a fresh one may be of another log
			last = b.Seq
			board(b)
		}
	}
	wg.Go(func() {
		c.Follow(ctx, func(b wire.Board) { tell(b, true) }, func(e wire.Entry) {
			if entry != nil {
				mu.Lock()
				entry(e)
				mu.Unlock()
			}
			select {
			case news <- struct{}{}:
			default:
			}
		}, func(error) {})
	})
	wg.Go(func() { c.reread(ctx, news, func(b wire.Board) { tell(b, false) }) })
	wg.Wait()
}

// reread asks for the board after news, and every pulse without any.
func (c *Client) reread(ctx context.Context, news <-chan struct{}, board func(wire.Board)) {
	timer := time.NewTimer(pulse)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-news:
		case <-timer.C:
		}
		if b, err := c.Board(ctx); err == nil {
			board(b)
		}
		timer.Reset(pulse)
		select {
		case <-ctx.Done():
			return
		case <-time.After(calm):
		}
	}
}
