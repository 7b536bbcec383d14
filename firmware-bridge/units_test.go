package bridge

import (
	"testing"
	"testing/synctest"
	"time"

	"motcua/internal/center"
	"motcua/internal/device/bus"
	"motcua/internal/device/pty"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

// onLine runs f in a hall of two units at 19200 baud that has just started.
func onLine(t *testing.T, f func(t *testing.T, h *hall)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		h := newHall(t, 19200, 2, 0)
		stop := h.run()
		after(time.Second)
		f(t, h)
		stop()
	})
}

func TestKeysAct(t *testing.T) {
	onLine(t, func(t *testing.T, h *hall) {
		u := h.units[1]
		for _, c := range []struct {
			keys  []string
			want  string // action and request, "" for none
			beeps int
		}{
			{[]string{"next"}, "next {}", 1},
			{[]string{"7", "next"}, "next {}", 1},
			{[]string{"recall"}, "recall {}", 1},
			{[]string{"start"}, "start {}", 1},
			{[]string{"finish"}, "finish {}", 1},
			{[]string{"no-show"}, "no-show {}", 1},
			{[]string{"pause"}, "pause {reason break}", 1},
			{[]string{"2", "pause"}, "pause {reason meeting}", 1},
			{[]string{"3", "pause"}, "", 3},
			{[]string{"incident"}, "incident {reason " + queue.IncidentReasons[0] + "}", 1},
			{[]string{"2", "incident"}, "incident {reason " + queue.IncidentReasons[1] + "}", 1},
			{[]string{"1", "transfer"}, "transfer {counter 1}", 1},
			{[]string{"0", "1", "transfer"}, "transfer {counter 1}", 1},
			{[]string{"2", "transfer"}, "", 3}, // to itself
			{[]string{"transfer"}, "", 3},
			{[]string{"9", "transfer"}, "", 3},
		} {
			before := u.Beeps()
			for _, k := range c.keys {
				u.Press(k)
				after(time.Second)
			}
			got := ""
			for _, a := range h.taken() {
				got += a.action + " " + said(a.request)
				if a.counter != "2" {
					t.Errorf("%v acts at counter %s, want 2", c.keys, a.counter)
				}
			}
			if got != c.want || u.Waiting() != 0 || u.Beeps()-before != c.beeps {
				t.Errorf("%v: %q with %d beeps, %d unacknowledged; want %q with %d beeps", c.keys, got, u.Beeps()-before, u.Waiting(), c.want, c.beeps)
			}
		}
	})
}

func said(r wire.ActionRequest) string {
	switch {
	case r.Reason != "":
		return "{reason " + r.Reason + "}"
	case r.Counter != "":
		return "{counter " + string(r.Counter) + "}"
	}
	return "{}"
}

func TestPauseKeyEndsAPause(t *testing.T) {
	onLine(t, func(t *testing.T, h *hall) {
		h.set(wire.Counter{ID: "1", State: wire.Paused}, string(queue.CounterPaused), queue.Event{Counter: "1"})
		after(time.Second)
		h.units[0].Press("pause")
		after(time.Second)
		if acts := h.taken(); len(acts) != 1 || acts[0].action != "open" {
			t.Errorf("actions = %v, want open", acts)
		}
	})
}

func TestDigitsAreForgotten(t *testing.T) {
	onLine(t, func(t *testing.T, h *hall) {
		u := h.units[1]
		u.Press("1")
		after(typing + time.Second)
		u.Press("transfer")
		after(time.Second)
		if acts := h.taken(); len(acts) != 0 {
			t.Errorf("actions = %v, want none: the digit was typed long before", acts)
		}
	})
}

func TestFaceFollowsTheCounter(t *testing.T) {
	onLine(t, func(t *testing.T, h *hall) {
		u := h.units[0]
		want := func(when, text string, lamp int) {
			t.Helper()
			after(300 * time.Millisecond)
			if u.Display() != text || u.Lamp() != lamp {
				t.Errorf("%s: it shows %q with lamp %d, want %q with %d", when, u.Display(), u.Lamp(), text, lamp)
			}
		}
		want("open", "  --", 0)
		held := &wire.Ticket{ID: "20261123-A012", Number: "A012", State: queue.Called}
		h.set(wire.Counter{ID: "1", State: wire.Open, Ticket: held}, string(queue.TicketCalled), queue.Event{Counter: "1"})
		want("called", "A012", 2)
		serving := *held
		serving.State = queue.Serving
		h.set(wire.Counter{ID: "1", State: wire.Open, Ticket: &serving}, string(queue.TicketStarted), queue.Event{Counter: "1"})
		want("serving", "A012", 1)
		u.Restart()
		after(time.Second)
		want("restarted", "A012", 1)
		h.set(wire.Counter{ID: "1", State: wire.Closed}, string(queue.CounterClosed), queue.Event{Counter: "1"})
		want("closed", "    ", 0)
	})
}

