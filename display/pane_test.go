package display_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"motcua/display"
	"motcua/internal/center"
	"motcua/internal/i18n"
	"motcua/internal/queue"
	"motcua/internal/ui/kit"
	"motcua/internal/ui/kit/kittest"
	"motcua/internal/wire"
)

// hall55 is the demo's hall.
var hall55 = kit.NewGeometry(1920, 1080, 55, 5)

// words are all texts of what a display shows.
func words(t *testing.T, s *display.Show) (all []string) {
	t.Helper()
	fonts, err := kit.NewFonts()
	if err != nil {
		t.Fatal(err)
	}
	for _, item := range s.View(hall55, fonts).Items {
		for _, l := range item.Lines {
			all = append(all, l.Text)
		}
	}
	return all
}

func set(layout center.Layout, d center.Display, b wire.Board) *display.Show {
	s := display.NewShow(display.Setup{Display: d, Layout: layout}, start)
	s.Heard(b, display.SampleNames, start)
	return s
}

func builtIn(t *testing.T, id string) center.Layout {
	t.Helper()
	l, ok := center.LayoutOf(nil, id)
	if !ok {
		t.Fatalf("there is no layout %s", id)
	}
	return l
}

// TestZone: a display shows the calls, corrections, missed numbers and services of its counters only.
func TestZone(t *testing.T) {
	b := board()
	for i := range b.Counters {
		b.Counters[i].Services = []center.ServiceCode{"DD"}
	}
	b.Counters[2].Services = []center.ServiceCode{"HT"}
	s := set(builtIn(t, "hall"), center.Display{ID: "D1", Counters: []center.CounterID{"3", "2"}}, b)
	got := strings.Join(words(t, s), " ")
	if !strings.Contains(got, "A012") || strings.Contains(got, "D007") || strings.Contains(got, "B004") {
		t.Errorf("the zone of counters 2 and 3 shows %q", got)
	}
	s.Undone(queue.Event{Ticket: "20261123-D007", Undone: queue.TicketCalled, Counter: "12"}, start)
	if number, ok := s.Sorry(); ok {
		t.Errorf("the zone is sorry for %s, which it never showed", number)
	}
	s.Undone(queue.Event{Ticket: "20261123-A012", Undone: queue.TicketCalled, Counter: "3"}, start)
	if _, ok := s.Sorry(); !ok {
		t.Error("the zone is not sorry for its own call")
	}
}

// TestNobodyAwaitedIsDropped: sixteen counters call at once, more than the board
// lists, and each number is seen within its pages, in every layout that shows calls.
func TestNobodyAwaitedIsDropped(t *testing.T) {
	b := board()
	b.Calls, b.Counters = nil, nil
	missing := map[string]bool{}
	for i := range 16 {
		number := fmt.Sprintf("A%03d", 100+i)
		id := queue.TicketID("20261123-" + number)
		missing[number] = true
		b.Counters = append(b.Counters, wire.Counter{ID: center.CounterID(fmt.Sprint(i + 1)), State: wire.Open, Ticket: &wire.Ticket{ID: id, Number: number, State: queue.Called}})
		if i >= 4 { // the board lists twelve
			b.Calls = slices.Insert(b.Calls, 0, wire.Call{Seq: int64(50 + i), Ticket: id, Number: number, Counter: b.Counters[i].ID, State: queue.Called})
		}
	}
	for _, layout := range center.BuiltIn {
		if !layout.Shows(center.ShowCalls) {
			continue
		}
		left := map[string]bool{}
		for number := range missing {
			left[number] = true
		}
		s := set(layout, center.Display{ID: "D1"}, b)
		for page := range 20 {
			now := start.Add(time.Duration(page) * 8 * time.Second)
			s.Tick(now)
			s.Heard(b, nil, now)
			for _, w := range words(t, s) {
				delete(left, w)
			}
		}
		if len(left) > 0 {
			t.Errorf("%s: %d of 16 awaited numbers were never shown: %v", layout.ID, len(left), left)
		}
	}
}

// TestEmptyPanesGiveTheirRoom to neighbors: what is left covers the body as before.
func TestEmptyPanesGiveTheirRoom(t *testing.T) {
	fonts, err := kit.NewFonts()
	if err != nil {
		t.Fatal(err)
	}
	full := func(layout string, b wire.Board) float64 {
		widest := 0.0
		for _, item := range set(builtIn(t, layout), center.Display{ID: "D1"}, b).View(hall55, fonts).Items[1:] {
			if item.Lines == nil && item.Icon == "" {
				widest = max(widest, item.Rect.W)
			}
		}
		return widest
	}
	alone := board()
	alone.Calls, alone.Waiting = nil, nil
	for i := range alone.Counters {
		alone.Counters[i].Ticket = nil
	}
	for _, layout := range []string{"hall", "slides", "announcements", "missed", "next", "list"} {
		if w := full(layout, alone); w < hall55.W*0.9 {
			t.Errorf("%s: with nothing else to show the calls are %.0f of %.0f pixels wide", layout, w, hall55.W)
		}
	}
}

