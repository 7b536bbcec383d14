package firmware

import (
	"slices"
	"testing"
	"time"
)

// waiting reads the queue: how many presses wait, how many were lost, and the
// three oldest as sequence and key.
func waiting(t *testing.T, b *Bench) (n, lost int, oldest [3][2]uint16) {
	t.Helper()
	r := read(t, b, Read(1, 4, 0, 16))
	for i := range oldest {
		oldest[i] = [2]uint16{r[7+3*i], r[8+3*i]}
	}
	return int(r[0] & 0xFF), int(r[3]), oldest
}

func testPresses(t *testing.T, p Program) {
	keys := []string{"next", "recall", "start", "no-show", "finish", "pause", "transfer", "incident", "0", "1", "2", "3", "4", "5", "6", "7", "8", "9"}
	codes := []uint16{1, 2, 3, 4, 5, 6, 7, 8, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25}
	b := bench(t, p, 1)
	for i, key := range keys {
		press(b, 1, key)
		n, _, oldest := waiting(t, b)
		want := [2]uint16{uint16(i + 1), codes[i]}
		if n != 1 || oldest[0] != want {
			t.Fatalf("key %s: %d waiting, oldest %v, want %v", key, n, oldest[0], want)
		}
		b.Ask(Write(1, 0, want[0]), moment)
		if n, _, _ := waiting(t, b); n != 0 {
			t.Fatalf("key %s: acknowledged, but %d waiting", key, n)
		}
	}
	if got := read(t, b, Read(1, 3, 0, 1)); got[0] != uint16(len(keys)) {
		t.Errorf("last acknowledged = %d, want %d", got[0], len(keys))
	}
}

func testQueueFull(t *testing.T, p Program) {
	b := bench(t, p, 1)
	for range 18 {
		press(b, 1, "next")
	}
	n, lost, oldest := waiting(t, b)
	if n != 16 || lost != 2 || oldest != [3][2]uint16{{1, 1}, {2, 1}, {3, 1}} {
		t.Errorf("18 presses: %d waiting, %d lost, oldest %v; want 16, 2, sequences 1 2 3", n, lost, oldest)
	}
	b.Ask(Write(1, 0, 14), moment)
	if n, _, oldest := waiting(t, b); n != 2 || oldest != [3][2]uint16{{15, 1}, {16, 1}, {}} {
		t.Errorf("14 acknowledged: %d waiting, oldest %v; want 15 and 16", n, oldest)
	}
	b.Ask(Write(1, 0, 3), moment)
	if n, _, _ := waiting(t, b); n != 2 {
		t.Errorf("an old acknowledgement repeated: %d waiting, want 2", n)
	}
	press(b, 1, "pause")
	b.Run(2 * time.Second)
	r := read(t, b, Read(1, 4, 13, 3))
	if r[0] != 17 || r[1] != 6 || r[2] < 19 || r[2] > 23 {
		t.Errorf("press pause two seconds ago reads %v, want sequence 17, key 6, about 21 tenths", r)
	}
}

func testBounces(t *testing.T, p Program) {
	b := bench(t, p, 1)
	for _, bounce := range []time.Duration{300 * time.Microsecond, 2 * time.Millisecond, 4 * time.Millisecond, 7 * time.Millisecond} {
		for _, end := range []string{"down", "up"} {
			for range 6 {
				b.Say("key 1 next down")
				b.Run(bounce)
				b.Say("key 1 next up")
				b.Run(bounce)
			}
			b.Say("key 1 next %s", end)
			b.Run(settling)
		}
		n, _, oldest := waiting(t, b)
		if n != 1 {
			t.Errorf("a key bouncing every %v counts as %d presses, want 1", bounce, n)
		}
		b.Ask(Write(1, 0, oldest[0][0]), moment)
	}
	b.Say("key 1 next down")
	b.Run(14 * time.Millisecond)
	b.Say("key 1 next up")
	b.Run(settling)
	if n, _, _ := waiting(t, b); n != 0 {
		t.Errorf("a spike of 14 ms counts as %d presses, want 0", n)
	}
}

