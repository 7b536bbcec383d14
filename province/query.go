package province

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"motcua/internal/wire"
)

// Event is one stored event.
type Event struct {
	Epoch    string          `json:"epoch"` // in which it was told first
	Seq      int64           `json:"seq"`
	Type     string          `json:"type"`
	Hash     wire.Hash       `json:"hash"`
	Received time.Time       `json:"received"`
	Data     json.RawMessage `json:"data"` // the entry's body
}

// Events returns at most limit events of a point's log that follow sequence
// after, in order. What the point's log no longer has (it was restored from a
// backup) is stored, and not among them.
func (p *Province) Events(ctx context.Context, point string, after int64, limit int) ([]Event, error) {
	return p.events(ctx, `where point = ? and seq > ? and superseded = 0 order by seq limit ?`, point, after, limit)
}

// newest returns the last events of a point's log, the newest first.
func (p *Province) newest(ctx context.Context, point string, limit int) ([]Event, error) {
	return p.events(ctx, `where point = ? and superseded = 0 order by seq desc limit ?`, point, limit)
}

func (p *Province) events(ctx context.Context, where string, args ...any) ([]Event, error) {
	rows, err := p.store.read.QueryContext(ctx, `select epoch, seq, type, hash, received, body from event `+where, args...)
	if err != nil {
		return nil, fmt.Errorf("province store: %w", err)
	}
	defer rows.Close()
	out := []Event{}
	for rows.Next() {
		var e Event
		var hash []byte
		var received int64
		if err := rows.Scan(&e.Epoch, &e.Seq, &e.Type, &hash, &received, &e.Data); err != nil {
			return nil, fmt.Errorf("province store: %w", err)
		}
		copy(e.Hash[:], hash)
		e.Received = time.UnixMilli(received).UTC()
		out = append(out, e)
	}
	return out, rows.Err()
}

// Count returns how many events of a point's log are stored.
func (p *Province) Count(ctx context.Context, point string) (n int64, err error) {
	err = p.store.read.QueryRowContext(ctx, `select count(*) from event where point = ? and superseded = 0`, point).Scan(&n)
	return n, err
}

// Chain says how a point's stored log stands up to its own hashes.
type Chain struct {
	Events  int64   `json:"events"`
	Breaks  []int64 `json:"breaks"`  // sequences whose hash does not follow from the event before; at most 100
	Missing int64   `json:"missing"` // sequences between the first and the last that are not stored
}

// Verify walks a point's log and checks every hash.
func (p *Province) Verify(ctx context.Context, point string) (Chain, error) {
	c := Chain{Breaks: []int64{}}
	var last Event
	for {
		page, err := p.Events(ctx, point, last.Seq, 1000)
		if err != nil || len(page) == 0 {
			return c, err
		}
		for _, e := range page {
			c.add(last, e)
			last = e
		}
	}
}

func (c *Chain) add(last, e Event) {
	c.Events++
	follows := last.Seq == e.Seq-1 && (last.Seq > 0 || e.Seq == 1)
	if last.Seq > 0 {
		c.Missing += e.Seq - last.Seq - 1
	}
	if follows && wire.Chain(last.Hash, e.Data) != e.Hash && len(c.Breaks) < 100 {
		c.Breaks = append(c.Breaks, e.Seq)
	}
}
