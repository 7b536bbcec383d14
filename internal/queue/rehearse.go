package queue

import (
	"math"
	"time"

	"motcua/internal/center"
)

// A rehearsal lives the rest of a day many times over. It uses the lines, the
// choice and the counting of passes by which the day itself calls; everything
// around them is reduced to numbers, so that a replication allocates nothing.
type rehearsal struct {
	w        *World
	dice     dice
	now      time.Duration
	until    time.Duration // end of the hour that is asked for; now: none is
	end      time.Duration // of everything
	promise  time.Duration
	midnight time.Duration // of the local day, on the timeline; may be negative

	services []stage
	lines    []line
	stock    []stock // of the lines, as they stand now
	desks    []desk
	kinds    []kind
	rates    [48]float64   // people a nanosecond, of all kinds
	last     time.Duration // nobody who comes later matters
	bookings []booking
	plans    []int32 // lines that visits go to afterwards; -1 ends each
	first    crowd   // as it stands now
	ids      []TicketID
	held     map[TicketID]int // seats of those at a counter whose visit goes on
	calls    []int32          // milliseconds from now, by ticket and replication
	waits    []wait           // of the hour, by service and replication

	crowd   // of one replication
	left    int
	passed  []*Place
	arrived int           // without an appointment
	next    time.Duration // of these
	which   float64       // of the kinds that is, as a share
	counted bool          // who waits at the end of the hour
}

// stage is a service as a rehearsal needs it.
type stage struct {
	code  center.ServiceCode
	times Times
}

// stock is who stands in a line now, and room for who comes.
type stock struct {
	service int
	room    []*Place
	first   []*Place
	capped  int
}

// crowd is everybody who waits or will. A place's index is its number here.
type crowd struct {
	places []Place
	seats  []seat
}

// seat is what a rehearsal knows of a place beyond the order of calling.
type seat struct {
	line  int32
	plan  int32 // where the visit goes afterwards
	ask   int32 // row of the calls; -1: not asked for, or called
	begin time.Duration
	ghost bool // takes no counter's time: it only might come
}

// kind is people of one service and class who come without an appointment.
type kind struct {
	line  int32
	upTo  [48]float64 // share of those who come, this kind and those before it
	rates *[48]float64
	last  time.Duration // nobody who comes later matters
}

// booking is an appointment for which nobody has come yet.
type booking struct {
	line int32
	slot time.Duration
	late time.Duration // the last moment at which it holds
	at   time.Duration // of the coming, in this replication
}

// wait sums the waits of one service in the hour of one replication.
type wait struct {
	n, late   int
	sum, over time.Duration
}

const (
	never = time.Duration(math.MaxInt64)
	comes = -1 // somebody without an appointment
	most  = 64 // absences a counter may have
)

// play lives the rest of the day once, until everybody who is asked for is
// called and the hour is over.
func (r *rehearsal) play() {
	r.reset()
	for {
		at, who := r.soonest()
		if !r.counted && at > r.until {
			r.unserved()
		}
		if at > r.end || r.left == 0 && at > r.until {
			return
		}
		switch {
		case who >= 0:
			r.turn(who, at)
		case who == comes:
			r.arrive(at)
		default:
			b := &r.bookings[-2-who]
			b.at = never
			r.sit(b.line, at, max(at, b.slot))
		}
	}
}

// soonest is what happens next: at a counter, somebody comes, or -2-i: booking i.
func (r *rehearsal) soonest() (at time.Duration, who int) {
	at, who = r.next, comes
	for i := range r.desks {
		if f := r.desks[i].free; f < at {
			at, who = f, i
		}
	}
	for i := range r.bookings {
		if b := r.bookings[i].at; b < at {
			at, who = b, -2-i
		}
	}
	return at, who
}

// reset puts everything back to where the day stands.
func (r *rehearsal) reset() {
	copy(r.places, r.first.places)
	r.seats = append(r.seats[:0], r.first.seats...)
	for i := range r.lines {
		s := &r.stock[i]
		r.lines[i].q, r.lines[i].capped = append(s.room[:0], s.first...), s.capped
	}
	r.left, r.arrived, r.next, r.counted = len(r.ids), 0, r.now, r.until == r.now
	r.expect()
	for i := range r.bookings {
		r.bookings[i].at = r.coming(i)
	}
	for i := range r.desks {
		r.begin(i)
	}
}

