// Package linktest is a log in memory for tests of the province link: it grows,
// and it forgets like a disk restored from a backup.
package linktest

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"sync"
	"time"

	"motcua/internal/wire"
)

// Log implements link.Log and link.State.
type Log struct {
	mu      sync.Mutex
	entries []wire.Entry
	epoch   string
	first   int64
	acked   map[string]int64
	opened  []string      // reasons of new epochs
	grown   chan struct{} // closed and replaced when the log grows
}

// New returns an empty log under the epoch Epoch(1).
func New() *Log {
	return &Log{epoch: Epoch(1), first: 1, acked: map[string]int64{}, grown: make(chan struct{})}
}

// Epoch returns the name of the nth epoch of a Log.
func Epoch(n int) string { return fmt.Sprintf("%016x", n) }

// Add appends n events; salt makes their bodies differ from another history's.
func (m *Log) Add(n int, salt string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for range n {
		m.append("config.changed", map[string]string{"sha256": salt})
	}
	close(m.grown)
	m.grown = make(chan struct{})
}

func (m *Log) append(kind string, data any) {
	seq := int64(len(m.entries)) + 1
	var prev wire.Hash
	if seq > 1 {
		prev = m.entries[seq-2].Hash
	}
	raw, _ := json.Marshal(data)
	body, _ := json.Marshal(wire.Body{Seq: seq, Type: kind, At: time.Date(2026, 11, 23, 1, 0, 0, int(seq), time.UTC), Boot: "b", Data: raw})
	m.entries = append(m.entries, wire.Entry{Seq: seq, Type: kind, Body: body, Hash: wire.Chain(prev, body)})
}

// Restore forgets everything after seq, as a backup would, and all but the watermark acked.
func (m *Log) Restore(seq, acked int64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.entries, m.acked[m.epoch] = m.entries[:seq:seq], acked
}

// Read returns entries after a sequence.
func (m *Log) Read(_ context.Context, after int64, limit int) ([]wire.Entry, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	from := min(after, int64(len(m.entries)))
	return m.entries[from:min(from+int64(limit), int64(len(m.entries)))], nil
}

// Head returns the last sequence.
func (m *Log) Head() int64 {
	m.mu.Lock()
	defer m.mu.Unlock()
	return int64(len(m.entries))
}

// Wait returns once the log has grown.
func (m *Log) Wait(ctx context.Context, after int64) error {
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

// Epoch returns the epoch in force.
func (m *Log) Epoch() (string, int64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.epoch, m.first
}

// Acked returns a watermark.
func (m *Log) Acked(epoch string) int64 {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.acked[epoch]
}

// SaveAcked keeps a watermark.
func (m *Log) SaveAcked(epoch string, seq int64) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.acked[epoch] = seq
	return nil
}

// OpenEpoch begins the next epoch.
func (m *Log) OpenEpoch(_ context.Context, reason string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.first = m.acked[m.epoch] + 1
	m.opened = append(m.opened, reason)
	m.epoch = Epoch(len(m.opened) + 1)
	m.append(wire.EpochOpened, wire.EpochOpenedData{Epoch: m.epoch, First: m.first})
	close(m.grown)
	m.grown = make(chan struct{})
	return nil
}

// Opened returns the reasons of the epochs opened.
func (m *Log) Opened() []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.opened)
}

// Entries returns the log from a sequence on.
func (m *Log) Entries(first int64) []wire.Entry {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.entries[first-1:])
}
