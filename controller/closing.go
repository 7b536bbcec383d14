package controller

import (
	"time"

	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

// closingFresh is how long a closing slip may still be printed: a bridge that
// was away in the evening finds the order in the morning.
const closingFresh = 18 * time.Hour

// closed is the newest service day that is over, with its closing slip.
type closed struct {
	day   center.Day
	seq   int64               // of day.closed
	at    time.Time           // wall clock
	data  *wire.DayClosedData // its head is there once it is stored
	today wire.Today
	slip  wire.SlipData // the last printing that was ordered
	state string        // of it: "ordered", "claimed", "printed", "failed"; empty: none
	since queue.Moment  // when it was ordered
}

// of tells whether a slip is the closing slip of this day.
func (c *closed) of(id queue.TicketID) bool { return c.day != "" && id == wire.ClosingID(c.day) }

// shut notes that a service day is over.
func (s *state) shut(seq int64, day center.Day, d *wire.DayClosedData, m queue.Moment) {
	s.closed = closed{day: day, seq: seq, at: m.Wall, data: d, today: s.today(m)}
}

// follow folds what becomes of the closing slip, and the paper it takes.
func (c *closed) follow(kind string, d *wire.SlipData, m queue.Moment) {
	c.slip, c.state = *d, kind[len("slip."):]
	if kind == wire.SlipOrdered {
		c.since = m
	}
}

// age is how long ago the slip was ordered, by the wall clock where the machine
// was started since.
func (c *closed) age(now queue.Moment) time.Duration {
	if c.since.Boot == now.Boot {
		return now.Up - c.since.Up
	}
	return now.Wall.Sub(c.since.Wall)
}

// orderClosing wants the closing slip on paper, where the configuration names a
// printer. Nothing but the paper depends on it.
func (t *tx) orderClosing(by string) {
	if p := t.center.Closing.Printer; p != "" {
		t.emitOn(t.closed.day, wire.SlipOrdered, &wire.SlipData{Ticket: wire.ClosingID(t.closed.day), Printer: p, Copy: t.nextClosing(), By: by})
	}
}

// nextClosing is the copy that is ordered next, 0 for the slip itself.
func (s *state) nextClosing() int {
	if s.closed.state == "" {
		return 0
	}
	return s.closed.slip.Copy + 1
}

// claimClosing gives the one right to print a closing slip.
func (t *tx) claimClosing(k wire.SlipKey) error {
	c := &t.closed
	switch {
	case c.state == "":
		return fault.New(fault.Conflict, "slip-none", "number", k.Ticket)
	case k.Copy != c.slip.Copy:
		return fault.New(fault.Conflict, "slip-copy", "number", k.Ticket)
	case c.state != "ordered":
		return fault.New(fault.Conflict, "slip-claimed", "number", k.Ticket)
	case c.age(t.now) > closingFresh:
		return fault.New(fault.Gone, "slip-old", "number", k.Ticket)
	}
	t.emitOn(c.day, wire.SlipClaimed, &wire.SlipData{Ticket: k.Ticket, Printer: c.slip.Printer, Copy: k.Copy})
	return nil
}

// reprintClosing orders the closing slip again, until the next day closes.
func (t *tx) reprintClosing(by string) error {
	c := &t.closed
	open := c.state == "ordered" || c.state == "claimed"
	if open && c.since.Boot == t.now.Boot && t.now.Up-c.since.Up < slipOpen {
		return fault.New(fault.Conflict, "slip-open", "number", wire.ClosingID(c.day), "seconds", int(slipOpen.Seconds()))
	}
	if t.center.Closing.Printer == "" {
		return fault.New(fault.Invalid, "printer-missing")
	}
	t.orderClosing(by)
	return nil
}

// closingView is the content of the closing slip.
func (s *state) closingView(k wire.SlipKey) wire.Slip {
	c, f := &s.closed, &s.closed.today
	slip := wire.Slip{
		Ticket: k.Ticket, Printer: c.slip.Printer, Copy: k.Copy, Center: s.center.Name, Point: s.center.Point, IssuedAt: c.at, Demo: s.center.Demo,
		Closing: &wire.ClosingSlip{
			Day: c.day, Agency: s.center.Agency, Seq: c.seq - 1, Head: c.data.Head, Issued: f.Issued, Finished: f.Finished, NoShows: f.NoShows, Expired: c.data.Expired,
		},
	}
	if k.Copy > 0 {
		slip.CopyAt = s.clock().Wall
	}
	return slip
}
