package config

import (
	"bytes"
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"motcua/internal/center"
	"motcua/internal/fault"
)

// Values are what a center's file says: nothing that it leaves out. Tables are
// maps, lists are slices; whole numbers are int64 and others float64.
type Values = map[string]any

// Placed is a fault with the key that it is about: "service.3.name.vi", where 3
// is the fourth service. An empty path is the whole file.
type Placed struct {
	Path  string
	Fault *fault.Error
}

// Limits of what is typed into a form.
const (
	mostItems  = 3000 // of a list
	mostLetter = 8000 // characters of a string
	mostWhole  = 1e15 // of a whole number
	mostNested = 12   // tables inside of tables
)

// ReadValues reads a center's file as values, whether they make sense or not.
func ReadValues(name string, raw []byte) (Values, error) {
	v := Values{}
	if _, err := parse(name, bytes.TrimPrefix(raw, []byte("\ufeff")), &v); err != nil {
		return nil, err
	}
	forget(v)
	plain, ok := tidy(v, Form(), 0).(Values)
	if !ok {
		return nil, Problems{fault.New(fault.Invalid, "config-large", "file", name)}
	}
	return plain, nil
}

// tidy makes lists of tables plain lists, and blocks of slips tables all.
func tidy(v any, fields []Field, deep int) any {
	if deep > mostNested {
		return nil
	}
	switch v := v.(type) {
	case map[string]any:
		for key, x := range v {
			f := find(fields, key)
			if f == nil {
				f = &Field{}
			}
			if v[key] = tidy(x, f.Fields, deep+1); f.Kind == KindBlocks {
				v[key] = blocks(v[key])
			}
		}
		return v
	case []map[string]any:
		all := make([]any, len(v))
		for i, x := range v {
			all[i] = tidy(x, fields, deep+1)
		}
		return all
	case []any:
		for i, x := range v {
			v[i] = tidy(x, fields, deep+1)
		}
	}
	return v
}

// blocks writes each block of a slip as a table.
func blocks(v any) any {
	all, ok := v.([]any)
	if !ok {
		return v
	}
	for i, x := range all {
		if kind, ok := x.(string); ok {
			all[i] = Values{"kind": kind}
		}
	}
	return all
}

// FormValues reads the values of a form, as JSON has them. Everything that
// cannot be what its key wants comes back with its place; then there are no values.
func FormValues(raw []byte) (Values, []Placed) {
	var v any
	if err := json.Unmarshal(raw, &v); err != nil || len(raw) > most {
		return nil, []Placed{{Fault: fault.Wrap(err, fault.Malformed, "json")}}
	}
	r := &reader{}
	values, _ := r.table(v, Form(), "").(Values)
	if r.faults != nil {
		return nil, r.faults
	}
	return values, nil
}

// reader collects what is wrong with a form.
type reader struct{ faults []Placed }

func (r *reader) bad(path, code string, args ...any) any {
	r.faults = append(r.faults, Placed{path, fault.New(fault.Invalid, code, args...)})
	return nil
}

// table reads a table. What is null is left out.
func (r *reader) table(v any, fields []Field, path string) any {
	m, ok := v.(map[string]any)
	if !ok {
		return r.bad(path, "settings-type")
	}
	out := Values{}
	for key, x := range m {
		f := find(fields, key)
		switch {
		case f == nil:
			r.bad(path, "settings-key", "key", printable(key))
		case x != nil:
			out[key] = r.value(x, f, join(path, key))
		}
	}
	return out
}

