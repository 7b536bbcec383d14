package printer_test

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"motcua/internal/device/devicetest"
	"motcua/internal/i18n"
	"motcua/internal/wire"
)

// tool finds a Debian program; without it the test is skipped, but never in CI.
func tool(t *testing.T, name, pkg string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err == nil {
		return path
	}
	if os.Getenv("CI") == "true" {
		t.Fatalf("%s is missing: apt-get install %s", name, pkg)
	}
	t.Skipf("%s is missing: apt-get install %s", name, pkg)
	return ""
}

// save writes a picture where the failing test's evidence is kept.
func save(t *testing.T, name string, m image.Image) string {
	t.Helper()
	path := filepath.Join(t.ArtifactDir(), name)
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := png.Encode(f, m); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

func run(t *testing.T, name string, args ...string) string {
	t.Helper()
	var out, errs bytes.Buffer
	c := exec.CommandContext(t.Context(), name, args...)
	c.Stdout, c.Stderr = &out, &errs
	c.Env = append(os.Environ(), "OMP_THREAD_LIMIT=1") // more threads make it slower
	if err := c.Run(); err != nil {
		t.Fatalf("%s: %v: %s", name, err, errs.String())
	}
	return out.String()
}

// readable are slips, and what a reader must find on each: Vietnamese as it
// stands, English and the number where the reader knows the printer's letters.
func readable() map[string]struct {
	slip wire.Slip
	want []string
} {
	long := devicetest.Slip(12)
	long.Service = i18n.Text{VI: "Đăng ký quyền sử dụng đất và tài sản gắn liền với đất", EN: "Registration of land use rights and assets"}
	long.Papers.VI = "Bản chính giấy chứng nhận quyền sử dụng đất, hợp đồng chuyển nhượng đã công chứng, thẻ căn cước của người nộp hồ sơ."
	long.Demo = true
	d := designs()
	return map[string]struct {
		slip wire.Slip
		want []string
	}{
		"long": {long, []string{
			"phường Trấn Biên", "A012", "Đăng ký quyền sử dụng đất", "tài sản gắn liền với đất", "người",
			"thứ Hai, 23/11/2026", "giấy chứng nhận quyền sử dụng đất", "đã công chứng", "của người nộp hồ sơ",
			"Quét mã để theo", "đánh giá", "mời ông/bà báo bàn hướng dẫn", "help desk",
		}},
		"english": {d["english"], []string{"Service Center", "Reception point 1", "A012", "Submit a dossier", "about 09:22", "Monday, 23 November 2026",
			"Land use certificate", "Scan to follow", "Keep this slip"}},
		"vietnamese": {d["vietnamese"], []string{"phường Trấn Biên", "A004", "Đất đai", "Nộp hồ sơ", "10", "20 phút", "khoảng 09:22", "bàn hướng dẫn"}},
		"own":        {d["own"], []string{"Trung tâm Phục vụ", "Đất đai", "20 phút", "trả kết quả đất đai", "13:30 đến 16:30", "hướng dẫn trước", "0251 3822 501"}},
		"again":      {d["again"], []string{"IN LẠI", "Phiếu in lại lần 2, lúc 09:49", "Vẫn là số cũ, không phải số mới", "A012", "Đất đai", "23/11/2026"}},
	}
}

func TestSlipsCanBeReadBack(t *testing.T) {
	zbarimg := tool(t, "zbarimg", "zbar-tools")
	tesseract := tool(t, "tesseract", "tesseract-ocr tesseract-ocr-vie")
	for name, c := range readable() {
		for _, dots := range []int{384, 512, 576} {
			t.Run(fmt.Sprintf("%s-%d", name, dots), func(t *testing.T) {
				t.Parallel()
				sim, p := overTCP(t, dots, 0)
				for range 2 { // paper without a cutter ends with the next slip
					if _, err := p.Print(t.Context(), c.slip); err != nil {
						t.Fatalf("Print = %v", err)
					}
				}
				path := save(t, fmt.Sprintf("%s-%d.png", name, dots), waitSlips(t, sim, 1)[0].Picture)
				if got := strings.TrimSpace(run(t, zbarimg, "-q", "--raw", path)); got != c.slip.URL {
					t.Errorf("the QR code reads %q, want %q", got, c.slip.URL)
				}
				text := strings.Join(strings.Fields(run(t, tesseract, path, "-", "-l", "vie", "--psm", "4")), " ")
				for _, want := range c.want {
					if !strings.Contains(text, want) {
						t.Errorf("%q cannot be read back from %q", want, text)
					}
				}
			})
		}
	}
}
