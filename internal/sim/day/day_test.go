package day

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"motcua/internal/center"
	"motcua/internal/queue"
	"motcua/internal/rating"
	"motcua/internal/wire"
)

var morning = time.Date(2026, 11, 23, 7, 30, 0, 0, center.Zone)

// live lets people live for that long and returns what they did and the center they did it in.
func live(t *testing.T, length time.Duration, o Options, prepare func(*fake)) (Summary, *fake) {
	t.Helper()
	t.Logf("seed %d", o.Seed)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	clock := &virtual{morning, morning.Add(length), cancel}
	f := newFake(clock)
	if prepare != nil {
		prepare(f)
	}
	o.Center, o.Clock, o.Log = f, clock, slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelDebug}))
	d := New(o)
	if err := d.Run(ctx); err != nil {
		t.Fatalf("Run() = %v, want nil at the end of its context", err)
	}
	return d.Summary(), f
}

func TestADayAddsUp(t *testing.T) {
	for seed := range uint64(20) {
		sum, f := live(t, 8*time.Hour, Options{Visitors: 30, Seed: seed, Kiosks: []center.DeviceID{"K1", "K2"}}, nil)
		states := map[queue.State]int{}
		for _, ticket := range f.tickets {
			states[ticket.State]++
		}
		if sum.Issued != len(f.tickets) || sum.Served != states[queue.Finished] || sum.NoShows != states[queue.NoShow] || sum.Canceled != states[queue.Canceled] {
			t.Errorf("seed %d: %+v, but the center has %v", seed, sum, states)
		}
		if sum.Conflicts != 0 || sum.Failures != 0 || sum.Refused != 0 {
			t.Errorf("seed %d: %+v, want no conflict with anybody", seed, sum)
		}
		if sum.Arrived < 180 || sum.Arrived > 300 {
			t.Errorf("seed %d: %d citizens came in 8 hours of 30, want about 240", seed, sum.Arrived)
		}
		if sum.Served < sum.Issued*3/4 || sum.Rated == 0 || sum.Rated > sum.Asked || len(f.rated) != sum.Rated {
			t.Errorf("seed %d: %+v, want most served and some rated", seed, sum)
		}
		for _, action := range []string{"recall", "park", "resume", "transfer", "ready"} {
			if seed == 0 && f.actions[action] == 0 {
				t.Errorf("nobody ever does %s", action)
			}
		}
		usual := center.UsualQuestionnaire()
		for _, a := range f.rated {
			if err := rating.Check(&usual, rating.Answer(a)); err != nil {
				t.Errorf("seed %d: answer %+v: %v", seed, a, err)
			}
		}
	}
}

func TestTheSameSeedGivesTheSameDay(t *testing.T) {
	o := Options{Visitors: 40, Seed: 7}
	first, _ := live(t, 6*time.Hour, o, nil)
	second, _ := live(t, 6*time.Hour, o, nil)
	if first != second {
		t.Errorf("seed 7 gives %+v, then %+v", first, second)
	}
	o.Seed = 8
	if other, _ := live(t, 6*time.Hour, o, nil); other == first {
		t.Errorf("seeds 7 and 8 give the same day %+v", other)
	}
}

func TestSpeedScalesPeople(t *testing.T) {
	sum, _ := live(t, 30*time.Minute, Options{Visitors: 30, Speed: 16, Seed: 3}, nil)
	if sum.Arrived < 180 || sum.Arrived > 300 || sum.Served < sum.Issued/2 {
		t.Errorf("half an hour at 16 times the speed: %+v, want the work of 8 hours", sum)
	}
}

// TestLostAnswersRepeatTheSameWish loses every seventh answer after the work was done.
func TestLostAnswersRepeatTheSameWish(t *testing.T) {
	sum, f := live(t, 8*time.Hour, Options{Visitors: 30, Seed: 5}, func(f *fake) { f.flaky = 7 })
	if sum.Failures == 0 || sum.Conflicts != 0 || sum.Issued > len(f.tickets) {
		t.Errorf("%+v with %d tickets, want failures and no conflict: a key is repeated with its content", sum, len(f.tickets))
	}
	if sum.Served < sum.Issued/2 {
		t.Errorf("%+v, want work to go on", sum)
	}
}

