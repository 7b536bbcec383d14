package config

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"path/filepath"
	"regexp"
	"slices"

	"motcua/internal/center"
	"motcua/internal/fault"
)

// Roles lists every role a credential may have.
var Roles = []string{"display", "kiosk", "tablet", "bridge", "greeter", "staff", "manager", "inspector", "technician", "handler", "monitor"}

// Credential lets the bearer of a token act in some roles. Only the token's
// hash is kept: who reads the file can do nothing with it. A token has 128
// random bits and more, so that a plain SHA-256 is enough.
type Credential struct {
	ID      string           `toml:"id"`                // opaque; the log names it
	SHA256  string           `toml:"sha256"`            // of the token, lower-case hex
	Roles   []string         `toml:"roles"`             // of Roles
	Device  center.DeviceID  `toml:"device,omitempty"`  // the device it stands for; empty: none
	Counter center.CounterID `toml:"counter,omitempty"` // the counter it is bound to; empty: any
}

// Credentials is the content of a credentials file.
type Credentials struct {
	Credentials []Credential `toml:"credential"`
}

var (
	credentialForm = regexp.MustCompile(`^[A-Za-z0-9-]{1,32}$`)
	hashForm       = regexp.MustCompile(`^[0-9a-f]{64}$`)
)

// NewToken returns a fresh token of at least 128 random bits.
func NewToken() string { return rand.Text() }

// HashToken returns what a credentials file keeps of a token.
func HashToken(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// Find returns the credential of a token. It takes the same time for every
// token that is not there.
func (c *Credentials) Find(token string) (Credential, bool) {
	hash := []byte(HashToken(token))
	at := -1
	for i := range c.Credentials {
		if subtle.ConstantTimeCompare(hash, []byte(c.Credentials[i].SHA256)) == 1 {
			at = i
		}
	}
	if at < 0 {
		return Credential{}, false
	}
	return c.Credentials[at], true
}

// May tells whether the credential has one of the roles.
func (c Credential) May(roles ...string) bool {
	return slices.ContainsFunc(roles, func(r string) bool { return slices.Contains(c.Roles, r) })
}

// LoadCredentials reads the credentials file at path and holds it against the
// center: roles, devices and counters must exist, ids and tokens be different.
// A nil center skips the devices and counters.
func LoadCredentials(path string, c *center.Center) (*Credentials, error) {
	var all Credentials
	if err := load(path, &all); err != nil {
		return nil, err
	}
	var problems Problems
	file := filepath.Base(path)
	seen := map[string]bool{}
	for _, x := range all.Credentials {
		add := func(code string, args ...any) {
			problems = append(problems, fault.New(fault.Invalid, code, append([]any{"file", file, "id", x.ID}, args...)...))
		}
		if !credentialForm.MatchString(x.ID) || !hashForm.MatchString(x.SHA256) {
			add("credential-form")
		}
		if seen[x.ID] || seen[x.SHA256] {
			add("credential-twice")
		}
		seen[x.ID], seen[x.SHA256] = true, true
		if len(x.Roles) == 0 {
			add("credential-role", "role", "", "roles", Roles)
		}
		for _, r := range x.Roles {
			if !slices.Contains(Roles, r) {
				add("credential-role", "role", r, "roles", Roles)
			}
		}
		if c == nil {
			continue
		}
		if x.Device != "" && !slices.ContainsFunc(c.DeviceKinds(), func(d center.DeviceKind) bool { return d.ID == x.Device }) {
			add("credential-unknown", "value", x.Device)
		}
		if _, ok := c.Counter(x.Counter); x.Counter != "" && !ok {
			add("credential-unknown", "value", x.Counter)
		}
	}
	if problems != nil {
		return nil, problems
	}
	return &all, nil
}
