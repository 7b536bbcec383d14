package province

import (
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"motcua/internal/wire"
)

const (
	maxHeld   = 2000            // events kept above a gap, for each point and epoch
	nackAfter = 2 * time.Second // a gap that lasts longer is asked for
)

// track is what is known of one epoch of one point: the row of table epoch, and
// the events that came before the one they follow.
type track struct {
	point, epoch string
	nr           int64 // order of the epoch among the point's
	first, seq   int64
	hash         *wire.Hash // of event seq; nil when it could not be read
	forked       bool
	loose        bool
	held         map[int64]json.RawMessage
	gap          time.Time // since when something is held
}

// ack returns the watermark as the point is told it.
func (t *track) ack(now time.Time) wire.Ack {
	a := wire.Ack{V: 1, Epoch: t.epoch, Seq: t.seq, Fork: t.forked, Nack: t.missing(now)}
	if t.hash != nil {
		a.Hash = *t.hash
	}
	return a
}

// missing tells whether a gap has lasted long enough to ask for it.
func (t *track) missing(now time.Time) bool { return len(t.held) > 0 && now.Sub(t.gap) > nackAfter }

// hold keeps an event that came too early.
func (t *track) hold(seq int64, raw json.RawMessage, now time.Time) {
	if len(t.held) == 0 {
		t.held, t.gap = map[int64]json.RawMessage{}, now
	}
	if len(t.held) < maxHeld {
		t.held[seq] = raw
	}
}

// loadTrack reads the row of an epoch, false when it is new.
func loadTrack(tx *sql.Tx, point, epoch string) (*track, bool, error) {
	t := &track{point: point, epoch: epoch}
	var hash []byte
	err := tx.QueryRow(`select nr, first, seq, hash, forked, loose from epoch where point = ? and epoch = ?`, point, epoch).
		Scan(&t.nr, &t.first, &t.seq, &hash, &t.forked, &t.loose)
	if errors.Is(err, sql.ErrNoRows) {
		return t, false, nil
	}
	if len(hash) == len(wire.Hash{}) {
		t.hash = (*wire.Hash)(hash)
	}
	return t, true, err
}

// open begins a new epoch at first. What the point told before from there on is
// no longer part of its log, unless it is told again.
func (t *track) open(tx *sql.Tx, first int64) error {
	t.first, t.seq = first, first-1
	if err := tx.QueryRow(`select count(*) + 1 from epoch where point = ?`, t.point).Scan(&t.nr); err != nil {
		return err
	}
	if first == 1 {
		t.hash = &wire.Hash{}
	}
	_, err := tx.Exec(`insert into epoch (point, epoch, nr, first, seq, hash) values (?, ?, ?, ?, ?, ?)`,
		t.point, t.epoch, t.nr, t.first, t.seq, hashValue(t.hash))
	if err != nil {
		return err
	}
	_, err = tx.Exec(`update event set superseded = 1 where point = ? and seq >= ?`, t.point, first)
	return err
}

// save writes the watermark.
func (t *track) save(tx *sql.Tx) error {
	_, err := tx.Exec(`update epoch set seq = ?, hash = ?, forked = ?, loose = ? where point = ? and epoch = ?`,
		t.seq, hashValue(t.hash), t.forked, t.loose, t.point, t.epoch)
	return err
}

func hashValue(h *wire.Hash) any {
	if h == nil {
		return nil
	}
	return h[:]
}
