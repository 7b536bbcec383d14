package printer_test

import (
	"bytes"
	"image"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"motcua/internal/device/devicetest"
	"motcua/internal/i18n"
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

func TestSlipCanBeReadBack(t *testing.T) {
	zbarimg := tool(t, "zbarimg", "zbar-tools")
	tesseract := tool(t, "tesseract", "tesseract-ocr tesseract-ocr-vie")
	for _, dots := range []int{384, 512, 576} {
		sim, p := overTCP(t, dots, 0)
		slip := devicetest.Slip(12)
		slip.Service = i18n.Text{VI: "Đăng ký quyền sử dụng đất và tài sản gắn liền với đất", EN: "Registration of land use rights and assets"}
		slip.Papers.VI = "Bản chính giấy chứng nhận quyền sử dụng đất, hợp đồng chuyển nhượng đã công chứng, thẻ căn cước của người nộp hồ sơ."
		slip.Demo = true
		if _, err := p.Print(t.Context(), slip); err != nil {
			t.Fatalf("Print on %d dots = %v", dots, err)
		}
		if _, err := p.Print(t.Context(), devicetest.Slip(13)); err != nil { // paper without a cutter ends here
			t.Fatalf("Print on %d dots = %v", dots, err)
		}
		path := save(t, strings.ReplaceAll(t.Name(), "/", "-")+"-"+map[int]string{384: "384", 512: "512", 576: "576"}[dots]+".png", waitSlips(t, sim, 1)[0].Picture)
		if got := strings.TrimSpace(run(t, zbarimg, "-q", "--raw", path)); got != slip.URL {
			t.Errorf("%d dots: the QR code reads %q, want %q", dots, got, slip.URL)
		}
		text := strings.Join(strings.Fields(run(t, tesseract, path, "-", "-l", "vie", "--psm", "4")), " ")
		for _, want := range []string{
			"phường Trấn Biên", "A012", "Đăng ký quyền sử dụng đất", "tài sản gắn liền với đất", "người",
			"thứ Hai, 23/11/2026", "giấy chứng nhận quyền sử dụng đất", "đã công chứng", "của người nộp hồ sơ",
			"Quét mã bằng điện thoại", "theo dõi lượt", "mời ông/bà báo bàn hướng dẫn",
		} {
			if !strings.Contains(text, want) {
				t.Errorf("%d dots: %q cannot be read back from %q", dots, want, text)
			}
		}
	}
}
