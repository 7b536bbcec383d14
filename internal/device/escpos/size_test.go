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
	for _, dots := range []int{384, 512, 576} {
		n := len(whole(usual(), dots))
		t.Logf("%d dots: %d bytes", dots, n)
		if n > maxSlip {
			t.Errorf("the usual slip takes %d bytes at %d dots, want at most %d", n, dots, maxSlip)
		}
	}
}