// testGhosts presses three corners of a rectangle: the wires then close the
// fourth, which nobody touches.
func testGhosts(t *testing.T, p Program) {
	b := bench(t, p, 1)
	for _, key := range []string{"next", "recall", "1"} { // the fourth corner is 2
		b.Say("key 1 %s down", key)
		b.Run(settling)
	}
	n, _, oldest := waiting(t, b)
	if n != 2 || oldest != [3][2]uint16{{1, 1}, {2, 2}, {}} {
		t.Errorf("with three keys down %d waiting: %v; want next and recall, which came first", n, oldest)
	}
	b.Say("key 1 next up") // recall and 1 remain: no rectangle any more
	b.Run(settling)
	if n, _, oldest := waiting(t, b); n != 3 || oldest[2] != [2]uint16{3, 17} {
		t.Errorf("with two keys down %d waiting: %v; want 1 as the third", n, oldest)
	}
}

func testStuckKey(t *testing.T, p Program) {
	b := bench(t, p, 1)
	status := func() uint16 { return read(t, b, Read(1, 4, 4, 1))[0] }
	b.Say("key 1 finish down")
	b.Run(9500 * time.Millisecond)
	if got := status(); got != 0 {
		t.Errorf("status with a key held for 9.5 s = %04X, want 0", got)
	}
	b.Run(time.Second)
	if got := status(); got != 0x0502 {
		t.Errorf("status with finish held for 10.5 s = %04X, want 0502", got)
	}
	press(b, 1, "next")
	if n, _, oldest := waiting(t, b); n != 2 || oldest[1] != [2]uint16{2, 1} {
		t.Errorf("beside a stuck key %d waiting: %v, want next as the second", n, oldest)
	}
	b.Say("power 1 off")
	b.Say("power 1 on")
	b.Run(boots + settling)
	if n, _, _ := waiting(t, b); n != 0 {
		t.Errorf("a key that is down at power-up counts as %d presses, want 0", n)
	}
	b.Say("key 1 finish up")
	b.Run(settling)
	press(b, 1, "finish")
	if n, _, oldest := waiting(t, b); n != 1 || oldest[0] != [2]uint16{1, 5} {
		t.Errorf("let go and pressed again: %d waiting: %v, want finish", n, oldest)
	}
}

func testSignals(t *testing.T, p Program) {
	b := bench(t, p, 1)
	b.Say("send %X", sum(WriteMany(1, 3, 2, 3)))
	events := b.Run(3 * time.Second)
	var beeps []uint64
	for _, at := range has(events, 1, "buzzer 1") {
		beeps = append(beeps, at)
	}
	if len(beeps) != 3 || between(beeps) != 200*time.Millisecond || len(has(events, 1, "buzzer 0")) != 3 {
		t.Errorf("three beeps sound at %v, want three, 200 ms apart", beeps)
	}
	if on := has(events, 1, "lamp on"); len(on) != 3 || between(on) != time.Second || len(has(events, 1, "lamp off")) != 3 {
		t.Errorf("blinking lamp lights at %v, want once a second", on)
	}
	if got := read(t, b, Read(1, 3, 3, 2)); !slices.Equal(got, []uint16{2, 0}) {
		t.Errorf("lamp and beeps left = %v, want 2 and 0", got)
	}
	b.Say("send %X", sum(Write(1, 3, 0)))
	if events := b.Run(moment); len(has(events, 1, "lamp off")) > 1 || len(has(b.Run(2*time.Second), 1, "lamp on")) != 0 {
		t.Errorf("lamp does not stay off: %v", events)
	}
}

// between returns the time between the first two of at, to a millisecond.
func between(at []uint64) time.Duration {
	if len(at) < 2 {
		return 0
	}
	return (time.Duration(at[1]-at[0]) * time.Second / Clock).Round(time.Millisecond)
}
