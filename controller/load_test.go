package controller

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"motcua/internal/center"
	"motcua/internal/client"
	"motcua/internal/fault"
	"motcua/internal/queue"
	"motcua/internal/store"
	"motcua/internal/wire"
)

// busyCenter has n counters that all serve everything, and n kiosks, at any hour.
func busyCenter(n int) *center.Center {
	c := testCenter()
	c.Hours = center.Hours{Always: true}
	c.Counters, c.Kiosks = nil, nil
	for i := range n {
		c.Counters = append(c.Counters, center.Counter{ID: center.CounterID(fmt.Sprint(i + 1)), Services: []center.ServiceCode{"HT", "DD"}})
		c.Kiosks = append(c.Kiosks, center.Kiosk{ID: center.DeviceID(fmt.Sprintf("K%d", i+1))})
	}
	return c
}

// told is what clients were told, to be held against the log.
type told struct {
	mu      sync.Mutex
	numbers map[queue.TicketID]string // ticket -> key that asked
	calls   map[queue.TicketID]int
}

func newTold() *told {
	return &told{numbers: map[queue.TicketID]string{}, calls: map[queue.TicketID]int{}}
}

func (x *told) issued(t *testing.T, id queue.TicketID, key string) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if other, twice := x.numbers[id]; twice && other != key {
		t.Errorf("ticket %s was given for %s and for %s", id, other, key)
	}
	x.numbers[id] = key
}

func (x *told) called(id queue.TicketID) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.calls[id]++
}

// logged folds what a log says: how often each number was issued and called.
type logged struct {
	seq            int64
	issued, called map[queue.TicketID]int
}

func newLogged() *logged {
	return &logged{issued: map[queue.TicketID]int{}, called: map[queue.TicketID]int{}}
}

func (l *logged) read(t *testing.T, s *store.Store) {
	t.Helper()
	for {
		entries, err := s.Read(context.Background(), l.seq, 1000)
		if err != nil {
			t.Fatal(err)
		}
		if len(entries) == 0 {
			return
		}
		for _, e := range entries {
			l.seq = e.Seq
			b, err := e.Decode()
			if err != nil {
				t.Fatal(err)
			}
			q, _, err := b.Queue()
			if err != nil {
				t.Fatal(err)
			}
			switch q.Type {
			case queue.TicketIssued:
				l.issued[q.Ticket]++
			case queue.TicketCalled:
				l.called[q.Ticket]++
			}
		}
	}
}

func (l *logged) check(t *testing.T, x *told) {
	t.Helper()
	for id, n := range l.issued {
		if n != 1 {
			t.Errorf("number %s was issued %d times", id, n)
		}
	}
	for id, n := range l.called {
		if n != 1 {
			t.Errorf("ticket %s was called %d times", id, n)
		}
	}
	for id := range x.numbers {
		if l.issued[id] != 1 {
			t.Errorf("acknowledged ticket %s is lost", id)
		}
	}
	for id, n := range x.calls {
		if n != 1 || l.called[id] != 1 {
			t.Errorf("ticket %s: %d counters were told to call it, the log has %d calls", id, n, l.called[id])
		}
	}
}

// take issues one ticket for key, trying again while the controller is away.
func take(ctx context.Context, c *client.Client, kiosk, key string) (wire.Ticket, error) {
	for {
		t, err := c.Issue(ctx, key, wire.IssueRequest{
			Service: "HT", Purpose: center.Submit, Kiosk: center.DeviceID(kiosk), Priority: len(key)%5 == 0,
		})
		if fault.KindOf(err) != fault.Unavailable || ctx.Err() != nil {
			return t, err
		}
	}
}

// serve calls and finishes one ticket, trying again while the controller is
// away. It returns false when nobody waits.
func serve(ctx context.Context, c *client.Client, counter center.CounterID, x *told) (bool, error) {
	step := func(action string) (wire.ActionAnswer, error) {
		for key := client.NewKey(); ; {
			a, err := c.Act(ctx, key, counter, action, wire.ActionRequest{})
			if fault.KindOf(err) != fault.Unavailable || ctx.Err() != nil {
				return a, err
			}
		}
	}
	a, err := step("next")
	if err != nil || a.Ticket == nil {
		return false, err
	}
	x.called(a.Ticket.ID)
	_, err = step("finish")
	return true, err
}

// TestSixteenKiosksAndCountersWithoutPause gives and serves ten thousand numbers;
// the race detector, which is seven times slower, watches a fourth of them.
func TestSixteenKiosksAndCountersWithoutPause(t *testing.T) {
	const clients = 16
	total := 10_000
	if racing {
		total /= 4
	}
	h := openHall(t, func(o *Options) { o.Center = busyCenter(clients) })
	x := newTold()
	var left atomic.Int64
	left.Store(int64(total))
	var g sync.WaitGroup
	fail := func(err error) {
		if err != nil && !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	}
	for i := range clients {
		counter := center.CounterID(fmt.Sprint(i + 1))
		h.act(t, counter, "open", wire.ActionRequest{})
		g.Go(func() {
			for left.Add(-1) >= 0 {
				key := client.NewKey()
				ticket, err := take(t.Context(), h.all, "K"+string(counter), key)
				if err != nil {
					fail(err)
					return
				}
				x.issued(t, ticket.ID, key)
			}
		})
		g.Go(func() {
			for {
				served, err := serve(t.Context(), h.all, counter, x)
				fail(err)
				x.mu.Lock()
				done := len(x.calls) >= total
				x.mu.Unlock()
				if err != nil || done || !served && left.Load() < -clients {
					return
				}
			}
		})
	}
	g.Wait()
	for { // whatever was issued after a counter looked last
		if served, err := serve(t.Context(), h.all, "1", x); err != nil || !served {
			break
		}
	}
	l := newLogged()
	l.read(t, h.engine.store)
	l.check(t, x)
	if len(l.issued) != total || len(l.called) != total || h.today().Finished != total {
		t.Errorf("issued %d, called %d, finished %d, want %d each", len(l.issued), len(l.called), h.today().Finished, total)
	}
	if _, err := h.engine.store.Verify(t.Context(), 0); err != nil {
		t.Error(err)
	}
}
