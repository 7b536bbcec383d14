package controller

import (
	"context"
	"net/http"
	"slices"

	"motcua/controller/web"
	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

var _ web.Feed = (*pageFeed)(nil)

// pageFeed is what happens, as the open pages hear of it.
type pageFeed struct{ c *Controller }

func (f *pageFeed) Head() int64 { return f.c.engine.hub.last() }

func (f *pageFeed) Behind(ctx context.Context, after int64) ([]wire.Entry, <-chan struct{}, error) {
	return f.c.engine.behind(ctx, after)
}

// Listen lets a browser hear what happens from its cursor on.
func (f *pageFeed) Listen(r *http.Request) (web.Ear, error) {
	who, err := f.c.who(r)
	if err != nil {
		return web.Ear{}, err
	}
	head := f.Head()
	after, err := cursor(r, head)
	if err != nil {
		return web.Ear{}, err
	}
	if after > head {
		return web.Ear{}, fault.New(fault.Conflict, "cursor-ahead")
	}
	if !f.c.streams.enter(who.id) {
		return web.Ear{}, fault.New(fault.TooMany, "streams", "most", mostStreams)
	}
	news, leave := f.c.live.listen(who)
	return web.Ear{After: after, Sees: who.sees, News: news, Leave: func() {
		leave()
		f.c.streams.leave(who.id)
	}}, nil
}

// Touches tells whose pages an entry may change: what happens to a ticket or at
// a counter is for those it happens to and those who might call the ticket.
func (f *pageFeed) Touches(e wire.Entry) web.Touch {
	b, err := e.Decode()
	if err != nil {
		return web.Touch{All: true}
	}
	q, ok, err := b.Queue()
	if err != nil || !ok || q.Ticket == "" && q.Counter == "" {
		return web.Touch{All: true}
	}
	return view(f.c.engine, func(s *state, _ queue.Moment) web.Touch { return s.touches(q) })
}

func (s *state) touches(q queue.Event) web.Touch {
	var t web.Touch
	for _, id := range []center.CounterID{q.Counter, q.ToCounter} {
		if id != "" {
			t.Own = append(t.Own, id)
		}
	}
	var of []center.ServiceCode
	if q.Service != "" {
		of = append(of, q.Service)
	}
	if x, ok := s.day.Ticket(q.Ticket); ok {
		of = append(of, x.Service)
		for i := range x.Legs {
			of = append(of, x.Legs[i].Service)
		}
		for _, id := range []center.CounterID{x.Counter, x.Bound, x.Back} {
			if id != "" {
				t.Own = append(t.Own, id)
			}
		}
	}
	for i := range s.center.Counters {
		if x := &s.center.Counters[i]; slices.ContainsFunc(of, x.Serves) {
			t.Others = append(t.Others, x.ID)
		}
	}
	return t
}
