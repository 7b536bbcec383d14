package forecast

import (
	"math"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// The columns of a trace.
const (
	cQueue = iota
	cDate
	cTicket
	cIssued
	cCalled
	cOffice
	cClass
	cService
	cCounter
	cFinished
	cWait
	nColumns
	needed = cOffice // those before are needed
)

var columnNames = [nColumns]string{"queue", "date", "ticket", "issued_min", "called_min", "office", "class", "service", "counter", "finished_min", "wait_min"}

// head reads the names of the columns.
func (t *trace) head(fields []string) error {
	for i := range t.at {
		t.at[i] = -1
	}
	t.width = len(fields)
	for i, name := range fields {
		name = strings.TrimSpace(strings.TrimPrefix(name, "\ufeff"))
		if name == "queue_id" {
			name = columnNames[cQueue]
		}
		c := indexOf(name)
		if c < 0 {
			return t.wrong(i+1, "trace-column-unknown", "name", shown(name), "known", strings.Join(columnNames[:], ", "))
		}
		if t.at[c] >= 0 {
			return t.wrong(i+1, "trace-column-twice", "name", name)
		}
		t.at[c] = i
	}
	for c := range needed {
		if t.at[c] < 0 {
			return t.wrong(len(fields)+1, "trace-column-missing", "name", columnNames[c])
		}
	}
	return nil
}

func indexOf(name string) int {
	for i, known := range columnNames {
		if name == known {
			return i
		}
	}
	return -1
}

// shown is a value as a message may show it: short and printable.
func shown(s string) string {
	s = strings.Map(func(r rune) rune {
		if r == utf8.RuneError || !unicode.IsPrint(r) {
			return '?'
		}
		return r
	}, s)
	if utf8.RuneCountInString(s) > 40 {
		s = string([]rune(s)[:40]) + "…"
	}
	return s
}

// traceFields are the fields of a row; the first that is wrong is remembered.
type traceFields struct {
	*trace
	fields []string
	err    error
}

func (f *traceFields) field(c int) string {
	if f.at[c] < 0 {
		return ""
	}
	return strings.TrimSpace(f.fields[f.at[c]])
}

func (f *traceFields) fail(c int, code string, args ...any) {
	if f.err == nil {
		f.err = f.wrong(f.at[c]+1, code, append([]any{"name", columnNames[c]}, args...)...)
	}
}

// text reads a name.
func (f *traceFields) text(c int, optional bool) string {
	s := f.field(c)
	bad := len(s) > traceText || !utf8.ValidString(s) || strings.ContainsFunc(s, unicode.IsControl) || s == "" && !optional
	if bad {
		f.fail(c, "trace-text", "value", shown(s))
	}
	return f.intern(s)
}

// date reads the day of a ticket.
func (f *traceFields) date() time.Time {
	s := f.field(cDate)
	date, err := time.Parse(time.DateOnly, s)
	if err != nil || date.Year() < 1970 || date.Year() > 9000 {
		f.fail(cDate, "trace-date", "value", shown(s))
	}
	return date
}

// minutes reads a time of the day; an empty optional one is Never.
func (f *traceFields) minutes(c int, optional bool) Minutes {
	s := f.field(c)
	if s == "" && optional {
		return Never
	}
	v, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsNaN(v) || v < 0 || v >= traceLatest {
		f.fail(c, "trace-minutes", "value", shown(s))
		return 0
	}
	return v
}

// waitSlack is by how much wait_min may differ from its times: they are rounded.
const waitSlack Minutes = 0.11

// check holds the times of a ticket against each other.
func (f *traceFields) check(t *Ticket) {
	if f.err != nil {
		return
	}
	if t.Called < t.Issued {
		f.fail(cCalled, "trace-wait-negative")
	}
	if t.Finished < Never && (t.Called == Never || t.Finished < t.Called) {
		f.fail(cFinished, "trace-finished-early")
	}
	s := f.field(cWait)
	if s == "" || f.err != nil {
		return
	}
	wait, err := strconv.ParseFloat(s, 64)
	switch {
	case err != nil || math.IsNaN(wait) || wait < 0:
		f.fail(cWait, "trace-minutes", "value", shown(s))
	case t.Called == Never || math.Abs(t.Called-t.Issued-wait) > waitSlack:
		f.fail(cWait, "trace-wait-wrong", "value", shown(s))
	}
}
