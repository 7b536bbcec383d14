// Package loudspeaker is a sound card and a loudspeaker that nobody hears: what
// it plays takes as long as aloud, and can be listened to on a page.
package loudspeaker

import (
	"context"
	"errors"
	"sync"
	"time"

	"motcua/internal/fault"
	"motcua/internal/speech"
)

const kept = 8 // sounds, the newest

// Loudspeaker is one, with its card. It is safe for concurrent use.
type Loudspeaker struct {
	id    string
	speed float64

	mu        sync.Mutex
	unplugged bool
	total     int // sounds played since it was made
	played    []Played
}

// Played is a sound that was played to its end, or is being played.
type Played struct {
	N     int          `json:"n"` // counted from 1
	At    time.Time    `json:"at"`
	MS    int64        `json:"ms"` // how long it is
	Sound speech.Sound `json:"-"`
}

// New returns a loudspeaker that plays so many times as fast as a real one.
func New(id string, speed float64) *Loudspeaker { return &Loudspeaker{id: id, speed: speed} }

// ID is the voice whose loudspeaker it is.
func (l *Loudspeaker) ID() string { return l.id }

// Unplug takes the card out, or puts it in again.
func (l *Loudspeaker) Unplug(out bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.unplugged = out
}

// Unplugged tells whether the card is out.
func (l *Loudspeaker) Unplugged() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.unplugged
}

// Play implements speech.Player. Silence is played and not kept.
func (l *Loudspeaker) Play(ctx context.Context, s speech.Sound) error {
	if err := l.begin(s); err != nil {
		return err
	}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(time.Duration(float64(s.Length()) / l.speed)):
		return nil
	}
}

func (l *Loudspeaker) begin(s speech.Sound) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.unplugged {
		return fault.Wrap(errors.New("no such card"), fault.Unavailable, "voice-failed", "program", "aplay")
	}
	for _, x := range s.Samples {
		if x != 0 {
			l.total++
			l.played = append(l.played, Played{l.total, time.Now(), s.Length().Milliseconds(), s})
			l.played = l.played[max(0, len(l.played)-kept):]
			break
		}
	}
	return nil
}

// Played returns the newest sounds, the oldest of them first.
func (l *Loudspeaker) Played() []Played {
	l.mu.Lock()
	defer l.mu.Unlock()
	return append([]Played{}, l.played...)
}