func (r *reader) value(v any, f *Field, path string) any {
	switch f.Kind {
	case KindTable:
		return r.table(v, f.Fields, path)
	case KindTables, KindBlocks:
		return r.list(v, path, func(x any, at string) any { return r.table(x, f.Fields, at) })
	case KindList:
		return r.list(v, path, func(x any, at string) any { return r.single(x, f.Of, at) })
	case KindMap:
		m, ok := v.(map[string]any)
		if !ok || len(m) > mostItems {
			return r.bad(path, "settings-type")
		}
		out := Values{}
		for key, x := range m {
			if key == "" || r.words(key, path, false) == nil {
				return r.bad(path, "settings-key", "key", printable(key))
			}
			out[key] = r.single(x, KindString, path)
		}
		return out
	}
	return r.single(v, f.Kind, path)
}

func (r *reader) list(v any, path string, one func(any, string) any) any {
	all, ok := v.([]any)
	if !ok {
		return r.bad(path, "settings-type")
	}
	if len(all) > mostItems {
		return r.bad(path, "settings-many", "most", mostItems)
	}
	out := make([]any, len(all))
	for i, x := range all {
		out[i] = one(x, join(path, strconv.Itoa(i)))
	}
	return out
}

// single reads a value that stands alone.
func (r *reader) single(v any, kind Kind, path string) any {
	switch v := v.(type) {
	case bool:
		if kind == KindBool {
			return v
		}
	case float64:
		return r.number(v, kind, path)
	case string:
		return r.text(v, kind, path)
	case map[string]any:
		if kind == KindText {
			return r.table(v, []Field{{Key: "vi", Kind: KindString}, {Key: "en", Kind: KindString}}, path)
		}
	}
	return r.bad(path, "settings-type")
}

func (r *reader) number(v float64, kind Kind, path string) any {
	whole := v == math.Trunc(v) && math.Abs(v) <= mostWhole
	switch {
	case kind == KindFloat:
		return v
	case kind != KindInt && kind != KindMoney:
		return r.bad(path, "settings-type")
	case !whole:
		return r.bad(path, "settings-whole", "value", v)
	}
	return int64(v)
}

func (r *reader) text(s string, kind Kind, path string) any {
	switch kind {
	case KindString, KindRaw:
		return r.words(s, path, kind == KindRaw)
	case KindWindow:
		var w center.Window
		if w.UnmarshalText([]byte(s)) != nil {
			return r.bad(path, "settings-window", "value", printable(s))
		}
		return s
	case KindDay:
		if at, err := center.Day(s).Start(); err != nil || string(center.DayOf(at)) != s {
			return r.bad(path, "settings-day", "value", printable(s))
		}
		return s
	case KindMoney:
		if strings.EqualFold(s, "không") {
			return s
		}
	case KindInt, KindFloat:
		return r.bad(path, "settings-number", "value", printable(s))
	}
	return r.bad(path, "settings-type")
}

// words takes text that shows as what it is: nothing that hides, turns letters
// around or rings a bell. raw may hold what a device sends.
func (r *reader) words(s, path string, raw bool) any {
	switch i := strings.IndexFunc(s, hides); {
	case !utf8.ValidString(s):
		return r.bad(path, "settings-letter", "value", "?")
	case utf8.RuneCountInString(s) > mostLetter:
		return r.bad(path, "settings-long", "most", mostLetter)
	case i >= 0 && !raw:
		c, _ := utf8.DecodeRuneInString(s[i:])
		return r.bad(path, "settings-letter", "value", strconv.FormatInt(int64(c), 16))
	}
	return s
}

// hides tells a character that nobody sees: controls but a new line, marks of
// direction, and what is no character at all.
func hides(c rune) bool {
	return c != '\n' && (unicode.IsControl(c) || unicode.Is(unicode.Cf, c) || unicode.Is(unicode.Zl, c) || unicode.Is(unicode.Zp, c) || c == utf8.RuneError)
}

// printable is what may be shown of something typed.
func printable(s string) string {
	s = strings.Map(func(c rune) rune {
		if hides(c) || c == '\n' {
			return '·'
		}
		return c
	}, s)
	if runes := []rune(s); len(runes) > 60 {
		return string(runes[:60]) + "…"
	}
	return s
}
