package controller

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"

	"motcua/internal/fault"
)

// argon2id with 19 MiB, two passes and one lane (OWASP's first recommendation).
const (
	argonMemory = 19 * 1024 // KiB
	argonTime   = 2
	argonLanes  = 1
	argonSize   = 32
)

const (
	shortestPassword = 10
	longestPassword  = 200
)

// hashing bounds how many passwords are hashed at once: each takes 19 MiB.
type hashing chan struct{}

func newHashing() hashing { return make(hashing, 2) }

func (h hashing) enter(ctx context.Context) error {
	select {
	case h <- struct{}{}:
		return nil
	case <-ctx.Done():
		return fault.Wrap(ctx.Err(), fault.Unavailable, "stopping")
	}
}

// make returns the PHC string of a password.
func (h hashing) make(ctx context.Context, password string) (string, error) {
	if n := utf8.RuneCountInString(password); n < shortestPassword || n > longestPassword {
		return "", fault.New(fault.Invalid, "password-length", "least", shortestPassword, "most", longestPassword)
	}
	return h.hash(ctx, password)
}

// hash returns the PHC string of a secret of any length.
func (h hashing) hash(ctx context.Context, password string) (string, error) {
	if err := h.enter(ctx); err != nil {
		return "", err
	}
	defer func() { <-h }()
	salt := make([]byte, 16)
	rand.Read(salt)
	sum := argon2.IDKey([]byte(password), salt, argonTime, argonMemory, argonLanes, argonSize)
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, argonMemory, argonTime, argonLanes,
		b64.EncodeToString(salt), b64.EncodeToString(sum)), nil
}

// matches tells whether password is the one behind the PHC string. An empty
// string costs the same time and never matches, so that asking does not tell
// which names exist. It fails with the error of open, asked when its turn has come.
func (h hashing) matches(ctx context.Context, phc, password string, open func() error) (bool, error) {
	if err := h.enter(ctx); err != nil {
		return false, err
	}
	defer func() { <-h }()
	if err := open(); err != nil {
		return false, err
	}
	salt, want := make([]byte, 16), make([]byte, argonSize)
	var memory, passes uint32 = argonMemory, argonTime
	var lanes uint8 = argonLanes
	if parts := strings.Split(phc, "$"); len(parts) == 6 {
		b64 := base64.RawStdEncoding
		_, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &memory, &passes, &lanes)
		s, err1 := b64.DecodeString(parts[4])
		w, err2 := b64.DecodeString(parts[5])
		if err != nil || err1 != nil || err2 != nil || len(w) != argonSize {
			return false, fault.New(fault.Internal, "internal")
		}
		salt, want = s, w
	}
	got := argon2.IDKey([]byte(password), salt, passes, memory, lanes, argonSize)
	return subtle.ConstantTimeCompare(got, want) == 1 && phc != "", nil
}
