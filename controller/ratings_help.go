package controller

import (
	"crypto/subtle"
	"slices"
	"strings"
	"time"

	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/queue"
	"motcua/internal/rating"
	"motcua/internal/wire"
)

// Who needs help to answer is helped by somebody who is not rated, and who has
// not rated is asked at a terminal that all counters share. Both begin with the
// slip: its QR code, or the eight digits printed beside it.

// mostMistyped is how many wrong rating codes one terminal or greeter may send
// in a quarter of an hour. Eight digits of which a few dozen lead to a question
// are hit by chance once in some thousands of days of steady trying.
const mostMistyped = 10

// asksByCode finds the question of a typed rating code; a is none where text is no such code.
func (c *Controller) asksByCode(who caller, text string) (id queue.TicketID, is bool, err error) {
	code := strings.NewReplacer(" ", "", "-", "", ".", "").Replace(text)
	if len(code) != rating.CodeDigits || strings.Trim(code, "0123456789") != "" {
		return "", false, nil
	}
	now := c.clock().Up
	if err := c.mistyping.check(now, who.id); err != nil {
		return "", true, err
	}
	if id = c.engine.ticketOfCode(code); id == "" {
		c.mistyping.count(now, who.id)
	}
	return id, true, nil
}

// ticketOfCode finds today's ticket with a rating code; none where two have it.
func (e *Engine) ticketOfCode(code string) queue.TicketID {
	return view(e, func(s *state, _ queue.Moment) (found queue.TicketID) {
		for _, id := range s.secrets {
			if subtle.ConstantTimeCompare([]byte(rating.Code(s.key, string(id))), []byte(code)) != 1 {
				continue
			}
			if found != "" {
				return ""
			}
			found = id
		}
		return found
	})
}

// mayAsk tells whether the question about a ticket's last service may be put to
// its holder by the caller: a tablet, or a greeter who did not work there.
func (c *Controller) mayAsk(who caller, id queue.TicketID) error {
	if who.may("tablet") {
		return nil
	}
	return view(c.engine, func(s *state, _ queue.Moment) error {
		ticket, ok := s.day.Ticket(id)
		if !ok || answeredLeg(ticket) < 0 {
			return nil
		}
		return c.engine.apartFrom(who.id, ticket.Legs[answeredLeg(ticket)].Counter, s.day.Date)
	})
}

// apartFrom refuses to help, or to enter for, citizens of a counter at which one
// worked that day. The engine's lock is held.
func (e *Engine) apartFrom(id string, counter center.CounterID, day center.Day) error {
	if e.worked(id, counter, day) {
		return fault.New(fault.Forbidden, "rating-own")
	}
	return nil
}

// worked tells whether somebody finished a visit at a counter on a day, or is
// signed on there now; empty: any counter.
func (e *Engine) worked(id string, counter center.CounterID, day center.Day) bool {
	if d := e.state.day; day == d.Date {
		for _, x := range e.site().Counters {
			c, ok := d.Counter(x.ID)
			if ok && (counter == "" || counter == x.ID) && slices.Contains(c.Staff, id) {
				return true
			}
		}
	}
	for _, x := range e.tokens {
		if x.Official == id && (counter == "" || x.Counter == counter) && center.DayOf(time.Unix(x.Opened, 0)) == day {
			return true
		}
	}
	return false
}

// byHelper checks an answer that somebody who works here passes on: marked so,
// to a token, and of no counter of theirs.
func (a *answering) byHelper(who caller) error {
	if !who.may("greeter") || who.may("tablet") || a.Token == "" || a.Corrects != "" || !a.Helped {
		return fault.New(fault.Forbidden, "rating-staff")
	}
	a.helper, a.Channel = who.id, wire.ByTerminal
	return nil
}

// atTerminal gives answers of a shared terminal their channel.
func (a *answering) atTerminal(who caller) error {
	if !who.shared {
		return nil
	}
	a.Channel = wire.ByTerminal
	if a.Token == "" {
		return fault.New(fault.NotFound, "rating-unknown")
	}
	return nil
}
