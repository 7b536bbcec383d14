package unit

import (
	"strconv"
	"strings"
	"sync"

	"motcua/internal/center"
)

// ASCII is a simulated unit that speaks lines of text, as its patterns say.
type ASCII struct {
	id      string
	pattern center.ASCII
	address int

	mu    sync.Mutex
	queue []string // codes of keys, oldest first
	shown string
	dead  bool
}

var _ Device = (*ASCII)(nil)

// NewASCII returns a unit with no key pressed.
func NewASCII(id string, address int, pattern center.ASCII) *ASCII {
	return &ASCII{id: id, pattern: pattern, address: address}
}

// ID returns the unit's name.
func (a *ASCII) ID() string { return a.id }

// Press presses the key that stands for a counter action; false means that there is none.
func (a *ASCII) Press(action string) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	for code, does := range a.pattern.Keys {
		if does == action {
			a.queue = append(a.queue, code)
			return true
		}
	}
	return false
}

// Display returns what it was told to show.
func (a *ASCII) Display() string {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.shown
}

// Waiting returns how many presses nobody has acknowledged, or where the pattern has no acknowledgement, nobody has heard.
func (a *ASCII) Waiting() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return len(a.queue)
}

// Mute stops the unit from answering, or lets it answer again.
func (a *ASCII) Mute(on bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.dead = on
}

// Hear answers one line.
func (a *ASCII) Hear(frame []byte) []byte {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.dead {
		return nil
	}
	line, p := string(frame), a.pattern
	if before, after, ok := strings.Cut(a.fill(p.Show, ""), "{text}"); ok && p.Show != "" {
		if text, ok := strings.CutPrefix(line, before); ok && strings.HasSuffix(text, after) {
			a.shown = strings.TrimSuffix(text, after)
			return nil
		}
	}
	switch {
	case line == a.fill(p.OK, "") && p.OK != "":
		if len(a.queue) > 0 {
			a.queue = a.queue[1:]
		}
	case line == a.fill(p.Ask, "") && len(a.queue) > 0:
		answer := a.fill(p.Key, a.queue[0])
		if p.OK == "" {
			a.queue = a.queue[1:]
		}
		return []byte(answer)
	case line == a.fill(p.Ask, "") && p.None != "":
		return []byte(a.fill(p.None, ""))
	}
	return nil
}

func (a *ASCII) fill(pattern, key string) string {
	return strings.NewReplacer("{addr}", strconv.Itoa(a.address), "{key}", key).Replace(pattern)
}
