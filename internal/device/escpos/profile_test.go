package escpos

import (
	"maps"
	"slices"
	"testing"

	"motcua/internal/center"
	"motcua/internal/wire"
)

func TestProfilesAreComplete(t *testing.T) {
	for name, p := range Profiles {
		if p.Band < 1 || p.Band > 128 || p.Speed < 1 || p.Buffer < 1024 || p.Knife < 1 || p.Paper.Out == 0 {
			t.Errorf("%s = %+v: a figure is missing", name, p)
		}
		switch p.Dots {
		case 384, 512, 576:
		default:
			t.Errorf("%s prints %d dots a line, want 384, 512 or 576", name, p.Dots)
		}
	}
}

func TestSlipsAreSmallForEachProfile(t *testing.T) {
	for name, p := range Profiles {
		if n := len(joined(Encode(usual(), p))); n > maxSlip {
			t.Errorf("the usual slip takes %d bytes for %s, want at most %d", n, name, maxSlip)
		}
	}
}

func TestProfileNamed(t *testing.T) {
	for _, c := range []struct {
		name       string
		dots, want int
	}{
		{"", 0, 576}, {"", 384, 384}, {"", 512, 512}, {"epson-tm-t82", 0, 576}, {"epson-tm-t82", 512, 512}, {"generic-58", 0, 384}, {"no-such", 0, 0},
	} {
		p, ok := ProfileNamed(c.name, c.dots)
		if p.Dots != c.want || ok != (c.want != 0) {
			t.Errorf("ProfileNamed(%q, %d) has %d dots, %v, want %d", c.name, c.dots, p.Dots, ok, c.want)
		}
	}
}

// TestPaperBits reads the answer to DLE EOT 4 as the makers' manuals have it.
func TestPaperBits(t *testing.T) {
	for _, c := range []struct {
		profile string
		answer  byte
		cause   string
		low     bool
	}{
		{"epson-tm-t82", 0x12, "", false},
		{"epson-tm-t82", 0x1E, "", true},
		{"epson-tm-t82", 0x7E, wire.PaperOut, true},
		{"citizen-ppu", 0x52, "", false}, // a slip in the presenter is no end of paper
		{"citizen-ppu", 0x32, wire.PaperOut, false},
		{"samsung-srp-250", 0x1E, wire.PaperOut, false}, // what others call near its end
		{"xprinter-58", 0x1E, "", false},                // has no such sensor
	} {
		var s Status
		s.Read(Profiles[c.profile], 4, c.answer)
		if s.Cause() != c.cause || s.PaperLow != c.low {
			t.Errorf("%s answers %02x: cause %q low %v, want %q %v", c.profile, c.answer, s.Cause(), s.PaperLow, c.cause, c.low)
		}
	}
}

func TestStatusIsUnexplained(t *testing.T) {
	for _, c := range []struct {
		s    Status
		want bool
	}{
		{Status{}, false}, {Status{Offline: true}, true}, {Status{Offline: true, Feeding: true}, false},
		{Status{Offline: true, HeadHot: true}, false}, {Status{Offline: true, PaperLow: true}, true},
	} {
		if got := c.s.Unexplained(); got != c.want {
			t.Errorf("Unexplained(%+v) = %v, want %v", c.s, got, c.want)
		}
	}
}

func TestPaperThere(t *testing.T) {
	for b, want := range map[byte]bool{0x00: true, 0x03: true, 0x0C: false, 0x0F: false, 0x01: false, 0x63: true} {
		if got := (Reply{Kind: Queued, Byte: b}).PaperThere(); got != want {
			t.Errorf("PaperThere(%02x) = %v, want %v", b, got, want)
		}
	}
	if (Reply{Kind: RealTime}).PaperThere() {
		t.Error("an answer to another question says that paper is there")
	}
}

// TestTheCenterKnowsEveryProfile: a wrong name is refused with the configuration, not when the bridge starts.
func TestTheCenterKnowsEveryProfile(t *testing.T) {
	if got := slices.Sorted(maps.Keys(Profiles)); !slices.Equal(got, center.Profiles) {
		t.Errorf("center.Profiles = %v, want %v", center.Profiles, got)
	}
}

// TestANarrowRollIsShort: models of 58 mm paper, which feel no end of it, count on a roll of 30 m.
func TestANarrowRollIsShort(t *testing.T) {
	for name, p := range Profiles {
		want := 80
		if p.Dots == 384 {
			want = 30
		}
		c := &center.Center{Printers: []center.Printer{{ID: "P1", Profile: name}}}
		if c.Default(); c.Printers[0].Roll != want {
			t.Errorf("a new roll in a %s has %d m, want %d", name, c.Printers[0].Roll, want)
		}
	}
}
