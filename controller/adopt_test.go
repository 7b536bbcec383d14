package controller

import (
	"encoding/json"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"motcua/internal/center"
	"motcua/internal/client"
	"motcua/internal/fault"
	"motcua/internal/i18n"
	"motcua/internal/queue"
	"motcua/internal/store"
	"motcua/internal/wire"
)

// reformed are changes of a configuration that a manager makes in the middle of a day.
var reformed = map[string]func(*center.Center){
	"nothing":            func(*center.Center) {},
	"a counter less":     func(c *center.Center) { c.Counters, c.Tablets = c.Counters[1:], nil },
	"the other one less": func(c *center.Center) { c.Counters = c.Counters[:1] },
	"a counter more": func(c *center.Center) {
		c.Counters = append(c.Counters, center.Counter{ID: "3", Name: i18n.Text{VI: "Ba"}, Services: []center.ServiceCode{"DD"}})
	},
	"skills": func(c *center.Center) { c.Counters[0].Services = []center.ServiceCode{"DD"} },
	"a service more": func(c *center.Center) {
		c.Services = append(c.Services, center.Service{Code: "XD", Name: i18n.Text{VI: "Xây dựng"}, Prefix: "X", Width: 3, First: 1, Minutes: 9, Target: 10})
		c.Counters[1].Services = append(c.Counters[1].Services, "XD")
	},
	"a service less": func(c *center.Center) {
		c.Services, c.Appointments.Slots = c.Services[1:], nil
		for i := range c.Counters {
			c.Counters[i].Services = []center.ServiceCode{"DD"}
		}
	},
	"prefixes": func(c *center.Center) { c.Services[0].Prefix, c.Services[1].Prefix = "B", "A" },
	"targets":  func(c *center.Center) { c.Services[0].Target, c.Policy.Preset = 5, "strict" },
	"order":    func(c *center.Center) { slices.Reverse(c.Services) },
	"hours":    func(c *center.Center) { c.Hours.Monday = []center.Window{{From: 7 * 60, To: 12 * 60}} },
	"hours over": func(c *center.Center) {
		c.Hours.Monday, c.Hours.CloseAfter = []center.Window{{From: 7 * 60, To: 8 * 60}}, 1
	},
	"a holiday":    func(c *center.Center) { c.Hours.Closed = []center.Day{"2026-11-23"} },
	"a contingent": func(c *center.Center) { c.Services[0].Daily = 3 },
	"devices": func(c *center.Center) {
		c.Kiosks, c.Printers = c.Kiosks[1:], []center.Printer{{ID: "P2", Address: "tcp://127.0.0.1:9101", Dots: 576}}
	},
	"remote": func(c *center.Center) { c.Remote.Arrive, c.Calling.Grace = 5, 1 },
}

// morning fills a hall with people who wait, are called, served, parked and missed.
func (h *hall) morning(t *testing.T, seed uint64) {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 1))
	for _, id := range []center.CounterID{"1", "2"} {
		h.act(t, id, "open", wire.ActionRequest{})
	}
	actions := []string{"next", "next", "start", "finish", "ready", "park", "no-show", "transfer"}
	for range 60 {
		h.now.pass(time.Duration(r.IntN(50)) * time.Second)
		if r.IntN(3) == 0 {
			h.issue(t, wire.IssueRequest{Service: []center.ServiceCode{"HT", "DD"}[r.IntN(2)], Priority: r.IntN(5) == 0, Kiosk: []center.DeviceID{"K1", "K2"}[r.IntN(2)]})
			continue
		}
		h.tries(t, []center.CounterID{"1", "2"}[r.IntN(2)], actions[r.IntN(len(actions))], center.CounterID([]string{"", "1", "2"}[r.IntN(3)]))
	}
}

// tries does what a counter may be in no state for.
func (h *hall) tries(t *testing.T, counter center.CounterID, action string, to center.CounterID) {
	t.Helper()
	q := wire.ActionRequest{}
	if action == "transfer" {
		q.Counter = to
	}
	if _, err := h.all.Act(t.Context(), client.NewKey(), counter, action, q); err != nil && fault.KindOf(err) == fault.Internal {
		t.Fatalf("%s at %s: %v", action, counter, err)
	}
}

// told is the log, without what only a start says and what is learned beside the
// work, and the board.
func (h *hall) told(t *testing.T) (log []string, board string) {
	t.Helper()
	entries, err := h.engine.store.Read(t.Context(), 0, 1000)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		b, err := e.Decode()
		if err != nil {
			t.Fatal(err)
		}
		if b.Type != wire.ProgramStarted && b.Type != wire.ForecastFitted { // learning takes its own time
			log = append(log, string(b.Day)+" "+b.Type+" "+string(b.Data))
		}
	}
	b := h.engine.board()
	b.Seq = 0
	raw, err := json.Marshal(b)
	if err != nil {
		t.Fatal(err)
	}
	return log, string(raw)
}

