package waits

import (
	"testing"
	"time"

	"motcua/internal/center"
	"motcua/internal/queue"
)

// TestWhoWaitsForOneCounter sends somebody to a counter that is busy, and then
// closed, while another counter of the same service is free.
func TestWhoWaitsForOneCounter(t *testing.T) {
	l := newLife(t, Learned{})
	l.c.Counters[1].Services = []center.ServiceCode{"HT"}
	l.day, l.r = queue.NewDay(l.c, "2026-11-23"), New(l.c, "2026-11-23", Learned{})
	l.do("1", "open")
	l.do("2", "open")
	l.take("HT", false)
	l.do("2", "next")
	sent := l.take("HT", false)
	l.do("1", "next")
	l.happen(l.day.Do("transfer", queue.Act{Counter: "1", To: "2"}, l.now))
	if w, ok := l.r.Ticket(l.day, sent, l.now); !ok || w.By != BySimulation {
		t.Errorf("told %+v, %v; want the time until counter 2 is free", w, ok)
	}
	l.pass(time.Minute)
	l.do("2", "finish")
	l.do("2", "close")
	if w, ok := l.r.Ticket(l.day, sent, l.now); ok {
		t.Errorf("told %+v although its counter is closed", w)
	}
	l.pass(2 * time.Hour)
	if since, stalled := l.r.Stalled(l.day, "HT", l.now); stalled {
		t.Errorf("stalled since %s, although counter 1 is free", since)
	}
	if w, ok := l.r.Next(l.day, "HT", l.now); !ok || w.By != ByFree {
		t.Errorf("a newcomer is told %+v, %v; want that counter 1 is free", w, ok)
	}
}

// TestLunchIsNoStandstill lets somebody wait over lunch.
func TestLunchIsNoStandstill(t *testing.T) {
	l := newLife(t, Learned{})
	l.c.Hours = center.Hours{Monday: []center.Window{{From: 450, To: 690}, {From: 810, To: 1020}}}
	l.now.Wall = l.now.Wall.Add(3*time.Hour + 50*time.Minute) // 11:20
	l.do("1", "open")
	for range 5 {
		l.take("HT", false)
	}
	l.do("1", "next")
	l.pass(5 * time.Minute)
	l.do("1", "finish")
	l.do("1", "next") // 11:25
	waits := l.take("HT", false)
	for _, x := range []struct {
		after   time.Duration
		stalled bool
	}{{time.Hour, false}, {66 * time.Minute, false}, {30 * time.Minute, true}} { // 12:25, 13:31, 14:01
		l.pass(x.after)
		since, stalled := l.r.Stalled(l.day, "HT", l.now)
		if stalled != x.stalled || stalled && since.In(center.Zone).Format(time.TimeOnly) != "13:30:00" {
			t.Errorf("at %s: stalled %v since %s, want %v since 13:30", l.now.Wall.Format(time.TimeOnly), stalled, since, x.stalled)
		}
		if w, ok := l.r.Ticket(l.day, waits, l.now); ok {
			t.Errorf("at %s %+v was told", l.now.Wall.Format(time.TimeOnly), w)
		}
	}
}

// TestAClosedCounterIsNoSlowOne closes the only counter for two hours while
// people wait: the pace it had is what it will have.
func TestAClosedCounterIsNoSlowOne(t *testing.T) {
	told := func(closed bool) time.Duration {
		l := newLife(t, Learned{})
		l.do("1", "open")
		for range 8 {
			l.take("HT", false)
		}
		for range 4 {
			l.do("1", "next")
			l.pass(10 * time.Minute)
			l.do("1", "finish")
		}
		if closed {
			l.do("1", "close")
			l.pass(2 * time.Hour)
			l.do("1", "open")
		}
		l.do("1", "next")
		w, ok := l.r.Next(l.day, "HT", l.now)
		if !ok || w.By != ByPace {
			t.Fatalf("told %+v, %v; want the pace", w, ok)
		}
		return w.P50
	}
	if before, after := told(false), told(true); after > before*5/4 {
		t.Errorf("told %s before the counter was closed for two hours, %s after", before, after)
	}
}

