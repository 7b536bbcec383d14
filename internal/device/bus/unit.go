package bus

import (
	"sync"
	"time"

	"motcua/internal/center"
	"motcua/internal/device"
)

// Unit is one unit as the bridge sees it. Its methods may be called from any
// goroutine; none of them waits for the line.
type Unit struct {
	config  center.Unit
	driver  driver
	presses chan Press
	wake    func()

	// Of the goroutine of the bus.
	health health
	due    time.Time
	asked  time.Time // the last poll
	told   Press     // the newest that was handed over
	ever   bool
	hold   time.Time // no write before: the last one failed

	mu     sync.Mutex
	want   order // the face
	dirty  bool  // the unit may show something else
	acks   *Press
	beeps  int
	since  time.Time // something waits to be written; zero: nothing
	state  device.State
	counts map[string]int64
}

// ID returns the unit's name.
func (u *Unit) ID() center.DeviceID { return u.config.ID }

// Counter returns the counter at which the unit stands.
func (u *Unit) Counter() center.CounterID { return u.config.Counter }

// Presses delivers key presses in their order, each once for each life of the
// bus. Whoever has acted on one calls Done.
func (u *Unit) Presses() <-chan Press { return u.presses }

// Done has the unit forget p and every press before it, as soon as the line
// allows, if it is still in the life in which p was pressed.
func (u *Unit) Done(p Press) {
	u.mu.Lock()
	u.acks = &p
	u.begun()
	u.mu.Unlock()
	u.wake()
}

// Show puts text and lamp on the unit, now and whenever it has lost them. Text
// is set to the right.
func (u *Unit) Show(text string, lamp Lamp) {
	u.mu.Lock()
	if u.want.text != text || u.want.lamp != lamp {
		u.want.text, u.want.lamp, u.dirty = text, lamp, true
		u.begun()
	}
	u.mu.Unlock()
	u.wake()
}

// Beep sounds n short beeps, 1 to 9. A unit that cannot be reached just then stays silent.
func (u *Unit) Beep(n int) {
	u.mu.Lock()
	u.beeps = n
	u.begun()
	u.mu.Unlock()
	u.wake()
}

// State returns how the unit is; the zero State before anything is known.
func (u *Unit) State() device.State {
	u.mu.Lock()
	defer u.mu.Unlock()
	return u.state
}

// Counts returns what was counted, under names of wire.Counts.
func (u *Unit) Counts() map[string]int64 {
	u.mu.Lock()
	defer u.mu.Unlock()
	all := map[string]int64{}
	for name, n := range u.counts {
		all[name] = n
	}
	return all
}

// Count adds one under a name of wire.Counts.
func (u *Unit) Count(name string) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.counts[name]++
}

// begun notes that something waits to be written from now on. The lock is held.
func (u *Unit) begun() {
	if u.since.IsZero() {
		u.since = time.Now()
	}
}

// pending tells since when something waits to be written, false for nothing.
func (u *Unit) pending() (since time.Time, ok bool) {
	u.mu.Lock()
	defer u.mu.Unlock()
	return u.since, !u.since.IsZero()
}

// stale marks the face as lost.
func (u *Unit) stale() {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.dirty = true
	u.begun()
}

// take hands new presses over and notes the rest of the news.
func (u *Unit) take(n news, now time.Time) {
	if u.health.begin(n.boot, now) {
		u.Count("restarts")
		u.stale()
	}
	if n.status {
		u.health.stuck = n.stuck
		u.mu.Lock()
		u.counts["lost"] = n.lost
		u.mu.Unlock()
	}
	if u.health.twin(now) {
		return // an acknowledgement would reach both units
	}
	for _, p := range n.presses {
		if u.ever && !p.behind(u.told) {
			u.Count("repeats")
			continue
		}
		select {
		case u.presses <- p:
			u.told, u.ever = p, true
			u.Count("keys")
		default:
			return // it is told again
		}
	}
}

// order returns what is to be written to the unit in its life boot, false for nothing.
func (u *Unit) order(boot uint32) (order, bool) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.acks != nil && u.acks.Boot != boot {
		u.acks = nil // what it was for is gone
	}
	o := u.want
	o.face, o.beeps = u.dirty, u.beeps
	if u.acks != nil {
		seq := u.acks.Seq
		o.ack = &seq
	}
	if !o.face && o.beeps == 0 && o.ack == nil {
		u.since = time.Time{}
		return o, false
	}
	return o, true
}

// wrote notes that o was carried out, or not.
func (u *Unit) wrote(o order, how outcome, now time.Time) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if how == foreign { // a unit refuses the acknowledgement of what it never told
		u.acks = nil
	}
	if how != good {
		u.hold = now.Add(later)
		return
	}
	if o.ack != nil && u.acks != nil && u.acks.Seq == *o.ack {
		u.acks = nil
	}
	if u.want.text == o.text && u.want.lamp == o.lamp {
		u.dirty = u.dirty && !o.face
	}
	if o.beeps == u.beeps {
		u.beeps = 0
	}
	if u.since = (time.Time{}); u.dirty || u.acks != nil || u.beeps > 0 {
		u.since = now
	}
}

// hush forgets beeps that nobody would understand later.
func (u *Unit) hush() {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.beeps = 0
}

// setState takes a state over; the zero one says that nothing new is known.
func (u *Unit) setState(s device.State) (changed bool) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if s == (device.State{}) {
		return false
	}
	changed = u.state != s
	u.state = s
	return changed
}
