package printer

import (
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"motcua/internal/device/escpos"
	"motcua/internal/i18n"
	"motcua/internal/wire"
)

// TestTheClosingSlipCanBeChecked prints one on every width of paper: it
// stays a slip, and no command in it is unknown to a printer.
func TestTheClosingSlipCanBeChecked(t *testing.T) {
	slip := wire.Slip{
		Center: i18n.Text{VI: "Trung tâm Phục vụ hành chính công phường Trấn Biên", EN: "Tran Bien Ward Public Administrative Service Center"},
		Point:  i18n.Text{VI: "Điểm tiếp nhận số 1", EN: "Reception point 1"}, IssuedAt: time.Date(2026, 11, 23, 18, 0, 0, 0, escpos.Zone),
		Closing: &wire.ClosingSlip{
			Day: "2026-11-23", Agency: "H19.26.1", Seq: 4812, Head: strings.Repeat("9f3a12bc77e04d51", 4), Issued: 318, Finished: 296, NoShows: 14, Expired: 3,
		},
	}
	for _, dots := range []int{384, 512, 576} {
		profile := escpos.ProfileFor(dots)
		var data []byte
		for _, part := range escpos.Encode(slip, profile) {
			data = append(data, part.Bytes...)
		}
		printed, unknown := Decode(dots, data)
		if len(printed) != 1 || len(unknown) > 0 {
			t.Fatalf("%d dots: %d slips, unknown commands %v", dots, len(printed), unknown)
		}
		if mm := printed[0].Picture.Bounds().Dy() / escpos.RowsPerMM; mm > 190 {
			t.Errorf("%d dots: the closing slip is %d mm long", dots, mm)
		}
		if printed[0].QR != slip.Closing.Text() {
			t.Errorf("%d dots: the code says %s", dots, printed[0].QR)
		}
		f, err := os.Create(filepath.Join(t.ArtifactDir(), "closing.png"))
		if err != nil {
			t.Fatal(err)
		}
		if err := png.Encode(f, printed[0].Picture); err != nil {
			t.Error(err)
		}
		f.Close()
	}
}
