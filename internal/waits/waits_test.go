package waits

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"motcua/internal/center"
	"motcua/internal/queue"
)

// life is a day with its reckoner.
type life struct {
	t   *testing.T
	c   *center.Center
	day *queue.Day
	r   *Reckoner
	now queue.Moment
}

func newLife(t *testing.T, l Learned) *life {
	c := &center.Center{Agency: "H19.26.1", Hours: center.Hours{Always: true}}
	c.Services = []center.Service{{Code: "HT", Prefix: "A"}, {Code: "DD", Prefix: "B"}}
	c.Counters = []center.Counter{{ID: "1", Services: []center.ServiceCode{"HT"}}, {ID: "2", Services: []center.ServiceCode{"DD"}}}
	c.Default()
	return &life{
		t: t, c: c, day: queue.NewDay(c, "2026-11-23"), r: New(c, "2026-11-23", l),
		now: queue.Moment{Wall: time.Date(2026, 11, 23, 7, 30, 0, 0, center.Zone), Up: time.Hour, Boot: "a"},
	}
}

func (l *life) happen(events []queue.Event, err error) {
	l.t.Helper()
	if err != nil {
		l.t.Fatal(err)
	}
	for _, e := range events {
		l.day.Apply(e, l.now)
		l.r.See(l.day, e, l.now)
	}
}

func (l *life) do(counter center.CounterID, action string) {
	l.t.Helper()
	l.happen(l.day.Do(action, queue.Act{Counter: counter}, l.now))
}

// take issues a ticket with what is told of its wait.
func (l *life) take(s center.ServiceCode, priority bool) *queue.Ticket {
	l.t.Helper()
	events, err := l.day.Issue(queue.Wish{Service: s, Purpose: center.Submit, Priority: priority}, l.now)
	if err == nil {
		if w, ok := l.r.Newcomer(l.day, queue.Newcomer{Service: s, Priority: priority}, l.now); ok {
			events[0].Told = w.Told()
		}
	}
	l.happen(events, err)
	t, _ := l.day.Ticket(events[0].Ticket)
	return t
}

func (l *life) pass(d time.Duration) { l.now.Wall, l.now.Up = l.now.Wall.Add(d), l.now.Up+d }

// TestWhoReckons follows one morning of a service.
func TestWhoReckons(t *testing.T) {
	l := newLife(t, Learned{})
	if x := l.take("HT", false); x.Told != nil {
		t.Errorf("with every counter closed %+v was told, want nothing", x.Told)
	}
	l.do("1", "open")
	if x := l.take("HT", false); x.Told == nil || x.Told.By != ByPace {
		t.Errorf("behind one who waits %+v was told, want a range by pace", x.Told)
	}
	l.do("1", "next")
	l.do("1", "finish")
	l.do("1", "next")
	l.do("1", "finish")
	if x := l.take("HT", false); x.Told == nil || x.Told.By != ByFree || x.Told.HighS != 120 {
		t.Errorf("at a free counter %+v was told, want 0 to 2 minutes", x.Told)
	}
	l.do("1", "next")
	for range 4 {
		l.take("HT", false)
	}
	first := l.take("HT", true)
	if first.Told == nil || first.Told.By != BySimulation {
		t.Errorf("with priority %+v was told, want a range by simulation", first.Told)
	}
	last := l.take("HT", false)
	if last.Told == nil || last.Told.By != BySimulation || last.Told.P50S <= first.Told.P50S {
		t.Errorf("behind priority %+v was told, want more than %+v by simulation", last.Told, first.Told)
	}
	w, ok := l.r.Ticket(l.day, last, l.now)
	if !ok || w.Low > w.P50 || w.P50 > w.P80 || w.P80 > w.P90 || w.High < w.P80 {
		t.Errorf("Ticket = %+v, %v; want bounds in their order", w, ok)
	}
}

// TestStandstillTellsNoNumber lets a counter call for an hour and then nobody.
func TestStandstillTellsNoNumber(t *testing.T) {
	l := newLife(t, Learned{})
	l.do("1", "open")
	for range 12 {
		l.take("HT", false)
	}
	for range 6 {
		l.do("1", "next")
		l.pass(8 * time.Minute)
		l.do("1", "finish")
	}
	waits := l.take("HT", false)
	if _, stalled := l.r.Stalled(l.day, "HT", l.now); stalled {
		t.Fatal("stalled right after a call")
	}
	since := l.now.Wall.Add(-8 * time.Minute)
	l.pass(3 * time.Hour)
	got, stalled := l.r.Stalled(l.day, "HT", l.now)
	if !stalled || !got.Equal(since) {
		t.Errorf("Stalled = %s, %v; want since %s", got, stalled, since)
	}
	if w, ok := l.r.Ticket(l.day, waits, l.now); ok {
		t.Errorf("in a standstill %+v was told", w)
	}
	l.do("1", "next")
	if _, stalled := l.r.Stalled(l.day, "HT", l.now); stalled {
		t.Error("stalled after it moved again")
	}
}

// TestScore lives a day and reckons its scores anew from the tickets.
func TestScore(t *testing.T) {
	l := newLife(t, Learned{})
	rng := rand.New(rand.NewPCG(7, 7))
	l.do("1", "open")
	l.do("2", "open")
	until := map[center.CounterID]time.Duration{}
	for end := l.now.Up + 8*time.Hour; l.now.Up < end; l.pass(time.Minute) {
		if rng.IntN(6) == 0 {
			l.take([]center.ServiceCode{"HT", "DD"}[rng.IntN(2)], rng.IntN(5) == 0)
		}
		for _, id := range []center.CounterID{"1", "2"} {
			if l.now.Up < until[id] {
				continue
			}
			if c, _ := l.day.Counter(id); c.Ticket != nil {
				l.do(id, "finish")
			}
			l.do(id, "next")
			until[id] = l.now.Up + time.Duration(3+rng.IntN(14))*time.Minute
		}
	}
	n, kept, sum, cover := 0, 0, 0.0, 0
	for _, x := range l.day.Tickets() {
		if x.Told == nil || !x.Legs[0].Answered {
			continue
		}
		wait := int((x.Legs[0].Called - x.Legs[0].Begin).Seconds())
		n++
		sum += math.Abs(float64(wait-x.Told.P50S)) / 60
		if wait <= x.Told.HighS {
			kept++
		}
		if wait <= x.Told.P80S {
			cover++
		}
	}
	s := l.r.Score(l.day, Of{})
	if s.N != n || s.Kept != kept || s.Cover80 != cover || math.Abs(s.MAE-sum/float64(n)) > .01 {
		t.Errorf("Score = %+v, want n %d, kept %d, cover 80 %d, MAE %.2f", s, n, kept, cover, sum/float64(n))
	}
	if n < 50 || float64(kept)/float64(n) < .7 {
		t.Errorf("%d of %d told ranges kept, want most of at least 50", kept, n)
	}
	yes, no := true, false
	a, b := l.r.Score(l.day, Of{Priority: &yes}), l.r.Score(l.day, Of{Priority: &no})
	if a.N == 0 || a.N+b.N != s.N || l.r.Score(l.day, Of{Service: "HT"}).N+l.r.Score(l.day, Of{Service: "DD"}).N != s.N {
		t.Errorf("parts %d + %d, want %d in all", a.N, b.N, s.N)
	}
	if s.HOL == 0 || s.Average == 0 || s.Configured == 0 {
		t.Errorf("Score = %+v, want what others would have told beside it", s)
	}
	t.Logf("%+v", s)
}
