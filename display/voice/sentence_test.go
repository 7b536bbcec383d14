package voice

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"motcua/internal/center"
	"motcua/internal/i18n"
	"motcua/internal/spell"
)

func TestVoiceSentence(t *testing.T) {
	north := spell.Style{Lang: i18n.VI}
	south := spell.Style{Lang: i18n.VI, Region: spell.South, Reads: spell.AsNumber}
	english := spell.Style{Lang: i18n.EN}
	for _, c := range []struct {
		style   spell.Style
		kind    Kind
		number  string
		counter center.CounterID
		want    string
	}{
		{north, Call, "A012", "3", "Mời công dân có số a, không, một, hai, đến quầy số ba."},
		{south, Call, "A105", "15", "Mời công dân có số a, một trăm lẻ năm, đến quầy số mười lăm."},
		{north, Correction, "A012", "3", "Xin lỗi, số a, không, một, hai, vui lòng chờ thêm."},
		{north, Call, "1002", "10", "Mời công dân có số một, không, không, hai, đến quầy số mười."},
		{north, Call, "HT404", "24", "Mời công dân có số hát, tê, bốn, không, bốn, đến quầy số hai mươi tư."},
		{north, Call, "D-7", "3B", "Mời công dân có số đê, bảy, đến quầy số ba, bê."},
		{north, Call, "W9", "105", "Mời công dân có số vê kép, chín, đến quầy số một trăm linh năm."},
		{english, Call, "A012", "12", "Number A, zero, one, two, please go to counter twelve."},
		{english, Correction, "A012", "", "Sorry, number A, zero, one, two, please wait a little longer."},
	} {
		if got := Compose(c.style, c.kind, c.number, c.counter).Text; got != c.want {
			t.Errorf("Compose(%+v, %s, %s, %s) =\n%s, want\n%s", c.style, c.kind, c.number, c.counter, got, c.want)
		}
	}
}

var marks = map[time.Duration]string{comma: ",", apart: "_"}

// TestVoiceUnits: the words that a pack is asked for, with a mark for each pause.
func TestVoiceUnits(t *testing.T) {
	for _, c := range []struct {
		style   spell.Style
		kind    Kind
		number  string
		counter center.CounterID
		want    string
	}{
		{spell.Style{Lang: i18n.VI}, Call, "A02", "21", "Mời công dân có số|a_|không_|hai,|đến quầy số|hai|mươi|mốt|"},
		{spell.Style{Lang: i18n.VI, Reads: spell.AsNumber}, Call, "W105", "3", "Mời công dân có số|vê kép_|một|trăm|linh|năm,|đến quầy số|ba|"},
		{spell.Style{Lang: i18n.VI}, Correction, "7", "3", "Xin lỗi, số|bảy,|vui lòng chờ thêm|"},
		{spell.Style{Lang: i18n.VI}, Test, "", "", "Kiểm tra loa, hệ thống gọi số đã sẵn sàng|"},
		{spell.Style{Lang: i18n.EN}, Call, "A1", "25", "Number|A_|one,|please go to counter|twenty|five|"},
	} {
		var b strings.Builder
		for _, u := range Compose(c.style, c.kind, c.number, c.counter).Units {
			fmt.Fprintf(&b, "%s%s|", u.Word, marks[u.Pause])
		}
		if b.String() != c.want {
			t.Errorf("Compose(%+v, %s, %s, %s) = %s, want %s", c.style, c.kind, c.number, c.counter, b.String(), c.want)
		}
	}
}

func TestVoiceSpeaksNoDigit(t *testing.T) {
	for _, lang := range i18n.Langs {
		for n := range 200 {
			for _, reads := range center.Readings {
				s := Compose(spell.Style{Lang: lang, Reads: reads}, Call, "Z0123456789", center.CounterID(strconv.Itoa(n)))
				if strings.ContainsAny(s.Text, "0123456789⟦{") {
					t.Fatalf("a speech program would see %q", s.Text)
				}
			}
		}
	}
}

// TestVoiceWordsSufficeForEveryCall: a pack with the words of the list lacks none for any number and counter.
func TestVoiceWordsSufficeForEveryCall(t *testing.T) {
	for _, lang := range i18n.Langs {
		for _, region := range center.Regions {
			style := spell.Style{Lang: lang, Region: region}
			has := map[string]bool{}
			for _, w := range Everywhere().Words(style) {
				if has[w] {
					t.Errorf("%s is listed twice", w)
				}
				has[w] = true
			}
			if len(has) > 90 {
				t.Errorf("%s %s: %d words to record, want at most 90", lang, region, len(has))
			}
			for n := 0; n < 100_000; n += 37 {
				style.Reads = center.Readings[n%2]
				number := string(rune('A'+n%26)) + strconv.Itoa(n)
				for _, u := range Compose(style, kinds[n%3], number, center.CounterID(strconv.Itoa(n%99+1))).Units {
					if !has[u.Word] {
						t.Fatalf("%s %s: %q is spoken for %s and stands in no list", lang, region, u.Word, number)
					}
				}
			}
		}
	}
}

func TestVoiceNeedsOfCenter(t *testing.T) {
	c := center.Center{Services: []center.Service{{Prefix: "A", Width: 3}, {Prefix: "HT", Width: 3}}, Counters: []center.Counter{{ID: "3"}, {ID: "4B"}}}
	got := strings.Join(NeedsOf(&c).Words(spell.Style{Lang: i18n.VI, Region: spell.South}), "|")
	want := "Mời công dân có số|đến quầy số|Xin lỗi, số|vui lòng chờ thêm|Kiểm tra loa, hệ thống gọi số đã sẵn sàng|" +
		"không|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|lăm|mươi|mốt|tư|trăm|lẻ|a|hát|tê|bê"
	if got != want {
		t.Errorf("words = %s, want %s", got, want)
	}
}
