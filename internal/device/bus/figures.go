package bus

import (
	"sync"
	"time"
)

// figures are what a bus counts. They may be read from any goroutine.
type figures struct {
	mu                                sync.Mutex
	polls, retries, timeouts, garbled int64
	poll, scan                        mean
}

// count notes one conversation with a unit.
func (f *figures) count(again bool, how outcome, took time.Duration) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.polls++
	if again {
		f.retries++
	}
	switch how {
	case silent:
		f.timeouts++
	case garbled:
		f.garbled++
	case good:
		f.poll.add(took)
	}
}

// round notes how long a living unit waited from one poll to the next.
func (f *figures) round(took time.Duration) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.scan.add(took)
}

// counts names the figures as wire.Counts has them.
func (f *figures) counts() map[string]int64 {
	f.mu.Lock()
	defer f.mu.Unlock()
	return map[string]int64{
		"polls": f.polls, "retries": f.retries, "timeouts": f.timeouts, "garbled": f.garbled,
		"poll_us": f.poll.value().Microseconds(), "scan_us": f.scan.value().Microseconds(),
	}
}

// half is the window of a mean: it covers the last 30 to 60 seconds.
const half = 30 * time.Second

// mean is the mean of the last minute.
type mean struct {
	now, before struct {
		sum time.Duration
		n   int64
	}
	since time.Time
}

func (m *mean) add(d time.Duration) {
	m.turn()
	m.now.sum += d
	m.now.n++
}

func (m *mean) value() time.Duration {
	m.turn()
	if n := m.now.n + m.before.n; n > 0 {
		return (m.now.sum + m.before.sum) / time.Duration(n)
	}
	return 0
}

func (m *mean) turn() {
	switch age := time.Since(m.since); {
	case age > 2*half:
		*m = mean{since: time.Now()}
	case age > half:
		m.before, m.now.sum, m.now.n, m.since = m.now, 0, 0, time.Now()
	}
}
