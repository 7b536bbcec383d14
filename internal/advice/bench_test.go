package advice

import (
	"fmt"
	"testing"
	"time"

	"motcua/internal/center"
	"motcua/internal/queue"
)

// BenchmarkNow advises a provincial center at its worst: forty counters of one
// agency with different services, ten of them closed, 400 people waiting.
func BenchmarkNow(b *testing.B) {
	c := &center.Center{PauseReasons: []string{"break"}, Hours: center.Hours{Always: true}}
	w := &queue.World{Rates: map[center.ServiceCode]queue.Rates{}, Times: map[center.ServiceCode]queue.Times{}}
	for i := range 20 {
		code := center.ServiceCode(fmt.Sprint("S", i))
		c.Services = append(c.Services, center.Service{Code: code, Prefix: string(rune('A' + i)), Minutes: 10})
		var r queue.Rates
		for k := range r.Ordinary {
			r.Ordinary[k], r.Priority[k] = 6, 1
		}
		w.Rates[code], w.Times[code] = r, queue.Lognormal(10*time.Minute, 0.5)
	}
	for i := range 40 {
		x := center.Counter{ID: center.CounterID(fmt.Sprint(i + 1)), Agency: "a"}
		for k := range 3 {
			x.Services = append(x.Services, c.Services[(i+7*k)%20].Code)
		}
		c.Counters = append(c.Counters, x)
	}
	c.Default()
	h := &hall{replay: &replay{day: queue.NewDay(c, "2026-12-01"), c: c, now: 9 * time.Hour, opened: map[center.CounterID]time.Duration{}}, world: w}
	for i := range 30 {
		h.do("open", c.Counters[i].ID)
	}
	for i := range 400 {
		h.people(c.Services[i%20].Code, 1)
	}
	for i := range 30 {
		h.do("next", c.Counters[i].ID)
		h.do("start", c.Counters[i].ID)
	}
	for b.Loop() {
		if all, _ := Usual.Now(c, h.day, w, h.moment(), Memory{}); len(all) == 0 {
			b.Fatal("no advice")
		}
	}
}
