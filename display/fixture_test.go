package display_test

import (
	"fmt"
	"time"

	"motcua/display"
	"motcua/internal/center"
	"motcua/internal/i18n"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

var start = time.Date(2026, 11, 23, 9, 12, 0, 0, center.Zone)

var names = map[center.ServiceCode]i18n.Text{
	"HT": {VI: "Hộ tịch", EN: "Civil status"}, "DD": {VI: "Đất đai", EN: "Land"},
	"NC": {VI: "Người có công và thân nhân người hoạt động cách mạng", EN: "People with meritorious service and their relatives"},
}

func call(seq int64, number, counter string, state queue.State) wire.Call {
	return wire.Call{Seq: seq, Ticket: queue.TicketID("20261123-" + number), Number: number, Service: "HT", Counter: center.CounterID(counter), State: state, At: start}
}

// board is a busy morning.
func board() wire.Board {
	b := wire.Board{Seq: 40, At: start, Open: true, Center: i18n.Text{VI: "Trung tâm Phục vụ hành chính công phường Trấn Biên", EN: "Public Administration Service Center of Tran Bien Ward"}}
	b.Calls = []wire.Call{call(40, "A012", "3", queue.Called), call(38, "D007", "12", queue.Called), call(35, "B004", "1", queue.Serving),
		call(31, "A011", "5", queue.Finished), call(30, "C009", "2", queue.NoShow), call(29, "B003", "1", queue.Finished), call(27, "A010", "4", queue.NoShow)}
	b.Waiting = []wire.QueueState{
		{Service: "HT", Waiting: 4, Next: "A013", Counters: 2, Wait: &wire.Range{LowS: 600, HighS: 1200}},
		{Service: "DD", Waiting: 12, Next: "D008", Counters: 1, Wait: &wire.Range{LowS: 2700, HighS: 4500}},
		{Service: "NC", Waiting: 1, Next: "N002"},
	}
	for i := range 12 {
		b.Counters = append(b.Counters, wire.Counter{ID: center.CounterID(fmt.Sprint(i + 1)), State: wire.Open})
	}
	b.Counters[2].Ticket = &wire.Ticket{ID: "20261123-A012", Number: "A012", State: queue.Called}
	b.Counters[0].Ticket = &wire.Ticket{ID: "20261123-B004", Number: "B004", State: queue.Serving}
	b.Counters[3].State, b.Counters[3].Reason = wire.Paused, "technical"
	b.Counters[4].State = wire.Closed
	return b
}

// first is the day's first call; somebody has missed one, and a service stands still.
func first() wire.Board {
	b, by, since := board(), start.Add(50*time.Minute), start.Add(-6*time.Minute)
	b.Calls = []wire.Call{b.Calls[0], b.Calls[4]}
	b.Calls[1].ReturnBy = &by
	b.Waiting = b.Waiting[1:2]
	b.Waiting[0].Next, b.Waiting[0].Stalled = "", &since
	return b
}

func show(counter center.CounterID, lang i18n.Lang, b wire.Board) *display.Show {
	s := display.NewShow(counter, lang, start)
	s.Heard(b, names, start)
	return s
}

func at(s *display.Show, after time.Duration) *display.Show {
	s.Tick(start.Add(after))
	return s
}

// tested is a display in the middle of the morning's test.
func tested(s *display.Show) *display.Show {
	s.Test("1", start)
	return s
}

// everyScreen is every display in every state, by name.
func everyScreen(lang i18n.Lang) map[string]*display.Show {
	quiet := board()
	quiet.Calls, quiet.Waiting = nil, nil
	opens := time.Date(2026, 11, 24, 7, 30, 0, 0, center.Zone)
	shut := quiet
	shut.Open, shut.NextOpen = false, &opens
	demo := board()
	demo.Demo = true
	served := board()
	served.Calls[0].State = queue.Serving
	all := map[string]*display.Show{
		"hall-test": tested(show("", lang, shut)), "counter-test": tested(show("3", lang, shut)),
		"hall": show("", lang, board()), "hall-missed": at(show("", lang, board()), 9*time.Second-time.Millisecond*500),
		"hall-quiet": show("", lang, quiet), "hall-closed": show("", lang, shut), "hall-demo": show("", lang, demo),
		"hall-served": show("", lang, served), "hall-stale": at(show("", lang, board()), 11*time.Second),
		"hall-starting": display.NewShow("", lang, start),
		"counter-demo":  show("3", lang, demo), "counter-called": show("3", lang, board()), "counter-serving": show("1", lang, board()), "counter-paused": show("4", lang, board()),
		"counter-closed": show("5", lang, board()), "counter-open": show("6", lang, board()), "counter-stale": at(show("3", lang, board()), 11*time.Second),
		"counter-starting": display.NewShow("3", lang, start),
	}
	sorry := show("", lang, board())
	sorry.Undone(queue.Event{Ticket: "20261123-A012", Undone: queue.TicketCalled, Counter: "3"}, start)
	all["hall-sorry"] = sorry
	sorry = show("3", lang, board())
	sorry.Undone(queue.Event{Ticket: "20261123-A012", Undone: queue.TicketCalled, Counter: "3"}, start)
	all["counter-sorry"] = sorry
	code := wire.EntryCode{URL: "https://mc-tranbien.example/q/7kq2m9xw4tpa5", Expires: start.Add(5 * time.Minute)}
	for name, b := range map[string]wire.Board{"hall-entry": board(), "hall-entry-quiet": quiet, "hall-entry-first": first()} {
		all[name] = show("", lang, b)
		all[name].Entry(code)
	}
	for page := range 6 {
		s := show("", lang, board())
		s.Tick(start.Add(time.Duration(page) * 8 * time.Second))
		s.Heard(board(), nil, start.Add(time.Duration(page)*8*time.Second))
		all[fmt.Sprintf("hall-page-%d", page)] = s
	}
	for page := range 3 {
		s := show("", lang, first())
		s.Tick(start.Add(time.Duration(page) * 8 * time.Second))
		s.Heard(first(), nil, start.Add(time.Duration(page)*8*time.Second))
		all[fmt.Sprintf("hall-first-%d", page)] = s
	}
	return all
}
