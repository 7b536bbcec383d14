package escpos

import (
	"bytes"
	"image"
	"math/bits"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/unicode/norm"

	"motcua/internal/center"
	"motcua/internal/i18n"
	"motcua/internal/wire"
)

func sample() wire.Slip {
	return wire.Slip{
		Ticket: "20261123-A012", Number: "A012", Purpose: center.Submit, Counters: "3, 5", Ahead: 4,
		Center:  i18n.Text{VI: "Trung tâm Phục vụ hành chính công phường Trấn Biên", EN: "Tran Bien Ward Public Administration Service Center"},
		Service: i18n.Text{VI: "Chứng thực", EN: "Certification"}, Wait: &wire.Range{LowS: 600, HighS: 1200},
		IssuedAt: time.Date(2026, 11, 23, 2, 12, 0, 0, time.UTC), URL: "https://mc.example.gov.vn/t/8F3K22QXW5P7M9TB",
		Papers: i18n.Text{VI: "Bản chính giấy tờ cần chứng thực.", EN: "The original document."},
	}
}

// whole is a slip in one piece.
func whole(s wire.Slip, dots int) []byte { return joined(Encode(s, ProfileFor(dots))) }

// written is everything that a job holds.
func written(j *job) []byte { return joined(append(j.parts, j.part)) }

func joined(parts []Part) (all []byte) {
	for _, p := range parts {
		all = append(all, p.Bytes...)
	}
	return all
}

// black counts the black dots.
func (b *bitmap) black() int {
	n := 0
	for _, v := range b.bits {
		n += bits.OnesCount8(v)
	}
	return n
}

// traps counts the places that a printer would take for a real-time command.
func traps(b []byte) int {
	n := 0
	for _, second := range []byte{eot, enq, dc4} {
		n += bytes.Count(b, []byte{dle, second})
	}
	return n
}

func TestRasterHoldsNoRealTimeCommand(t *testing.T) {
	// Every row ends in 0x10 and the next begins with 0x04: the trap is across rows too.
	b := newBitmap(576, 300)
	for y := range b.h {
		for i, pattern := range []byte{dle, eot, 1, dle, enq, 2, dle, dc4, 8, dle, dle, eot} {
			b.row(y)[i] = pattern
		}
		b.row(y)[0], b.row(y)[71] = eot, dle
	}
	if traps(b.bits) < 4*300-1 {
		t.Fatalf("the pattern holds %d traps, want at least %d", traps(b.bits), 4*300-1)
	}
	before := b.black()
	for name, p := range Profiles {
		p.Dots = 576
		j := &job{profile: p}
		j.raster(b)
		if n := traps(written(j)); n != 0 {
			t.Errorf("%s: the encoded picture holds %d real-time commands, want 0", name, n)
		}
	}
	if b.black() != before {
		t.Errorf("encoding changed the picture itself: %d dots, want %d", b.black(), before)
	}
}

func TestNoLengthIsARealTimeCommand(t *testing.T) {
	b := newBitmap(576, 128)
	b.fill(image.Rect(0, 0, 80, 103)) // GS ( L with 10 + 10 × 103 bytes: the length is 10 04
	j := &job{profile: Profiles["epson-tm-m30"]}
	j.band(b, span{from: 0, to: 103, width: 10, form: fine})
	if n := traps(written(j)); n != 0 || j.part.Rows != 103 {
		t.Errorf("the encoded picture holds %d real-time commands in %d rows, want none in 103", n, j.part.Rows)
	}
	if n := traps(j.head(10, 103, fine)); n != 1 {
		t.Errorf("one picture would hold %d real-time commands: this test looks at the wrong size", n)
	}
}

// FuzzRaster encodes any picture for every profile: the paper moves by its height,
// and no part of it is a real-time command.
func FuzzRaster(f *testing.F) {
	f.Add(bytes.Repeat([]byte{dle, eot, 1, 0, dle, dc4, 8}, 300), byte(72))
	f.Add([]byte{0x10, 0, 0, 0, 0, 0, 0, 0, 0, 4}, byte(1))
	f.Fuzz(func(t *testing.T, dots []byte, width byte) {
		stride := 1 + int(width)%72
		b := newBitmap(8*stride, min(len(dots)/stride, 600))
		copy(b.bits, dots)
		for name, p := range Profiles {
			j := &job{profile: p}
			j.raster(b)
			rows := 0
			for _, part := range append(j.parts, j.part) {
				rows += part.Rows
			}
			if out := written(j); traps(out) != 0 || rows != b.h {
				t.Errorf("%s: %d real-time commands, %d rows; want none, %d rows", name, traps(out), rows, b.h)
			}
		}
	})
}

func TestNoSlipHoldsARealTimeCommand(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 30 {
		s := sample()
		s.Number = string(rune('A'+r.IntN(26))) + strings.Repeat("7", 1+r.IntN(4))
		s.Service.VI = strings.Repeat("Đăng ký quyền sử dụng đất ", 1+r.IntN(4))
		s.Ahead = r.IntN(200)
		for _, dots := range []int{384, 512, 576} {
			if n := traps(whole(s, dots)); n != 0 {
				t.Errorf("slip %s at %d dots holds %d real-time commands, want 0", s.Number, dots, n)
			}
		}
	}
}

func TestBlankRowsAreFed(t *testing.T) {
	b := newBitmap(384, 700)
	b.set(3, 0)
	b.set(3, 699)
	j := &job{profile: ProfileFor(384)}
	j.raster(b)
	want := []byte{gs, 'v', '0', 0, 1, 0, 1, 0, 0x10, esc, 'J', 255, esc, 'J', 255, esc, 'J', 188, gs, 'v', '0', 0, 1, 0, 1, 0, 0x10}
	if !bytes.Equal(written(j), want) {
		t.Errorf("raster = % x, want % x", written(j), want)
	}
}

