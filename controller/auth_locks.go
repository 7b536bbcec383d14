package controller

import (
	"sync"
	"time"

	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/queue"
)

const (
	slowAfter = 5  // failures of one address or name; then each try has to wait
	lockAfter = 10 // failures; then nothing helps for a while
	lockFor   = 15 * time.Minute
	mostLocks = 10_000
)

// locks slows down who guesses: five failures of an address or a name delay the
// next try, ten lock it for a while.
type locks struct {
	mu    sync.Mutex
	fails map[string]failure
}

type failure struct {
	n     int
	last  time.Duration // uptime of the newest
	until time.Duration // uptime at which it is forgotten
}

// delayAfter is how long the next try has to wait after n failures.
func delayAfter(n int) time.Duration {
	if n < slowAfter {
		return 0
	}
	return time.Second << min(n-slowAfter, 4)
}

// check fails where one of the names has to wait: too-fast for seconds,
// too-many-failures for minutes, with the time of day at which it ends.
func (l *locks) check(now queue.Moment, names ...string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, n := range names {
		f, ok := l.fails[n]
		if !ok || now.Up >= f.until {
			continue
		}
		if left := f.until - now.Up; f.n >= lockAfter {
			return fault.New(fault.TooMany, "too-many-failures", "minutes", int((left+time.Minute-1)/time.Minute),
				"until", now.Wall.Add(left).In(center.Zone).Format("15:04:05"))
		}
		if left := f.last + delayAfter(f.n) - now.Up; left > 0 {
			return fault.New(fault.TooMany, "too-fast", "seconds", int((left+time.Second-1)/time.Second))
		}
	}
	return nil
}

// fail counts a failure of each name, and tells whether one of them is locked by it.
func (l *locks) fail(now time.Duration, names ...string) (locked bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.fails == nil || len(l.fails) > mostLocks {
		l.fails = map[string]failure{}
	}
	for _, n := range names {
		f := l.fails[n]
		if now >= f.until {
			f.n = 0
		}
		l.fails[n] = failure{f.n + 1, now, now + lockFor}
		locked = locked || f.n+1 == lockAfter
	}
	return locked
}

// lockedFor is how long a name is still locked, 0 where it is not.
func (l *locks) lockedFor(now time.Duration, name string) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	if f := l.fails[name]; f.n >= lockAfter && now < f.until {
		return f.until - now
	}
	return 0
}

func (l *locks) clear(names ...string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, n := range names {
		delete(l.fails, n)
	}
}

// lastSeen is when each session that must not idle was last used by a person.
type lastSeen struct {
	mu sync.Mutex
	at map[string]time.Duration // uptime, by the session's id
}

// idle tells whether a session was used by nobody for longer than most, and
// notes that it is used now. After a restart a session begins anew.
func (l *lastSeen) idle(id string, now, most time.Duration, acts bool) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	at, known := l.at[id]
	if known && now-at > most {
		delete(l.at, id)
		return true
	}
	if l.at == nil || len(l.at) > mostLocks {
		l.at = map[string]time.Duration{}
	}
	if acts || !known {
		l.at[id] = now
	}
	return false
}
