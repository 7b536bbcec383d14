package waits

import (
	"os"
	"testing"

	"motcua/internal/center"
	"motcua/internal/forecast"
	"motcua/internal/queue"
	"motcua/internal/simulate"
	"motcua/internal/wire"
)

// mondays plays a ward's Monday mornings and shows each its events in order;
// begin makes the day anew, end has seen it whole.
func mondays(t *testing.T, s *simulate.Scenario, each func(morning int, d *queue.Day, e queue.Event, m queue.Moment), end func(morning int, d *queue.Day)) {
	t.Helper()
	c := s.Center()
	c.Default()
	var day *queue.Day
	last := -1
	_, err := simulate.Watched(t.Context(), s, func(morning int, e queue.Event, m queue.Moment) {
		if morning != last {
			if day != nil {
				end(last, day)
			}
			day, last = queue.NewDay(c, center.DayOf(m.Wall)), morning
		}
		each(morning, day, e, m)
	})
	if err != nil {
		t.Fatal(err)
	}
	end(last, day)
}

// TestToldRangesAreKept learns from Monday mornings of a ward with priority,
// appointments, shared counters and a break, and tells waits on those that follow.
func TestToldRangesAreKept(t *testing.T) {
	raw, err := os.ReadFile("../../docs/scenarios/monday.toml")
	if err != nil {
		t.Fatal(err)
	}
	s, faults := simulate.Read("monday.toml", raw)
	if faults != nil {
		t.Fatal(faults)
	}
	taught, told := 12, 6
	if os.Getenv("MOTCUA_SOAK") != "" {
		taught, told = 40, 60
	}
	s.Replications = taught + told
	c := s.Center()
	c.Default()
	habits, history := &queue.Habits{}, forecast.History{}
	var r *Reckoner
	var learned Learned
	var sum wire.ForecastScore
	mondays(t, s, func(morning int, d *queue.Day, e queue.Event, m queue.Moment) {
		if morning < taught {
			d.Apply(e, m)
			habits.See(e, m)
			return
		}
		if r == nil {
			if learned.Model == nil {
				learned.Model, _ = forecast.Refit(history, nil)
				learned.Habits = habits
			}
			r = New(c, d.Date, learned)
		}
		if e.Type == queue.TicketIssued {
			n := queue.Newcomer{Service: e.Service, Priority: e.Priority}
			if e.Slot != nil {
				n.Slot = d.Now(m) + max(0, e.Slot.Sub(m.Wall))
			}
			if w, ok := r.Newcomer(d, n, m); ok {
				e.Told = w.Told()
			}
		}
		d.Apply(e, m)
		r.See(d, e, m)
	}, func(morning int, d *queue.Day) {
		if morning < taught {
			habits.End(d)
			past := Past(d, c.Agency)
			past.Date = past.Date.AddDate(0, 0, 7*(morning-taught))
			history = append(history, past)
			return
		}
		x := r.Score(d, Of{})
		n := float64(x.N)
		sum.N, sum.Kept, sum.Cover50, sum.Cover80, sum.Cover90 = sum.N+x.N, sum.Kept+x.Kept, sum.Cover50+x.Cover50, sum.Cover80+x.Cover80, sum.Cover90+x.Cover90
		sum.Over10, sum.Untold = sum.Over10+x.Over10, sum.Untold+x.Untold
		sum.MAE, sum.HOL, sum.Average, sum.Configured = sum.MAE+n*x.MAE, sum.HOL+n*x.HOL, sum.Average+n*x.Average, sum.Configured+n*x.Configured
		r = nil
	})
	n := float64(sum.N)
	share := func(k int) float64 { return float64(k) / n }
	t.Logf("%d waits told, kept %.3f, cover 50/80/90 %.3f/%.3f/%.3f, over 10 %.3f, untold %d; MAE %.2f, HOL %.2f, average %.2f, configured %.2f",
		sum.N, share(sum.Kept), share(sum.Cover50), share(sum.Cover80), share(sum.Cover90), share(sum.Over10), sum.Untold, sum.MAE/n, sum.HOL/n, sum.Average/n, sum.Configured/n)
	if share(sum.Kept) < .8 {
		t.Errorf("%.3f of the told ranges kept, want at least .8", share(sum.Kept))
	}
	if sum.MAE > .75*sum.HOL || sum.MAE > .75*sum.Average || sum.MAE > .75*sum.Configured {
		t.Errorf("MAE %.2f, want a quarter less than HOL %.2f, average %.2f and configured %.2f", sum.MAE/n, sum.HOL/n, sum.Average/n, sum.Configured/n)
	}
}
