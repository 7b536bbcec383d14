package controller

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"motcua/internal/center"
	"motcua/internal/client"
	"motcua/internal/fault"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

// remembered is all that a state knows from the log of its devices and of what
// happened on paper, in words that can be compared.
func remembered(s *state, now queue.Moment) (all []string) {
	line := func(format string, args ...any) { all = append(all, fmt.Sprintf(format, args...)) }
	for _, k := range s.center.DeviceKinds() {
		d, ok := s.devices[k.ID]
		line("%s %t %s %s since %s", k.ID, ok, d.State, d.Cause, d.since.Format(time.RFC3339))
		if d.State != wire.Present {
			line("good %s", d.good.Format(time.RFC3339))
		}
		if p, ok := s.center.Printer(k.ID); ok {
			r := s.rolls[p.ID]
			if r == nil {
				r = &roll{}
			}
			line("roll %d of %d, slip %d, %s at %d", r.MM, r.LastMM, r.mean(), r.Cause, r.LowMM)
		}
	}
	for _, k := range slices.SortedFunc(maps.Keys(s.slips), func(a, b wire.SlipKey) int {
		return slices.Compare([]string{string(a.Ticket), fmt.Sprint(a.Copy)}, []string{string(b.Ticket), fmt.Sprint(b.Copy)})
	}) {
		line("%v %+v", k, s.slips[k])
	}
	kept, err := json.Marshal([]any{s.power, s.testView(now), s.again, s.served, s.copies, s.today(now)})
	line("%s %v", kept, err)
	return all
}

// restarted stops a hall and opens another on the same log and clock, which
// must remember the same.
func (h *hall) restarted(t *testing.T, opts Options) *hall {
	t.Helper()
	before := view(h.engine, remembered)
	h.stop()
	again := openHall(t, func(o *Options) { *o = opts; o.Engine.Clock = h.now.read })
	again.now = h.now
	if diff := cmp.Diff(before, view(again.engine, remembered)); diff != "" {
		t.Errorf("after a restart (-before +after):\n%s", diff)
	}
	return again
}

func (h *hall) says(t *testing.T, device center.DeviceID, state wire.Presence, cause string) {
	t.Helper()
	if err := h.all.ReportState(t.Context(), client.NewKey(), device, wire.StateReport{State: state, Cause: cause}); err != nil {
		t.Fatal(err)
	}
}

func (h *hall) status(t *testing.T, id center.DeviceID) wire.DeviceStatus {
	t.Helper()
	for _, d := range h.engine.board().Devices {
		if d.Device == id {
			return d
		}
	}
	t.Fatalf("the board has no %s", id)
	return wire.DeviceStatus{}
}

// prints issues a ticket and lets its slip come out.
func (h *hall) prints(t *testing.T, mm int) wire.Ticket {
	t.Helper()
	ticket := h.issue(t, wire.IssueRequest{Service: "HT", Printer: "P1"})
	key := wire.SlipKey{Ticket: ticket.ID}
	if _, err := h.all.ClaimSlip(t.Context(), client.NewKey(), key); err != nil {
		t.Fatal(err)
	}
	if err := h.all.SlipDone(t.Context(), client.NewKey(), key, mm); err != nil {
		t.Fatal(err)
	}
	return ticket
}

