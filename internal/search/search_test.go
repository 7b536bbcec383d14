package search

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// ward is some of what a ward offers.
var ward = []Entry{
	{Texts: [fields][]string{Service: {"Hộ tịch", "Civil status"}}},
	{Texts: [fields][]string{Service: {"Chứng thực", "Certification"}}},
	{Texts: [fields][]string{Service: {"Cư trú", "Residence"}, Papers: {"Căn cước và giấy tờ về chỗ ở hợp pháp"}}},
	{Texts: [fields][]string{Service: {"Đất đai", "Land"}}},
	{Texts: [fields][]string{Service: {"Kinh doanh", "Business"}}},
	{Code: "1.001193", Texts: [fields][]string{Name: {"Đăng ký khai sinh", "Birth registration"}, Also: {"Hộ tịch"}, Papers: {"Giấy chứng sinh"}}},
	{Code: "1.004884", Texts: [fields][]string{Name: {"Đăng ký lại khai sinh", "Re-registration of a birth"}, Also: {"Hộ tịch"}}},
	{Code: "1.000894", Texts: [fields][]string{Name: {"Đăng ký kết hôn", "Marriage registration"}, Also: {"Hộ tịch"}, Papers: {"Giấy xác nhận tình trạng hôn nhân"}}},
	{Code: "2.000815", Texts: [fields][]string{Name: {"Chứng thực bản sao từ bản chính", "Certified copies"}, Also: {"Chứng thực"}}},
	{Code: "2.000884", Texts: [fields][]string{Name: {"Chứng thực chữ ký", "Certified signatures"}, Also: {"Chứng thực"}}},
	{Code: "1.004222", Texts: [fields][]string{Name: {"Đăng ký thường trú", "Permanent residence"}, Also: {"Cư trú"}, Papers: {"Giấy tờ về đất và nhà ở"}}},
	{Code: "1.001612", Texts: [fields][]string{Name: {"Đăng ký thành lập hộ kinh doanh"}, Also: {"Kinh doanh"}}},
}

func names(found []int) string {
	var list []string
	for _, i := range found {
		list = append(list, slices.Concat(ward[i].Texts[Service], ward[i].Texts[Name])[0])
	}
	return strings.Join(list, "; ")
}

func TestFind(t *testing.T) {
	x := New(ward)
	for _, test := range []struct{ query, want string }{
		{"dang ky khai sinh", "Đăng ký khai sinh; Đăng ký lại khai sinh"},
		{"Đăng ký khai sinh", "Đăng ký khai sinh; Đăng ký lại khai sinh"},
		{norm.NFD.String("đăng ký khai sinh"), "Đăng ký khai sinh; Đăng ký lại khai sinh"},
		{"KHAI SINH", "Đăng ký khai sinh; Đăng ký lại khai sinh; Hộ tịch"},
		{"khai sinh dang ky", "Đăng ký khai sinh; Đăng ký lại khai sinh"},
		{"lai khai", "Đăng ký lại khai sinh"},
		{"kh s", "Đăng ký khai sinh; Đăng ký lại khai sinh; Hộ tịch; Cư trú; Đăng ký thường trú"},
		{"dat", "Đất đai; Đăng ký thường trú"}, // the service first, then who asks for papers about land
		{"đất", "Đất đai; Đăng ký thường trú"},
		{"đạt", "Đất đai; Đăng ký thường trú"}, // other marks are forgiven
		{"sổ đỏ", "Đất đai"}, {"so do", "Đất đai"}, {"sổ đ", "Đất đai; Đăng ký thường trú; Cư trú"},
		{"cccd", "Cư trú"}, {"hộ khẩu", "Cư trú; Đăng ký thường trú"}, {"ho khau", "Cư trú; Đăng ký thường trú"},
		{"công chứng", "Chứng thực; Chứng thực bản sao từ bản chính; Chứng thực chữ ký; Cư trú"},
		{"giấy phép kinh doanh", "Kinh doanh; Đăng ký thành lập hộ kinh doanh"},
		{"kinh doanh", "Kinh doanh; Đăng ký thành lập hộ kinh doanh"},
		{"thuwờng", "Đăng ký thường trú"}, {"thuong tru", "Đăng ký thường trú"}, {"thuongg tru", "Đăng ký thường trú"}, {"thuogn tru", "Đăng ký thường trú"},
		{"hdjk", ""}, {"certfied", "Chứng thực bản sao từ bản chính; Chứng thực chữ ký"}, {"birth", "Đăng ký khai sinh; Đăng ký lại khai sinh"},
		{"marriage", "Đăng ký kết hôn"}, {"1.0011", "Đăng ký khai sinh"}, {"2.000", "Chứng thực bản sao từ bản chính; Chứng thực chữ ký"},
		{"tôi muốn làm giấy khai sinh cho con", "Đăng ký khai sinh; Đăng ký lại khai sinh; Hộ tịch"},
		{"khai sinh ở bệnh viện", "Đăng ký khai sinh; Đăng ký lại khai sinh; Hộ tịch"}, // what nothing has is passed over
		{"chứng", "Chứng thực; Chứng thực bản sao từ bản chính; Chứng thực chữ ký; Cư trú; Đất đai; Đăng ký khai sinh"},
		{"", ""}, {" - ", ""}, {"\u0301", ""},
	} {
		if got := names(x.Find(test.query, 20)); got != test.want {
			t.Errorf("Find(%q)\n got %s\nwant %s", test.query, got, test.want)
		}
	}
	if got := x.Find("khai sinh", 1); len(got) != 1 {
		t.Errorf("Find with 1 at most returns %v", got)
	}
}

