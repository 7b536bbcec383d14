package queue

import (
	"time"

	"motcua/internal/center"
)

// World is what a center knows, from its own log and plans, of what may still
// happen today. It knows nothing of the future itself.
type World struct {
	Times  map[center.ServiceCode]Times // from start to finish; a service without: its configured minutes
	Walk   Times                        // from call to start
	Wrap   Times                        // from finish to the next call while somebody waits
	Pause  Times                        // of a counter whose end nobody planned
	Absent time.Duration                // how long a counter waits for who does not come
	Silent float64                      // share of finishes before which nobody pressed start: a called ticket may be served long since
	NoShow float64                      // share of calls to which nobody comes
	Rates  map[center.ServiceCode]Rates // who still comes without an appointment
	Desks  []Desk                       // counters of which more is known than their present state
	Kept   float64                      // share of appointments for which somebody comes
	Early  time.Duration                // how long before the slot they check in
	Spread time.Duration                // a planned absence begins that much earlier or later
}

// Rates are the people an hour who come for a service, in each half hour of
// the local day: 0 begins at midnight, 16 at 08:00.
type Rates struct {
	Ordinary, Priority [48]float64
}

// Desk is what is planned for a counter. Times are on the day's timeline.
type Desk struct {
	Counter  center.CounterID
	Services []center.ServiceCode // from now on; nil: as configured
	Back     time.Duration        // when a closed or paused counter works again; 0: a closed one not today, a paused one as Pause has it
	Pause    *Times               // the one that it is in; nil: World.Pause
	Off      []Absence            // in the order of their begin
}

// Absence is a time in which a counter calls nobody. It begins when the counter
// is free.
type Absence struct {
	From time.Duration
	To   time.Duration // 0: it lasts as Takes has it, from when it begins

	Takes *Times // nil: World.Pause
}

// usual are the distributions of a center that has no log yet.
func (w *World) usual(d *Day, s center.ServiceCode) Times {
	if t, ok := w.Times[s]; ok && t.Known() {
		return t
	}
	minutes := 10
	if x, ok := d.center.Service(s); ok && x.Minutes > 0 {
		minutes = x.Minutes
	}
	return Lognormal(time.Duration(minutes)*time.Minute, 0.5)
}

func (w *World) desk(id center.CounterID) Desk {
	for _, x := range w.Desks {
		if x.Counter == id {
			return x
		}
	}
	return Desk{Counter: id}
}

// dice draws numbers that depend on nothing but what they are drawn for: the
// same person takes the same time in the same replication whatever else is
// changed (common random numbers), and over the replications each number falls
// once into each of n equal parts (Latin hypercube sampling, McKay 1979).
type dice struct {
	seed uint64
	bits uint // 2^bits replications
	rep  uint64
}

// What numbers are drawn for.
const (
	forService uint64 = iota + 1
	forComing
	forPause
	forAbsence
	forRest
	forBooking
	forEarly
)

// mix is the finalizer of SplitMix64 (Steele, Lea, Flood 2014).
func mix(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// draw is in [0, 1), and 44 further random bits.
func (d *dice) draw(what uint64, i int) (float64, uint64) {
	h := mix(d.seed + what*0x9e3779b97f4a7c15 + uint64(i)*0xd1342543de82ef95)
	mask := uint64(1)<<d.bits - 1
	x := (d.rep ^ h) & mask // a permutation of the replications that belongs to h
	x = x * (h>>7 | 1) & mask
	x ^= x >> (d.bits/2 + 1)
	x = x * (h>>23 | 1) & mask
	x ^= h >> 41 & mask
	within := mix(h ^ d.rep*0x9e3779b97f4a7c15)
	return (float64(x) + float64(within>>44)/(1<<20)) / float64(mask+1), within
}

// one is draw without the further bits.
func (d *dice) one(what uint64, i int) float64 {
	u, _ := d.draw(what, i)
	return u
}
