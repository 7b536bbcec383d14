package queue

import (
	"fmt"
	"math/bits"
	"slices"
	"time"

	"motcua/internal/center"
)

// Replications is how often the rest of the day is lived for an outlook: the
// P90 of a ticket then rests on the 12 latest of its 128 calls.
const Replications = 128

// Newcomer is a ticket that is about to be issued.
type Newcomer struct {
	Service  center.ServiceCode
	Priority bool
	Slot     time.Duration // of an appointment, on the day's timeline; 0: a walk-in
}

// ID is the name of a newcomer of Ask.Each in the outlook.
func (n Newcomer) ID() TicketID {
	return TicketID(fmt.Sprint("newcomer ", n.Service, n.Priority, n.Slot))
}

// Ask is what an outlook is to tell.
type Ask struct {
	N        int           // replications, rounded up to a power of two; 0: Replications
	Seed     uint64        // the same seed compares two worlds with the same people
	Newcomer *Newcomer     // also when this one would be called, under the id ""
	Each     []Newcomer    // also when each of these would be, on its own, under its ID; not with Hour
	Hour     bool          // also the waits of the next hour
	Promise  time.Duration // what the hour's waits are held against; 0: Promise
	Brief    bool          // nothing beyond that hour: who is not called in it counts as beyond four hours
}

// Outlook is what may become of the day, by living its rest many times with
// the rules by which counters call.
type Outlook struct {
	N     int
	at    map[TicketID]int
	calls []int32 // milliseconds from now, N of each ticket, sorted
	hours []Hour
	Used  map[center.CounterID]float64 // busy share of the counter's time at work in the next hour
}

// Hour is what the next hour may hold for a service.
type Hour struct {
	Service center.ServiceCode
	Calls   float64       // expected
	Mean    time.Duration // of the waits, over all replications
	Miss    float64       // probability that the hour's mean wait breaks the promise
	Late    float64       // expected share of waits beyond the promise
	Over    float64       // expected minutes by which waits go beyond the promise, summed over people
}

// Outlook lives the rest of the day from now on in the world as it is known.
// The day is not changed. Tickets that are away, parked or missed are not
// awaited.
func (d *Day) Outlook(now Moment, w *World, ask Ask) *Outlook {
	n := ask.N
	if n <= 0 {
		n = Replications
	}
	r := d.rehearsal(now, w, ask, uint(bits.Len(uint(n-1))))
	n = 1 << r.dice.bits
	for rep := range n {
		r.dice.rep = uint64(rep)
		r.play()
	}
	o := &Outlook{N: n, calls: r.calls, at: make(map[TicketID]int, len(r.ids)), Used: map[center.CounterID]float64{}}
	sorter := newSorter(n)
	for i, id := range r.ids {
		sorter.sort(r.calls[i*n : (i+1)*n])
		o.at[id] = i
	}
	if ask.Hour {
		o.hours = r.hours()
	}
	for i := range r.desks {
		if x := &r.desks[i]; x.atWork > 0 {
			o.Used[x.id] = float64(x.busy) / float64(x.atWork)
		}
	}
	return o
}

// hours sums up the waits of the hour by service; the last is all of them.
func (r *rehearsal) hours() []Hour {
	n := 1 << r.dice.bits
	hours := make([]Hour, len(r.services)+1)
	all := make([]wait, n)
	for i := range r.services {
		hours[i] = r.sum(r.waits[i*n : (i+1)*n])
		hours[i].Service = r.services[i].code
		for rep, w := range r.waits[i*n : (i+1)*n] {
			x := &all[rep]
			x.n, x.late, x.sum, x.over = x.n+w.n, x.late+w.late, x.sum+w.sum, x.over+w.over
		}
	}
	hours[len(r.services)] = r.sum(all)
	return hours
}

func (r *rehearsal) sum(waits []wait) Hour {
	var sum, over time.Duration
	calls, late, missed, n := 0, 0, 0, float64(len(waits))
	for _, w := range waits {
		calls, late, sum, over = calls+w.n, late+w.late, sum+w.sum, over+w.over
		if w.sum > r.promise*time.Duration(w.n) {
			missed++
		}
	}
	h := Hour{Calls: float64(calls) / n, Miss: float64(missed) / n, Over: over.Minutes() / n}
	if calls > 0 {
		h.Mean, h.Late = sum/time.Duration(calls), float64(late)/float64(calls)
	}
	return h
}

// Quantile is the q-quantile of a waiting ticket's wait from now; false for a
// ticket that does not wait, and where it is beyond four hours.
func (o *Outlook) Quantile(id TicketID, q float64) (time.Duration, bool) {
	i, ok := o.at[id]
	if !ok {
		return 0, false
	}
	// The k-th of n like values has k/(n+1) of all below it.
	calls := o.calls[i*o.N : (i+1)*o.N]
	at := min(max(q*float64(o.N+1)-1, 0), float64(o.N-1))
	k := int(at)
	low, high := time.Duration(calls[k])*time.Millisecond, time.Duration(calls[min(k+1, o.N-1)])*time.Millisecond
	if high >= farthest {
		return farthest, false
	}
	return low + time.Duration((at-float64(k))*float64(high-low)), true
}

// Hour returns what the next hour may hold for a service, "" for all of them,
// if it was asked for.
func (o *Outlook) Hour(s center.ServiceCode) (Hour, bool) {
	i := slices.IndexFunc(o.hours, func(h Hour) bool { return h.Service == s })
	if i < 0 {
		return Hour{}, false
	}
	return o.hours[i], true
}

// Hours returns what the next hour may hold for each service, in the order of
// the configuration, if it was asked for.
func (o *Outlook) Hours() []Hour { return o.hours[:max(0, len(o.hours)-1)] }

// FirstCome tells whether a service is called plainly in the order of coming:
// no priority, appointment or bound ticket today, and no counter that shares
// its time with a service somebody has come for. Then Quantile needs no outlook.
func (d *Day) FirstCome(s center.ServiceCode) bool {
	came := map[center.ServiceCode]bool{}
	for _, l := range d.lines {
		came[l.rule.service] = true
		if l.rule.service == s && (l.priority || l.bound != "" || l.rule != d.ruleOf(s, false)) {
			return false
		}
	}
	for _, a := range d.booked {
		if a.Service == s && a.State == Booked {
			return false
		}
	}
	for _, x := range d.center.Counters {
		if c := d.counters[x.ID]; !c.Open || !x.Serves(s) {
			continue
		}
		for _, other := range x.Services {
			if other != s && came[other] {
				return false
			}
		}
	}
	return true
}