// TestToneStyles holds the two ways to place a tone for one word.
func TestToneStyles(t *testing.T) {
	x := New([]Entry{{Texts: [fields][]string{Name: {"Hòa giải"}}}, {Texts: [fields][]string{Name: {"Hoá chất"}}}})
	for query, want := range map[string]int{"hoà": 0, "hòa": 0, "hoá": 1, "hóa": 1} {
		if got := x.Find(query, 5); len(got) != 2 || got[0] != want {
			t.Errorf("Find(%q) = %v, want %d first", query, got, want)
		}
	}
}

func TestFold(t *testing.T) {
	for in, want := range map[string]string{"Đăng ký": "dang ky", "ĐẤT ĐAI": "dat dai", norm.NFD.String("Người có công"): "nguoi co cong", "ưỡn ẹo": "uon eo", "Ł": "ł"} {
		if got := Fold(in); got != want {
			t.Errorf("Fold(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestNear(t *testing.T) {
	for _, test := range []struct {
		typed, have string
		want        bool
	}{
		{"thuong", "thuong", false}, {"thuonk", "thuong", true}, {"thung", "thuong", true}, {"thuoong", "thuong", true},
		{"thuogn", "thuong", true}, {"thugno", "thuong", false}, {"huong", "thuong", false}, {"thuon", "thuong", false},
		{"thyon", "thuong", true}, {"dangg", "dang", true}, {"dangkk", "dang", false},
	} {
		if got := test.typed != test.have && !strings.HasPrefix(test.have, test.typed) && near(test.typed, test.have); got != test.want {
			t.Errorf("near(%q, %q) = %t, want %t", test.typed, test.have, got, test.want)
		}
	}
}

// TestEveryday reads the shipped list.
func TestEveryday(t *testing.T) {
	seen := map[string]string{}
	for n, line := range strings.Split(strings.TrimSpace(everydayText), "\n") {
		if line == "" || line[0] == '#' || line[0] == '-' {
			continue
		}
		left, right, ok := strings.Cut(line, "=")
		if !ok || strings.TrimSpace(right) == "" {
			t.Errorf("line %d is neither names = words nor a list: %q", n+1, line)
		}
		for name := range strings.SplitSeq(left, ",") {
			name = strings.TrimSpace(name)
			if other, twice := seen[name]; twice {
				t.Errorf("%q stands for %q and %q", name, other, right)
			}
			seen[name] = right
			if len(words(name)) == 0 {
				t.Errorf("line %d has an empty name", n+1)
			}
		}
	}
	if v := vocabularyOf(); len(seen) < 50 || len(v.everyday) < 20 || len(v.empty) < 10 {
		t.Errorf("%d everyday names, %d lines, %d empty words: too few to be the list", len(seen), len(v.everyday), len(v.empty))
	}
}

func FuzzFind(f *testing.F) {
	x := New(ward)
	for _, seed := range []string{"đất đai", "1.001193", "e\u0302\u0301", "\xff\xfe", strings.Repeat("a ", 500), "\u0301\u0301"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, query string) {
		found := x.Find(query, 5)
		if len(found) > 5 || !slices.Equal(found, x.Find(query, 5)) {
			t.Fatalf("Find(%q) = %v and then %v", query, found, x.Find(query, 5))
		}
		for i, at := range found {
			if at < 0 || at >= len(ward) || slices.Contains(found[:i], at) {
				t.Fatalf("Find(%q) = %v", query, found)
			}
		}
		if utf8.ValidString(query) && !slices.Equal(found, x.Find(norm.NFD.String(query), 5)) {
			t.Fatalf("Find(%q) differs in NFD", query)
		}
	})
}

// many is an index of 2,000 procedures, as a province has.
func many() *Index {
	syllables := strings.Fields(`đăng ký khai sinh kết hôn chứng thực đất đai cư trú hộ kinh doanh xây dựng môi trường bảo trợ xã hội người có công
		giấy phép hoạt động thay đổi nội dung cấp lại thu hồi gia hạn xác nhận thông báo chấm dứt chuyển nhượng quyền sử dụng`)
	r := rand.New(rand.NewPCG(1, 2))
	sentence := func(n int) string {
		var s []string
		for range n {
			s = append(s, syllables[r.IntN(len(syllables))])
		}
		return strings.Join(s, " ")
	}
	var list []Entry
	for i := range 2000 {
		list = append(list, Entry{Code: fmt.Sprintf("1.%06d", i), Texts: [fields][]string{
			Name: {sentence(10)}, Also: {sentence(3)}, Papers: {sentence(12), sentence(15), sentence(8)}}})
	}
	return New(list)
}

func BenchmarkFind(b *testing.B) {
	x := many()
	for b.Loop() {
		x.Find("dang ky khai sinhh cho con", 8)
	}
}
