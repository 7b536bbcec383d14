package forecast

import (
	"bytes"
	"cmp"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/ulikunitz/xz"

	"motcua/internal/fault"
)

// The limits of a trace.
const (
	traceLine    = 64 << 10  // bytes of a line
	traceColumns = 32        // columns
	traceText    = 200       // bytes of a name
	traceRows    = 4_000_000 // tickets
	traceBytes   = 2 << 30   // bytes, unpacked
	traceLatest  = 2880      // minutes: a ticket of a day is done by the next midnight but one
)

// xzMagic begins every xz file.
var xzMagic = []byte{0xfd, '7', 'z', 'X', 'Z', 0}

// ReadTrace reads a log of tickets as CSV, packed by xz or not, and returns its
// days in order. name is what messages call it.
//
// The first line names the columns: queue (or queue_id), date (2020-01-13),
// ticket, issued_min, called_min (minutes after local midnight, empty: never
// called) and, where the log has them, office, class, service, counter,
// finished_min, wait_min. The rows of one queue and day are in the order of
// issue. Everything else is refused as fault.Malformed or fault.Invalid with the
// line and the column.
func ReadTrace(name string, r io.Reader) (History, error) {
	lines, err := unpack(name, r)
	if err != nil {
		return nil, err
	}
	head, ok, err := lines.next()
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, fault.New(fault.Malformed, "trace-empty", "file", name, "line", 1, "column", 1)
	}
	t := &trace{lines: lines, days: map[dayKey]*Day{}, last: map[lineKey]Minutes{}, seen: map[ticketKey]struct{}{}, names: map[string]string{}}
	if err := t.head(head); err != nil {
		return nil, err
	}
	for {
		fields, ok, err := lines.next()
		if err != nil {
			return nil, err
		}
		if !ok {
			return t.history()
		}
		if err := t.row(fields); err != nil {
			return nil, err
		}
	}
}

// unpack finds out whether r is packed.
func unpack(name string, r io.Reader) (*traceLines, error) {
	start := make([]byte, len(xzMagic))
	n, err := io.ReadFull(r, start)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return nil, fault.Wrap(err, fault.Unavailable, "trace-unreadable", "file", name)
	}
	r = io.MultiReader(bytes.NewReader(start[:n]), r)
	if bytes.Equal(start[:n], xzMagic) {
		packed, err := xz.NewReader(r)
		if err != nil {
			return nil, fault.Wrap(err, fault.Malformed, "trace-broken", "file", name, "line", 1, "column", 1)
		}
		r = packed
	}
	return newTraceLines(name, r), nil
}

type dayKey struct {
	office string
	date   time.Time
}

type lineKey struct {
	dayKey
	queue string
}

type ticketKey struct {
	lineKey
	ticket string
}

// trace is a trace being read.
type trace struct {
	lines *traceLines
	at    [nColumns]int // index of each column, −1: absent
	width int
	rows  int
	days  map[dayKey]*Day
	last  map[lineKey]Minutes
	seen  map[ticketKey]struct{}
	names map[string]string // every name once
}

// history returns the days in order.
func (t *trace) history() (History, error) {
	if t.rows == 0 {
		return nil, fault.New(fault.Malformed, "trace-empty", "file", t.lines.name, "line", t.lines.line, "column", 1)
	}
	h := make(History, 0, len(t.days))
	for _, d := range t.days {
		h = append(h, *d)
	}
	slices.SortFunc(h, func(a, b Day) int { return cmp.Or(a.Date.Compare(b.Date), cmp.Compare(a.Office, b.Office)) })
	return h, nil
}

// intern returns a copy of s that does not keep its line in memory.
func (t *trace) intern(s string) string {
	if s == "" {
		return ""
	}
	known, ok := t.names[s]
	if !ok {
		known = strings.Clone(s)
		t.names[known] = known
	}
	return known
}

// row takes in one ticket.
func (t *trace) row(fields []string) error {
	if len(fields) != t.width {
		return t.wrong(min(len(fields), t.width)+1, "trace-fields", "have", len(fields), "want", t.width)
	}
	if t.rows++; t.rows > traceRows {
		return t.wrong(1, "trace-rows", "most", traceRows)
	}
	f := traceFields{trace: t, fields: fields}
	key := ticketKey{lineKey{dayKey{f.text(cOffice, true), f.date()}, f.text(cQueue, false)}, f.text(cTicket, false)}
	ticket := Ticket{Queue: key.queue, Issued: f.minutes(cIssued, false), Called: f.minutes(cCalled, true),
		Finished: f.minutes(cFinished, true), Counter: f.text(cCounter, true)}
	f.text(cClass, true)
	f.text(cService, true)
	f.check(&ticket)
	if f.err != nil {
		return f.err
	}
	if _, twice := t.seen[key]; twice {
		return t.wrong(t.at[cTicket]+1, "trace-twice", "value", key.ticket)
	}
	if last, ok := t.last[key.lineKey]; ok && ticket.Issued < last {
		return t.wrong(t.at[cIssued]+1, "trace-unordered")
	}
	t.seen[key], t.last[key.lineKey] = struct{}{}, ticket.Issued
	d := t.days[key.dayKey]
	if d == nil {
		d = &Day{Office: key.office, Date: key.date}
		t.days[key.dayKey] = d
	}
	d.Tickets = append(d.Tickets, ticket)
	return nil
}

// wrong is what is wrong at a column of the present line, counted from 1.
func (t *trace) wrong(column int, code string, args ...any) error {
	at := []any{"file", t.lines.name, "line", t.lines.line, "column", column}
	return &fault.Error{Kind: fault.Invalid, Code: code, Args: append(at, args...)}
}
