package display

import (
	"fmt"
	"image"
	"image/color"
	"time"

	"motcua/internal/center"
	"motcua/internal/i18n"
	"motcua/internal/queue"
	"motcua/internal/ui"
	"motcua/internal/ui/kit"
	"motcua/internal/wire"
)

// State is one awkward moment of a display, for the page of every state and for tests.
type State struct {
	Name string // layout first: "hall-stale"
	View func(g kit.Geometry, fonts *kit.Fonts, theme ui.Theme, lang i18n.Lang) *kit.Scene
}

// Sample is the moment of the states: a Monday morning.
var Sample = time.Date(2026, 11, 23, 8, 12, 0, 0, center.Zone)

// SampleNames are services of the states, the longest name that a center has among them.
var SampleNames = map[center.ServiceCode]i18n.Text{
	"HT": {VI: "Hộ tịch", EN: "Civil status"}, "DD": {VI: "Đất đai", EN: "Land"},
	"NC": {VI: "Người có công và thân nhân người hoạt động cách mạng", EN: "People with meritorious service and their relatives"},
}

// SampleShow is a display of that layout and counter which has heard the board at Sample.
func SampleShow(layout string, counter center.CounterID, b wire.Board, langs ...i18n.Lang) *Show {
	l, _ := center.LayoutOf(nil, layout)
	s := NewShow(Setup{Display: center.Display{ID: "D1", Counter: counter, Layout: layout, Languages: langs}, Layout: l}, Sample)
	s.Heard(b, SampleNames, Sample)
	return s
}

func sampleCall(seq int64, number, counter string, state queue.State) wire.Call {
	return wire.Call{Seq: seq, Ticket: queue.TicketID("20261123-" + number), Number: number, Service: "HT",
		Counter: center.CounterID(counter), State: state, At: Sample}
}

// SampleBoard is a busy morning.
func SampleBoard() wire.Board {
	b := wire.Board{Seq: 40, At: Sample, Open: true, Center: i18n.Text{VI: "Trung tâm Phục vụ hành chính công phường Trấn Biên", EN: "Public Administration Service Center of Tran Bien Ward"}}
	b.Calls = []wire.Call{sampleCall(40, "A012", "3", queue.Called), sampleCall(38, "D007", "12", queue.Called), sampleCall(35, "B004", "1", queue.Serving),
		sampleCall(31, "A011", "5", queue.Finished), sampleCall(30, "C009", "2", queue.NoShow), sampleCall(29, "B003", "1", queue.Finished), sampleCall(27, "A010", "4", queue.NoShow)}
	b.Waiting = []wire.QueueState{
		{Service: "HT", Waiting: 4, Next: "A013", Counters: 2, Wait: &wire.Range{LowS: 600, HighS: 1200}},
		{Service: "DD", Waiting: 12, Next: "D008", Counters: 1, Wait: &wire.Range{LowS: 2700, HighS: 4500}},
		{Service: "NC", Waiting: 1, Next: "N002"},
	}
	for i := range 12 {
		b.Counters = append(b.Counters, wire.Counter{ID: center.CounterID(fmt.Sprint(i + 1)), State: wire.Open,
			Name: i18n.Text{VI: "Hộ tịch - Chứng thực", EN: "Civil status - Certification"},
			Post: i18n.Text{VI: "Công chức Tư pháp - Hộ tịch", EN: "Justice and civil status official"}})
	}
	hold(&b, 2, "A012", queue.Called)
	hold(&b, 11, "D007", queue.Called)
	hold(&b, 0, "B004", queue.Serving)
	b.Counters[3].State, b.Counters[3].Reason = wire.Paused, "technical"
	b.Counters[4].State = wire.Closed
	return b
}

func hold(b *wire.Board, at int, number string, state queue.State) {
	b.Counters[at].Ticket = &wire.Ticket{ID: queue.TicketID("20261123-" + number), Number: number, State: state}
}

// SampleFirst is the day's first call; somebody has missed one, and a service stands still.
func SampleFirst() wire.Board {
	b, by, since := SampleBoard(), Sample.Add(50*time.Minute), Sample.Add(-6*time.Minute)
	b.Calls = []wire.Call{b.Calls[0], b.Calls[4]}
	b.Calls[1].ReturnBy = &by
	b.Waiting = b.Waiting[1:2]
	b.Waiting[0].Next, b.Waiting[0].Stalled = "", &since
	return b
}

