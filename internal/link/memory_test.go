package link

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"time"

	"motcua/internal/wire"
)

// memory is a log and its state in memory; it forgets like a disk restored from a backup.
type memory struct {
	mu      sync.Mutex
	entries []wire.Entry
	epoch   string
	first   int64
	acked   map[string]int64
	opened  []string      // reasons of new epochs
	grown   chan struct{} // closed and replaced when the log grows
}

func newMemory() *memory {
	return &memory{epoch: epochName(1), first: 1, acked: map[string]int64{}, grown: make(chan struct{})}
}

func epochName(n int) string { return fmt.Sprintf("%016x", n) }

// add appends n events; salt makes their bodies differ from another history's.
func (m *memory) add(n int, salt string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for range n {
		m.append("config.changed", map[string]string{"sha256": salt})
	}
	close(m.grown)
	m.grown = make(chan struct{})
}

func (m *memory) append(kind string, data any) {
	seq := int64(len(m.entries)) + 1
	var prev wire.Hash
	if seq > 1 {
		prev = m.entries[seq-2].Hash
	}
	raw, _ := json.Marshal(data)
	body, _ := json.Marshal(wire.Body{Seq: seq, Type: kind, At: time.Date(2026, 11, 23, 1, 0, 0, int(seq), time.UTC), Boot: "b", Data: raw})
	m.entries = append(m.entries, wire.Entry{Seq: seq, Type: kind, Body: body, Hash: wire.Chain(prev, body)})
}

// restore forgets everything after seq, as a backup would.
func (m *memory) restore(seq int64, acked int64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.entries, m.acked[m.epoch] = m.entries[:seq:seq], acked
}

func (m *memory) Read(_ context.Context, after int64, limit int) ([]wire.Entry, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	from := min(after, int64(len(m.entries)))
	return m.entries[from:min(from+int64(limit), int64(len(m.entries)))], nil
}

func (m *memory) Head() int64 {
	m.mu.Lock()
	defer m.mu.Unlock()
	return int64(len(m.entries))
}

func (m *memory) Wait(ctx context.Context, after int64) error {
	for {
		m.mu.Lock()
		grown, head := m.grown, int64(len(m.entries))
		m.mu.Unlock()
		if head > after {
			return nil
		}
		select {
		case <-grown:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func (m *memory) Epoch() (string, int64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.epoch, m.first
}

func (m *memory) Acked(epoch string) int64 {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.acked[epoch]
}

func (m *memory) SaveAcked(epoch string, seq int64) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.acked[epoch] = seq
	return nil
}

func (m *memory) OpenEpoch(_ context.Context, reason string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.first = m.acked[m.epoch] + 1
	m.opened = append(m.opened, reason)
	m.epoch = epochName(len(m.opened) + 1)
	m.append(wire.EpochOpened, wire.EpochOpenedData{Epoch: m.epoch, First: m.first})
	close(m.grown)
	m.grown = make(chan struct{})
	return nil
}
