package queue

import (
	"fmt"
	"math/rand/v2"
	"syscall"
	"testing"
	"time"

	"motcua/internal/center"
)

// crowded is a day on which 200 wait for ten counters that share services; one
// in five has priority, and others still come.
func crowded(tb testing.TB, priority float64) (*Day, Moment, *World) {
	c := &center.Center{PauseReasons: []string{"break"}, Hours: center.Hours{Always: true}}
	for i, code := range []center.ServiceCode{"HT", "DD", "CT", "XH", "YT", "GD"} {
		c.Services = append(c.Services, center.Service{Code: code, Prefix: string(rune('A' + i)), Minutes: 6 + 2*i})
	}
	for i := range 10 {
		x := center.Counter{ID: center.CounterID(fmt.Sprint(i + 1))}
		for k := range 3 {
			x.Services = append(x.Services, c.Services[(i+2*k)%6].Code)
		}
		c.Counters = append(c.Counters, x)
	}
	c.Default()
	l := newLife(c, "2026-11-23", 5, func(Event, Moment) {})
	l.now = 8 * time.Hour
	for i := range c.Counters {
		l.apply(l.day.Do("open", Act{Counter: c.Counters[i].ID}, l.moment()))
	}
	random := rand.New(rand.NewPCG(5, 5))
	for i := range 210 {
		l.now += 10 * time.Second
		l.apply(l.day.Issue(Wish{Service: c.Services[random.IntN(6)].Code, Purpose: center.Submit, Priority: random.Float64() < priority}, l.moment()))
		if i >= 190 && i < 200 {
			l.apply(l.day.Do("next", Act{Counter: c.Counters[i-190].ID}, l.moment()))
		}
	}
	w := &World{
		Walk: Lognormal(30*time.Second, 0.3), Wrap: Lognormal(20*time.Second, 1), Pause: Lognormal(15*time.Minute, 0.3),
		Rates: map[center.ServiceCode]Rates{}, Times: map[center.ServiceCode]Times{}, NoShow: 0.04, Absent: time.Minute,
	}
	for _, s := range c.Services {
		var r Rates
		for i := range r.Ordinary {
			r.Ordinary[i], r.Priority[i] = 6*(1-priority), 6*priority
		}
		w.Rates[s.Code], w.Times[s.Code] = r, Lognormal(time.Duration(s.Minutes)*time.Minute, 0.5)
	}
	waiting := 0
	for _, s := range c.Services {
		waiting += l.day.Waiting(s.Code)
	}
	if waiting != 200 {
		tb.Fatalf("%d wait", waiting)
	}
	return l.day, l.moment(), w
}

// processor is the time that this process has had a processor, whatever else
// runs on the machine.
func processor(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkOutlook re-predicts 200 waiting tickets after an event, with the
// quantiles that are shown; "arithmetic" is what the same calls cost where ten
// counters only add up drawn times in the order of coming.
func BenchmarkOutlook(b *testing.B) {
	for _, n := range []int{64, Replications, 256} {
		b.Run(fmt.Sprintf("replications=%d", n), func(b *testing.B) {
			d, now, w := crowded(b, 0.2)
			b.ReportAllocs()
			calls := 0
			cpu := processor(b)
			for b.Loop() {
				o := d.Outlook(now, w, Ask{N: n})
				for _, t := range d.Tickets() {
					o.Quantile(t.ID, 0.5)
					o.Quantile(t.ID, 0.8)
					o.Quantile(t.ID, 0.9)
				}
				calls += 200 * n
			}
			b.ReportMetric(float64((processor(b)-cpu).Microseconds())/1000/float64(b.N), "cpu-ms/op")
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(calls), "ns/ticket-call")
		})
	}
	b.Run("hour", func(b *testing.B) {
		d, now, w := crowded(b, 0.2)
		for b.Loop() {
			d.Outlook(now, w, Ask{Hour: true})
		}
	})
	b.Run("arithmetic", func(b *testing.B) {
		times := Lognormal(10*time.Minute, 0.5)
		calls := 0
		for b.Loop() {
			for rep := range Replications {
				dice := dice{bits: 7, rep: uint64(rep)}
				var free [10]time.Duration
				for i := range 200 {
					first := 0
					for k := range free {
						if free[k] < free[first] {
							first = k
						}
					}
					free[first] += times.quantile(dice.one(forService, i))
				}
			}
			calls += 200 * Replications
		}
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(calls), "ns/ticket-call")
	})
}
