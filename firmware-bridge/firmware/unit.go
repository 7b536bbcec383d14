package firmware

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"
)

// patience is how long a unit in real time may take for anything: a loaded
// machine runs it late, never wrongly.
const patience = 20 * time.Second

// Unit is one counter unit in real time, at 19200 baud 8E1.
type Unit struct {
	line *line
	n    int // on its line, from 1
}

// line is what units share: the simulator with its port.
type line struct {
	t    testing.TB
	sim  *process
	port string

	mu      sync.Mutex
	seen    []string      // what all pins did, newest last, with the unit's number
	changed chan struct{} // closed at the next line
}

// Start starts a unit with address 1, as it leaves the factory, and waits until
// it listens, showing a lost line. It ends with the test.
func (p Program) Start(t testing.TB) *Unit {
	t.Helper()
	return p.StartLine(t, 1)[0]
}

// StartLine starts units at the given addresses, which need not differ, on one
// port, and waits until all listen. They end with the test.
func (p Program) StartLine(t testing.TB, addresses ...byte) []*Unit {
	t.Helper()
	l := &line{t: t, changed: make(chan struct{})}
	read := make(chan struct{})
	l.sim = p.start(t, func() { <-read }, "live", fmt.Sprint(len(addresses)))
	if !l.sim.lines.Scan() {
		close(read)
		t.Fatalf("the simulator ended: %v", l.sim.lines.Err())
	}
	l.port = strings.TrimPrefix(l.sim.lines.Text(), "port ")
	go func() {
		defer close(read)
		l.follow()
	}()
	var units []*Unit
	for i, address := range addresses {
		u := &Unit{line: l, n: i + 1}
		u.keep(address)
		u.Power(true)
		units = append(units, u)
	}
	for _, u := range units {
		u.WaitDisplay("----")
	}
	return units
}

// keep writes the address into the EEPROM, in the form of avr/settings.c.
func (u *Unit) keep(address byte) {
	const mark, baud = 0x4D, 5
	for place, b := range []byte{mark, address, baud, ^(mark + address + 3*baud)} {
		u.say("eeprom %d %d %d", u.n, place, b)
	}
}

func (u *Unit) say(format string, args ...any) {
	u.line.t.Helper()
	u.line.sim.say(fmt.Sprintf(format, args...))
}

func (l *line) follow() {
	for l.sim.lines.Scan() {
		l.mu.Lock()
		l.seen = append(l.seen, l.sim.lines.Text())
		close(l.changed)
		l.changed = make(chan struct{})
		l.mu.Unlock()
	}
}

// Port returns the path of its serial port.
func (u *Unit) Port() string { return u.line.port }

// Press presses a key for 60 ms: next, recall, start, no-show, finish, pause,
// transfer, incident, or a digit. A key pressed before is let go first.
func (u *Unit) Press(key string) {
	u.line.t.Helper()
	u.say("press %d %s", u.n, key)
}

// Power takes power away or gives it back; the EEPROM stays.
func (u *Unit) Power(on bool) {
	u.line.t.Helper()
	u.say("power %d %s", u.n, map[bool]string{true: "on", false: "off"}[on])
}

// Hang makes its program stand still, as a flipped bit might; the watchdog
// restarts it.
func (u *Unit) Hang() {
	u.line.t.Helper()
	u.say("hang %d", u.n)
}

// Display returns what the digits show, read off the SPI pins, such as "A012".
func (u *Unit) Display() string { return u.last("display ", "    ") }

// Lamp says whether its lamp is lit at this moment; a blinking lamp is at times.
func (u *Unit) Lamp() bool { return u.last("lamp ", "off") == "on" }

// Seen returns everything that its pins did: "display 777E306D A012",
// "lamp on", "buzzer 1", "restart".
func (u *Unit) Seen() []string {
	return u.line.of(u.n)
}

// Collisions returns how often two units drove the line of u at once.
func (u *Unit) Collisions() int { return len(u.line.of(0)) }

// of returns what was seen of unit n, 0 for the line itself.
func (l *line) of(n int) []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	var out []string
	for _, s := range l.seen {
		if rest, ok := strings.CutPrefix(s, fmt.Sprint(n, " ")); ok {
			out = append(out, rest)
		}
	}
	return out
}

// WaitDisplay waits until the digits show text and fails the test if they do not.
func (u *Unit) WaitDisplay(text string) {
	u.line.t.Helper()
	u.Wait("display shows "+text, func() bool { return u.Display() == text })
}

// Wait waits until ok, which is asked again after everything its pins do and at
// least 50 times a second, and fails the test if it never is.
func (u *Unit) Wait(what string, ok func() bool) {
	u.line.t.Helper()
	deadline := time.NewTimer(patience)
	defer deadline.Stop()
	again := time.NewTicker(20 * time.Millisecond)
	defer again.Stop()
	for {
		u.line.mu.Lock()
		changed := u.line.changed
		u.line.mu.Unlock()
		if ok() {
			return
		}
		select {
		case <-changed:
		case <-again.C:
		case <-deadline.C:
			u.line.t.Fatalf("unit: waited in vain: %s; seen: %q", what, u.Seen())
		}
	}
}

// last returns what stands behind prefix in the newest line that begins so; of
// a display that is the text behind the segments.
func (u *Unit) last(prefix, otherwise string) string {
	seen := u.Seen()
	for i := len(seen) - 1; i >= 0; i-- {
		rest, ok := strings.CutPrefix(seen[i], prefix)
		if !ok {
			continue
		}
		if prefix == "display " {
			_, rest, _ = strings.Cut(rest, " ")
		}
		return rest
	}
	return otherwise
}
