package province

import (
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"motcua/internal/wire"
)

// Reasons for which something is kept in quarantine instead of the log.
const (
	reasonUnreadable = "unreadable" // not the event it claims to be
	reasonChain      = "chain"      // its hash does not follow from the event before
	reasonHead       = "head"       // a closed day publishes another head than the event before it has here; it is stored all the same
	reasonFork       = "fork"       // the sequence is stored with another hash
)

// ingest is one transaction's work on the store.
type ingest struct {
	tx  *sql.Tx
	now time.Time
}

// batch stores what is new of a batch and moves the watermark of its epoch.
func (in *ingest) batch(t *track, source string, b wire.RawBatch) error {
	for i, raw := range b.Events {
		seq := b.From + int64(i)
		var err error
		switch {
		case seq <= t.seq:
			err = in.again(t, seq, raw)
		case seq == t.seq+1:
			err = in.next(t, source, raw)
		default:
			t.hold(seq, raw, in.now)
		}
		if err != nil {
			return err
		}
	}
	for raw, ok := t.held[t.seq+1]; ok; raw, ok = t.held[t.seq+1] {
		if err := in.next(t, source, raw); err != nil {
			return err
		}
	}
	return t.save(in.tx)
}

// next stores the event after the watermark. One that is not what it claims
// goes into quarantine and the watermark passes: it must never block its center.
func (in *ingest) next(t *track, source string, raw json.RawMessage) error {
	seq := t.seq + 1
	delete(t.held, seq)
	if len(t.held) > 0 {
		t.gap = in.now // the oldest gap is closed; a later one has its own two seconds
	}
	e, body, err := wire.CheckEvent(raw, t.epoch, source, seq)
	if err != nil {
		t.seq, t.hash = seq, claimed(raw)
		return in.quarantine(t, seq, reasonUnreadable, err.Error(), raw)
	}
	follows, err := in.follows(t, e)
	if err != nil {
		return err
	}
	prev := t.hash
	t.seq, t.hash = seq, &e.Hash
	if !follows {
		return in.quarantine(t, seq, reasonChain, "the hash does not follow from the event before", raw)
	}
	if !leadsToHead(body, prev) {
		if err := in.quarantine(t, seq, reasonHead, "the event before has the hash "+prev.String(), raw); err != nil {
			return err
		}
	}
	return in.store(t, e, body)
}

// leadsToHead compares the head that a closed day publishes with what is stored
// here: the hash of the event before. Where that is not known there is nothing to compare.
func leadsToHead(b wire.Body, prev *wire.Hash) bool {
	if b.Type != wire.DayClosed || prev == nil {
		return true
	}
	var d wire.DayClosedData
	return json.Unmarshal(b.Data, &d) == nil && d.Head == prev.String()
}

// follows tells whether the event's hash continues the chain. The first event of
// an epoch continues what any earlier epoch told; where nothing of that is
// stored here, the chain begins with it.
func (in *ingest) follows(t *track, e wire.CloudEvent) (bool, error) {
	if t.hash != nil {
		return wire.Chain(*t.hash, e.Data) == e.Hash, nil
	}
	if e.Seq > t.first {
		return true, nil // the event before was unreadable: nothing to compare with
	}
	rows, err := in.tx.Query(`select hash from event where point = ? and seq = ?`, t.point, e.Seq-1)
	if err != nil {
		return false, err
	}
	defer rows.Close()
	t.loose = true
	for rows.Next() {
		var prev []byte
		if err := rows.Scan(&prev); err != nil {
			return false, err
		}
		if len(prev) == len(wire.Hash{}) && wire.Chain(wire.Hash(prev), e.Data) == e.Hash {
			t.loose = false
		}
	}
	return true, rows.Err()
}

// store inserts the event, or notes that it is told again under a later epoch.
func (in *ingest) store(t *track, e wire.CloudEvent, body wire.Body) error {
	if t.nr > 1 {
		res, err := in.tx.Exec(`update event set superseded = 0 where point = ? and seq = ? and hash = ? and epoch <> ?`,
			t.point, e.Seq, e.Hash[:], t.epoch)
		if err != nil {
			return err
		}
		if n, _ := res.RowsAffected(); n > 0 {
			_, err := in.tx.Exec(`insert into echo (point, epoch, seq, hash) values (?, ?, ?, ?)`, t.point, t.epoch, e.Seq, e.Hash[:])
			return err
		}
	}
	_, err := in.tx.Exec(`insert into event (point, epoch, seq, type, day, hash, body, received, superseded)
		values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, exists (select 1 from epoch where point = ?1 and nr > ?9 and first <= ?3))`,
		t.point, t.epoch, e.Seq, e.Type, string(body.Day), e.Hash[:], []byte(e.Data), in.now.UnixMilli(), t.nr)
	return err
}

// again looks at an event at or below the watermark: the same hash is a
// duplicate, another one means that two logs speak in one name.
func (in *ingest) again(t *track, seq int64, raw json.RawMessage) error {
	stored, err := in.hashAt(t, seq)
	got := claimed(raw)
	if err != nil || stored == nil || got != nil && *got == *stored {
		return err
	}
	t.forked = true
	return in.quarantine(t, seq, reasonFork, "stored with the hash "+stored.String(), raw)
}

// hashAt returns the hash stored under (epoch, seq), nil where that event is in quarantine or older than the epoch.
func (in *ingest) hashAt(t *track, seq int64) (*wire.Hash, error) {
	var hash []byte
	err := in.tx.QueryRow(`select hash from event where point = ?1 and epoch = ?2 and seq = ?3
		union all select hash from echo where point = ?1 and epoch = ?2 and seq = ?3`, t.point, t.epoch, seq).Scan(&hash)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil || len(hash) != len(wire.Hash{}) {
		return nil, err
	}
	return (*wire.Hash)(hash), nil
}

func (in *ingest) quarantine(t *track, seq int64, reason, detail string, raw []byte) error {
	digest := sha256.Sum256(raw)
	_, err := in.tx.Exec(`insert into quarantine (point, epoch, seq, reason, detail, digest, raw, received)
		values (?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing`,
		t.point, t.epoch, seq, reason, detail, digest[:], []byte(raw), in.now.UnixMilli())
	return err
}

// claimed returns the hash an event says it has, nil when even that is unreadable.
func claimed(raw json.RawMessage) *wire.Hash {
	var e struct {
		Hash *wire.Hash `json:"hash"`
	}
	if json.Unmarshal(raw, &e) != nil {
		return nil
	}
	return e.Hash
}