func TestBandsAreLow(t *testing.T) {
	b := newBitmap(576, 500)
	b.fill(image.Rect(0, 0, 576, 500))
	j := &job{profile: ProfileFor(576)}
	j.raster(b)
	heads, out := 0, written(j)
	for i := 0; i+7 < len(out); heads++ {
		if out[i+3] != 3 {
			t.Errorf("a black band goes out in mode %d, want 3", out[i+3])
		}
		width, rows := int(out[i+4]), int(out[i+6])|int(out[i+7])<<8
		if 2*rows > j.profile.Band || rows*width > maxData {
			t.Errorf("band of %d rows and %d bytes, want at most %d and %d", 2*rows, rows*width, j.profile.Band, maxData)
		}
		i += 8 + rows*width
	}
	if heads != 9 { // 500 rows make 9 kB at four dots a bit, in bands of 1 kB
		t.Errorf("%d bands, want 9", heads)
	}
}

func TestNothingIsWiderThanTheLine(t *testing.T) {
	set := newTypesetter()
	long := "Thủ tục đăng ký biến động quyền sử dụng đất, quyền sở hữu tài sản gắn liền với đất " + strings.Repeat("ư", 200)
	for _, width := range []int{150, 384, 576} {
		for _, size := range []int{20, 26, 54} {
			for _, line := range set.even(style{true, size}, width, long) {
				if w := set.width(style{true, size}, line); w > width {
					t.Errorf("line %q at size %d is %d dots wide, want at most %d", line, size, w, width)
				}
			}
		}
	}
}

func TestWrapLosesNothing(t *testing.T) {
	set := newTypesetter()
	text := "Bản chính giấy tờ cần chứng thực; bản sao nếu đã có;\nthẻ căn cước."
	for _, wrap := range []func(style, int, string) []string{set.wrap, set.even, set.title} {
		got := strings.Join(wrap(style{false, 26}, 300, text), " ")
		if want := strings.ReplaceAll(text, "\n", " "); got != want {
			t.Errorf("wrapped text = %q, want %q", got, want)
		}
	}
}

func TestDecomposedTextPrintsTheSame(t *testing.T) {
	composed, decomposed := sample(), sample()
	decomposed.Center.VI, decomposed.Papers.VI = norm.NFD.String(composed.Center.VI), norm.NFD.String(composed.Papers.VI)
	if decomposed.Center.VI == composed.Center.VI {
		t.Fatal("the sample has no letter with a mark")
	}
	if !bytes.Equal(whole(composed, 576), whole(decomposed, 576)) {
		t.Error("the decomposed text prints another slip, want the same")
	}
}

func TestWaitText(t *testing.T) {
	for _, c := range []struct {
		wait        *wire.Range
		text, clock string
	}{
		{nil, "Chưa đủ dữ liệu để dự kiến", ""},
		{&wire.Range{LowS: 600, HighS: 1200}, "10–20 phút", "khoảng 09:22–09:32"},
		{&wire.Range{LowS: 610, HighS: 1190}, "10–20 phút", "khoảng 09:22–09:32"},
		{&wire.Range{LowS: 0, HighS: 900}, "Dưới 15 phút", "trước 09:27"},
		{&wire.Range{LowS: 0, HighS: 60}, "Sắp đến lượt", ""},
		{&wire.Range{LowS: 300, HighS: 300}, "Khoảng 5 phút", "khoảng 09:17"},
	} {
		s := sample()
		s.Wait = c.wait
		if text, clock := waitText(s, i18n.VI); text != c.text || clock != c.clock {
			t.Errorf("waitText(%v) = %q, %q, want %q, %q", c.wait, text, clock, c.text, c.clock)
		}
	}
}

func TestPartsAreSmallAndFew(t *testing.T) {
	for _, dots := range []int{384, 576} {
		profile := ProfileFor(dots)
		parts := Encode(sample(), profile)
		for i, p := range parts[:len(parts)-1] {
			if n := len(p.Bytes); n < partSize || n > partSize+maxData+100 {
				t.Errorf("%d dots: part %d has %d bytes", dots, i, n)
			}
			if next := parts[i+1].Bytes[0]; next != esc && next != gs {
				t.Errorf("%d dots: part %d begins with %02x, want a command", dots, i+1, next)
			}
		}
	}
}

func TestNumberFillsTheLine(t *testing.T) {
	for _, c := range []struct {
		dots   int
		number string
		scale  byte
	}{{576, "A012", 0x77}, {384, "A012", 0x66}, {384, "1002", 0x66}, {576, "ABC0012", 0x55}, {384, "ABC00123", 0x22}} {
		b := whole(wire.Slip{Number: c.number}, c.dots)
		if want := append([]byte{gs, '!', c.scale}, c.number...); !bytes.Contains(b, want) {
			t.Errorf("number %s on %d dots: no % x in the slip", c.number, c.dots, want)
		}
	}
}

// BenchmarkDeviceSlip renders and encodes the usual slip; bytes is what goes to the printer.
func BenchmarkDeviceSlip(b *testing.B) {
	for _, name := range []string{"epson-tm-t82", "epson-tm-m30", "generic-58"} {
		b.Run(name, func(b *testing.B) {
			p, n := Profiles[name], 0
			for b.Loop() {
				n = len(joined(Encode(usual(), p)))
			}
			b.ReportMetric(float64(n), "bytes")
		})
	}
}
