package figures

import (
	"time"

	"motcua/internal/center"
)

// span adds what a counter did to the rows, cut at full hours where rows go by hours.
func (s *sum) span(d *Day, x *Span) {
	a := attributes{day: d.Date, counter: x.Counter, official: x.Official, what: aSpan}
	if !s.cut.wants(Hour) {
		s.into(a, func(c *cell) { c.spend(x.Kind, x.To-x.From, x.Waited) })
		return
	}
	for from := x.From; from < x.To; {
		at := d.At(from).In(center.Zone)
		to := min(x.To, from+at.Truncate(time.Hour).Add(time.Hour).Sub(at))
		a.hour = s.cut.hour(d, from)
		waited := time.Duration(float64(x.Waited) * float64(to-from) / float64(x.To-x.From))
		s.into(a, func(c *cell) { c.spend(x.Kind, to-from, waited) })
		from = to
	}
}

func (c *cell) spend(kind string, t, waited time.Duration) {
	s := int(t / time.Second)
	switch kind {
	case Serving:
		c.time.ServingS += s
	case WrapUp:
		c.time.WrapUpS += s
	case Paused:
		c.time.PausedS += s
	case Idle:
		c.time.IdleS += s
	}
	c.time.OpenS += s
	c.time.WastedS += int(waited / time.Second)
}
