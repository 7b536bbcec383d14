package controller

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"net/http"

	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/i18n"
	"motcua/internal/link"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

var _ link.Phones = (*phoneFeed)(nil)

// phoneFeed is the citizens' pages as the province's copy needs them, and what
// citizens ask for there.
type phoneFeed struct {
	e      *Engine
	source string // of the point, to which pages are bound
}

// Pages is every page of the service day. Between midnight and the opening of
// the next it is those alone where numbers are taken: they say that none are yet.
func (p *phoneFeed) Pages() link.PhoneSet {
	return view(p.e, func(s *state, now queue.Moment) link.PhoneSet {
		set := link.PhoneSet{Center: wire.NewPhoneCenter(s.center), At: now.Wall, Pages: s.entryPages(p.source, now)}
		today := center.DayOf(now.Wall)
		if start, err := max(s.day.Date, today).Start(); err == nil {
			set.Until = start.AddDate(0, 0, 1)
		}
		if s.day.Date < today {
			return set
		}
		for _, t := range s.day.Tickets() {
			set.Pages = append(set.Pages, link.PhonePage{Secret: s.secret(t.ID), PhonePage: p.e.phonePage(t, now)})
		}
		return set
	})
}

// phonePage is one page under the engine's lock. Neither what only the counter
// needs nor what changes every second goes out.
func (e *Engine) phonePage(t *queue.Ticket, now queue.Moment) wire.PhonePage {
	v := e.state.ticketView(t)
	v.ID, v.Series, v.Priority, v.Printer, v.Slip, v.SlipCause, v.Appointment, v.Copy = "", "", t.Priority && v.Why != nil, "", "", "", "", 0
	if w := v.Wait; w != nil {
		v.Wait = &wire.Range{LowS: w.LowS, HighS: w.HighS, By: w.By}
	}
	page := wire.PhonePage{V: 1, At: now.Wall, Ticket: v, Contact: e.contact(t.ID)}
	if q, _, ok := e.surveyNow(question{ticket: t.ID, leg: answeredLeg(t)}); ok {
		page.Survey = &q
	}
	return page
}

// Obey does what a citizen asked for at the province. Only who has the slip's
// secret can have sealed it; the same id is done once and answered the same.
func (p *phoneFeed) Obey(ctx context.Context, c wire.Cmd) wire.CmdReply {
	r := wire.CmdReply{V: 1, ID: c.ID, Status: http.StatusNotFound}
	secret, ok := p.secretOf(c.Key)
	if !ok {
		return r
	}
	var a wire.PhoneAction
	if c.Kind != wire.CmdPhone || wire.Unseal(secret, wire.SealAction, c.ID, c.Body, &a) != nil {
		r.Status = http.StatusForbidden
		return r
	}
	memory := memo{Scope: "cmd", Key: c.ID, Body: sha256.Sum256([]byte(c.Key + a.Do))}
	r.Status = http.StatusOK
	said, shown, err := wire.PhoneAnswer{}, secret, error(nil)
	if a.Do == wire.PhoneTake {
		said.Secret, err = p.take(ctx, memory, secret, a)
		shown = said.Secret
	} else {
		err = p.e.citizen(ctx, memory, secret, a)
	}
	if err != nil {
		r.Status = wire.Status(err)
		said.Code, said.Sentence = fault.CodeOf(err), i18n.Text{VI: wire.Sentence(i18n.VI, err), EN: wire.Sentence(i18n.EN, err)}
	}
	r.Body, _ = wire.Seal(secret, wire.SealAnswer, c.ID, said) // plain fields: it cannot fail
	view(p.e, func(s *state, now queue.Moment) struct{} {
		if t, ok := s.day.Ticket(s.secrets[shown]); ok {
			r.Page, _ = wire.Seal(shown, wire.SealPage, p.source, p.e.phonePage(t, now)) // likewise
		}
		return struct{}{}
	})
	return r
}

// secretOf finds the ticket of today whose page is named so.
func (p *phoneFeed) secretOf(key string) (string, bool) {
	secrets := view(p.e, func(s *state, now queue.Moment) []string {
		all := make([]string, 0, len(s.secrets)+3)
		for _, x := range s.entryPages(p.source, now) {
			all = append(all, x.Secret)
		}
		for secret := range s.secrets {
			all = append(all, secret)
		}
		return all
	})
	for _, secret := range secrets {
		if wire.PhoneKey(secret) == key {
			return secret, true
		}
	}
	return "", false
}

// citizen does what a citizen may do with the secret of a slip.
func (e *Engine) citizen(ctx context.Context, m memo, secret string, a wire.PhoneAction) error {
	if a.Do == wire.PhoneRate {
		q := wire.RatingRequest{Token: a.Token, Questionnaire: a.Version, Answers: a.Answers, Channel: wire.ByPhone, Corrects: a.Corrects}
		if a.Channel == wire.ByLink {
			q.Channel = wire.ByLink
		}
		return e.rate(ctx, answering{RatingRequest: q, key: m.Key}).err
	}
	if a.Do == wire.PhoneNotice || a.Do == wire.PhoneForget {
		return e.told(ctx, m, secret, a)
	}
	return e.ask(ctx, m, func(t *tx) (int, any, error) {
		id, ok := t.secrets[secret]
		if !ok {
			return 0, nil, fault.New(fault.NotFound, "slip-unknown")
		}
		if !t.open {
			return 0, nil, fault.New(fault.Conflict, "day-closed")
		}
		events, err := t.citizen(id, a)
		if err != nil {
			return 0, nil, err
		}
		t.happen(events)
		return http.StatusOK, json.RawMessage("{}"), nil
	}).err
}

// citizen is what the rules say to it.
func (t *tx) citizen(id queue.TicketID, a wire.PhoneAction) ([]queue.Event, error) {
	switch a.Do {
	case wire.PhoneCancel:
		return t.day.Cancel(id, "citizen")
	case wire.PhoneLate:
		return t.day.Late(id, "citizen", t.now)
	case wire.PhoneCheckIn:
		if _, ok := t.entered(a.Entry, t.now.Wall); !ok {
			return nil, fault.New(fault.Gone, "entry-old")
		}
		return t.day.CheckIn(id, "citizen")
	}
	return nil, fault.New(fault.Invalid, "phone-action")
}
