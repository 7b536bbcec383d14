package controller

import (
	"slices"
	"sync"

	"motcua/internal/center"
)

// whisper is told to the screens of one place as it happens, and kept nowhere.
// Without a kiosk and a counter its place is the help desk.
type whisper struct {
	kiosk   center.DeviceID
	counter center.CounterID
	frame   string // as the stream writes it
}

// hears tells whether a whisper is for the caller: the place's kiosk, the staff
// of its counter, or the greeters.
func (c caller) hears(w whisper) bool {
	switch {
	case w.kiosk != "":
		return c.may("kiosk") && (c.device == "" || c.device == w.kiosk)
	case w.counter != "":
		return c.may("staff") && (c.counter == "" || c.counter == w.counter)
	}
	return c.may("greeter")
}

// mostWhispers may wait for one reader; a slower one misses the next.
const mostWhispers = 8

// live hands whispers to whoever reads the event stream at the moment.
type live struct {
	mu      sync.Mutex
	readers []reader
}

type reader struct {
	who  caller
	news chan string
}

// listen lets a caller hear until leave is called.
func (l *live) listen(who caller) (news <-chan string, leave func()) {
	r := reader{who, make(chan string, mostWhispers)}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.readers = append(l.readers, r)
	return r.news, func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.readers = slices.DeleteFunc(l.readers, func(x reader) bool { return x.news == r.news })
	}
}

// tell hands a whisper to everybody whom it is for. It waits for nobody.
func (l *live) tell(w whisper) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, r := range l.readers {
		if r.who.hears(w) {
			select {
			case r.news <- w.frame:
			default:
			}
		}
	}
}
