package i18n

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"unicode/utf8"
)

// packReader walks the signs of a pack's file, so that each trouble has its line.
type packReader struct {
	raw []byte
	dec *json.Decoder
	p   *Pack
	at  map[string]int // line of each field

	state string // of the review
}

func newPackReader(raw []byte) *packReader {
	return &packReader{raw: raw, dec: json.NewDecoder(bytes.NewReader(raw)), at: map[string]int{},
		p: &Pack{Texts: map[string]string{}, Services: map[string]string{}, lines: map[string]int{}}}
}

func (r *packReader) line() int { return lineOf(r.raw, int(r.dec.InputOffset())) }

func lineOf(raw []byte, offset int) int {
	return 1 + bytes.Count(raw[:min(offset, len(raw))], []byte("\n"))
}

func badUTF8(raw []byte) int {
	at := 0
	for at < len(raw) {
		c, n := utf8.DecodeRune(raw[at:])
		if c == utf8.RuneError && n == 1 {
			break
		}
		at += n
	}
	return lineOf(raw, at)
}

func (r *packReader) token() (json.Token, error) {
	t, err := r.dec.Token()
	if err == nil {
		return t, nil
	}
	if bad := (*json.SyntaxError)(nil); errors.As(err, &bad) {
		return nil, &PackError{Code: "json", Line: lineOf(r.raw, int(bad.Offset))}
	}
	return nil, r.form("")
}

func (r *packReader) form(key string) error {
	return &PackError{Code: "json", Line: r.line(), Key: key}
}

// open reads the bracket that begins an object or a list.
func (r *packReader) open(bracket json.Delim, key string) error {
	t, err := r.token()
	if err == nil && t != bracket {
		err = r.form(key)
	}
	return err
}

func (r *packReader) text(key string) (string, error) {
	t, err := r.token()
	if err != nil {
		return "", err
	}
	s, ok := t.(string)
	if !ok {
		return "", r.form(key)
	}
	return tidy(s), nil
}

// object reads one object: member takes the value of each name, which comes once.
func (r *packReader) object(key string, member func(name string, line int) error) error {
	if err := r.open('{', key); err != nil {
		return err
	}
	seen := map[string]bool{}
	for r.dec.More() {
		name, err := r.text(key)
		if err != nil {
			return err
		}
		line := r.line()
		if seen[name] {
			return &PackError{Code: "twice", Line: line, Key: name}
		}
		seen[name] = true
		if err := member(name, line); err != nil {
			return err
		}
	}
	_, err := r.token()
	return err
}

func (r *packReader) list(key string, member func(text string, line int)) error {
	if err := r.open('[', key); err != nil {
		return err
	}
	for r.dec.More() {
		s, err := r.text(key)
		if err != nil {
			return err
		}
		member(s, r.line())
	}
	_, err := r.token()
	return err
}

// pack reads the whole file.
func (r *packReader) pack() error {
	if err := r.object("", r.field); err != nil {
		return err
	}
	if rest := bytes.TrimSpace(r.raw[r.dec.InputOffset():]); len(rest) > 0 {
		return r.form("")
	}
	return nil
}

func (r *packReader) field(name string, line int) (err error) {
	r.at[name] = line
	into := func(to *string) { *to, err = r.text(name) }
	switch name {
	case "lang":
		into((*string)(&r.p.Lang))
	case "name":
		into(&r.p.Name)
	case "vietnamese":
		into(&r.p.Vietnamese)
	case "direction":
		var way string
		if into(&way); err == nil && way != "ltr" {
			err = &PackError{Code: "direction", Line: line, Key: name, Value: way}
		}
	case "review":
		return r.object(name, r.review)
	case "uncertain":
		return r.list(name, func(key string, line int) {
			r.p.Uncertain = append(r.p.Uncertain, key)
			r.p.lines["uncertain "+key] = line
		})
	case "weekdays":
		return r.list(name, func(day string, _ int) { r.p.Weekdays = append(r.p.Weekdays, day) })
	case "texts":
		return r.texts(r.p.Texts, "")
	case "services":
		return r.texts(r.p.Services, "services.")
	default:
		return &PackError{Code: "field", Line: line, Key: name}
	}
	return err
}

func (r *packReader) texts(to map[string]string, prefix string) error {
	return r.object(prefix, func(key string, line int) (err error) {
		r.p.lines[prefix+key] = line
		to[key], err = r.text(key)
		return err
	})
}

// review reads {"state": "pending", "note": ...} or {"state": "reviewed", "by": ..., "date": ...}.
func (r *packReader) review(name string, line int) error {
	to, ok := map[string]*string{"state": &r.state, "by": &r.p.Review.By, "date": &r.p.Review.Date, "note": &r.p.Review.Note}[name]
	if !ok {
		return &PackError{Code: "field", Line: line, Key: "review." + name}
	}
	var err error
	*to, err = r.text(name)
	return err
}

// sortedByLine returns the keys in the order of the file, so that the first trouble is told first.
func sortedByLine(texts map[string]string, lines map[string]int) []string {
	return slices.SortedFunc(maps.Keys(texts), func(a, b string) int {
		return cmp.Or(cmp.Compare(lines[a], lines[b]), cmp.Compare(a, b))
	})
}
