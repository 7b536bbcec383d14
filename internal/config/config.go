// Package config reads the files that say what a center is and how each part
// finds the others. Reading is strict: an unknown key, a wrong type or a
// contradiction is refused, with the line and with all problems at once, so
// that a mistyped word never silently means its default.
package config

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/BurntSushi/toml"

	"motcua/internal/fault"
)

// lineForm is how the TOML library begins an error that carries no position of its own.
var lineForm = regexp.MustCompile(`(?s)^line (\d+) (.*)$`)

const most = 1 << 20 // bytes; the example of a ward center has 8 KB

// Problems is everything that is wrong with one file: at least one fault, each
// with a sentence in the catalog.
type Problems []*fault.Error

// Error is for logs.
func (p Problems) Error() string {
	lines := make([]string, len(p))
	for i, f := range p {
		lines[i] = f.Error()
	}
	return strings.Join(lines, "; ")
}

// Unwrap returns the faults.
func (p Problems) Unwrap() []error {
	errs := make([]error, len(p))
	for i, f := range p {
		errs[i] = f
	}
	return errs
}

// ProblemsOf returns the faults inside err, a single "internal" one for an
// error that is no fault, none for nil.
func ProblemsOf(err error) []*fault.Error {
	if err == nil {
		return nil
	}
	if p, ok := errors.AsType[Problems](err); ok {
		return p
	}
	if f, ok := errors.AsType[*fault.Error](err); ok {
		return []*fault.Error{f}
	}
	return []*fault.Error{fault.Wrap(err, fault.Internal, "internal")}
}

// read returns the content of a file that no honest configuration outgrows.
func read(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, unreadable(path, err)
	}
	defer f.Close()
	raw, err := io.ReadAll(io.LimitReader(f, most+1))
	if err != nil {
		return nil, unreadable(path, err)
	}
	if len(raw) > most {
		return nil, Problems{fault.New(fault.Invalid, "config-large", "file", path)}
	}
	return raw, nil
}

func unreadable(path string, err error) error {
	code := "config-unreadable"
	if errors.Is(err, fs.ErrNotExist) {
		code = "config-missing"
	}
	return Problems{fault.Wrap(err, fault.Invalid, code, "file", path)}
}

// decode reads TOML into v and refuses keys that v does not have. name is how
// the faults call the file.
func decode(name string, raw []byte, v any) error {
	raw = bytes.TrimPrefix(raw, []byte("\ufeff"))
	meta, err := parse(name, raw, v)
	if err != nil {
		return err
	}
	var problems Problems
	lines := linesOf(raw)
	for _, key := range meta.Undecoded() {
		if gone[key.String()] != "" {
			continue
		}
		line := lines.take(key.String())
		problems = append(problems, fault.New(fault.Invalid, "config-unknown-key", "file", name, "line", line, "key", key))
	}
	if problems != nil {
		return problems
	}
	return nil
}

// parse reads TOML into v.
func parse(name string, raw []byte, v any) (toml.MetaData, error) {
	meta, err := toml.NewDecoder(bytes.NewReader(raw)).Decode(v)
	if at, ok := errors.AsType[toml.ParseError](err); ok {
		detail := at.Message
		if at.LastKey != "" {
			detail = at.LastKey + ": " + detail
		}
		return meta, Problems{fault.Wrap(err, fault.Invalid, "config-syntax", "file", name, "line", at.Position.Line, "detail", detail)}
	}
	if err != nil {
		line, detail := any("?"), strings.TrimPrefix(err.Error(), "toml: ")
		if m := lineForm.FindStringSubmatch(detail); m != nil {
			line, detail = m[1], m[2]
		}
		return meta, Problems{fault.Wrap(err, fault.Invalid, "config-syntax", "file", name, "line", line, "detail", detail)}
	}
	return meta, nil
}

// load reads the TOML file at path into v.
func load(path string, v any) error {
	raw, err := read(path)
	if err != nil {
		return err
	}
	return decode(filepath.Base(path), raw, v)
}

// beside returns path as seen from the directory of file, unless it is absolute or empty.
func beside(file, path string) string {
	if path == "" || filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(filepath.Dir(file), path)
}

// required reports the keys of a part's file that were left empty.
func required(file string, fields ...string) error {
	var problems Problems
	for i := 0; i+1 < len(fields); i += 2 {
		if fields[i+1] == "" {
			problems = append(problems, fault.New(fault.Invalid, "config-empty", "file", filepath.Base(file), "key", fields[i]))
		}
	}
	if problems != nil {
		return problems
	}
	return nil
}