func TestRefusedAndAway(t *testing.T) {
	onLine(t, func(t *testing.T, h *hall) {
		u := h.units[0]
		h.mu.Lock()
		h.refuse = true
		h.mu.Unlock()
		u.Press("next")
		after(time.Second)
		if u.Beeps() != 3 || u.Waiting() != 0 {
			t.Errorf("%d beeps, %d waiting; want three for a refusal, acknowledged", u.Beeps(), u.Waiting())
		}
		h.mu.Lock()
		h.refuse, h.lose = false, func() (bool, bool) { return true, false }
		h.mu.Unlock()
		u.Press("next")
		after(2 * time.Second)
		if u.Waiting() != 1 {
			t.Error("a press was acknowledged before the controller has answered")
		}
		h.units[1].Press("start") // the other counter does not wait for it
		h.mu.Lock()
		h.lose = nil
		h.mu.Unlock()
		after(2 * time.Second)
		if acts := h.taken(); len(acts) != 2 || u.Waiting() != 0 || u.Beeps() != 4 {
			t.Errorf("actions %v, %d beeps, %d waiting; want both done when the controller is back", acts, u.Beeps(), u.Waiting())
		}
		h.mu.Lock()
		h.lose = func() (bool, bool) { return true, false }
		h.mu.Unlock()
		u.Press("next")
		after(maxAge + time.Second)
		h.mu.Lock()
		h.lose = nil
		h.mu.Unlock()
		after(time.Minute)
		if acts := h.taken(); len(acts) != 0 || u.Waiting() != 0 || u.Beeps() != 7 {
			t.Errorf("actions %v, %d beeps, %d waiting; want a press that is too old left alone", acts, u.Beeps(), u.Waiting())
		}
		if got := h.state("N1").Counts; got["stale"] != 1 || got["keys"] != 3 {
			t.Errorf("counts %v, want 3 keys, 1 of them stale", got)
		}
	})
}

func TestNewLifeDoesNothingTwice(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHall(t, 19200, 1, 0)
		stop := h.run()
		after(time.Second)
		answered := false
		h.lose = func() (bool, bool) { answered = true; return false, true } // done, and nobody hears of it
		h.units[0].Press("next")
		after(200 * time.Millisecond)
		stop()
		if !answered || h.units[0].Waiting() != 1 {
			t.Fatalf("asked %v, %d waiting; want a press in hand when the bridge ends", answered, h.units[0].Waiting())
		}
		h.lose = nil
		stop = h.run()
		after(2 * time.Second)
		stop()
		if acts := h.taken(); len(acts) != 1 || h.units[0].Waiting() != 0 {
			t.Errorf("actions %v, %d waiting; want one, once, acknowledged", acts, h.units[0].Waiting())
		}
	})
}

func TestStatesAreTold(t *testing.T) {
	onLine(t, func(t *testing.T, h *hall) {
		want := func(when string, id center.DeviceID, state wire.Presence, cause string) {
			t.Helper()
			if got := h.state(id); got.State != state || got.Cause != cause {
				t.Errorf("%s: %s is told as %s %s, want %s %s", when, id, got.State, got.Cause, state, cause)
			}
		}
		want("at first", "B1", wire.Present, "")
		want("at first", "N2", wire.Present, "")
		h.units[1].Mute(true)
		after(5 * time.Second)
		want("one is off", "B1", wire.Present, "")
		want("one is off", "N2", wire.Broken, wire.TimedOut)
		h.pull(true)
		after(10 * time.Second)
		want("unplugged", "B1", wire.Absent, wire.Unreachable)
		want("unplugged", "N1", wire.Absent, wire.Unreachable)
		h.pull(false)
		h.units[1].Mute(false)
		after(30 * time.Second)
		want("mended", "B1", wire.Present, "")
		want("mended", "N2", wire.Present, "")
		after(30 * time.Second) // another beat
		for _, name := range []string{"polls", "timeouts", "poll_us", "scan_us", "units"} {
			if h.state("B1").Counts[name] == 0 {
				t.Errorf("the bus tells no %s: %v", name, h.state("B1").Counts)
			}
		}
		for name := range h.state("B1").Counts {
			if !known(name) {
				t.Errorf("the bus tells %s, which the controller refuses", name)
			}
		}
		for name := range h.state("N1").Counts {
			if !known(name) {
				t.Errorf("a unit tells %s, which the controller refuses", name)
			}
		}
	})
}

func known(name string) bool {
	for _, n := range wire.Counts {
		if n == name {
			return true
		}
	}
	return false
}

// TestAPortThatOthersHold opens a real device node that somebody else has.
func TestAPortThatOthersHold(t *testing.T) {
	pair, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer pair.Close()
	c := center.Center{
		Buses: []center.Bus{{ID: "B1", Port: pair.Name, Baud: 19200, Parity: "even"}},
		Units: []center.Unit{{ID: "N1", Counter: "2", Bus: "B1", Driver: "motcua", Address: 1, Digits: 4}},
	}
	other, err := bus.Open(t.Context(), c.Buses[0])
	if err != nil {
		t.Fatal(err)
	}
	f := newFakeController(t)
	bridgeOf(t, f, c, nil)
	f.state("B1", wire.StateReport{State: wire.Broken, Cause: wire.PortBusy})
	f.state("N1", wire.StateReport{State: wire.Absent, Cause: wire.Unreachable})
	other.Close() // and the bridge takes it over
	f.state("B1", wire.StateReport{State: wire.Broken, Cause: wire.TimedOut})
}

func TestTrialLightsUnitsUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHall(t, 19200, 1, 0)
		stop := h.run()
		after(time.Second)
		h.set(*h.counters["1"], wire.SelfTestBegan, wire.SelfTestData{ID: "T1"})
		after(time.Second)
		if u := h.units[0]; u.Display() != "8.8.8.8." || u.Lamp() != 1 || u.Beeps() != 1 {
			t.Errorf("it shows %q, lamp %d, %d beeps; want everything lit and one beep", u.Display(), u.Lamp(), u.Beeps())
		}
		after(20 * time.Second)
		if got := h.units[0].Display(); got != "  --" {
			t.Errorf("it shows %q behind the trial, want what it showed before", got)
		}
		stop()
	})
}

func TestNewRefusesAUnit(t *testing.T) {
	c := center.Center{Buses: []center.Bus{{ID: "B1"}}, Units: []center.Unit{{ID: "N1", Bus: "B1", Driver: "can"}}}
	if _, err := New(Options{Center: &c}); err == nil {
		t.Error("New = nil, want an error for the unit's driver")
	}
}
