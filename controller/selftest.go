package controller

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"

	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

const (
	testWaits  = 90 * time.Second // for who has not answered: it counts as silent
	testLeast  = 30 * time.Second // for a voice, which nobody can expect by the configuration
	testAfter  = time.Minute      // behind a start of the program: others start too
	mostChecks = 200
	leastRoom  = 256 << 20  // bytes; a log of years is smaller
	testKey    = "selftest" // of the results that have come, beside the log
)

// selfTest is the last self-test: at its beginning, while results come in, and ended.
type selfTest struct {
	wire.SelfTestData
	began queue.Moment
	done  bool
}

func (x *selfTest) apply(kind string, d *wire.SelfTestData, m queue.Moment) {
	if kind == wire.SelfTestBegan {
		*x = selfTest{SelfTestData: wire.SelfTestData{ID: d.ID}, began: m}
		return
	}
	if x.ID != d.ID { // its beginning stands in an earlier day
		x.began = m
	}
	x.SelfTestData, x.done = *d, true
}

func (x *selfTest) running() bool { return x.ID != "" && !x.done }

// passed is how long ago it began: by the uptime, across boots by the wall
// clock, which may have lost an hour or a day with the power.
func (x *selfTest) passed(now queue.Moment) time.Duration {
	if x.began.Boot == now.Boot {
		return now.Up - x.began.Up
	}
	return now.Wall.Sub(x.began.Wall).Abs()
}

// testView is the self-test of today, nil where there was none.
func (s *state) testView(now queue.Moment) *wire.SelfTest {
	if s.test.ID == "" || center.DayOf(s.test.began.Wall) != center.DayOf(now.Wall) {
		return nil
	}
	return &wire.SelfTest{ID: s.test.ID, At: s.test.began.Wall, Running: s.test.running(), OK: s.test.OK, Checks: s.test.Checks}
}

// timeTest ends a running test when everybody has answered or has had time enough.
func (t *tx) timeTest() {
	if !t.test.running() {
		return
	}
	if passed := t.test.passed(t.now); passed >= testWaits || passed >= testLeast && t.answered() {
		t.endTest()
	}
}

// morningTest begins the test of the day when its time has come.
func (t *tx) morningTest(today center.Day) {
	before := t.center.SelfTest.Before
	windows := t.center.Hours.On(today)
	if before == nil || *before == 0 || t.center.Hours.Always || len(windows) == 0 || t.test.running() || t.testView(t.now) != nil {
		return
	}
	start, err := today.Start()
	if err != nil {
		return
	}
	opening := start.Add(time.Duration(windows[0].From) * time.Minute)
	due := opening.Add(-time.Duration(*before) * time.Minute)
	if !t.now.Wall.Before(due) && t.now.Wall.Before(opening) && t.now.Up-t.e.born >= testAfter {
		t.beginTest()
	}
}

// testDay is the date that a test belongs to, whether a service day is open or
// not; the last service day while the date cannot be believed.
func (t *tx) testDay() center.Day {
	if t.e.plausible(t.now) != nil {
		return t.day.Date
	}
	return center.DayOf(t.now.Wall)
}

// beginTest tells everybody to test.
func (t *tx) beginTest() {
	data := &wire.SelfTestData{ID: strings.ToLower(rand.Text()[:12])}
	t.e.results = nil
	t.emitOn(t.testDay(), wire.SelfTestBegan, data)
}

// endTest says what came of it: all good, or what is not.
func (t *tx) endTest() {
	data := &wire.SelfTestData{ID: t.test.ID, OK: true, Checks: append(t.ownChecks(), t.deviceChecks()...)}
	for _, c := range data.Checks {
		data.OK = data.OK && (c.OK || c.Untested)
	}
	t.e.results = nil
	t.remember(testKey, "")
	t.emitOn(t.testDay(), wire.SelfTestEnded, data)
}

// abandonTest ends a test that a new day finds running.
func (t *tx) abandonTest() {
	if t.test.running() {
		t.endTest()
	}
}

// ownChecks are those that no device makes.
func (t *tx) ownChecks() []wire.SelfTestCheck {
	all := []wire.SelfTestCheck{t.clockCheck(), t.diskCheck()}
	if t.e.uplinked {
		c := wire.SelfTestCheck{What: wire.CheckLink, OK: t.e.connected}
		if !c.OK {
			c.Cause = "link-away"
		}
		all = append(all, c)
	}
	sound := wire.SelfTestCheck{What: wire.CheckSound, Untested: true}
	for _, c := range t.e.results {
		if c.Device == "" { // of a voice that is no device of its own
			sound = c
		}
	}
	if sound.Untested && len(t.center.Voices) > 0 {
		return all
	}
	return append(all, sound)
}

// diskCheck looks for room to write, and for the room that is set aside.
func (t *tx) diskCheck() wire.SelfTestCheck {
	c := wire.SelfTestCheck{What: wire.CheckDisk, OK: true}
	room, known := t.e.store.Room()
	switch {
	case t.e.full || !t.e.store.KeepBallast():
		c.OK, c.Cause = false, "disk-full"
	case known && room < leastRoom:
		c.OK, c.Cause = false, "disk-low"
	}
	return c
}

func (t *tx) clockCheck() wire.SelfTestCheck {
	c := wire.SelfTestCheck{What: wire.CheckClock, OK: true}
	err := t.e.plausible(t.now)
	synced, known := true, false
	if t.e.opts.Synced != nil {
		synced, known = t.e.opts.Synced()
	}
	switch {
	case err != nil:
		c.OK, c.Cause = false, fault.CodeOf(err)
	case known && !synced:
		c.OK, c.Cause = false, "clock-unsynced"
	}
	return c
}

