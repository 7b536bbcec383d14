package queue

import "time"

// Moment is one reading of a machine's clocks.
type Moment struct {
	Wall time.Time     // what the clock on the wall said; it may jump
	Up   time.Duration // since the boot; it never jumps, and means nothing in another boot
	Boot string        // which boot
}

// Timeline turns moments into one time that never runs backward, so that a
// clock set back at noon makes nobody wait a negative hour: within one boot it
// advances by uptime, across boots by the wall clock where that moved forward.
type Timeline struct {
	last Moment
	at   time.Duration
}

// At returns the time of m since the first moment that was passed.
func (l *Timeline) At(m Moment) time.Duration {
	var d time.Duration
	switch {
	case l.last.Boot == "":
	case l.last.Boot == m.Boot:
		d = m.Up - l.last.Up
	default:
		d = m.Wall.Sub(l.last.Wall)
	}
	return l.at + max(d, 0)
}

// Pass moves the timeline on to m.
func (l *Timeline) Pass(m Moment) time.Duration {
	l.at = l.At(m)
	l.last = m
	return l.at
}