func TestADeviceTellsSinceWhenAndWhenItLastWorked(t *testing.T) {
	var opts Options
	h := openHall(t, func(o *Options) { o.Center.Printers[0].Profile = "epson-tm-t82"; opts = *o })
	if d := h.status(t, "P1"); d.State != wire.Absent || d.At != nil || d.Since != nil || d.Driver != "epson-tm-t82" || d.Kiosk != "K1" {
		t.Errorf("a printer that was never heard of = %+v", d)
	}
	start := h.now.read().Wall
	h.says(t, "P1", wire.Present, "")
	for range 3 {
		h.now.pass(time.Minute)
		err := h.all.ReportState(t.Context(), client.NewKey(), "P1", wire.StateReport{State: wire.Present, Counts: map[string]int64{"jobs": 7}})
		if err != nil {
			t.Fatal(err)
		}
	}
	good := h.now.read().Wall
	if d := h.status(t, "P1"); !d.Since.Equal(start) || !d.At.Equal(good) || !d.LastGood.Equal(good) || d.Counts["jobs"] != 7 {
		t.Errorf("a printer heard of for three minutes = %+v", d)
	}
	h.now.pass(20 * time.Second)
	h.says(t, "P1", wire.Broken, wire.PaperOut)
	broke := h.now.read().Wall
	h.now.pass(time.Minute)
	h = h.restarted(t, opts)
	if d := h.status(t, "P1"); d.State != wire.Broken || d.Code != "P1-11" || !d.Since.Equal(broke) || !d.LastGood.Equal(good) {
		t.Errorf("after a restart = %+v, want broken since %s, good at %s", d, broke, good)
	}
	h.now.pass(24 * time.Hour) // a new day: its entries stand alone
	h.idle(t)
	h.restarted(t, opts)
	if d := h.status(t, "P1"); d.State != wire.Broken || !d.Since.Equal(broke) || !d.LastGood.Equal(good) || !d.At.Equal(broke) {
		t.Errorf("on the next day = %+v, want broken since %s, good at %s", d, broke, good)
	}
}

func TestARollIsCountedAndItsChangeNoticedOnce(t *testing.T) {
	var opts Options
	h := openHall(t, func(o *Options) { o.Center.Printers[0].Roll = 1; opts = *o })
	for range 6 {
		h.prints(t, 150)
	}
	if p := h.status(t, "P1").Paper; p.UsedMM != 900 || p.RollMM != 1000 || p.LeftMM != 100 {
		t.Errorf("paper after six slips = %+v", p)
	}
	h.says(t, "P1", wire.Present, wire.PaperLow)
	h.prints(t, 100)
	if p := h.status(t, "P1").Paper; p.LeftMM != nearEnd-100 {
		t.Errorf("paper after the printer says little = %+v", p)
	}
	h.says(t, "P1", wire.Broken, wire.PaperOut)
	h.says(t, "P1", wire.Broken, wire.CoverOpen)
	head := h.engine.hub.last()
	h = h.restarted(t, opts)
	h.says(t, "P1", wire.Present, "")
	h.says(t, "P1", wire.Present, "")
	if got := h.kinds(t, head); !slices.Equal(got, []string{wire.ProgramStarted, wire.DeviceState, wire.PaperChanged}) {
		t.Errorf("a new roll appended %v", got)
	}
	if p := h.status(t, "P1").Paper; p.UsedMM != 0 || p.RollMM != 1000 || p.LeftMM != 1000 {
		t.Errorf("paper on a new roll = %+v, want the whole of what the last one gave", p)
	}
	for range 4 {
		h.prints(t, 150)
	}
	h.now.pass(24 * time.Hour)
	h.idle(t)
	h = h.restarted(t, opts)
	if p := h.status(t, "P1").Paper; p.UsedMM != 600 || p.Slips != 400/145 {
		t.Errorf("paper on the next day = %+v, want 600 mm used and slips of 145", p)
	}
	x, err := h.all.StartSelfTest(t.Context(), client.NewKey())
	if err != nil {
		t.Fatal(err)
	}
	h.results(t, x.ID, wire.SelfTestCheck{What: wire.CheckStrip, Device: "P1", OK: true, Cause: wire.PaperLow, MM: 80})
	h.turn(t, h.now, testLeast)
	h = h.restarted(t, opts)
	if p := h.status(t, "P1").Paper; p.UsedMM != 680 {
		t.Errorf("paper behind a test strip = %+v, want 680 mm used", p)
	}
	if err := h.all.Roll(t.Context(), client.NewKey(), "P1"); err != nil {
		t.Fatal(err)
	}
	head = h.engine.hub.last()
	if err := h.all.Roll(t.Context(), client.NewKey(), "P1"); err != nil || h.engine.hub.last() != head {
		t.Errorf("a new roll twice by hand = %v, and appended an entry", err)
	}
}