// TestAnOfficialGivesWay has a person take over counter 1 in the middle of a service.
func TestAnOfficialGivesWay(t *testing.T) {
	sum, f := live(t, 2*time.Hour, Options{Visitors: 60, Seed: 2}, func(f *fake) {
		f.counters[0].State = wire.Open
		f.counters[0].Ticket = &wire.Ticket{ID: "20261123-A900", Service: "HT", State: queue.Serving, IssuedAt: morning}
		f.tickets = append(f.tickets, f.counters[0].Ticket)
	})
	if got := f.tickets[0].State; got != queue.Finished && got != queue.Parked && got != queue.Waiting {
		t.Errorf("the ticket that counter 1 held is %s, want it taken up", got)
	}
	if sum.Conflicts != 0 {
		t.Errorf("%d conflicts while taking up a counter, want none", sum.Conflicts)
	}
	sum, f = live(t, 2*time.Hour, Options{Visitors: 60, Seed: 2}, func(f *fake) { f.counters = f.counters[:1]; f.counters[0].ID = "9" })
	if sum.Served == 0 || f.actions["transfer"] != 0 {
		t.Errorf("one counter alone: %+v, %v, want service and no transfer", sum, f.actions)
	}
}

// person closes counter 1 behind the official's back at every tenth action.
type person struct {
	*fake
	n int
}

func (p *person) Act(ctx context.Context, key string, id center.CounterID, action string, r wire.ActionRequest) (wire.ActionAnswer, error) {
	if p.n++; p.n%10 == 0 && p.counters[0].Ticket == nil {
		p.counters[0].State = wire.Closed
	}
	return p.fake.Act(ctx, key, id, action, r)
}

func TestAPersonMayCloseTheCounter(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	clock := &virtual{morning, morning.Add(4 * time.Hour), cancel}
	f := &person{fake: newFake(clock)}
	d := New(Options{Center: f, Clock: clock, Visitors: 60, Seed: 1, Log: slog.New(slog.DiscardHandler)})
	if err := d.Run(ctx); err != nil {
		t.Fatal(err)
	}
	if sum := d.Summary(); sum.Conflicts == 0 || sum.Conflicts > 4*6+1 || sum.Served == 0 {
		t.Errorf("%+v, want a conflict at most every ten minutes, and service at the other counters", sum)
	}
}

func TestNobodyComesToAnEmptyDay(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	f := newFake(&virtual{now: morning})
	d := New(Options{Center: f, Clock: f.clock, Log: slog.New(slog.DiscardHandler)})
	ended := make(chan error)
	go func() { ended <- d.Run(ctx) }()
	cancel()
	if err := <-ended; err != nil || f.calls != 0 || len(f.actions) != 0 || f.counters[0].State != wire.Closed {
		t.Errorf("Run() = %v, %v: want nobody to act", err, f.actions)
	}
}

func TestMind(t *testing.T) {
	m := mind{rand.New(rand.NewPCG(1, 1))}
	const n = 20_000
	total, below := time.Duration(0), 0
	counts := make([]int, 3)
	for range n {
		total += m.gap(60)
		d := m.about(time.Minute, 0.6)
		if d < 10*time.Second || d > 6*time.Minute {
			t.Fatalf("about(1 min) = %v, want within a sixth and six times", d)
		}
		if d < time.Minute {
			below++
		}
		counts[m.pick([]float64{3, 0, 1})]++
	}
	if mean := total / n; mean < 57*time.Second || mean > 63*time.Second {
		t.Errorf("the mean gap of 60 an hour = %v, want a minute", mean)
	}
	if below < n*47/100 || below > n*53/100 {
		t.Errorf("%d of %d durations are below the median, want half", below, n)
	}
	if counts[1] != 0 || counts[0] < n*72/100 || counts[0] > n*78/100 {
		t.Errorf("pick of 3:0:1 = %v of %d", counts, n)
	}
	if got := m.pick([]float64{0, 0}); got != -1 {
		t.Errorf("pick of nothing = %d, want -1", got)
	}
	only := &center.Service{Purposes: []center.Purpose{center.Fee, center.Collect}}
	for range 100 {
		if p := m.purpose(only); !slices.Contains(only.Purposes, p) {
			t.Fatalf("purpose() = %s, want one that is offered", p)
		}
	}
}
