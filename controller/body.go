package controller

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"

	"motcua/internal/fault"
)

const mostBody = 16 << 10 // bytes; no honest request comes near it

// read decodes the request's JSON into v and returns the wish it may be
// remembered as. An empty body leaves v as it is.
func read(w http.ResponseWriter, r *http.Request, who caller, v any) (memo, error) {
	raw, err := io.ReadAll(http.MaxBytesReader(w, r.Body, mostBody))
	if err != nil {
		if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
			return memo{}, fault.New(fault.TooLarge, "body-large", "most", mostBody>>10)
		}
		return memo{}, fault.Wrap(err, fault.Malformed, "body-cut")
	}
	if len(raw) > 0 {
		d := json.NewDecoder(strings.NewReader(string(raw)))
		d.DisallowUnknownFields()
		if err := d.Decode(v); err != nil {
			return memo{}, fault.Wrap(err, fault.Malformed, "json")
		}
		if _, err := d.Token(); err != io.EOF { // More would take a stray brace for the end
			return memo{}, fault.New(fault.Malformed, "json")
		}
	}
	key := r.Header.Get("Idempotency-Key")
	if err := checkKey(key); err != nil {
		return memo{}, err
	}
	h := sha256.New()
	io.WriteString(h, r.Method+" "+r.URL.Path+"\n") // a hash takes every byte
	h.Write(raw)
	return memo{Scope: who.id, Key: key, Body: [sha256.Size]byte(h.Sum(nil))}, nil
}

func checkKey(key string) error {
	if len(key) > 128 {
		return fault.New(fault.Malformed, "key-form")
	}
	for _, b := range []byte(key) {
		if b <= ' ' || b > '~' {
			return fault.New(fault.Malformed, "key-form")
		}
	}
	return nil
}

// answer writes an outcome of the engine.
func answer(w http.ResponseWriter, o outcome) error {
	if o.err != nil {
		return o.err
	}
	if len(o.answer) == 0 {
		w.WriteHeader(o.status)
		return nil
	}
	return writeJSON(w, o.status, o.answer)
}

func send(w http.ResponseWriter, v any) error {
	raw, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return writeJSON(w, http.StatusOK, raw)
}

func writeJSON(w http.ResponseWriter, status int, raw []byte) error {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(raw) // it fails only when the asker has gone
	return nil
}
