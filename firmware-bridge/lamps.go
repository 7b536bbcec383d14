package bridge

import (
	"context"
	"time"

	"motcua/internal/center"
	"motcua/internal/device/lamp"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

// lamps keeps the lamp of a counter lit while the counter's ticket is called.
// board and entry belong to the goroutine that follows the stream, run to its own.
type lamps struct {
	bridge *Bridge
	called map[center.CounterID]queue.TicketID // of counters that have a lamp; empty: dark
	news   chan map[center.CounterID]bool
}

func newLamps(b *Bridge) *lamps {
	l := &lamps{bridge: b, called: map[center.CounterID]queue.TicketID{}, news: make(chan map[center.CounterID]bool, 64)}
	for _, c := range b.Center.Lamps {
		l.called[c.Counter] = ""
	}
	return l
}

// run lights lamps and tells how they are, until ctx ends; then all are dark.
func (l *lamps) run(ctx context.Context) {
	type light struct {
		*lamp.Lamp
		reporter
		counter center.CounterID
	}
	var all []*light
	for _, c := range l.bridge.Center.Lamps {
		all = append(all, &light{lamp.New(l.bridge.Pins(c.Pin), false), l.bridge.reporter(c.ID), c.Counter})
	}
	if len(all) == 0 {
		return
	}
	tick := time.NewTicker(l.bridge.pace.look)
	defer tick.Stop()
	lit := map[center.CounterID]bool{}
	for {
		for _, x := range all {
			_ = x.Set(lit[x.counter] && ctx.Err() == nil) // State tells
			x.report(ctx, x.State())
		}
		select {
		case <-ctx.Done():
			for _, x := range all {
				_ = x.Set(false)
			}
			return
		case lit = <-l.news:
		case <-tick.C:
		}
	}
}

// board takes over the whole present.
func (l *lamps) board(ctx context.Context, b wire.Board) {
	for _, c := range b.Counters {
		if _, ok := l.called[c.ID]; ok {
			l.called[c.ID] = ""
			if c.Ticket != nil && c.Ticket.State == queue.Called {
				l.called[c.ID] = c.Ticket.ID
			}
		}
	}
	l.tell(ctx)
}

// entry takes over one event behind the board.
func (l *lamps) entry(ctx context.Context, body wire.Body) {
	e, ok, err := body.Queue()
	if !ok || err != nil {
		return
	}
	switch e.Type {
	case queue.TicketCalled, queue.TicketRecalled:
		if _, ours := l.called[e.Counter]; !ours {
			return
		}
		l.called[e.Counter] = e.Ticket
	case queue.CounterUndone: // what is now depends on what was before
		if b, err := l.bridge.Client.Board(ctx); err == nil {
			l.board(ctx, b)
		}
		return
	default:
		for counter, ticket := range l.called {
			if ticket == e.Ticket {
				l.called[counter] = ""
			}
		}
	}
	l.tell(ctx)
}

func (l *lamps) tell(ctx context.Context) {
	if len(l.called) == 0 {
		return
	}
	lit := map[center.CounterID]bool{}
	for counter, ticket := range l.called {
		lit[counter] = ticket != ""
	}
	select {
	case l.news <- lit:
	case <-ctx.Done():
	}
}
