package controller

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"time"

	"motcua/internal/center"
	"motcua/internal/i18n"
	"motcua/internal/notice"
	"motcua/internal/queue"
	"motcua/internal/rating"
	"motcua/internal/store"
	"motcua/internal/wire"
)

const (
	callFresh   = 2 * time.Minute  // a call is worth a message
	cancelFresh = 10 * time.Minute // and that a number was given up
	rateFresh   = 10 * time.Minute // and that a visit may be rated, but never longer than half the time for it
)

// noticeKey is a notice: one kind of one ticket.
type noticeKey struct {
	ticket queue.TicketID
	kind   string
}

// letterBox is what the day's log says of messages to citizens.
type letterBox struct {
	known   map[noticeKey]*wire.BookedNotice
	order   []noticeKey
	revoked map[queue.TicketID]bool // canceled by somebody else than the citizen
}

func newLetterBox() letterBox {
	return letterBox{known: map[noticeKey]*wire.BookedNotice{}, revoked: map[queue.TicketID]bool{}}
}

// noticed folds what became of a notice.
func (s *state) noticed(kind string, d *wire.NoticeData, m queue.Moment) {
	k := noticeKey{d.Ticket, d.Kind}
	n, ok := s.letters.known[k]
	if !ok {
		n = &wire.BookedNotice{}
		if t, ok := s.day.Ticket(d.Ticket); ok {
			n.Number = t.Number
		}
		s.letters.known[k] = n
		s.letters.order = append(s.letters.order, k)
	}
	n.At, n.NoticeData, n.State = m.Wall, *d, kind[len("notice."):]
}

// revoke notes that somebody else than the citizen gave a number up.
func (s *state) revoke(e queue.Event) {
	if e.Type == queue.TicketCanceled && e.By != "citizen" && e.Reason == "" {
		s.letters.revoked[e.Ticket] = true
	}
}

// noticesView is what was sent today, oldest first.
func (s *state) noticesView() (all []wire.BookedNotice) {
	for _, k := range s.letters.order {
		all = append(all, *s.letters.known[k])
	}
	return all
}

// worth is the kind of notice that a ticket is worth now, "" for none.
func (s *state) worth(t *queue.Ticket, now queue.Moment) string {
	n, age := &s.center.Notices, now.Wall.Sub(t.Since)
	switch t.State {
	case queue.Waiting:
		switch {
		case t.Away:
		case s.stalled(t.Service, now) != nil:
			return center.NoticeStalled
		case s.day.Ahead(t) <= n.Ahead || s.soon(t):
			return center.NoticeNear
		}
	case queue.Called:
		if age <= callFresh {
			return center.NoticeCalled
		}
	case queue.NoShow:
		if now.Wall.Before(s.day.ReturnBy(t)) {
			return center.NoticeMissed
		}
	case queue.Canceled:
		if s.letters.revoked[t.ID] && age <= cancelFresh {
			return center.NoticeCanceled
		}
	case queue.Finished:
		if s.center.Rating.Link && age >= settling && age <= min(rateFresh, time.Duration(s.center.Rating.TokenMinutes)*time.Minute/2) {
			return center.NoticeRate // whether or not it was rated: else who reads the log would know
		}
	}
	return ""
}

// soon tells that a ticket's call is expected within the minutes agreed on.
func (s *state) soon(t *queue.Ticket) bool {
	w := s.ticketWait(t)
	return w != nil && w.P50S <= s.center.Notices.Minutes*60
}

// owed is the notice to send about a ticket now, "" for none: each kind once,
// within the hours, no more a ticket than agreed.
func (s *state) owed(c store.Contact, now queue.Moment) string {
	t, ok := s.day.Ticket(c.Ticket)
	n, at := &s.center.Notices, now.Wall.In(center.Zone)
	minute := at.Hour()*60 + at.Minute()
	if !ok || !s.open || c.Expired(now.Wall) || minute < n.Window.From || minute >= n.Window.To {
		return ""
	}
	kind := s.worth(t, now)
	if kind == "" || !n.Sends(c.Channel, kind) || s.letters.known[noticeKey{c.Ticket, kind}] != nil {
		return ""
	}
	sent := 0
	for _, k := range center.NoticeKinds {
		if s.letters.known[noticeKey{c.Ticket, k}] != nil {
			sent++
		}
	}
	if sent >= n.PerTicket {
		return ""
	}
	return kind
}