// onCopy opens the log of a stopped hall once more, in a directory of its own.
func onCopy(t *testing.T, opts Options, now *testClock, site *center.Center, config string) *hall {
	t.Helper()
	raw, err := os.ReadFile(opts.Engine.Store.Path)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "log.db")
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	h := openHall(t, func(o *Options) {
		*o = opts
		o.Center, o.Engine.Config, o.Engine.Store.Path, o.Engine.Clock = site, config, path, now.read
	})
	h.now = now
	return h
}

// TestAChangeIsARestart changes the configuration of a running center with
// people waiting, and holds it against a restart with the new file: the same
// events, the same board, and the same again after an hour's work.
func TestAChangeIsARestart(t *testing.T) {
	var opts Options
	h := openHall(t, func(o *Options) { o.Engine.Config = "old"; opts = *o })
	h.morning(t, 7)
	h.stop()
	for name, change := range reformed {
		t.Run(name, func(t *testing.T) {
			site := testCenter()
			change(site)
			now := &testClock{wall: h.now.wall, up: h.now.up, boot: h.now.boot}
			later := &testClock{wall: h.now.wall, up: h.now.up, boot: h.now.boot}
			restarted := onCopy(t, opts, now, site, "new")
			running := onCopy(t, opts, later, testCenter(), "old")
			if err := running.engine.replace(t.Context(), reform{center: site, config: "new"}); err != nil {
				t.Fatal(err)
			}
			compare := func(when string) {
				t.Helper()
				wantLog, wantBoard := restarted.told(t)
				log, board := running.told(t)
				if diff := cmp.Diff(wantLog, log); diff != "" {
					t.Errorf("%s the log differs (-restart +change):\n%s", when, diff)
				}
				if diff := cmp.Diff(wantBoard, board); diff != "" {
					t.Errorf("%s the board differs (-restart +change):\n%s", when, diff)
				}
				if diff := cmp.Diff(view(restarted.engine, remembered), view(running.engine, remembered)); diff != "" {
					t.Errorf("%s what is remembered differs (-restart +change):\n%s", when, diff)
				}
			}
			compare("at once")
			for _, x := range []*hall{restarted, running} {
				for i, action := range []string{"open", "next", "start", "finish", "ready", "next", "no-show", "next"} {
					for _, c := range []center.CounterID{"1", "2", "3"} {
						x.now.pass(time.Duration(i) * time.Minute)
						x.tries(t, c, action, "")
					}
				}
			}
			compare("after an hour")
		})
	}
}

// TestAChangeThatCannotBeStored leaves the configuration in force.
func TestAChangeThatCannotBeStored(t *testing.T) {
	h := openHall(t, nil)
	a := h.issue(t, wire.IssueRequest{Service: "HT"})
	before := h.site()
	if err := h.engine.store.Close(); err != nil {
		t.Fatal(err)
	}
	site := testCenter()
	site.Services[0].Target = 5
	if err := h.engine.replace(t.Context(), reform{center: site, config: "new"}); fault.KindOf(err) != fault.Unavailable {
		t.Errorf("replace = %v, want unavailable", err)
	}
	if h.site() != before {
		t.Error("another configuration is in force")
	}
	h.now.pass(2 * retryAfter)
	if b := h.issue(t, wire.IssueRequest{Service: "HT"}); a.Number != "A001" || b.Number != "A002" {
		t.Errorf("numbers = %s, %s", a.Number, b.Number)
	}
}

// TestAVersionWaitsForTheDayToEnd: no day opens before it is in force.
func TestAVersionWaitsForTheDayToEnd(t *testing.T) {
	h := openHall(t, nil)
	h.engine.mu.Lock()
	h.engine.awaits = true
	h.engine.mu.Unlock()
	h.now.pass(24 * time.Hour)
	if open := h.ticked(t); open {
		t.Fatal("the next day opened without the configuration that waits for it")
	}
	site := testCenter()
	site.Services[0].Prefix = "Z"
	v := &store.Version{N: 1, By: "a-1", SHA256: "x", Text: []byte("x"), Effective: store.Opening}
	if err := h.engine.replace(t.Context(), reform{center: site, config: "new", version: v}); err != nil {
		t.Fatal(err)
	}
	if open := h.ticked(t); !open {
		t.Error("the day does not open")
	}
	if got := h.issue(t, wire.IssueRequest{Service: "HT"}); got.Number != "Z001" {
		t.Errorf("number = %s, want Z001", got.Number)
	}
	if got, ok, err := h.engine.store.VersionInForce(t.Context()); !ok || err != nil || got.N != 1 || got.Since == 0 || got.By != "a-1" {
		t.Errorf("VersionInForce = %+v, %v, %v", got, ok, err)
	}
}

// ticked lets the engine look at the clock and tells whether a day is open.
func (h *hall) ticked(t *testing.T) bool {
	t.Helper()
	if err := h.Alive(t.Context()); err != nil {
		t.Fatal(err)
	}
	return view(h.engine, func(s *state, _ queue.Moment) bool { return s.open })
}
