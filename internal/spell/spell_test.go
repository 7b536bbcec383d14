package spell

import (
	"fmt"
	"strings"
	"testing"

	"motcua/internal/i18n"
)

// table is what ICU's Vietnamese spell-out says, with linh for its lẻ.
var table = map[int]string{
	0: "không", 4: "bốn", 5: "năm", 10: "mười", 11: "mười một", 14: "mười bốn", 15: "mười lăm", 20: "hai mươi",
	21: "hai mươi mốt", 24: "hai mươi tư", 25: "hai mươi lăm", 44: "bốn mươi tư", 45: "bốn mươi lăm", 55: "năm mươi lăm",
	91: "chín mươi mốt", 95: "chín mươi lăm", 100: "một trăm", 101: "một trăm linh một", 104: "một trăm linh bốn",
	105: "một trăm linh năm", 110: "một trăm mười", 111: "một trăm mười một", 115: "một trăm mười lăm",
	121: "một trăm hai mươi mốt", 124: "một trăm hai mươi tư", 125: "một trăm hai mươi lăm", 205: "hai trăm linh năm",
	215: "hai trăm mười lăm", 404: "bốn trăm linh bốn", 444: "bốn trăm bốn mươi tư", 555: "năm trăm năm mươi lăm",
	999: "chín trăm chín mươi chín", 1000: "một nghìn", 1001: "một nghìn không trăm linh một", 1005: "một nghìn không trăm linh năm",
	1015: "một nghìn không trăm mười lăm", 1024: "một nghìn không trăm hai mươi tư", 1105: "một nghìn một trăm linh năm",
	2026: "hai nghìn không trăm hai mươi sáu", 9999: "chín nghìn chín trăm chín mươi chín",
	10001: "mười nghìn không trăm linh một", 21015: "hai mươi mốt nghìn không trăm mười lăm",
	100_000: "một trăm nghìn", 105_004: "một trăm linh năm nghìn không trăm linh bốn",
	999_999: "chín trăm chín mươi chín nghìn chín trăm chín mươi chín", -1: "", 1_000_000: "",
}

func TestNumberTable(t *testing.T) {
	south := strings.NewReplacer("linh", "lẻ", "nghìn", "ngàn")
	for n, want := range table {
		if got := Number(i18n.VI, North, n); got != want {
			t.Errorf("Number(north, %d) = %q, want %q", n, got, want)
		}
		if got := Number(i18n.VI, South, n); got != south.Replace(want) {
			t.Errorf("Number(south, %d) = %q, want %q", n, got, south.Replace(want))
		}
	}
}

// rewritten reads a number in another way than the package: every place by its
// name, and then the contractions of the language, one after the other.
func rewritten(n int, contracted replacers) string {
	d := func(place int) string { return digitsVI[n/place%10] }
	triple := func(h, t, u string) string { return h + " trăm " + t + " mươi " + u + " . " }
	high, low := triple(d(100_000), d(10_000), d(1000)), triple(d(100), d(10), d(1))
	switch {
	case n < 1000:
		low = lead(low)
	default:
		low = lead(high) + " nghìn " + low
	}
	return strings.Join(strings.Fields(contracted.Replace(low)), " ")
}

// lead drops the places before the first that counts.
func lead(s string) string {
	for _, nothing := range []string{"không trăm ", "không mươi "} {
		rest, ok := strings.CutPrefix(s, nothing)
		if !ok {
			return s
		}
		s = rest
	}
	return s
}

// contract makes "không trăm không mươi không" nothing, "hai mươi năm" "hai mươi lăm" and so on.
func contract(region string) replacers {
	odd := " linh "
	if region == South {
		odd = " lẻ "
	}
	all := replacers{
		strings.NewReplacer("nghìn không trăm không mươi không .", "nghìn"),
		strings.NewReplacer("trăm không mươi không .", "trăm"),
		strings.NewReplacer("trăm không mươi", "trăm"+odd),
		strings.NewReplacer("một mươi không .", "mười", "một mươi năm .", "mười lăm", "một mươi", "mười"),
		strings.NewReplacer("mươi không .", "mươi", "mươi một .", "mươi mốt", "mươi bốn .", "mươi tư", "mươi năm .", "mươi lăm"),
		strings.NewReplacer(" .", ""),
	}
	if region == South {
		all = append(all, strings.NewReplacer("nghìn", "ngàn"))
	}
	return all
}

type replacers []*strings.Replacer

func (all replacers) Replace(s string) string {
	for _, r := range all {
		s = r.Replace(s)
	}
	return s
}