// TestOneOutlookServesAScreen asks for every service and everybody who waits,
// as one look at the board does.
func TestOneOutlookServesAScreen(t *testing.T) {
	l := newLife(t, Learned{})
	l.c.Counters[0].Services = []center.ServiceCode{"HT", "DD"}
	l.day, l.r = queue.NewDay(l.c, "2026-11-23"), New(l.c, "2026-11-23", Learned{})
	l.do("1", "open")
	for range 4 {
		l.take("HT", false)
		l.take("DD", true)
	}
	l.do("1", "next")
	l.pass(time.Minute)
	ask := func() *queue.Outlook {
		l.t.Helper()
		for _, s := range []center.ServiceCode{"HT", "DD"} {
			if w, ok := l.r.Next(l.day, s, l.now); !ok || w.By != BySimulation {
				t.Fatalf("%s: %+v, %v; want a simulated wait", s, w, ok)
			}
		}
		for _, x := range l.day.Tickets() {
			if _, ok := l.r.Ticket(l.day, x, l.now); ok != (x.State == queue.Waiting) {
				t.Fatalf("%s: told %v", x.Number, ok)
			}
		}
		return l.r.outlook
	}
	l.r.Next(l.day, "HT", l.now)
	first := l.r.outlook
	if ask() != first {
		t.Error("one look at a screen has lived the day ahead more than once")
	}
	x := l.take("HT", true)
	issued := l.r.outlook
	w, ok := l.r.Ticket(l.day, x, l.now)
	if !ok || *w.Told() != *x.Told || ask() != issued {
		t.Errorf("issued: told %+v, then %+v, %v; want the same of the same outlook", x.Told, w, ok)
	}
	if l.pass(2 * time.Second); ask() == issued {
		t.Error("two seconds later it is still the outlook from before the ticket")
	}
}

// TestScoreOfAnAppointment checks in a quarter of an hour early: what was told
// then is held against the wait from then on.
func TestScoreOfAnAppointment(t *testing.T) {
	l := newLife(t, Learned{})
	l.do("1", "open")
	l.take("HT", false)
	l.do("1", "next")
	slot := l.now.Wall.Add(15 * time.Minute)
	l.happen([]queue.Event{{Type: queue.AppointmentBooked, Appointment: "x", Service: "HT", Purpose: center.Submit, Slot: &slot}}, nil)
	events, err := l.day.Issue(queue.Wish{Appointment: "x"}, l.now)
	if err == nil {
		events[0].Told = &queue.Told{LowS: 14 * 60, HighS: 18 * 60, P50S: 16 * 60, P80S: 18 * 60, P90S: 20 * 60}
	}
	l.happen(events, err)
	l.pass(16 * time.Minute)
	l.do("1", "finish")
	l.do("1", "next")
	l.do("1", "start")
	if s := l.r.Score(l.day, Of{}); s.N != 2 || s.Early != 0 || s.MAE > 1 {
		t.Errorf("score %+v, want two kept, neither early", s)
	}
}

// TestWhoLeftUncalledDoesNotWaitForEver cancels a number and lets one that was
// taken away lapse, early on a day that is quiet from then on.
func TestWhoLeftUncalledDoesNotWaitForEver(t *testing.T) {
	l := newLife(t, Learned{})
	l.do("1", "open")
	l.happen(l.day.Cancel(l.take("HT", false).ID, ""))
	l.happen(l.day.Issue(queue.Wish{Service: "HT", Purpose: center.Submit, Away: true}, l.now))
	l.pass(2 * time.Hour)
	if n := l.day.Waiting("HT"); n != 0 {
		t.Errorf("somebody at home counts as %d waiting", n)
	}
	l.happen(l.day.Lapse(l.now), nil)
	for range 3 {
		l.take("HT", false)
		l.do("1", "next")
		l.do("1", "finish")
		l.pass(time.Hour)
	}
	if w := l.day.Longest("", l.day.Now(l.now)); w != 0 {
		t.Errorf("somebody has waited for %v, but nobody waits", w)
	}
	past := Past(l.day, "x")
	if len(past.Tickets) != 3 {
		t.Errorf("learns from %+v, want the three who were called", past.Tickets)
	}
}
