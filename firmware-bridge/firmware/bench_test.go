package firmware

import (
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
)

const (
	unlock   = 0x4D43
	boots    = 200 * time.Millisecond // a unit draws its boot number and listens
	moment   = 100 * time.Millisecond // enough for any request and answer at 9600 baud and more
	settling = 60 * time.Millisecond  // a key is debounced in 20 ms to 24 ms
)

// bench starts units with the addresses 1 to n, given one after the other as a
// technician does it: a new unit has address 1, so only one new unit at a time.
func bench(t *testing.T, p Program, n int) *Bench {
	t.Helper()
	b := p.Bench(t, n)
	for unit := n; unit >= 1; unit-- {
		b.Say("power %d on", unit)
		b.Run(boots)
		if unit > 1 {
			set(t, b, 1, 6, uint16(unit))
		}
	}
	return b
}

// set changes a setting of the unit at address: register 6 address, 7 baud code.
func set(t *testing.T, b *Bench, address byte, register, value uint16) {
	t.Helper()
	for _, write := range [][]byte{Write(address, 8, unlock), Write(address, register, value)} {
		if a := b.Ask(write, moment); !slices.Equal(a.Frame, write) {
			t.Fatalf("% X: answer %s, want the same back", write, a.Raw)
		}
	}
}

// read returns registers and fails the test when there is no answer.
func read(t *testing.T, b *Bench, request []byte) []uint16 {
	t.Helper()
	a := b.Ask(request, moment)
	values, err := Registers(a.Frame)
	if err != nil {
		t.Fatalf("% X: %v; seen: %s", request, err, a.Raw)
	}
	return values
}

func press(b *Bench, unit int, key string) {
	b.Say("key %d %s down", unit, key)
	b.Run(settling)
	b.Say("key %d %s up", unit, key)
	b.Run(settling)
}

// has returns the cycles at which unit did what.
func has(events []Event, unit int, what string) []uint64 {
	var at []uint64
	for _, e := range events {
		if e.Unit == unit && e.What == what {
			at = append(at, e.At)
		}
	}
	return at
}

func TestBench(t *testing.T) {
	t.Parallel()
	p := Build(t)
	for _, test := range []struct {
		name string
		run  func(*testing.T, Program)
	}{
		{"answers", testAnswers},
		{"same every time", testSameEveryTime},
		{"broadcast", testBroadcast},
		{"bad frames", testBadFrames},
		{"random frames", testRandomFrames},
		{"other speed", testOtherSpeed},
		{"latency", testLatency},
		{"twins", testTwins},
		{"presses", testPresses},
		{"queue full", testQueueFull},
		{"bounces", testBounces},
		{"ghosts", testGhosts},
		{"stuck key", testStuckKey},
		{"signals", testSignals},
		{"line lost", testLineLost},
		{"settings", testSettings},
		{"settings locked", testSettingsLocked},
		{"settings torn", testSettingsTorn},
		{"watchdog", testWatchdog},
		{"restarts", testRestarts},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			test.run(t, p)
		})
	}
}

func testAnswers(t *testing.T, p Program) {
	b := bench(t, p, 3)
	for _, test := range []struct{ name, request, want string }{
		{"short poll", "01 04 0000 0001", "01 04 02 0200"},
		{"form, version, bad frames", "02 04 0003 0004", "02 04 08 0000 0000 0200 0000"},
		{"no presses", "03 04 0007 0009", "03 04 12" + strings.Repeat("0000", 9)},
		{"a lost line is shown", "01 03 0000 0009", "01 03 12 0000 0101 0101 0000 0000 0008 0001 0005 0000"},
		{"another unit's address", "03 03 0006 0002", "03 03 04 0003 0005"},
		{"write one", "02 06 0001 777E", "02 06 0001 777E"},
		{"write many", "02 10 0001 0003 06 777E 306D 0001", "02 10 0001 0003"},
		{"and read them back", "02 03 0001 0003", "02 03 06 777E 306D 0001"},
		{"acknowledging nothing", "01 06 0000 0000", "01 06 0000 0000"},
		{"nobody there", "04 04 0000 0002", ""},

		{"exception 1: function 1", "01 01 0000 0001", "01 81 01"},
		{"exception 1: function 43", "01 2B 0E 01 00", "01 AB 01"},
		{"exception 2: behind the inputs", "01 04 000F 0002", "01 84 02"},
		{"exception 2: behind the holdings", "01 03 0009 0001", "01 83 02"},
		{"exception 2: far behind", "01 03 FFFF 0002", "01 83 02"},
		{"exception 2: write behind", "01 06 0009 0000", "01 86 02"},
		{"exception 2: write many behind", "01 10 0008 0002 04 0000 0000", "01 90 02"},
		{"exception 3: no registers", "01 04 0000 0000", "01 84 03"},
		{"exception 3: 126 registers", "01 04 0000 007E", "01 84 03"},
		{"exception 3: lamp", "01 06 0003 0003", "01 86 03"},
		{"exception 3: beeps", "01 06 0004 000A", "01 86 03"},
		{"exception 3: brightness", "01 06 0005 0010", "01 86 03"},
		{"exception 3: unlock", "01 06 0008 4D42", "01 86 03"},
		{"exception 3: a press that never was", "01 06 0000 0001", "01 86 03"},
		{"exception 3: bytes do not match", "01 10 0001 0002 02 0000", "01 90 03"},
		{"exception 3: read too long", "01 04 0000 0001 00", "01 84 03"},
		{"exception 3: write many too short", "01 10 0001", "01 90 03"},
		{"all or nothing", "02 10 0001 0003 06 0000 0000 0009", "02 90 03"},
		{"so nothing", "02 03 0001 0003", "02 03 06 777E 306D 0001"},
	} {
		request, want := unhex(t, test.request), unhex(t, test.want)
		a := b.Ask(request, moment)
		if !slices.Equal(a.Frame, want) || (len(want) == 0 && a.Raw != "") {
			t.Errorf("%s: Ask(% X) = %s, want % X", test.name, request, a.Raw, want)
		} else if a.Frame != nil && a.Unit != int(request[0]) {
			t.Errorf("%s: unit %d answered for address %d", test.name, a.Unit, request[0])
		}
	}
	if b.Collisions() != 0 {
		t.Errorf("%d collisions, want none", b.Collisions())
	}
}

