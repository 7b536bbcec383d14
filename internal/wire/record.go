package wire

import (
	"bufio"
	"cmp"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"time"

	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/queue"
)

// RecordFormat is the first field of every record.
const RecordFormat = "motcua-record/1"

// mostLine is the longest line of a record, in bytes.
const mostLine = 1 << 20

// RecordHead is the first line of a record: whole service days of a log, given
// to an inspector together with what verifies them. The lines behind it are one
// RecordEntry each, From to To without a gap.
type RecordHead struct {
	Format     string         `json:"format"`
	Point      string         `json:"point"` // agency code of the reception point
	Made       time.Time      `json:"made"`
	Inspection string         `json:"inspection"` // opaque id
	FirstDay   center.Day     `json:"first_day"`
	LastDay    center.Day     `json:"last_day"`
	From       int64          `json:"from"`
	To         int64          `json:"to"`
	Prev       Hash           `json:"prev"` // of the entry in front of From; zeros at the beginning of the log
	Head       Hash           `json:"head"` // of the entry To
	Samples    []RecordSample `json:"samples"`
}

// RecordSample is a random sample of the record's days: see DrawSample.
type RecordSample struct {
	Opened   int64            `json:"opened"` // sequence of the entry inspection.opened
	Seed     Hash             `json:"seed"`   // its hash
	Choice   int64            `json:"choice"` // the inspector's own number
	FirstDay center.Day       `json:"first_day"`
	LastDay  center.Day       `json:"last_day"`
	Of       int              `json:"of"`    // visits there were
	UpTo     int64            `json:"up_to"` // up to this entry
	Tickets  []queue.TicketID `json:"tickets"`
}

// RecordEntry is one entry of a record. Body is the stored text, byte for byte.
type RecordEntry struct {
	Seq  int64  `json:"seq"`
	Hash Hash   `json:"hash"`
	Body string `json:"body"`
}

// DrawSample draws n of the visits, in the order drawn. Each gets the SHA-256 of
// "seed choice ticket" (the seed in hex, the number in digits, one space
// between); the smallest are drawn. Nobody who knew the seed knew the number,
// and whoever chose the number could not change the seed.
func DrawSample(seed Hash, choice int64, visits []queue.TicketID, n int) []queue.TicketID {
	type lot struct {
		sum [sha256.Size]byte
		id  queue.TicketID
	}
	lots := make([]lot, len(visits))
	for i, id := range visits {
		lots[i] = lot{sha256.Sum256([]byte(seed.String() + " " + strconv.FormatInt(choice, 10) + " " + string(id))), id}
	}
	slices.SortFunc(lots, func(x, y lot) int { return cmp.Or(slices.Compare(x.sum[:], y.sum[:]), cmp.Compare(x.id, y.id)) })
	drawn := make([]queue.TicketID, 0, min(n, len(lots)))
	for _, l := range lots[:min(n, len(lots))] {
		drawn = append(drawn, l.id)
	}
	return drawn
}

// ReadRecord recomputes a record: its chain from Prev to Head, the published
// heads of its days, and its samples. Sought is the beginning of a hash that
// some entry must have, empty for none. What is wrong is in the audit; an error
// says that the file is no record (fault.Invalid).
func ReadRecord(r io.Reader, sought []byte) (RecordHead, *Audit, error) {
	lines := bufio.NewScanner(r)
	lines.Buffer(make([]byte, 64<<10), mostLine)
	var head RecordHead
	if !lines.Scan() || json.Unmarshal(lines.Bytes(), &head) != nil || head.Format != RecordFormat {
		return head, nil, notRecord(1, lines.Err())
	}
	a := NewAudit(LogHead{head.From - 1, head.Prev})
	a.Sought = sought
	var visits []visit
	hashes := map[int64]Hash{}
	for _, s := range head.Samples {
		hashes[s.Opened] = s.Seed // where the entry is not in the record
	}
	for n := 2; lines.Scan(); n++ {
		var e RecordEntry
		if err := json.Unmarshal(lines.Bytes(), &e); err != nil {
			return head, a, notRecord(n, err)
		}
		a.Next(e.Seq, []byte(e.Body), &e.Hash)
		if _, wanted := hashes[e.Seq]; wanted {
			hashes[e.Seq] = e.Hash
		}
		var b Body
		if json.Unmarshal([]byte(e.Body), &b) == nil && b.Type == string(queue.TicketIssued) {
			if q, _, err := b.Queue(); err == nil {
				visits = append(visits, visit{e.Seq, b.Day, q.Ticket})
			}
		}
	}
	if err := lines.Err(); err != nil {
		return head, a, notRecord(0, err)
	}
	if a.Head.Seq < head.To {
		a.Find(a.Head.Seq, AuditShort)
	} else if a.Head != (LogHead{head.To, head.Head}) {
		a.Find(a.Head.Seq, AuditChain)
	}
	for _, s := range head.Samples {
		if s.Seed != hashes[s.Opened] || !s.drawnFrom(visits) {
			a.Findings = append(a.Findings, Finding{s.Opened, AuditSample}) // told however much else is wrong
		}
	}
	a.End()
	return head, a, nil
}

// visit is where a ticket was issued.
type visit struct {
	seq int64
	day center.Day
	id  queue.TicketID
}

// Seeded tells whether the record holds the entry whose hash is the sample's
// seed. Where it does not, the seed is the record's word until it is compared
// with that entry elsewhere.
func (h RecordHead) Seeded(s RecordSample) bool { return s.Opened >= h.From && s.Opened <= h.To }

// drawnFrom tells whether the sample is what its seed and number draw.
func (s RecordSample) drawnFrom(visits []visit) bool {
	var all []queue.TicketID
	for _, v := range visits {
		if v.day >= s.FirstDay && v.day <= s.LastDay && v.seq <= s.UpTo {
			all = append(all, v.id)
		}
	}
	return len(all) == s.Of && slices.Equal(DrawSample(s.Seed, s.Choice, all, len(s.Tickets)), s.Tickets)
}

func notRecord(line int, err error) error {
	if err == nil {
		err = fmt.Errorf("line %d", line)
	}
	return fault.Wrap(err, fault.Invalid, "record-form", "line", line)
}

// AuditSample: a sample of the record is not what its seed draws.
const AuditSample = "sample"
