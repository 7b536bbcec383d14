// Package bus drives the counter units of one RS-485 line: it asks each in turn
// for key presses, writes displays, lamps and acknowledgements in between, and
// tells units that are dead, foreign or twofold from a line that is.
package bus

import (
	"context"
	"io"
	"time"

	"motcua/internal/center"
	"motcua/internal/device"
	"motcua/internal/device/modbus"
	"motcua/internal/fault"
	wires "motcua/internal/wire"
)

// Line is an open line.
type Line interface {
	modbus.Line
	io.Closer
}

const (
	slow    = 250 * time.Millisecond // for a unit of which nothing is known, or where nobody else waits
	waiting = 64                     // presses of one unit that nobody has taken over yet
	margin  = 25 * time.Millisecond  // for a unit to begin its answer, and for the system to bring it
	remote  = 150 * time.Millisecond // more, through a gateway
)

// Bus is one line with its units. State and Counts may be called from any goroutine.
type Bus struct {
	config  center.Bus
	margin  time.Duration
	plan    plan
	figures figures
	wake    chan struct{} // something is to be written
	changed chan struct{} // some State is another one
	self    *Unit         // only its state is used
}

// New returns the bus that config describes, with those of units that are on
// it. It fails with fault.Invalid where a driver cannot work as configured.
func New(config center.Bus, units []center.Unit) (*Bus, error) {
	b := &Bus{config: config, margin: margin, wake: make(chan struct{}, 1), changed: make(chan struct{}, 1), self: &Unit{}}
	if gateway(config.Port) {
		b.margin += remote
	}
	for _, c := range units {
		if c.Bus != config.ID {
			continue
		}
		build, ok := drivers[c.Driver]
		if !ok {
			return nil, fault.New(fault.Invalid, "center-unknown", "place", "[[unit]] "+string(c.ID), "key", "driver", "value", c.Driver)
		}
		driver, err := build(c)
		if err != nil {
			return nil, err
		}
		b.plan.units = append(b.plan.units, &Unit{
			config: c, driver: driver, presses: make(chan Press, waiting), wake: b.poke,
			dirty: true, counts: map[string]int64{},
		})
	}
	return b, nil
}

// ID returns the name of the bus.
func (b *Bus) ID() center.DeviceID { return b.config.ID }

// Units returns the units, in the order of the center's file.
func (b *Bus) Units() []*Unit { return b.plan.units }

// Changed receives when the State of the bus or of a unit has become another one.
func (b *Bus) Changed() <-chan struct{} { return b.changed }

// State returns how the bus is; the zero State before anything is known.
func (b *Bus) State() device.State { return b.self.State() }

// Counts returns the figures of the bus, under names of wire.Counts.
func (b *Bus) Counts() map[string]int64 {
	counts, dead := b.figures.counts(), int64(0)
	for _, u := range b.plan.units {
		if s := u.State(); s.Presence == wires.Broken && s.Cause != wires.KeyStuck || s.Presence == wires.Absent {
			dead++
		}
	}
	counts["dead"], counts["units"] = dead, int64(len(b.plan.units))
	return counts
}

func (b *Bus) poke() {
	select {
	case b.wake <- struct{}{}:
	default:
	}
}

// Run drives the units over an open line until ctx ends, and then returns nil,
// or until the line ends, with its error. It does not close the line. After an
// error it may be called again with another line: no press is handed over twice.
func (b *Bus) Run(ctx context.Context, line Line) error {
	master := modbus.NewMaster(line, b.config.Baud, b.margin)
	for _, u := range b.plan.units {
		u.health.known, u.health.dead, u.due, u.hold, u.asked = false, false, time.Time{}, time.Time{}, time.Time{}
		u.stale()
	}
	b.judge(time.Now())
	for ctx.Err() == nil {
		u, wait := b.plan.next(time.Now())
		if u == nil {
			b.idle(ctx, wait)
			continue
		}
		if err := b.visit(master, u); err != nil && ctx.Err() == nil {
			return err
		}
	}
	return nil
}