func (r *rehearsal) row(i int) int { return i<<r.dice.bits + int(r.dice.rep) }

// coming is when somebody comes for a booking: from half to one and a half times
// World.Early before its slot, never where nobody does.
func (r *rehearsal) coming(i int) time.Duration {
	b := &r.bookings[i]
	if r.dice.one(forBooking, i) >= r.w.Kept {
		return never
	}
	early := time.Duration((0.5 + r.dice.one(forEarly, i)) * float64(r.w.Early))
	if at := max(r.now, b.slot-early); at <= b.late {
		return at
	}
	return never
}

// expect draws who comes next without an appointment: a Poisson process whose
// rate changes each half hour.
func (r *rehearsal) expect() {
	u, bits := r.dice.draw(forComing, r.arrived)
	load := -math.Log1p(-u)
	r.which = float64(bits&0xfffff) / (1 << 20)
	for t := r.next; ; {
		slot := int((t - r.midnight) / (30 * time.Minute))
		if slot < 0 || slot >= len(r.rates) || t > r.last {
			r.next = never
			return
		}
		end := r.midnight + time.Duration(slot+1)*30*time.Minute
		if rate := r.rates[slot]; rate*float64(end-t) >= load {
			r.next = t + time.Duration(load/rate)
			return
		}
		load -= r.rates[slot] * float64(end-t)
		t = end
	}
}

// arrive seats somebody without an appointment.
func (r *rehearsal) arrive(at time.Duration) {
	u, k := r.which, 0
	slot := int((at - r.midnight) / (30 * time.Minute))
	for k < len(r.kinds)-1 && u >= r.kinds[k].upTo[min(slot, 47)] {
		k++
	}
	r.arrived++
	r.expect() // draws anew what u was drawn from
	if at <= r.kinds[k].last {
		r.sit(r.kinds[k].line, at, at)
	}
}

// sit gives a newcomer a place. Beyond the room that was made nobody comes:
// eight deviations above what is expected.
func (r *rehearsal) sit(line int32, at, base time.Duration) {
	i := len(r.seats)
	if i == len(r.places) {
		r.next = never
		return
	}
	l := &r.lines[line]
	r.places[i] = Place{Base: base, Priority: l.priority, rule: l.rule, index: i}
	r.seats = append(r.seats, seat{line: line, ask: -1, begin: base})
	l.insert(&r.places[i])
	r.wake(line, at)
}

// wake lets the counter look for its next ticket that has been free for longest
// of those that could call from a line.
func (r *rehearsal) wake(line int32, at time.Duration) {
	var found *desk
	for i := range r.desks {
		x := &r.desks[i]
		if x.idle != never && x.may[line] && (found == nil || x.idle < found.idle) {
			found = x
		}
	}
	if found != nil {
		found.free, found.idle = at, never
	}
}

// called notes a call.
func (r *rehearsal) called(i int, at time.Duration) {
	s := &r.seats[i]
	if s.ask >= 0 {
		r.calls[r.row(int(s.ask))] = int32((at - r.now) / time.Millisecond)
		s.ask = -1
		r.left--
	}
	if at <= r.until && r.until > r.now {
		r.count(i, at)
	}
}

// count adds a wait that has lasted until at to the hour.
func (r *rehearsal) count(i int, at time.Duration) {
	s := &r.seats[i]
	w, d := &r.waits[r.row(r.stock[s.line].service)], max(0, at-s.begin)
	w.n++
	w.sum += d
	if d > r.promise {
		w.late++
		w.over += d - r.promise
	}
}

// unserved counts those who have waited beyond the promise when the hour ends:
// they have missed it, whenever they are called.
func (r *rehearsal) unserved() {
	r.counted = true
	for i := range r.lines {
		for _, p := range r.lines[i].q {
			if r.until-r.seats[p.index].begin > r.promise {
				r.count(p.index, r.until)
			}
		}
	}
}
