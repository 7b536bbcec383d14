package province

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"motcua/internal/i18n"
	"motcua/internal/wire"
)

// StaleAfter is the age from which a point's live figures are no longer shown as if they held.
const StaleAfter = 15 * time.Minute

const minRatings = 5 // fewer answers are never shown: who gave them could be guessed

// Standing is how one reception point stands with the province.
type Standing struct {
	Prov        string     `json:"prov"`
	Point       string     `json:"point"`
	Name        i18n.Text  `json:"name"`
	Online      bool       `json:"online"`
	Changed     *time.Time `json:"changed,omitempty"` // of Online
	Version     string     `json:"version,omitempty"`
	Epoch       string     `json:"epoch"`
	Epochs      int        `json:"epochs"` // told so far; more than one: the center's log was put back
	Seq         int64      `json:"seq"`    // the watermark: everything up to here is stored or in quarantine
	Head        int64      `json:"head"`   // last sequence the point spoke of
	Quarantined int        `json:"quarantined"`
	Refused     int        `json:"refused"` // messages that could not be read at all
	Forked      bool       `json:"forked"`  // the epoch in force contradicts itself
	Loose       bool       `json:"loose"`   // the epoch's first event follows nothing that is stored here
	Snap        *wire.Snap `json:"snap"`    // live state; ratings below five answers are null
	SnapAt      *time.Time `json:"snap_at,omitempty"`
	AgeS        *int       `json:"age_s"` // of Snap, seconds
	Stale       bool       `json:"stale"` // no live state, or older than StaleAfter
}

// Behind returns how many events the point has told of and that are not stored yet.
func (s *Standing) Behind() int64 { return max(s.Head-s.Seq, 0) }

// Standings returns every point, in the order of the configuration.
func (p *Province) Standings(ctx context.Context) ([]Standing, error) {
	byPoint := map[string]*Standing{}
	out := make([]Standing, len(p.o.Points))
	for i, pt := range p.o.Points {
		out[i] = Standing{Prov: pt.Prov, Point: pt.ID, Name: pt.Name, Stale: true}
		byPoint[pt.ID] = &out[i]
	}
	rows, err := p.store.read.QueryContext(ctx, `select p.id, p.epoch, p.online, p.changed, p.told, p.snap, p.snapped, p.refused,
		coalesce(e.seq, 0), coalesce(e.forked, 0), coalesce(e.loose, 0),
		(select count(*) from epoch where point = p.id), (select count(*) from quarantine where point = p.id and seq > 0)
		from point p left join epoch e on e.point = p.id and e.epoch = p.epoch`)
	if err != nil {
		return nil, fmt.Errorf("province store: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var s Standing
		var changed, snapped int64
		var told, snap []byte
		err := rows.Scan(&s.Point, &s.Epoch, &s.Online, &changed, &told, &snap, &snapped, &s.Refused,
			&s.Seq, &s.Forked, &s.Loose, &s.Epochs, &s.Quarantined)
		if err != nil {
			return nil, fmt.Errorf("province store: %w", err)
		}
		if known, ok := byPoint[s.Point]; ok {
			s.Prov, s.Name = known.Prov, known.Name
			s.read(told, snap, changed, snapped, p.o.Now())
			*known = s
		}
	}
	return out, rows.Err()
}

// read fills in what the last messages said.
func (s *Standing) read(told, snap []byte, changed, snapped int64, now time.Time) {
	s.Stale, s.Head = true, s.Seq
	var o wire.Online
	if json.Unmarshal(told, &o) == nil && o.V == 1 {
		at := time.UnixMilli(changed).UTC()
		s.Version, s.Changed = o.Version, &at
		if o.Epoch == s.Epoch {
			s.Head = max(s.Head, o.Last)
		}
	}
	var live wire.Snap
	if json.Unmarshal(snap, &live) != nil || live.V != 1 {
		return
	}
	if live.Today.Ratings != nil && live.Today.Ratings.N < minRatings {
		live.Today.Ratings = nil
	}
	at := time.UnixMilli(snapped).UTC()
	age := max(int(now.Sub(at).Seconds()), 0)
	s.Snap, s.SnapAt, s.AgeS = &live, &at, &age
	s.Stale = now.Sub(at) > StaleAfter
	s.Head = max(s.Head, live.Seq)
}

// Standing returns one point, false where it is none of the province's.
func (p *Province) Standing(ctx context.Context, point string) (Standing, bool, error) {
	all, err := p.Standings(ctx)
	for _, s := range all {
		if s.Point == point {
			return s, true, err
		}
	}
	return Standing{}, false, err
}

// Kept is something that came and could not be stored as an event.
type Kept struct {
	Epoch    string    `json:"epoch"`
	Seq      int64     `json:"seq"` // 0: a whole message
	Reason   string    `json:"reason"`
	Detail   string    `json:"detail"`
	Received time.Time `json:"received"`
}

// Quarantine returns the newest of what is kept apart for a point.
func (p *Province) Quarantine(ctx context.Context, point string, limit int) ([]Kept, error) {
	rows, err := p.store.read.QueryContext(ctx, `select epoch, seq, reason, detail, received from quarantine
		where point = ? order by id desc limit ?`, point, limit)
	if err != nil {
		return nil, fmt.Errorf("province store: %w", err)
	}
	defer rows.Close()
	out := []Kept{}
	for rows.Next() {
		var k Kept
		var received int64
		if err := rows.Scan(&k.Epoch, &k.Seq, &k.Reason, &k.Detail, &received); err != nil {
			return nil, fmt.Errorf("province store: %w", err)
		}
		k.Received = time.UnixMilli(received).UTC()
		out = append(out, k)
	}
	return out, rows.Err()
}