// SampleCrowd is every counter calling at once, four have missed their call, and two services stand still.
func SampleCrowd() wire.Board {
	b, by, since := SampleBoard(), Sample.Add(78*time.Minute), Sample.Add(-17*time.Minute)
	b.Calls = nil
	for i := range b.Counters {
		number := fmt.Sprintf("M%03d", 121+i)
		b.Counters[i].State = wire.Open
		hold(&b, i, number, queue.Called)
		b.Calls = append(b.Calls, sampleCall(int64(90-i), number, fmt.Sprint(i+1), queue.Called))
	}
	for i, number := range []string{"A112", "B087", "D041", "M101"} {
		c := sampleCall(int64(60-i), number, fmt.Sprint(i+1), queue.NoShow)
		c.ReturnBy = &by
		b.Calls = append(b.Calls, c)
	}
	b.Waiting[1].Stalled, b.Waiting[2].Stalled = &since, &since
	b.Seq = 90
	return b
}

// SampleLong has the longest numbers and counters that a center may have, names
// whose letters came in parts (NFD), and every service's name at its longest.
func SampleLong() wire.Board {
	b := SampleCrowd()
	for i := range b.Counters {
		number := fmt.Sprintf("MWQ%05d", 12345+i)
		b.Counters[i].ID = center.CounterID(fmt.Sprintf("QW%02d", i+1))
		b.Counters[i].Name.VI = "Nu\u031bo\u031b\u0301c sa\u0323ch va\u0300 ve\u0323\u0302 sinh mo\u0302i tru\u031bo\u031b\u0300ng no\u0302ng tho\u0302n"
		hold(&b, i, number, queue.Called)
		b.Calls[i].Number, b.Calls[i].Counter, b.Calls[i].Ticket = number, b.Counters[i].ID, b.Counters[i].Ticket.ID
	}
	for i := range b.Waiting {
		b.Waiting[i].Service, b.Waiting[i].Next = "NC", fmt.Sprintf("MWQ%05d", 22345+i)
	}
	return b
}

// sampleQuiet is an open center in which nothing has been called yet.
func sampleQuiet() wire.Board {
	b := SampleBoard()
	b.Calls, b.Waiting = nil, nil
	for i := range b.Counters {
		b.Counters[i].Ticket = nil
	}
	return b
}

// sampleShut is a center after hours.
func sampleShut() wire.Board {
	b, opens := sampleQuiet(), time.Date(2026, 11, 24, 7, 30, 0, 0, center.Zone)
	b.Open, b.NextOpen = false, &opens
	for i := range b.Counters {
		b.Counters[i].State = wire.Closed
	}
	return b
}

// SampleSlides are a picture and two announcements, the longest that is taken among them.
func SampleSlides() []wire.Slide {
	return []wire.Slide{
		{Name: "10-cong.png", Kind: wire.ImageSlide, Width: 1280, Height: 720, SHA256: "1", Seconds: 8},
		{Name: "20-le.toml", Kind: wire.TextSlide, SHA256: "2", Seconds: 8, Text: &i18n.Text{
			VI: "Trung tâm nghỉ Tết Dương lịch ngày 01/01/2027. Ông/bà có thể nộp hồ sơ trực tuyến trên Cổng Dịch vụ công quốc gia.",
			EN: "The center is closed on 1 January 2027. Applications can be made online at the National Public Service Portal."}},
		{Name: "30-mien-phi.toml", Kind: wire.TextSlide, SHA256: "3", Seconds: 8, Text: &i18n.Text{
			VI: "Hướng dẫn làm thủ tục và chụp, in giấy tờ tại quầy số 1 không thu tiền.", EN: "Help with forms, copying and printing at counter 1 is free of charge."}},
	}
}

// sampleImage is a picture in the place of a photograph.
func sampleImage() image.Image {
	img := image.NewRGBA(image.Rect(0, 0, 1280, 720))
	for y := range 720 {
		for x := range 1280 {
			img.SetRGBA(x, y, color.RGBA{uint8(40 + x/12), uint8(90 + y/8), uint8(140 + (x+y)/24), 255})
		}
	}
	return img
}

