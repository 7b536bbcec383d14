package wire

import (
	"bytes"
	"encoding/json"
	"strings"
	"time"

	"motcua/internal/center"
	"motcua/internal/queue"
)

// Whatever is wrong in a log. Each is the text "verify.<code>".
const (
	AuditGap        = "gap"        // entries are missing in front of this one
	AuditUnreadable = "unreadable" // the bytes are no entry
	AuditNumber     = "number"     // the entry says another number than its place
	AuditChain      = "chain"      // its hash does not follow from the entry before: one of the two was changed
	AuditHead       = "head"       // day.closed publishes another hash than the entry before it has
	AuditUptime     = "uptime"     // the machine's uptime runs backward inside one boot
	AuditDay        = "day"        // a service day comes before the one in front of it
	AuditShort      = "short"      // the log ends before it should
	AuditUnknown    = "unknown"    // a printed or published head is in no entry
)

// mostFindings is how many findings are told one by one; the rest are counted.
const mostFindings = 100

// Finding is one thing that is wrong in a log, and at which entry.
type Finding struct {
	Seq  int64  `json:"seq"`
	Code string `json:"code"`
}

// DayHead is the hash that a service day published when it closed: that of the
// entry in front of its day.closed.
type DayHead struct {
	Day    center.Day `json:"day"`
	Seq    int64      `json:"seq"` // of the entry that has the hash
	Hash   Hash       `json:"hash"`
	Closed time.Time  `json:"closed"` // wall clock of day.closed
	Good   bool       `json:"good"`   // the log still leads to it
}

// Slip is the id of the closing slip that prints the head.
func (d DayHead) Slip() queue.TicketID { return ClosingID(d.Day) }

// ClosingID is the id by which the closing slip of a day is claimed.
func ClosingID(day center.Day) queue.TicketID {
	return queue.TicketID(strings.ReplaceAll(string(day), "-", "") + "-closing")
}

// LogHead is the newest entry of a log.
type LogHead struct {
	Seq  int64 `json:"seq"`
	Hash Hash  `json:"hash"`
}

// Audit recomputes a log entry by entry. It holds nothing but sums, the heads
// of the days and what it found: a log of any length fits.
type Audit struct {
	Entries  int64     // looked at
	Head     LogHead   // of the last one
	Days     []DayHead // closed days in order; a day that was opened again closes twice
	Jumps    int       // of the wall clock, which are no fault
	Findings []Finding // the first ones
	More     int       // findings beyond those
	Sought   []byte    // the beginning of a hash that some entry must have, such as a printed head
	Found    *LogHead  // the entry that has it

	boot string
	up   int64
	day  center.Day
}

// NewAudit begins behind an entry, with LogHead{} at the beginning of the log.
func NewAudit(behind LogHead) *Audit { return &Audit{Head: behind} }

// Good tells that nothing is wrong so far.
func (a *Audit) Good() bool { return len(a.Findings) == 0 }

// Find notes something wrong at an entry.
func (a *Audit) Find(seq int64, code string) {
	if len(a.Findings) == mostFindings {
		a.More++
		return
	}
	a.Findings = append(a.Findings, Finding{seq, code})
}

// Next looks at the entry that stands at seq. Hash is what the log keeps of it,
// nil where it was told without. Behind a break the chain goes on from what the
// log keeps, so that one change is found once.
func (a *Audit) Next(seq int64, body []byte, hash *Hash) {
	a.Entries++
	if seq != a.Head.Seq+1 {
		a.Find(seq, AuditGap)
	}
	got := Chain(a.Head.Hash, body)
	if hash != nil && *hash != got {
		a.Find(seq, AuditChain)
		got = *hash
	}
	var b Body
	if err := json.Unmarshal(body, &b); err != nil || b.Type == "" {
		a.Find(seq, AuditUnreadable)
	} else {
		a.content(seq, b)
	}
	a.Head = LogHead{seq, got}
	if len(a.Sought) > 0 && a.Found == nil && bytes.HasPrefix(got[:], a.Sought) {
		a.Found = &LogHead{seq, got}
	}
}

// End closes the audit: what was sought and is in no entry is a finding.
func (a *Audit) End() {
	if len(a.Sought) > 0 && a.Found == nil {
		a.Find(a.Head.Seq, AuditUnknown)
	}
}

// content looks at what an entry says; a.Head is still the one before it.
func (a *Audit) content(seq int64, b Body) {
	if b.Seq != seq {
		a.Find(seq, AuditNumber)
	}
	if b.Boot == a.boot && b.Up < a.up {
		a.Find(seq, AuditUptime)
	}
	a.boot, a.up = b.Boot, b.Up
	switch b.Type {
	case ClockJumped:
		a.Jumps++
	case DayOpened:
		if b.Day < a.day {
			a.Find(seq, AuditDay)
		}
		a.day = max(a.day, b.Day)
	case DayClosed:
		a.closed(seq, b)
	}
}

func (a *Audit) closed(seq int64, b Body) {
	var d DayClosedData
	var head Hash
	good := json.Unmarshal(b.Data, &d) == nil && head.UnmarshalText([]byte(d.Head)) == nil && head == a.Head.Hash
	if !good {
		a.Find(seq, AuditHead)
	}
	a.Days = append(a.Days, DayHead{Day: b.Day, Seq: seq - 1, Hash: head, Closed: b.At, Good: good})
}

// Grouped is the hash as it is printed: in groups of four, which people compare.
func (h Hash) Grouped() string {
	text := h.String()
	groups := make([]string, 0, len(text)/4)
	for ; text != ""; text = text[4:] {
		groups = append(groups, text[:4])
	}
	return strings.Join(groups, " ")
}
