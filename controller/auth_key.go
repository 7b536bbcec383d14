package controller

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"motcua/internal/fault"
)

// keyFile stands beside the database, so that a copy of the database alone
// opens no second factor and tries no PIN (docs/security.md).
const keyFile = "account.key"

// vault seals what the store keeps of second factors, PINs and recovery codes.
type vault struct {
	seals cipher.AEAD
	macs  []byte
}

// openVault reads the center's key, or makes it at the first start.
func openVault(dir string) (*vault, error) {
	path := filepath.Join(dir, keyFile)
	raw, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		raw, err = makeKey(path)
	}
	key, err1 := hex.DecodeString(strings.TrimSpace(string(raw)))
	if err != nil || err1 != nil || len(key) != 32 {
		return nil, fault.Wrap(errors.Join(err, err1), fault.Unavailable, "account-key", "file", path)
	}
	block, err := aes.NewCipher(derive(key, "seal"))
	if err != nil {
		return nil, err
	}
	seals, err := cipher.NewGCMWithRandomNonce(block)
	return &vault{seals, derive(key, "mac")}, err
}

func makeKey(path string) ([]byte, error) {
	key := make([]byte, 32)
	rand.Read(key)
	raw := []byte(hex.EncodeToString(key) + "\n")
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	_, err = f.Write(raw)
	return raw, errors.Join(err, f.Sync(), f.Close())
}

func derive(key []byte, what string) []byte {
	m := hmac.New(sha256.New, key)
	m.Write([]byte("motcua account " + what)) // a hash takes every byte
	return m.Sum(nil)
}

// seal hides text so that only this center's key opens it, and only for that account.
func (v *vault) seal(account, text string) string {
	return base64.RawStdEncoding.EncodeToString(v.seals.Seal(nil, nil, []byte(text), []byte(account)))
}

// open returns what was sealed for the account. It fails where the key is
// another one, as after a database was brought back without its key.
func (v *vault) open(account, sealed string) (string, error) {
	raw, err := base64.RawStdEncoding.DecodeString(sealed)
	if err == nil {
		raw, err = v.seals.Open(nil, nil, raw, []byte(account))
	}
	if err != nil {
		return "", fault.Wrap(err, fault.Forbidden, "totp-unreadable")
	}
	return string(raw), nil
}

// hash is a keyed hash of a short secret of an account.
func (v *vault) hash(account, what, text string) string {
	m := hmac.New(sha256.New, v.macs)
	m.Write([]byte(account + "\x00" + what + "\x00" + text))
	return base64.RawURLEncoding.EncodeToString(m.Sum(nil)) // has no comma
}

// newStamp is what the sessions of an account must carry from now on.
func newStamp() string { return rand.Text()[:16] }

// emitOnce logs something beside what a session's commit or deletion stores.
type alongside struct{}

func with(ctx context.Context, run func(*tx) error) context.Context {
	return context.WithValue(ctx, alongside{}, run)
}
