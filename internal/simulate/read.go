package simulate

import (
	"bytes"
	"errors"
	"regexp"
	"strconv"
	"strings"

	"github.com/BurntSushi/toml"

	"motcua/internal/fault"
)

// MostBytes bounds a scenario file.
const MostBytes = 1 << 20

// Read reads a scenario and checks it. Its faults call the file name and give
// line and column. A scenario that names a trace still needs ReadTrace.
func Read(name string, raw []byte) (*Scenario, []*fault.Error) {
	if len(raw) > MostBytes {
		return nil, []*fault.Error{fault.New(fault.TooLarge, "scenario-large", "file", name)}
	}
	raw = bytes.TrimPrefix(raw, []byte("\ufeff"))
	s := &Scenario{Replications: 1, Seed: 1}
	meta, err := toml.NewDecoder(bytes.NewReader(raw)).Decode(s)
	if err != nil {
		return nil, []*fault.Error{syntax(name, err)}
	}
	c := &check{name: name, places: placesOf(raw), s: s}
	for _, key := range meta.Undecoded() {
		c.undecoded(key)
	}
	if len(c.faults) == 0 {
		c.scenario()
	}
	if len(c.faults) > 0 {
		return nil, c.faults
	}
	if s.Name == "" {
		s.Name = name
	}
	return s, nil
}

// lineForm is how the TOML library begins an error that carries no position of its own.
var lineForm = regexp.MustCompile(`(?s)^line (\d+) (?:\(last key "([^"]*)"\): )?(.*)$`)

func syntax(name string, err error) *fault.Error {
	line, column, detail := any("?"), any("?"), strings.TrimPrefix(err.Error(), "toml: ")
	if at, ok := errors.AsType[toml.ParseError](err); ok {
		line, column, detail = at.Position.Line, at.Position.Col, at.Message
		if at.LastKey != "" {
			detail = at.LastKey + ": " + detail
		}
	} else if m := lineForm.FindStringSubmatch(detail); m != nil {
		n, _ := strconv.Atoi(m[1]) // digits, by the form
		line, column, detail = n, 1, strings.TrimPrefix(m[2]+": "+m[3], ": ")
	}
	return fault.Wrap(err, fault.Invalid, "scenario-syntax", "file", name, "line", line, "column", column, "detail", detail)
}
