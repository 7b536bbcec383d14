package link

import (
	"time"
)

// Problems of a link; their sentences are catalog entries "link.<problem>".
const (
	Unreachable = "unreachable" // no connection, or the broker refused the log-in
	Refused     = "refused"     // connected, but the broker forbids the own topics
	Silent      = "silent"      // connected, but nothing is answered
	LogFailed   = "log-failed"  // the own log could not be read
)

// Status is what the health page and the manager's page tell of the link.
type Status struct {
	Connected bool
	Since     time.Time // of Connected's last change
	Epoch     string
	Acked     int64     // the province has committed everything up to here
	Head      int64     // last sequence of the log
	Backlog   int64     // events not yet confirmed
	LastAck   time.Time // when the province was last heard
	Problem   string    // empty while all is well
}

// Status returns the link's state now.
func (l *Link) Status() Status {
	l.mu.Lock()
	s := l.status
	l.mu.Unlock()
	s.Head = l.log.Head()
	if s.Epoch == "" {
		epoch, first := l.log.Epoch()
		s.Epoch, s.Acked = epoch, max(l.state.Acked(epoch), first-1)
	}
	s.Backlog = max(s.Head-s.Acked, 0)
	return s
}

func (l *Link) setUp(now time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.status.Connected, l.status.Since, l.status.Problem = true, now, ""
}

func (l *Link) setDown(err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.status.Connected || l.status.Since.IsZero() {
		l.status.Connected, l.status.Since = false, time.Now()
	}
	l.status.Problem = problemOf(err)
}

func (l *Link) setWatermark(epoch string, acked int64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.status.Epoch, l.status.Acked = epoch, acked
}

func (l *Link) setHeard(now time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.status.LastAck = now
}