func TestNumberEveryValue(t *testing.T) {
	for _, region := range []string{North, South} {
		contracted := contract(region)
		for n := range 100_000 {
			if got, want := Number(i18n.VI, region, n), rewritten(n, contracted); got != want {
				t.Fatalf("Number(%s, %d) = %q, want %q", region, n, got, want)
			}
		}
		for n := 100_000; n <= Most; n += 97 {
			if got, want := Number(i18n.VI, region, n), rewritten(n, contracted); got != want {
				t.Fatalf("Number(%s, %d) = %q, want %q", region, n, got, want)
			}
		}
	}
}

// TestNumberDistinct: no two numbers sound the same, or a citizen would get up for another's.
func TestNumberDistinct(t *testing.T) {
	for _, lang := range i18n.Langs {
		seen := map[string]int{}
		for n := range 100_000 {
			words := Number(lang, North, n)
			if other, taken := seen[words]; taken {
				t.Fatalf("%s: %d and %d are both %q", lang, other, n, words)
			}
			seen[words] = n
		}
	}
}

func TestNumberEnglish(t *testing.T) {
	for n, want := range map[int]string{
		0: "zero", 9: "nine", 10: "ten", 13: "thirteen", 20: "twenty", 21: "twenty-one", 40: "forty", 99: "ninety-nine", 100: "one hundred",
		101: "one hundred and one", 125: "one hundred and twenty-five", 460: "four hundred and sixty", 1000: "one thousand",
		1001: "one thousand and one", 2026: "two thousand and twenty-six", 1105: "one thousand one hundred and five",
		99_999: "ninety-nine thousand nine hundred and ninety-nine", 100_019: "one hundred thousand and nineteen",
	} {
		if got := Number(i18n.EN, "", n); got != want {
			t.Errorf("Number(en, %d) = %q, want %q", n, got, want)
		}
	}
}

func TestTicket(t *testing.T) {
	for _, x := range []struct {
		lang                  i18n.Lang
		region, reads, number string
		want                  string
	}{
		{i18n.VI, North, AsDigits, "A012", "a, không, một, hai"},
		{i18n.VI, North, AsNumber, "A0125", "a, một trăm hai mươi lăm"},
		{i18n.VI, South, AsNumber, "B1005", "bê, một ngàn không trăm lẻ năm"},
		{i18n.VI, North, AsNumber, "1000", "một nghìn"},
		{i18n.VI, North, AsNumber, "HT000", "hát, tê, không"},
		{i18n.VI, North, AsDigits, "w-7", "vê kép, bảy"},
		{i18n.VI, North, AsNumber, "D-7/15", "đê, bảy, mười lăm"},
		{i18n.VI, North, AsNumber, "A1234567", "a, một, hai, ba, bốn, năm, sáu, bảy"},
		{i18n.VI, North, AsDigits, "Ă😀", ""},
		{i18n.VI, "", "", "", ""},
		{i18n.EN, "", AsDigits, "A012", "A, zero, one, two"},
		{i18n.EN, "", AsNumber, "A125", "A, one hundred and twenty-five"},
		{"kho", "", "", "K1", "ca, một"},
	} {
		if got := Ticket(x.lang, x.region, x.reads, x.number); got != x.want {
			t.Errorf("Ticket(%s, %s, %s, %s) = %q, want %q", x.lang, x.region, x.reads, x.number, got, x.want)
		}
	}
}

func TestCounterAndParts(t *testing.T) {
	for _, x := range []struct{ got, want string }{
		{Counter(i18n.VI, North, "24"), "hai mươi tư"},
		{Counter(i18n.VI, North, "3B"), "ba, bê"},
		{Counter(i18n.VI, South, "105"), "một trăm lẻ năm"},
		{Counter(i18n.EN, North, "12"), "twelve"},
		{Digits(i18n.VI, "A15"), "một, năm"},
		{Letters(i18n.VI, "HT15"), "hát, tê"},
		{Letters(i18n.EN, "ht"), "H, T"},
	} {
		if x.got != x.want {
			t.Errorf("said %q, want %q", x.got, x.want)
		}
	}
}

func TestStyle(t *testing.T) {
	s := Style{Lang: i18n.VI, Four: "bốn", Reads: AsNumber, Letters: map[string]string{"K": "ka"}}
	if got, want := Text(i18n.VI, s.Ticket("K124")), "ka, một trăm hai mươi bốn"; got != want {
		t.Errorf("K124 = %q, want %q", got, want)
	}
	if got := fmt.Sprint(s.Ticket("W21")); got != "[[vê kép] [hai mươi mốt]]" {
		t.Errorf("groups of W21 = %s", got)
	}
	for i := range 26 {
		for _, lang := range i18n.Langs {
			if name := Letters(lang, string(rune('A'+i))); name == "" {
				t.Errorf("%s: letter %c has no name", lang, 'A'+i)
			}
		}
	}
}
