package controller

import (
	"os"
	"runtime"
	"slices"
	"syscall"
	"testing"
	"time"
)

// BenchmarkPages opens 400 staff pages of 60 counters and lets five citizens a
// second through, everything over HTTP, and prints what a key press and an event
// take to their pages. MOTCUA_LOAD is how long, ten seconds else.
func BenchmarkPages(b *testing.B) {
	lasts := 10 * time.Second
	if s := os.Getenv("MOTCUA_LOAD"); s != "" {
		var err error
		if lasts, err = time.ParseDuration(s); err != nil {
			b.Fatal(err)
		}
	}
	for b.Loop() {
		c := &crowd{counters: 60, pages: 400, visits: 5, waiting: 150, lasts: lasts}
		openCrowd(b, c)
		c.run(b)
		c.rawFanOut(b)
		c.print(b)
		c.h.stop()
	}
}

// spent is the processor time of this process, clients and server together.
func spent() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func (c *crowd) print(b *testing.B) {
	for _, what := range []string{"key-answer", "key-shown", "event-page", "empty-round-trip", "bare-fsync", "raw-fan-out"} {
		v := c.told[what]
		slices.Sort(v)
		for _, q := range []int{50, 95, 99} {
			if len(v) > 0 {
				b.ReportMetric(v[(len(v)*q+99)/100-1], what+"-p"+map[int]string{50: "50", 95: "95", 99: "99"}[q]+"-ms")
			}
		}
	}
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	b.ReportMetric(float64(len(c.told["key-answer"]))/c.lasts.Seconds(), "keys/s")
	b.ReportMetric(float64(c.asked.Load())/c.lasts.Seconds(), "requests/s")
	b.ReportMetric(float64(c.frames.Load())/c.lasts.Seconds(), "frames/s")
	b.ReportMetric(float64(c.errors.Load()), "errors")
	b.ReportMetric(c.cpu.Seconds()/c.lasts.Seconds(), "cores")
	b.ReportMetric(float64(m.HeapAlloc)/(1<<20), "heap-MB")
	if c.first != nil {
		b.Log(c.first)
	}
}