func (b *Bus) idle(ctx context.Context, d time.Duration) {
	if d <= 0 {
		return
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-t.C:
	case <-b.wake:
	}
}

// visit asks a unit and then tells it what waits for it. Only an error of the line is returned.
func (b *Bus) visit(line *modbus.Master, u *Unit) error {
	began := time.Now()
	if !u.asked.IsZero() && !u.health.dead {
		b.figures.round(began.Sub(u.asked))
	}
	u.asked = began
	line.Allow(b.allowance(u))
	n, err := u.driver.poll(line)
	how := outcomeOf(err)
	if how == broken {
		return err
	}
	if how == good {
		u.health.learn(line.Lag())
		u.take(n, time.Now())
	}
	b.heard(u, how, began)
	if how != good {
		return nil
	}
	o, some := u.order(n.boot)
	if !some || time.Now().Before(u.hold) {
		return nil
	}
	began = time.Now()
	err = u.driver.write(line, o)
	if how = outcomeOf(err); how == broken {
		return err
	}
	u.wrote(o, how, time.Now())
	u.health.write(how)
	b.heard(u, how, began)
	return nil
}

// allowance is how long a unit may keep the line waiting beyond its time on the
// wire: twice what it took of late, so that a slow unit, adapter or machine is
// not taken for a dead one, and a dead one costs little.
func (b *Bus) allowance(u *Unit) time.Duration {
	if !u.health.known || u.health.dead && b.plan.alone() {
		return max(b.margin, slow)
	}
	return max(b.margin, min(2*u.health.lag, slow))
}

// heard notes how a conversation ended, and when the next is due.
func (b *Bus) heard(u *Unit, how outcome, began time.Time) {
	now := time.Now()
	b.figures.count(u.health.missed > 0 && !u.health.dead, how, now.Sub(began))
	switch how {
	case silent:
		u.Count("timeouts")
	case garbled:
		u.Count("garbled")
	}
	if u.health.note(how, now) {
		u.stale()
	}
	u.due = began.Add(u.driver.pace())
	if u.health.dead {
		u.due = now.Add(u.health.rest)
		u.hush()
	}
	b.judge(now)
}

// Lost tells that the line does not open, or has ended, for one of wire's causes.
func (b *Bus) Lost(cause string) {
	changed := b.self.setState(closed(cause))
	for _, u := range b.plan.units {
		u.hush()
		changed = u.setState(device.State{Presence: wires.Absent, Cause: wires.Unreachable}) || changed
	}
	b.tell(changed)
}

// closed is the state of a bus without a line: a port that others hold is there.
func closed(cause string) device.State {
	if cause == wires.PortBusy || cause == wires.NoPermission {
		return device.State{Presence: wires.Broken, Cause: cause}
	}
	return device.State{Presence: wires.Absent, Cause: cause}
}

// judge works out all states anew: that of a unit depends on what is heard of the others.
func (b *Bus) judge(now time.Time) {
	clear, known, dead, noise := 0, 0, 0, 0
	for _, u := range b.plan.units {
		h := &u.health
		switch {
		case !h.known:
			continue
		case h.gone(now):
			dead++
		case !h.dead && !h.garbly():
			clear++
		}
		known++
		if h.garbly() {
			noise++
		}
	}
	changed := false
	for _, u := range b.plan.units {
		changed = u.setState(u.health.state(clear > 0, now)) || changed
	}
	b.tell(b.self.setState(whole(len(b.plan.units), known, dead, noise)) || changed)
}

// whole is how a line is whose units are so.
func whole(all, known, dead, noise int) device.State {
	switch {
	case dead < known, all == 0:
		return device.State{Presence: wires.Present}
	case known < all:
		return device.State{}
	case noise > 0:
		return device.State{Presence: wires.Broken, Cause: wires.Garbled}
	}
	return device.State{Presence: wires.Broken, Cause: wires.TimedOut}
}

func (b *Bus) tell(changed bool) {
	if !changed {
		return
	}
	select {
	case b.changed <- struct{}{}:
	default:
	}
}