// TestARollThatNobodyNoticed reads the log of a program that knew of no rolls.
func TestARollThatNobodyNoticed(t *testing.T) {
	var opts Options
	h := openHall(t, func(o *Options) { opts = *o })
	err := h.engine.ask(t.Context(), memo{}, func(x *tx) (int, any, error) {
		x.emit(wire.DeviceState, &wire.DeviceData{Device: "P1", State: wire.Broken, Cause: wire.PaperOut})
		x.emit(wire.DeviceState, &wire.DeviceData{Device: "P1", State: wire.Present})
		return http.StatusNoContent, nil, nil
	}).err
	if err != nil {
		t.Fatal(err)
	}
	head := h.engine.hub.last()
	h.stop()
	again := openHall(t, func(o *Options) { *o = opts; o.Engine.Clock = h.now.read })
	if got := again.kinds(t, head); !slices.Equal(got, []string{wire.ProgramStarted, wire.PaperChanged}) {
		t.Errorf("a start appended %v", got)
	}
	if p := again.status(t, "P1").Paper; p.LeftMM != p.RollMM {
		t.Errorf("paper = %+v, want a new roll", p)
	}
}

// TestALoosePlugDoesNotFillTheLog lets a device come and go ten times a second,
// and then on and on: its alerts do not come and go with it.
func TestALoosePlugDoesNotFillTheLog(t *testing.T) {
	var opts Options
	h := openHall(t, func(o *Options) { o.Center.Alerts = usualAlerts; opts = *o })
	head := h.engine.hub.last()
	for range 100 {
		h.says(t, "P1", wire.Present, "")
		h.says(t, "P1", wire.Absent, wire.Unreachable)
		h.now.pass(200 * time.Millisecond)
	}
	if n := h.engine.hub.last() - head; n != mostFlaps {
		t.Errorf("200 changes in 20 seconds appended %d entries, want %d", n, mostFlaps)
	}
	head = h.engine.hub.last()
	const more = 20 * time.Minute
	for i := range int(more / watchEvery) {
		h.says(t, "P1", []wire.Presence{wire.Present, wire.Absent}[i%2], "")
		h.now.pass(watchEvery)
	}
	// Even if it raised an alert that went to the second level, that would be all.
	if n, most := h.engine.hub.last()-head, int64(more/flapEvery)+2; n > most {
		t.Errorf("%s of it appended %d entries, want at most %d", more, n, most)
	}
	h.says(t, "P1", wire.Present, "")
	worked := h.now.read().Wall
	h.now.pass(time.Second)
	h.says(t, "P1", wire.Absent, wire.Unreachable)
	if d := h.status(t, "P1"); d.LastGood == nil || !d.LastGood.Equal(worked) {
		t.Errorf("absent, it last worked at %v, want %v", d.LastGood, worked)
	}
	for _, passes := range []time.Duration{flapEvery, flapEvery, 10 * flapEvery} { // whatever it settles in is told in the end
		h.now.pass(passes)
		h.says(t, "P1", wire.Present, "")
		if d := h.status(t, "P1"); d.State != wire.Present {
			t.Errorf("%s later it is %s", passes, d.State)
		}
	}
	h.restarted(t, opts)
}

// TestAWaveringSensor says little, enough, and little again of one roll.
func TestAWaveringSensor(t *testing.T) {
	var opts Options
	h := openHall(t, func(o *Options) { o.Center.Printers[0].Roll = 3; opts = *o })
	for range 10 {
		h.prints(t, 200)
	}
	h.says(t, "P1", wire.Present, wire.PaperLow)
	h.prints(t, 200)
	h.says(t, "P1", wire.Present, "")
	if p := h.status(t, "P1").Paper; p.UsedMM != 0 {
		t.Errorf("paper when the printer says enough = %+v", p)
	}
	h.prints(t, 200)
	h.says(t, "P1", wire.Present, wire.PaperLow)
	h = h.restarted(t, opts)
	if p := h.status(t, "P1").Paper; p.UsedMM != 2400 || p.LeftMM != nearEnd-400 {
		t.Errorf("paper when it says little again = %+v, want 2400 mm used", p)
	}
	h.says(t, "P1", wire.Present, "")
	for range 5 {
		h.prints(t, 200)
	}
	h.says(t, "P1", wire.Present, wire.PaperLow)
	if p := h.status(t, "P1").Paper; p.UsedMM != 1000 {
		t.Errorf("paper on a roll that was not whole = %+v, want 1000 mm used", p)
	}
}

