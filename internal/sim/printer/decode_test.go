package printer

import (
	"bytes"
	"testing"
)

// feeder runs a decoder over fixed bytes on a printer that never waits.
type feeder struct {
	engine
	in []byte
}

func (f *feeder) next() (byte, error) {
	if len(f.in) == 0 {
		return 0, errCleared
	}
	b := f.in[0]
	f.in = f.in[1:]
	return b, nil
}

func feed(t testing.TB, in []byte) *feeder {
	f := &feeder{engine: engine{Printer: New("P1", 384, 0), ctx: t.Context()}, in: in}
	_ = newDecoder(f).run()
	return f
}

func TestDecoderUnderstands(t *testing.T) {
	for name, c := range map[string]struct {
		in      []byte
		rows    int
		unknown int
	}{
		"text":               {[]byte("A012\n"), 30, 0},
		"large text":         {[]byte("\x1d!\x77A012\n"), 192, 0},
		"feed":               {[]byte{0x1B, 'J', 100}, 50, 0},
		"feed by rows":       {[]byte{0x1D, 'P', 203, 203, 0x1B, 'J', 100}, 100, 0},
		"reset feed":         {[]byte{0x1D, 'P', 203, 203, 0x1B, '@', 0x1B, 'J', 100}, 50, 0},
		"feed by the usual":  {[]byte{0x1D, 'P', 203, 203, 0x1D, 'P', 0, 0, 0x1B, 'J', 100}, 50, 0},
		"picture":            {[]byte{0x1D, 'v', '0', 0, 1, 0, 3, 0, 0xFF, 0x81, 0xFF}, 3, 0},
		"cut picture":        {[]byte{0x1D, 'v', '0', 0, 1, 0, 3, 0, 0xFF}, 1, 0},
		"status query":       {[]byte{0x10, 0x04, 1, 'A', '\n'}, 30, 0},
		"stored picture":     {[]byte{0x1D, '(', 'L', 12, 0, '0', 'p', '0', 1, 1, '1', 8, 0, 2, 0, 0xFF, 0x81, 0x1D, '(', 'L', 2, 0, '0', '2'}, 2, 0},
		"stored, no picture": {[]byte{0x1D, '(', 'L', 2, 0, '0', '2'}, 0, 1},
		"stored, other size": {[]byte{0x1D, '(', 'L', 12, 0, '0', 'p', '0', 1, 1, '1', 8, 0, 3, 0, 0xFF, 0x81}, 0, 1},
		"picture too wide":   {append([]byte{0x1D, 'v', '0', 0, 49, 0, 1, 0}, make([]byte, 49)...), 1, 1},
		"picture too tall":   {[]byte{0x1D, 'v', '0', 0, 1, 0, 0, 0x20}, 0, 1},
		"unknown":            {[]byte{0x1B, 'p', 0, 0x1D, 'T', 203}, 0, 2},
		"text too wide":      {[]byte("\x1d!\x77ABCDE\n"), 192, 1},
		"code without data":  {[]byte{0x1D, '(', 'k', 3, 0, '1', 'Q', '0'}, 0, 1},
	} {
		f := feed(t, c.in)
		if f.paper.y != c.rows || len(f.unknowns) != c.unknown {
			t.Errorf("%s: %d rows, unknown %v; want %d rows, %d unknown", name, f.paper.y, f.unknowns, c.rows, c.unknown)
		}
	}
}

func TestRealTimeCommandsAreFoundAnywhere(t *testing.T) {
	in := append([]byte{0x1D, 'v', '0', 0, 4, 0, 1, 0}, 0x10, 0x04, 4, 0) // inside a picture, as real printers do
	in = append(in, 0x10, 0x10, 0x04, 1, 0x10, 0x14, 0x08, 0x01, 0x10, 0x04, 2)
	in = append(in, clearSequence...)
	in = append(in, 0x10, 0x05, 2)
	var rt realtime
	var got []order
	for _, b := range in {
		if o := rt.push(b); o != nothing {
			got = append(got, o)
		}
	}
	want := []order{status4, status1, status2, clear2, clear2}
	if len(got) != len(want) {
		t.Fatalf("orders = %v, want %v", got, want)
	}
	for i := range got {
		if got[i] != want[i] {
			t.Errorf("order %d = %v, want %v", i, got[i], want[i])
		}
	}
}

func TestStatusBytesCarryTheirSignature(t *testing.T) {
	models := []Model{Usual(576)}
	for _, m := range Models() {
		models = append(models, m)
	}
	for i := range 64 * len(models) {
		s, m := Switches{PaperOut: i&1 != 0, PaperLow: i&2 != 0, CoverOpen: i&4 != 0, CutterError: i&8 != 0, HeadHot: i&16 != 0, Presented: i&32 != 0}, models[i/64]
		if b := s.auto(m); b[0]&0x93 != 0x10 || (b[1]|b[2]|b[3])&0x90 != 0 {
			t.Errorf("%+v: automatic status % x has no signature", s, b)
		}
		for o := status1; o <= status4; o++ {
			if b := s.status(o, m); b&0x93 != 0x12 {
				t.Errorf("%+v: answer %d = %02x, want b&0x93 = 0x12", s, o, b)
			}
		}
	}
}

func FuzzDecoder(f *testing.F) {
	f.Add([]byte("\x1b@\x1d!\x77A012\n\x1dVB\x00"))
	f.Add([]byte{0x1D, '(', 'k', 7, 0, '1', 'P', '0', 'h', 't', 't', 'p', 0x1D, '(', 'k', 3, 0, '1', 'Q', '0'})
	f.Add([]byte{0x1D, 'v', '0', 0, 2, 0, 2, 0, 1, 2, 3, 4, 0x10, 0x14, 8})
	f.Add(bytes.Repeat([]byte{0x1B, 'J', 255}, 40))
	f.Fuzz(func(t *testing.T, in []byte) {
		p := feed(t, in)
		if h := p.paper.img.Rect.Dy(); h > maxRows {
			t.Errorf("paper of %d rows, want at most %d", h, maxRows)
		}
		if len(p.slips) > maxSlips {
			t.Errorf("%d slips kept, want at most %d", len(p.slips), maxSlips)
		}
		var rt realtime
		for _, b := range in {
			if rt.push(b); len(rt.seen) > len(clearSequence) {
				t.Errorf("the scanner holds %d bytes", len(rt.seen))
			}
		}
	})
}
