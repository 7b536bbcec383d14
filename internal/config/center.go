package config

import (
	"crypto/sha256"
	_ "embed" // the example
	"encoding/hex"
	"path/filepath"
	"slices"

	"motcua/internal/center"
	"motcua/internal/fault"
)

//go:embed example/center.toml
var example []byte

// Example returns the commented configuration of a real ward center, the one
// that a new center starts from.
func Example() []byte { return append([]byte(nil), example...) }

// Center is a center's configuration with the mark of the bytes it came from.
type Center struct {
	center.Center
	SHA256 string // of the file and the procedures beside it, lower-case hex: the event config.changed names it
	Text   []byte // of the file
	Path   string // where it is; empty: in memory alone

	Outdated []*fault.Error // what is out of date in it and does no harm
}

// LoadCenter reads, completes and validates the center file at path. Every
// error is a Problems.
func LoadCenter(path string) (*Center, error) {
	raw, err := read(path)
	if err != nil {
		return nil, err
	}
	return CenterOf(path, raw)
}

// ReadFile returns the bytes of a configuration file, which are few.
func ReadFile(path string) ([]byte, error) { return read(path) }

// CenterOf is what LoadCenter would return if the file at path held raw.
func CenterOf(path string, raw []byte) (*Center, error) {
	procedures, err := readProcedures(path)
	if err != nil {
		return nil, err
	}
	c, err := parseCenter(filepath.Base(path), raw, procedures)
	if err != nil {
		return nil, err
	}
	c.Path = path
	u := &c.Uplink
	for _, p := range []*string{&u.Secret, &u.CA, &u.Cert, &u.Key, &c.OneStop.Secret, &c.Notices.Email.Secret, &c.Notices.Email.CA, &c.Notices.SMS.Secret, &c.Notices.ZNS.Secret} {
		*p = beside(path, *p)
	}
	for i := range c.Hooks {
		h := &c.Hooks[i]
		whole(path, &h.Secret, &h.Previous, &h.CA)
	}
	if problems := loadLogos(path, &c.Center); problems != nil {
		return nil, problems
	}
	return c, nil
}

// ParseCenter reads a center file that is already in memory; its faults call it name.
func ParseCenter(name string, raw []byte) (*Center, error) { return parseCenter(name, raw, nil) }

// parseCenter also takes the file of procedures, empty where there is none.
func parseCenter(name string, raw, procedures []byte) (*Center, error) {
	sum := sha256.Sum256(append(slices.Clip(raw), procedures...))
	c := &Center{SHA256: hex.EncodeToString(sum[:]), Text: raw}
	if err := decode(name, raw, &c.Center); err != nil {
		return nil, err
	}
	c.Outdated = outdated(name, raw)
	placeProcedures(name, raw, c.Procedures)
	if err := addProcedures(&c.Center, procedures); err != nil {
		return nil, err
	}
	c.Default()
	if problems := center.Validate(&c.Center); problems != nil {
		return nil, Problems(problems)
	}
	return c, nil
}
