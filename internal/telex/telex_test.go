package telex

import (
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

func typed(keys string) Text {
	var t Text
	for _, k := range keys {
		t = t.Type(k)
	}
	return t
}

func TestType(t *testing.T) {
	for _, test := range []struct{ keys, want string }{
		{"ddaats ddai", "đất đai"}, {"ddaast", "đất"}, {"datads", "đất"}, {"Ddawng kys", "Đăng ký"}, {"DDOONGF NAI", "ĐỒNG NAI"},
		{"khai sinh", "khai sinh"}, {"keets hoon", "kết hôn"}, {"chuwngs thuwcj", "chứng thực"}, {"chwngs thwcj", "chứng thực"},
		{"hooj khaaur", "hộ khẩu"}, {"cuw trus", "cư trú"}, {"duongwf", "dường"}, {"duongdwf", "đường"}, {"dduowngf", "đường"},
		{"nguwowif", "người"}, {"nguoiwf", "người"}, {"nguowif", "người"}, {"thuowr", "thuở"}, {"thuowng", "thương"}, {"thuongwf", "thường"},
		{"thuowngf", "thường"}, {"huow", "huơ"}, {"muowj", "mượ"}, {"ruouwj", "rượu"}, {"huou", "huou"}, {"huouw", "hươu"},
		{"hoaf", "hoà"}, {"hoanf", "hoàn"}, {"hoafn", "hoàn"}, {"khoer", "khoẻ"}, {"thuyr", "thuỷ"}, {"quys", "quý"}, {"quaf", "quà"},
		{"giaf", "già"}, {"gif", "gì"}, {"ginf", "gìn"}, {"gieengs", "giếng"}, {"cuar", "của"}, {"miaf", "mìa"}, {"muaf", "mùa"},
		{"muwaf", "mừa"}, {"muaw", "mưa"}, {"quaawn", "quăn"}, {"oanf", "oàn"}, {"ngoaif", "ngoài"}, {"xoays", "xoáy"}, {"khuyeens", "khuyến"},
		{"khuyur", "khuỷu"}, {"khuyar", "khuỷa"}, {"tuaanf", "tuần"}, {"tuanaf", "tuần"}, {"tieengs", "tiếng"}, {"yeeu", "yêu"},
		{"yeuee", "yeue"}, {"uoongs", "uống"}, {"ngoeof", "ngoèo"}, {"ngoao", "ngoao"}, {"toanf", "toàn"}, {"quoocs", "quốc"},
		{"ddawcj", "đặc"}, {"tosanr", "toản"}, {"vieejt", "việt"}, {"vietej", "việt"}, {"vijeet", "việt"},
		// the same key again undoes, and the rest of the word is plain
		{"aaa", "aa"}, {"ass", "as"}, {"asss", "ass"}, {"ddd", "dd"}, {"dddd", "ddd"}, {"uww", "uw"}, {"ww", "w"}, {"www", "ww"},
		{"uoww", "uow"}, {"classs", "class"}, {"xooong", "xoong"}, {"aww", "aw"}, {"ooo khoong", "oo không"},
		// z takes the tone, another tone replaces it
		{"asz", "a"}, {"asf", "à"}, {"az", "az"}, {"aaz", "âz"}, {"aaws", "ắ"}, {"awas", "ấ"}, {"oow", "ơ"}, {"owo", "ô"}, {"uwoo", "uô"},
		// what is no syllable stays as it is
		{"sf", "sf"}, {"tr", "tr"}, {"bcd", "bcd"}, {"kets", "két"}, {"html", "html"}, {"pdf", "pdf"}, {"edit", "edit"}, {"bid", "bid"},
		{"w", "ư"}, {"W", "Ư"}, {"tw", "tư"}, {"AS", "Á"}, {"aA", "â"}, {"Aa", "Â"}, {"dD", "đ"}, {"H19.26", "H19.26"}, {"s9s", "s9s"},
		{"a s", "a s"}, {"hoof sow", "hồ sơ"}, {"sooos", "soos"}, {"Uw", "Ư"}, {"UOW", "ƯƠ"},
	} {
		if got := typed(test.keys).String(); got != test.want {
			t.Errorf("typed(%q) = %q, want %q", test.keys, got, test.want)
		}
	}
}

// TestEveryLetter types each of the 134 Vietnamese letters that ASCII lacks.
func TestEveryLetter(t *testing.T) {
	bases := map[string]string{"a": "a", "ă": "aw", "â": "aa", "e": "e", "ê": "ee", "i": "i", "o": "o", "ô": "oo", "ơ": "ow", "u": "u", "ư": "uw", "y": "y"}
	marks := map[string]string{"": "", "\u0300": "f", "\u0301": "s", "\u0309": "r", "\u0303": "x", "\u0323": "j"}
	want := map[string]string{"đ": "dd"} // by the keys
	for letter, keys := range bases {
		for mark, key := range marks {
			if mark != "" || len(keys) > 1 {
				want[norm.NFC.String(letter+mark)] = keys + key
			}
		}
	}
	if len(want) != 67 {
		t.Fatalf("%d lower letters, want 67", len(want))
	}
	for letter, keys := range want {
		if got := typed(keys).String(); got != letter {
			t.Errorf("typed(%q) = %q, want %q", keys, got, letter)
		}
		if got := typed(strings.ToUpper(keys)).String(); got != strings.ToUpper(letter) {
			t.Errorf("typed(%q) = %q, want %q", strings.ToUpper(keys), got, strings.ToUpper(letter))
		}
	}
}

func TestErase(t *testing.T) {
	for _, test := range []struct{ keys, want string }{
		{"", ""}, {"a", ""}, {"ddaats", "đấ"}, {"a ", "a"}, {"hoaf", "ho"}, {"cuar", "củ"}, {"hoanf", "hoà"}, {"dd", ""},
	} {
		if got := typed(test.keys).Erase().String(); got != test.want {
			t.Errorf("typed(%q).Erase() = %q, want %q", test.keys, got, test.want)
		}
	}
	again := typed("ass").Erase().Type('s')
	if got := again.String(); got != "as" {
		t.Errorf("what was undone stays undone in its word: %q, want %q", got, "as")
	}
}

func TestMost(t *testing.T) {
	if got := typed(strings.Repeat("ba ", 40)); len([]rune(got.String())) != Most {
		t.Errorf("%d letters, want %d", len([]rune(got.String())), Most)
	}
	if got := typed("a\x00\n\t").String(); got != "a" {
		t.Errorf("control characters are taken: %q", got)
	}
}

func FuzzType(f *testing.F) {
	for _, seed := range []string{"ddaats ddai", "nguowif", "uwow", "ww", "qus", "gi", "ÊÊ", "e\u0302\u0301", "\u0323"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, keys string) {
		var text Text
		for _, k := range keys {
			before := len([]rune(text.String()))
			text = text.Type(k)
			now := []rune(text.String())
			if len(now) > Most || len(now) > before+1 {
				t.Fatalf("key %q made %q of %d letters", k, string(now), before)
			}
			for _, r := range now {
				if !unicode.IsPrint(r) {
					t.Fatalf("%q holds %q", string(now), r)
				}
			}
		}
		for n := len([]rune(text.String())); n > 0; n-- {
			if text = text.Erase(); len([]rune(text.String())) != n-1 {
				t.Fatalf("erasing one of %d letters left %q", n, text)
			}
		}
	})
}
