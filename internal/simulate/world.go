package simulate

import (
	"context"
	"math/rand/v2"
	"slices"
	"strconv"
	"time"

	"motcua/internal/center"
	"motcua/internal/queue"
)

// epoch is the date on which everything simulated happens, a Monday. A scenario
// without hours lasts longer than a day: its wall clock then runs in circles,
// which the rules do not mind, for within one boot they go by uptime.
const epoch center.Day = "2026-11-23"

const weekday = "monday" // of the epoch

// enough is how many tickets the day issues, at least, before it forgets those
// that are over: the rules keep every ticket of a day in memory.
const enough = 1024

// absent is how long a counter waits for somebody who does not come.
const absent = time.Minute

// world is one replication as it is played.
type world struct {
	s        *Scenario
	center   *center.Center
	day      *queue.Day
	midnight time.Time
	tally    *tally
	watch    Watch
	now      time.Duration
	agenda   agenda

	people  []people // by service
	booked  []queue.Appointment
	desks   []desk
	idle    []int // free counters, the one that has been free longest first
	waiting map[queue.TicketID]visit
	trace   []arrival
	issued  int           // in the replication
	toKeep  int           // tickets until the day forgets
	held    int           // by counters
	coming  int           // visitors in the agenda
	end     time.Duration // of the time in which people come
	last    time.Duration // of the day: who is not served by then goes home
}

// people is the randomness of one service.
type people struct {
	comes    poisson
	class    *rand.Rand
	takes    *rand.Rand
	noShow   *rand.Rand
	transfer *rand.Rand
}

// visit is a person, for as long as the rules do not know what will be.
type visit struct {
	service int
	class   int
	counted bool
	moved   bool // by a transfer, which happens once
	group   int
	began   time.Duration // to wait
	takes   time.Duration // of the trace; drawn at the call where negative
}

func newWorld(s *Scenario, replication int, t *tally) (*world, error) {
	midnight, err := epoch.Start()
	if err != nil {
		return nil, err
	}
	w := &world{
		s: s, center: s.Center(), midnight: midnight, tally: t, trace: s.trace,
		waiting: map[queue.TicketID]visit{}, end: never, last: never, toKeep: enough,
	}
	if s.Length > 0 {
		w.end = minutes(s.Length)
	}
	if s.Hours != nil {
		w.last = 24*time.Hour - time.Duration(s.Start)*time.Minute
	}
	w.day = queue.NewDay(w.center, epoch)
	for i := range s.Services {
		w.people = append(w.people, people{
			comes: poisson{a: &s.Services[i].Arrivals, rand: stream(s.Seed, replication, i, streamArrivals)},
			class: stream(s.Seed, replication, i, streamClass), takes: stream(s.Seed, replication, i, streamTime),
			noShow: stream(s.Seed, replication, i, streamNoShow), transfer: stream(s.Seed, replication, i, streamTransfer),
		})
	}
	for i := range s.Counters {
		w.desks = append(w.desks, newDesk(s, i))
	}
	t.begin(replication)
	return w, nil
}

// run plays until nobody comes any more and everybody is served, or can be
// served no more that day, or ctx ends.
func (w *world) run(ctx context.Context) error {
	for i := range w.desks {
		if err := w.turn(i); err != nil {
			return err
		}
	}
	if err := w.book(); err != nil {
		return err
	}
	for i := range w.people {
		w.expect(i, w.people[i].comes.next())
	}
	if len(w.trace) > 0 {
		w.expect(0, w.trace[0].at)
	}
	for n := 0; len(w.agenda) > 0 && (w.coming > 0 || w.held > 0 || len(w.waiting) > 0); n++ {
		if n%4096 == 0 && ctx.Err() != nil {
			break
		}
		x := w.agenda.pop()
		if x.at >= w.last {
			break
		}
		w.now = x.at
		if err := w.happen(x); err != nil {
			return err
		}
	}
	w.leave()
	return nil
}

func (w *world) happen(x item) error {
	switch {
	case x.kind == finishes:
		return w.finish(x.i)
	case x.kind == turns:
		return w.turn(x.i)
	case x.kind == keeps:
		a := &w.booked[x.i]
		return w.arrive(w.s.service(a.Service), Appointment, -1, queue.Wish{Appointment: a.ID})
	case w.coming > 0:
		return w.comes(x.i)
	}
	return nil // one more than the scenario's visits
}

// expect notes the next visitor, unless the length is over by then.
func (w *world) expect(i int, at time.Duration) {
	if at < w.end {
		w.agenda.push(item{at, comes, i})
		w.coming++
	}
}

