package escpos

import (
	"testing"

	"motcua/internal/i18n"
	"motcua/internal/wire"
)

// usual is a slip as a ward center prints it: the sample with a reception point and two lines of papers.
func usual() wire.Slip {
	s := sample()
	s.Point = i18n.Text{VI: "Điểm tiếp nhận số 1", EN: "Reception point 1"}
	s.Service = i18n.Text{VI: "Đất đai", EN: "Land"}
	s.Papers = i18n.Text{VI: "Giấy chứng nhận quyền sử dụng đất; thẻ căn cước.", EN: "Land use certificate; identity card."}
	return s
}

// maxSlip is what a serial line at 115200 baud carries in 1.8 seconds.
const maxSlip = 20_000

func TestUsualSlipIsSmall(t *testing.T) {
	for name, p := range Profiles {
		if !p.NativeQR {
			continue // not the hybrid form: the code goes out as a picture
		}
		if n := len(joined(Encode(usual(), p))); n > maxSlip {
			t.Errorf("the usual slip takes %d bytes on a %s, want at most %d", n, name, maxSlip)
		}
	}
}

func TestStripIsShort(t *testing.T) {
	for name, p := range Profiles {
		rows := 0
		for _, part := range TestStrip(p, sample().IssuedAt, "P1") {
			rows += part.Rows
		}
		if mm := rows / RowsPerMM; mm > 60 || mm < 30 {
			t.Errorf("the test strip of %s is %d mm, want 30 to 60", name, mm)
		}
	}
}

func TestSpansShowEveryDot(t *testing.T) {
	// A page with all there is, drawn once as it is and once from its spans.
	l := newLayout(ProfileFor(576))
	l.print(usual())
	b := l.page
	got := newBitmap(b.w, b.h)
	y := 0
	for _, s := range b.spans(128, BitImage.bytes()) {
		if s.from != y {
			t.Fatalf("a span begins at row %d, want %d", s.from, y)
		}
		for y = s.from; y < s.to; y += s.form.rows {
			for i, v := range s.form.pack(nil, b.row(y), s.width) {
				for x := range 8 * s.form.cols {
					if v<<(x/s.form.cols)&0x80 == 0 {
						continue
					}
					for row := range s.form.rows {
						got.set(i*8*s.form.cols+x, y+row)
					}
				}
			}
		}
	}
	if y != b.h || string(got.bits) != string(b.bits) {
		t.Errorf("the spans end at row %d and show another picture, want %d rows as drawn", y, b.h)
	}
}
