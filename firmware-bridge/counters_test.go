package bridge

import (
	"context"
	"encoding/json"
	"log/slog"
	"testing"
	"time"

	"motcua/internal/center"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

func bodyOf(e queue.Event) wire.Body {
	raw, _ := json.Marshal(e)
	return wire.Body{Type: string(e.Type), Data: raw}
}

func TestViewTakesTheBoardOver(t *testing.T) {
	v := newCounterView()
	changed := v.next()
	at := time.Now()
	v.board(wire.Board{
		Counters: []wire.Counter{{ID: "1", State: wire.Paused}, {ID: "2", State: wire.Open, Ticket: &wire.Ticket{ID: "d-A001", Number: "A001", State: queue.Called}}},
		Devices:  []wire.DeviceStatus{{Device: "K1", State: wire.Absent}, {Device: "P1", State: wire.Present, At: &at}},
	})
	select {
	case <-changed:
	default:
		t.Error("nobody was told of the board")
	}
	for id, want := range map[center.CounterID]face{
		"1": {State: wire.Paused}, "2": {State: wire.Open, Ticket: "d-A001", Number: "A001", Called: true}, "3": {},
	} {
		if got := v.at(id); got != want {
			t.Errorf("counter %s = %+v, want %+v", id, got, want)
		}
	}
	if v.alarm() {
		t.Error("a device that was never heard of raises the alarm")
	}
	v.board(wire.Board{Devices: []wire.DeviceStatus{{Device: "P1", State: wire.Broken, At: &at}}})
	if !v.alarm() {
		t.Error("a broken printer raises no alarm")
	}
}

func TestIncidentsEnd(t *testing.T) {
	for name, end := range map[string]wire.Body{
		"the next call":      bodyOf(queue.Event{Type: queue.TicketCalled, Counter: "2"}),
		"closing":            bodyOf(queue.Event{Type: queue.CounterClosed, Counter: "2"}),
		"taking it back":     bodyOf(queue.Event{Type: queue.CounterUndone, Counter: "2", Undone: queue.CounterIncident}),
		"the end of the day": {Type: wire.DayClosed},
	} {
		v := newCounterView()
		v.entry(bodyOf(queue.Event{Type: queue.CounterIncident, Counter: "2", Reason: "portal"}))
		v.entry(bodyOf(queue.Event{Type: queue.TicketCalled, Counter: "1"}))
		if !v.alarm() {
			t.Errorf("%s: an incident raises no alarm", name)
		}
		if v.entry(end); v.alarm() {
			t.Errorf("%s does not end an incident", name)
		}
	}
}

func TestEventsHaveTheBoardRead(t *testing.T) {
	f := newFakeController(t)
	b, err := New(Options{Client: f.client(), Center: &center.Center{}, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	b.pace = quick
	v := newCounterView()
	background(t, func(ctx context.Context) { v.run(ctx, b) })
	f.mu.Lock()
	f.counter.Ticket = &wire.Ticket{ID: "d-A002", Number: "A002", State: queue.Called}
	f.mu.Unlock()
	v.entry(bodyOf(queue.Event{Type: queue.TicketCalled, Counter: "2"}))
	v.entry(wire.Body{Type: wire.SlipClaimed})
	eventually(t, func() string {
		if got := v.at("2").Number; got != "A002" {
			return "the view shows " + got
		}
		return ""
	})
}
