package simulate

import (
	"slices"
	"time"

	"motcua/internal/center"
	"motcua/internal/queue"
)

// state is what a counter does at a time of day.
type state uint8

const (
	shut state = iota
	paused
	ready
)

const dayMinutes = 24 * 60

// desk is a counter and the person at it.
type desk struct {
	c      *Counter
	i      int
	serves []bool // by service
	turns  []int  // minutes after midnight at which what it should do changes

	state state
	since time.Duration // state
	busy  bool
	begun time.Duration // to be busy
	with  visit
	end   string // the action that ends the visit at the counter

	open, worked time.Duration // within the time that counts
	served       int
}

func newDesk(s *Scenario, i int) desk {
	c := &s.Counters[i]
	d := desk{c: c, i: i, serves: make([]bool, len(s.Services))}
	for _, code := range c.Services {
		d.serves[s.service(code)] = true
	}
	for _, x := range slices.Concat(c.Hours, c.Breaks) {
		d.turns = append(d.turns, x.From, x.To%dayMinutes)
	}
	slices.Sort(d.turns)
	d.turns = slices.Compact(d.turns)
	return d
}

// wants is what the counter should do at a minute of the day.
func (d *desk) wants(minute int) state {
	within := func(w center.Window) bool { return w.From <= minute && minute < w.To }
	switch {
	case d.c.Hours != nil && !slices.ContainsFunc(d.c.Hours, within):
		return shut
	case slices.ContainsFunc(d.c.Breaks, within):
		return paused
	}
	return ready
}

// turn lets counter i do what its hours say from now on, as soon as it holds
// nobody, and notes when that changes next.
func (w *world) turn(i int) error {
	d := &w.desks[i]
	minute := int(w.s.Start) + int(w.now/time.Minute)
	if len(d.turns) > 0 {
		at := minute % dayMinutes
		next := d.turns[0] + dayMinutes
		if j, _ := slices.BinarySearch(d.turns, at+1); j < len(d.turns) {
			next = d.turns[j]
		}
		w.agenda.push(item{time.Duration(minute-int(w.s.Start)+next-at) * time.Minute, turns, i})
	}
	if d.busy {
		return nil
	}
	return w.free(d)
}

// free brings a counter that holds nobody to what its hours say, and lets it call.
func (w *world) free(d *desk) error {
	minute := (int(w.s.Start) + int(w.now/time.Minute)) % dayMinutes
	if want := d.wants(minute); want != d.state {
		d.settle(w)
		d.state = want
		if err := d.set(w, want); err != nil {
			return err
		}
	}
	if j := slices.Index(w.idle, d.i); j >= 0 {
		w.idle = slices.Delete(w.idle, j, j+1)
	}
	if d.state != ready {
		return nil
	}
	called, err := w.call(d.i)
	if !called {
		w.idle = append(w.idle, d.i)
	}
	return err
}

// set lets the counter open, pause or close by the rules.
func (d *desk) set(w *world, want state) error {
	a := queue.Act{Counter: d.c.ID, By: "simulation"}
	if want == shut {
		_, err := w.do("close", a)
		return err
	}
	if _, err := w.do("open", a); err != nil || want == ready {
		return err
	}
	a.Reason = "break"
	_, err := w.do("pause", a)
	return err
}

// settle adds the time since the state began to what the counter was open.
func (d *desk) settle(w *world) {
	if d.state == ready {
		d.open += w.clip(d.since, w.now)
	}
	d.since = w.now
	if d.busy {
		d.worked += w.clip(d.begun, w.now)
		d.begun = w.now
	}
}

// clip is the part of a stretch of time in which people come and are counted.
func (w *world) clip(from, to time.Duration) time.Duration {
	return max(min(to, w.end)-max(from, w.tally.warmUp), 0)
}

// call lets counter i call the next, if anybody waits for it.
func (w *world) call(i int) (bool, error) {
	d := &w.desks[i]
	events, err := w.do("next", queue.Act{Counter: d.c.ID, By: "simulation"})
	if err != nil || len(events) == 0 {
		return false, err
	}
	id := events[0].Ticket
	v := w.waiting[id]
	delete(w.waiting, id)
	if j := slices.Index(w.idle, i); j >= 0 {
		w.idle = slices.Delete(w.idle, j, j+1)
	}
	w.held++
	d.busy, d.begun, d.with = true, w.now, v
	s, p := &w.s.Services[v.service], &w.people[v.service]
	takes := v.takes
	d.end = "finish"
	switch {
	case s.NoShow > 0 && p.noShow.Float64() < s.NoShow:
		d.end, takes = "no-show", absent
		w.tally.noShow(&v)
	default:
		if s.Transfer.Share > 0 && !v.moved && p.transfer.Float64() < s.Transfer.Share {
			d.end = "transfer"
		}
		if takes < 0 {
			takes = s.Time.draw(p.takes)
		}
		w.tally.served(&v, w.now-v.began, events[0].Passed)
	}
	w.agenda.push(item{w.now + takes, finishes, i})
	return true, nil
}

// finish ends the visit at counter i, by the action that was drawn for it.
func (w *world) finish(i int) error {
	d := &w.desks[i]
	a := queue.Act{Counter: d.c.ID, By: "simulation"}
	v := d.with
	if d.end == "transfer" {
		a.Service = w.s.Services[v.service].Transfer.To
	}
	events, err := w.do(d.end, a)
	if err != nil {
		return err
	}
	d.worked += w.clip(d.begun, w.now)
	d.busy = false
	d.served++
	w.held--
	if d.end == "transfer" {
		v.service, v.moved, v.began, v.takes = w.s.service(a.Service), true, w.now, -1
		w.waiting[events[0].Ticket] = v
		if err := w.offer(v.service); err != nil {
			return err
		}
	}
	return w.free(d)
}
