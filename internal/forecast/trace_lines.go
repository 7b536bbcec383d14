package forecast

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"

	"motcua/internal/fault"
)

// traceLines reads the lines of a CSV file, each with a bounded length and
// number of fields. A quoted field does not span lines.
type traceLines struct {
	name string
	in   *bufio.Reader
	read int64
	line int // the present line, from 1
	end  bool
	f    []string
}

func newTraceLines(name string, r io.Reader) *traceLines {
	return &traceLines{name: name, in: bufio.NewReaderSize(r, traceLine)}
}

// next returns the fields of the next line that is not empty; ok is false at the end.
func (l *traceLines) next() (fields []string, ok bool, err error) {
	for !l.end {
		l.line++
		raw, err := l.in.ReadSlice('\n')
		l.read += int64(len(raw))
		switch {
		case bytes.Count(raw, []byte{','}) >= traceColumns:
			return nil, false, l.wrong("trace-columns", "column", traceColumns+1, "most", traceColumns)
		case errors.Is(err, bufio.ErrBufferFull):
			return nil, false, l.wrong("trace-line", "column", bytes.Count(raw, []byte{','})+1, "most", traceLine)
		case l.read > traceBytes:
			return nil, false, l.wrong("trace-large", "column", 1, "most", traceBytes>>30)
		case err == io.EOF:
			l.end = true
		case err != nil:
			return nil, false, fault.Wrap(err, fault.Malformed, "trace-broken", "file", l.name, "line", l.line, "column", bytes.Count(raw, []byte{','})+1)
		}
		if raw = bytes.TrimRight(raw, "\r\n"); len(raw) > 0 {
			fields, err := l.split(string(raw))
			return fields, err == nil, err
		}
	}
	return nil, false, nil
}

func (l *traceLines) split(s string) ([]string, error) {
	if !strings.Contains(s, `"`) {
		l.f = l.f[:0]
		for field := range strings.SplitSeq(s, ",") {
			l.f = append(l.f, field)
		}
		return l.f, nil
	}
	r := csv.NewReader(strings.NewReader(s))
	r.FieldsPerRecord = -1
	fields, err := r.Read()
	if err != nil {
		before, _, _ := strings.Cut(s, `"`)
		return nil, l.wrong("trace-quote", "column", strings.Count(before, ",")+1)
	}
	return fields, nil
}

func (l *traceLines) wrong(code string, args ...any) error {
	return &fault.Error{Kind: fault.Malformed, Code: code, Args: append([]any{"file", l.name, "line", l.line}, args...)}
}
