package config

import (
	"bytes"
	"regexp"
	"strings"

	"motcua/internal/fault"
)

// keyLine is one "key = value" or table header of a TOML text.
type keyLine struct {
	key  string // with its table: service.code
	line int    // counted from 1
}

// keyLines are the lines of a text that still wait to be matched with a key.
type keyLines []keyLine

var (
	headerForm = regexp.MustCompile(`^\s*\[\[?\s*([A-Za-z0-9_.-]+)\s*\]\]?`)
	assignForm = regexp.MustCompile(`^(\s*)([A-Za-z0-9_.-]+)(\s*=\s*)(.*?)(\s*(?:#[^"']*)?)$`)
)

// linesOf finds the keys line by line. It is only good enough to point at a
// place: what a key means is the TOML library's business.
func linesOf(raw []byte) keyLines {
	var found keyLines
	table := ""
	for i, text := range strings.Split(string(raw), "\n") {
		if m := headerForm.FindStringSubmatch(text); m != nil {
			table = m[1] + "."
			found = append(found, keyLine{m[1], i + 1})
		} else if m := assignForm.FindStringSubmatch(strings.TrimSuffix(text, "\r")); m != nil {
			found = append(found, keyLine{table + m[2], i + 1})
		}
	}
	return found
}

// take returns the line of the next place where key stands, or of the nearest
// key around it (inline tables), and "?" where there is none.
func (l *keyLines) take(key string) any {
	for ; key != ""; key = key[:max(strings.LastIndexByte(key, '.'), 0)] {
		for i, k := range *l {
			if k.key == key {
				*l = append((*l)[:i:i], (*l)[i+1:]...)
				return k.line
			}
		}
	}
	return "?"
}

// Edit sets one value of a configuration text and keeps its comments.
type Edit struct {
	Key   string // with its table: "demo", "hours.always", "printer.address"
	Nth   int    // which table of that name, counted from 0
	Value any    // string, bool, int or i18n.Text
}

// Apply returns text with the edits made. Each key must stand in the text
// already, on one line.
func Apply(text []byte, edits []Edit) ([]byte, error) {
	rows := bytes.Split(text, []byte("\n"))
	places := linesOf(text)
	for _, e := range edits {
		nth, done := 0, false
		for _, p := range places {
			if p.key != e.Key {
				continue
			}
			if nth++; nth <= e.Nth {
				continue
			}
			m := assignForm.FindSubmatch(rows[p.line-1])
			value, ok := literal(e.Value)
			if m == nil || !ok {
				break
			}
			rows[p.line-1] = bytes.Join([][]byte{m[1], m[2], m[3], []byte(value), m[5]}, nil)
			done = true
			break
		}
		if !done {
			return nil, fault.New(fault.Invalid, "config-edit", "key", e.Key)
		}
	}
	return bytes.Join(rows, []byte("\n")), nil
}
