// Package keypad is a counter keypad without the hardware: a Modbus RTU unit at
// the other end of a line, with a checksum and a frame reader of its own.
package keypad

import (
	"context"
	"encoding/json"
	"io"
	"math/rand/v2"
	"net/http"
	"sync"
	"time"

	"motcua/internal/device/keypad"
)

const (
	unit     = 1
	maxQueue = 8 // presses that the firmware keeps
)

// Keypad is one simulated keypad. Its methods may be called from any goroutine.
type Keypad struct {
	id string

	mu    sync.Mutex
	boot  uint32
	seq   uint16
	lost  uint16
	queue []press
	deaf  int // acknowledgements still to lose
	dead  bool
}

type press struct {
	seq uint16
	key keypad.Key
	at  time.Time
}

// New returns a keypad that was just switched on.
func New(id string) *Keypad { return &Keypad{id: id, boot: rand.Uint32()} }

// ID returns the keypad's name.
func (k *Keypad) ID() string { return k.id }

// Press presses a key.
func (k *Keypad) Press(key keypad.Key) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if len(k.queue) == maxQueue {
		k.lost++
		return
	}
	k.seq++
	k.queue = append(k.queue, press{k.seq, key, time.Now()})
}

// Waiting returns how many presses nobody has acknowledged.
func (k *Keypad) Waiting() int {
	k.mu.Lock()
	defer k.mu.Unlock()
	return len(k.queue)
}

// Restart switches the keypad off and on: presses and their numbers are gone.
func (k *Keypad) Restart() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.boot, k.seq, k.lost, k.queue = rand.Uint32(), 0, 0, nil
}

// LoseAcks lets the next n acknowledgements go unheard, as a noisy line does.
func (k *Keypad) LoseAcks(n int) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.deaf = n
}

// Mute stops the keypad from answering, or lets it answer again.
func (k *Keypad) Mute(on bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.dead = on
}

// Serve answers what comes over rw until ctx or the line ends, and closes rw.
func (k *Keypad) Serve(ctx context.Context, rw io.ReadWriteCloser) error {
	defer rw.Close()
	defer context.AfterFunc(ctx, func() { rw.Close() })()
	var in []byte
	buf := make([]byte, 64)
	for {
		n, err := rw.Read(buf)
		if ctx.Err() != nil {
			return nil
		}
		if err != nil {
			return err
		}
		in = append(in, buf[:n]...)
		var answer []byte
		for len(in) >= requestLen {
			answer, in = k.take(in)
			if len(answer) == 0 {
				continue
			}
			if _, err := rw.Write(answer); err != nil {
				return err
			}
		}
	}
}

// Handler lets keys be pressed:
//
//	POST /sim/keypad/{id}/press  {"key":"next"}   204; the keys are the counter actions
func Handler(keypads ...*Keypad) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /sim/keypad/{id}/press", func(w http.ResponseWriter, r *http.Request) {
		var body struct {
			Key string `json:"key"`
		}
		if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 1<<10)).Decode(&body); err != nil {
			http.Error(w, "the body is a JSON object with a key", http.StatusBadRequest)
			return
		}
		key, ok := keypad.ParseKey(body.Key)
		if !ok {
			http.Error(w, "no such key", http.StatusBadRequest)
			return
		}
		for _, k := range keypads {
			if k.id == r.PathValue("id") {
				k.Press(key)
				w.WriteHeader(http.StatusNoContent)
				return
			}
		}
		http.NotFound(w, r)
	})
	return mux
}
