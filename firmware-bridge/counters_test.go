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
	v := newCounterView()
	v.board(wire.Board{Counters: []wire.Counter{{ID: "1"}, {ID: "2", Incident: "portal"}}})
	if !v.alarm() {
		t.Error("an incident raises no alarm")
	}
	v.board(wire.Board{Counters: []wire.Counter{{ID: "1"}, {ID: "2"}}})
	if v.alarm() {
		t.Error("an incident that is over keeps the alarm lit")
	}
}

// TestTheIncidentKeyEndsAnIncident, unless digits report another one.
func TestTheIncidentKeyEndsAnIncident(t *testing.T) {
	f := newFakeController(t)
	b, err := New(Options{Client: f.client(), Center: &center.Center{}, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	b.view.board(wire.Board{Counters: []wire.Counter{{ID: "2", Incident: "portal"}}})
	for _, x := range []struct {
		counter      center.CounterID
		typed        string
		want, reason string
	}{{"2", "", "recover", ""}, {"2", "3", "incident", queue.IncidentReasons[2]}, {"1", "", "incident", queue.IncidentReasons[0]}} {
		if action, r, ok := b.asks(x.counter, "incident", x.typed); action != x.want || r.Reason != x.reason || !ok {
			t.Errorf("at %s %q asks for %s %q, %v; want %s %q", x.counter, x.typed, action, r.Reason, ok, x.want, x.reason)
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
