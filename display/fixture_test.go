package display_test

import (
	"time"

	"motcua/display"
	"motcua/internal/center"
	"motcua/internal/i18n"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

var start = display.Sample

func call(seq int64, number, counter string, state queue.State) wire.Call {
	return wire.Call{Seq: seq, Ticket: queue.TicketID("20261123-" + number), Number: number, Service: "HT", Counter: center.CounterID(counter), State: state, At: start}
}

func board() wire.Board { return display.SampleBoard() }

// show is a hall, or the display of a counter, in its usual layout.
func show(counter center.CounterID, lang i18n.Lang, b wire.Board) *display.Show {
	layout := "hall"
	if counter != "" {
		layout = "counter"
	}
	return display.SampleShow(layout, counter, b, lang)
}

func at(s *display.Show, after time.Duration) *display.Show {
	s.Tick(start.Add(after))
	return s
}
