// Package gateway is where messages to citizens end up when nobody shall be
// told: an HTTP gateway for SMS and Zalo notices, and a mail server that speaks
// SMTP with TLS. Both keep what they take.
package gateway

import (
	"encoding/json"
	"net/http"
	"slices"
	"sync"
	"time"
)

// Letter is one message as it arrived.
type Letter struct {
	At      time.Time `json:"at"`
	By      string    `json:"by"` // zns, sms or email
	To      string    `json:"to"`
	Subject string    `json:"subject,omitempty"`
	Text    string    `json:"text"`
	ID      string    `json:"-"` // of the message; of an e-mail its whole source
}

// Mood is how the servers treat who comes.
type Mood string

// The moods.
const (
	Well     Mood = ""         // take everything
	Busy     Mood = "busy"     // not now
	Refusing Mood = "refusing" // no
	Stranger Mood = "stranger" // nobody's log-in is right
	Cut      Mood = "cut"      // take it, and hang up instead of saying so
	Babble   Mood = "babble"   // take it, and answer what nobody understands
)

// kept is how many letters a box remembers.
const kept = 500

// Box keeps what was sent. Its methods may be called from any goroutine.
type Box struct {
	now     func() time.Time
	mu      sync.Mutex
	mood    Mood
	letters []Letter
}

// New returns an empty box that takes everything.
func New(now func() time.Time) *Box { return &Box{now: now} }

// Feel sets the mood from now on.
func (b *Box) Feel(m Mood) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.mood = m
}

func (b *Box) feels() Mood {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.mood
}

// Letters is what arrived, oldest first.
func (b *Box) Letters() []Letter {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Clone(b.letters)
}

func (b *Box) put(l Letter) {
	b.mu.Lock()
	defer b.mu.Unlock()
	l.At = b.now()
	b.letters = append(b.letters, l)
	if n := len(b.letters) - kept; n > 0 {
		b.letters = slices.Delete(b.letters, 0, n)
	}
}

// Handler lets a page see what arrived, newest first:
//
//	GET /sim/messages   [Letter]
func (b *Box) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /sim/messages", func(w http.ResponseWriter, _ *http.Request) {
		all := b.Letters()
		slices.Reverse(all)
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(append([]Letter{}, all...)) // it fails only when the asker has gone
	})
	return mux
}
