package bus

import (
	"fmt"
	"os"
	"testing"
	"testing/synctest"
	"time"

	"motcua/internal/center"
	"motcua/internal/device/modbus"
	sim "motcua/internal/sim/unit"
	wires "motcua/internal/wire"
)

func TestLEDShows(t *testing.T) {
	for digits, want := range map[int]string{3: "012", 4: "A012", 5: " A012", 6: "  A012"} {
		synctest.Test(t, func(t *testing.T) {
			d := sim.NewLED("D1", 9, digits)
			w := start(t, 9600, []center.Unit{{ID: "D1", Address: 9, Driver: "led-485", Digits: digits}}, d)
			defer w.stop()
			w.unit("D1").Show("A012", Blinking)
			w.unit("D1").Beep(3) // it has no buzzer
			wait(500 * time.Millisecond)
			if got := d.Display(); got != want {
				t.Errorf("%d digits show %q, want %q", digits, got, want)
			}
			d.Restart()
			wait(2 * time.Second)
			if got := d.Display(); got != want {
				t.Errorf("after its power was off it shows %q, want %q", got, want)
			}
			d.Mute(true)
			wait(20 * time.Second)
			w.wantState("D1", failed(wires.TimedOut))
		})
	}
}

// usualASCII is the example of docs/hardware.md.
var usualASCII = center.ASCII{
	Ask: "{addr}?\r", None: "{addr}-\r", Key: "{addr}K{key}\r", Show: "{addr}D{text}\r", OK: "{addr}OK\r",
	Keys: map[string]string{"1": "next", "2": "recall", "F1": "finish"},
}

func TestASCII(t *testing.T) {
	noNone, noOK := usualASCII, usualASCII
	noNone.None = ""
	noOK.OK = ""
	for name, pattern := range map[string]center.ASCII{"all patterns": usualASCII, "silence for no key": noNone, "no acknowledgement": noOK} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				u := sim.NewASCII("A1", 3, pattern)
				w := start(t, 9600, []center.Unit{{ID: "A1", Address: 3, Driver: "ascii", Digits: 4, ASCII: pattern}}, u)
				defer w.stop()
				w.unit("A1").Show("A7\r1", On)
				wait(time.Second)
				w.wantState("A1", present)
				if got := u.Display(); got != "A7 1" {
					t.Errorf("the display shows %q, want %q", got, "A7 1")
				}
				var got []string
				for _, k := range []string{"next", "recall", "finish", "next"} {
					u.Press(k)
					wait(time.Second)
					got = append(got, w.presses("A1")...)
				}
				wait(time.Second)
				if fmt.Sprint(got) != "[next recall finish next]" || u.Waiting() != 0 {
					t.Errorf("presses %v, %d unacknowledged", got, u.Waiting())
				}
			})
		})
	}
}

func TestASCIILostAcknowledgement(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		u := sim.NewASCII("A1", 3, usualASCII)
		w := start(t, 19200, []center.Unit{{ID: "A1", Address: 3, Driver: "ascii", Digits: 4, ASCII: usualASCII}}, u)
		defer w.stop()
		wait(time.Second)
		lost := 0
		w.line.Disturb(func(frame []byte) []byte {
			if string(frame) == "3OK\r" && lost < 2 {
				lost++
				return nil
			}
			return frame
		}, nil)
		u.Press("next")
		wait(300 * time.Millisecond)
		got := w.presses("A1")
		wait(time.Second)
		if got = append(got, w.presses("A1")...); fmt.Sprint(got) != "[next]" || u.Waiting() != 0 || lost != 2 {
			t.Errorf("presses %v, %d unacknowledged, %d lost; want one press for two lost acknowledgements", got, u.Waiting(), lost)
		}
	})
}

func TestASCIIGarbled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		u := sim.NewASCII("A1", 3, usualASCII)
		w := start(t, 19200, []center.Unit{{ID: "A1", Address: 3, Driver: "ascii", Digits: 4, ASCII: usualASCII}}, u)
		defer w.stop()
		w.line.Disturb(nil, func([]byte) []byte { return []byte("3K9\r") }) // a key that nobody has described
		u.Press("next")
		wait(5 * time.Second)
		w.wantState("A1", failed(wires.Garbled))
		if got := w.presses("A1"); got != nil {
			t.Errorf("presses %v, want none", got)
		}
	})
}

func TestASCIIDisplayOnly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		pattern := center.ASCII{Show: "{addr}D{text}\r"}
		u := sim.NewASCII("A1", 3, pattern)
		w := start(t, 19200, []center.Unit{{ID: "A1", Address: 3, Driver: "ascii", Digits: 4, ASCII: pattern}}, u)
		defer w.stop()
		w.unit("A1").Show("12", On)
		wait(3 * time.Second)
		if got := u.Display(); got != "  12" {
			t.Errorf("the display shows %q, want %q", got, "  12")
		}
	})
}

// FuzzDrivers lets a unit answer anything at all.
func FuzzDrivers(f *testing.F) {
	f.Add("motcua", []byte{1, 4, 4, 2, 1, 0, 5, 0x5B, 0x87})
	f.Add("led-485", []byte{1, 16, 0, 0x80, 0, 2, 0x40, 0x20})
	f.Add("ascii", []byte("1K1\r"))
	f.Add("ascii", []byte("1KF1\r"))
	f.Fuzz(func(t *testing.T, kind string, answer []byte) {
		build, ok := drivers[kind]
		if !ok {
			return
		}
		d, err := build(center.Unit{ID: "N1", Address: 1, Digits: 4, ASCII: usualASCII})
		if err != nil {
			t.Fatal(err)
		}
		line := &parrot{answer: answer}
		master := modbus.NewMaster(line, 115200, margin)
		for range 2 {
			n, err := d.poll(master)
			if outcomeOf(err) == broken {
				t.Errorf("poll = %v, which is no error of the line", err)
			}
			if len(n.presses) > perPoll {
				t.Errorf("%d presses in one poll", len(n.presses))
			}
			_ = d.write(master, order{ack: new(uint16), face: true, text: string(answer), beeps: 1})
		}
	})
}

// parrot is a line on which everything is answered with the same, under a right checksum every second time.
type parrot struct {
	answer  []byte
	n       int
	waiting []byte
}

func (p *parrot) SetReadDeadline(time.Time) error  { return nil }
func (p *parrot) SetWriteDeadline(time.Time) error { return nil }

func (p *parrot) Write(b []byte) (int, error) {
	p.waiting = append([]byte(nil), p.answer...)
	if p.n++; p.n%2 == 0 {
		sum := modbus.Checksum(p.answer)
		p.waiting = append(p.waiting, byte(sum), byte(sum>>8))
	}
	return len(b), nil
}

func (p *parrot) Read(b []byte) (int, error) {
	if len(p.waiting) == 0 {
		return 0, os.ErrDeadlineExceeded
	}
	n := copy(b, p.waiting)
	p.waiting = p.waiting[n:]
	return n, nil
}
