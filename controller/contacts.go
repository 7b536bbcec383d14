package controller

import (
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"motcua/controller/web"
	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/health"
	"motcua/internal/i18n"
	"motcua/internal/notice"
	"motcua/internal/queue"
	"motcua/internal/store"
	"motcua/internal/wire"
)

const mostShared = 3 // tickets whose citizens gave one address

var _ web.Notices = (*letters)(nil)

// letters is what the pages of people who work here know of notices.
type letters struct{ c *Controller }

// Conditions is what is known to be wrong beside the devices.
func (p *letters) Conditions() []health.Condition { return p.c.conditions() }

// contact is where the citizen of a ticket is told, nil where there is nothing.
func (e *Engine) contact(id queue.TicketID) *wire.PhoneContact {
	c, ok := e.contacts[id]
	if !ok {
		return nil
	}
	return &wire.PhoneContact{Channel: c.Channel, Shown: notice.Mask(c.Channel, c.Address), Until: time.Unix(c.Expires, 0).In(center.Zone)}
}

// told keeps the address that a citizen left on a page, instead of one that was
// left before, or deletes it.
func (e *Engine) told(ctx context.Context, m memo, secret string, a wire.PhoneAction) error {
	if a.Do == wire.PhoneForget {
		return e.leave(ctx, m, secret, store.Contact{})
	}
	if !slices.Contains(e.site().Notices.Channels(), a.Channel) {
		return fault.New(fault.Invalid, "notice-channel")
	}
	address, err := notice.Address(a.Channel, a.To)
	if err != nil {
		return err
	}
	return e.leave(ctx, m, secret, store.Contact{Channel: a.Channel, Address: address, Lang: i18n.Parse(string(a.Lang))})
}

// leave keeps an address, or deletes it where it is empty.
func (e *Engine) leave(ctx context.Context, m memo, secret string, c store.Contact) error {
	return e.ask(ctx, m, func(t *tx) (int, any, error) {
		ticket, ok := t.day.Ticket(t.secrets[secret])
		if !ok {
			return 0, nil, fault.New(fault.NotFound, "slip-unknown")
		}
		c.Ticket = ticket.ID
		if c.Address == "" {
			t.forget(ticket.ID)
			return http.StatusOK, json.RawMessage("{}"), nil
		}
		if !t.open || ended(ticket) {
			return 0, nil, fault.New(fault.Conflict, "notice-over", "number", ticket.Number)
		}
		if t.e.shared(c) >= mostShared {
			return 0, nil, fault.New(fault.Conflict, "notice-shared", "most", mostShared)
		}
		c.Given, c.Expires = t.now.Wall.Unix(), t.contactEnd(t.now).Unix()
		t.e.contacts[c.Ticket] = c
		t.batch.Contacts = append(t.batch.Contacts, c)
		t.e.unscrubbed = true // the address before it
		return http.StatusOK, json.RawMessage("{}"), nil
	}).err
}

// shared counts the other tickets with an address.
func (e *Engine) shared(c store.Contact) (n int) {
	for id, other := range e.contacts {
		if id != c.Ticket && other.Channel != center.ByEmail == (c.Channel != center.ByEmail) && strings.EqualFold(other.Address, c.Address) {
			n++
		}
	}
	return n
}

// contactEnd is when an address that is left now is deleted at the latest.
func (s *state) contactEnd(now queue.Moment) time.Time {
	end := s.center.Hours.End(s.day.Date)
	if h := s.center.Notices.Hours; h > 0 {
		if by := now.Wall.Add(time.Duration(h) * time.Hour); by.Before(end) {
			return by
		}
	}
	return end
}

func ended(t *queue.Ticket) bool {
	return t.State == queue.Finished || t.State == queue.Canceled || t.State == queue.Expired
}

// forget deletes the address of a ticket.
func (t *tx) forget(id queue.TicketID) {
	if _, ok := t.e.contacts[id]; !ok {
		return
	}
	delete(t.e.contacts, id)
	t.batch.Contacts = append(t.batch.Contacts, store.Contact{Ticket: id})
	t.e.unscrubbed = true
}

// forgetContacts deletes the addresses whose time is over: the ticket ended a
// while ago, the agreed hours have passed, or its service day is over.
func (t *tx) forgetContacts() {
	rows := 0
	for _, c := range t.e.contactsInOrder() {
		ticket, ok := t.day.Ticket(c.Ticket)
		after := time.Duration(t.center.Notices.After) * time.Minute
		if !ok || !t.open || c.Expired(t.now.Wall) || ended(ticket) && t.now.Wall.Sub(ticket.Since) >= after {
			t.forget(c.Ticket)
			rows++
		}
	}
	if rows > 0 {
		t.erased("contact", rows, 0, "")
	}
}

// given drops the address of a citizen who gives the number up: there is nothing to tell.
func (t *tx) given(e queue.Event) {
	if e.Type == queue.TicketCanceled && e.By == "citizen" {
		t.forget(e.Ticket)
	}
}

func (e *Engine) contactsInOrder() []store.Contact {
	all := slices.Collect(maps.Values(e.contacts))
	slices.SortFunc(all, func(a, b store.Contact) int { return strings.Compare(string(a.Ticket), string(b.Ticket)) })
	return all
}

// recallContacts reads the addresses.
func (e *Engine) recallContacts(ctx context.Context) error {
	all, err := e.store.Contacts(ctx)
	if err != nil {
		return err
	}
	e.contacts, e.unscrubbed = map[queue.TicketID]store.Contact{}, true
	for _, c := range all {
		e.contacts[c.Ticket] = c
	}
	return nil
}

// scrub takes what was deleted out of the files. Only the writer may call it.
func (e *Engine) scrub(ctx context.Context) {
	if e.unscrubbed && !e.broken {
		e.unscrubbed = !e.store.Scrub(ctx)
	}
}
