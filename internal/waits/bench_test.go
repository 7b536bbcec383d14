package waits

import (
	"fmt"
	"testing"
	"time"

	"motcua/internal/center"
	"motcua/internal/queue"
)

// BenchmarkScreen asks for the wait of the next comer of each of twenty services
// after an event, as a look at the board does: 200 wait for ten shared counters.
func BenchmarkScreen(b *testing.B) {
	c := &center.Center{Agency: "H19.26.1", Hours: center.Hours{Always: true}}
	for i := range 20 {
		c.Services = append(c.Services, center.Service{Code: center.ServiceCode(fmt.Sprint("S", i)), Prefix: string(rune('A' + i)), Minutes: 8})
	}
	for i := range 10 {
		x := center.Counter{ID: center.CounterID(fmt.Sprint(i))}
		for k := range 4 {
			x.Services = append(x.Services, c.Services[(2*i+k)%20].Code)
		}
		c.Counters = append(c.Counters, x)
	}
	c.Default()
	d, r := queue.NewDay(c, "2026-11-23"), New(c, "2026-11-23", Learned{})
	now := queue.Moment{Wall: time.Date(2026, 11, 23, 7, 30, 0, 0, center.Zone), Up: time.Hour, Boot: "a"}
	happen := func(events []queue.Event, err error) {
		if err != nil {
			b.Fatal(err)
		}
		for _, e := range events {
			d.Apply(e, now)
			r.See(d, e, now)
		}
	}
	for _, x := range c.Counters {
		happen(d.Do("open", queue.Act{Counter: x.ID}, now))
	}
	for i := range 210 {
		happen(d.Issue(queue.Wish{Service: c.Services[i%20].Code, Purpose: center.Submit, Priority: i%5 == 0}, now))
	}
	for _, x := range c.Counters {
		happen(d.Do("next", queue.Act{Counter: x.ID}, now))
	}
	for b.Loop() {
		now.Wall, now.Up = now.Wall.Add(2*time.Second), now.Up+2*time.Second
		happen(d.Do("incident", queue.Act{Counter: "1", Reason: "vneid"}, now))
		for _, s := range c.Services {
			r.Next(d, s.Code, now)
		}
	}
}
