package kiosk_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"motcua/internal/center"
	"motcua/internal/i18n"
	"motcua/internal/wire"
	"motcua/kiosk"
)

// TestTheWaitIsToldBeforeTheChoice, on the tile and with the last question.
func TestTheWaitIsToldBeforeTheChoice(t *testing.T) {
	stalled := start.Add(-20 * time.Minute)
	for _, c := range []struct {
		lang       i18n.Lang
		queue      wire.QueueState
		tile, last string
	}{
		{i18n.VI, wire.QueueState{Waiting: 4, Wait: &wire.Range{LowS: 600, HighS: 1200}}, "4 người · 10–20 phút", "Còn 4 người trước. Dự kiến chờ 10–20 phút nữa."},
		{i18n.VI, wire.QueueState{Waiting: 4}, "4 người đang chờ", "Còn 4 người trước. Chưa đủ dữ liệu để dự kiến thời gian chờ."},
		{i18n.VI, wire.QueueState{}, "Chưa có ai chờ", "Chưa có ai chờ trước ông/bà. Chưa đủ dữ liệu để dự kiến thời gian chờ."},
		{i18n.EN, wire.QueueState{Waiting: 1, Wait: &wire.Range{HighS: 500}}, "1 waiting · under 9 min", "1 person is ahead of you. Expected wait: less than 9 min."},
		{i18n.VI, wire.QueueState{Waiting: 9, Stalled: &stalled}, "Tạm gián đoạn từ 08:52", "Lĩnh vực Chứng thực tạm gián đoạn từ 08:52. Số vẫn được cấp và được giữ."},
		{i18n.VI, wire.QueueState{Waiting: 90, Wait: &wire.Range{LowS: 25000, HighS: 32000}}, "Sắp hết số hôm nay", "Lĩnh vực này sắp hết số hôm nay."},
	} {
		d := newDesk()
		c.queue.Service = "S1"
		d.live.Waiting = []wire.QueueState{c.queue}
		d.Lang = c.lang
		d.press("start", "purpose:submit")
		if s := d.View(sizes["portrait"], fontsOf(t), ""); !says(s, c.tile) {
			t.Errorf("the tile of %+v does not say %q", c.queue, c.tile)
		}
		s := d.press("service:S1").View(sizes["portrait"], fontsOf(t), "")
		for sentence := range strings.SplitAfterSeq(c.last, ". ") {
			if !says(s, strings.TrimSpace(sentence)) {
				t.Errorf("the last question of %+v does not say %q", c.queue, sentence)
			}
		}
	}
}

func TestFewNumbersAreTold(t *testing.T) {
	for left, want := range map[int]bool{11: false, 10: true, 1: true} {
		d, all := newDesk(), about()
		all.Left = map[center.ServiceCode]int{"S1": left}
		d.Heard(d.live, all, d.now)
		tile := d.press("start", "purpose:submit").View(sizes["portrait"], fontsOf(t), "")
		last := d.press("service:S1").View(sizes["portrait"], fontsOf(t), "")
		if says(tile, fmt.Sprintf("Còn %d số hôm nay", left)) != want || says(last, fmt.Sprintf("Hôm nay chỉ còn %d số.", left)) != want {
			t.Errorf("with %d numbers left it is not told before both choices as it should: %v", left, want)
		}
	}
}

func TestPapersAreShownBeforeTheNumber(t *testing.T) {
	d := newDesk().press("start", "purpose:submit", "service:S1")
	for size, g := range sizes {
		if !says(d.View(g, fontsOf(t), ""), "Giấy tờ cần mang: Bản chính và bản sao giấy tờ cần chứng thực.") {
			t.Errorf("%s: the papers are not shown", size)
		}
	}
}

func TestHoursAndCutOff(t *testing.T) {
	at := func(hour, minute int) time.Time { return time.Date(2026, 11, 23, hour, minute, 0, 0, center.Zone) }
	opening := func(times ...time.Time) (all []wire.Opening) {
		for pair := range slices.Chunk(times, 2) {
			all = append(all, wire.Opening{From: pair[0], To: pair[1]})
		}
		return all
	}
	usual := opening(at(7, 30), at(11, 30), at(13, 30), at(17, 0))
	for _, c := range []struct {
		hours []wire.Opening
		now   time.Time
		want  string
	}{
		{usual, at(9, 12), "Giờ lấy số hôm nay: sáng 07:30–11:30, chiều 13:30–17:00."},
		{usual, at(10, 29), "Giờ lấy số hôm nay: sáng 07:30–11:30, chiều 13:30–17:00."},
		{usual, at(10, 30), "Lấy số đến 11:30, lấy lại từ 13:30."},
		{usual, at(16, 0), "Hôm nay lấy số đến 17:00."},
		{opening(at(7, 0), at(14, 0), at(17, 30), at(24, 0)), at(9, 0), "Giờ lấy số hôm nay: 07:00–14:00, 17:30–00:00."},
		{opening(at(17, 30), at(20, 0)), at(17, 40), "Giờ lấy số hôm nay: tối 17:30–20:00."},
		{opening(at(0, 0), at(24, 0)), at(23, 30), "Lấy số được cả ngày."},
	} {
		d, all := newDesk(), about()
		all.Hours = c.hours
		d.Heard(d.live, all, d.now)
		d.after(c.now.Sub(d.now))
		if s := d.View(sizes["landscape"], fontsOf(t), ""); !says(s, c.want) {
			t.Errorf("at %s the start does not say %q", i18n.Clock(c.now), c.want)
		}
	}
}

// TestLanguages: the key changes between two, and offers more than two by their own names.
func TestLanguages(t *testing.T) {
	d := newDesk().press("start", "purpose:submit", "page:next", "lang")
	if d.Lang != i18n.EN || d.Step() != kiosk.Service || d.Page != 1 {
		t.Errorf("after the key: %s on %s, page %d; want English on the same page", d.Lang, d.Step(), d.Page)
	}
	all := about()
	all.Languages = []wire.Language{{Code: "vi", Name: "Tiếng Việt"}, {Code: "en", Name: "English"}, {Code: "rad", Name: "Klei Êđê"}}
	d.Heard(d.live, all, d.now)
	mustStep(t, d.press("lang"), kiosk.Language)
	if mustStep(t, d.press("lang:rad"), kiosk.Service); d.Lang != "rad" || d.Page != 1 {
		t.Errorf("after the choice: %s on page %d, want rad on page 1", d.Lang, d.Page)
	}
	d.press("lang", "lang:nothing")
	mustStep(t, d, kiosk.Language)
	mustStep(t, d.press("back"), kiosk.Service)
}