// moment is now, as the clocks of the center's box read it.
func (w *world) moment() queue.Moment {
	wall := time.Duration(w.s.Start)*time.Minute + w.now
	return queue.Moment{Wall: w.midnight.Add(wall % (24 * time.Hour)), Up: w.now, Boot: "simulation"}
}

// comes lets a visitor in who has no appointment.
func (w *world) comes(i int) error {
	a := w.arrival(i)
	class := Ordinary
	if a.priority {
		class = Priority
	}
	return w.arrive(a.service, class, a.takes, queue.Wish{
		Service: w.s.Services[a.service].Code, Purpose: center.Submit, Priority: a.priority, Source: "greeter",
	})
}

// arrive issues a number and lets a free counter call.
func (w *world) arrive(service int, class string, takes time.Duration, wish queue.Wish) error {
	w.coming--
	v := visit{service: service, class: slices.Index(Classes, class), began: w.now, takes: takes}
	v.counted, v.group = w.tally.place(w.now, w.issued)
	if w.issued++; w.issued == w.s.Visits {
		w.coming, w.end = 0, w.now
	}
	m := w.moment()
	events, err := w.day.Issue(wish, m)
	if err != nil {
		w.tally.refused(&v)
		return nil
	}
	w.apply(events, m)
	if slot := events[0].Slot; slot != nil { // early: the wait begins with the slot
		v.began += max(slot.Sub(m.Wall), 0)
	}
	w.waiting[events[0].Ticket] = v
	if w.toKeep--; w.toKeep == 0 {
		w.day.Forget()
		w.toKeep = len(w.day.Tickets()) + enough
	}
	return w.offer(service)
}

// book lets every slot be taken, by the rules, before the day begins.
func (w *world) book() error {
	m := w.moment()
	m.Wall = w.midnight.Add(-time.Minute)
	for i := range w.s.Services {
		v, dice := &w.s.Services[i], stream(w.s.Seed, w.tally.replication, i, streamBooked)
		for _, slot := range queue.Slots(w.center, nil, v.Code, epoch, m.Wall) {
			for range slot.Free {
				a := queue.Appointment{ID: queue.AppointmentID(strconv.Itoa(len(w.booked))), Service: v.Code, Purpose: center.Submit, Slot: slot.At}
				events, err := queue.Book(w.center, w.day.Appointments(), a, m.Wall)
				if err != nil {
					return err
				}
				w.apply(events, w.moment())
				w.booked = append(w.booked, a)
				missed, at := dice.Float64() < v.Booked.Missed, -v.Booked.Early+dice.Float64()*(v.Booked.Early+v.Booked.Late)
				if come := slot.At.Sub(w.moment().Wall) + minutes(at); !missed && come < w.end {
					w.agenda.push(item{max(come, 0), keeps, len(w.booked) - 1})
					w.coming++
				}
			}
		}
	}
	return nil
}

// arrival is who comes now; it notes who comes after.
func (w *world) arrival(i int) arrival {
	if len(w.trace) > 0 {
		a := w.trace[0]
		if w.trace = w.trace[1:]; len(w.trace) > 0 {
			w.expect(0, w.trace[0].at)
		}
		return a
	}
	p := &w.people[i]
	w.expect(i, p.comes.next())
	return arrival{service: i, priority: p.class.Float64() < w.s.Services[i].Priority, takes: -1}
}

// offer lets the free counters of a service call until one of them does.
func (w *world) offer(service int) error {
	for _, d := range w.idle {
		if !w.desks[d].serves[service] {
			continue
		}
		if called, err := w.call(d); called || err != nil {
			return err
		}
	}
	return nil
}

// leave counts who is not served when the day is over.
func (w *world) leave() {
	for _, v := range w.waiting {
		w.tally.unserved(&v)
	}
	for i := range w.desks {
		w.desks[i].settle(w)
		w.tally.desk(&w.desks[i])
	}
}

// do lets a counter act and the day follow; it tells whether anything happened.
func (w *world) do(action string, a queue.Act) ([]queue.Event, error) {
	m := w.moment()
	events, err := w.day.Do(action, a, m)
	if err == nil {
		w.apply(events, m)
	}
	return events, err
}

func (w *world) apply(events []queue.Event, m queue.Moment) {
	for _, e := range events {
		w.day.Apply(e, m)
		if w.watch != nil {
			w.watch(w.tally.replication, e, m)
		}
	}
}