// States are the displays in every state, each layout with all that may happen to it.
func States() (all []State) {
	for _, layout := range center.BuiltIn {
		for _, m := range moments {
			if m.only != "" && m.only != layout.ID {
				continue
			}
			counter := center.CounterID("")
			if layout.Shows(center.ShowCounter) {
				counter = m.at
			}
			all = append(all, State{layout.ID + "-" + m.name, func(g kit.Geometry, fonts *kit.Fonts, theme ui.Theme, lang i18n.Lang) *kit.Scene {
				langs := []i18n.Lang{lang}
				if m.name == "both" {
					langs = i18n.Langs
				}
				s := SampleShow(layout.ID, counter, m.board(), langs...)
				s.Theme = theme
				if m.then != nil {
					m.then(s)
				}
				return s.View(g, fonts)
			}})
		}
	}
	return all
}

// moment is a state that any layout may be in.
type moment struct {
	name  string
	board func() wire.Board
	at    center.CounterID // of a counter's display
	only  string           // layout that alone can be in it
	then  func(*Show)
}

func after(d time.Duration) func(*Show) { return func(s *Show) { s.Tick(Sample.Add(d)) } }

// later moves the time on with the board heard again.
func later(d time.Duration) func(*Show) {
	return func(s *Show) {
		s.Tick(Sample.Add(d))
		s.Heard(s.board, nil, Sample.Add(d))
	}
}

func slides(d time.Duration) func(*Show) {
	return func(s *Show) {
		s.Slides(SampleSlides())
		s.Picture("1", sampleImage())
		later(d)(s)
	}
}

func undone(s *Show) {
	s.Undone(queue.Event{Ticket: "20261123-A012", Undone: queue.TicketCalled, Counter: "3"}, Sample)
}

func entryCode(s *Show) {
	s.Entry(wire.EntryCode{URL: "https://mc-tranbien.example/q/7kq2m9xw4tpa5", Expires: Sample.Add(5 * time.Minute)})
}

var moments = []moment{
	{name: "busy", board: SampleBoard, at: "3"},
	{name: "both", board: SampleBoard, at: "3"},
	{name: "page-2", board: SampleBoard, at: "1", then: later(turn)},
	{name: "crowd", board: SampleCrowd, at: "12"},
	{name: "crowd-2", board: SampleCrowd, at: "12", then: later(turn)},
	{name: "crowd-3", board: SampleCrowd, at: "12", then: later(2 * turn)},
	{name: "long", board: SampleLong, at: "QW03"},
	{name: "first", board: SampleFirst, at: "3"},
	{name: "quiet", board: sampleQuiet, at: "6"},
	{name: "paused", board: SampleBoard, at: "4", only: "counter"},
	{name: "shut-desk", board: SampleBoard, at: "5", only: "counter"},
	{name: "serving", board: SampleBoard, at: "1", only: "counter"},
	{name: "closed", board: sampleShut, at: "6"},
	{name: "starting", board: func() wire.Board { return wire.Board{} }, at: "3", then: func(s *Show) { s.heard = time.Time{} }},
	{name: "stale", board: SampleBoard, at: "3", then: after(11 * time.Second)},
	{name: "sorry", board: SampleBoard, at: "3", then: undone},
	{name: "demo", board: func() wire.Board { b := SampleBoard(); b.Demo = true; return b }, at: "3"},
	{name: "entry", board: SampleBoard, at: "3", then: entryCode},
	{name: "entry-first", board: SampleFirst, at: "3", then: entryCode},
	{name: "odd-hour", board: SampleBoard, at: "3", then: later(time.Hour)},
	{name: "picture", board: SampleBoard, only: "slides", then: slides(0)},
	{name: "text", board: SampleBoard, only: "slides", then: slides(8 * time.Second)},
	{name: "announced", board: SampleFirst, only: "announcements", then: slides(0)},
	{name: "announced-2", board: SampleBoard, only: "announcements", then: slides(8 * time.Second)},
	{name: "test", board: sampleShut, at: "3", then: func(s *Show) { s.Test("1", Sample) }},
}
