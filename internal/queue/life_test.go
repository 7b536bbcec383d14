package queue

import (
	"container/heap"
	"fmt"
	"math"
	"math/rand/v2"
	"time"

	"motcua/internal/center"
)

// life plays whole service days through the rules: people come, counters call,
// serve, pause. It knows the future and tells nobody.
type life struct {
	rand *rand.Rand
	day  *Day
	see  func(e Event, m Moment) // each event, once applied
	now  time.Duration           // since midnight
	due  happenings
	n    int
	away map[center.CounterID]bool // wants to pause
	idle map[center.CounterID]bool

	load     float64 // scales how many come
	priority float64
	noShow   float64
	booked   int // appointments
}

type happening struct {
	at time.Duration
	n  int
	do func()
}

type happenings []happening

func (h happenings) Len() int { return len(h) }
func (h happenings) Less(i, j int) bool {
	return h[i].at < h[j].at || h[i].at == h[j].at && h[i].n < h[j].n
}
func (h happenings) Swap(i, j int) { h[i], h[j] = h[j], h[i] }
func (h *happenings) Push(x any)   { *h = append(*h, x.(happening)) }
func (h *happenings) Pop() any     { o := *h; x := o[len(o)-1]; *h = o[:len(o)-1]; return x }

// sharedCenter has counters of overlapping services, appointments and the default policy.
func sharedCenter() *center.Center {
	c := &center.Center{PauseReasons: []string{"break"}, Hours: center.Hours{Always: true}}
	for i, s := range []struct {
		code    center.ServiceCode
		minutes int
	}{{"HT", 8}, {"DD", 14}, {"CT", 6}, {"XH", 10}} {
		c.Services = append(c.Services, center.Service{Code: s.code, Prefix: string(rune('A' + i)), Minutes: s.minutes})
	}
	for i, s := range [][]center.ServiceCode{{"HT", "CT"}, {"HT", "CT"}, {"DD"}, {"DD", "XH"}, {"XH", "CT", "HT"}, {"DD", "HT"}} {
		c.Counters = append(c.Counters, center.Counter{ID: center.CounterID(fmt.Sprint(i + 1)), Services: s})
	}
	c.Appointments.Slots = []center.Slots{{Service: "DD", Window: center.Window{From: 8 * 60, To: 15 * 60}, Every: 30, Places: 1,
		Days: []string{"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}}}
	c.Default()
	return c
}

// people an hour of each service of sharedCenter, by the hour from 07:00.
var lifeRates = map[center.ServiceCode][]float64{
	"HT": {4, 11, 13, 11, 8, 8, 11, 9, 4}, "DD": {3, 6, 8, 7, 5, 5, 7, 5, 2},
	"CT": {3, 8, 9, 8, 6, 5, 8, 6, 3}, "XH": {1, 4, 5, 4, 3, 3, 4, 3, 1},
}

const lifeScv = 0.5

func newLife(c *center.Center, date center.Day, seed uint64, see func(Event, Moment)) *life {
	return &life{
		rand: rand.New(rand.NewPCG(seed, 7)), day: NewDay(c, date), see: see, load: 1, priority: 0.2, noShow: 0.04, booked: 8,
		away: map[center.CounterID]bool{}, idle: map[center.CounterID]bool{},
	}
}

func (l *life) moment() Moment {
	start, _ := l.day.Date.Start()
	return Moment{Wall: start.Add(l.now), Up: time.Hour + l.now, Boot: "a"}
}

func (l *life) at(t time.Duration, do func()) {
	l.n++
	heap.Push(&l.due, happening{t, l.n, do})
}

func (l *life) apply(events []Event, err error) []Event {
	if err != nil {
		panic(err)
	}
	for _, e := range events {
		l.day.Apply(e, l.moment())
		l.see(e, l.moment())
	}
	return events
}

func (l *life) lognormal(mean time.Duration, scv float64) time.Duration {
	sigma := math.Sqrt(math.Log1p(scv))
	return time.Duration(float64(mean) * math.Exp(sigma*l.rand.NormFloat64()-sigma*sigma/2))
}

// live plays the day from 07:30 to 17:00.
func (l *life) live() {
	l.now = 7*time.Hour + 30*time.Minute
	for i, x := range l.day.center.Counters {
		l.apply(l.day.Do("open", Act{Counter: x.ID}, l.moment()))
		l.idle[x.ID] = true
		for _, minute := range []int{9*60 + 10 + 13*i, 13*60 + 30 + 11*i} {
			l.at(time.Duration(minute)*time.Minute+time.Duration(l.rand.NormFloat64()*4*float64(time.Minute)), func() { l.wantsAway(x.ID) })
		}
	}
	for _, s := range l.day.center.Services {
		for hour, rate := range lifeRates[s.Code] {
			t := time.Duration(7+hour) * time.Hour
			for {
				t += time.Duration(l.rand.ExpFloat64() / (rate * l.load) * float64(time.Hour))
				if t > time.Duration(8+hour)*time.Hour {
					break
				}
				w := Wish{Service: s.Code, Purpose: center.Submit, Priority: l.rand.Float64() < l.priority}
				if t > l.now {
					l.at(t, func() { l.comes(w) })
				}
			}
		}
	}
	l.book()
	for l.due.Len() > 0 {
		x := heap.Pop(&l.due).(happening)
		l.now = x.at
		x.do()
	}
	l.apply(l.day.Close(), nil)
}

// book fills slots; most who booked come, some minutes early.
func (l *life) book() {
	slots := Slots(l.day.center, nil, "DD", l.day.Date, l.moment().Wall)
	for i, k := range l.rand.Perm(len(slots))[:min(l.booked, len(slots))] {
		id := AppointmentID(fmt.Sprint("P", i))
		l.apply(Book(l.day.center, l.day.Appointments(), Appointment{ID: id, Service: "DD", Purpose: center.Submit, Slot: slots[k].At}, l.moment().Wall))
		if l.rand.Float64() < 0.85 {
			early := time.Duration(l.rand.Float64()*20) * time.Minute
			l.at(sinceMidnight(slots[k].At)-early, func() { l.comes(Wish{Appointment: id}) })
		}
	}
}

func (l *life) comes(w Wish) {
	l.apply(l.day.Issue(w, l.moment()))
	for _, x := range l.day.center.Counters {
		if l.idle[x.ID] && l.day.Next(x.ID) != nil {
			l.calls(x.ID)
		}
	}
}

func (l *life) wantsAway(id center.CounterID) {
	if l.away[id] = true; l.idle[id] {
		l.calls(id)
	}
}

// calls lets a free counter pause, call or wait for somebody.
func (l *life) calls(id center.CounterID) {
	l.idle[id] = false
	if l.away[id] {
		l.away[id] = false
		l.apply(l.day.Do("pause", Act{Counter: id, Reason: "break"}, l.moment()))
		l.at(l.now+l.lognormal(20*time.Minute, 0.05), func() {
			l.apply(l.day.Do("open", Act{Counter: id}, l.moment()))
			l.calls(id)
		})
		return
	}
	events := l.apply(l.day.Do("next", Act{Counter: id}, l.moment()))
	if len(events) == 0 {
		l.idle[id] = true
		return
	}
	if l.rand.Float64() < l.noShow {
		l.at(l.now+time.Minute, func() {
			l.apply(l.day.Do("no-show", Act{Counter: id}, l.moment()))
			l.calls(id)
		})
		return
	}
	s, _ := l.day.center.Service(events[0].Service)
	l.at(l.now+l.lognormal(30*time.Second, 0.3), func() {
		l.apply(l.day.Do("start", Act{Counter: id}, l.moment()))
		l.at(l.now+l.lognormal(time.Duration(s.Minutes)*time.Minute, lifeScv), func() {
			l.apply(l.day.Do("finish", Act{Counter: id}, l.moment()))
			l.at(l.now+l.lognormal(20*time.Second, 1), func() { l.calls(id) })
		})
	})
}

// habitsOf lives days and learns from them.
func habitsOf(c *center.Center, days int, seed uint64, change func(*life)) *Habits {
	h := &Habits{}
	for i := range days {
		l := newLife(c, center.Day(fmt.Sprintf("2026-11-%02d", i+1)), seed+uint64(i), h.See)
		change(l)
		l.live()
		h.End(l.day)
	}
	return h
}
