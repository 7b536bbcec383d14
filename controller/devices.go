package controller

import (
	"context"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"time"

	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

const (
	mostFlaps = 20               // changes of one device that come one upon the other
	flapEvery = 30 * time.Second // and between them from then on: a log is for ever

	heard     = 2 * time.Minute // a device that has said nothing for longer may be anything
	mostCount = 1 << 53         // a count that every reader of JSON can hold
)

// device is what is known of one. What its driver counts, and when it was last
// heard of, are known from reports alone: they are not in the log.
type device struct {
	wire.DeviceData
	since  time.Time
	good   time.Time // when it was last known to work; zero: never
	at     time.Time // when it was last heard of
	counts map[string]int64
	named  string        // version of its program
	paid   time.Duration // uptime up to which its changes have been allowed for; see steady
}

// changed folds a device's state. An event that tells a state again, as a day
// opens, says since when it has been so.
func (s *state) changed(d *wire.DeviceData, m queue.Moment) {
	was := s.devices[d.Device]
	now := device{DeviceData: *d, since: m.Wall, at: m.Wall, counts: was.counts, named: was.named, paid: was.paid}
	if d.Since != nil {
		now.since, now.at = *d.Since, *d.Since
	}
	switch {
	case d.State == wire.Present:
		now.good = now.at
	case d.Good != nil:
		now.good = *d.Good
	}
	if d.Since != nil && was.at.After(now.at) { // no report has come between
		now.at = was.at
		if d.State == wire.Present {
			now.good = was.at
		}
	}
	s.devices[d.Device] = now
	s.powered(d, now.since)
	if p, ok := s.center.Printer(d.Device); ok {
		s.paperOf(p.ID).said(d, rollOf(p))
	}
}

// powered folds what the power supply says of the mains.
func (s *state) powered(d *wire.DeviceData, since time.Time) {
	switch {
	case s.center.UPS.ID == "" || d.Device != s.center.UPS.ID:
	case d.Cause != wire.MainsLost && d.Cause != wire.BatteryLow:
		s.power = nil // the mains are back, or nobody knows
	case s.power == nil:
		s.power = &wire.Power{Since: since, Low: d.Cause == wire.BatteryLow}
	default:
		s.power = &wire.Power{Since: s.power.Since, Low: d.Cause == wire.BatteryLow}
	}
}

// report notes what a driver saw of its device; only a change is an event.
func (t *tx) report(d wire.DeviceData, counts map[string]int64, version string) {
	known, ok := t.devices[d.Device]
	if (!ok || known.State != d.State || known.Cause != d.Cause) && t.steady(&known) {
		if d.State != wire.Present && !known.good.IsZero() {
			good := known.good
			d.Good = &good
		}
		paid := known.paid
		t.emit(wire.DeviceState, &d)
		t.renewed(d)
		known = t.devices[d.Device]
		known.paid = paid
	}
	known.at, known.counts, known.named = t.now.Wall, counts, version
	if d.State == wire.Present { // shown or not, see steady
		known.good = t.now.Wall
	}
	t.devices[d.Device] = known
}

// steady allows a device's change into the log: many at once, and then one
// every half minute. A device with a loose plug is shown as it was until its
// next report that is allowed.
func (t *tx) steady(d *device) bool {
	paid := max(d.paid, t.now.Up) + flapEvery
	if paid-t.now.Up > mostFlaps*flapEvery {
		return false
	}
	d.paid = paid
	return true
}

// retell tells the states that a new day begins with: its entries stand alone.
func (t *tx) retell() {
	for _, k := range t.center.DeviceKinds() {
		if d, ok := t.devices[k.ID]; ok {
			data, since := d.DeviceData, d.since
			if t.power != nil && k.ID == t.center.UPS.ID { // its battery may be low only since later
				since = t.power.Since
			}
			data.Since, data.Good = &since, nil
			if data.State != wire.Present && !d.good.IsZero() {
				good := d.good
				data.Good = &good
			}
			t.emit(wire.DeviceState, &data)
		}
	}
}

// silent tells whether a device has not been heard of for too long.
func (s *state) silent(id center.DeviceID, now queue.Moment) bool {
	d, ok := s.devices[id]
	return !ok || now.Wall.Sub(d.at).Abs() > heard
}

func (s *state) devicesView(now queue.Moment) []wire.DeviceStatus {
	kinds := s.center.DeviceKinds()
	all := make([]wire.DeviceStatus, 0, len(kinds))
	var people *[48]float64
	if len(s.center.Printers) > 0 {
		people = s.people(now)
	}
	for _, k := range kinds {
		v := wire.DeviceStatus{Device: k.ID, Kind: k.Kind, Driver: k.Driver, Counter: k.Counter, Kiosk: k.Kiosk, State: wire.Absent}
		if d, ok := s.devices[k.ID]; ok {
			v.State, v.Cause, v.Code, v.Counts = d.State, d.Cause, wire.FaultCode(k.ID, d.Cause), d.counts
			v.Version = d.named
			v.At, v.Since = &d.at, &d.since
			if !d.good.IsZero() {
				v.LastGood = &d.good
			}
		}
		if p, ok := s.center.Printer(k.ID); ok {
			v.Paper = s.paperView(p, people, now)
		}
		all = append(all, v)
	}
	return all
}

func getDevices(c *Controller, w http.ResponseWriter, _ *http.Request, who caller) error {
	x := c.site()
	all := wire.Devices{
		Kiosks:   own(x.Kiosks, who, func(d center.Kiosk) center.DeviceID { return d.ID }),
		Printers: own(x.Printers, who, func(d center.Printer) center.DeviceID { return d.ID }),
		Displays: own(x.Displays, who, func(d center.Display) center.DeviceID { return d.ID }),
		Tablets:  own(x.Tablets, who, func(d center.Tablet) center.DeviceID { return d.ID }),
		Buses:    own(x.Buses, who, func(d center.Bus) center.DeviceID { return d.ID }),
		Units:    own(x.Units, who, func(d center.Unit) center.DeviceID { return d.ID }),
		Lamps:    own(x.Lamps, who, func(d center.Lamp) center.DeviceID { return d.ID }),
		Buttons:  own(x.Buttons, who, func(d center.Button) center.DeviceID { return d.ID }),
		Digits:   own(x.Digits, who, func(d center.Digits) center.DeviceID { return d.ID }),
		Scanners: own(x.Scanners, who, func(d center.Scanner) center.DeviceID { return d.ID }),
		Voices:   voicesFor(x, who),
		Layouts:  c.layouts.all(),

		PauseReasons: append([]string{}, x.PauseReasons...),
	}
	if x.UPS.ID != "" && (who.device == "" || who.device == x.UPS.ID) {
		all.UPS = &x.UPS
	}
	return send(w, all)
}

// voicesFor are a voice's own, and all of them for a display, which shows a call that nobody can hear in another way.
func voicesFor(x *center.Center, who caller) []center.Voice {
	if who.may("display") {
		return append([]center.Voice{}, x.Voices...)
	}
	return own(x.Voices, who, func(d center.Voice) center.DeviceID { return d.ID })
}

// own keeps the devices that the caller may know of.
func own[T any](all []T, who caller, id func(T) center.DeviceID) []T {
	mine := []T{}
	for _, d := range all {
		if who.device == "" || who.device == id(d) {
			mine = append(mine, d)
		}
	}
	return mine
}

func postDevice(c *Controller, w http.ResponseWriter, r *http.Request, who caller) error {
	var q wire.StateReport
	wish, err := read(w, r, who, &q)
	if err != nil {
		return err
	}
	device := center.DeviceID(r.PathValue("device"))
	if !c.has(device) {
		return fault.New(fault.NotFound, "device-unknown", "device", device)
	}
	if who.device != "" && who.device != device {
		return fault.New(fault.Forbidden, "device-other", "device", device)
	}
	if err := checkReport(q); err != nil {
		return err
	}
	return answer(w, c.engine.report(r.Context(), wish, wire.DeviceData{Device: device, State: q.State, Cause: q.Cause}, q.Counts, q.Version))
}

var versionForm = regexp.MustCompile(`^[0-9A-Za-z.+-]{0,40}$`)

// checkReport refuses what no driver says: the log holds codes, and metrics a known few.
func checkReport(q wire.StateReport) error {
	switch {
	case q.State != wire.Present && q.State != wire.Absent && q.State != wire.Broken:
		return fault.New(fault.Invalid, "device-state")
	case q.Cause != "" && !wire.IsCause(q.Cause):
		return fault.New(fault.Invalid, "cause-unknown")
	case !versionForm.MatchString(q.Version):
		return fault.New(fault.Invalid, "version-form")
	}
	for name, n := range q.Counts {
		if !slices.Contains(wire.Counts, name) || n < 0 || n > mostCount {
			return fault.New(fault.Invalid, "count-unknown")
		}
	}
	return nil
}

func (c *Controller) has(device center.DeviceID) bool {
	return slices.ContainsFunc(c.site().DeviceKinds(), func(k center.DeviceKind) bool { return k.ID == device })
}

func (e *Engine) report(ctx context.Context, w memo, d wire.DeviceData, counts map[string]int64, version string) outcome {
	return e.ask(ctx, w, func(t *tx) (int, any, error) {
		t.report(d, maps.Clone(counts), version)
		return http.StatusNoContent, nil, nil
	})
}
