package wire

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"strings"
)

// What is sealed under a slip's secret; each has a key of its own.
const (
	SealPage   = "page"   // about: Source of the point
	SealAction = "action" // about: id of the command
	SealAnswer = "answer" // about: id of the command
)

var errSeal = errors.New("wire: this secret does not open it")

const keyBytes = 16

// PhoneKey names the page of a slip's secret. It does not lead back to the
// secret, which has 100 random bits.
func PhoneKey(secret string) string { return hex.EncodeToString(derive(secret, "key", keyBytes)) }

func isKey(s string) bool {
	return len(s) == 2*keyBytes && strings.Trim(s, "0123456789abcdef") == ""
}

// derive returns n bytes that only the secret gives (HKDF-SHA256, RFC 5869).
func derive(secret, what string, n int) []byte {
	key, err := hkdf.Key(sha256.New, []byte(secret), nil, "motcua phone 1 "+what, n)
	if err != nil {
		panic(err) // only for keys longer than 8 KB
	}
	return key
}

func lock(secret, what string) cipher.AEAD {
	block, err := aes.NewCipher(derive(secret, what, 32))
	if err != nil {
		panic(err) // only for another length
	}
	gcm, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		panic(err)
	}
	return gcm
}

// Seal closes v under a slip's secret (AES-256-GCM), bound to what it is and
// what it is about: neither can be read or made without the secret.
func Seal(secret, what, about string, v any) ([]byte, error) {
	plain, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	return lock(secret, what).Seal(make([]byte, 0, len(plain)+28), nil, plain, []byte(what+" "+about)), nil
}

// Unseal opens what Seal closed and reads it into v.
func Unseal(secret, what, about string, sealed []byte, v any) error {
	if len(sealed) > maxCmd {
		return errSeal
	}
	plain, err := lock(secret, what).Open(nil, nil, sealed, []byte(what+" "+about))
	if err != nil {
		return errSeal
	}
	return json.Unmarshal(plain, v)
}
