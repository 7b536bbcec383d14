package advice

import (
	"container/heap"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"time"

	"motcua/internal/center"
	"motcua/internal/i18n"
	"motcua/internal/queue"
)

// twoGroups is a small center: three counters for one service, two for another.
func twoGroups() *center.Center {
	c := &center.Center{PauseReasons: []string{"break"}, Hours: center.Hours{Always: true}}
	c.Services = []center.Service{
		{Code: "HT", Prefix: "A", Minutes: 8, Name: i18n.Text{VI: "Hộ tịch", EN: "Civil status"}},
		{Code: "DD", Prefix: "B", Minutes: 12, Name: i18n.Text{VI: "Đất đai", EN: "Land"}},
	}
	for i := range 5 {
		x := center.Counter{ID: center.CounterID(fmt.Sprint(i + 1)), Agency: "a", Services: []center.ServiceCode{"HT"}}
		if i > 2 {
			x.Agency, x.Services = "b", []center.ServiceCode{"DD"}
		}
		c.Counters = append(c.Counters, x)
	}
	c.Default()
	return c
}

// sessions of a day, in half hours since midnight; whoever waits when one ends is served out.
var sessions = [][2]int{{15, 23}, {26, 34}}

// people an hour, by the half hours of both sessions.
var peoplePerHour = map[center.ServiceCode][]float64{
	"HT": {10, 13, 16, 17, 14, 12, 10, 7, 8, 13, 15, 14, 12, 10, 7, 5},
	"DD": {4, 6, 7, 8, 7, 6, 5, 4, 4, 6, 7, 7, 6, 5, 4, 3},
}

// visit is somebody of a trace.
type visit struct {
	at, takes time.Duration // since midnight
	service   center.ServiceCode
}

func trace(seed uint64) []visit {
	random := rand.New(rand.NewPCG(seed, 11))
	busy := math.Exp(0.1*random.NormFloat64() - 0.005)
	var all []visit
	for _, s := range twoGroups().Services {
		k := 0
		for _, session := range sessions {
			for slot := session[0]; slot < session[1]; slot++ {
				t := time.Duration(slot) * 30 * time.Minute
				for {
					t += time.Duration(random.ExpFloat64() / (peoplePerHour[s.Code][k] * busy) * float64(time.Hour))
					if t >= time.Duration(slot+1)*30*time.Minute {
						break
					}
					sigma := math.Sqrt(math.Log1p(0.5))
					takes := float64(s.Minutes) * math.Exp(sigma*random.NormFloat64()-sigma*sigma/2)
					all = append(all, visit{t, time.Duration(takes * float64(time.Minute)), s.Code})
				}
				k++
			}
		}
	}
	slices.SortFunc(all, func(a, b visit) int { return int(a.at - b.at) })
	return all
}

// replay is a day of a trace lived through the rules, with somebody who says
// every quarter of an hour what the counters should do.
type replay struct {
	day    *queue.Day
	c      *center.Center
	now    time.Duration
	due    things
	n      int
	visits []visit
	takes  map[queue.TicketID]time.Duration
	leave  map[center.CounterID]bool // closes when it is free
	opened map[center.CounterID]time.Duration
	hours  time.Duration
	manage func(*replay)
	over   bool // the session: a counter with nothing to do closes
}

type thing struct {
	at time.Duration
	n  int
	do func()
}
type things []thing

func (t things) Len() int { return len(t) }
func (t things) Less(i, j int) bool {
	return t[i].at < t[j].at || t[i].at == t[j].at && t[i].n < t[j].n
}
func (t things) Swap(i, j int) { t[i], t[j] = t[j], t[i] }
func (t *things) Push(x any)   { *t = append(*t, x.(thing)) }
func (t *things) Pop() any     { o := *t; x := o[len(o)-1]; *t = o[:len(o)-1]; return x }

func (r *replay) at(t time.Duration, do func()) {
	r.n++
	heap.Push(&r.due, thing{t, r.n, do})
}

func (r *replay) moment() queue.Moment {
	start, _ := r.day.Date.Start()
	return queue.Moment{Wall: start.Add(r.now), Up: time.Hour + r.now, Boot: "a"}
}

func (r *replay) do(action string, id center.CounterID) []queue.Event {
	return r.apply(r.day.Do(action, queue.Act{Counter: id}, r.moment()))
}

func (r *replay) apply(events []queue.Event, err error) []queue.Event {
	if err != nil {
		panic(err)
	}
	for _, e := range events {
		r.day.Apply(e, r.moment())
	}
	return events
}

