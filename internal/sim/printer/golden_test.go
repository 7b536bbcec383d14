package printer_test

import (
	"bytes"
	"flag"
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"motcua/internal/center"
	"motcua/internal/device/devicetest"
	"motcua/internal/i18n"
	"motcua/internal/wire"
)

var update = flag.Bool("update", false, "write the golden pictures anew; then look at each")

// slips are the slips that every change is looked at with.
func slips() map[string]wire.Slip {
	usual := devicetest.Slip(12)
	usual.Demo = true
	unknown := devicetest.Slip(7)
	unknown.Wait, unknown.Counters, unknown.Ahead, unknown.Priority = nil, "", 0, true
	unknown.Papers, unknown.Purpose = i18n.Text{}, center.Collect
	long := devicetest.Slip(1)
	long.Number = "1234"
	long.Center = i18n.Text{VI: "Trung tâm Phục vụ hành chính công tỉnh Đồng Nai", EN: "Dong Nai Province Public Administration Service Center"}
	long.Point = i18n.Text{VI: "Điểm tiếp nhận số 2, đường Nguyễn Ái Quốc", EN: "Reception point 2, Nguyen Ai Quoc Street"}
	long.Service = i18n.Text{VI: "Đăng ký quyền sử dụng đất, quyền sở hữu nhà ở và tài sản khác gắn liền với đất", EN: "Registration of land use rights, house ownership and other assets attached to land"}
	long.Counters, long.Ahead, long.Wait = "3, 5, 7, 8, 11, 12, 14", 124, &wire.Range{LowS: 9000, HighS: 12600}
	long.Purpose = center.OnlineHelp
	all := designs()
	all["usual"], all["unknown"], all["long"] = usual, unknown, long
	return all
}

func TestSlipsLookAsAgreed(t *testing.T) {
	for name, slip := range slips() {
		for _, dots := range []int{384, 576} {
			sim, p := overTCP(t, dots, 0)
			for range 2 { // paper without a cutter ends with the next slip
				if _, err := p.Print(t.Context(), slip); err != nil {
					t.Fatalf("Print = %v", err)
				}
			}
			if u := sim.Unknown(); len(u) > 0 {
				t.Errorf("%s on %d dots: the printer did not understand %v", name, dots, u)
			}
			var got bytes.Buffer
			if err := png.Encode(&got, waitSlips(t, sim, 1)[0].Picture); err != nil {
				t.Fatal(err)
			}
			golden := filepath.Join("testdata", fmt.Sprintf("slip-%s-%d.png", name, dots))
			if *update {
				if err := os.WriteFile(golden, got.Bytes(), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			compare(t, golden, got.Bytes())
		}
	}
}

func compare(t *testing.T, golden string, got []byte) {
	t.Helper()
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	a, errA := png.Decode(bytes.NewReader(want))
	b, errB := png.Decode(bytes.NewReader(got))
	if errA != nil || errB != nil {
		t.Fatal(errA, errB)
	}
	same := a.Bounds() == b.Bounds() && bytes.Equal(a.(*image.Gray).Pix, b.(*image.Gray).Pix)
	if !same {
		evidence := filepath.Join(t.ArtifactDir(), filepath.Base(golden))
		if err := os.WriteFile(evidence, got, 0o644); err != nil {
			t.Fatal(err)
		}
		t.Errorf("the slip differs from %s, see %s; if that is meant: go test ./internal/sim/printer -update", golden, evidence)
	}
}
