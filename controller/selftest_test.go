package controller

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"motcua/internal/center"
	"motcua/internal/client"
	"motcua/internal/fault"
	"motcua/internal/wire"
)

// morning is a clock of a Monday.
func morning(hour, minute int) *testClock {
	clock := newTestClock()
	clock.jump(time.Date(2026, 11, 23, hour, minute, 0, 0, center.Zone).Sub(clock.wall))
	return clock
}

// testHall is a hall whose self-test runs half an hour before it opens at seven.
func testHall(t *testing.T, clock *testClock, change func(*Options)) *hall {
	t.Helper()
	return openHall(t, func(o *Options) {
		before := 30
		o.Center.SelfTest.Before = &before
		o.Center.Displays = []center.Display{{ID: "D1"}}
		o.Engine.Clock = clock.read
		if change != nil {
			change(o)
		}
	})
}

// turn lets time pass and the engine look at the clock.
func (h *hall) turn(t *testing.T, clock *testClock, d time.Duration) {
	t.Helper()
	clock.pass(d)
	h.settle(t)
}

func (h *hall) results(t *testing.T, id string, checks ...wire.SelfTestCheck) {
	t.Helper()
	if err := h.all.SelfTestResults(t.Context(), client.NewKey(), id, wire.SelfTestResults{Checks: checks}); err != nil {
		t.Fatal(err)
	}
}

func TestTheMorningsSelfTest(t *testing.T) {
	clock := morning(6, 20)
	h := testHall(t, clock, nil)
	h.turn(t, clock, 9*time.Minute+59*time.Second)
	if got := h.engine.board().SelfTest; got != nil {
		t.Fatalf("a self-test at 06:29:59 = %+v", got)
	}
	h.turn(t, clock, time.Second)
	x := h.engine.board().SelfTest
	if x == nil || !x.Running || x.At.Format("15:04") != "06:30" {
		t.Fatalf("at 06:30 the self-test is %+v", x)
	}
	for _, id := range []center.DeviceID{"K1", "K2", "T1"} {
		h.says(t, id, wire.Present, "")
	}
	h.results(t, x.ID, wire.SelfTestCheck{What: wire.CheckStrip, Device: "P1", Cause: wire.PaperOut})
	h.results(t, x.ID, wire.SelfTestCheck{What: wire.CheckStrip, Device: "P1", OK: true}, wire.SelfTestCheck{What: wire.CheckScreen, Device: "D1", OK: true})
	h.turn(t, clock, testLeast-time.Second)
	if !h.engine.board().SelfTest.Running {
		t.Error("it ended before a voice could have spoken")
	}
	h.results(t, x.ID, wire.SelfTestCheck{What: wire.CheckSound, OK: true})
	h.turn(t, clock, time.Second)
	got := h.engine.board().SelfTest
	want := []wire.SelfTestCheck{
		{What: wire.CheckClock, OK: true}, {What: wire.CheckDisk, OK: true}, {What: wire.CheckSound, OK: true},
		{What: wire.CheckScreen, Device: "K1", OK: true}, {What: wire.CheckScreen, Device: "K2", OK: true},
		{What: wire.CheckStrip, Device: "P1", OK: true}, {What: wire.CheckScreen, Device: "D1", OK: true}, {What: wire.CheckScreen, Device: "T1", OK: true},
	}
	if got.Running || !got.OK || !slices.Equal(got.Checks, want) {
		t.Errorf("the self-test ended as %+v, want %+v", got, want)
	}
	head := h.engine.hub.last()
	h.turn(t, clock, 20*time.Minute)
	if kinds := h.kinds(t, head); len(kinds) != 0 {
		t.Errorf("after the test of the day came %v", kinds)
	}
	if s := (&uplink{e: h.engine}).Snap(); s.SelfTest == nil || !s.SelfTest.OK {
		t.Errorf("the province is told %+v", s.SelfTest)
	}
	h.turn(t, clock, 24*time.Hour)
	if next := h.engine.board().SelfTest; next == nil || !next.Running || next.ID == x.ID {
		t.Errorf("on the next morning the self-test is %+v", next)
	}
}

