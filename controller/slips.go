package controller

import (
	"context"
	"net/http"
	"slices"
	"time"

	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

const (
	slipFresh = 60 * time.Second // an older slip, or an older wish for one, is not printed any more
	slipOpen  = 45 * time.Second // so long nobody knows yet what becomes of it
	longest   = 10_000           // millimeters of paper that one slip may take
)

// slip is one printing of a ticket's slip.
type slip struct {
	wire.SlipData
	state string        // "reordered", "claimed", "printed", "failed"
	at    time.Duration // on the day's timeline: when state began
}

// slipped folds what became of a slip, and the paper it took.
func (s *state) slipped(kind string, d *wire.SlipData, m queue.Moment) {
	if s.closed.of(d.Ticket) {
		s.closed.follow(kind, d, m)
		s.took(kind, d, m)
		return
	}
	state := kind[len("slip."):]
	s.slips[wire.SlipKey{Ticket: d.Ticket, Copy: d.Copy}] = slip{*d, state, s.day.Now(m)}
	s.took(kind, d, m) // whatever is printed takes paper
	switch kind {
	case wire.SlipReordered:
		s.copies[d.Ticket] = d.Copy
		r := wire.BookedReprint{At: m.Wall, Ticket: d.Ticket, Printer: d.Printer, Copy: d.Copy, By: d.By}
		if t, ok := s.day.Ticket(d.Ticket); ok {
			r.Number = t.Number
		}
		s.again = append(s.again, r)
	}
}

// took notes the paper that a slip has taken.
func (s *state) took(kind string, d *wire.SlipData, m queue.Moment) {
	switch kind {
	case wire.SlipPrinted:
		s.paperOf(d.Printer).print(d.MM)
		s.paperOf(d.Printer).done(d.MM, s.day.Now(m))
	case wire.SlipFailed:
		s.paperOf(d.Printer).print(d.MM)
	}
}

// newest is the last printing of a ticket that anybody wanted.
func (s *state) newest(id queue.TicketID) (wire.SlipKey, slip) {
	k := wire.SlipKey{Ticket: id, Copy: s.copies[id]}
	return k, s.slips[k]
}

// wanted is when a printing was asked for, on the day's timeline.
func (s *state) wanted(t *queue.Ticket, k wire.SlipKey) time.Duration {
	if k.Copy == 0 {
		return t.Issued
	}
	return s.slips[k].at
}

// claim gives the one right to print a slip, or a reprint that staff have ordered.
func (t *tx) claim(k wire.SlipKey) error {
	if t.closed.of(k.Ticket) {
		return t.claimClosing(k)
	}
	ticket, ok := t.day.Ticket(k.Ticket)
	if !ok {
		return fault.New(fault.NotFound, "ticket-unknown", "ticket", k.Ticket)
	}
	known, last := t.slips[k], t.copies[k.Ticket]
	printer := ticket.Printer
	if k.Copy > 0 {
		printer = known.Printer
	}
	switch {
	case k.Copy < 0 || k.Copy > last:
		return fault.New(fault.Conflict, "slip-copy", "number", ticket.Number)
	case printer == "":
		return fault.New(fault.Conflict, "slip-none", "number", ticket.Number)
	case known.state != "" && known.state != "reordered":
		return fault.New(fault.Conflict, "slip-claimed", "number", ticket.Number)
	case k.Copy < last || t.day.Now(t.now)-t.wanted(ticket, k) > slipFresh:
		return fault.New(fault.Gone, "slip-old", "number", ticket.Number)
	}
	t.emit(wire.SlipClaimed, &wire.SlipData{Ticket: k.Ticket, Printer: printer, Copy: k.Copy})
	return nil
}

// slipEnds reports what became of a claimed slip.
func (t *tx) slipEnds(k wire.SlipKey, kind, cause string, mm int) error {
	known := t.slips[k]
	if t.closed.of(k.Ticket) {
		known = slip{SlipData: t.closed.slip, state: t.closed.state}
	} else if _, ok := t.day.Ticket(k.Ticket); !ok {
		return fault.New(fault.NotFound, "ticket-unknown", "ticket", k.Ticket)
	}
	switch {
	case known.state != "claimed" || known.Copy != k.Copy:
		return fault.New(fault.Conflict, "slip-ended")
	case mm < 0 || mm > longest:
		return fault.New(fault.Invalid, "paper-length", "most", longest)
	}
	t.emit(kind, &wire.SlipData{Ticket: k.Ticket, Printer: known.Printer, Copy: k.Copy, Cause: cause, MM: mm})
	return nil
}

// reprint orders a slip once more, marked as a copy.
func (t *tx) reprint(id queue.TicketID, printer center.DeviceID, by string) error {
	ticket, ok := t.day.Ticket(id)
	if !ok {
		return fault.New(fault.NotFound, "ticket-unknown", "ticket", id)
	}
	if !t.open {
		return fault.New(fault.Conflict, "day-closed")
	}
	k, last := t.newest(id)
	if printer == "" {
		printer = ticket.Printer
	}
	if printer == "" {
		return fault.New(fault.Invalid, "printer-missing")
	}
	if _, ok := t.center.Printer(printer); !ok {
		return fault.New(fault.Invalid, "device-unknown", "device", printer)
	}
	if slices.Contains([]queue.State{queue.Finished, queue.Canceled, queue.Expired}, ticket.State) {
		return fault.New(fault.Conflict, "ticket-state", "number", ticket.Number, "state", ticket.State)
	}
	since := last.at
	if last.state == "" {
		since = t.wanted(ticket, k)
	}
	ended := last.state == "printed" || last.state == "failed" || k.Copy == 0 && ticket.Printer == ""
	if !ended && t.day.Now(t.now)-since < slipOpen {
		return fault.New(fault.Conflict, "slip-open", "number", ticket.Number, "seconds", int(slipOpen.Seconds()))
	}
	t.emit(wire.SlipReordered, &wire.SlipData{Ticket: id, Printer: printer, Copy: k.Copy + 1, By: by})
	return nil
}

func postClaim(c *Controller, w http.ResponseWriter, r *http.Request, who caller) error {
	var q wire.SlipClaim
	wish, err := read(w, r, who, &q)
	if err != nil {
		return err
	}
	return answer(w, c.engine.claim(r.Context(), wish, slipOf(r, q.Copy)))
}

func slipOf(r *http.Request, n int) wire.SlipKey {
	return wire.SlipKey{Ticket: queue.TicketID(r.PathValue("ticket")), Copy: n}
}

func postDone(c *Controller, w http.ResponseWriter, r *http.Request, who caller) error {
	var q wire.SlipDone
	wish, err := read(w, r, who, &q)
	if err != nil {
		return err
	}
	return answer(w, c.engine.slipEnds(r.Context(), wish, slipOf(r, q.Copy), wire.SlipPrinted, "", q.MM))
}

func postFailed(c *Controller, w http.ResponseWriter, r *http.Request, who caller) error {
	var q wire.SlipFailure
	wish, err := read(w, r, who, &q)
	if err != nil {
		return err
	}
	if !wire.IsCause(q.Cause) {
		return fault.New(fault.Invalid, "cause-unknown")
	}
	return answer(w, c.engine.slipEnds(r.Context(), wish, slipOf(r, q.Copy), wire.SlipFailed, q.Cause, q.MM))
}

func postReprint(c *Controller, w http.ResponseWriter, r *http.Request, who caller) error {
	var q wire.SlipReprint
	wish, err := read(w, r, who, &q)
	if err != nil {
		return err
	}
	id := queue.TicketID(r.PathValue("ticket"))
	return answer(w, c.engine.ask(r.Context(), wish, func(t *tx) (int, any, error) {
		if t.closed.of(id) {
			return http.StatusNoContent, nil, t.reprintClosing(who.id)
		}
		if err := t.reprint(id, q.Printer, who.id); err != nil {
			return 0, nil, err
		}
		ticket, _ := t.day.Ticket(id) // reprint has found it
		return http.StatusOK, wire.TicketAnswer{Ticket: t.ticketView(ticket)}, nil
	}))
}

func (e *Engine) claim(ctx context.Context, w memo, k wire.SlipKey) outcome {
	return e.ask(ctx, w, func(t *tx) (int, any, error) {
		if err := t.claim(k); err != nil {
			return 0, nil, err
		}
		if t.closed.of(k.Ticket) {
			return http.StatusOK, wire.SlipAnswer{Slip: t.closingView(k)}, nil
		}
		ticket, _ := t.day.Ticket(k.Ticket) // claim has found it
		return http.StatusOK, wire.SlipAnswer{Slip: t.slipView(ticket, k)}, nil
	})
}

func (e *Engine) slipEnds(ctx context.Context, w memo, k wire.SlipKey, kind, cause string, mm int) outcome {
	return e.ask(ctx, w, func(t *tx) (int, any, error) {
		return http.StatusNoContent, nil, t.slipEnds(k, kind, cause, mm)
	})
}
