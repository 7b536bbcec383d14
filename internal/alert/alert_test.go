package alert_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"motcua/internal/alert"
	"motcua/internal/center"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, center.Zone)

func at(d time.Duration) queue.Moment {
	return queue.Moment{Wall: noon.Add(d), Up: time.Hour + d, Boot: "b"}
}

func site() *center.Center {
	c := &center.Center{Services: []center.Service{{Code: "HT"}}, Counters: []center.Counter{{ID: "1"}}}
	c.Default()
	c.Alerts.Harassment = center.HarassmentCenter // not only the province, as is usual
	return c
}

// house is a center that writes down what its alerts do.
type house struct {
	c    *center.Center
	book *alert.Book
	log  []string
	next int64
}

func newHouse() *house { return &house{c: site(), book: alert.NewBook()} }

func (h *house) look(x alert.Scene, d time.Duration) {
	h.write(h.book.Look(alert.Sights(h.c, x), &h.c.Alerts, x.Open, at(d)), d)
}

func (h *house) write(events []alert.Event, d time.Duration) {
	for _, e := range events {
		h.next++
		if e.Data.Alert == 0 {
			e.Data.Alert = h.next
		}
		h.book.Apply(e.Type, e.Data, at(d))
		h.log = append(h.log, fmt.Sprintf("%v %s %s %s", d, e.Type, e.Data.Kind, e.Data.Subject))
	}
}

func waiting(waits ...time.Duration) alert.Scene {
	return alert.Scene{Open: true, Services: []alert.Service{{Code: "HT", Waits: waits, Counters: 1}}}
}

func TestAnAlertDoesNotFlap(t *testing.T) {
	h := newHouse()
	// The longest wait swings around the line for an hour.
	for d := time.Duration(0); d < time.Hour; d += 5 * time.Second {
		longest := 12 * time.Minute
		if int(d/(20*time.Second))%2 == 1 {
			longest = 9*time.Minute + 30*time.Second
		}
		h.look(waiting(longest), d)
	}
	if want := []string{"0s alert.raised late HT", "10m0s alert.escalated late HT"}; !slices.Equal(h.log, want) {
		t.Errorf("a wait that swings around the line: %q, want %q", h.log, want)
	}
}

func TestACauseThatComesBackMustBeGoneLonger(t *testing.T) {
	h := newHouse()
	for round := range 4 {
		d := time.Duration(round) * time.Hour
		h.look(waiting(13*time.Minute), d)
		for ; len(h.book.Open()) > 0; d += time.Second {
			h.look(waiting(time.Minute), d)
		}
		gone := d - time.Duration(round)*time.Hour
		want := time.Duration(3*min(round+1, 4)) * time.Minute
		if gone < want || gone > want+2*time.Second {
			t.Errorf("after %d times the alert stays %v, want %v", round+1, gone, want)
		}
	}
}

func TestWhatIsSeen(t *testing.T) {
	minute := time.Minute
	device := func(d alert.Thing) alert.Scene {
		d.ID, d.Known = "X1", true
		return alert.Scene{Open: true, Devices: []alert.Thing{d}}
	}
	for _, test := range []struct {
		name  string
		scene alert.Scene
		lasts time.Duration
		want  string // kind of the alert, "" for none
	}{
		{"nobody waits", waiting(), 0, ""},
		{"they wait as promised", waiting(11*minute, 2*minute), 0, ""},
		{"one is about to wait too long", waiting(12*minute, 2*minute), 0, alert.Late},
		{"outside the hours", alert.Scene{Services: []alert.Service{{Code: "HT", Waits: []time.Duration{20 * minute}}}}, 0, ""},
		{"no counter gives it", alert.Scene{Open: true, Services: []alert.Service{{Code: "HT", Waits: []time.Duration{2 * minute}}}}, 0, alert.Unserved},
		{"nor has it for long", alert.Scene{Open: true, Services: []alert.Service{{Code: "HT", Waits: []time.Duration{minute}}}}, 0, ""},
		{"a counter is idle", alert.Scene{Open: true, Counters: []alert.Counter{{ID: "1", Idle: 3 * minute}}}, 0, alert.Idle},
		{"for a moment", alert.Scene{Open: true, Counters: []alert.Counter{{ID: "1", Idle: 2 * minute}}}, 0, ""},
		{"a quiet alarm", alert.Scene{Counters: []alert.Counter{{ID: "1", Alarmed: true}}}, 0, alert.Alarm},
		{"a device works", device(alert.Thing{Kind: "lamp", State: wire.Present}), 5 * minute, ""},
		{"a device is broken", device(alert.Thing{Kind: "lamp", State: wire.Broken, Cause: wire.DeviceError}), 2 * minute, alert.Device},
		{"only just", device(alert.Thing{Kind: "lamp", State: wire.Broken}), minute, ""},
		{"a device is silent", device(alert.Thing{Kind: "kiosk", State: wire.Present, Silent: true}), 2 * minute, alert.Device},
		{"a camera is dark", device(alert.Thing{Kind: "camera", State: wire.Absent}), 2 * minute, alert.Camera},
		{"paper is low", device(alert.Thing{Kind: "printer", State: wire.Present, Cause: wire.PaperLow}), 0, alert.Paper},
		{"paper is out", device(alert.Thing{Kind: "printer", State: wire.Broken, Cause: wire.PaperOut}), 5 * minute, alert.Paper},
		{"the mains are gone", device(alert.Thing{Kind: "ups", State: wire.Present, Cause: wire.MainsLost}), 5 * minute, alert.Power},
		{"never installed", alert.Scene{Open: true, Devices: []alert.Thing{{ID: "X1", Kind: "lamp", State: wire.Absent}}}, time.Hour, ""},
		{"an answer tells of harassment", alert.Scene{Harassed: 1}, 0, alert.Harassment},
	} {
		t.Run(test.name, func(t *testing.T) {
			h := newHouse()
			h.look(test.scene, 0)
			h.look(test.scene, test.lasts)
			got := ""
			if open := h.book.Open(); len(open) == 1 {
				got = open[0].Kind
			} else if len(open) > 1 {
				t.Fatalf("%d alerts about one thing", len(open))
			}
			if got != test.want {
				t.Errorf("alert %q, want %q", got, test.want)
			}
		})
	}
}