// TestSilentDevicesFail restarts the controller in the middle: what had been
// told stays, and who stays silent has failed when the time is over.
func TestSilentDevicesFail(t *testing.T) {
	var opts Options
	h := openHall(t, func(o *Options) {
		o.Center.Lamps = []center.Lamp{{ID: "L1", Counter: "1"}}
		o.Engine.Synced = func() (bool, bool) { return false, true }
		opts = *o
	})
	h.says(t, "K1", wire.Broken, wire.DeviceError)
	x, err := h.all.StartSelfTest(t.Context(), client.NewKey())
	if err != nil || !x.Running {
		t.Fatalf("StartSelfTest = %+v, %v", x, err)
	}
	if _, err := h.all.StartSelfTest(t.Context(), client.NewKey()); fault.CodeOf(err) != "selftest-runs" {
		t.Errorf("a second self-test = %v, want selftest-runs", err)
	}
	h.results(t, x.ID, wire.SelfTestCheck{What: wire.CheckStrip, Device: "P1", OK: true})
	h.turn(t, h.now, testWaits-time.Second)
	h = h.restarted(t, opts)
	if got := h.engine.board().SelfTest; !got.Running || got.ID != x.ID {
		t.Fatalf("after a restart the self-test is %+v", got)
	}
	h.turn(t, h.now, time.Second)
	got := h.engine.board().SelfTest
	want := []wire.SelfTestCheck{
		{What: wire.CheckClock, Cause: "clock-unsynced"}, {What: wire.CheckDisk, OK: true}, {What: wire.CheckSound, Untested: true},
		{What: wire.CheckScreen, Device: "K1", Cause: wire.DeviceError}, {What: wire.CheckScreen, Device: "K2", Cause: wire.TimedOut},
		{What: wire.CheckStrip, Device: "P1", OK: true}, {What: wire.CheckScreen, Device: "T1", Cause: wire.TimedOut},
		{What: wire.CheckDevice, Device: "L1", Cause: wire.TimedOut},
	}
	if got.Running || got.OK || !slices.Equal(got.Checks, want) {
		t.Errorf("the self-test ended as\n%+v, want\n%+v", got.Checks, want)
	}
	h.restarted(t, opts)
}

// TestASelfTestOnAClosedDay belongs to its date although no service day is open.
func TestASelfTestOnAClosedDay(t *testing.T) {
	var opts Options
	h := openHall(t, func(o *Options) { opts = *o })
	h.issue(t, wire.IssueRequest{Service: "HT"})
	h.turn(t, h.now, 5*24*time.Hour) // a Saturday
	if _, err := h.all.StartSelfTest(t.Context(), client.NewKey()); err != nil {
		t.Fatal(err)
	}
	h.turn(t, h.now, testWaits)
	x := h.engine.board().SelfTest
	if x == nil || x.Running {
		t.Fatalf("the self-test of a Saturday = %+v", x)
	}
	entries, err := h.engine.Read(t.Context(), h.engine.hub.last()-1, 1)
	if err != nil || len(entries) != 1 {
		t.Fatal(entries, err)
	}
	if b, _ := entries[0].Decode(); b.Type != wire.SelfTestEnded || b.Day != "2026-11-28" {
		t.Errorf("the last entry = %s on %s", b.Type, b.Day)
	}
	h = h.restarted(t, opts)
	h.turn(t, h.now, 24*time.Hour)
	if x := h.engine.board().SelfTest; x != nil {
		t.Errorf("on Sunday the self-test is %+v", x)
	}
	if f, err := h.engine.figures(t.Context(), "2026-11-23"); err != nil || f.Issued != 1 {
		t.Errorf("figures of the Monday = %+v, %v", f, err)
	}
}

// TestASelfTestFindsAWrongClock while that clock keeps the day from going on.
func TestASelfTestFindsAWrongClock(t *testing.T) {
	var opts Options
	h := openHall(t, func(o *Options) { opts = *o })
	h.now.jump(-48 * time.Hour)
	x, err := h.all.StartSelfTest(t.Context(), client.NewKey())
	if err != nil || x.ID == "" {
		t.Fatalf("StartSelfTest = %+v, %v", x, err)
	}
	h.turn(t, h.now, testWaits)
	got := h.engine.board().SelfTest
	if got == nil || got.Running || got.Checks[0] != (wire.SelfTestCheck{What: wire.CheckClock, Cause: "clock-behind"}) {
		t.Errorf("the self-test of a clock two days behind = %+v", got)
	}
	entries, err := h.engine.Read(t.Context(), h.engine.hub.last()-1, 1)
	if err != nil || len(entries) != 1 {
		t.Fatal(entries, err)
	}
	if b, _ := entries[0].Decode(); b.Type != wire.SelfTestEnded || b.Day != "2026-11-23" {
		t.Errorf("the last entry = %s on %s, want the last service day", b.Type, b.Day)
	}
	h.restarted(t, opts)
}