func unhex(t *testing.T, text string) []byte {
	t.Helper()
	out, err := hex.DecodeString(strings.ReplaceAll(text, " ", ""))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// testSameEveryTime runs three units through a busy second, three times.
func testSameEveryTime(t *testing.T, p Program) {
	run := func() string {
		b := bench(t, p, 3)
		for i := range 10 {
			unit := i%3 + 1
			b.Say("key %d %d down", unit, i)
			b.Ask(Read(byte(unit), 4, 0, 16), 70*time.Millisecond)
			b.Say("key %d %d up", unit, i)
			b.Ask(WriteMany(byte(unit), 1, uint16(0x1111*i), 0x306D, 2, 1), 70*time.Millisecond)
			b.Ask(Read(4, 4, 0, 2), 20*time.Millisecond) // nobody
		}
		if b.Collisions() != 0 {
			t.Errorf("%d collisions, want none", b.Collisions())
		}
		return b.Hash()
	}
	first := run()
	for range 2 {
		if again := run(); again != first {
			t.Errorf("the same script gave %s and then %s", first, again)
		}
	}
}

func testBroadcast(t *testing.T, p Program) {
	b := bench(t, p, 3)
	b.Say("send %X", sum(WriteMany(0, 1, 0x7F7F, 0x7F7F, 1)))
	events := b.Run(moment)
	for unit := 1; unit <= 3; unit++ {
		if has(events, unit, "display 7F7F7F7F 8888") == nil || has(events, unit, "lamp on") == nil {
			t.Errorf("unit %d does not obey a broadcast: %v", unit, events)
		}
	}
	for _, request := range [][]byte{Read(0, 4, 0, 2), Write(0, 9, 0), {0, 1, 0, 0, 0, 1}, Write(0, 8, unlock), Write(0, 6, 9)} {
		if a := b.Ask(request, moment); a.Raw != "" {
			t.Errorf("broadcast % X answered: %s", request, a.Raw)
		}
	}
	if got := read(t, b, Read(2, 3, 6, 1)); got[0] != 2 {
		t.Errorf("a broadcast changed an address to %d", got[0])
	}
}

func testBadFrames(t *testing.T, p Program) {
	b := bench(t, p, 1)
	wrong := sum(Read(1, 4, 0, 2))
	wrong[7] ^= 1
	for i, bad := range [][]byte{wrong, {0x01}, {0x55, 0xAA, 0x55}, make([]byte, 300)} {
		if a := b.AskRaw(bad, 4*moment); a.Raw != "" {
			t.Errorf("% X answered: %s", bad, a.Raw)
		}
		if got := read(t, b, Read(1, 4, 6, 1)); got[0] != uint16(i+1) {
			t.Errorf("after %d bad frames the unit counts %d", i+1, got[0])
		}
	}
	long := sum(append([]byte{2}, make([]byte, 200)...))
	b.AskRaw(long, 2*moment)
	if got := read(t, b, Read(1, 4, 6, 1)); got[0] != 4 {
		t.Errorf("a long good frame for another device counts as bad: %d", got[0])
	}
}

// testRandomFrames sends frames of random length and content with a correct sum:
// whatever they say, the unit gives a correct answer and goes on. Settings need an unlock
// that random bytes do not hit.
func testRandomFrames(t *testing.T, p Program) {
	b := bench(t, p, 1)
	random := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		frame := make([]byte, 2+random.IntN(60))
		for i := range frame {
			frame[i] = byte(random.IntN(256)) & byte(random.IntN(256)) // small numbers are more often right
		}
		frame[0], frame[1] = 1, []byte{3, 4, 6, 16, frame[1]}[random.IntN(5)]
		b.Say("send %X", sum(frame))
		events := b.Run(80 * time.Millisecond)
		a := answer(events)
		if a.Frame == nil || a.Frame[0] != 1 || a.Frame[1]&0x7F != frame[1]&0x7F || has(events, 1, "restart") != nil {
			t.Fatalf("% X: answer %s, events %v", frame, a.Raw, events)
		}
	}
	if got := read(t, b, Read(1, 4, 0, 7)); got[0]>>8 != 2 || got[4] != 0 || got[6] != 0 {
		t.Errorf("after 300 random frames registers = %04X, want form 2, status 0 and no bad frames", got)
	}
}