// deviceChecks are what came of each device, in the order of the configuration.
// A screen that has said nothing of its picture is good while it is heard of.
func (t *tx) deviceChecks() (all []wire.SelfTestCheck) {
	for _, k := range t.center.DeviceKinds() {
		n := len(all)
		for _, c := range t.e.results {
			if c.Device == k.ID {
				all = append(all, c)
			}
		}
		if len(all) > n {
			continue
		}
		c := wire.SelfTestCheck{What: wire.CheckScreen, Device: k.ID, Cause: wire.TimedOut}
		d := t.devices[k.ID]
		switch {
		case k.Bridged():
			c.What = wire.CheckDevice
		case k.Kind == "voice": // whether it can be heard, only it can tell
			c.What = wire.CheckSound
		case t.silent(k.ID, t.now):
		case d.State == wire.Present:
			c.OK, c.Cause = true, ""
		default:
			c.Cause = cmp.Or(d.Cause, wire.Unreachable)
		}
		all = append(all, c)
	}
	return all
}

// answered tells whether every device has answered that does.
func (t *tx) answered() bool {
	for _, k := range t.center.DeviceKinds() {
		waits := k.Bridged() || (k.Kind == "display" || k.Kind == "voice") && !t.silent(k.ID, t.now)
		if waits && !slices.ContainsFunc(t.e.results, func(c wire.SelfTestCheck) bool { return c.Device == k.ID }) {
			return false
		}
	}
	return true
}

// results takes what came of a running test at some devices: the last word of
// each check counts, but of several voices that of a dumb one. They stand beside the log until it ends, so that a
// controller that starts anew in the middle knows them.
func (t *tx) results(id string, checks []wire.SelfTestCheck) error {
	switch {
	case t.test.ID != id || id == "":
		return fault.New(fault.NotFound, "selftest-unknown")
	case t.test.done:
		return fault.New(fault.Gone, "selftest-over")
	}
	for _, c := range checks {
		same := func(x wire.SelfTestCheck) bool { return x.What == c.What && x.Device == c.Device }
		dumb := func(x wire.SelfTestCheck) bool { return same(x) && x.Device == "" && !x.OK && !x.Untested }
		if slices.ContainsFunc(t.e.results, dumb) {
			continue
		}
		t.e.results = append(slices.DeleteFunc(slices.Clone(t.e.results), same), c)
	}
	raw, err := json.Marshal(savedTest{id, t.e.results})
	if err != nil {
		return err
	}
	t.remember(testKey, string(raw))
	return nil
}

type savedTest struct {
	ID     string               `json:"id"`
	Checks []wire.SelfTestCheck `json:"checks"`
}

// recallTest reads the results that a running test has had.
func (e *Engine) recallTest(ctx context.Context) error {
	e.results = nil
	raw, err := e.store.Meta(ctx, testKey)
	if err != nil || raw == "" {
		return err
	}
	var saved savedTest
	if err := json.Unmarshal([]byte(raw), &saved); err != nil {
		return err
	}
	if e.state.test.running() && saved.ID == e.state.test.ID {
		e.results = saved.Checks
	}
	return nil
}

func postSelfTest(c *Controller, w http.ResponseWriter, r *http.Request, who caller) error {
	wish, err := read(w, r, who, &struct{}{})
	if err != nil {
		return err
	}
	return answer(w, c.engine.ask(r.Context(), wish, func(t *tx) (int, any, error) {
		if t.test.running() {
			return 0, nil, fault.New(fault.Conflict, "selftest-runs")
		}
		t.beginTest()
		return http.StatusCreated, t.testView(t.now), nil
	}))
}

func postResults(c *Controller, w http.ResponseWriter, r *http.Request, who caller) error {
	var q wire.SelfTestResults
	wish, err := read(w, r, who, &q)
	if err != nil {
		return err
	}
	if err := c.checkResults(who, q.Checks); err != nil {
		return err
	}
	return answer(w, c.engine.ask(r.Context(), wish, func(t *tx) (int, any, error) {
		return http.StatusNoContent, nil, t.results(r.PathValue("id"), q.Checks)
	}))
}

// checkResults refuses what is no check: the log holds no free text. What the
// controller tests itself nobody else may; only a sound may have no device.
func (c *Controller) checkResults(who caller, checks []wire.SelfTestCheck) error {
	if len(checks) == 0 || len(checks) > mostChecks {
		return fault.New(fault.Invalid, "selftest-check")
	}
	for _, x := range checks {
		own := slices.Contains([]string{wire.CheckClock, wire.CheckDisk, wire.CheckLink}, x.What)
		switch {
		case own || !slices.Contains(wire.Checks, x.What) || x.OK && x.Untested || x.Device == "" && x.What != wire.CheckSound,
			x.MM < 0 || x.MM > longest || x.MM > 0 && x.What != wire.CheckStrip:
			return fault.New(fault.Invalid, "selftest-check")
		case x.Cause != "" && !wire.IsCause(x.Cause):
			return fault.New(fault.Invalid, "cause-unknown")
		case x.Device != "" && !c.has(x.Device):
			return fault.New(fault.Invalid, "device-unknown", "device", x.Device)
		case x.Device != "" && x.What == wire.CheckSound && !c.speaks(x.Device):
			return fault.New(fault.Invalid, "selftest-check")
		case x.Device != "" && who.device != "" && x.Device != who.device:
			return fault.New(fault.Forbidden, "device-other", "device", x.Device)
		}
	}
	return nil
}

// speaks tells whether a device is a voice.
func (c *Controller) speaks(id center.DeviceID) bool {
	return slices.ContainsFunc(c.site().Voices, func(v center.Voice) bool { return v.ID == id })
}
