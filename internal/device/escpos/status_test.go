package escpos

import (
	"testing"

	"motcua/internal/wire"
)

func TestDecoderFindsReplies(t *testing.T) {
	asb := Reply{Kind: AutoBack, ASB: [4]byte{0x10, 0x00, 0x0C, 0x0F}}
	for name, c := range map[string]struct {
		in   []byte
		want []Reply
	}{
		"one answer":              {[]byte{0x12}, []Reply{{Byte: 0x12}}},
		"paper end":               {[]byte{0x72}, []Reply{{Byte: 0x72}}},
		"flow control in between": {[]byte{0x13, 0x16, 0x11, 0x12}, []Reply{{Byte: 0x16}, {Byte: 0x12}}},
		"automatic status":        {[]byte{0x10, 0x00, 0x0C, 0x0F}, []Reply{asb}},
		"flow control inside it":  {[]byte{0x10, 0x13, 0x00, 0x0C, 0x11, 0x0F}, []Reply{asb}},
		"automatic status cut":    {[]byte{0x10, 0x00, 0x12}, []Reply{{Byte: 0x12}}},
		"one cut by the next":     {[]byte{0x10, 0x00, 0x10, 0x00, 0x0C, 0x0F}, []Reply{asb}},
		"noise before":            {[]byte{0xFF, 0x93, 0x80, 0x1A}, []Reply{{Byte: 0x1A}}},
		"all bits zero is no ASB": {[]byte{0, 0, 0, 0}, []Reply{{Kind: Queued}, {Kind: Queued}, {Kind: Queued}, {Kind: Queued}}},
		"queued near end":         {[]byte{0x03}, []Reply{{Kind: Queued, Byte: 3}}},
	} {
		var d Decoder
		var got []Reply
		for _, b := range c.in {
			if r, ok := d.Push(b); ok {
				got = append(got, r)
			}
		}
		if len(got) != len(c.want) {
			t.Errorf("%s: % x = %v, want %v", name, c.in, got, c.want)
			continue
		}
		for i := range got {
			if got[i] != c.want[i] {
				t.Errorf("%s: reply %d = %v, want %v", name, i, got[i], c.want[i])
			}
		}
	}
}

func TestStatusCause(t *testing.T) {
	for name, c := range map[string]struct {
		answers [4]byte // to queries 1 to 4
		cause   string
		low     bool
	}{
		"fine":            {[4]byte{0x12, 0x12, 0x12, 0x12}, "", false},
		"near end":        {[4]byte{0x12, 0x12, 0x12, 0x1E}, "", true},
		"paper out":       {[4]byte{0x1A, 0x32, 0x12, 0x7E}, wire.PaperOut, true},
		"paper out, late": {[4]byte{0x12, 0x12, 0x12, 0x72}, wire.PaperOut, false},
		"cover":           {[4]byte{0x1A, 0x36, 0x12, 0x12}, wire.CoverOpen, false},
		"cutter":          {[4]byte{0x1A, 0x52, 0x1A, 0x12}, wire.CutterError, false},
		"unrecoverable":   {[4]byte{0x1A, 0x52, 0x32, 0x12}, wire.DeviceError, false},
		"hot head":        {[4]byte{0x1A, 0x52, 0x52, 0x12}, wire.HeadHot, false},
		"cover, printing": {[4]byte{0x1A, 0x56, 0x52, 0x12}, wire.CoverOpen, false},
		"offline":         {[4]byte{0x1A, 0x12, 0x12, 0x12}, wire.DeviceError, false},
		"feed pressed":    {[4]byte{0x1A, 0x1A, 0x12, 0x12}, "", false},
	} {
		var s Status
		for i, b := range c.answers {
			s.Read(ProfileFor(576), byte(i+1), b)
		}
		if s.Cause() != c.cause || s.PaperLow != c.low {
			t.Errorf("%s: cause %q low %v, want %q %v", name, s.Cause(), s.PaperLow, c.cause, c.low)
		}
	}
}

func TestFromASB(t *testing.T) {
	for in, want := range map[[4]byte]string{
		{0x10, 0x00, 0x00, 0x0F}: "", {0x18, 0x00, 0x0C, 0x0F}: wire.PaperOut, {0x38, 0x00, 0x00, 0x0F}: wire.CoverOpen,
		{0x18, 0x08, 0x00, 0x0F}: wire.CutterError, {0x18, 0x20, 0x00, 0x0F}: wire.DeviceError, {0x10, 0x00, 0x03, 0x0F}: "",
	} {
		if got := FromASB(ProfileFor(576), in).Cause(); got != want {
			t.Errorf("FromASB(% x).Cause() = %q, want %q", in, got, want)
		}
	}
}

func FuzzDecoder(f *testing.F) {
	f.Add([]byte{0x12, 0x10, 0x00, 0x0C, 0x0F, 0x11, 0x13, 0xFF})
	f.Fuzz(func(t *testing.T, in []byte) {
		var d Decoder
		for _, b := range in {
			d.Push(b)
		}
		// A sound answer is found whatever came before it.
		if r, ok := d.Push(0x16); !ok || r.Kind != RealTime || r.Byte != 0x16 {
			t.Errorf("after % x: Push(0x16) = %v, %v, want the answer", in, r, ok)
		}
	})
}
