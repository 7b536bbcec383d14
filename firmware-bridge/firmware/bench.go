package firmware

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"strings"
	"testing"
	"time"
)

// Clock is the frequency of the units, in cycles a second; the bench counts in cycles.
const Clock = 16_000_000

// Bench is a line with units on it in virtual time: what happens depends on
// what it is told alone, never on the machine. Times are cycles since it began.
type Bench struct {
	t          testing.TB
	sim        *process
	now        uint64
	collisions int
	trace      hash.Hash
}

// Event is something that the bench saw.
type Event struct {
	At   uint64 // cycle; of a byte its start bit
	Unit int    // 0: the line itself
	What string // "byte 4F", "byte 4F!" (spoiled), "display 01010101 ----", "lamp on", "buzzer 1", "restart", "sent", "collision"
}

// Bench starts a line with units counter units, none with power yet, each with
// an EEPROM that was never written.
func (p Program) Bench(t testing.TB, units int) *Bench {
	t.Helper()
	b := &Bench{t: t, trace: sha256.New()}
	b.sim = p.start(t, func() {}, "lockstep", fmt.Sprint(units))
	return b
}

// Say gives the simulator a command of host/lockstep.h, such as "power 1 on" or
// "key 2 next down". No time passes.
func (b *Bench) Say(format string, args ...any) {
	b.t.Helper()
	b.sim.say(fmt.Sprintf(format, args...))
}

// Run lets d pass and returns what happened in it. A unit that says something
// without driving the line for all of it fails the test.
func (b *Bench) Run(d time.Duration) []Event {
	b.t.Helper()
	b.Say("run %d", int64(d)*(Clock/1_000_000)/1000)
	var events []Event
	for b.sim.lines.Scan() {
		line := b.sim.lines.Text()
		fmt.Fprintln(b.trace, line)
		if _, err := fmt.Sscanf(line, "now %d %d", &b.now, &b.collisions); err == nil {
			return events
		}
		var e Event
		if _, err := fmt.Sscanf(line, "%d %d", &e.At, &e.Unit); err != nil {
			b.t.Fatalf("simulator says %q: %v", line, err)
		}
		e.What = strings.SplitN(line, " ", 3)[2]
		if e.What == "cut" || e.What == "undriven" {
			b.t.Errorf("unit %d at cycle %d: character %s: the driver was let go before its last stop bit, or not on", e.Unit, e.At, e.What)
		}
		events = append(events, e)
	}
	b.t.Fatalf("the simulator ended: %v", b.sim.lines.Err())
	return nil
}

// Collisions returns how often two drove the line at once.
func (b *Bench) Collisions() int { return b.collisions }

// Hash is the sum over everything that was seen so far, cycle by cycle.
func (b *Bench) Hash() string { return hex.EncodeToString(b.trace.Sum(nil)) }

// Answer is what came back for a request.
type Answer struct {
	Frame   []byte        // without CRC; nil: silence, or nothing that is a frame
	Unit    int           // whose it was, counted from 1 as on the bench
	Latency time.Duration // from the end of the request's last stop bit to the answer's first start bit
	Raw     string        // all characters as seen, for failures
}

// Ask sends request with its CRC, lets d pass and returns the answer.
func (b *Bench) Ask(request []byte, d time.Duration) Answer {
	b.t.Helper()
	return b.AskRaw(sum(request), d)
}

// AskRaw sends bytes as they are.
func (b *Bench) AskRaw(request []byte, d time.Duration) Answer {
	b.t.Helper()
	b.Say("send %X", request)
	return answer(b.Run(d))
}

func answer(events []Event) Answer {
	var a Answer
	var sent uint64
	var raw []string
	var frame []byte
	for _, e := range events {
		if e.What == "sent" {
			sent = e.At
		}
		character, ok := strings.CutPrefix(e.What, "byte ")
		if !ok {
			continue
		}
		if raw == nil {
			a.Unit, a.Latency = e.Unit, time.Duration(e.At-sent)*time.Second/Clock
		}
		raw = append(raw, character)
		b, err := hex.DecodeString(character)
		if err != nil {
			frame = nil
			continue
		}
		frame = append(frame, b...)
	}
	a.Raw = strings.Join(raw, " ")
	if n := len(frame); n == len(raw) && n >= 4 && bytes.Equal(sum(frame[:n-2]), frame) {
		a.Frame = frame[:n-2]
	}
	return a
}
