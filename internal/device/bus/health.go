package bus

import (
	"errors"
	"math/bits"
	"time"

	"motcua/internal/device"
	"motcua/internal/device/modbus"
	wires "motcua/internal/wire"
)

// outcome is how one conversation with a unit ended.
type outcome int

const (
	good outcome = iota
	silent
	garbled
	foreign
	broken // the line itself has ended
)

func outcomeOf(err error) outcome {
	_, refused := errors.AsType[*modbus.Exception](err)
	switch {
	case err == nil:
		return good
	case errors.Is(err, modbus.ErrSilent):
		return silent
	case errors.Is(err, modbus.ErrGarbled):
		return garbled
	case refused || errors.Is(err, errForeign):
		return foreign
	}
	return broken
}

const (
	misses  = 5                      // failures in a row after which a unit counts as dead
	tooMany = 6                      // of the last 16 answers garbled: no accident
	twofold = time.Minute            // two units are at one address so long after the last sign of it
	first   = time.Second            // between two probes of a dead unit; it doubles
	most    = 5 * time.Second        //
	settled = 4 * time.Second        // without an answer, after which a unit may have lost what it shows
	notice  = 3 * time.Second        // of silence before anybody is told: a busy machine stalls for a moment, and comes back
	later   = 100 * time.Millisecond // until a write that failed is tried again
)

// health is what is known of how a unit answers. The goroutine of the bus owns it.
type health struct {
	known  bool // it has answered, or been found dead
	missed int  // in a row
	last   outcome
	recent uint16 // one bit for each of the last answers that came, set for a garbled one
	noisy  bool   // too many of them were; until none is
	dead   bool
	rest   time.Duration // until the next probe
	good   time.Time     // the last sound answer
	lag    time.Duration // how much longer than on the wire answers took of late
	boots  [2]uint32     // of the present life and the one before
	twins  time.Time     // the last sign of two units at one address
	stuck  Key
	refuse int // writes that were refused in a row
}

// note takes one outcome over and tells whether the unit came to life by it.
func (h *health) note(how outcome, now time.Time) (revived bool) {
	if how == good || how == garbled {
		h.recent <<= 1
		h.noisy = h.noisy && h.recent != 0
	}
	if how == good {
		revived = h.dead || !h.known || now.Sub(h.good) > settled
		h.known, h.missed, h.last, h.dead, h.good, h.rest = true, 0, good, false, now, first
		return revived
	}
	if how == garbled {
		h.recent |= 1
		h.noisy = h.noisy || bits.OnesCount16(h.recent) >= tooMany
	}
	h.last = how
	if h.missed++; h.missed >= misses || !h.known {
		if h.dead {
			h.rest = min(2*h.rest, most)
		} else {
			h.rest = first
		}
		h.known, h.dead = true, true
	}
	return false
}

// learn takes over how much longer than on the wire an answer took; the longest is forgotten slowly.
func (h *health) learn(lag time.Duration) { h.lag = max(lag, h.lag*15/16) }

// write takes over how a write ended, beyond what note does.
func (h *health) write(how outcome) {
	switch how {
	case good:
		h.refuse = 0
	case foreign:
		h.refuse++
	}
}

// begin takes note of the boot that a unit told, and tells whether it is
// another one. One that comes back was never switched off: boots are told once.
func (h *health) begin(boot uint32, now time.Time) (another bool) {
	if boot == h.boots[0] {
		return false
	}
	if boot == h.boots[1] && boot != 0 {
		h.twins = now
	}
	h.boots = [2]uint32{boot, h.boots[0]}
	return h.boots[1] != 0
}

func (h *health) garbly() bool { return h.noisy || h.dead && h.last == garbled }

// gone tells whether a unit is dead, and if it is only silent, for long enough to tell anybody.
func (h *health) gone(now time.Time) bool {
	return h.dead && (h.last != silent || now.Sub(h.good) >= notice)
}

func (h *health) twin(now time.Time) bool { return !h.twins.IsZero() && now.Sub(h.twins) < twofold }

// state is how the unit is; clear tells that others on the bus are heard well.
func (h *health) state(clear bool, now time.Time) device.State {
	broken := func(cause string) device.State { return device.State{Presence: wires.Broken, Cause: cause} }
	switch {
	case !h.known:
		return device.State{}
	case h.twin(now), h.garbly() && clear:
		return broken(wires.SameAddress)
	case h.garbly():
		return broken(wires.Garbled)
	case h.dead && h.last == foreign, h.refuse >= misses:
		return broken(wires.Foreign)
	case h.gone(now):
		return broken(wires.TimedOut)
	case h.stuck != 0:
		return broken(wires.KeyStuck)
	}
	return device.State{Presence: wires.Present}
}
