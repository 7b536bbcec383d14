package simulate

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"motcua/internal/center"
	"motcua/internal/fault"
)

// TraceColumns are the columns of a trace, in any order, each exactly once.
var TraceColumns = []string{"arrived_s", "service", "class", "service_s"}

// longest is how many bytes a line of a trace may have.
const longest = 4096

// ReadTrace reads who comes when from a CSV file, for a scenario that names
// one. Faults call the file name and give line and column. An empty service_s
// leaves the time of service to the scenario's law.
func (s *Scenario) ReadTrace(name string, r io.Reader) *fault.Error {
	t := &traceReader{s: s, name: name}
	t.csv = csv.NewReader(&bounded{r: bufio.NewReaderSize(r, longest)})
	t.csv.ReuseRecord = true
	if f := t.header(); f != nil {
		return f
	}
	s.trace = nil
	for {
		row, err := t.csv.Read()
		switch {
		case errors.Is(err, io.EOF):
			if len(s.trace) == 0 {
				return t.fault("scenario-trace-empty", 1, 1)
			}
			return nil
		case err != nil:
			return t.broken(err)
		case len(s.trace) == MostVisits:
			return t.wrong("scenario-trace-long", 0, "most", MostVisits)
		}
		a, f := t.row(row)
		if f != nil {
			return f
		}
		s.trace = append(s.trace, a)
	}
}

type traceReader struct {
	s    *Scenario
	name string
	csv  *csv.Reader
	at   [4]int // of TraceColumns, in the file
}

func (t *traceReader) fault(code string, line, column int, args ...any) *fault.Error {
	return fault.New(fault.Invalid, code, append([]any{"file", t.name, "line", line, "column", column}, args...)...)
}

// wrong is a fault of a field of the row that was read last.
func (t *traceReader) wrong(code string, field int, args ...any) *fault.Error {
	line, column := t.csv.FieldPos(field)
	return t.fault(code, line, column, args...)
}

func (t *traceReader) broken(err error) *fault.Error {
	if at, ok := errors.AsType[*csv.ParseError](err); ok {
		if errors.Is(err, csv.ErrFieldCount) {
			return t.fault("scenario-trace-fields", at.Line, at.Column, "n", len(TraceColumns))
		}
		return t.fault("scenario-trace-syntax", at.Line, at.Column, "detail", at.Err)
	}
	if at, ok := errors.AsType[*lineError](err); ok {
		return t.fault("scenario-trace-line", at.line, longest, "most", longest)
	}
	return fault.Wrap(err, fault.Invalid, "scenario-unreadable", "file", t.name)
}

func (t *traceReader) header() *fault.Error {
	row, err := t.csv.Read()
	if errors.Is(err, io.EOF) {
		return t.fault("scenario-trace-empty", 1, 1)
	}
	if err != nil {
		return t.broken(err)
	}
	for i, name := range row {
		if !slices.Contains(TraceColumns, name) || slices.Contains(row[:i], name) {
			return t.wrong("scenario-trace-column", i, "value", name, "columns", strings.Join(TraceColumns, ", "))
		}
	}
	for i, name := range TraceColumns {
		if t.at[i] = slices.Index(row, name); t.at[i] < 0 {
			return t.fault("scenario-trace-column-missing", 1, 1, "value", name, "columns", strings.Join(TraceColumns, ", "))
		}
	}
	return nil
}

func (t *traceReader) row(row []string) (arrival, *fault.Error) {
	a := arrival{takes: -1}
	at, ok := seconds(row[t.at[0]], MostMinutes*60)
	if !ok {
		return a, t.wrong("scenario-trace-seconds", t.at[0], "value", row[t.at[0]])
	}
	a.at = at
	if n := len(t.s.trace); n > 0 && at < t.s.trace[n-1].at {
		return a, t.wrong("scenario-trace-order", t.at[0], "value", row[t.at[0]])
	}
	if a.service = t.s.service(center.ServiceCode(row[t.at[1]])); a.service < 0 {
		return a, t.wrong("scenario-trace-service", t.at[1], "value", row[t.at[1]])
	}
	switch row[t.at[2]] {
	case Priority:
		a.priority = true
	case Ordinary:
	default:
		return a, t.wrong("scenario-trace-class", t.at[2], "value", row[t.at[2]])
	}
	takes := row[t.at[3]]
	if takes == "" && t.s.Services[a.service].Time.Law != "" {
		return a, nil
	}
	if a.takes, ok = seconds(takes, mostMean*60); !ok {
		return a, t.wrong("scenario-trace-seconds", t.at[3], "value", takes)
	}
	return a, nil
}

// seconds reads a number from 0 to most.
func seconds(s string, most float64) (time.Duration, bool) {
	v, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsNaN(v) || v < 0 || v > most {
		return 0, false
	}
	return time.Duration(v * float64(time.Second)), true
}

// bounded gives a reader's lines and refuses one that no trace has, before it
// fills the memory.
type bounded struct {
	r    *bufio.Reader
	rest []byte
	line int
}

type lineError struct{ line int }

func (e *lineError) Error() string {
	return fmt.Sprintf("line %d is longer than %d bytes", e.line, longest)
}

// Read implements io.Reader.
func (b *bounded) Read(p []byte) (int, error) {
	if len(b.rest) == 0 {
		b.line++
		text, err := b.r.ReadSlice('\n')
		if errors.Is(err, bufio.ErrBufferFull) {
			return 0, &lineError{b.line}
		}
		if len(text) == 0 {
			return 0, err
		}
		b.rest = text
	}
	n := copy(p, b.rest)
	b.rest = b.rest[n:]
	return n, nil
}
