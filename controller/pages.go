package controller

import (
	"context"
	"crypto/sha256"
	"slices"
	"time"

	"motcua/controller/web"
	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/i18n"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

var (
	_ web.Source   = (*source)(nil)
	_ web.Citizens = (*citizens)(nil)
)

// source is what the pages read.
type source struct{ c *Controller }

func (s *source) Center() *center.Center { return s.c.site() }
func (s *source) Board() wire.Board      { return s.c.engine.board() }

func (s *source) Today() wire.Today {
	return view(s.c.engine, func(st *state, now queue.Moment) wire.Today { return st.today(now) })
}

// Refused lists slides, layouts and language packs that are not used.
func (s *source) Refused(lang i18n.Lang) []wire.Refusal {
	say := func(err error) string { return wire.Sentence(lang, err) }
	return slices.Concat(s.c.slides.refused(say), s.c.layouts.refused(say), s.c.packs.refusals(say))
}

func (s *source) Find(query string) []wire.Ticket {
	return view(s.c.engine, func(st *state, _ queue.Moment) []wire.Ticket { return st.find(query) })
}

func (s *source) Desk(id center.CounterID) (web.Desk, bool) {
	if _, ok := s.c.site().Counter(id); !ok {
		return web.Desk{}, false
	}
	d := view(s.c.engine, func(st *state, now queue.Moment) web.Desk { return st.desk(id, now) })
	s.c.name(d.Staff)
	if d.Held != "" {
		d.Notes = s.notes(d.Held)
	}
	return d, true
}

// notes are the texts on a ticket; where the store is away they are missed, not the page.
func (s *source) notes(id queue.TicketID) []wire.Note {
	log, _ := view2(s.c.engine, func(*state) bool { return true })
	notes, err := log.Notes(context.Background(), id)
	if err != nil {
		s.c.log.Warn("notes not read", "error", err)
	}
	var all []wire.Note
	for _, n := range notes {
		all = append(all, noteView(n, s.c.officialName(n.Author)))
	}
	return all
}

func (s *source) Lost(service center.ServiceCode, from, to time.Time) []wire.Ticket {
	return view(s.c.engine, func(st *state, _ queue.Moment) []wire.Ticket {
		return st.look(lookFor{service: service, from: from, to: to}).Tickets
	})
}

func (s *source) Callable(id center.CounterID) []wire.Ticket {
	return view(s.c.engine, func(st *state, _ queue.Moment) []wire.Ticket { return st.callable(id) })
}

func (s *source) Link() web.Link {
	if s.c.link == nil {
		return web.Link{Head: s.c.engine.hub.last()}
	}
	st := s.c.link.Status()
	return web.Link{Configured: true, Connected: st.Connected, Since: st.Since, Acked: st.Acked, Head: st.Head}
}

const shownWaiting = 100 // tickets that a desk may call by hand

func (s *state) desk(id center.CounterID, now queue.Moment) web.Desk {
	var d web.Desk
	if e, ok := s.day.Preview(id, now); ok {
		t, _ := s.day.Ticket(e.Ticket) // the preview has found it
		v := s.ticketView(t)
		d.Next, d.Reason = &v, eventReason(e)
	}
	x, _ := s.center.Counter(id)
	for _, t := range s.aside {
		switch {
		case !x.Serves(t.Service) && t.Counter != id && t.Bound != id:
		case t.State == queue.Parked:
			d.Parked = append(d.Parked, s.ticketView(t))
		default:
			d.Missed = append(d.Missed, s.ticketView(t))
		}
	}
	d.Undo = s.day.UndoLeft(id, now)
	if c, ok := s.day.Counter(id); ok {
		for _, who := range c.Staff {
			d.Staff = append(d.Staff, wire.Official{ID: who})
		}
		if c.Ticket != nil && len(c.Ticket.Notes) > 0 {
			d.Held = c.Ticket.ID
		}
	}
	if a, ok := s.alarm(id); ok {
		d.Alarm = &a.At
	}
	return d
}

// callable lists whom a counter may call by hand.
func (s *state) callable(id center.CounterID) []wire.Ticket {
	x, _ := s.center.Counter(id)
	var all []wire.Ticket
	for _, t := range s.day.Tickets() {
		if t.State == queue.Waiting && !t.Away && (t.Bound == id || t.Bound == "" && x.Serves(t.Service)) && len(all) < shownWaiting {
			all = append(all, s.ticketView(t))
		}
	}
	return all
}

// citizens is the page behind the QR code of a slip.
type citizens struct{ c *Controller }

// read calls f with the ticket of a secret. The secret has 100 random bits, so
// that looking it up in a table tells a guesser nothing.
func (z *citizens) read(secret string, f func(*state, *queue.Ticket)) error {
	return view(z.c.engine, func(s *state, _ queue.Moment) error {
		t, ok := s.day.Ticket(s.secrets[secret])
		if !ok {
			return fault.New(fault.NotFound, "slip-unknown")
		}
		f(s, t)
		return nil
	})
}

func (z *citizens) Page(secret string) (v wire.PhonePage, err error) {
	err = z.read(secret, func(s *state, t *queue.Ticket) { v = z.c.engine.phonePage(t, s.clock()) })
	return v, err
}

func (z *citizens) Do(ctx context.Context, secret, key string, a wire.PhoneAction) error {
	return z.c.engine.citizen(ctx, memo{Scope: "page " + wire.PhoneKey(secret), Key: key, Body: sha256.Sum256([]byte(a.Do))}, secret, a)
}

// Surveyed is the question open at a tablet's counter, for the tablet's page.
func (c *Controller) Surveyed(counter center.CounterID) (wire.Survey, bool) {
	return c.engine.atCounter(counter)
}

// Now is the wall clock that the controller goes by.
func (c *Controller) Now() time.Time { return c.clock().Wall }