func TestAReprintIsWantedOnceAndPrintedOnce(t *testing.T) {
	var opts Options
	h := openHall(t, func(o *Options) { opts = *o })
	ticket := h.issue(t, wire.IssueRequest{Service: "HT", Printer: "P1"})
	refused := func(code string) {
		t.Helper()
		if _, err := h.all.Reprint(t.Context(), client.NewKey(), ticket.ID, ""); fault.CodeOf(err) != code {
			t.Errorf("Reprint = %v, want %s", err, code)
		}
	}
	refused("slip-open")
	h.now.pass(slipOpen) // nobody has claimed it: the bridge is away
	key := client.NewKey()
	for range 2 {
		again, err := h.all.Reprint(t.Context(), key, ticket.ID, "")
		if err != nil || again.Copy != 1 || again.Slip != "" {
			t.Fatalf("Reprint = %+v, %v", again, err)
		}
	}
	refused("slip-open")
	if _, err := h.all.ClaimSlip(t.Context(), client.NewKey(), wire.SlipKey{Ticket: ticket.ID}); fault.CodeOf(err) != "slip-old" {
		t.Errorf("the first slip is claimed after its reprint is wanted: %v", err)
	}
	h.now.pass(59 * time.Second)
	h = h.restarted(t, opts)
	copied := wire.SlipKey{Ticket: ticket.ID, Copy: 1}
	slip, err := h.all.ClaimSlip(t.Context(), client.NewKey(), copied)
	if err != nil || slip.Copy != 1 || slip.Printer != "P1" {
		t.Fatalf("claim of the reprint = %+v, %v", slip, err)
	}
	if _, err := h.all.ClaimSlip(t.Context(), client.NewKey(), copied); fault.CodeOf(err) != "slip-claimed" {
		t.Errorf("claimed twice: %v", err)
	}
	if err := h.all.SlipFailed(t.Context(), client.NewKey(), copied, wire.PaperOut, 40); err != nil {
		t.Fatal(err)
	}
	if got, err := h.all.Ticket(t.Context(), ticket.ID); err != nil || got.Slip != "failed" || got.SlipCause != wire.PaperOut {
		t.Errorf("the ticket shows %s %s, %v; want its newest slip", got.Slip, got.SlipCause, err)
	}
	if got := h.today().Reprints; got != 1 {
		t.Errorf("%d reprints today, want 1", got)
	}
	h.restarted(t, opts)
}

func TestPowerIsAStateOfTheCenter(t *testing.T) {
	var opts Options
	h := openHall(t, func(o *Options) { o.Center.UPS = center.UPS{ID: "UPS", NUT: "127.0.0.1:3493", Name: "ups"}; opts = *o })
	h.says(t, "UPS", wire.Present, "")
	if p := h.engine.board().Power; p != nil {
		t.Errorf("power on the mains = %+v", p)
	}
	h.now.pass(time.Minute)
	lost := h.now.read().Wall
	h.says(t, "UPS", wire.Present, wire.MainsLost)
	h.now.pass(10 * time.Minute)
	h.says(t, "UPS", wire.Present, wire.BatteryLow)
	h = h.restarted(t, opts)
	if p := h.engine.board().Power; p == nil || !p.Since.Equal(lost) || !p.Low {
		t.Errorf("power = %+v, want on a low battery since %s", p, lost)
	}
	if s := (&uplink{e: h.engine}).Snap(); s.Power == nil || !s.Power.Low {
		t.Errorf("the province is told %+v", s.Power)
	}
	h.says(t, "UPS", wire.Broken, wire.Unreachable)
	if p := h.engine.board().Power; p != nil {
		t.Errorf("power when nobody knows = %+v", p)
	}
}