// post is a notice that was claimed and is on its way.
type post struct {
	wire.NoticeData
	message notice.Message
}

// claimNotices claims, durably, every notice that is owed.
func (e *Engine) claimNotices(ctx context.Context) (all []post) {
	o := e.ask(ctx, memo{}, func(t *tx) (int, any, error) {
		all = nil
		for _, c := range t.e.contactsInOrder() {
			kind := t.owed(c, t.now)
			if kind == "" {
				continue
			}
			d := wire.NoticeData{Ticket: c.Ticket, Channel: c.Channel, Kind: kind}
			if len(t.letters.order) >= t.center.Notices.PerDay {
				d.Cause = notice.Limit
				t.emit(wire.NoticeFailed, &d)
				continue
			}
			t.emit(wire.NoticeClaimed, &d)
			all = append(all, post{d, t.message(c, kind)})
		}
		return http.StatusNoContent, nil, nil
	})
	if o.err != nil { // nothing was claimed, or nobody knows: then it is not sent
		return nil
	}
	return all
}

// owes tells whether there is anything to claim.
func (e *Engine) owes() bool {
	e.mu.RLock()
	defer e.mu.RUnlock()
	now := e.opts.Clock()
	for _, c := range e.contacts {
		if e.state.owed(c, now) != "" {
			return true
		}
	}
	return false
}

// stillTrue tells whether a claimed notice is still worth sending.
func (e *Engine) stillTrue(d wire.NoticeData) bool {
	e.mu.RLock()
	defer e.mu.RUnlock()
	_, wanted := e.contacts[d.Ticket]
	t, ok := e.state.day.Ticket(d.Ticket)
	return wanted && ok && e.state.worth(t, e.opts.Clock()) == d.Kind
}

// message writes a notice.
func (t *tx) message(c store.Contact, kind string) notice.Message {
	v, _ := t.day.Ticket(c.Ticket) // owed has found it
	f := notice.Fields{
		"name": t.center.Notices.Name.In(c.Lang), "number": v.Number, "counter": string(v.Counter), "ahead": strconv.Itoa(t.day.Ahead(v)),
		"time": i18n.Clock(v.Since.In(center.Zone)),
	}
	if s, ok := t.center.Service(v.Service); ok {
		f["service"] = s.Name.In(c.Lang)
	}
	switch kind {
	case center.NoticeMissed:
		f["until"] = i18n.Clock(t.day.ReturnBy(v).In(center.Zone))
	case center.NoticeStalled:
		if since := t.stalled(v.Service, t.now); since != nil {
			f["time"] = i18n.Clock(since.In(center.Zone))
		}
	case center.NoticeCalled:
		if v.Assist {
			f["fetched"] = "true"
		}
	case center.NoticeRate:
		f["url"] = t.url(c.Ticket) + "?via=" + wire.ByLink
	}
	m := notice.Message{ID: rating.Secret(t.key, "notice", string(c.Ticket)+kind), Kind: kind, To: c.Address, Fields: f, Text: notice.Text(c.Lang, kind, f)}
	if c.Channel == center.ByEmail {
		m.Subject, m.Text = notice.Subject(c.Lang, kind, f), notice.Letter(c.Lang, kind, t.url(c.Ticket), f)
	}
	return m
}

// noticeEnds tells what became of a claimed notice; cause is empty for one that was sent.
func (e *Engine) noticeEnds(ctx context.Context, d wire.NoticeData, cause string) error {
	return e.ask(ctx, memo{}, func(t *tx) (int, any, error) {
		n := t.letters.known[noticeKey{d.Ticket, d.Kind}]
		if n == nil || n.State != "claimed" { // the day closed meanwhile
			return http.StatusNoContent, nil, nil
		}
		event := wire.NoticeSent
		if d.Cause = cause; cause != "" {
			event = wire.NoticeFailed
		}
		t.emit(event, &d)
		return http.StatusNoContent, nil, nil
	}).err
}

// loseNotices gives up the claims of which nobody knows what became: the
// program ended in between. They are not sent again.
func (t *tx) loseNotices() {
	for _, k := range slices.Clone(t.letters.order) {
		if n := t.letters.known[k]; n.State == "claimed" {
			d := n.NoticeData
			d.Cause = notice.Unsure
			t.emit(wire.NoticeFailed, &d)
		}
	}
}
