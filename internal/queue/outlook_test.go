package queue

import (
	"fmt"
	"math"
	"os"
	"testing"
	"time"

	"motcua/internal/center"
)

// forecasts are what each predictor said when a ticket was issued.
type forecasts struct {
	byName map[string]time.Duration
	high   time.Duration // P80
	most   time.Duration // P90
	ok     bool
}

var naive = []string{"Gamma-Poisson", "static", "HOL", "LES", "moving average"}

// watch predicts each ticket of a day at its issue.
type watch struct {
	life  *life
	h     *Habits
	told  map[TicketID]forecasts
	every int
}

func (w *watch) see(e Event, m Moment) {
	w.h.See(e, m)
	if e.Type != TicketIssued || len(w.life.day.order)%w.every != 0 {
		return
	}
	d := w.life.day
	t, _ := d.Ticket(e.Ticket)
	o := d.Outlook(m, w.h.World(d, m), Ask{Seed: uint64(len(d.order))})
	f := forecasts{byName: naively(d, t)}
	f.byName["Monte-Carlo"], f.ok = o.Quantile(t.ID, 0.5)
	f.high, _ = o.Quantile(t.ID, 0.8)
	f.most, _ = o.Quantile(t.ID, 0.9)
	w.told[t.ID] = f
}

// naively are the closed forms of the field, from what the screen shows.
func naively(d *Day, t *Ticket) map[string]time.Duration {
	f := map[string]time.Duration{}
	now, ahead := d.clock.at, d.Ahead(t)
	f["Gamma-Poisson"], _ = d.Quantile(t.Service, ahead, 0.5)
	s, _ := d.center.Service(t.Service)
	open := 0
	for _, x := range d.center.Counters {
		if c := d.counters[x.ID]; c.Open && !c.Paused && x.Serves(t.Service) {
			open++
		}
	}
	f["static"] = time.Duration(ahead+1) * time.Duration(s.Minutes) * time.Minute / time.Duration(max(open, 1))
	var last, sum time.Duration
	var lastAt time.Duration
	n := 0
	for _, x := range d.order {
		if x == t || x.Service != t.Service {
			continue
		}
		leg := x.leg()
		if x.State == Waiting {
			f["HOL"] = max(f["HOL"], now-leg.Begin)
			continue
		}
		if wait := leg.Called - leg.Begin; leg.Called > lastAt {
			last, lastAt = wait, leg.Called
		}
		if leg.Called > now-time.Hour {
			sum, n = sum+leg.Called-leg.Begin, n+1
		}
	}
	f["LES"] = last
	if n > 0 {
		f["moving average"] = sum / time.Duration(n)
	}
	return f
}

// scores sum up how well the waits told were kept.
type scores struct {
	off                            map[string]float64 // minutes, by predictor
	waits                          float64
	n, told, atOnce, kept, keptP90 int
}

func (s *scores) add(t *testing.T, w *watch) {
	for id, f := range w.told {
		x := w.life.day.tickets[id]
		wait := x.Legs[0].Called - x.Issued
		if !f.ok || x.Legs[0].Calls == 0 {
			t.Errorf("%s was told %v, called %d times", x.Number, f, x.Legs[0].Calls)
			continue
		}
		s.n++
		s.waits += wait.Minutes()
		for name, said := range f.byName {
			s.off[name] += math.Abs((said - wait).Minutes())
		}
		if f.high == 0 {
			s.atOnce++ // is called at this very moment, which nobody could miss
			continue
		}
		if s.told++; wait <= f.high {
			s.kept++
		}
		if wait <= f.most {
			s.keptP90++
		}
	}
}

// check holds the scores against the bar.
func (s *scores) check(t *testing.T) {
	n, best := float64(s.n), math.Inf(1)
	for _, name := range naive {
		t.Logf("%-14s MAE %5.2f min", name, s.off[name]/n)
		best = min(best, s.off[name]/n)
	}
	mae, p80, p90 := s.off["Monte-Carlo"]/n, float64(s.kept)/float64(s.told), float64(s.keptP90)/float64(s.told)
	t.Logf("%-14s MAE %5.2f min, %.0f %% below the best of them; P80 kept %.1f %%, P90 %.1f %% of %d; n %d, of these %d at once, mean wait %.1f min",
		"Monte-Carlo", mae, 100*(1-mae/best), 100*p80, 100*p90, s.told, s.n, s.atOnce, s.waits/n)
	if mae > 0.75*best {
		t.Errorf("mean absolute error = %.2f min, want 25 %% below %.2f", mae, best)
	}
	if math.Abs(p80-0.8) > 0.03 || math.Abs(p90-0.9) > 0.03 {
		t.Errorf("P80 and P90 were kept for %.1f and %.1f %%, want 80 and 90 ± 3", 100*p80, 100*p90)
	}
}

// TestOutlookBeatsTheClosedForms holds the outlook to its bar on days with
// priorities, appointments, breaks and shared counters.
func TestOutlookBeatsTheClosedForms(t *testing.T) {
	presets, days, every := []string{"fair"}, 8, 3
	if os.Getenv("MOTCUA_SOAK") == "1" {
		presets, days, every = []string{"fair", "strong", "strict", "turns"}, 60, 1
	}
	for _, preset := range presets {
		t.Run(preset, func(t *testing.T) {
			c := sharedCenter()
			c.Policy.Preset = preset
			h := habitsOf(c, 10, 100, func(*life) {})
			s := &scores{off: map[string]float64{}}
			for i := range days {
				w := &watch{h: h, told: map[TicketID]forecasts{}, every: every}
				w.life = newLife(c, center.Day(fmt.Sprintf("2026-12-%02d", i%28+1)), 1000+uint64(i), func(e Event, m Moment) { w.see(e, m) })
				w.life.live()
				s.add(t, w)
				h.End(w.life.day)
			}
			s.check(t)
		})
	}
}
