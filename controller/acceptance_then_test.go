package controller

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"motcua/internal/center"
	"motcua/internal/figures"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

// ticket is what the controller says of somebody's number. A step that looks at
// how things stand is only reached where what was asked before had been done.
func (o *office) ticket(ctx context.Context, name string) (wire.Ticket, error) {
	return o.h.all.Ticket(ctx, o.tickets[name])
}

func (o *office) counter(ctx context.Context, desk string) (wire.Counter, error) {
	board, err := o.h.all.Board(ctx)
	if err != nil {
		return wire.Counter{}, err
	}
	i := slices.IndexFunc(board.Counters, func(c wire.Counter) bool { return string(c.ID) == desk })
	if i < 0 {
		return wire.Counter{}, fmt.Errorf("the board has no counter %s", desk)
	}
	return board.Counters[i], nil
}

func (o *office) stands(ctx context.Context, name, words string) error {
	want := map[string]queue.State{"đang chờ": queue.Waiting, "đang chờ bổ sung": queue.Parked, "đã xong": queue.Finished,
		"đã hủy số": queue.Canceled, "vắng mặt": queue.NoShow}[words]
	t, err := o.ticket(ctx, name)
	if err == nil && t.State != want {
		return fmt.Errorf("%s is %s, want %s", t.Number, t.State, want)
	}
	return err
}

func (o *office) waitsFor(ctx context.Context, name, service string) error {
	t, err := o.ticket(ctx, name)
	if err == nil && (t.State != queue.Waiting || t.Service != o.service(service)) {
		return fmt.Errorf("%s is %s for %s", t.Number, t.State, t.Service)
	}
	return err
}

func (o *office) isAt(ctx context.Context, name, words, desk string) error {
	want := queue.Serving
	if words == "được mời" {
		want = queue.Called
	}
	t, err := o.ticket(ctx, name)
	if err == nil && (t.State != want || string(t.Counter) != desk) {
		return fmt.Errorf("%s is %s at %q, want %s at %s", t.Number, t.State, t.Counter, want, desk)
	}
	return err
}

func (o *office) holds(ctx context.Context, desk, name string) error {
	c, err := o.counter(ctx, desk)
	if err == nil && (c.Ticket == nil || c.Ticket.ID != o.tickets[name]) {
		return fmt.Errorf("counter %s holds %+v, want %s", desk, c.Ticket, o.tickets[name])
	}
	return err
}

func (o *office) holdsNobody(ctx context.Context, desk string) error {
	c, err := o.counter(ctx, desk)
	if err == nil && c.Ticket != nil {
		return fmt.Errorf("counter %s holds %s", desk, c.Ticket.Number)
	}
	return err
}

func (o *office) nobody() error {
	if len(o.called) != 0 || o.refused != nil {
		return fmt.Errorf("called %v, refused %v", o.called, o.refused)
	}
	return nil
}

func (o *office) different() error {
	seen := map[queue.TicketID]bool{}
	for _, id := range o.called {
		seen[id] = true
	}
	if len(seen) != 2 {
		return fmt.Errorf("two counters called %v", o.called)
	}
	return nil
}

func (o *office) shown(ctx context.Context, not, name, desk string) error {
	board, err := o.h.all.Board(ctx)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(board.Calls, func(c wire.Call) bool { return c.Ticket == o.tickets[name] })
	if not != "" && i >= 0 || not == "" && (i < 0 || board.Calls[i].Counter != center.CounterID(desk)) {
		return fmt.Errorf("the board shows %+v", board.Calls)
	}
	return nil
}

func (o *office) wasRefused(words string) error {
	if o.refused == nil || !strings.Contains(o.refused.Detail, words) {
		return fmt.Errorf("refused with %+v, want %q", o.refused, words)
	}
	o.refused = nil
	return nil
}

// figures compares the day's report: visits finished, legs served, dossiers received.
func (o *office) figures(ctx context.Context, visits, legs, dossiers int) error {
	day := string(center.DayOf(o.h.now.read().Wall))
	var got figures.Table
	if err := o.tell(ctx, "GET", "/reports/figures?from="+day+"&to="+day, struct{}{}, &got); err != nil {
		return err
	}
	if x := got.Total; x.Finished != visits || x.Served != legs || x.Dossiers != dossiers {
		return fmt.Errorf("today has %d visits finished, %d legs served, %d dossiers", x.Finished, x.Served, x.Dossiers)
	}
	return nil
}
