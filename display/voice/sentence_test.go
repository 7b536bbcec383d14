package voice

import (
	"strconv"
	"strings"
	"testing"

	"motcua/internal/center"
	"motcua/internal/i18n"
)

func TestVoiceSentence(t *testing.T) {
	for _, c := range []struct {
		lang    i18n.Lang
		kind    Kind
		number  string
		counter center.CounterID
		want    string
	}{
		{i18n.VI, Call, "A012", "3", "Mời công dân có số A, không, một, hai, đến quầy số ba."},
		{i18n.VI, Correction, "A012", "3", "Xin lỗi, số A, không, một, hai, vui lòng chờ thêm."},
		{i18n.VI, Call, "1002", "10", "Mời công dân có số một, không, không, hai, đến quầy số mười."},
		{i18n.VI, Call, "B155", "15", "Mời công dân có số bê, một, năm, năm, đến quầy số mười lăm."},
		{i18n.VI, Call, "HT404", "24", "Mời công dân có số hát, tê, bốn, không, bốn, đến quầy số hai mươi tư."},
		{i18n.VI, Call, "a001", "A", "Mời công dân có số A, không, không, một, đến quầy số A."},
		{i18n.VI, Call, "D-7", "3B", "Mời công dân có số đê, bảy, đến quầy số ba, bê."},
		{i18n.VI, Call, "W9", "105", "Mời công dân có số vê kép, chín, đến quầy số một, không, năm."},
		{i18n.EN, Call, "A012", "12", "Number A, zero, one, two, please go to counter one, two."},
		{i18n.EN, Correction, "A012", "", "Sorry, number A, zero, one, two, please wait a little longer."},
	} {
		if got := Sentence(c.lang, c.kind, c.number, c.counter); got != c.want {
			t.Errorf("Sentence(%s, %s, %s, %s) =\n%s, want\n%s", c.lang, c.kind, c.number, c.counter, got, c.want)
		}
	}
}

// TestVoiceCounters holds the counters against the table of ICU's Vietnamese spell-out.
func TestVoiceCounters(t *testing.T) {
	for id, want := range map[string]string{
		"1": "một", "4": "bốn", "5": "năm", "10": "mười", "11": "mười một", "14": "mười bốn", "15": "mười lăm",
		"20": "hai mươi", "21": "hai mươi mốt", "24": "hai mươi tư", "25": "hai mươi lăm", "44": "bốn mươi tư",
		"45": "bốn mươi lăm", "55": "năm mươi lăm", "91": "chín mươi mốt", "95": "chín mươi lăm", "99": "chín mươi chín",
		"07": "bảy", "0": "không", "1A2": "một, A, hai",
	} {
		if got := counterWords(i18n.VI, id); got != want {
			t.Errorf("counterWords(%s) = %q, want %q", id, got, want)
		}
	}
}

func TestVoiceEveryCharacterHasAName(t *testing.T) {
	for _, lang := range i18n.Langs {
		if n := len(words(lang, "letters")); n != 26 {
			t.Errorf("%s: %d letters have names, want 26", lang, n)
		}
		if n := len(words(lang, "digits")); n != 10 {
			t.Errorf("%s: %d digits have names, want 10", lang, n)
		}
	}
	for n := range 200 {
		if s := Sentence(i18n.VI, Call, "Z0123456789", center.CounterID(strconv.Itoa(n))); strings.ContainsAny(s, "0123456789⟦{") {
			t.Errorf("a speech program would see %q", s)
		}
	}
}