func TestHarassmentIsReadAndCounted(t *testing.T) {
	h := newHouse()
	h.look(alert.Scene{Harassed: 1}, 0)
	a := h.book.Open()[0]
	h.look(alert.Scene{Open: true}, time.Minute) // a count is never gone by itself
	h.write(h.book.Close(), 2*time.Minute)
	h.write(h.book.Acknowledge(a, "P1"), 3*time.Minute)
	h.look(alert.Scene{Harassed: 1}, 4*time.Minute) // known
	h.look(alert.Scene{Harassed: 2}, 5*time.Minute)
	want := []string{"0s alert.raised harassment ", "3m0s alert.acknowledged harassment ", "3m0s alert.cleared harassment ", "5m0s alert.raised harassment "}
	if !slices.Equal(h.log, want) {
		t.Errorf("got %q, want %q", h.log, want)
	}
	h.c.Alerts.Harassment = center.HarassmentProvince
	h.book = alert.NewBook()
	if h.look(alert.Scene{Open: true, Harassed: 3}, 6*time.Minute); len(h.book.Open()) > 0 {
		t.Error("the center is alerted of what goes to the province alone")
	}
}

func TestANewDayTellsWhatIsLeft(t *testing.T) {
	h := newHouse()
	h.look(alert.Scene{Harassed: 2}, 0)
	h.look(alert.Scene{Open: true, Harassed: 2}, 11*time.Minute)
	left := h.book.Retell()
	h.book = alert.NewBook()
	h.write(left, 20*time.Hour)
	open := h.book.Open()
	if len(open) != 1 || !open[0].Since.Equal(noon) || open[0].ID != 1 || open[0].Escalated == nil || !open[0].Escalated.Equal(noon.Add(11*time.Minute)) {
		t.Fatalf("retold %+v", open)
	}
	h.log = nil
	h.look(alert.Scene{Open: true, Harassed: 1}, 20*time.Hour+time.Minute)
	if len(h.log) != 0 {
		t.Errorf("beside an open alert: %q", h.log)
	}
}

// TestTheLogTellsAll folds the log of random days anew at every step: what is
// open, by whom it is seen to and whether it was escalated is the same.
func TestTheLogTellsAll(t *testing.T) {
	for seed := range uint64(50) {
		r := rand.New(rand.NewPCG(seed, 1))
		h := newHouse()
		var events []alert.Event
		var when []time.Duration
		write := func(all []alert.Event, d time.Duration) {
			for _, e := range all {
				h.next++
				if e.Data.Alert == 0 {
					e.Data.Alert = h.next
				}
				h.book.Apply(e.Type, e.Data, at(d))
				events, when = append(events, e), append(when, d)
			}
		}
		raised := map[alert.Key]int{}
		for step := range 300 {
			d := time.Duration(step) * 30 * time.Second
			x := alert.Scene{Open: r.IntN(20) > 0, Harassed: step / 100,
				Services: []alert.Service{{Code: "HT", Waits: []time.Duration{time.Duration(r.IntN(20)) * time.Minute}, Counters: r.IntN(2)}},
				Counters: []alert.Counter{{ID: "1", Idle: time.Duration(r.IntN(6)) * time.Minute, Alarmed: r.IntN(10) == 0}}}
			write(h.book.Look(alert.Sights(h.c, x), &h.c.Alerts, x.Open, at(d)), d)
			if open := h.book.Open(); len(open) > 0 && r.IntN(5) == 0 && open[0].Acknowledged == nil {
				write(h.book.Acknowledge(open[0], "P1"), d)
			}
			again := alert.NewBook()
			for i, e := range events {
				again.Apply(e.Type, e.Data, at(when[i]))
			}
			if got, want := fmt.Sprint(states(again)), fmt.Sprint(states(h.book)); got != want {
				t.Fatalf("seed %d, step %d: folded %s, want %s", seed, step, got, want)
			}
		}
		clear(raised)
		for _, e := range events {
			k := alert.Key{Kind: e.Data.Kind, Subject: e.Data.Subject}
			switch e.Type {
			case wire.AlertRaised:
				if raised[k]++; raised[k] > 1 {
					t.Fatalf("seed %d: two alerts about %v", seed, k)
				}
			case wire.AlertCleared:
				raised[k]--
			}
		}
	}
}

func states(b *alert.Book) (all []string) {
	for _, a := range b.Open() {
		all = append(all, fmt.Sprint(a.ID, a.Key, a.N, a.Since, a.By, a.Acknowledged, a.Escalated))
	}
	return all
}