// testOtherSpeed asks a unit at the wrong speed: it hears garbage, and stays silent.
func testOtherSpeed(t *testing.T, p Program) {
	b := bench(t, p, 1)
	for _, baud := range []int{9600, 38400, 115200} {
		b.Say("baud %d", baud)
		if a := b.Ask(Read(1, 4, 0, 2), moment); a.Raw != "" {
			t.Errorf("answer at %d baud: %s", baud, a.Raw)
		}
	}
	b.Say("baud 19200")
	if got := read(t, b, Read(1, 4, 6, 1)); got[0] < 3 {
		t.Errorf("garbage in three speeds, but only %d bad frames", got[0])
	}
}

// testLatency compares the silence before an answer with the standard's 3.5
// characters, which above 19200 baud are 1.75 ms, for each unit's first answer too.
func testLatency(t *testing.T, p Program) {
	codes := map[int]uint16{1200: 1, 9600: 4, 19200: 5, 57600: 7, 115200: 8}
	for baud, code := range codes {
		b := bench(t, p, 3)
		for unit := 1; unit <= 3; unit++ {
			b.Say("baud 19200")
			set(t, b, byte(unit), 7, code)
		}
		b.Say("baud %d", baud)
		silence := max(time.Duration(3.5*11*1e9/float64(baud)), 1750*time.Microsecond)
		if baud <= 19200 {
			silence = time.Duration(3.5 * 11 * 1e9 / float64(baud))
		}
		for _, unit := range []byte{1, 2, 3, 1, 2, 3} {
			a := b.Ask(Read(unit, 4, 0, 2), 300*time.Millisecond)
			if a.Frame == nil {
				t.Fatalf("%d baud: no answer from unit %d: %s", baud, unit, a.Raw)
			}
			t.Logf("%6d baud: unit %d answers after %v, silence %v", baud, unit, a.Latency, silence)
			if a.Latency < silence*99/100 || a.Latency > silence+300*time.Microsecond {
				t.Errorf("%d baud: unit %d answers after %v, want %v and at most 300 µs more", baud, unit, a.Latency, silence)
			}
		}
	}
}

// testTwins gives two units one address. As long as both say the same at the
// same moment nobody can tell; their boot numbers tell, once they differ.
func testTwins(t *testing.T, p Program) {
	b := bench(t, p, 3)
	set(t, b, 3, 6, 2)
	a := b.Ask(Read(2, 4, 0, 2), moment)
	if a.Frame == nil || b.Collisions() != 1 {
		t.Errorf("two units that say the same: answer %s and %d collisions, want one that can be read, and 1", a.Raw, b.Collisions())
	}
	b.Say("power 3 off")
	b.Say("power 3 on")
	b.Run(boots)
	a = b.Ask(Read(2, 4, 0, 2), moment)
	if a.Frame != nil || a.Raw == "" || b.Collisions() != 2 {
		t.Errorf("two units with one address: answer %s and %d collisions, want spoiled characters and 2", a.Raw, b.Collisions())
	}
	if a := b.Ask(Read(1, 4, 0, 2), moment); a.Frame == nil {
		t.Errorf("the unit beside them does not answer: %s", a.Raw)
	}
}

func ExampleRegisters() {
	fmt.Println(Registers([]byte{1, 4, 4, 2, 0, 0, 7}))
	fmt.Println(Registers([]byte{1, 0x84, 2}))
	// Output:
	// [512 7] <nil>
	// [] exception 2
}
