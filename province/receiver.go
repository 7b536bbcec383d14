package province

import (
	"bytes"
	"cmp"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"motcua/internal/link"
	"motcua/internal/wire"
)

const maxLive = 512 << 10 // bytes of a snapshot or birth message

var errContent = errors.New("not as documented")

// receiver reads messages into one transaction.
type receiver struct {
	*collector
	in   ingest
	acks map[string]wire.Ack
}

// message takes one message. It fails only when the database does: what cannot
// be read is counted and kept, never in the way.
func (r *receiver) message(m link.Message) error {
	prov, id, kind, ok := wire.ParseTopic(m.Topic)
	pt, known := r.points[id]
	if !ok || !known || pt.Prov != prov {
		r.o.Logger.Warn("message of an unknown point", "topic", m.Topic)
		return nil
	}
	if _, err := r.in.tx.Exec(`insert into point (id) values (?) on conflict do nothing`, id); err != nil {
		return err
	}
	switch kind {
	case wire.TopicEvt:
		return r.events(pt, m)
	case wire.TopicOnline:
		return r.birth(pt, m)
	default:
		return r.snap(pt, m)
	}
}

// events stores a batch and prepares the ack.
func (r *receiver) events(pt Point, m link.Message) error {
	b, err := wire.DecodeBatch(m.Payload)
	if err != nil {
		return r.refuse(pt, m, err)
	}
	t, err := r.track(pt.ID, b.Epoch, b.First)
	if err != nil {
		return err
	}
	if err := r.in.batch(t, wire.Source(pt.Prov, pt.ID), b); err != nil {
		return err
	}
	r.acks[pt.ID] = t.ack(r.in.now)
	_, err = r.in.tx.Exec(`update point set epoch = ? where id = ?`, b.Epoch, pt.ID)
	return err
}

// track returns the track of an epoch; a new one begins at first, at what the
// birth message said where first is 0, else at 1.
func (r *receiver) track(point, epoch string, first int64) (*track, error) {
	key := trackKey{point, epoch}
	if t, ok := r.tracks[key]; ok {
		return t, nil
	}
	t, known, err := loadTrack(r.in.tx, point, epoch)
	if err != nil {
		return nil, err
	}
	if !known {
		if first == 0 {
			told, err := r.told(point)
			if err != nil {
				return nil, err
			}
			if first = 1; told.Epoch == epoch {
				first = max(told.First, 1)
			}
		}
		if err := t.open(r.in.tx, first); err != nil {
			return nil, err
		}
		r.o.Logger.Info("new epoch", "point", point, "epoch", epoch, "first", first)
	}
	r.tracks[key] = t
	return t, nil
}

// told returns the point's last birth message or will.
func (r *receiver) told(point string) (o wire.Online, err error) {
	var raw []byte
	if err := r.in.tx.QueryRow(`select told from point where id = ?`, point).Scan(&raw); err != nil {
		return o, err
	}
	return o, json.Unmarshal(raw, &o)
}

// birth notes that a point came or went. A will of an older session is late
// news. A point that comes is told its watermark, and asked for what is missing
// when it believes that more is stored here than there is.
func (r *receiver) birth(pt Point, m link.Message) error {
	var o wire.Online
	if err := live(m, &o); err != nil || o.V != 1 || !wire.IsEpoch(o.Epoch) || o.First < 1 {
		return r.refuse(pt, m, fmt.Errorf("birth message of version %d, epoch %q, first %d: %w", o.V, o.Epoch, o.First, cmp.Or(err, errContent)))
	}
	before, err := r.told(pt.ID)
	if err != nil || !o.On && before.Session != "" && before.Session != o.Session {
		return err
	}
	_, err = r.in.tx.Exec(`update point set online = ?1, session = ?2, told = ?3, epoch = ?4,
		changed = case when online <> ?1 or session <> ?2 then ?5 else changed end where id = ?6`,
		o.On, o.Session, string(encode(o)), o.Epoch, r.in.now.UnixMilli(), pt.ID)
	if err != nil || !o.On {
		return err
	}
	t, ok := r.tracks[trackKey{pt.ID, o.Epoch}]
	if !ok {
		if t, ok, err = loadTrack(r.in.tx, pt.ID, o.Epoch); err != nil {
			return err
		}
	}
	if !ok {
		t.seq = o.First - 1
	}
	a := t.ack(r.in.now)
	a.Nack = a.Nack || o.Acked > a.Seq
	r.acks[pt.ID] = a
	return nil
}

// snap keeps the live state. One that the broker had kept is as old as it says,
// or as when it first came here.
func (r *receiver) snap(pt Point, m link.Message) error {
	var s wire.Snap
	if err := live(m, &s); err != nil || s.V != 1 {
		return r.refuse(pt, m, fmt.Errorf("snapshot of version %d: %w", s.V, cmp.Or(err, errContent)))
	}
	came := r.in.now
	if m.Retained {
		var old []byte
		err := r.in.tx.QueryRow(`select snap from point where id = ?`, pt.ID).Scan(&old)
		if err != nil && !errors.Is(err, sql.ErrNoRows) || bytes.Equal(old, m.Payload) {
			return err
		}
		came = earlier(came, s.At)
	}
	_, err := r.in.tx.Exec(`update point set snap = ?, snapped = ? where id = ?`, m.Payload, came.UnixMilli(), pt.ID)
	return err
}

// refuse keeps what could not be read, once, and counts it.
func (r *receiver) refuse(pt Point, m link.Message, cause error) error {
	r.o.Logger.Warn("message unreadable", "point", pt.ID, "topic", m.Topic, "err", cause)
	if _, err := r.in.tx.Exec(`update point set refused = refused + 1 where id = ?`, pt.ID); err != nil {
		return err
	}
	raw := m.Payload[:min(len(m.Payload), 64<<10)]
	return r.in.quarantine(&track{point: pt.ID}, 0, reasonUnreadable, cause.Error(), raw)
}

// live reads a snapshot or birth message of bounded size.
func live(m link.Message, v any) error {
	if len(m.Payload) > maxLive {
		return fmt.Errorf("%d bytes are too many", len(m.Payload))
	}
	return json.Unmarshal(m.Payload, v)
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

// encode writes a message of plain fields, which cannot fail.
func encode(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return b
}
