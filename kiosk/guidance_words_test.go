package kiosk

import (
	"strings"
	"testing"
	"unicode"

	"motcua/internal/i18n"
	"motcua/internal/spell"
)

func TestWords(t *testing.T) {
	for _, c := range []struct {
		lang       i18n.Lang
		text, want string
	}{
		{i18n.VI, "Số của ông/bà là\nA012", "Số của ông bà là. A, không, một, hai"},
		{i18n.VI, "Số\u00a0sẽ\u00a0hiện trên màn\u00a0hình.", "Số sẽ hiện trên màn hình."},
		{i18n.VI, "Còn 4 người trước. Dự kiến chờ 10–20 phút nữa.", "Còn bốn người trước. Dự kiến chờ mười đến hai mươi phút nữa."},
		{i18n.VI, "Mở cửa lại lúc 07:30, thứ Hai, 23/11/2026.", "Mở cửa lại lúc bảy giờ ba mươi, thứ Hai, ngày hai mươi ba tháng mười một năm hai nghìn không trăm hai mươi sáu."},
		{i18n.VI, "Hết số đến 07:00, 24/04", "Hết số đến bảy giờ, ngày hai mươi tư tháng tư"},
		{i18n.VI, "Sáng 07:30–11:30", "Sáng bảy giờ ba mươi đến mười một giờ ba mươi"},
		{i18n.VI, "Trang 1/2", "Trang một trên hai"},
		{i18n.VI, "Thay cuộn giấy · Bước 2/6", "Thay cuộn giấy, Bước hai trên sáu"},
		{i18n.VI, "Lệ phí: 50.000 đồng", "Lệ phí: năm mươi nghìn đồng"},
		{i18n.VI, "Lao động - Xã hội", "Lao động, Xã hội"},
		{i18n.VI, "Quầy 3A", "Quầy ba, A"},
		{i18n.VI, "K", "ca"},
		{i18n.VI, "KM4T ····", "ca, mờ, bốn, tê"},
		{i18n.VI, "Hồ sơ 000.00.15.H19-241123-0015", "Hồ sơ không, không, không, không, không, một, năm, hát, một, chín, hai, bốn, một, một, hai, ba, không, không, một, năm"},
		{i18n.VI, "Gọi 0912345678", "Gọi không, chín, một, hai, ba, bốn, năm, sáu, bảy, tám"},
		{i18n.VI, "15 phút, 21 người", "mười lăm phút, hai mươi mốt người"},
		{i18n.EN, "Your number is\nA012", "Your number is. A, zero, one, two"},
		{i18n.EN, "Expect to wait 10–20 minutes.", "Expect to wait ten to twenty minutes."},
		{i18n.EN, "We open again at 07:30, Monday, 23 November 2026.", "We open again at seven thirty a m, Monday, twenty-three November two thousand and twenty-six."},
		{i18n.EN, "No numbers until 07:00, 24/11", "No numbers until seven a m, twenty-four November"},
		{i18n.EN, "afternoon 13:30–17:00, returns in 10 s.", "afternoon one thirty p m to five p m, returns in ten seconds."},
		{i18n.EN, "4 waiting · 10–20 min", "four waiting, ten to twenty minutes"},
		{i18n.EN, "Page 1/2", "Page one of two"},
	} {
		got := reader{lang: c.lang}.words(c.text)
		if !strings.EqualFold(got, c.want) {
			t.Errorf("words(%q) = %q, want %q", c.text, got, c.want)
		}
	}
}

// FuzzWords takes any text and leaves no digit.
func FuzzWords(f *testing.F) {
	for _, s := range []string{"A012", "07:30", "24/11", "99/99", "1.234", "10–20", "H19-241123-0001", "٣", "0", "00:00", "A0.0.0", "9999999999"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, lang := range i18n.Langs {
			said := reader{lang: lang, region: spell.South}.words(s)
			if strings.ContainsFunc(said, func(c rune) bool { return c < unicode.MaxASCII && unicode.IsDigit(c) }) {
				t.Errorf("words(%q) = %q, which has a digit", s, said)
			}
		}
	})
}
