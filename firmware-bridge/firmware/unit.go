package firmware

import (
	"strings"
	"sync"
	"testing"
	"time"
)

// patience is how long a unit in real time may take for anything: a loaded
// machine runs it late, never wrongly.
const patience = 20 * time.Second

// Unit is one counter unit in real time, at 19200 baud 8E1 and address 1.
type Unit struct {
	t    testing.TB
	sim  *process
	port string

	mu      sync.Mutex
	seen    []string      // what its pins did, newest last
	changed chan struct{} // closed at the next line
}

// Start starts a unit and waits until it has power, shows a lost line and
// answers. It ends with the test.
func (p Program) Start(t testing.TB) *Unit {
	t.Helper()
	u := &Unit{t: t, changed: make(chan struct{})}
	read := make(chan struct{})
	u.sim = p.start(t, func() { <-read }, "live")
	if !u.sim.lines.Scan() {
		close(read)
		t.Fatalf("the simulator ended: %v", u.sim.lines.Err())
	}
	u.port = strings.TrimPrefix(u.sim.lines.Text(), "port ")
	go func() {
		defer close(read)
		u.follow()
	}()
	u.WaitDisplay("----")
	return u
}

func (u *Unit) follow() {
	for u.sim.lines.Scan() {
		u.mu.Lock()
		u.seen = append(u.seen, u.sim.lines.Text())
		close(u.changed)
		u.changed = make(chan struct{})
		u.mu.Unlock()
	}
}

// Port returns the path of its serial port.
func (u *Unit) Port() string { return u.port }

// Press presses a key for 60 ms: next, recall, start, no-show, finish, pause,
// transfer, incident, or a digit. A key pressed before is let go first.
func (u *Unit) Press(key string) {
	u.t.Helper()
	u.sim.say("press " + key)
}

// Power takes power away or gives it back; the EEPROM stays.
func (u *Unit) Power(on bool) {
	u.t.Helper()
	u.sim.say("power " + map[bool]string{true: "on", false: "off"}[on])
}

// Hang makes its program stand still, as a flipped bit might; the watchdog
// restarts it.
func (u *Unit) Hang() {
	u.t.Helper()
	u.sim.say("hang")
}

// Display returns what the digits show, read off the SPI pins, such as "A012".
func (u *Unit) Display() string { return u.last("display ", "    ") }

// Lamp says whether its lamp is lit at this moment; a blinking lamp is at times.
func (u *Unit) Lamp() bool { return u.last("lamp ", "off") == "on" }

// Seen returns everything that its pins did: "display 777E306D A012",
// "lamp on", "buzzer 1", "restart".
func (u *Unit) Seen() []string {
	u.mu.Lock()
	defer u.mu.Unlock()
	return append([]string(nil), u.seen...)
}

// WaitDisplay waits until the digits show text and fails the test if they do not.
func (u *Unit) WaitDisplay(text string) {
	u.t.Helper()
	u.Wait("display shows "+text, func() bool { return u.Display() == text })
}

// Wait waits until ok, which is asked again after everything its pins do and at
// least 50 times a second, and fails the test if it never is.
func (u *Unit) Wait(what string, ok func() bool) {
	u.t.Helper()
	deadline := time.NewTimer(patience)
	defer deadline.Stop()
	again := time.NewTicker(20 * time.Millisecond)
	defer again.Stop()
	for {
		u.mu.Lock()
		changed := u.changed
		u.mu.Unlock()
		if ok() {
			return
		}
		select {
		case <-changed:
		case <-again.C:
		case <-deadline.C:
			u.t.Fatalf("unit: waited in vain: %s; seen: %q", what, u.Seen())
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