func live(date center.Day, visits []visit, manage func(*replay)) *replay {
	c := twoGroups()
	r := &replay{
		day: queue.NewDay(c, date), c: c, visits: visits, takes: map[queue.TicketID]time.Duration{}, manage: manage,
		leave: map[center.CounterID]bool{}, opened: map[center.CounterID]time.Duration{},
	}
	for _, v := range visits {
		r.at(v.at, func() { r.comes(v) })
	}
	for _, s := range sessions {
		for q := s[0] * 2; q < s[1]*2; q++ {
			r.at(time.Duration(q)*15*time.Minute, func() {
				r.over = false
				clear(r.leave) // advice holds until the next look
				manage(r)
			})
		}
		r.at(time.Duration(s[1])*30*time.Minute, func() {
			r.over = true
			clear(r.leave)
			for _, x := range c.Counters {
				r.goes(x.ID)
			}
		})
	}
	for r.due.Len() > 0 {
		x := heap.Pop(&r.due).(thing)
		r.now = x.at
		x.do()
	}
	return r
}

func (r *replay) comes(v visit) {
	e := r.apply(r.day.Issue(queue.Wish{Service: v.service, Purpose: center.Submit}, r.moment()))
	r.takes[e[0].Ticket] = v.takes
	for _, x := range r.c.Counters {
		r.goes(x.ID)
	}
}

func (r *replay) open(id center.CounterID) {
	delete(r.leave, id)
	if c, _ := r.day.Counter(id); !c.Open {
		r.do("open", id)
		r.opened[id] = r.now
		r.goes(id)
	}
}

func (r *replay) close(id center.CounterID) {
	r.leave[id] = true
	r.goes(id)
}

// goes lets a counter that is free close, call or wait.
func (r *replay) goes(id center.CounterID) {
	c, _ := r.day.Counter(id)
	if !c.Open || c.Ticket != nil {
		return
	}
	if r.leave[id] || r.over && r.day.Next(id) == nil {
		delete(r.leave, id)
		r.do("close", id)
		r.hours += r.now - r.opened[id]
		return
	}
	if e := r.do("next", id); len(e) > 0 {
		r.do("start", id)
		r.at(r.now+r.takes[e[0].Ticket], func() {
			r.do("finish", id)
			r.goes(id)
		})
	}
}

// wait is the sum of all waits.
func (r *replay) wait() time.Duration {
	var sum time.Duration
	for _, t := range r.day.Tickets() {
		if t.State != queue.Finished {
			panic(t.Number + " was not served")
		}
		sum += t.Legs[0].Called - t.Legs[0].Begin
	}
	return sum
}

// search finds, for each number of counter minutes, the least sum of waits that
// any schedule of one service's counters by half hours reaches who knows the
// day. It goes through every schedule, half hour by half hour.
type search struct {
	visits  []visit
	most    int
	session [2]int
	waits   []time.Duration // by counter minutes; never: none does
}

const never = time.Duration(math.MaxInt64)

type path struct {
	free [3]time.Duration
	next int
	wait time.Duration
	cost time.Duration
}

func (s *search) run() {
	s.waits = make([]time.Duration, 24*60)
	for i := range s.waits {
		s.waits[i] = never
	}
	s.slot(s.session[0], path{})
	for i := 1; i < len(s.waits); i++ {
		s.waits[i] = min(s.waits[i], s.waits[i-1])
	}
}

func (s *search) slot(slot int, p path) {
	begin, end := time.Duration(slot)*30*time.Minute, time.Duration(slot+1)*30*time.Minute
	for open := 1; open <= s.most; open++ { // a service is never without a counter
		next, last := p, slot+1 == s.session[1]
		until := end
		if last {
			until = never // who waits at the end is served out
		}
		slices.Sort(next.free[:s.most]) // counters are alike: those free soonest stay
		next.cost += time.Duration(open) * 30 * time.Minute
		for _, free := range next.free[:open] { // already counted as work beyond the half hour before
			next.cost -= max(0, min(free, end)-begin)
		}
		for next.next < len(s.visits) && open > 0 {
			k := 0
			for i := range open {
				if next.free[i] < next.free[k] {
					k = i
				}
			}
			v := s.visits[next.next]
			start := max(v.at, next.free[k], begin)
			if start >= until {
				break
			}
			next.wait += start - v.at
			next.free[k] = start + v.takes
			next.cost += max(0, next.free[k]-max(start, end)) // beyond the half hour, until it is open again
			next.next++
		}
		if !last {
			s.slot(slot+1, next)
			continue
		}
		if minute := int(math.Ceil(next.cost.Minutes())); next.next == len(s.visits) && minute < len(s.waits) {
			s.waits[minute] = min(s.waits[minute], next.wait)
		}
	}
}
