package bridge

import (
	"context"
	"sync"
	"time"
)

// trial is the time in which everything that can light up does, so that a
// person sees what does not. Its methods may be called from any goroutine.
type trial struct {
	mu      sync.Mutex
	running int
	changed chan struct{} // closed at the next beginning or end
}

func newTrial() *trial { return &trial{changed: make(chan struct{})} }

// next returns a channel that is closed when the trial begins or ends. Take it
// first and look then.
func (t *trial) next() <-chan struct{} {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.changed
}

// on tells whether it goes on.
func (t *trial) on() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.running > 0
}

// run lets everything light up for d, or until ctx ends.
func (t *trial) run(ctx context.Context, d time.Duration) {
	t.add(1)
	defer t.add(-1)
	pause(ctx, d)
}

func (t *trial) add(n int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.running += n
	close(t.changed)
	t.changed = make(chan struct{})
}
