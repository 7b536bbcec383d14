// Package day is the people of a simulated service day: citizens who come, take
// a number, wait or give up; officials who call, serve, park, transfer, pause;
// citizens who rate. They act only through the controller's own interface, as
// anybody would, so that the demo and the tests exercise the product itself.
//
// What they do is decided by a seeded generator: the same seed and the same
// answers give the same day.
package day

import (
	"container/heap"
	"context"
	"log/slog"
	"math/rand/v2"
	"time"

	"motcua/internal/center"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

// Center is what the people need of a controller; *client.Client is one. All
// calls come from one goroutine.
type Center interface {
	Services(context.Context) (wire.Services, error)
	Counters(context.Context) (wire.Counters, error)
	Issue(ctx context.Context, key string, r wire.IssueRequest) (wire.Ticket, error)
	Cancel(ctx context.Context, key string, id queue.TicketID) error
	Act(ctx context.Context, key string, counter center.CounterID, action string, r wire.ActionRequest) (wire.ActionAnswer, error)
	Survey(ctx context.Context, counter center.CounterID) (wire.Survey, bool, error)
	Questionnaire(ctx context.Context, version string) (center.Questionnaire, error)
	Rate(ctx context.Context, key string, r wire.RatingRequest) error
}

// Clock is the time people live by: the wall, or a test's own.
type Clock interface {
	Now() time.Time
	Wait(ctx context.Context, d time.Duration) error // returns ctx's error when ctx ends first
}

// Options say who comes and how fast they live.
type Options struct {
	Center   Center
	Kiosks   []center.DeviceID // where citizens take numbers; none: they ask the greeter, without a slip
	Visitors float64           // citizens an hour; 0: nobody comes and nobody works
	Speed    float64           // how many times faster people live than the clock; 0 means 1
	Seed     uint64
	Clock    Clock // nil: the wall's
	Log      *slog.Logger
}

// Summary counts what the people have done so far.
type Summary struct {
	Arrived, Issued, Refused             int // citizens who came, got a number, were sent away
	Called, Recalled, Served, NoShows    int
	Parked, Resumed, Transferred, Paused int
	GaveUp, Canceled                     int // left before they were called; of these with a word
	Asked, Rated                         int // surveys seen open, answers given
	Conflicts, Failures                  int // somebody else acted there; the controller was away
}

// Day is one run of the simulated people.
type Day struct {
	o        Options
	mind     mind
	keys     *rand.Rand
	agenda   agenda
	tasks    int // put on the agenda so far
	services []center.Service
	weights  []float64 // of services: how many citizens come for each
	desks    []center.CounterID
	waits    map[queue.TicketID]bool         // our citizens who wait for their first call
	gone     map[queue.TicketID]bool         // of these, who left without a word
	asked    map[string]center.Questionnaire // by version
	sum      Summary
}

// New prepares a day; Run lives it.
func New(o Options) *Day {
	if o.Speed <= 0 {
		o.Speed = 1
	}
	if o.Clock == nil {
		o.Clock = wall{}
	}
	return &Day{o: o, mind: mind{rand.New(rand.NewPCG(o.Seed, 1))}, keys: rand.New(rand.NewPCG(o.Seed, uint64(o.Clock.Now().UnixNano()))),
		waits: map[queue.TicketID]bool{}, gone: map[queue.TicketID]bool{}, asked: map[string]center.Questionnaire{}}
}

// Summary returns what was done; it may be asked for after Run has returned.
func (d *Day) Summary() Summary { return d.sum }

// Run lets people come and work until ctx ends, and then returns nil. A
// controller that is away only makes them wait.
func (d *Day) Run(ctx context.Context) error {
	if d.o.Visitors <= 0 {
		<-ctx.Done()
		return nil
	}
	d.o.Log.Info("simulated people come", "seed", d.o.Seed, "visitors_per_hour", d.o.Visitors, "speed", d.o.Speed)
	for d.look(ctx) != nil {
		if d.o.Clock.Wait(ctx, patience) != nil {
			return nil
		}
	}
	for i, id := range d.desks {
		desk := &desk{day: d, id: id}
		d.later(time.Duration(i)*2*time.Second, desk.act)
	}
	d.later(d.mind.gap(d.o.Visitors), d.arrive)
	for len(d.agenda) > 0 {
		next := heap.Pop(&d.agenda).(*task)
		if d.o.Clock.Wait(ctx, next.at.Sub(d.o.Clock.Now())) != nil {
			return nil
		}
		if again := next.act(ctx); again > 0 {
			d.later(again, next.act)
		}
	}
	return nil
}

// look learns what the center offers and how much of it.
func (d *Day) look(ctx context.Context) error {
	services, err := d.o.Center.Services(ctx)
	if err != nil {
		return err
	}
	counters, err := d.o.Center.Counters(ctx)
	if err != nil {
		return err
	}
	d.services, d.weights, d.desks = services.Services, nil, nil
	for _, s := range services.Services {
		// As many come for a service as its counters can serve: three quarters
		// of those who come in a center are served by the desks they find.
		share := 0.0
		for _, c := range counters.Counters {
			for _, served := range c.Services {
				if served == s.Code {
					share += 1 / float64(len(c.Services))
				}
			}
		}
		d.weights = append(d.weights, share/float64(max(s.Minutes, 1)))
	}
	for _, c := range counters.Counters {
		d.desks = append(d.desks, c.ID)
	}
	return nil
}

// key returns an idempotency key that no earlier run has used.
func (d *Day) key() string { return "sim-" + hex(d.keys.Uint64()) + hex(d.keys.Uint64()) }

func hex(n uint64) string {
	const digits = "0123456789abcdef"
	var b [16]byte
	for i := range b {
		b[i] = digits[n>>(60-4*i)&15]
	}
	return string(b[:])
}

// later puts something on the agenda, after that much of people's own time.
func (d *Day) later(after time.Duration, act func(context.Context) time.Duration) {
	d.tasks++
	real := max(time.Duration(float64(after)/d.o.Speed), shortest)
	heap.Push(&d.agenda, &task{at: d.o.Clock.Now().Add(real), n: d.tasks, act: act})
}

const (
	shortest = time.Millisecond // of the clock, between two acts of one person
	patience = 2 * time.Second  // of the clock, when the controller is away
)

// clocked turns a stretch of the clock into people's own time, for waits that
// do not get shorter when people live faster.
func (d *Day) clocked(real time.Duration) time.Duration {
	return time.Duration(float64(real) * d.o.Speed)
}

type wall struct{}

func (wall) Now() time.Time { return time.Now() }

func (wall) Wait(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return ctx.Err()
	}
}
