package queue

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"testing"
	"time"

	"motcua/internal/center"
)

// witness counts who passes whom by itself: it looks at base, number and the
// counters' services only, and shares nothing with the order of calling.
type witness struct {
	day     *Day
	waiting []*Ticket
	passed  []int                          // by the order of issue
	before  map[center.CounterID][]*Ticket // whom a counter's last call has passed
}

func (w *witness) serves(counter center.CounterID, t *Ticket) bool {
	x, _ := w.day.center.Counter(counter)
	return t.Bound == counter || t.Bound == "" && x.Serves(t.Service)
}

// sees looks at an event before it is applied and after.
func (w *witness) sees(e Event, apply func()) {
	if e.Type == TicketCalled && e.Why != ByHand {
		w.before[e.Counter] = nil
		called := w.day.tickets[e.Ticket]
		for _, t := range w.waiting {
			earlier := t.Base < called.Base || t.Base == called.Base && t.index < called.index
			if t != called && earlier && w.serves(e.Counter, t) {
				w.passed[t.index]++
				w.before[e.Counter] = append(w.before[e.Counter], t)
			}
		}
	}
	if e.Type == CounterUndone && e.Undone == TicketCalled {
		for _, t := range w.before[e.Counter] {
			w.passed[t.index]--
		}
	}
	if e.Counter != "" && e.Type != TicketCalled {
		w.before[e.Counter] = nil
	}
	apply()
	for len(w.passed) < len(w.day.order) {
		w.passed = append(w.passed, 0)
	}
	if t := w.day.tickets[e.Ticket]; t != nil {
		if e.Type == TicketRejoined && t.Passed == 0 {
			w.passed[t.index] = 0
		}
		i := slices.Index(w.waiting, t)
		if in := t.State == Waiting && !t.Away; in && i < 0 {
			w.waiting = append(w.waiting, t)
		} else if !in && i >= 0 {
			w.waiting = slices.Delete(w.waiting, i, i+1)
		}
	}
}

// randomCenter has services and counters with random skills and a random policy.
func randomCenter(rng *rand.Rand) *center.Center {
	c := &center.Center{PauseReasons: []string{"break"}, Hours: center.Hours{Always: true}}
	for i := range 2 + rng.IntN(4) {
		c.Services = append(c.Services, center.Service{Code: center.ServiceCode(rune('A' + i)), Prefix: string(rune('A' + i)), Minutes: 10, Target: 5 + rng.IntN(30)})
	}
	for i := range 1 + rng.IntN(5) {
		x := center.Counter{ID: center.CounterID(fmt.Sprint(i + 1))}
		for _, s := range c.Services {
			if rng.IntN(2) == 0 {
				x.Services = append(x.Services, s.Code)
			}
		}
		c.Counters = append(c.Counters, x)
	}
	c.Counters[0].Services = nil
	for _, s := range c.Services {
		c.Counters[0].Services = append(c.Counters[0].Services, s.Code)
	}
	limit := 1 + rng.IntN(4)
	c.Policy = center.Policy{Preset: []string{"fair", "strong", "strict", "turns"}[rng.IntN(4)], Cap: &limit}
	c.Default()
	c.Calling.Recalls = 0
	return c
}

// capDay lives one random day of issues, calls, transfers, parks, no-shows,
// returns and pauses, and returns how many calls there were.
func capDay(t *testing.T, rng *rand.Rand, tickets int) (calls int) {
	c := randomCenter(rng)
	day := NewDay(c, "2026-11-23")
	w := &witness{day: day, before: map[center.CounterID][]*Ticket{}}
	now := Moment{Wall: time.Date(2026, 11, 23, 7, 30, 0, 0, center.Zone), Up: time.Hour, Boot: "a"}
	happen := func(events []Event, err error) {
		if err != nil {
			return
		}
		for _, e := range events {
			if e.Type == TicketCalled {
				calls++
			}
			w.sees(e, func() { day.Apply(e, now) })
		}
	}
	service := func() center.ServiceCode { return c.Services[rng.IntN(len(c.Services))].Code }
	for _, x := range c.Counters {
		happen(day.Do("open", Act{Counter: x.ID}, now))
	}
	work := func(x center.CounterID) {
		held := day.counters[x].Ticket
		switch k := rng.IntN(20); {
		case held == nil && k == 0:
			happen(day.Do("pause", Act{Counter: x, Reason: "break"}, now))
		case held == nil && k < 3:
			happen(day.Do("open", Act{Counter: x}, now))
		case held == nil:
			happen(day.Do("next", Act{Counter: x}, now))
		case k == 0:
			happen(day.Do("undo", Act{Counter: x}, now))
		case k == 1:
			happen(day.Do("no-show", Act{Counter: x}, now))
		case k == 2:
			happen(day.Do("park", Act{Counter: x}, now))
		case k == 3:
			happen(day.Do("transfer", Act{Counter: x, Service: service(), Back: rng.IntN(2) == 0}, now))
		case k == 4:
			happen(day.Do("transfer", Act{Counter: x, To: c.Counters[rng.IntN(len(c.Counters))].ID}, now))
		case k == 5:
			happen(day.Do("return", Act{Counter: x}, now))
		default:
			happen(day.Do("finish", Act{Counter: x}, now))
		}
	}
	for len(day.order) < tickets {
		d := time.Duration(rng.IntN(20)) * time.Second
		now.Wall, now.Up = now.Wall.Add(d), now.Up+d
		if rng.IntN(8) < 3 || len(w.waiting) < 3 {
			happen(day.Issue(Wish{Service: service(), Purpose: center.Submit, Priority: rng.IntN(3) == 0}, now))
		}
		if rng.IntN(10) == 0 {
			happen(day.Rejoin(day.order[rng.IntN(len(day.order))].ID, "x", now))
		}
		work(c.Counters[rng.IntN(len(c.Counters))].ID)
		w.check(t)
	}
	for _, x := range c.Counters { // nobody new comes: whoever waits is called
		happen(day.Do("open", Act{Counter: x.ID}, now))
	}
	for round := 0; len(w.waiting) > 0 && round < 10*tickets; round++ {
		x := c.Counters[round%len(c.Counters)].ID
		happen(day.Do("finish", Act{Counter: x}, now))
		happen(day.Do("next", Act{Counter: x}, now))
		w.check(t)
	}
	for _, x := range w.waiting {
		t.Fatalf("%s waits for ever", x.Number)
	}
	return calls
}

func (w *witness) check(t *testing.T) {
	for _, x := range w.waiting {
		if n := w.passed[x.index]; n != x.Passed || n > x.rule.Cap {
			t.Fatalf("%s was passed %d times, the order counts %d, the cap is %d", x.Number, n, x.Passed, x.rule.Cap)
		}
	}
}

// TestNobodyIsPassedMoreOftenThanTheCap makes a million calls on random days.
// MOTCUA_SOAK=1 lives 100,000 whole days.
func TestNobodyIsPassedMoreOftenThanTheCap(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	if s := os.Getenv("MOTCUA_SEED"); s != "" {
		if _, err := fmt.Sscan(s, &seed); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("MOTCUA_SEED=%d repeats this", seed)
	least, days := 1_000_000, 0
	if racing { // ten times slower; make test also runs this room without it
		least /= 10
	}
	soak := os.Getenv("MOTCUA_SOAK") != ""
	for calls := 0; calls < least && !soak || soak && days < 100_000; days++ {
		rng := rand.New(rand.NewPCG(seed, uint64(days)))
		calls += capDay(t, rng, 100+rng.IntN(400))
		if t.Failed() {
			t.Fatalf("day %d of seed %d", days, seed)
		}
	}
}