// TestPanesSayWhatToDo holds the sentences of missed calls and standstills, in both languages where both are shown.
func TestPanesSayWhatToDo(t *testing.T) {
	s := set(builtIn(t, "missed"), center.Display{ID: "D1", Languages: i18n.Langs}, display.SampleFirst())
	got := strings.Join(words(t, s), " ")
	for _, want := range []string{"Số C009 đã quá lượt. Mời báo bàn hướng dẫn trước 09:02.", "C009 missed its call. Please tell the help desk before 09:02.",
		"Lĩnh vực Đất đai tạm gián đoạn từ 08:06. Số của ông/bà vẫn được giữ.", "Your number stays valid."} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in %q", want, got)
		}
	}
}

// TestIncidentsAreExplained: counters that wait for the same thing share a sentence, the longest wait tells the time.
func TestIncidentsAreExplained(t *testing.T) {
	b, since := display.SampleFirst(), display.Sample.Add(-9*time.Minute)
	later := since.Add(time.Minute)
	b.Waiting[0].Stalled, b.Calls = nil, b.Calls[:1]
	b.Counters[0].Incident, b.Counters[0].Stands = "vneid", &later
	b.Counters[2].Incident, b.Counters[2].Stands = "vneid", &since
	got := strings.Join(words(t, set(builtIn(t, "missed"), center.Display{ID: "D1", Languages: i18n.Langs}, b)), " ")
	for _, want := range []string{"Quầy 1, 3 phục vụ chậm từ 08:03 do sự cố: VNeID.", "Counter 1, 3 has been delayed since 08:03 by a fault: VNeID."} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in %q", want, got)
		}
	}
}

// TestDarkAfterHours: outside opening hours the picture is dark and its words move, and a call lights it again.
func TestDarkAfterHours(t *testing.T) {
	fonts, err := kit.NewFonts()
	if err != nil {
		t.Fatal(err)
	}
	b := board()
	b.Open, b.Calls = false, nil
	for i := range b.Counters {
		b.Counters[i].Ticket = nil
	}
	s := set(builtIn(t, "hall"), center.Display{ID: "D1"}, b)
	places := map[float64]bool{}
	for minute := range 4 {
		now := start.Add(time.Duration(minute) * time.Minute)
		s.Tick(now)
		s.Heard(b, nil, now)
		scene := s.View(hall55, fonts)
		if light := scene.Theme.Ground.Luminance(); light > 0.05 {
			t.Errorf("after hours the ground has a luminance of %.2f, want it dark", light)
		}
		places[scene.Items[len(scene.Items)-1].Rect.Y] = true
	}
	if len(places) < 3 {
		t.Errorf("in four minutes the words stood at %d places, want at least 3", len(places))
	}
	s.Heard(board(), nil, start.Add(4*time.Minute))
	if light := s.View(hall55, fonts).Theme.Ground.Luminance(); light < 0.5 {
		t.Errorf("with a call the ground has a luminance of %.2f, want it light", light)
	}
}

// TestSlidesTakeTurns: each stands as long as it says, its picture is asked for before, and only two are kept.
func TestSlidesTakeTurns(t *testing.T) {
	s := set(builtIn(t, "slides"), center.Display{ID: "D1"}, board())
	s.Slides(display.SampleSlides())
	for after, want := range map[time.Duration]string{9 * time.Second: "nghỉ Tết", 17 * time.Second: "không thu tiền", 33 * time.Second: "nghỉ Tết"} {
		now := start.Add(after)
		s.Tick(now)
		s.Heard(board(), nil, now)
		if got := strings.Join(words(t, s), " "); !strings.Contains(got, want) {
			t.Errorf("after %v %q is not in %q", after, want, got)
		}
	}
}

// TestEveryPaneAlone lays out each pane with the whole body to itself, and in a narrow and a low part of it.
func TestEveryPaneAlone(t *testing.T) {
	fonts, err := kit.NewFonts()
	if err != nil {
		t.Fatal(err)
	}
	l := center.Legibility{Number: 2.81, Counter: 1.17, Counters: 12}
	for _, shows := range center.Shown {
		for name, at := range map[string][]int{"whole": {0, 0, 24, 24}, "narrow": {0, 0, 9, 24}, "low": {0, 0, 24, 9}} {
			layout := center.Layout{ID: "one", Foot: []string{"next", "standstill"}, Panes: []center.Pane{{Shows: shows, At: at}}}
			for _, portrait := range []bool{false, true} {
				s := screen{55, portrait}
				far := min(l.Farthest(layout, 55, portrait), 20)
				show := set(layout, center.Display{ID: "D1", Languages: i18n.Langs}, display.SampleFirst())
				if shows == center.ShowCounter {
					show = set(layout, center.Display{ID: "D1", Counter: "4"}, display.SampleFirst())
				}
				show.Slides(display.SampleSlides()[1:])
				show.Entry(wire.EntryCode{URL: "https://mc-tranbien.example/q/7kq2m9xw4tpa5", Expires: start.Add(5 * time.Minute)})
				kittest.CheckLayout(t, fmt.Sprintf("%s, %s, on %v inches at %.1f m", shows, name, s, far), show.View(s.geometry(far), fonts))
			}
		}
	}
}