// TestASelfTestBeforeAClockThatWentBack ends all the same: a machine without a
// battery for its clock begins an hour or a day ago when its power is back.
func TestASelfTestBeforeAClockThatWentBack(t *testing.T) {
	var opts Options
	h := openHall(t, func(o *Options) { opts = *o })
	if _, err := h.all.StartSelfTest(t.Context(), client.NewKey()); err != nil {
		t.Fatal(err)
	}
	h.stop()
	clock := h.now
	clock.wall, clock.up, clock.boot = clock.wall.Add(-time.Hour), time.Minute, "boot-2"
	h = openHall(t, func(o *Options) { *o = opts; o.Engine.Clock = clock.read })
	h.now = clock
	h.turn(t, h.now, testWaits)
	if x := h.engine.board().SelfTest; x == nil || x.Running {
		t.Errorf("the self-test that a power cut ended = %+v", x)
	}
}

// TestTwoVoices tells of a hall with two loudspeakers, of which one is dumb.
func TestTwoVoices(t *testing.T) {
	dumb := wire.SelfTestCheck{What: wire.CheckSound, Cause: wire.NoSound}
	for _, checks := range [][]wire.SelfTestCheck{{dumb, {What: wire.CheckSound, OK: true}}, {{What: wire.CheckSound, OK: true}, dumb}} {
		h := openHall(t, nil)
		x, err := h.all.StartSelfTest(t.Context(), client.NewKey())
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range checks {
			h.results(t, x.ID, c)
		}
		h.turn(t, h.now, testWaits)
		if got := h.engine.board().SelfTest; got == nil || !slices.Contains(got.Checks, dumb) {
			t.Errorf("the self-test = %+v, want it to name the sound", got)
		}
		h.stop()
	}
}

// TestMidnightEndsASelfTest lets no test run into the day that begins.
func TestMidnightEndsASelfTest(t *testing.T) {
	var opts Options
	h := openHall(t, func(o *Options) { o.Center.Hours = center.Hours{Always: true}; opts = *o })
	h.turn(t, h.now, 16*time.Hour-10*time.Second) // 23:59:50
	head := h.engine.hub.last()
	if _, err := h.all.StartSelfTest(t.Context(), client.NewKey()); err != nil {
		t.Fatal(err)
	}
	h.turn(t, h.now, 20*time.Second)
	kinds := h.kinds(t, head)
	began, ended, opened := slices.Index(kinds, wire.SelfTestBegan), slices.Index(kinds, wire.SelfTestEnded), slices.Index(kinds, wire.DayOpened)
	if began < 0 || ended < began || opened < ended {
		t.Errorf("over midnight came %v", kinds)
	}
	h.restarted(t, opts)
}

func TestASelfTestThatDoesNotRunByItself(t *testing.T) {
	for name, c := range map[string]struct {
		clock  *testClock
		passes time.Duration
		change func(*Options)
		runs   bool
	}{
		"in its time":           {morning(6, 40), testAfter, nil, true},
		"the programs begin":    {morning(6, 40), testAfter - time.Second, nil, false},
		"the center is open":    {morning(6, 59), testAfter, nil, false},
		"it is early":           {morning(6, 28), testAfter, nil, false},
		"switched off":          {morning(6, 40), testAfter, func(o *Options) { o.Center.SelfTest.Before = new(0) }, false},
		"a center always open":  {morning(6, 40), testAfter, func(o *Options) { o.Center.Hours = center.Hours{Always: true} }, false},
		"a day without opening": {morning(6, 40), testAfter, func(o *Options) { o.Center.Hours.Closed = []center.Day{"2026-11-23"} }, false},
	} {
		h := testHall(t, c.clock, c.change)
		h.turn(t, c.clock, c.passes)
		if x := h.engine.board().SelfTest; (x != nil) != c.runs {
			t.Errorf("%s: %+v", name, x)
		}
		h.stop()
	}
}

func TestWhoseClockIsFollowed(t *testing.T) {
	dir := t.TempDir()
	if synced, known := followed(filepath.Join(dir, "gone")); synced || known {
		t.Errorf("without anybody who tells = %t, %t", synced, known)
	}
	if synced, known := followed(dir); synced || !known {
		t.Errorf("before the first time = %t, %t, want known and not synced", synced, known)
	}
	if err := os.WriteFile(filepath.Join(dir, "synchronized"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if synced, known := followed(dir); !synced || !known {
		t.Errorf("behind it = %t, %t", synced, known)
	}
}
