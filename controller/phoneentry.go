package controller

import (
	"context"
	"net/url"
	"path"

	"motcua/internal/fault"
	"motcua/internal/link"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

// entryPages are where phones take a number at the province: one behind each
// code of the center that is or was good, and one for who is away from it.
func (s *state) entryPages(source string, now queue.Moment) []link.PhonePage {
	r := &s.center.Remote
	if !r.On {
		return nil
	}
	page := func(secret string, gives, away bool) link.PhonePage {
		e := &wire.PhoneEntry{Away: away, Gives: gives && s.open && s.center.Hours.Open(now.Wall), PerDay: r.PerDay, Each: r.PerService}
		if away {
			e.Arrive = r.Arrive
		}
		if e.Gives {
			e.Groups, e.Services = s.center.Priority.Groups, s.offers(now)
		}
		return link.PhonePage{Secret: secret, PhonePage: wire.PhonePage{V: 1, At: now.Wall, Entry: e}}
	}
	w := s.windowOf(now.Wall)
	return []link.PhonePage{
		page(s.entryToken(w), true, false), page(s.entryToken(w-1), true, false),
		page(s.entryToken(w-2), false, false), // whoever still looks at it learns that it is over
		page(wire.AwaySecret(source), r.Away, true),
	}
}

func (s *state) offers(now queue.Moment) []wire.PhoneOffer {
	full := s.fullView(now)
	offers := make([]wire.PhoneOffer, 0, len(s.center.Services))
	for _, x := range s.center.Services {
		_, none := full[x.Code]
		offers = append(offers, wire.PhoneOffer{Code: x.Code, Purposes: x.Purposes, Waiting: s.day.Waiting(x.Code), Full: none})
	}
	return offers
}

// take gives a number to a phone at the province, with the secret of an entry
// page, and returns the secret of the number's own page.
func (p *phoneFeed) take(ctx context.Context, m memo, secret string, a wire.PhoneAction) (string, error) {
	away := secret == wire.AwaySecret(p.source)
	known := view(p.e, func(s *state, now queue.Moment) bool {
		_, fresh := s.entered(secret, now.Wall)
		return away || fresh
	})
	switch {
	case !known:
		return "", fault.New(fault.Gone, "entry-old")
	case a.Service == "":
		return "", fault.New(fault.Invalid, "service-missing")
	case len(a.Phone) < 16 || len(a.Phone) > 64:
		return "", fault.New(fault.Invalid, "phone-action")
	}
	o := p.e.issueTo(ctx, m, &phone{name: "province " + a.Phone}, queue.Wish{Service: a.Service, Purpose: a.Purpose, Priority: a.Priority, Away: away})
	var answer wire.TicketAnswer
	if err := o.decode(&answer); err != nil {
		return "", err
	}
	u, err := url.Parse(answer.Ticket.URL)
	if err != nil {
		return "", err
	}
	return path.Base(u.Path), nil
}
