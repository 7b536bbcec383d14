package kit_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"motcua/internal/ui"
	"motcua/internal/ui/kit"
	"motcua/internal/ui/kit/kittest"
)

func TestMain(m *testing.M) {
	kittest.Main(m, map[string]func(context.Context) error{
		"read": func(context.Context) error {
			return kittest.Gallery(os.Getenv("GALLERY"), pagesToRead)
		},
	})
}

// mostMisread is how many letters of a hundred tesseract may misread on a page
// that people read without trouble: it knows Vietnamese no better than that. A
// page whose tone marks are cut is misread far more, see TestReadingCanFail.
const mostMisread = 2.0

// letters are the 184 letters of Vietnamese, and f, j, w and z.
const letters = "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệfghiìỉĩíịjklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvwxyỳỷỹýỵz"

// toRead are texts of a center that together have every letter of Vietnamese,
// the longest names of services among them.
var toRead = []string{
	"Đăng ký chuyển mục đích sử dụng đất, gia hạn quyền sử dụng đất của hộ gia đình, cá nhân",
	"Cấp lại chứng chỉ hành nghề đối với người có công và thân nhân người hoạt động cách mạng",
	"Xác nhận tình trạng hôn nhân, thay đổi, cải chính, bổ sung hộ tịch, xác định lại dân tộc",
	"Hỗ trợ mai táng phí, nghỉ dưỡng, khám chữa bệnh bằng thẻ bảo hiểm y tế cho trẻ em dưới sáu tuổi",
	"Mời ông bà giữ phiếu cẩn thận, xử lý hồ sơ chậm trễ thì hỏi bàn hướng dẫn ở cửa phía trước",
	"Bản vẽ kỹ thuật, mẫu tờ khai, phễu, kè đá, nghĩa vụ thuế, lệ phí, tỷ lệ, kỵ, lỵ sở, ẩm thực, ỷ lại, ẵm bé",
	"Nhà ở rẻ, sẽ mẹo, đã đỡ, bữa cỗ, quầy số năm, lẵng hoa, thẳng hàng, giằng co, sò lụa, đòn bẩy, cũ, mỏng, hõm",
	"Họ tên, tắt máy, đặt lịch, bù ngày nghỉ, chú ý từ trang sau, thủ tục cư trú, hộ chiếu",
	"Quỳnh Thụy fax, web, zalo, jura: chỗ này nguyễn, vựa, ngựa, hủ tiếu, ủy quyền, chị ấy bị ốm, ổ khóa, ờ, ớt, ợ",
}

// pagesToRead are the texts as they come, composed and taken apart, in small and in large letters.
func pagesToRead(fonts *kit.Fonts) map[string]*kit.Scene {
	return map[string]*kit.Scene{
		"small-nfc": pageToRead(fonts, func(s string) string { return norm.NFC.String(s) }),
		"large-nfd": pageToRead(fonts, func(s string) string { return norm.NFD.String(strings.ToUpper(s)) }),
	}
}

// pageToRead writes the texts at the least size of a kiosk, in rows as narrow as its tiles.
func pageToRead(fonts *kit.Fonts, form func(string) string) *kit.Scene {
	g := kit.NewGeometry(1080, 1920, 21.5, 0.6)
	s := kit.NewScene(g, ui.Default, fonts)
	for i, cell := range g.All().Inset(g.MM(12)).Grid(1, len(toRead), 0) {
		s.Text(cell, form(toRead[i]), kit.Style{Size: g.Step("body"), Bold: i%2 == 1, Color: s.Theme.Text})
	}
	return s
}

// TestEveryLetterIsRead paints every letter of Vietnamese, composed and taken
// apart, and has another program read it back.
func TestEveryLetterIsRead(t *testing.T) {
	all := strings.Join(toRead, " ")
	for _, c := range letters {
		if !strings.ContainsRune(strings.ToLower(all), c) {
			t.Errorf("no text has the letter %q", c)
		}
	}
	kittest.Need(t, "tesseract", "tesseract-ocr-vie")
	dir := kittest.Pictures(t)
	kittest.Paint(t, "read", "GALLERY="+dir)
	for name, want := range map[string]string{"small-nfc": all, "large-nfd": strings.ToUpper(all)} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := read(t, filepath.Join(dir, name+".png"))
			if wrong := misread(got, want); wrong > mostMisread {
				t.Errorf("%.1f letters of a hundred were misread, want at most %.1f; tesseract read %q", wrong, mostMisread, got)
			} else {
				t.Logf("%.1f letters of a hundred were misread", wrong)
			}
		})
	}
}

// TestFormsLookTheSame lays out each text composed and taken apart alike, without a flaw.
func TestFormsLookTheSame(t *testing.T) {
	fonts, err := kit.NewFonts()
	if err != nil {
		t.Fatal(err)
	}
	for _, large := range []bool{false, true} {
		written := func(f norm.Form) *kit.Scene {
			return pageToRead(fonts, func(s string) string {
				if large {
					s = strings.ToUpper(s)
				}
				return f.String(s)
			})
		}
		nfc, nfd := written(norm.NFC), written(norm.NFD)
		kittest.CheckLayout(t, fmt.Sprintf("large %v", large), nfc)
		for i := range nfc.Items {
			if !slices.Equal(nfc.Items[i].Lines, nfd.Items[i].Lines) {
				t.Errorf("composed it is %+v, taken apart %+v", nfc.Items[i].Lines, nfd.Items[i].Lines)
			}
		}
	}
}

// TestReadingCanFail reads words whose marks are gone.
func TestReadingCanFail(t *testing.T) {
	bare := strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFD.String(strings.Join(toRead, " ")))
	if wrong := misread(bare, strings.Join(toRead, " ")); wrong < 5*mostMisread {
		t.Errorf("without their marks %.1f letters of a hundred are misread, want many more than %.1f", wrong, mostMisread)
	}
}

// read has tesseract read a picture as Vietnamese.
func read(t *testing.T, path string) string {
	t.Helper()
	cmd := exec.Command("tesseract", path, "-", "-l", "vie", "--psm", "6")
	cmd.Env = append(os.Environ(), "OMP_THREAD_LIMIT=1")
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("tesseract: %v", err)
	}
	return string(out)
}

// misread is how many letters of a hundred differ: the least number of letters
// put in, left out or changed, of all that should be there. Spaces do not count.
func misread(got, want string) float64 {
	a, b := plain(got), plain(want)
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range a {
		before := row[0]
		row[0] = i + 1
		for j := range b {
			change := before
			if a[i] != b[j] {
				change++
			}
			before = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return 100 * float64(row[len(b)]) / float64(len(b))
}

func plain(s string) (all []rune) {
	for _, c := range norm.NFC.String(s) {
		if unicode.IsLetter(c) || unicode.IsDigit(c) {
			all = append(all, c)
		}
	}
	return all
}
