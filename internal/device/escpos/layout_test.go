package escpos

import (
	"bytes"
	"encoding/json"
	"image"
	"image/color"
	"image/png"
	"strings"
	"testing"
	"time"

	"motcua/internal/center"
	"motcua/internal/i18n"
	"motcua/internal/wire"
)

// with is the usual slip with a layout of those blocks.
func with(blocks ...center.SlipBlock) wire.Slip {
	s := usual()
	s.Layout = center.UsualSlip()
	s.Layout.Blocks = blocks
	return s
}

// inked lays a slip out on a printer that has nothing of its own, and returns the picture.
func inked(s wire.Slip) *bitmap {
	p := ProfileFor(576)
	p.NativeNumber, p.NativeQR = false, false
	l := newLayout(p)
	l.print(s)
	return l.page
}

func TestNoLayoutIsTheUsualOne(t *testing.T) {
	bare, usualOne := usual(), usual()
	usualOne.Layout = center.UsualSlip()
	if !bytes.Equal(whole(bare, 576), whole(usualOne, 576)) {
		t.Error("a slip without a layout differs from the usual one")
	}
}

func TestBlocksChangeTheSlip(t *testing.T) {
	yes := true
	number := center.SlipBlock{Kind: "number"}
	plain := inked(with(number, center.SlipBlock{Kind: "service"})).black()
	for _, c := range []struct {
		name  string
		block center.SlipBlock
		more  bool // ink than plain
	}{
		{"huge", center.SlipBlock{Kind: "service", Size: "huge"}, true},
		{"small", center.SlipBlock{Kind: "service", Size: "small"}, false},
		{"unknown to this program", center.SlipBlock{Kind: "hologram"}, false},
		{"condition not met", center.SlipBlock{Kind: "service", When: "priority"}, false},
		{"condition not met", center.SlipBlock{Kind: "service", When: "copy"}, false},
		{"words", center.SlipBlock{Kind: "text", Text: i18n.Text{VI: strings.Repeat("Nhiều chữ. ", 9)}, Bold: &yes}, true},
		{"nothing to say", center.SlipBlock{Kind: "text"}, false},
		{"no logo", center.SlipBlock{Kind: "logo"}, false},
	} {
		if got := inked(with(number, c.block)).black(); (got > plain) != c.more {
			t.Errorf("%s: %d black dots, the plain slip has %d", c.name, got, plain)
		}
	}
}

func TestConditionsAreMet(t *testing.T) {
	s := with(center.SlipBlock{Kind: "number"}, center.SlipBlock{Kind: "service", When: "wait"})
	known := inked(s).black()
	s.Wait = nil
	if unknown := inked(s).black(); unknown >= known {
		t.Errorf("without a known wait %d black dots, want fewer than %d", unknown, known)
	}
}

func TestMiddleIsTheMiddle(t *testing.T) {
	b := inked(with(center.SlipBlock{Kind: "service", Align: "center"}))
	left, right := b.w, 0
	for y := range b.h {
		for x := range b.w {
			if b.row(y)[x/8]<<(x%8)&0x80 != 0 {
				left, right = min(left, x), max(right, x)
			}
		}
	}
	if off := left - (b.w - 1 - right); off < -6 || off > 6 {
		t.Errorf("ink from %d to %d of %d dots, want it in the middle", left, right, b.w)
	}
}

func TestCopySaysSo(t *testing.T) {
	s := usual()
	first := inked(s)
	s.Copy, s.CopyAt = 1, s.IssuedAt.Add(time.Hour)
	again := inked(s)
	if again.h < first.h+150 || again.black() < first.black()+8000 {
		t.Errorf("the reprint has %d rows and %d black dots, the slip %d and %d: want a large mark", again.h, again.black(), first.h, first.black())
	}
	if _, clock := waitText(s, i18n.EN); clock != "about 10:22–10:32" {
		t.Errorf("an hour later the reprint expects %q, want about 10:22–10:32", clock)
	}
	s.Layout = &center.Slip{Languages: "en", Blocks: []center.SlipBlock{{Kind: "number"}}}
	marked := inked(s).black()
	s.Copy = 0
	if plain := inked(s).black(); marked < plain+8000 {
		t.Errorf("with a layout of its own the reprint has %d black dots, the slip %d: want a large mark", marked, plain)
	}
}

func TestLatinStaysWithinTheLine(t *testing.T) {
	for _, line := range wrapLetters("Tran Bien Ward "+strings.Repeat("x", 100)+"\nService Center", 42) {
		if len(line) > 42 || line == "" {
			t.Errorf("line %q has %d letters, want 1 to 42", line, len(line))
		}
	}
	l := newLayout(ProfileFor(576))
	if l.latin("Café") {
		t.Error("latin took a letter that printers have in no fixed place")
	}
}

// FuzzEncode prints slips with any layout: nothing may be wider than the paper,
// hold a real-time command, or bring the encoder down.
func FuzzEncode(f *testing.F) {
	blocks, _ := json.Marshal(center.UsualSlip())
	f.Add(blocks, "A012", "Đất đai", 576, 1)
	f.Add([]byte(`{"languages":"en","blocks":[{"kind":"number","size":"large","align":"center"},{"kind":"qr","align":"center"}]}`), "", "x\ny", 384, 0)
	f.Fuzz(func(t *testing.T, layout []byte, number, words string, dots, copies int) {
		var look center.Slip
		if json.Unmarshal(layout, &look) != nil || len(look.Blocks) > 40 || len(words) > 2000 || len(number) > 100 {
			return
		}
		s := usual()
		s.Layout, s.Number, s.Service.VI, s.Service.EN, s.Copy = &look, number, words, words, copies
		for _, p := range []Profile{ProfileFor([]int{384, 512, 576}[uint(dots)%3]), Profiles["epson-tm-t82"]} {
			if n := traps(joined(Encode(s, p))); n > 0 {
				t.Errorf("the slip holds %d real-time commands", n)
			}
		}
	})
}

func FuzzLogo(f *testing.F) {
	var b bytes.Buffer
	m := image.NewPaletted(image.Rect(0, 0, 60, 40), color.Palette{color.White, color.Black})
	m.SetColorIndex(3, 4, 1)
	if err := png.Encode(&b, m); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Fuzz(func(t *testing.T, raw []byte) {
		l := newLayout(ProfileFor(384))
		l.look = &center.Slip{Picture: raw}
		l.logo(&center.SlipBlock{Kind: "logo"})
		if l.page.h > center.LogoHeight {
			t.Errorf("the logo is %d rows high, want at most %d", l.page.h, center.LogoHeight)
		}
	})
}
