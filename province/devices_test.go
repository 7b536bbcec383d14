package province

import (
	"flag"
	"fmt"
	"html"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"motcua/internal/center"
	"motcua/internal/i18n"
	"motcua/internal/wire"
)

var update = flag.Bool("update", false, "write the golden files anew")

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

func TestDevicePagesAreGolden(t *testing.T) {
	p := deviceProvince(t)
	recount(t, p, "h19-26-1", lived)
	for name, path := range map[string]string{"overview": "/province/?sort=devices", "troubled": "/province/points/h19-26-1", "calm": "/province/points/h19-27",
		"old": "/province/points/h19-28", "yesterday": "/province/points/h19-31"} {
		for _, lang := range i18n.Langs {
			sep := "?"
			if strings.Contains(path, "?") {
				sep = "&"
			}
			w := get(t, p, path+sep+"lang="+string(lang))
			page, file := w.Body.String(), filepath.Join("testdata", name+"."+string(lang)+".txt")
			if w.Code != http.StatusOK || strings.Contains(page, "⟦") || strings.Contains(page, "Z<9>") {
				t.Errorf("GET %s in %s = %d:\n%s", path, lang, w.Code, plain(page))
			}
			if *update {
				if err := os.WriteFile(file, []byte(plain(page)), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if want, err := os.ReadFile(file); err != nil || plain(page) != string(want) {
				t.Errorf("%s differs from its golden file (%v); run go test ./province -update and read the diff", file, err)
			}
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
