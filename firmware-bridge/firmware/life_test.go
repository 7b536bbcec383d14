package firmware

import (
	"testing"
	"time"
)

// boot reads the boot number of the unit at address.
func boot(t *testing.T, b *Bench, address byte) uint32 {
	t.Helper()
	r := read(t, b, Read(address, 4, 0, 3))
	if r[0]>>8 != 2 {
		t.Fatalf("form %d, want 2", r[0]>>8)
	}
	return uint32(r[2])<<16 | uint32(r[1])
}

func testLineLost(t *testing.T, p Program) {
	b := bench(t, p, 2)
	b.Ask(WriteMany(1, 1, 0x777E, 0x306D, 1), moment)
	for range 12 { // polled, and the bus busy with others
		b.Ask(Read(1, 4, 0, 2), time.Second)
	}
	b.Say("send %X", sum(Read(1, 3, 1, 3)))
	if a := answer(b.Run(moment)); a.Raw == "" || a.Frame[3] != 0x77 {
		t.Fatalf("polled every second, the unit shows % X, want what was written", a.Frame)
	}
	var events []Event
	for range 6 {
		b.Say("send %X", sum(Read(2, 4, 0, 2)))
		events = append(events, b.Run(time.Second)...)
	}
	lost := has(events, 1, "display 01010101 ----")
	if len(lost) != 1 || len(has(events, 1, "lamp off")) != 1 {
		t.Fatalf("six seconds without a word for the unit: %v, want dashes and the lamp off", events)
	}
	if len(has(events, 2, "display 01010101 ----")) != 0 {
		t.Error("the other unit, which was polled, shows a lost line too")
	}
	if a := b.Ask(WriteMany(1, 1, 0x307E), moment); a.Frame == nil {
		t.Fatalf("no answer after a lost line: %s", a.Raw)
	}
	if got := read(t, b, Read(1, 3, 1, 3)); got[0] != 0x307E || got[1] != 0x0101 || got[2] != 0 {
		t.Errorf("display and lamp = %04X, want what was written since and dashes", got)
	}
}

func testSettings(t *testing.T, p Program) {
	b := bench(t, p, 1)
	before := boot(t, b, 1)
	set(t, b, 1, 6, 42)
	set(t, b, 42, 7, 8)
	b.Say("baud 115200")
	if got := boot(t, b, 42); got != before {
		t.Errorf("boot number = %08X after a change of settings, want %08X: it is no restart", got, before)
	}
	b.Say("power 1 off")
	b.Run(time.Second)
	b.Say("power 1 on")
	b.Run(boots)
	if got := boot(t, b, 42); got == before {
		t.Errorf("boot number = %08X before and after power was gone", got)
	}
	if got := read(t, b, Read(42, 3, 6, 2)); got[0] != 42 || got[1] != 8 {
		t.Errorf("address and baud code = %v after power was gone, want 42 and 8", got)
	}
}

func testSettingsLocked(t *testing.T, p Program) {
	refused := func(b *Bench, write []byte) {
		t.Helper()
		if a := b.Ask(write, moment); len(a.Frame) != 3 || a.Frame[2] != 3 {
			t.Errorf("% X answered %s, want exception 3", write, a.Raw)
		}
	}
	b := bench(t, p, 1)
	refused(b, Write(1, 6, 9))
	refused(b, WriteMany(1, 6, 9, 5))
	b.Ask(Write(1, 8, unlock), moment)
	b.Ask(Read(1, 4, 0, 2), moment)
	refused(b, Write(1, 6, 9)) // something came between
	b.Ask(Write(1, 8, unlock), moment)
	refused(b, WriteMany(1, 6, 9, 5)) // two at once
	refused(b, Write(1, 6, 9))        // and that used the unlock up
	for register, values := range map[uint16][]uint16{6: {0, 248, 0x0101}, 7: {0, 9}} {
		for _, value := range values {
			b.Ask(Write(1, 8, unlock), moment)
			refused(b, Write(1, register, value))
		}
	}
	if got := read(t, b, Read(1, 3, 6, 3)); got[0] != 1 || got[1] != 5 || got[2] != 0 {
		t.Errorf("settings = %v, want 1, 5 and the lock reads 0", got)
	}
}

// testSettingsTorn damages each byte that keeps the settings: the unit falls
// back to address 1 at 19200 baud, where a technician finds it.
func testSettingsTorn(t *testing.T, p Program) {
	for place := range 4 {
		b := bench(t, p, 1)
		set(t, b, 1, 6, 17)
		b.Say("power 1 off")
		b.Say("eeprom 1 %d 255", place)
		b.Say("power 1 on")
		b.Run(boots)
		if got := read(t, b, Read(1, 3, 6, 2)); got[0] != 1 || got[1] != 5 {
			t.Errorf("byte %d damaged: settings = %v, want 1 and 5", place, got)
		}
	}
}

func testWatchdog(t *testing.T, p Program) {
	b := bench(t, p, 1)
	before := boot(t, b, 1)
	press(b, 1, "next")
	b.Say("hang 1")
	events := b.Run(400 * time.Millisecond)
	if a := b.Ask(Read(1, 4, 0, 2), moment/2); len(has(events, 1, "restart")) != 0 || a.Raw != "" {
		t.Fatalf("a unit that stands still for 0.4 s restarted or answered: %v, %s", events, a.Raw)
	}
	events = b.Run(400 * time.Millisecond)
	if len(has(events, 1, "restart")) != 1 {
		t.Fatalf("no restart within 0.8 s: %v", events)
	}
	b.Run(boots)
	r := read(t, b, Read(1, 4, 0, 8))
	if r[4] != 1 || r[0]&0xFF != 0 || uint32(r[2])<<16|uint32(r[1]) == before {
		t.Errorf("registers after the restart = %04X, want status 1, no presses and a boot number other than %08X", r, before)
	}
	b.Say("power 1 off")
	b.Say("power 1 on")
	b.Run(boots)
	if got := read(t, b, Read(1, 4, 4, 1)); got[0] != 0 {
		t.Errorf("status after power was gone = %04X, want 0", got[0])
	}
}

// testRestarts counts more restarts than the ring in the EEPROM has cells, with
// a torn cell on the way: no two boot numbers in a row are the same.
func testRestarts(t *testing.T, p Program) {
	b := bench(t, p, 1)
	last := uint16(boot(t, b, 1))
	for i := range 70 {
		b.Say("power 1 off")
		if i == 40 {
			b.Say("eeprom 1 %d 0", 16+2*(last%32))
		}
		b.Say("power 1 on")
		b.Run(boots)
		n := uint16(boot(t, b, 1))
		if n != last+1 && i != 40 {
			t.Fatalf("restart %d counts %d after %d", i, n, last)
		}
		last = n
	}
}
