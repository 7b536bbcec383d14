package province

import (
	"fmt"
	"html"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"motcua/internal/center"
	"motcua/internal/i18n"
	"motcua/internal/wire"
)

// plain is what a person reads of a page, a line each cell, entry and paragraph.
func plain(page string) string {
	_, page, _ = strings.Cut(page, "<main")
	page, _, _ = strings.Cut(page, "</main>")
	page = regexp.MustCompile(`(?s)^[^>]*>|<svg.*?</svg>`).ReplaceAllString(page, "")
	page = strings.Join(strings.Fields(page), " ")
	page = regexp.MustCompile(`</(h1|h2|p|li|tr|thead|summary|dd)>`).ReplaceAllString(page, "\n")
	page = regexp.MustCompile(`</(th|td)>`).ReplaceAllString(page, " | ")
	page = html.UnescapeString(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(page, " "))
	var lines []string
	for line := range strings.Lines(page) {
		if line = strings.Join(strings.Fields(line), " "); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n") + "\n"
}

// lived is what became of a center's devices before it was in trouble.
var lived = []fact{
	{wire.DeviceState, 26 * time.Hour, wire.DeviceData{Device: "T10", State: wire.Absent, Cause: wire.TimedOut}},
	{wire.DeviceState, 3 * time.Hour, wire.DeviceData{Device: "T10", State: wire.Absent, Cause: wire.TimedOut, Since: ago(26 * time.Hour)}}, // told again
	{"ticket.issued", 150 * time.Minute, map[string]string{}},
	{wire.SelfTestBegan, 133 * time.Minute, wire.SelfTestData{ID: "x"}},
	{wire.SelfTestEnded, 132 * time.Minute, wire.SelfTestData{ID: "x", Checks: troubled(pageNow).SelfTest.Checks}},
	{wire.DeviceState, 90 * time.Minute, wire.DeviceData{Device: "P1", State: wire.Broken, Cause: wire.CoverOpen}},
	{wire.DeviceState, 89 * time.Minute, wire.DeviceData{Device: "P1", State: wire.Broken, Cause: wire.PaperOut}},
	{wire.PaperChanged, 78 * time.Minute, wire.PaperData{Printer: "P1", MM: 76400}},
	{wire.DeviceState, 78 * time.Minute, wire.DeviceData{Device: "P1", State: wire.Present}},
	{wire.DeviceState, 10 * time.Minute, wire.DeviceData{Device: "UPS", State: wire.Broken, Cause: wire.MainsLost}},
	{wire.DeviceState, 7 * time.Minute, wire.DeviceData{Device: "P1", State: wire.Broken, Cause: wire.PaperOut, Good: ago(8 * time.Minute)}},
	{wire.DeviceState, 5 * time.Minute, wire.DeviceData{Device: "P2", State: wire.Present, Cause: wire.PaperLow}},
	{wire.DeviceState, 5 * time.Minute, "a later version says it otherwise"},
	{wire.DeviceState, 4 * time.Minute, wire.DeviceData{Device: "Z<9>", State: "asleep", Cause: "unheard-of"}},
}

// told is what the pages say, line after line, with others between. What stands in
// ‹› is a key of the catalog: the devices' words are shared with the centers' pages.
var told = map[string][]string{
	"/province/points/h19-26-1": {
		"‹province.test-bad›", "‹selftest.clock›: ‹province.cause-clock-unsynced›", "‹selftest.screen›: ‹cause.timed-out› T10-22 T9-22", "‹selftest.ups›: ‹cause.battery-low› UPS-42",
		"‹selftest.sound›", "‹selftest.strip› · P1",
		"‹state.broken› P1 ‹manager.kind-printer›,", "‹cause.paper-out› P1-11 ‹devices.todo-paper-out›", "‹state.absent› T10", "‹state.stale› N2", "‹devices.low› P2",
		"P1 ‹manager.kind-printer› epson-tm-t82 | ‹state.broken› | ‹cause.paper-out› P1-11 | 09:05 | 09:04 | 09:12",
		"P2 ‹manager.kind-printer› xprinter-80 | ‹devices.low› | ‹cause.paper-low› P2-12", "09:50 | 09:07",
		"‹devices.at-hall› | D1 ‹manager.kind-display› | ‹state.present› | | 07:32 | | 09:12", "L1 ‹manager.kind-lamp› | ‹province.device-never› | | | | –",
		"N2 ‹manager.kind-unit› motcua | ‹state.stale› | | 07:32 | 08:50 | 08:50", "T10 ‹manager.kind-tablet› | ‹state.absent› | ‹cause.timed-out› T10-22 | 07:12 22/11",
		"‹devices.at-center› | P3 ‹manager.kind-printer› generic-80 | ‹state.present› |", "15:40 | 07:32", "‹cause.mains-lost› UPS-41",
		"09:08 | Z<9> | asleep unheard-of", "09:07 | P2 ‹manager.kind-printer› | ‹devices.low› ‹cause.paper-low› | P2-12", "09:05 | P1 ‹manager.kind-printer› | ‹state.broken› ‹cause.paper-out› | P1-11",
		"09:02 | UPS", "07:54 | P1 ‹manager.kind-printer› | ‹state.present›", "07:54 | P1 ‹manager.kind-printer› | ‹province.roll-changed›",
		"07:43 | P1", "07:42 | P1 ‹manager.kind-printer› | ‹state.broken› ‹cause.cover-open› | P1-13", "07:00 | ‹province.test› | ‹province.test-bad›", "T10-22 T9-22", "07:12 22/11 | T10",
	},
	"/province/points/h19-27": {"‹province.test-good›", "‹devices.no-troubles›", "‹province.changes-none›"},
	"/province/points/h19-28": {"08:32:30", "08:22", "‹devices.battery-soon›", "‹province.test-bad›", "08:32:30", "‹state.broken› P1", "08:25 | 08:24 | 08:32"},
	"/province/points/h19-30": {"‹province.test-running›"},
	"/province/points/h19-31": {"‹province.test-unknown›", "13:12 22/11/2026", "13:12 22/11"},
}

func TestDevicePages(t *testing.T) {
	p := deviceProvince(t)
	recount(t, p, "h19-26-1", lived)
	key := regexp.MustCompile(`‹([^›]*)›`)
	for path, lines := range told {
		for _, lang := range i18n.Langs {
			w := get(t, p, path+"?lang="+string(lang))
			page := plain(w.Body.String())
			if w.Code != http.StatusOK || strings.Contains(page, "⟦") || strings.Contains(page, "{") || strings.Contains(w.Body.String(), "Z<9>") {
				t.Errorf("GET %s in %s = %d:\n%s", path, lang, w.Code, page)
			}
			rest := page
			for _, line := range lines {
				line = key.ReplaceAllStringFunc(line, func(k string) string { return i18n.T(lang, strings.Trim(k, "‹›")) })
				_, after, ok := strings.Cut(rest, line)
				if !ok {
					t.Errorf("GET %s in %s: no %q where it should be in\n%s", path, lang, line, page)
					break
				}
				rest = after
			}
		}
	}
	for _, line := range []string{"Mất điện lưới từ 09:02", "Pin còn 84 %, đủ khoảng 40 phút", "lúc 07:00, 3 trên 8 mục chưa đạt", "1 mục không thử được", "3 mục đạt",
		"Theo tin lúc 09:12:30, 0 giây trước", "sau 12 phút không dùng được", "cuộn cũ đã in 76,4 m"} {
		if page := plain(get(t, p, "/province/points/h19-26-1").Body.String()); !strings.Contains(page, line) {
			t.Errorf("the page does not say %q:\n%s", line, page)
		}
	}
}

// order returns the points of the overview as they stand in it.
func order(t *testing.T, page string) (ids []string) {
	t.Helper()
	for _, m := range regexp.MustCompile(`href="/province/points/([^"?]*)`).FindAllStringSubmatch(page, -1) {
		ids = append(ids, m[1])
	}
	return ids
}

func TestWhoNeedsSomebody(t *testing.T) {
	p := deviceProvince(t)
	page := get(t, p, "/province/?sort=devices").Body.String()
	// The battery was nearly empty when one was last heard of; two nobody knows of come before the good ones.
	if got, want := order(t, page), []string{"h19-28", "h19-26-1", "h19-31", "h19-29", "h19-27", "h19-30"}; !slices.Equal(got, want) {
		t.Errorf("by need: %v, want %v", got, want)
	}
	if got, want := order(t, get(t, p, "/province/?show=devices").Body.String()), []string{"h19-26-1", "h19-28"}; !slices.Equal(got, want) {
		t.Errorf("with devices to look at: %v, want %v", got, want)
	}
	want := map[string][]string{
		"h19-26-1": {"Mất điện từ 09:02", "4 cần xem", "1 có sự cố, 1 không thấy, 1 không có tin, 1 cần xem sớm, 1 chưa kết nối lần nào", "Tự kiểm tra chưa đạt"},
		"h19-27":   {"2 hoạt động", "Tự kiểm tra đạt"},
		"h19-30":   {"2 hoạt động", "Đang tự kiểm tra"},
	}
	for point, texts := range want {
		row := tableRow(t, page, point)
		for _, text := range texts {
			if !strings.Contains(row, text) {
				t.Errorf("row of %s = %q, want %q in it", point, row, text)
			}
		}
	}
	if row := tableRow(t, page, "h19-31"); strings.Contains(row, "ự kiểm tra") {
		t.Errorf("row of a center last heard of yesterday = %q, want nothing of today's self-test", row)
	}
	old, _, err := p.Standing(t.Context(), "h19-28")
	if err != nil {
		t.Fatal(err)
	}
	for _, sign := range needsOf(view{Lang: i18n.VI, Now: pageNow}, old).Signs {
		if sign.Tone != "stale" {
			t.Errorf("%+v of old data, want it gray", sign)
		}
	}
	quiet := deviceProvince(t)
	hear(t, quiet, "h19-26-1", pageNow, map[string][]byte{wire.TopicSnap: encode(calm(pageNow))})
	hear(t, quiet, "h19-28", pageNow, map[string][]byte{wire.TopicSnap: encode(calm(pageNow))})
	if page := get(t, quiet, "/province/?show=devices").Body.String(); !strings.Contains(page, "Không có trung tâm nào có thiết bị cần xem") {
		t.Errorf("with nothing to look at the page says:\n%s", plain(page))
	}
}

// TestChangesAreBounded lets a center tell far more than a page holds, most of it of one device that comes and goes.
func TestChangesAreBounded(t *testing.T) {
	p := deviceProvince(t)
	broke := func(id center.DeviceID) fact {
		return fact{wire.DeviceState, time.Hour, wire.DeviceData{Device: id, State: wire.Broken, Cause: wire.PaperOut}}
	}
	facts := []fact{broke("FORGOTTEN")}
	for range mostRead { // told again, day after day
		facts = append(facts, fact{wire.DeviceState, time.Minute, wire.DeviceData{Device: "P2", State: wire.Present, Since: ago(time.Hour)}})
	}
	for i := range 2 * mostChanges {
		facts = append(facts, broke(center.DeviceID(fmt.Sprintf("D%d", i))))
	}
	recount(t, p, "h19-27", facts)
	list, err := p.changes(t.Context(), "h19-27")
	if err != nil || len(list) != mostChanges || list[0].Device != "D59" {
		t.Errorf("changes = %d, %v, want the last %d", len(list), err, mostChanges)
	}
	flapping := []fact{broke("OLD")}
	for range 50 {
		flapping = append(flapping, broke("P1"), fact{wire.DeviceState, time.Hour, wire.DeviceData{Device: "P1", State: wire.Present}})
	}
	recount(t, p, "h19-30", flapping)
	list, err = p.changes(t.Context(), "h19-30")
	if err != nil || len(list) != mostOfOne+1 || !list[mostOfOne-1].more || list[mostOfOne].Device != "OLD" {
		t.Errorf("changes = %+v, %v, want %d of the device that comes and goes, and the other", list, err, mostOfOne)
	}
	if page := get(t, p, "/province/points/h19-30").Body.String(); strings.Count(page, "trước đó của thiết bị này không hiện") != 1 {
		t.Errorf("the page does not say what it leaves out:\n%s", plain(page))
	}
	recount(t, p, "h19-31", facts[:mostRead+1])
	if list, err = p.changes(t.Context(), "h19-31"); err != nil || len(list) != 0 {
		t.Errorf("changes = %+v, %v, want none after %d events", list, err, mostRead)
	}
}
