package digits_test

import (
	"errors"
	"testing"

	"periph.io/x/conn/v3/conntest"
	"periph.io/x/conn/v3/i2c/i2ctest"
	"periph.io/x/conn/v3/spi/spitest"

	"motcua/internal/device"
	"motcua/internal/device/digits"
	"motcua/internal/fault"
	"motcua/internal/wire"
)

// spiOps lists 16-bit words as the writes they become.
func spiOps(words ...uint16) []conntest.IO {
	var ops []conntest.IO
	for _, w := range words {
		ops = append(ops, conntest.IO{W: []byte{byte(w >> 8), byte(w)}})
	}
	return ops
}

func TestMAX7219(t *testing.T) {
	number := []uint16{0x0F00, 0x0900, 0x0B03, 0x0A08, 0x0477, 0x037E, 0x0230, 0x016D, 0x0C01} // A012, digit 0 on the right
	lamps := []uint16{0x0F00, 0x0900, 0x0B03, 0x0A08, 0x04FF, 0x03FF, 0x02FF, 0x01FF, 0x0C01}
	var all []uint16
	for _, part := range [][]uint16{number, number, lamps, {0x0C00}} {
		all = append(all, part...)
	}
	port := &spitest.Playback{Playback: conntest.Playback{Ops: spiOps(all...), DontPanic: true}}
	d, err := digits.MAX7219(port, 4)
	if err != nil {
		t.Fatal(err)
	}
	for name, err := range map[string]error{"Show": d.Show("A012"), "Show again": d.Show("A012"), "Test": d.Test(), "Dark": d.Dark()} {
		if err != nil {
			t.Errorf("%s = %v", name, err)
		}
	}
	if err := port.Close(); err != nil {
		t.Error(err)
	}
	wantState(t, d, device.State{Presence: wire.Present})
}

func TestHT16K33(t *testing.T) {
	row := func(at map[int]byte) []byte {
		w := make([]byte, 17)
		for i, b := range at {
			w[i] = b
		}
		return w
	}
	op := func(w ...byte) i2ctest.IO { return i2ctest.IO{Addr: 0x70, W: w} }
	// A012 with the data sheet's A = bit 0: A 0x77, 0 0x3F, 1 0x06, 2 0x5B; the colon's line stays empty.
	bus := &i2ctest.Playback{DontPanic: true, Ops: []i2ctest.IO{
		op(0x21), op(row(map[int]byte{1: 0x77, 3: 0x3F, 7: 0x06, 9: 0x5B})...), op(0xE8), op(0x81),
		op(0x21), op(row(map[int]byte{1: 0xFF, 3: 0xFF, 7: 0xFF, 9: 0xFF})...), op(0xE8), op(0x81),
		op(0x80), op(0x20),
	}}
	d, err := digits.HT16K33(bus, 0x70, 4)
	if err != nil {
		t.Fatal(err)
	}
	for name, err := range map[string]error{"Show": d.Show("A012"), "Test": d.Test(), "Dark": d.Dark()} {
		if err != nil {
			t.Errorf("%s = %v", name, err)
		}
	}
	if err := bus.Close(); err != nil {
		t.Error(err)
	}
	wantState(t, d, device.State{Presence: wire.Present})
}

func TestHT16K33OfEightDigitsHasNoColon(t *testing.T) {
	bus := &i2ctest.Record{}
	d, err := digits.HT16K33(bus, 0x71, 8)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Show("12345678"); err != nil {
		t.Fatal(err)
	}
	want := []byte{0, 0x06, 0, 0x5B, 0, 0x4F, 0, 0x66, 0, 0x6D, 0, 0x7D, 0, 0x07, 0, 0x7F, 0}
	if got := bus.Ops[1].W; string(got) != string(want) || bus.Ops[1].Addr != 0x71 {
		t.Errorf("memory at %#x = %#v, want %#v at 0x71", bus.Ops[1].Addr, got, want)
	}
}

func TestNobodyAtTheAddress(t *testing.T) {
	bus := &i2ctest.Playback{DontPanic: true}
	d, err := digits.HT16K33(bus, 0x70, 4)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Show("1"); fault.KindOf(err) != fault.Unavailable || device.CauseOf(err) != wire.Unreachable {
		t.Errorf("Show = %v, want unreachable", err)
	}
	wantState(t, d, device.State{Presence: wire.Absent, Cause: wire.Unreachable})
	bus.Ops = []i2ctest.IO{{Addr: 0x70, W: []byte{0x80}}, {Addr: 0x70, W: []byte{0x20}}}
	if err := d.Dark(); err != nil {
		t.Errorf("Dark of a display that is back = %v", err)
	}
	wantState(t, d, device.State{Presence: wire.Present})
}

func TestBrokenPort(t *testing.T) {
	d, err := digits.MAX7219(&spitest.Playback{Playback: conntest.Playback{DontPanic: true}}, 4)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Show("1"); device.CauseOf(err) != wire.DeviceError {
		t.Errorf("Show = %v, want device-error", err)
	}
	wantState(t, d, device.State{Presence: wire.Broken, Cause: wire.DeviceError})
}

func TestNoBoard(t *testing.T) {
	d := digits.None()
	if err := errors.Join(d.Show("A012"), d.Test(), d.Dark()); err != nil {
		t.Errorf("a display that is not there: %v", err)
	}
	wantState(t, d, device.State{Presence: wire.Absent, Cause: wire.NoBoard})
}

func TestForm(t *testing.T) {
	for _, n := range []int{0, 9, -1} {
		if _, err := digits.MAX7219(&spitest.Playback{}, n); !errors.Is(err, digits.ErrForm) {
			t.Errorf("MAX7219 of %d digits = %v, want ErrForm", n, err)
		}
		if _, err := digits.HT16K33(&i2ctest.Playback{}, 0x70, n); !errors.Is(err, digits.ErrForm) {
			t.Errorf("HT16K33 of %d digits = %v, want ErrForm", n, err)
		}
	}
}

func wantState(t *testing.T, d *digits.Display, want device.State) {
	t.Helper()
	if got := d.State(); got != want {
		t.Errorf("State = %v, want %v", got, want)
	}
}
