package controller

import (
	"context"
	"sync"

	"motcua/internal/wire"
)

const ringSize = 4096

// hub holds the newest entries in memory for whoever follows the log.
type hub struct {
	mu   sync.Mutex
	ring []wire.Entry // consecutive, oldest first
	head int64
	wake chan struct{} // closed at each publication
}

func newHub(head int64) *hub { return &hub{head: head, wake: make(chan struct{})} }

// publish hands over entries that are durable.
func (h *hub) publish(entries []wire.Entry) {
	if len(entries) == 0 {
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if entries[0].Seq != h.head+1 { // readers find what is between in the store
		h.ring = nil
	}
	h.ring = append(h.ring, entries...)
	if over := len(h.ring) - ringSize; over > ringSize { // copy seldom
		h.ring = append([]wire.Entry(nil), h.ring[over:]...)
	}
	h.head = entries[len(entries)-1].Seq
	close(h.wake)
	h.wake = make(chan struct{})
}

// since returns the entries behind after. ok is false when they are older than
// the ring and must be read from the store. The channel closes at the next publication.
func (h *hub) since(after int64) (entries []wire.Entry, ok bool, wake <-chan struct{}) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if after >= h.head {
		return nil, true, h.wake
	}
	first := h.head - int64(len(h.ring)) + 1
	if after+1 < first {
		return nil, false, h.wake
	}
	return h.ring[after+1-first:], true, h.wake
}

func (h *hub) last() int64 {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.head
}

// wait returns when the head is beyond after, or with ctx's error.
func (h *hub) wait(ctx context.Context, after int64) error {
	for {
		h.mu.Lock()
		head, wake := h.head, h.wake
		h.mu.Unlock()
		if head > after {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-wake:
		}
	}
}
